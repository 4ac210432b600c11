package render

import (
	"relais/builder/handbook"
)

// SituationView is a typical hard moment: what happens, and the sheets that answer it.
type SituationView struct {
	Article
	Functions []Link
	Gravity   string // "Menace, intimidation"
	Level     int    // 1 to 4; 0 when not said
	Channels  []string
	Sheets    Section // by moment
	Resources []ResourceLink
	Notions   []Definition
	Sessions  []Link // that worked on it
}

func (h here) situation(p *handbook.Page) SituationView {
	sheets, sessions := p.From(handbook.Answers), p.From(handbook.WorkedOn)
	notions, resources := p.To(handbook.Uses), p.To(handbook.PointsTo)
	link := h.card(p).link
	view := SituationView{
		Article:   h.article(p, p.Functions(), sheets, sessions, notions, resources),
		Functions: h.links(p.Functions()),
		Level:     link.Level,
		Channels:  h.channels(p),
		Sheets:    cutSection(sheets, h.byMoment),
		Resources: h.resources(resources),
		Notions:   h.definitions(notions),
		Sessions:  h.links(sessions),
	}
	if link.Level > 0 {
		view.Gravity = link.Note
	}
	return view
}
