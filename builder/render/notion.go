package render

import (
	"relais/builder/handbook"
)

// NotionView is an entry of the glossary.
type NotionView struct {
	Article
	Functions  []Link
	Definition string
	Acronyms   []string
	Synonyms   []string
	Distinct   []Definition // notions not to be confused with it
	OtherWords []string     // words not to be confused with it that are no notion
	Origins    []string     // where the definition comes from
	UsedBy     List
}

func (h here) notion(p *handbook.Page) NotionView {
	distinct := distinctFrom(p)
	users := byType(union(p.From(handbook.Uses)))
	view := NotionView{
		Article:    h.article(p, distinct, users),
		Functions:  h.links(p.Functions()),
		Definition: h.typeset(p.Definition, p),
		Acronyms:   h.typesetAll(p.Acronyms, p),
		Synonyms:   h.typesetAll(p.Synonyms, p),
		Distinct:   h.definitions(distinct),
		OtherWords: h.typesetAll(p.Words(handbook.DistinctFrom), p),
		Origins:    h.typesetAll(p.Sources, p),
		UsedBy:     h.listOf(users),
	}
	view.Description = view.Definition
	return view
}

// distinctFrom returns the notions not to be confused with a notion, whichever says so.
func distinctFrom(notion *handbook.Page) []*handbook.Page {
	return union(notion.To(handbook.DistinctFrom), notion.From(handbook.DistinctFrom))
}

// typesetAll returns plain strings of p as they are printed.
func (h here) typesetAll(texts []string, p *handbook.Page) []string {
	set := make([]string, len(texts))
	for i, text := range texts {
		set[i] = h.typeset(text, p)
	}
	return set
}
