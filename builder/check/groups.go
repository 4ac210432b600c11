package check

import (
	"strconv"

	"relais/builder/handbook"
)

// groups looks for groups that are not what the method expects: 5 to 10
// people who meet for 3 months to a year.
func groups(h *handbook.Handbook, report func(handbook.Problem)) {
	warn := func(g *handbook.Page, code, key string, args map[string]string) {
		problem := g.Problem(code, g.Pos(key), args)
		problem.Severity = min(problem.Severity, handbook.Warning)
		report(problem)
	}
	for _, g := range handbook.Of(handbook.Group, h.Pages) {
		if n := g.Headcount; n > 10 { // fewer than 5 are a matter of who can be recognised
			warn(g, "headcount-unusual", "headcount", map[string]string{"Headcount": strconv.Itoa(n)})
		}
		if g.Start.IsZero() || g.End.IsZero() {
			continue
		}
		// A group that starts in March and ends in September has lasted seven months.
		months := 12*(g.End.Year-g.Start.Year) + int(g.End.Month-g.Start.Month) + 1
		switch {
		case g.End.Before(g.Start):
			warn(g, "end-before-start", "end", map[string]string{"Start": g.Start.String(), "End": g.End.String()})
		case months < 3 || months > 13: // from a month to the same month of the next year is a year
			warn(g, "duration-unusual", "end", map[string]string{"Months": strconv.Itoa(months)})
		}
	}
}
