package search

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"relais/search/twin"
)

// An index that was saved and opened answers as it did in memory, to the last bit.
func TestASavedIndexAnswersAsTheFreshOne(t *testing.T) {
	handbook, facets := readHandbook(t)
	invented := slices.Collect(newCorpus(inventedWords(3000)).documents(2500, 60))
	for name, c := range map[string]struct {
		documents []Document
		facets    []Facet
		queries   []twin.Query
	}{
		"handbook":  {handbook, facets, append(readQueries(t), generateQueries(handbook, 400)...)},
		"synthetic": {invented, syntheticFacets(), generateQueries(invented, 400)},
		"nothing":   {nil, nil, readQueries(t)},
	} {
		t.Run(name, func(t *testing.T) {
			fresh := newTestIndex(t, slices.Values(c.documents), c.facets)
			saved, dir := saveTestIndex(t, fresh)
			if saved.Len() != fresh.Len() || len(saved.Facets()) != len(fresh.Facets()) {
				t.Errorf("%d documents and %d facets, want %d and %d", saved.Len(), len(saved.Facets()), fresh.Len(), len(fresh.Facets()))
			}
			compareIndexes(t, fresh, saved, c.queries)
			again, note, err := Open(dir) // two processes may read one folder
			if err != nil || string(note) != "note" {
				t.Fatalf("%q, %v", note, err)
			}
			defer again.Close()
			compareIndexes(t, fresh, again, c.queries[:min(20, len(c.queries))])
		})
	}
}

func saveTestIndex(t *testing.T, ix *Index) (*Index, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "index")
	if err := ix.Save(dir, []byte("note")); err != nil {
		t.Fatal(err)
	}
	saved, _, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := saved.Close(); err != nil {
			t.Error(err)
		}
	})
	return saved, dir
}

func compareIndexes(t *testing.T, fresh, saved *Index, queries []twin.Query) {
	t.Helper()
	for _, generated := range queries {
		q := fromTwin(generated)
		for _, facet := range fresh.Facets() {
			q.Facets = append(q.Facets, facet.Name)
		}
		want, err := fresh.Search(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		got, err := saved.Search(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		if want, got := marshal(t, want), marshal(t, got); want != got {
			t.Errorf("query %+v:\nfresh %s\nsaved %s", q, want, got)
		}
	}
}

// Whatever byte of a saved index is not as it was written, and wherever a file
// ends early, somebody notices: Open, or the search that reads a damaged text.
func TestADamagedIndexIsNoticed(t *testing.T) {
	handbook, facets := readHandbook(t)
	_, dir := saveTestIndex(t, newTestIndex(t, slices.Values(handbook), facets))
	var files []string
	for _, pattern := range []string{"*", bleveStore + "/*"} {
		found, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found...)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			continue // the folder
		}
		for what, damaged := range map[string][]byte{
			"nothing left": {}, "cut": data[:len(data)/2], "a byte": flip(data, len(data)/2), "the first": flip(data, 0), "the last": flip(data, len(data)-1),
		} {
			t.Run(fmt.Sprintf("%s/%s", filepath.Base(file), what), func(t *testing.T) {
				write(t, file, damaged)
				defer write(t, file, data)
				ix, _, err := Open(dir)
				if err != nil {
					return
				}
				defer ix.Close()
				if _, err := ix.Search(t.Context(), Query{Filters: map[string][]string{"type": typesOf(handbook)}, Limit: len(handbook)}); err == nil {
					t.Error("nobody noticed")
				}
			})
		}
	}
	if err := os.RemoveAll(filepath.Join(dir, bleveStore)); err != nil {
		t.Fatal(err)
	}
	if _, _, err := Open(dir); err == nil {
		t.Error("nobody noticed that the Bleve index is gone")
	}
}

// Texts come back as they were, and what is cut or lengthened is not read.
func TestTextsAreReadBackInWhole(t *testing.T) {
	documents, _ := readHandbook(t)
	documents = append(documents, Document{}, Document{ID: "a", Keywords: []string{""}, Sections: []Section{{}, {Text: strings.Repeat("é", 70_000)}}})
	for _, want := range documents {
		encoded := string(encodeTexts(want))
		if got, ok := decodeTexts(encoded); !ok || !slices.Equal(got.texts(), want.texts()) {
			t.Errorf("%t: %s\nwant %s", ok, marshal(t, got), marshal(t, want))
		}
		for _, damaged := range []string{encoded[:len(encoded)-1], encoded[:len(encoded)/2], encoded + "a", strings.Repeat("\xff", 20), ""} {
			if _, ok := decodeTexts(damaged); ok {
				t.Errorf("%.40q is read", damaged)
			}
		}
	}
}

func flip(data []byte, i int) []byte {
	flipped := bytes.Clone(data)
	flipped[i] ^= 0x40
	return flipped
}

func write(t *testing.T, name string, data []byte) {
	t.Helper()
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

func typesOf(documents []Document) []string {
	var types []string
	for _, d := range documents {
		types = append(types, d.Facets["type"]...)
	}
	return types
}
