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

// documents yields what the search knows of each page of book. Field words,
// synonyms and acronyms are what people type who do not know our words.
func documents(book *handbook.Handbook, today handbook.Date) iter.Seq[search.Document] {
	rows := searchRows(book, today)
	title := func(p *handbook.Page) string { return markdown.Typeset(p.Title, p.Lang) }
	return func(yield func(search.Document) bool) {
		known := make(map[string]bool, len(book.Pages))
		for _, p := range book.Pages {
			address := p.Address(book.Config.Lang)
			if known[address] { // two pages with one id: a problem, told elsewhere
				continue
			}
			known[address] = true
			d := search.Document{
				ID:       address,
				Title:    title(p),
				Lang:     string(p.Lang),
				Summary:  markdown.Typeset(cmp.Or(p.Summary, p.Definition), p.Lang),
				Keywords: slices.Concat(p.FieldWords, p.Synonyms, p.Acronyms, p.Themes),
				Label:    label(p),
				Facets:   make(map[string][]string, len(rows)),
				Marks:    marks(p, today),
				Due:      due(p),
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
		marks = append(marks, stale)
	}
	return marks
}

// due returns the day from which Page.Stale holds, for the browser to ask again
// when the page is read.
func due(p *handbook.Page) string {
	if p.ReviewOn.IsZero() || p.Status == handbook.Archived {
		return ""
	}
	return p.ReviewOn.String()
}
