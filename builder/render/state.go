package render

import (
	"relais/builder/handbook"
)

// StateView is the state of the handbook, for those who keep it: counts of
// pages, never of persons. It is published only where handbook.yaml asks for it.
type StateView struct {
	Frame
	Sheets, Archived int
	Coverage         []CoverageView
	Statuses         []Bar
	Maturities       []Bar
	Reviews          []Bar
	Fragile          []Bar
	Leads            []LeadsView
}

// CoverageView is how many situations of a function have an answer, and when.
type CoverageView struct {
	Function   *Link // nil for the situations of no function
	Situations int
	Bars       []Bar
}

// LeadsView is what became of the practices that a group's sessions mentioned.
type LeadsView struct {
	Group Link
	Bar   Bar // those that have a sheet, of all
	Open  int
}

// Bar is one row of a chart: N of Of.
type Bar struct {
	Label string
	N, Of int
	Width int // of the bar, in hundredths of its track
}

// StateAddress returns the address of the state of the handbook.
func StateAddress(lang handbook.Lang) string {
	return handbook.Text{FR: "etat.html", EN: "state.html"}.In(lang)
}

func bar(label string, n, of int) Bar {
	return Bar{label, n, of, (100*n + of/2) / max(1, of)}
}

// state returns the view of the state of the handbook.
func (h here) state() StateView {
	s := h.book.State(h.today)
	view := StateView{Frame: h.frame(h.words.state["state-title"], "", ""), Sheets: s.Sheets, Archived: s.Archived}
	for _, c := range first(maxList, s.Coverage) {
		coverage := CoverageView{Situations: c.Situations}
		if c.Function != nil {
			function := h.link(c.Function)
			coverage.Function = &function
		}
		for _, moment := range handbook.Moments() {
			coverage.Bars = append(coverage.Bars, bar(moment.Name.In(h.lang), c.At[moment.Value], c.Situations))
		}
		coverage.Bars = append(coverage.Bars, bar(h.words.state["state-any"], c.Answered, c.Situations))
		view.Coverage = append(view.Coverage, coverage)
	}
	for _, choice := range handbook.Statuses() {
		if status := handbook.Status(choice.Value); status != handbook.Archived {
			view.Statuses = append(view.Statuses, bar(choice.Name.In(h.lang), s.ByStatus[status], s.Sheets))
		}
	}
	for _, choice := range handbook.Maturities() {
		view.Maturities = append(view.Maturities, bar(choice.Name.In(h.lang), s.ByMaturity[handbook.Maturity(choice.Value)], s.Sheets))
	}
	view.Maturities = append(view.Maturities, bar(h.words.state["state-unsaid"], s.ByMaturity[""], s.Sheets))
	counted := func(key string, n int) Bar { return bar(h.words.state[key], n, s.Sheets) }
	view.Reviews = []Bar{
		counted("state-due", s.Reviews.Due), counted("state-soon", s.Reviews.Soon),
		counted("state-later", s.Reviews.Later), counted("state-undated", s.Reviews.Undated),
	}
	view.Fragile = []Bar{
		counted("state-one-source", s.Fragile.OneSource), counted("state-closed-group", s.Fragile.ClosedGroup),
		counted("state-no-owner", s.Fragile.NoOwner), counted("state-fragile-any", s.Fragile.Any),
	}
	for _, leads := range first(maxList, s.Leads) {
		group := h.link(leads.Group)
		view.Leads = append(view.Leads, LeadsView{group, bar(group.Title, leads.Formalized, leads.Formalized+leads.Open), leads.Open})
	}
	return view
}
