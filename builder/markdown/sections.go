package markdown

import (
	"bytes"
	"unicode"

	"relais/builder/handbook"
)

// maxSectionLevel is the deepest heading that begins a section: what stands
// below a deeper one is its parent's, as the words of that heading are.
const maxSectionLevel = 3

// startSection ends the current section and begins the one of a heading.
func (p *page) startSection(id, title string) {
	p.endSection()
	p.section = handbook.Section{ID: id, Title: title}
}

// endSection keeps the current section, unless it is the untitled first one and
// says nothing.
func (p *page) endSection() {
	lead := len(p.text) - len(bytes.TrimLeftFunc(p.text, unicode.IsSpace))
	p.section.Text = string(bytes.TrimSpace(p.text))
	p.text = p.text[:0]
	for i, label := range p.section.Labels {
		p.section.Labels[i].Start = min(label.Start-lead, len(p.section.Text))
		p.section.Labels[i].End = min(label.End-lead, len(p.section.Text))
	}
	if p.section.ID != "" || p.section.Text != "" {
		p.body.Sections = append(p.body.Sections, p.section)
	}
}

// label adds the words of a link that show only as long as nobody knows the
// title of the page that it leads to.
func (p *page) label(words []byte, link int) {
	start := len(p.text)
	p.plain(words)
	p.section.Labels = append(p.section.Labels, handbook.Label{Start: start, End: len(p.text), Link: link})
}

// endParagraph ends a line of the section's text.
func (p *page) endParagraph() {
	for len(p.text) > 0 && p.text[len(p.text)-1] == ' ' {
		p.text = p.text[:len(p.text)-1]
	}
	if len(p.text) > 0 && p.text[len(p.text)-1] != '\n' {
		p.text = append(p.text, '\n')
	}
}

// plain adds words to the section's text. A line break in them is a space, and
// what was dropped between two spaces leaves one.
func (p *page) plain(words []byte) {
	if n := len(p.text); len(words) > 0 && isBlank(words[0]) && (n == 0 || isBlank(p.text[n-1])) {
		words = words[1:]
	}
	start := len(p.text)
	p.text = append(p.text, words...)
	for i := start; i < len(p.text); i++ {
		if p.text[i] == '\n' {
			p.text[i] = ' '
		}
	}
}

func isBlank(c byte) bool { return c == ' ' || c == '\n' }
