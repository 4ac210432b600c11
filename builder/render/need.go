package render

import (
	"relais/builder/handbook"
)

// NeedView is the specification of a need, written with the decision-makers.
type NeedView struct {
	Article
	Functions []Link
	Sponsor   string
	Planned   int    // sessions; 0 when not said
	Reported  string // what is reported to the sponsors
	Groups    []GroupProgress
}

func (h here) need(p *handbook.Page) NeedView {
	groups := p.From(handbook.FromNeed)
	return NeedView{
		Article:   h.article(p, p.Functions(), groups),
		Functions: h.links(p.Functions()),
		Sponsor:   h.typeset(p.Sponsor, p),
		Planned:   p.SessionsPlanned,
		Reported:  h.typeset(p.Restitution, p),
		Groups:    h.progress(groups),
	}
}
