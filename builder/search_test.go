package builder

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"relais/builder/handbook"
	"relais/builder/load"
	"relais/search"
	"relais/search/twin"
)

var queriesFlag = flag.Int("queries", 100, "how many generated queries the differential test asks of each handbook")

// handbooks are the demonstration and those of others that lie beside the checkout.
func handbooks(t *testing.T) []string {
	beside, err := filepath.Glob("../../shared/corpora/*/handbook.yaml")
	if err != nil {
		t.Fatal(err)
	}
	folders := []string{"../content"}
	for _, file := range beside {
		folders = append(folders, filepath.Dir(file))
	}
	return folders
}

// The client answers as the index over Bleve, in whole, over real handbooks:
// as package search demands of invented ones.
func TestClientAnswersAsBleveOverHandbooks(t *testing.T) {
	for _, folder := range handbooks(t) {
		t.Run(filepath.Base(folder), func(t *testing.T) {
			whole := readFolder(t, folder)
			day := handbook.Date{Year: 2026, Month: 11, Day: 22}
			all, rows := documents(whole, day), facets(whole, day)
			ix, err := search.NewIndex(t.Context(), all, rows)
			if err != nil {
				t.Fatal(err)
			}
			defer ix.Close()
			site := t.TempDir()
			if err := ix.Export(writeBelow(site)); err != nil {
				t.Fatal(err)
			}
			source := twin.Source{}
			for d := range all {
				source.Texts = append(append(source.Texts, d.Title, d.Summary), d.Keywords...)
				for _, s := range d.Sections {
					source.Texts = append(source.Texts, s.Title, s.Text)
				}
			}
			for _, f := range rows {
				facet := twin.Facet{Name: f.Name}
				for _, v := range f.Values {
					facet.IDs = append(facet.IDs, v.ID)
					facet.Spoken = append(facet.Spoken, f.Name+":"+v.ID, f.Label+`:"`+v.Label+`"`)
					for _, name := range f.Also {
						facet.Spoken = append(facet.Spoken, name+":"+v.ID)
					}
				}
				source.Facets = append(source.Facets, facet)
			}
			queries := source.Queries(*queriesFlag, 11)
			hits := 0
			var mu sync.Mutex
			differences, err := twin.Client("../search/client").Check(t.Context(), site, queries, func(q twin.Query) (any, error) {
				results, err := ix.Search(context.Background(), search.Query{Text: q.Text, Filters: q.Filters, Facets: q.Facets, Limit: q.Limit})
				mu.Lock()
				defer mu.Unlock()
				hits += len(results.Hits)
				return results, err
			})
			if err != nil {
				t.Fatal(err)
			}
			for _, difference := range differences {
				t.Error(difference)
			}
			t.Logf("%d queries, %d hits, %d documents; by kind: %v", len(queries), hits, ix.Len(), twin.Counts(queries))
		})
	}
}

// readFolder loads a handbook as its widest readers see it, drafts included.
func readFolder(t *testing.T, folder string) *handbook.Handbook {
	t.Helper()
	loaded, err := load.Load(t.Context(), os.DirFS(folder), load.Options{})
	if err != nil {
		t.Fatal(err)
	}
	narrow, _ := loaded.Handbook.For(loaded.Handbook.Config.Readers, true)
	return narrow
}

// writeBelow returns a destination of exports.
func writeBelow(folder string) func(path string, data []byte) error {
	return func(path string, data []byte) error {
		file := filepath.Join(folder, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		return os.WriteFile(file, data, 0o644)
	}
}
