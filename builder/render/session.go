package render

import (
	"slices"

	"relais/builder/handbook"
)

// SessionView is the note of one meeting of a group: a head-count and a month,
// never names nor a day.
type SessionView struct {
	Article
	Group          *Link // nil when these readers may not see the group
	Number         int
	Of             int // sessions of the group, planned or held; at least Number
	Month          Date
	Duration       string
	Attendees      int // 0 when not said
	AgreedOn       Date
	AgreedHow      string
	Previous, Next *Link
	Situations     []Link
	Notions        []Definition
	Sheets         []Link   // that came out of the session
	Leads          []string // ideas that are no sheet yet
	Resources      []ResourceLink
}

func (h here) session(p *handbook.Page) SessionView {
	situations, notions, resources := p.To(handbook.WorkedOn), p.To(handbook.Uses), p.To(handbook.PointsTo)
	sheets := union(p.From(handbook.FromSession), p.To(handbook.LedTo))
	view := SessionView{
		Article:    h.article(p, p.Functions(), p.Groups(), situations, notions, resources, sheets),
		Number:     p.Number,
		Of:         p.Number,
		Month:      h.words.month(p.Month),
		Duration:   h.typeset(p.Duration, p),
		Attendees:  p.Attendees,
		AgreedOn:   h.words.date(p.Agreement.On),
		AgreedHow:  h.typeset(p.Agreement.How, p),
		Situations: h.links(situations),
		Notions:    h.definitions(notions),
		Sheets:     h.links(sheets),
		Resources:  h.resources(resources),
	}
	for _, lead := range p.OpenLeads() {
		view.Leads = append(view.Leads, h.typeset(lead, p))
	}
	if groups := p.To(handbook.ByGroup); len(groups) > 0 {
		group := h.link(groups[0])
		view.Group = &group
		view.Of = max(p.Number, planned(groups[0]))
		view.Previous, view.Next = h.neighbours(p, sessionsOf(groups[0]))
	}
	return view
}

// sessionsOf returns the sessions of a group by number.
func sessionsOf(group *handbook.Page) []*handbook.Page {
	return handbook.Of(handbook.Session, group.From(handbook.ByGroup))
}

// planned returns how many sessions a group has: those that it or its need
// announced, or those that its notes count when they are more.
func planned(group *handbook.Page) int {
	n := group.SessionsPlanned
	if needs := group.To(handbook.FromNeed); n == 0 && len(needs) > 0 {
		n = needs[0].SessionsPlanned
	}
	for _, session := range sessionsOf(group) {
		n = max(n, session.Number)
	}
	return n
}

// neighbours returns the links to the pages before and after p in pages.
func (h here) neighbours(p *handbook.Page, pages []*handbook.Page) (previous, next *Link) {
	i := slices.Index(pages, p)
	if i > 0 {
		link := h.link(pages[i-1])
		previous = &link
	}
	if i >= 0 && i+1 < len(pages) {
		link := h.link(pages[i+1])
		next = &link
	}
	return previous, next
}
