package render

import (
	"cmp"
	"html/template"

	"relais/builder/handbook"
)

// Feedback is what a letter needs by which a reader says whether a page was of help.
// To is "" where there is nobody to write to.
type Feedback struct {
	To      template.URL // mailto:…
	Title   string
	Address string // absolute when the handbook says where it will stand
	Version string // that was read, which matters to whoever answers
}

// feedback returns what letters about p need: about what one does, not about words or accounts.
func (h here) feedback(p *handbook.Page, version string) Feedback {
	if h.site.Contact == "" || p.Type != handbook.Sheet && p.Type != handbook.Situation {
		return Feedback{}
	}
	address := cmp.Or(h.absolute(h.address), h.address)
	return Feedback{h.site.ContactHref, h.card(p).link.Title, address, version}
}
