package render

import (
	"strconv"

	"relais/builder/handbook"
	"relais/builder/markdown"
)

// theme is a term of the free taxonomy, and its page.
type theme struct {
	name    string // typeset
	address string
	pages   []*handbook.Page
}

// surveyThemes gives each theme an address of its own. Two names may have one
// slug ("C" and "C#"): the later takes a number.
func (r *Renderer) surveyThemes() {
	taken := map[string]bool{}
	r.themeAt = map[string]int{}
	for i, t := range r.book.Themes() {
		slug := handbook.Slug(t.Name)
		if slug == "" {
			slug = "theme"
		}
		address := themeAddress(slug)
		for n := 2; taken[address]; n++ {
			address = themeAddress(slug + "-" + strconv.Itoa(n))
		}
		taken[address] = true
		r.themeAt[handbook.Fold(t.Name)] = i
		r.themes = append(r.themes, theme{markdown.Typeset(t.Name, r.lang), address, t.Pages})
	}
}

// themeLink returns the link from here to the page of the theme called name.
func (h here) themeLink(name string) (Link, bool) {
	i, known := h.themeAt[handbook.Fold(name)]
	if !known {
		return Link{}, false
	}
	return h.linkTo(h.themes[i].address, h.themes[i].name), true
}

// themesOf returns the links from here to the themes of p.
func (h here) themesOf(p *handbook.Page) []Link {
	var links []Link
	for _, name := range p.Themes {
		if link, ok := h.themeLink(name); ok {
			links = append(links, link)
		}
	}
	return links
}
