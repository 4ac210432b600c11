package search

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
)

// A Publisher gives, after each edit, the files that an Index made anew gives.
func TestAPublisherGivesTheFilesOfAnIndexMadeAnew(t *testing.T) {
	documents := slices.Collect(newCorpus(inventedWords(400)).documents(120, 60))
	spare := documents[100:]
	documents = documents[:100]
	p, err := NewPublisher()
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(5, 6))
	for n := range 60 {
		got, err := p.Files(t.Context(), slices.Values(documents), syntheticFacets())
		if err != nil {
			t.Fatal(err)
		}
		want := exported(t, documents)
		if !maps.EqualFunc(got, want, bytes.Equal) {
			t.Fatalf("after edit %d, %d files are not the %d of an index made anew", n, len(got), len(want))
		}
		i := random.IntN(len(documents))
		d := &documents[i]
		switch random.IntN(8) {
		case 0:
			d.Title = fmt.Sprintf("%s %d", documents[random.IntN(len(documents))].Title, n)
		case 1:
			d.Keywords = documents[random.IntN(len(documents))].Keywords
		case 2, 3:
			d.Sections = append(slices.Clone(d.Sections), Section{ID: "suite", Title: "La suite", Text: documents[random.IntN(len(documents))].Title + fmt.Sprintf(" mot%d", n)})
		case 4:
			d.Facets = documents[random.IntN(len(documents))].Facets
		case 5:
			d.Marks, d.Due, d.Label = []string{"draft"}, "2027-01-01", fmt.Sprint(n)
		case 6:
			documents = slices.Delete(documents, i, i+1)
		default:
			documents = append(documents, spare[0])
			spare = spare[1:]
		}
	}
}

// So it does when texts are packed: when the lexicon changes, and where it begins.
func TestAPublisherPacksAsAnIndexMadeAnew(t *testing.T) {
	documents := slices.Collect(newCorpus(inventedWords(300)).documents(minPacked+1, 6))
	p, err := NewPublisher()
	if err != nil {
		t.Fatal(err)
	}
	inLexicon := slices.IndexFunc(documents, func(d Document) bool { return inSample(d.ID, len(documents)) })
	for n, edit := range []func(){
		func() {},
		func() { documents[7].Title += " suite" },
		func() {
			for range 300 {
				documents[inLexicon].Summary += " inoubliable"
			}
		},
		func() { documents = documents[2:] },
	} {
		edit()
		if _, err := p.Files(t.Context(), slices.Values(documents), syntheticFacets()); err != nil {
			t.Fatal(err)
		}
		if settled := n != 2; p.Settled() != settled {
			t.Errorf("after edit %d, settled is %t", n, p.Settled())
		}
		if !p.Settled() {
			calls := 0
			p.Settle(func() bool { calls++; return calls > 3 })
			if p.Settled() {
				t.Error("settled, though it was interrupted")
			}
			p.Settle(func() bool { return false })
		}
		got, err := p.Files(t.Context(), slices.Values(documents), syntheticFacets())
		if err != nil {
			t.Fatal(err)
		}
		if want := exported(t, documents); !maps.EqualFunc(got, want, bytes.Equal) {
			t.Fatalf("after edit %d, %d files are not the %d of an index made anew", n, len(got), len(want))
		}
	}
}

func exported(t *testing.T, documents []Document) map[string][]byte {
	t.Helper()
	ix := newTestIndex(t, slices.Values(documents), syntheticFacets())
	files, mu := map[string][]byte{}, sync.Mutex{}
	err := ix.Export(func(path string, data []byte) error {
		mu.Lock()
		defer mu.Unlock()
		files[path] = bytes.Clone(data)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// What an Index refuses, a Publisher refuses, and then goes on.
func TestAPublisherRefusesWhatAnIndexDoes(t *testing.T) {
	p, err := NewPublisher()
	if err != nil {
		t.Fatal(err)
	}
	good := Document{ID: "a.html", Title: "Calme", Lang: "fr"}
	for name, bad := range map[string][]Document{
		"twice":    {good, good},
		"no id":    {{Title: "Calme", Lang: "fr"}},
		"language": {{ID: "b.html", Lang: "tlh"}},
		"value":    {{ID: "b.html", Lang: "fr", Facets: map[string][]string{"type": {"nothing"}}}},
	} {
		if _, err := p.Files(t.Context(), slices.Values(bad), syntheticFacets()); err == nil {
			t.Errorf("%s: accepted", name)
		}
		if _, err := p.Files(t.Context(), slices.Values([]Document{good}), syntheticFacets()); err != nil {
			t.Errorf("after %s: %v", name, err)
		}
	}
}
