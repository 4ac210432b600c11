package check

import "relais/builder/handbook"

// replaced looks for sheets that a validated one replaces, and that still pass for current.
func replaced(h *handbook.Handbook, report func(handbook.Problem)) {
	for _, p := range handbook.Of(handbook.Sheet, h.Pages) {
		if p.Status == handbook.Archived {
			continue
		}
		for _, by := range p.From(handbook.Replaces) {
			if by.Status != handbook.Validated {
				continue
			}
			problem := p.Problem("replaced-not-archived", p.Pos("status"), map[string]string{"Path": by.Path})
			problem.Severity = handbook.Advice
			report(problem)
		}
	}
}
