package check

import (
	"slices"
	"strings"

	"relais/builder/handbook"
)

// validation looks for what a text must have to be validated: the group's
// agreement; for a sheet, somebody who answers for its review and a day for it; for a
// session, that somebody read it for what no machine sees and, when it tells
// situations, the agreement of those who lived them.
func validation(h *handbook.Handbook, report func(handbook.Problem)) {
	for _, p := range h.Pages {
		if p.Status != handbook.Validated || p.Withdrawn() {
			continue
		}
		// A key that was written and not understood has been reported.
		missing := func(key string) bool { _, written := p.KeyPos[key]; return !written }
		lacks := func(code, key string) { report(p.Problem(code, p.Pos(key), nil)) }
		isSheet, isSession := p.Type == handbook.Sheet, p.Type == handbook.Session
		switch {
		case !isSheet && !isSession:
		case p.Agreement.On.IsZero():
			lacks("no-agreement", "group_agreement")
		case p.Agreement.How == "":
			lacks("no-agreement-how", "group_agreement")
		}
		if isSession && (p.Reading.On.IsZero() || p.Reading.By == "") {
			lacks("no-reading", "reviewed_for_publication")
		}
		if isSheet && missing("owner") {
			lacks("no-owner", "owner")
		}
		if isSheet && missing("review_on") {
			lacks("no-review-date", "review_on")
		}
		if isSession && tellsSituations(p) {
			switch {
			case missing("narrators_agreement"):
				lacks("no-narrators-agreement", "narrators_agreement")
			case p.Narrators == "no":
				lacks("narrators-refused", "narrators_agreement")
			}
		}
	}
}

// tellsSituations reports whether a session tells what somebody lived: it names
// situations, or has a heading under which one is told.
func tellsSituations(session *handbook.Page) bool {
	told := []string{"situations travaillees", "exemple vecu", "situations worked on", "true example"}
	return len(session.To(handbook.WorkedOn)) > 0 || slices.ContainsFunc(session.Body.Headings, func(h handbook.Heading) bool {
		heading := handbook.Fold(h.Text)
		return slices.ContainsFunc(told, func(words string) bool { return strings.Contains(heading, words) })
	})
}
