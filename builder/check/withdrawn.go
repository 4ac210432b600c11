package check

import "relais/builder/handbook"

// withdrawn looks at the pages that were taken back: what their files still
// hold, and that git holds it for longer. All of it is advice, because nothing
// may delay that a page is withdrawn.
func withdrawn(h *handbook.Handbook, report func(handbook.Problem)) {
	for _, p := range h.Pages {
		if !p.Withdrawn() {
			continue
		}
		pos := p.Pos("withdrawal")
		if p.Withdrawal.On.IsZero() || p.Withdrawal.By == "" {
			report(p.Problem("withdrawal-unsigned", pos, nil))
		}
		if len(p.Body.HTML) > 0 {
			report(p.Problem("withdrawn-text-kept", pos, nil))
		}
		report(p.Problem("withdrawn-in-history", pos, map[string]string{"Path": p.Path}))
	}
}
