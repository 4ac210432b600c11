package load

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"go.yaml.in/yaml/v4"

	"relais/builder/handbook"
)

// searchFiles hold what people type and the pages that they must find, in the
// root of a handbook. Both may be there.
var searchFiles = [...]string{"recherches.yaml", "searches.yaml"}

// Bounds of Expectation.Within.
const (
	usualWithin = 3
	maxWithin   = 50
)

// searchKeys is the table of the keys of a search: where each value goes.
func searchKeys(e *handbook.Expectation, finds *[]string) []handbook.Subfield {
	return []handbook.Subfield{
		{Key: handbook.Text{FR: "cherche", EN: "search"}, Into: &e.Search, Help: handbook.Text{FR: "ce que l’on tape", EN: "what people type"}},
		{Key: handbook.Text{FR: "trouve", EN: "finds"}, Into: finds, Help: handbook.Text{FR: "la page, ou les pages, qui doivent venir", EN: "the page, or pages, that must come"}},
		{Key: handbook.Text{FR: "parmi", EN: "within"}, Into: &e.Within, Help: handbook.Text{FR: "parmi combien de premiers résultats (3)", EN: "among how many first results (3)"}},
	}
}

// readSearches reads the search tests of a handbook, mostly none.
func readSearches(ctx context.Context, fsys fs.FS, lang handbook.Lang) ([]handbook.Expectation, []handbook.Problem, error) {
	var expectations []handbook.Expectation
	var problems []handbook.Problem
	for _, file := range searchFiles {
		src, f, err := readFile(ctx, fsys, file)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, nil, fmt.Errorf("reading the searches: %w", err)
		}
		if f == nil {
			f = unreadable(src)
		}
		var root *yaml.Node
		if f == nil {
			root, f = parseDocument(src, 1)
		}
		if f != nil {
			problems = append(problems, f.problem(file))
			continue
		}
		read, faults := decodeSearches(root, file, lang)
		expectations = append(expectations, read...)
		for _, f := range faults {
			problems = append(problems, f.problem(file))
		}
	}
	return expectations, problems, nil
}

// decodeSearches reads a list of searches. Those that are understood are there
// whatever is wrong with the others.
func decodeSearches(root *yaml.Node, file string, lang handbook.Lang) ([]handbook.Expectation, []fault) {
	d := decoder{lang: lang}
	if root.Kind == yaml.MappingNode && len(root.Content) == 0 { // nothing but comments
		return nil, nil
	}
	if root.Kind != yaml.SequenceNode {
		d.notASearch(root)
		return nil, d.faults
	}
	var expectations []handbook.Expectation
	for _, item := range root.Content {
		if item.Kind != yaml.MappingNode {
			d.notASearch(item)
			continue
		}
		if e, ok := d.search(item); ok {
			e.Path = file
			expectations = append(expectations, e)
		}
	}
	return expectations, d.faults
}

// search reads one item of the list.
func (d *decoder) search(item *yaml.Node) (handbook.Expectation, bool) {
	e := handbook.Expectation{Within: usualWithin, Pos: place(item)}
	var names []string
	keys := searchKeys(&e, &names)
	before := len(d.faults)
	d.keys(item, keys, func(p pair, _ *pair) { d.unknownSubkey(p, keys) })
	for i := 0; i+1 < len(item.Content); i += 2 {
		value := item.Content[i+1]
		key := subfield(keys, unaccented(item.Content[i].Value))
		switch {
		case key == nil:
		case key.Into == &e.Search:
			e.Pos = place(value)
		case key.Into == &e.Within && len(d.faults) == before && (e.Within < 1 || e.Within > maxWithin):
			d.report("out-of-range", value, "", "Key", key.Key.In(d.lang), "Value", decimal(e.Within), "Min", "1", "Max", decimal(maxWithin))
		case key.Into == &names && value.Kind == yaml.ScalarNode:
			e.Finds = wanted([]*yaml.Node{value})
		case key.Into == &names:
			e.Finds = wanted(value.Content)
		}
	}
	if len(d.faults) > before {
		return e, false
	}
	for _, key := range keys[:2] {
		if empty := key.Into == &e.Search && e.Search == "" || key.Into == &names && len(e.Finds) == 0; empty {
			d.report("search-lacks-key", item, "", "Key", key.Key.In(d.lang), "Form", form(keys, d.lang))
		}
	}
	return e, len(d.faults) == before
}

// wanted makes names of nodes that were read as text.
func wanted(nodes []*yaml.Node) []handbook.Wanted {
	var all []handbook.Wanted
	for _, n := range nodes {
		if name := text(n); name != "" {
			all = append(all, handbook.Wanted{Name: name, Pos: place(n)})
		}
	}
	return all
}

func (d *decoder) notASearch(n *yaml.Node) {
	var none handbook.Expectation
	d.report("not-a-search", n, "", "Form", form(searchKeys(&none, nil), d.lang))
}

func isSearchFile(name string) bool { return slices.Contains(searchFiles[:], name) }
