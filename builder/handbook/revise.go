package handbook

import (
	"maps"
	"reflect"
	"slices"
)

// Revise returns the handbook in which a page has another text, or nil when that
// may change more than the page: when its front matter, its links or its
// headings differ. before is the page as Bind got it, after as it is now.
//
// In the result, other pages still point to the page as it was; For makes them
// point to the page as it is.
func (h *Handbook) Revise(before, after *Page) *Handbook {
	was := h.byPath[before.Path]
	if was == nil || !tiesAlike(before, after) {
		return nil
	}
	is := *after
	is.Fields, is.Targets = was.Fields, was.Targets
	is.original, is.translations = was.original, was.translations
	is.functions, is.groups, is.to, is.from, is.words = was.functions, was.groups, was.to, was.from, was.words
	is.at, is.rank, is.place, is.untitled = was.at, was.rank, was.place, was.untitled

	replace := func(pages []*Page) []*Page {
		pages = slices.Clone(pages)
		if i := slices.Index(pages, was); i >= 0 {
			pages[i] = &is
		}
		return pages
	}
	next := *h
	next.Pages = replace(h.Pages)
	next.byPath, next.byID = maps.Clone(h.byPath), maps.Clone(h.byID)
	next.byPath[is.Path] = &is
	next.byID[is.ID] = replace(h.byID[is.ID])
	next.nameLater()
	return &next
}

// tiesAlike reports whether two readings of a page tie it alike to others, and
// look alike to them. Where things stand in the text may differ.
func tiesAlike(a, b *Page) bool {
	return reflect.DeepEqual(a.Fields, b.Fields) && a.Withdrawn() == b.Withdrawn() && a.Path == b.Path && (len(a.Body.HTML) == 0) == (len(b.Body.HTML) == 0) &&
		slices.EqualFunc(a.Refs, b.Refs, func(a, b Ref) bool { a.Pos = b.Pos; return a == b }) &&
		slices.EqualFunc(a.Body.Links, b.Body.Links, func(a, b Link) bool { a.Pos = b.Pos; return a == b }) &&
		slices.EqualFunc(a.Body.Headings, b.Body.Headings, func(a, b Heading) bool { a.Pos, a.Offset = b.Pos, b.Offset; return a == b })
}
