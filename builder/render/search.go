package render

import (
	"relais/builder/handbook"
)

// SearchView is the search page. Without script, it says how else to find things.
type SearchView struct {
	Frame
	Functions []Link
	Lists     []Link // the lists of each type that has pages
	Types     []TypeName
}

// TypeName is what one page of a type is called: beside a result, "Fiche", where
// the filter above it says "Fiches".
type TypeName struct {
	ID   handbook.Type
	Name string
}

func (h here) search() SearchView {
	view := SearchView{
		Frame:     h.frame("", "", "search"),
		Functions: h.links(first(maxHomeFunctions, h.book.Of(handbook.Function))),
	}
	for _, t := range []handbook.Type{handbook.Situation, handbook.Sheet, handbook.Notion, handbook.Resource} {
		if len(h.book.Of(t)) > 0 {
			view.Lists = append(view.Lists, h.indexLink(t, many))
		}
	}
	for _, info := range handbook.Types() {
		view.Types = append(view.Types, TypeName{info.Type, h.words.types[info.Type].one})
	}
	return view
}
