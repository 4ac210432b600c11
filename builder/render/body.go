package render

import (
	"bytes"
	"html/template"
	"net/url"
	"strconv"
	"strings"

	"relais/builder/handbook"
)

// Note explains a notion that the text uses. The link in the text where the
// notion comes first is described by the element whose id is ID.
type Note struct {
	ID string
	Definition
}

// body returns the HTML of p's text, its holes filled: a link that leads
// nowhere keeps its words and loses its tag; the words that first name a notion
// lead to it. It may be trusted: package markdown lets no markup of the
// author's through, and what is written here is escaped.
func (h here) body(p *handbook.Page) (template.HTML, []Note) {
	terms := h.terms.Find(p)
	notes := make([]Note, len(terms))
	var out bytes.Buffer
	out.Grow(len(p.Body.HTML) + 64*(len(p.Body.Holes)+len(terms)))
	at, next := 0, 0
	copyTo := func(offset int) { // explaining the notions on the way
		for ; next < len(terms) && terms[next].Start < offset && !terms[next].Linked; next++ {
			term := terms[next]
			notes[next] = h.note(term, next)
			out.Write(p.Body.HTML[at:term.Start])
			out.WriteString(`<a href="` + string(notes[next].Href) + `"` + described(notes[next].ID) + `>`)
			out.Write(p.Body.HTML[term.Start:term.End])
			out.WriteString("</a>")
			at = term.End
		}
		out.Write(p.Body.HTML[at:offset])
		at = offset
	}
	for _, hole := range p.Body.Holes {
		copyTo(hole.Offset)
		more := ""
		if next < len(terms) && hole.Kind == handbook.LinkStart && terms[next].Linked && terms[next].Start == hole.Offset {
			notes[next] = h.note(terms[next], next)
			more = described(notes[next].ID)
			next++
		}
		h.fill(&out, p, hole, more)
	}
	copyTo(len(p.Body.HTML))
	return template.HTML(out.String()), notes
}

// note explains the nth notion of a text.
func (h here) note(term handbook.Term, n int) Note {
	return Note{"_term-" + strconv.Itoa(n+1), h.definitions([]*handbook.Page{term.Notion})[0]}
}

// described returns the attributes of a link that the element called id explains.
func described(id string) string { return ` class="term" aria-describedby="` + id + `"` }

// fill writes what stands in one hole; more are attributes of the link that begins there.
func (h here) fill(out *bytes.Buffer, p *handbook.Page, hole handbook.Hole, more string) {
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
		out.WriteString(`"` + more + `>`)
	case handbook.LinkEnd:
		if found {
			out.WriteString("</a>")
		}
	case handbook.LinkLabel:
		template.HTMLEscape(out, []byte(h.label(link, target)))
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
	return string(h.to(h.cards[target.Page].address)) + fragment, true
}

// label returns what a wikilink without words of its own reads: the title of
// the page or section that it leads to.
func (h here) label(link handbook.Link, target handbook.Target) string {
	if target.Page == nil {
		return link.Target
	}
	if heading, found := target.Page.Body.Heading(link); found {
		return heading.Text
	}
	return h.cards[target.Page].link.Title
}
