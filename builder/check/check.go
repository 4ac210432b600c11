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
}

// All lists the checks.
func All() []Check {
	return []Check{
		{"aliases", aliases},
		{"anchors", anchors},
		{"attachments", attachments},
		{"audience", audience},
		{"dates", dates},
		{"functions", functions},
		{"groups", groups},
		{"leads", leads},
		{"notions", notions},
		{"recognisable", recognisable},
		{"replaced", replaced},
		{"sessions", sessions},
		{"themes", themes},
		{"validation", validation},
		{"withdrawn", withdrawn},
	}
}

// Run runs all checks and returns what they found, sorted.
func Run(h *handbook.Handbook) []handbook.Problem {
	var problems []handbook.Problem
	for _, check := range All() {
		check.Run(h, func(p handbook.Problem) { problems = append(problems, p) })
	}
	handbook.SortProblems(problems)
	return problems
}
