package render

import (
	"bytes"
	"html/template"
	"net/url"
	"strings"

	"relais/builder/handbook"
)

// body returns the HTML of p's text, its holes filled: a link that leads
// nowhere keeps its words and loses its tag. It may be trusted: package markdown
// lets no markup of the author's through, and what is written here is escaped.
func (h here) body(p *handbook.Page) template.HTML {
	var out bytes.Buffer
	out.Grow(len(p.Body.HTML) + 64*len(p.Body.Holes))
	at := 0
	for _, hole := range p.Body.Holes {
		out.Write(p.Body.HTML[at:hole.Offset])
		at = hole.Offset
		h.fill(&out, p, hole)
	}
	out.Write(p.Body.HTML[at:])
	return template.HTML(out.String())
}

// fill writes what stands in one hole.
func (h here) fill(out *bytes.Buffer, p *handbook.Page, hole handbook.Hole) {
	link, target := p.Body.Links[hole.Link], p.Targets[hole.Link]
	href, found := h.follow(p, link, target)
	switch hole.Kind {
	case handbook.LinkStart:
		if !found {
			return
		}
		out.WriteString(`<a href="`)
		template.HTMLEscape(out, []byte(href))
		if target.External && strings.HasPrefix(href, "http") {
			out.WriteString(`" rel="external noreferrer`)
		}
		if link.Title != "" {
			out.WriteString(`" title="`)
			template.HTMLEscape(out, []byte(link.Title))
		}
		out.WriteString(`">`)
	case handbook.LinkEnd:
		if found {
			out.WriteString("</a>")
		}
	case handbook.LinkLabel:
		template.HTMLEscape(out, []byte(h.label(link, target, h.langOf(p))))
	case handbook.ImageHole:
		if !found {
			template.HTMLEscape(out, []byte(link.Label))
			return
		}
		out.WriteString(`<img src="`)
		template.HTMLEscape(out, []byte(href))
		out.WriteString(`" alt="`)
		template.HTMLEscape(out, []byte(link.Label))
		out.WriteString(`" loading="lazy">`)
	}
}

// follow returns the address of a link of p as seen from here, and whether it
// leads anywhere.
func (h here) follow(p *handbook.Page, link handbook.Link, target handbook.Target) (string, bool) {
	switch {
	case target.External:
		href, ok := outside(link.Target)
		return string(href), ok
	case target.File != "":
		return string(h.to(target.File)), true
	case target.Page == nil:
		return "", false
	}
	fragment := ""
	if heading, found := target.Page.Body.Heading(link); found { // to one that is missing: to the top; the author has been told
		fragment = "#" + url.PathEscape(heading.ID)
	}
	if target.Page == p {
		return fragment, fragment != "" // a page does not link to itself
	}
	return string(h.to(h.card(target.Page).address)) + fragment, true
}

// label returns what a wikilink without words of its own reads: the title of
// the page or section that it leads to.
func (h here) label(link handbook.Link, target handbook.Target, lang handbook.Lang) string {
	if target.Page == nil {
		return target.Words(link, lang)
	}
	if heading, found := target.Page.Body.Heading(link); found {
		return heading.Text
	}
	return h.card(target.Page).link.Title
}
