// Package check says of a handbook what a machine can say: links to headings
// that do not exist, texts validated without what validation demands, dates and
// numbers that contradict each other, what is forgotten.
//
// The fundamental types are [Check], one thing to look at ([All] is their list), and
// [Checker], which runs them. A
// check lives in a file of its own, and taking it away is to delete that file
// and its row. Checks read the whole handbook, all audiences together: authors
// must hear of every page.
package check

import (
	"maps"

	"relais/builder/handbook"
)

// Check is one thing to look at, in the whole handbook or, when Page is given, in
// each page by itself.
type Check struct {
	Name string
	Run  func(h *handbook.Handbook, report func(handbook.Problem))
	Page func(p *handbook.Page, report func(handbook.Problem))
}

// All lists the checks.
func All() []Check {
	return []Check{
		{Name: "aliases", Run: aliases},
		{Name: "anchors", Run: anchors},
		{Name: "attachments", Run: attachments},
		{Name: "audience", Run: audience},
		{Name: "dates", Run: dates},
		{Name: "functions", Run: functions},
		{Name: "groups", Run: groups},
		{Name: "leads", Run: leads},
		{Name: "notions", Run: notions},
		{Name: "recognisable", Page: recognisable},
		{Name: "replaced", Run: replaced},
		{Name: "sessions", Run: sessions},
		{Name: "themes", Run: themes},
		{Name: "validation", Run: validation},
		{Name: "withdrawn", Run: withdrawn},
	}
}

// Run runs all checks and returns what they found, sorted.
func Run(h *handbook.Handbook) []handbook.Problem { return NewChecker().Run(h) }

// Checker runs the checks for those who look again after each edit: it remembers
// what it found in a page by itself, for as long as the handbook has that page.
type Checker struct {
	known map[*handbook.Page][]handbook.Problem
}

// NewChecker returns a Checker that has seen nothing yet.
func NewChecker() *Checker { return &Checker{} }

// Run runs all checks and returns what they found, sorted.
func (c *Checker) Run(h *handbook.Handbook) []handbook.Problem {
	var problems []handbook.Problem
	report := func(p handbook.Problem) { problems = append(problems, p) }
	known := make(map[*handbook.Page][]handbook.Problem, len(h.Pages))
	for _, p := range h.Pages {
		found, seen := c.known[p]
		if !seen {
			found = lookAt(p)
		}
		known[p] = found
		for _, problem := range found {
			problem.Args = maps.Clone(problem.Args) // whoever masks them masks their own
			report(problem)
		}
	}
	c.known = known
	for _, check := range All() {
		if check.Run != nil {
			check.Run(h, report)
		}
	}
	handbook.SortProblems(problems)
	return problems
}

// lookAt runs the checks of a page by itself.
func lookAt(p *handbook.Page) []handbook.Problem {
	var found []handbook.Problem
	for _, check := range All() {
		if check.Page != nil {
			check.Page(p, func(problem handbook.Problem) { found = append(found, problem) })
		}
	}
	return found
}
