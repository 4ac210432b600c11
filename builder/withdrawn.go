package builder

import "relais/builder/handbook"

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
