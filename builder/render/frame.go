package render

import (
	"html/template"
	"strings"

	"relais/builder/handbook"
	"relais/builder/markdown"
)

// Site is what the pages of one site have in common.
type Site struct {
	Title        string
	Organisation string
	Description  string
	Contact      string       // e-mail address, "" for none
	ContactHref  template.URL // mailto:…
	Audience     string       // for whom the site was built, in words
	Lang         string
	Situations   bool // the handbook has some: readers come with one in mind
	Groups       bool // the handbook comes from groups, by the method
	Nav          []NavItem
}

// NavItem is one entry of the main navigation, which does not grow with the handbook.
type NavItem struct {
	address string
	Section string // what it leads to: "function", "situation", "sheet", "notion", "theme", "az" or "page"
	Href    template.URL
	Label   string
	Current bool // the page is in this part of the site
}

// Frame is what every page has around its own content. Every view embeds one.
type Frame struct {
	Site        *Site
	Lang        string // of the interface
	Title       string // of the page; "" where the template has one of its own
	Description string // "" for none
	Home        template.URL
	Search      template.URL
	AZ          template.URL
	Crumbs      []Link // from the home page, left out, to the parent
	Chrome      Chrome
	Colophon    Colophon
	Metadata    Metadata
	Versions    []Version // the page in each of its languages; none when it is in one only
}

// describe computes what all pages share.
func (r *Renderer) describe() (Site, error) {
	config := r.book.Config
	site := Site{
		Title:        markdown.Typeset(config.Title, r.lang),
		Organisation: markdown.Typeset(config.Organisation, r.lang),
		Description:  markdown.Typeset(config.Description, r.lang),
		Lang:         string(r.lang),
		Situations:   len(r.book.Of(handbook.Situation)) > 0,
		Groups:       len(r.book.Of(handbook.Group)) > 0,
	}
	if href, ok := outside("mailto:" + config.Contact); ok && config.Contact != "" {
		site.Contact, site.ContactHref = config.Contact, href
	}
	var err error
	if site.Audience, err = r.audience(config.Readers); err != nil {
		return Site{}, err
	}
	site.Nav, err = r.nav()
	return site, err
}

// audience says for whom the site was built.
func (r *Renderer) audience(readers handbook.Readers) (string, error) {
	if readers.Audience == "" {
		readers.Audience = handbook.Internal
	}
	var about struct{ Name string } // "" when they have no page of their own here
	for _, t := range []handbook.Type{handbook.Function, handbook.Group} {
		if p := r.book.Page(t, readers.ID); p != nil && string(t) == string(readers.Audience) {
			about.Name = r.card(p).link.Title
		}
	}
	return r.words.say("audience-"+string(readers.Audience), about)
}

// nav returns the entries of the navigation: the lists that have something in
// them, and the plain pages, which are about the handbook, last.
func (r *Renderer) nav() ([]NavItem, error) {
	var items []NavItem
	add := func(address, section, key string) error {
		label, err := r.words.say(key)
		items = append(items, NavItem{address: address, Section: section, Label: label})
		return err
	}
	for _, t := range []handbook.Type{handbook.Function, handbook.Situation, handbook.Sheet, handbook.Notion} {
		if len(r.book.Of(t)) > 0 {
			if err := add(IndexAddress(t, r.lang), string(t), "nav-"+string(t)); err != nil {
				return nil, err
			}
		}
	}
	if len(r.themes) > 0 {
		if err := add(ThemesAddress(), "theme", "nav-theme"); err != nil {
			return nil, err
		}
	}
	if err := add(AZAddress(), "az", "nav-az"); err != nil {
		return nil, err
	}
	var about error
	switch pages := r.book.Of(handbook.PlainPage); len(pages) {
	case 0:
	case 1:
		about = add(r.card(pages[0]).address, string(handbook.PlainPage), "nav-page")
	default:
		about = add(IndexAddress(handbook.PlainPage, r.lang), string(handbook.PlainPage), "nav-page")
	}
	return items, about
}

// here is the place from which a page is seen: links are relative to it.
type here struct {
	*Renderer
	address string
	from    string // the way from here to the site's root, escaped
	inBook  bool   // read from cover to cover: what only helps to find one's way is left out
}

func (r *Renderer) at(address string) here {
	from := root(address)
	if outside, is := strings.CutPrefix(address, r.shared("")); is && r.folder != "" { // a former address, see aliases
		from = root(outside) + r.folder
	}
	return here{Renderer: r, address: address, from: from}
}

// to returns the link from here to an address of the site. It may be trusted: it is
// a path that we made, escaped.
func (h here) to(address string) template.URL {
	return template.URL(h.from + escaped(address))
}

// toShared returns the link from here to what stands in the folder of the whole site.
func (h here) toShared(address string) template.URL { return h.to(h.shared(address)) }

// frame returns the frame of a page. section says in which part of the
// navigation it stands: a type, or "" for none.
func (h here) frame(title, description, section string, crumbs ...Link) Frame {
	return Frame{
		Site:        &h.site,
		Lang:        h.site.Lang,
		Title:       title,
		Description: description,
		Home:        h.to(HomeAddress()),
		Search:      h.to(SearchAddress(h.lang)),
		AZ:          h.to(AZAddress()),
		Crumbs:      crumbs,
		Chrome:      h.chromeOf(section),
		Colophon:    h.colophon(),
		Metadata:    h.metadata(),
		Versions:    h.versions(),
	}
}
