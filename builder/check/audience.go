package check

import "relais/builder/handbook"

// audience looks for pages that do not say who may read them: these are in no
// build, which their author may not have meant.
func audience(h *handbook.Handbook, report func(handbook.Problem)) {
	for _, p := range h.Pages {
		// An audience that was written and not understood has been reported.
		if _, written := p.KeyPos["audience"]; written {
			continue
		}
		problem := p.Problem("no-audience", handbook.Pos{Line: 1, Column: 1}, nil)
		problem.Severity = min(problem.Severity, handbook.Warning)
		report(problem)
	}
}
