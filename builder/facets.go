package builder

import (
	"slices"

	"relais/builder/handbook"
	"relais/builder/markdown"
	"relais/search"
)

// facet is one row of what readers may filter a search by: the index, the
// terminal and the browser all learn it from here.
type facet struct {
	name   string                                         // in addresses
	label  handbook.Text                                  // typed in either language: type:fiche, type:sheet
	orders bool                                           // pages of one value stand together; only for what hardly changes
	values func(p *handbook.Page) []string                // ids of those that a page has
	all    func(b *handbook.Handbook) []search.FacetValue // in the order of display; those that no page has are dropped
}

// stale is the status that nobody writes: the day of review has come.
const stale = "stale"

// What the scores of pages are multiplied by that come lower: a stale page may
// still be right, an archived one no longer is what the group says.
const (
	weightStale    = 0.8
	weightArchived = 0.5
)

// facetRows lists the facets in the order in which readers see them.
func facetRows(today handbook.Date) []facet {
	return []facet{
		{
			name: "type", label: handbook.Text{FR: "Type", EN: "Type"}, orders: true,
			values: func(p *handbook.Page) []string { return []string{string(p.Type)} },
			all:    types,
		},
		{
			name: "function", label: handbook.Text{FR: "Fonction", EN: "Function"}, orders: true,
			values: func(p *handbook.Page) []string { return ids(p.Functions()) },
			all:    func(b *handbook.Handbook) []search.FacetValue { return pages(b, b.Of(handbook.Function)) },
		},
		{
			name: "status", label: handbook.Text{FR: "Statut", EN: "Status"},
			values: func(p *handbook.Page) []string { return statuses(p, today) },
			all:    allStatuses,
		},
		{
			name: "moment", label: handbook.Text{FR: "Moment", EN: "Moment"},
			values: func(p *handbook.Page) []string { return some(p.Moment) },
			all:    func(b *handbook.Handbook) []search.FacetValue { return choices(handbook.Moments(), b.Config.Lang) },
		},
		{
			name: "channel", label: handbook.Text{FR: "Canal", EN: "Channel"},
			values: func(p *handbook.Page) []string { return p.Channels },
			all:    func(b *handbook.Handbook) []search.FacetValue { return choices(handbook.Channels(), b.Config.Lang) },
		},
		{
			name: "situation", label: handbook.Text{FR: "Situation", EN: "Situation"},
			values: situations,
			all:    func(b *handbook.Handbook) []search.FacetValue { return pages(b, b.Of(handbook.Situation)) },
		},
		{
			name: "group", label: handbook.Text{FR: "Groupe", EN: "Group"},
			values: func(p *handbook.Page) []string { return ids(p.Groups()) },
			all:    func(b *handbook.Handbook) []search.FacetValue { return pages(b, b.Of(handbook.Group)) },
		},
		{
			name: "theme", label: handbook.Text{FR: "Thème", EN: "Theme"},
			values: func(p *handbook.Page) []string { return folded(p.Themes) },
			all:    themesOf,
		},
	}
}

// languageFacet is the facet of a handbook that is in several languages: readers search
// in theirs, unless they choose otherwise.
func languageFacet() facet {
	return facet{
		name: language, label: handbook.Text{FR: "Langue", EN: "Language"},
		values: func(p *handbook.Page) []string { return []string{string(p.Lang)} },
		all:    func(b *handbook.Handbook) []search.FacetValue { return choices(handbook.Languages(), b.Config.Lang) },
	}
}

// language is the name of the facet of languages.
const language = "language"

// searchRows lists the facets of the search of book.
func searchRows(book *handbook.Handbook, today handbook.Date) []facet {
	rows := facetRows(today)
	if len(book.Languages()) > 1 {
		rows = append(rows, languageFacet())
	}
	return rows
}

// facets returns what a search of book can be filtered by.
func facets(book *handbook.Handbook, today handbook.Date) []search.Facet {
	var facets []search.Facet
	for _, row := range searchRows(book, today) {
		used := map[string]bool{}
		for _, p := range book.Pages {
			for _, id := range row.values(p) {
				used[id] = true
			}
		}
		values := slices.DeleteFunc(row.valuesIn(book), func(v search.FacetValue) bool {
			drop := !used[v.ID]
			used[v.ID] = false // two pages with one id are a problem, told elsewhere
			return drop
		})
		facets = append(facets, search.Facet{
			Name: row.name, Label: row.label.In(book.Config.Lang), In: row.labels(book), Also: []string{row.label.FR, row.label.EN},
			Orders: row.orders, Values: values,
		})
	}
	return facets
}

// valuesIn returns the values of a facet in the language of book, with what they are
// called in the others that it has; then those that only pages in another language have.
func (f *facet) valuesIn(book *handbook.Handbook) []search.FacetValue {
	languages := book.Languages()
	values := f.all(book.In(languages[0]))
	for _, lang := range languages[1:] {
		for _, other := range f.all(book.In(lang)) {
			i := slices.IndexFunc(values, func(v search.FacetValue) bool { return v.ID == other.ID })
			if i < 0 {
				values = append(values, other)
				continue
			}
			v := &values[i]
			if v.In == nil {
				v.In = map[string]string{}
			}
			v.In[string(lang)] = other.Label
			for _, name := range append(other.Also, other.Label) {
				if name != v.Label && !slices.Contains(v.Also, name) {
					v.Also = append(slices.Clip(v.Also), name)
				}
			}
		}
	}
	return values
}

// labels returns what the facet is called in the other languages of book.
func (f *facet) labels(book *handbook.Handbook) map[string]string {
	var in map[string]string
	for _, lang := range book.Languages()[1:] {
		if in == nil {
			in = map[string]string{}
		}
		in[string(lang)] = f.label.In(lang)
	}
	return in
}

func types(b *handbook.Handbook) []search.FacetValue {
	var values []search.FacetValue
	for _, t := range handbook.Types() {
		values = append(values, search.FacetValue{
			ID: string(t.Type), Label: t.Plural.Capitalized(b.Config.Lang),
			Also: []string{t.Name.FR, t.Plural.FR, t.Name.EN, t.Plural.EN},
		})
	}
	return values
}

// pages makes values of pages, which can be typed by their former ids too.
func pages(b *handbook.Handbook, pages []*handbook.Page) []search.FacetValue {
	var values []search.FacetValue
	for _, p := range pages {
		values = append(values, search.FacetValue{ID: p.ID, Label: markdown.Typeset(p.Title, b.Config.Lang), Also: p.Aliases})
	}
	return values
}

// choices makes values of the choices of a key.
func choices(choices []handbook.Choice, lang handbook.Lang) []search.FacetValue {
	var values []search.FacetValue
	for _, c := range choices {
		values = append(values, search.FacetValue{
			ID: c.Value, Label: c.Name.In(lang), Also: []string{c.Key.FR, c.Key.EN, c.Name.FR, c.Name.EN},
		})
	}
	return values
}

func allStatuses(b *handbook.Handbook) []search.FacetValue {
	due := handbook.Choice{
		Value: stale, Key: handbook.Text{FR: "a-reviser", EN: "stale"}, Name: handbook.Text{FR: "À réviser", EN: "Due for review"},
	}
	values := choices(append(handbook.Statuses(), due), b.Config.Lang)
	for i, v := range values {
		switch v.ID {
		case stale:
			values[i].Weight = weightStale
		case string(handbook.Archived):
			values[i].Weight = weightArchived
		}
	}
	return values
}

func statuses(p *handbook.Page, today handbook.Date) []string {
	statuses := some(string(p.Status))
	if p.Stale(today) {
		statuses = append(statuses, stale)
	}
	return statuses
}

// situations returns those that a page answers or is.
func situations(p *handbook.Page) []string {
	if p.Type == handbook.Situation {
		return []string{p.ID}
	}
	return ids(p.To(handbook.Answers))
}

// themesOf makes values of the themes. Spellings that differ by case or accents
// only are one theme, as everywhere.
func themesOf(b *handbook.Handbook) []search.FacetValue {
	var values []search.FacetValue
	for _, theme := range b.Themes() {
		values = append(values, search.FacetValue{ID: handbook.Fold(theme.Name), Label: markdown.Typeset(theme.Name, b.Config.Lang)})
	}
	return values
}

func folded(names []string) []string {
	var folded []string
	for _, name := range names {
		if name = handbook.Fold(name); name != "" && !slices.Contains(folded, name) {
			folded = append(folded, name)
		}
	}
	return folded
}

func ids(pages []*handbook.Page) []string {
	var ids []string
	for _, p := range pages {
		ids = append(ids, p.ID)
	}
	return ids
}

// some returns a list of the value, unless there is none.
func some(value string) []string {
	if value == "" {
		return nil
	}
	return []string{value}
}
