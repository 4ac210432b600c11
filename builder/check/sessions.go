package check

import (
	"strconv"

	"relais/builder/handbook"
)

// sessions looks for sessions that do not fit in their group: a number beyond
// those planned or already taken, a month when the group does not meet.
func sessions(h *handbook.Handbook, report func(handbook.Problem)) {
	for _, g := range handbook.Of(handbook.Group, h.Pages) {
		planned, by := sessionsPlanned(g)
		taken := map[int]*handbook.Page{}
		for _, s := range handbook.Of(handbook.Session, g.From(handbook.ByGroup)) {
			if s.Number == 0 {
				continue
			}
			number := strconv.Itoa(s.Number)
			if planned > 0 && s.Number > planned {
				report(s.Problem("session-beyond-planned", s.Pos("number"),
					map[string]string{"Number": number, "Planned": strconv.Itoa(planned), "Path": by.Path}))
			}
			if other := taken[s.Number]; other != nil {
				report(s.Problem("session-number-taken", s.Pos("number"), map[string]string{"Number": number, "Path": other.Path}))
			}
			taken[s.Number] = s
		}
		for _, s := range handbook.Of(handbook.Session, g.From(handbook.ByGroup)) {
			if s.Month.IsZero() || g.Start.IsZero() || g.End.IsZero() || g.End.Before(g.Start) {
				continue
			}
			if s.Month.Before(g.Start) || g.End.Before(s.Month) {
				report(s.Problem("session-outside-group", s.Pos("month"), map[string]string{
					"Month": s.Month.String(), "Start": g.Start.String(), "End": g.End.String(), "Path": g.Path,
				}))
			}
		}
	}
}

// sessionsPlanned returns how many sessions group g plans, 0 when that is not
// said, and the page that says so: its own or its need's.
func sessionsPlanned(g *handbook.Page) (int, *handbook.Page) {
	if g.SessionsPlanned > 0 {
		return g.SessionsPlanned, g
	}
	for _, need := range g.To(handbook.FromNeed) {
		return need.SessionsPlanned, need
	}
	return 0, g
}
