package builder

import (
	"cmp"
	"iter"
	"slices"
	"strings"

	"relais/builder/handbook"
	"relais/builder/markdown"
	"relais/search"
)

// facet is one row of what readers may filter a search by: the index and the
// browser both learn it from here.
type facet struct {
	name   string
	label  handbook.Text
	values func(p *handbook.Page) []string // ids
	named  func(b *handbook.Handbook, id string) string
}

func facetRows() []facet {
	return []facet{
		{
			name: "type", label: handbook.Text{FR: "Type", EN: "Type"},
			values: func(p *handbook.Page) []string { return []string{string(p.Type)} },
			named: func(b *handbook.Handbook, id string) string {
				return handbook.Type(id).Info().Plural.Capitalized(b.Config.Lang)
			},
		},
		{
			name: "function", label: handbook.Text{FR: "Fonction", EN: "Function"},
			values: func(p *handbook.Page) []string { return ids(p.Functions()) },
			named: func(b *handbook.Handbook, id string) string {
				return markdown.Typeset(b.Page(handbook.Function, id).Title, b.Config.Lang)
			},
		},
	}
}

// facets returns what a search of book can be filtered by: the values that
// some page has, in the order in which the site shows them.
func facets(book *handbook.Handbook) []search.Facet {
	var facets []search.Facet
	for _, row := range facetRows() {
		f := search.Facet{Name: row.name, Label: row.label.In(book.Config.Lang)}
		seen := map[string]bool{}
		for _, p := range book.Pages { // by type, functions first: the order of the site
			for _, id := range row.values(p) {
				if !seen[id] {
					seen[id] = true
					f.Values = append(f.Values, search.FacetValue{ID: id, Label: row.named(book, id)})
				}
			}
		}
		facets = append(facets, f)
	}
	return facets
}

// documents yields what the search knows of each page of book. Field words,
// synonyms and acronyms are what people type who do not know our words.
func documents(book *handbook.Handbook, today handbook.Date) iter.Seq[search.Document] {
	rows := facetRows()
	title := func(p *handbook.Page) string { return markdown.Typeset(p.Title, p.Lang) }
	return func(yield func(search.Document) bool) {
		for _, p := range book.Pages {
			d := search.Document{
				ID:       p.Address(book.Config.Lang),
				Title:    title(p),
				Lang:     string(p.Lang),
				Summary:  markdown.Typeset(cmp.Or(p.Summary, p.Definition), p.Lang),
				Keywords: slices.Concat(p.FieldWords, p.Synonyms, p.Acronyms, p.Themes),
				Label:    label(p),
				Facets:   make(map[string][]string, len(rows)),
				Marks:    marks(p, today),
			}
			for _, s := range p.Body.Sections {
				d.Sections = append(d.Sections, search.Section{ID: s.ID, Title: s.Title, Text: p.Text(s, title)})
			}
			for _, row := range rows {
				d.Facets[row.name] = row.values(p)
			}
			if !yield(d) {
				return
			}
		}
	}
}

// label says what a page is, beside its title: its type, and for which functions.
func label(p *handbook.Page) string {
	words := []string{p.Type.Info().Name.Capitalized(p.Lang)}
	for _, f := range p.Functions() {
		words = append(words, markdown.Typeset(f.Title, p.Lang))
	}
	return strings.Join(words, " · ")
}

// marks says what a reader must know of a page before opening it.
func marks(p *handbook.Page, today handbook.Date) []string {
	var marks []string
	if p.Status == handbook.Draft || p.Status == handbook.InDebate || p.Status == handbook.Archived {
		marks = append(marks, string(p.Status))
	}
	if p.Stale(today) {
		marks = append(marks, "stale")
	}
	return marks
}

func ids(pages []*handbook.Page) []string {
	var ids []string
	for _, p := range pages {
		ids = append(ids, p.ID)
	}
	return ids
}
