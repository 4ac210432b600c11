package check

import "relais/builder/handbook"

// validation looks for what a text must have to be validated: the group's
// agreement; for a sheet, somebody who answers for its review and a day for it; for a
// session that tells situations, the agreement of those who lived them.
func validation(h *handbook.Handbook, report func(handbook.Problem)) {
	for _, p := range h.Pages {
		if p.Status != handbook.Validated {
			continue
		}
		// A key that was written and not understood has been reported.
		missing := func(key string) bool { _, written := p.KeyPos[key]; return !written }
		lacks := func(code, key string) { report(p.Problem(code, p.Pos(key), nil)) }
		isSheet, isSession := p.Type == handbook.Sheet, p.Type == handbook.Session
		if (isSheet || isSession) && p.Agreement.On.IsZero() {
			lacks("no-agreement", "group_agreement")
		}
		if isSheet && missing("owner") {
			lacks("no-owner", "owner")
		}
		if isSheet && missing("review_on") {
			lacks("no-review-date", "review_on")
		}
		if isSession && len(p.To(handbook.WorkedOn)) > 0 {
			switch {
			case missing("narrators_agreement"):
				lacks("no-narrators-agreement", "narrators_agreement")
			case p.Narrators == "no":
				lacks("narrators-refused", "narrators_agreement")
			}
		}
	}
}
