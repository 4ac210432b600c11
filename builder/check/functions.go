package check

import (
	"slices"

	"relais/builder/handbook"
)

// functions looks for sheets whose readers cannot open the page of their
// function, through which they would find them.
func functions(h *handbook.Handbook, report func(handbook.Problem)) {
	for _, p := range handbook.Of(handbook.Sheet, h.Pages) {
		if p.Audience == "" || p.Status == handbook.Draft {
			continue
		}
		for _, f := range p.Functions() {
			if f.Audience != "" && f.Status != handbook.Draft && !f.Withdrawn() && width(f) >= width(p) {
				continue
			}
			problem := p.Problem("function-unpublished", p.Pos("functions"), map[string]string{"Path": f.Path})
			problem.Severity = min(problem.Severity, handbook.Warning)
			report(problem)
		}
	}
}

// width ranks the audience of p: the wider, the greater.
func width(p *handbook.Page) int {
	return -slices.IndexFunc(handbook.Audiences(), func(c handbook.Choice) bool { return c.Value == string(p.Audience) })
}
