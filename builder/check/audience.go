package check

import "relais/builder/handbook"

// audience looks for pages that do not say who may read them: these are in no
// build, which their author may not have meant. A page for one group, in the folder
// that all facilitators share, is read by all who have that folder.
func audience(h *handbook.Handbook, report func(handbook.Problem)) {
	for _, p := range h.Pages {
		if p.Audience == handbook.WithinGroup && p.Root() == "" && !p.Withdrawn() {
			problem := p.Problem("group-page-shared", p.Pos("audience"), nil)
			problem.Severity = min(problem.Severity, handbook.Warning)
			if len(h.Config.Sources) == 0 { // there is no better place yet
				problem.Severity = handbook.Advice
			}
			report(problem)
		}
		// An audience that was written and not understood has been reported.
		if _, written := p.KeyPos["audience"]; written {
			continue
		}
		problem := p.Problem("no-audience", handbook.Pos{Line: 1, Column: 1}, nil)
		problem.Severity = min(problem.Severity, handbook.Warning)
		report(problem)
	}
}
