package check

import (
	"path"
	"strings"

	"relais/builder/handbook"
	"relais/builder/markdown"
)

// aliases looks for former addresses that two pages claim, or at which a page
// now stands: a reader who follows the old link can only come to one of them.
func aliases(h *handbook.Handbook, report func(handbook.Problem)) {
	folder := func(t handbook.Type) string { return t.Info().Folder.In(h.Config.Lang) }
	at := map[string]*handbook.Page{}
	for _, p := range h.Pages {
		at[folder(p.Type)+"/"+p.ID] = p
	}
	for _, p := range h.Pages {
		for _, alias := range p.Aliases {
			address := aliasAddress(folder(p.Type), alias)
			other := at[address]
			if other == nil {
				at[address] = p
				continue
			}
			problem := p.Problem("alias-taken", p.Pos("aliases"), map[string]string{"Alias": alias, "Path": other.Path})
			problem.Severity = max(problem.Severity, handbook.Warning)
			report(problem)
		}
	}
}

// aliasAddress returns the address that an alias means, without its extension:
// a former id in the page's folder, or a path.
func aliasAddress(folder, alias string) string {
	if !strings.ContainsAny(alias, "/.") {
		return folder + "/" + markdown.Slug(alias)
	}
	address := strings.TrimPrefix(alias, "/")
	if strings.HasSuffix(address, "/") {
		return address + "index"
	}
	return strings.TrimSuffix(address, path.Ext(address))
}
