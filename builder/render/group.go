package render

import (
	"relais/builder/handbook"
)

// GroupView is a group and the five steps of the method, with what exists of each.
type GroupView struct {
	Article
	Functions    []Link
	Need         *NeedFacts // step 1; nil when none is written, or not for these readers
	Headcount    int        // step 2; 0 when not said
	Voluntary    bool
	Facilitation string
	Start, End   Date // months
	Charter      *Link
	Notions      []Definition // step 3
	Sessions     []Step       // step 4: those held, then those still to come
	Held         int
	Planned      int
	Sheets       Section // step 5, by moment
}

// NeedFacts is what a group shows of the need that it answers.
type NeedFacts struct {
	Link
	Sponsor string
}

// Step is one session in a group's progress.
type Step struct {
	Number int
	Link   *Link // nil for a session that has no note
}

// maxPlanned bounds the sessions to come that a group shows.
const maxPlanned = 50

func (h here) group(p *handbook.Page) GroupView {
	sessions := sessionsOf(p)
	sheets := sheetsOf(p, sessions)
	notions := notionsOf(sessions, sheets)
	needs, charters := p.To(handbook.FromNeed), p.To(handbook.UnderCharter)
	shownNotions := notions[:min(len(notions), maxList)]
	view := GroupView{
		Article:      h.article(p, p.Functions(), needs, charters, sessions, sheets, notions),
		Functions:    h.links(p.Functions()),
		Headcount:    p.Headcount,
		Voluntary:    p.Voluntary,
		Facilitation: h.typeset(p.Facilitation, p),
		Start:        h.words.month(p.Start),
		End:          h.words.month(p.End),
		Notions:      h.definitions(shownNotions),
		Held:         len(sessions),
		Planned:      planned(p),
		Sheets:       cutSection(sheets, h.byMoment),
	}
	if len(needs) > 0 {
		view.Need = &NeedFacts{h.link(needs[0]), h.typeset(needs[0].Sponsor, needs[0])}
	}
	if len(charters) > 0 {
		charter := h.link(charters[0])
		view.Charter = &charter
	}
	view.Sessions = h.steps(sessions, view.Planned)
	return view
}

// steps returns the sessions that have a note and, in their place, those that
// have none: planned, or not for these readers.
func (h here) steps(sessions []*handbook.Page, planned int) []Step {
	var steps []Step
	for n := 1; n <= min(planned, maxPlanned); n++ {
		found := false
		for _, session := range sessions {
			if session.Number == n {
				link := h.link(session)
				steps, found = append(steps, Step{n, &link}), true
			}
		}
		if !found {
			steps = append(steps, Step{Number: n})
		}
	}
	return steps
}

// sheetsOf returns the sheets of a group: those that name it, then those that
// came from its sessions.
func sheetsOf(group *handbook.Page, sessions []*handbook.Page) []*handbook.Page {
	sheets := handbook.Of(handbook.Sheet, group.From(handbook.ByGroup))
	for _, session := range sessions {
		sheets = union(sheets, session.From(handbook.FromSession))
	}
	return sheets
}

// notionsOf returns the notions that a group's sessions and sheets use.
func notionsOf(sessions, sheets []*handbook.Page) []*handbook.Page {
	var lists [][]*handbook.Page
	for _, p := range append(append([]*handbook.Page{}, sessions...), sheets...) {
		lists = append(lists, p.To(handbook.Uses))
	}
	return union(lists...)
}
