package gate

import (
	"bytes"
	"html"

	"relais/builder/handbook"
	"relais/builder/markdown"
)

// readClosely returns the secrets that published texts say after all, once they are
// read as their readers see them: escapes and references decoded, markup gone
// ("in<b>croy</b>able"), footnotes and pictures out of the way, wikilinks with the
// titles of the pages that they lead to. Each text is converted by itself, so that no page
// can lend its words to another.
func (g *Gate) readClosely(opts Options, kept map[string]bool) (map[id]bool, error) {
	names, err := sourceNames(opts.Root)
	if err != nil {
		return nil, err
	}
	converter, said := markdown.New(), g.newSaid()
	err = readSources(opts.Root, names, func(s source) {
		p := opts.Kept.At(s.path)
		if p == nil || !kept[s.path] {
			return
		}
		text, _ := s.comments()
		said.read(plain(text))
		said.read([]byte(p.Title + " " + p.Summary))
		said.read([]byte(p.Title + " " + p.Definition))
		if decoded, changed := decode(text); changed {
			said.read(decoded)
		}
		body, _ := converter.Parse(s.body(), markdown.Options{Path: p.Path, Lang: p.Lang})
		var page pageText
		if page.read(filled(body, p, kept)) {
			said.read(page.shown)
			said.read(page.attributes)
		}
	})
	return said.known, err
}

// filled returns the HTML of a body with words in its holes: the titles of pages that are kept, or
// what a wikilink says that leads nowhere.
func filled(body handbook.Body, p *handbook.Page, kept map[string]bool) []byte {
	var b bytes.Buffer
	at := 0
	for _, hole := range body.Holes {
		b.Write(body.HTML[at:hole.Offset])
		at = hole.Offset
		if hole.Kind != handbook.LinkLabel || hole.Link >= len(p.Targets) {
			continue
		}
		words := ""
		switch target := p.Targets[hole.Link]; {
		case target.Page == nil:
			words = target.Words(body.Links[hole.Link], p.Lang)
		case kept[target.Page.Path]:
			words = target.Page.Title
		}
		b.WriteString(html.EscapeString(words))
	}
	b.Write(body.HTML[at:])
	return b.Bytes()
}
