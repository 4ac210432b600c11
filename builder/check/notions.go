package check

import "relais/builder/handbook"

// notions looks for notions that no page uses.
func notions(h *handbook.Handbook, report func(handbook.Problem)) {
	for _, p := range handbook.Of(handbook.Notion, h.Pages) {
		used := len(p.From(handbook.Uses))+len(p.From(handbook.Mentions))+len(p.From(handbook.DistinctFrom)) > 0
		if used || p.Status == handbook.Archived {
			continue
		}
		problem := p.Problem("notion-unused", handbook.Pos{Line: 1, Column: 1}, map[string]string{"ID": p.ID})
		problem.Severity = handbook.Advice
		report(problem)
	}
}
