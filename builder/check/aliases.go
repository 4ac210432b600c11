package check

import (
	"cmp"

	"relais/builder/handbook"
)

// aliases looks for former addresses that two pages claim, or at which a page
// now stands: a reader who follows the old link can only come to one of them.
func aliases(h *handbook.Handbook, report func(handbook.Problem)) {
	claimed := map[string]*handbook.Page{}
	for _, p := range h.Pages {
		for _, alias := range p.Aliases {
			address, ok := p.FormerAddress(alias, h.Config.Lang)
			if !ok {
				report(p.Problem("alias-unusable", p.Pos("aliases"), map[string]string{"Alias": alias}))
				continue
			}
			other := cmp.Or(h.Published(address), claimed[address])
			if other == nil {
				claimed[address] = p
				continue
			}
			problem := p.Problem("alias-taken", p.Pos("aliases"), map[string]string{"Alias": alias, "Path": other.Path})
			problem.Severity = max(problem.Severity, handbook.Warning)
			report(problem)
		}
	}
}
