package render

import (
	"regexp"
	"slices"
	"strings"

	"relais/builder/handbook"
)

// hooks lists, for the templates whose elements scripts look for, the ids that they find
// there. Without one of them the search would not start.
func hooks() map[string][]string {
	return map[string][]string{
		"search.html": {
			"q", "search-form", "search-status", "search-chips", "search-facets", "search-help", "search-near", "search-hiding", "search-results", "search-more",
			"search-elsewhere",
		},
		"finder": {"_finder-form", "_finder-q", "_finder-status", "_finder-near", "_finder-hiding", "_finder-list", "_finder-all", "search-words"},
	}
}

// vetHooks tells which ids a template lacks that scripts look for in what it makes.
func (v *vetter) vetHooks(name, html string) {
	wanted, known := hooks()[name]
	if !known {
		return
	}
	if name == "finder" && !strings.Contains(html, `id="_finder"`) {
		wanted = []string{"search-words"} // a theme need not search over its pages
	}
	lacking := slices.DeleteFunc(wanted, func(id string) bool {
		return regexp.MustCompile(`\bid="?` + regexp.QuoteMeta(id) + `["\s>]`).MatchString(html)
	})
	if len(lacking) > 0 {
		file := "templates/" + strings.TrimSuffix(name, ".html") + ".html"
		v.faults.report("theme-lacks", file, handbook.Pos{}, "", "IDs", strings.Join(lacking, ", "))
	}
}
