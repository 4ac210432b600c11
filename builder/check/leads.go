package check

import (
	"slices"
	"strings"

	"relais/builder/handbook"
)

// leads looks for leads that miss by a few letters the sheet they became: a
// lead may be plain words, so that a misspelt id is no error.
func leads(h *handbook.Handbook, report func(handbook.Problem)) {
	var ids []string
	for _, sheet := range handbook.Of(handbook.Sheet, h.Pages) {
		ids = append(ids, sheet.ID)
	}
	names := handbook.NewNames(ids)
	for _, p := range handbook.Of(handbook.Session, h.Pages) {
		open := p.OpenLeads()
		for _, ref := range p.Refs {
			isID := strings.Contains(ref.Text, "-") && !strings.Contains(ref.Text, " ")
			if ref.Spec.Relation != handbook.LedTo || !isID || !slices.Contains(open, ref.Text) {
				continue
			}
			if near := names.Nearest(ref.Text); near != "" {
				problem := p.Problem("lead-near-sheet", ref.Pos, map[string]string{"Ref": ref.Text})
				problem.Severity, problem.Near = handbook.Advice, near
				report(problem)
			}
		}
	}
}
