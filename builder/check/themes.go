package check

import "relais/builder/handbook"

// themes looks for themes spelled in two ways. They count as one, under the
// spelling that comes first.
func themes(h *handbook.Handbook, report func(handbook.Problem)) {
	type spelling struct{ name, path string }
	first, written := map[string]spelling{}, map[string]bool{}
	for _, p := range h.Pages {
		for _, name := range p.Themes {
			if written[name] {
				continue // in the spelling that came first
			}
			other, known := first[handbook.Fold(name)]
			if !known {
				written[name] = true
				first[handbook.Fold(name)] = spelling{name, p.Path}
				continue
			}
			if other.name == name {
				continue
			}
			problem := p.Problem("theme-spelling", p.Pos("themes"),
				map[string]string{"Theme": name, "Other": other.name, "Path": other.path})
			problem.Severity = handbook.Advice
			report(problem)
		}
	}
}
