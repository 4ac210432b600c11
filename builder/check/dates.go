package check

import "relais/builder/handbook"

// dates looks for days that contradict the order of the method: a session,
// then the group's agreement, then the validation, then the review.
func dates(h *handbook.Handbook, report func(handbook.Problem)) {
	for _, p := range h.Pages {
		agreed, validated := p.Agreement.On, p.ValidatedOn
		if !p.ReviewOn.IsZero() && p.ReviewOn.Before(validated) {
			report(p.Problem("review-before-validation", p.Pos("review_on"),
				map[string]string{"Review": p.ReviewOn.String(), "Validated": validated.String()}))
		}
		if !validated.IsZero() && validated.Before(agreed) {
			report(p.Problem("validation-before-agreement", p.Pos("validated_on"),
				map[string]string{"Validated": validated.String(), "Agreement": agreed.String()}))
		}
		if agreed.IsZero() {
			continue
		}
		for _, session := range sessionsBefore(p) {
			if (handbook.Month{Year: agreed.Year, Month: agreed.Month}).Before(session.Month) {
				report(p.Problem("agreement-before-session", p.Pos("group_agreement"),
					map[string]string{"Agreement": agreed.String(), "Month": session.Month.String(), "Path": session.Path}))
			}
		}
	}
}

// sessionsBefore returns the sessions that must come before the agreement on p.
func sessionsBefore(p *handbook.Page) []*handbook.Page {
	if p.Type == handbook.Session {
		return []*handbook.Page{p}
	}
	return p.To(handbook.FromSession)
}
