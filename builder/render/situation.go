package render

import (
	"slices"

	"relais/builder/handbook"
)

// SituationView is a typical hard moment: what happens, and the sheets that answer it.
type SituationView struct {
	Article
	Functions []Link
	Gravity   string // "Menace, intimidation"
	Level     int    // 1 to 4; 0 when not said
	Channels  []string
	Sheets    Section        // before, during and after, empty or not, then at any time
	Resources []ResourceLink // its own, then numbers of its sheets and functions
	Notions   []Definition
	Sessions  []Link // that worked on it
}

func (h here) situation(p *handbook.Page) SituationView {
	sheets, sessions := p.From(handbook.Answers), p.From(handbook.WorkedOn)
	notions, resources := p.To(handbook.Uses), callable(p)
	link := h.card(p).link
	view := SituationView{
		Article:   h.article(p, p.Functions(), sheets, sessions, notions, resources),
		Functions: h.links(p.Functions()),
		Level:     link.Level,
		Channels:  h.channels(p),
		Sheets:    cutSection(sheets, h.everyMoment),
		Resources: h.resources(resources),
		Notions:   h.definitions(notions),
		Sessions:  h.links(sessions),
	}
	if link.Level > 0 {
		view.Gravity = link.Note
	}
	return view
}

// everyMoment groups sheets by moment. What is missing before, during or after
// shows too.
func (h here) everyMoment(sheets []*handbook.Page) []Group {
	groups := h.byMoment(sheets)
	for i, moment := range handbook.Moments() {
		if i == len(groups) || groups[i].Moment != moment.Value {
			groups = slices.Insert(groups, i, Group{Heading: moment.Name.In(h.lang), Moment: moment.Value})
		}
	}
	return groups
}

// callable returns the resources of a situation, then those with a number to
// call that the sheets that answer it, or its functions, point to.
func callable(situation *handbook.Page) []*handbook.Page {
	var numbers []*handbook.Page
	for _, p := range union(situation.From(handbook.Answers), situation.Functions()) {
		for _, resource := range p.To(handbook.PointsTo) {
			if resource.Phone != "" {
				numbers = append(numbers, resource)
			}
		}
	}
	return first(maxList, union(situation.To(handbook.PointsTo), numbers))
}
