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

// Part is a section of a text: a heading of the second level and what stands
// below it, or what stands before the first.
type Part struct {
	Name string // what the section is, by the English outline of its type: "in-brief"; "" for one of the author's own
	HTML template.HTML
}

// body returns the HTML of p's text, whole and in parts, its holes filled: a
// link that leads nowhere keeps its words and loses its tag; the words that first
// name a notion lead to it, and numbers to call dial. It may be trusted: package markdown lets no markup of
// the author's through, and what is written here is escaped.
func (h here) body(p *handbook.Page) (template.HTML, []Part, []Note) {
	w := bodyWriter{here: h, page: p, terms: h.terms().Find(p)}
	w.out.Grow(len(p.Body.HTML) + 64*(len(p.Body.Holes)+len(w.terms)))
	for _, hole := range p.Body.Holes {
		w.copyTo(hole.Offset)
		more := ""
		if hole.Kind == handbook.LinkStart && len(w.terms) > 0 && w.terms[0].Linked && w.terms[0].Start == hole.Offset {
			more = described(w.note().ID)
		}
		h.fill(&w.out, p, hole, more)
	}
	w.copyTo(len(p.Body.HTML))
	return template.HTML(w.out.String()), w.cut(), w.notes
}

// bodyWriter is the state of one body being written.
type bodyWriter struct {
	here
	page     *handbook.Page
	terms    []handbook.Term // still to be explained
	notes    []Note
	headings int   // how many are passed
	starts   []int // where parts but the first begin, in out
	names    []string
	out      bytes.Buffer
	at       int // how much of the body is written
}

// copyTo writes the body up to an offset, explains the notions on the way and
// notes where parts begin.
func (w *bodyWriter) copyTo(offset int) {
	body := &w.page.Body
	for {
		heading := len(body.HTML) + 1
		if w.headings < len(body.Headings) {
			heading = body.Headings[w.headings].Offset
		}
		switch term := len(w.terms) > 0 && !w.terms[0].Linked && w.terms[0].Start < offset; {
		case heading < offset && !(term && w.terms[0].Start < heading):
			w.out.Write(body.HTML[w.at:heading])
			w.at = heading
			w.begin(body.Headings[w.headings])
		case term:
			words := w.terms[0]
			w.out.Write(body.HTML[w.at:words.Start])
			if words.Notion == nil {
				w.terms = w.terms[1:]
				w.out.WriteString(`<a class="dial" href="tel:` + words.Dial + `">`) // digits
			} else {
				note := w.note()
				w.out.WriteString(`<a href="` + string(note.Href) + `"` + described(note.ID) + `>`)
			}
			w.out.Write(body.HTML[words.Start:words.End])
			w.out.WriteString("</a>")
			w.at = words.End
		default:
			w.out.Write(body.HTML[w.at:offset])
			w.at = offset
			return
		}
	}
}

// begin passes a heading, with which a part may begin.
func (w *bodyWriter) begin(heading handbook.Heading) {
	w.headings++
	if heading.Level != 2 || heading.Nested {
		return
	}
	w.starts, w.names = append(w.starts, w.out.Len()), append(w.names, w.outline[w.page.Type][heading.ID])
}

// partNames returns the names of the parts of each type by the ids of their
// headings, in every language.
func partNames() map[handbook.Type]map[string]string {
	names := map[handbook.Type]map[string]string{}
	for _, info := range handbook.Types() {
		names[info.Type] = map[string]string{}
		for _, prompt := range handbook.Outline(info.Type) {
			for _, title := range []string{prompt.Title.FR, prompt.Title.EN} {
				names[info.Type][handbook.Slug(title)] = handbook.Slug(prompt.Title.EN)
			}
		}
	}
	return names
}

// cut returns what is written in parts.
func (w *bodyWriter) cut() []Part {
	whole := w.out.String()
	var parts []Part
	from, name := 0, ""
	for i, start := range w.starts {
		if start > from {
			parts = append(parts, Part{name, template.HTML(whole[from:start])})
		}
		from, name = start, w.names[i]
	}
	if from < len(whole) {
		parts = append(parts, Part{name, template.HTML(whole[from:])})
	}
	return parts
}

// note explains the next notion.
func (w *bodyWriter) note() Note {
	note := Note{"_term-" + strconv.Itoa(len(w.notes)+1), w.definitions([]*handbook.Page{w.terms[0].Notion})[0]}
	w.notes, w.terms = append(w.notes, note), w.terms[1:]
	return note
}

// described returns the attributes of a link that the element called id explains.
func described(id string) string { return ` class="term" aria-describedby="` + id + `"` }

// fill writes what stands in one hole; more are attributes of the link that begins there.
func (h here) fill(out *bytes.Buffer, p *handbook.Page, hole handbook.Hole, more string) {
	link, target := p.Body.Links[hole.Link], p.Targets[hole.Link]
	href, found := h.follow(p, link, target)
	foreign := "" // the language of the page that it leads to, when it is not that of p
	if to := target.Page; to != nil && found && h.langOf(to) != h.langOf(p) {
		foreign = string(h.langOf(to))
	}
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
		if foreign != "" {
			out.WriteString(`" hreflang="` + foreign)
		}
		if link.Title != "" {
			out.WriteString(`" title="`)
			template.HTMLEscape(out, []byte(link.Title))
		}
		out.WriteString(`"` + more + `>`)
	case handbook.LinkEnd:
		if foreign != "" {
			out.WriteString(h.foreignMark(foreign))
		}
		if found {
			out.WriteString("</a>")
		}
	case handbook.LinkLabel:
		label := template.HTMLEscapeString(h.label(link, target, h.langOf(p)))
		if foreign != "" {
			label = inLanguage(label, foreign)
		}
		out.WriteString(label)
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
		return string(h.toShared(target.File)), true
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
