// Package check says of a handbook what a machine can say: links to headings
// that do not exist, texts validated without what validation demands, dates and
// numbers that contradict each other, what is forgotten.
//
// The fundamental type is [Check], one thing to look at; [All] is their list. A
// check lives in a file of its own, and taking it away is to delete that file
// and its row. Checks read the whole handbook, all audiences together: authors
// must hear of every page.
package check

import "relais/builder/handbook"

// Check is one thing to look at.
type Check struct {
	Name string
	Run  func(h *handbook.Handbook, report func(handbook.Problem))
	// Texts marks what is looked at in translations too. What a translation takes
	// from its original is told of the original alone.
	Texts bool
}

// All lists the checks.
func All() []Check {
	return []Check{
		{Name: "aliases", Run: aliases, Texts: true},
		{Name: "anchors", Run: anchors, Texts: true},
		{Name: "attachments", Run: attachments, Texts: true},
		{Name: "audience", Run: audience},
		{Name: "dates", Run: dates},
		{Name: "functions", Run: functions},
		{Name: "groups", Run: groups},
		{Name: "leads", Run: leads},
		{Name: "notions", Run: notions},
		{Name: "recognisable", Run: recognisable, Texts: true},
		{Name: "replaced", Run: replaced},
		{Name: "sessions", Run: sessions},
		{Name: "themes", Run: themes},
		{Name: "translations", Run: translations, Texts: true},
		{Name: "validation", Run: validation},
		{Name: "withdrawn", Run: withdrawn, Texts: true},
	}
}

// Run runs all checks and returns what they found, sorted.
func Run(h *handbook.Handbook) []handbook.Problem {
	var problems []handbook.Problem
	originals := h.In(h.Config.Lang)
	for _, check := range All() {
		book := originals
		if check.Texts {
			book = h
		}
		check.Run(book, func(p handbook.Problem) { problems = append(problems, p) })
	}
	handbook.SortProblems(problems)
	return problems
}
