package render

import (
	"relais/builder/handbook"
)

// SearchView is the search page. Without script, it says how else to find things.
type SearchView struct {
	Frame
	Situations Section // gravest first
	Functions  []Link
	Lists      []Link // the lists of each type that has pages
}

func (h here) search() SearchView {
	view := SearchView{
		Frame:      h.frame("", h.site.Description, "search"),
		Situations: h.gravest(),
		Functions:  h.links(first(maxHomeFunctions, h.book.Of(handbook.Function))),
	}
	for _, t := range []handbook.Type{handbook.Situation, handbook.Sheet, handbook.Notion, handbook.Resource} {
		if len(h.book.Of(t)) > 0 {
			view.Lists = append(view.Lists, h.indexLink(t, many))
		}
	}
	return view
}
