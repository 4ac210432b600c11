package builder

import (
	"context"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"relais/builder/handbook"
	"relais/search"
)

// Finder answers as the search of the published site does.
type Finder struct {
	Lang   handbook.Lang // the handbook's
	Errors int           // texts that could not be read as they should, and may be missing

	index *search.Index
	opts  Options
	cache string // folder that index was opened from, or ""
}

// Find makes the search ready that a build with these options would publish,
// from the cache when the handbook has not changed; when it has to read the
// texts, a phase named cache comes first. What is wrong with the content only
// makes it know less. The caller closes it.
func Find(ctx context.Context, opts Options) (*Finder, error) {
	cache, f := openCache(opts)
	if f != nil {
		if cache.current(f) {
			return f, nil
		}
		_ = f.Close()
	}
	return cache.refill(ctx)
}

// Ask gives answer what Find returns, and closes it; the error is either's. To
// look whether the handbook has changed takes as long as to answer, so both go
// on at once. When it has, answer is called again: what it did first counts for
// nothing, and should be nothing that lasts.
func Ask(ctx context.Context, opts Options, answer func(f *Finder) error) error {
	cache, f := openCache(opts)
	if f != nil {
		err := answer(f)
		current := cache.current(f)
		_ = f.Close()
		if current {
			return err
		}
	}
	f, err := cache.refill(ctx)
	if err != nil {
		return err
	}
	defer f.Close()
	return answer(f)
}

// find makes the search ready from the texts.
func find(ctx context.Context, opts Options) (*Finder, error) {
	b, err := begin(opts)
	if err != nil {
		return nil, err
	}
	defer b.closeFiles()

	loaded, err := b.load(ctx)
	if err != nil {
		return nil, err
	}
	book, _, err := b.opts.narrow(loaded.Handbook)
	if err != nil {
		return nil, err
	}
	f := &Finder{Lang: book.Config.Lang, opts: opts}
	for _, p := range loaded.Problems {
		if p.Severity == handbook.Error {
			f.Errors++
		}
	}
	if err := b.indexPages(ctx, book); err != nil {
		return nil, fmt.Errorf("indexing: %w", err)
	}
	f.index = b.index
	return f, nil
}

// Search answers a query. A cache that turns out to be damaged is made anew.
func (f *Finder) Search(ctx context.Context, q search.Query) (search.Results, error) {
	results, err := f.index.Search(ctx, q)
	if err == nil || f.cache == "" || ctx.Err() != nil {
		return results, err
	}
	_ = f.index.Close()
	_ = os.RemoveAll(f.cache)
	fresh, err := Find(ctx, f.opts)
	if err != nil {
		return search.Results{}, err
	}
	*f = *fresh
	return f.index.Search(ctx, q)
}

// SearchAsReaders answers a query as the site does those who read it in the language of the
// handbook: unless they ask for others, they search what is written in it.
func (f *Finder) SearchAsReaders(ctx context.Context, q search.Query) (search.Results, error) {
	several := slices.ContainsFunc(f.Facets(), func(c search.Facet) bool { return c.Name == language })
	if !several || len(q.Filters[language]) > 0 {
		return f.Search(ctx, q)
	}
	own := q
	own.Filters = maps.Clone(q.Filters)
	if own.Filters == nil {
		own.Filters = map[string][]string{}
	}
	own.Filters[language] = []string{string(f.Lang)}
	results, err := f.Search(ctx, own)
	if err != nil || len(results.Filters[language]) > 1 { // another is typed in the query
		return f.Search(ctx, q)
	}
	return results, err
}

// Facets returns what a search can be filtered by.
func (f *Finder) Facets() []search.Facet { return f.index.Facets() }

// Close frees the index.
func (f *Finder) Close() error { return f.index.Close() }

// FilterError says that there is no such facet or, when Facet is one, that none
// of its values is called so.
type FilterError struct {
	Facet  string
	Value  string
	Exist  []string // what may be written instead
	Near   string   // which of these may have been meant, or ""
	IsName bool     // whether it is the facet that does not exist
}

func (e *FilterError) Error() string {
	if e.IsName {
		return fmt.Sprintf("there is no facet %q", e.Facet)
	}
	return fmt.Sprintf("no page has %s %q", e.Facet, e.Value)
}

// Filter returns the facet and the value that a person names, each by its id,
// its label or any of its other names.
func (f *Finder) Filter(facet, value string) (name, id string, err error) {
	return namedValue(f.Facets(), facet, value)
}

// namedValue finds a facet and one of its values, or says which is none.
func namedValue(facets []search.Facet, facet, value string) (name, id string, err error) {
	at := slices.IndexFunc(facets, func(c search.Facet) bool { return called(facet, c.Name, c.Label, c.Also) })
	if at < 0 {
		var names []string
		for _, c := range facets {
			names = append(names, strings.ToLower(c.Label))
		}
		return "", "", &FilterError{Facet: facet, Value: value, Exist: names, Near: handbook.Nearest(facet, names), IsName: true}
	}
	values := facets[at].Values
	for _, v := range values {
		if called(value, v.ID, v.Label, v.Also) {
			return facets[at].Name, v.ID, nil
		}
	}
	var names []string
	for _, v := range values {
		names = append(names, handbook.Slug(v.Label)) // needs no quotation marks in a shell
	}
	return "", "", &FilterError{Facet: strings.ToLower(facets[at].Label), Value: value, Exist: names, Near: handbook.Nearest(value, names)}
}

func called(word, id, label string, also []string) bool {
	is := func(name string) bool { return handbook.Fold(name) == handbook.Fold(word) }
	return is(id) || is(label) || slices.ContainsFunc(also, is)
}
