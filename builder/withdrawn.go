package builder

import (
	"slices"

	"relais/builder/handbook"
)

// withdrawn returns the paths of the pages that were taken back.
func withdrawn(whole *handbook.Handbook) []string {
	paths := []string{}
	for _, p := range whole.Pages {
		if p.Withdrawn() {
			paths = append(paths, p.Path)
		}
	}
	return paths
}

// excuse returns the problems that are not about withdrawn pages, and makes
// warnings of the errors of these: what is wrong with a page, perhaps why it was
// withdrawn, must not keep it published.
func excuse(problems []handbook.Problem, withdrawn []string) []handbook.Problem {
	if len(withdrawn) == 0 {
		return problems
	}
	var others []handbook.Problem
	for i, p := range problems {
		switch {
		case slices.Contains(withdrawn, p.Path):
			problems[i].Severity = min(p.Severity, handbook.Warning)
		case p.Code != "link-to-withdrawn":
			others = append(others, p)
		}
	}
	return others
}
