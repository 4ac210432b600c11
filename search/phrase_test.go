package search

import (
	"context"
	"fmt"
	"slices"
	"testing"
)

// found returns the ids of the hits of a query.
func found(t *testing.T, ix *Index, text string) []string {
	t.Helper()
	results, err := ix.Search(context.Background(), Query{Text: text, Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, hit := range results.Hits {
		ids = append(ids, hit.ID)
	}
	slices.Sort(ids)
	return ids
}

func TestQuotesMeanThePhrase(t *testing.T) {
	text := func(id, title, text string) Document {
		return Document{ID: id, Lang: "fr", Title: title, Sections: []Section{{Text: text}}}
	}
	documents := []Document{
		text("a", "Accueil", "Le passage de relais se prépare."),
		text("b", "Passage de relais", "Rien."),
		text("c", "Accueil", "Un passage, puis le relais."),
		text("d", "Accueil", "Les passages\nde\u00A0relais."),
		{ID: "e", Lang: "fr", Title: "Autre", Keywords: []string{"passage de relais"}},
		{ID: "f", Lang: "fr", Title: "Passage", Keywords: []string{"de", "relais"}},
	}
	ix := newTestIndex(t, slices.Values(documents), nil)
	for query, want := range map[string][]string{
		`"passage de relais"`:          {"a", "b", "d", "e"},
		`« passage de relais »`:        {"a", "b", "d", "e"},
		`"PASSAGE DE RELAIS`:           {"a", "b", "d", "e"},
		`"relais de passage"`:          nil,
		`"passage relais"`:             nil,
		`"le passage de relais"`:       {"a"},
		`relais -"passage de relais"`:  {"c", "f"},
		`"passage de relais" accueil`:  {"a", "b", "d", "e"},
		`"passage de relais" -accueil`: {"b", "e"},
		`passage -relais`:              nil,
	} {
		if got := found(t, ix, query); !slices.Equal(got, want) {
			t.Errorf("%s finds %v, want %v", query, got, want)
		}
	}
}

// A phrase of common words is looked for in the best pages, and the results say so.
func TestAPhraseIsLookedForInABoundedNumberOfPages(t *testing.T) {
	documents := func(yield func(Document) bool) {
		for i := range 200 {
			if !yield(Document{ID: fmt.Sprint(i), Lang: "fr", Title: "Relais", Summary: "un passage puis un relais"}) {
				return
			}
		}
	}
	results, err := newTestIndex(t, documents, nil).Search(context.Background(), Query{Text: `"passage puis un relais"`})
	if err != nil {
		t.Fatal(err)
	}
	if results.Total != readPerHit*defaultLimit || !results.Partial {
		t.Errorf("%d found, partial %v", results.Total, results.Partial)
	}
}

func TestValuesWithAWeightComeLower(t *testing.T) {
	facets := []Facet{{Name: "status", Values: []FacetValue{{ID: "validated"}, {ID: "stale", Weight: 0.8}, {ID: "archived", Weight: 0.5}}}}
	document := func(id, status string) Document {
		return Document{ID: id, Lang: "fr", Title: "Relais", Facets: map[string][]string{"status": {status}}}
	}
	documents := []Document{document("a", "archived"), document("b", "stale"), document("c", "validated")}
	results, err := newTestIndex(t, slices.Values(documents), facets).Search(context.Background(), Query{Text: "relais "})
	if err != nil {
		t.Fatal(err)
	}
	if h := results.Hits; h[0].ID != "c" || h[1].ID != "b" || h[1].Score != 0.8*h[0].Score || h[2].Score != 0.5*h[0].Score {
		t.Errorf("%+v", results.Hits)
	}
}
