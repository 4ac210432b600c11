package search

import (
	"slices"
	"testing"
)

// A word that stands in titles alone is marked there, by the rules of excerpts:
// by its stem, without its accents, as a correction.
func TestTitlesAreMarkedAsExcerptsAre(t *testing.T) {
	ix := newTestIndex(t, slices.Values([]Document{{
		ID: "fiches/a.html", Title: "Préparer l’évaluation — sans évaluer", Lang: "fr",
		Sections: []Section{
			{ID: "avant", Title: "Avant", Text: "Se mettre au calme."},
			{ID: "reperes", Title: "Repères d’Évaluation", Text: "Des faits, pas des avis."},
		},
	}}), nil)
	for query, want := range map[string]struct{ title, section []string }{
		"évaluation":  {[]string{"l’évaluation", "évaluer"}, []string{"d’Évaluation"}},
		"evaluations": {[]string{"l’évaluation", "évaluer"}, []string{"d’Évaluation"}},
		"évaluatoin":  {[]string{"l’évaluation", "évaluer"}, []string{"d’Évaluation"}},
		"reperes":     {nil, []string{"Repères"}},
		"préparer":    {[]string{"Préparer"}, nil},
	} {
		results, err := ix.Search(t.Context(), Query{Text: query})
		if err != nil {
			t.Fatal(err)
		}
		if len(results.Hits) != 1 {
			t.Fatalf("%q has %d hits", query, len(results.Hits))
		}
		hit := results.Hits[0]
		title := marked(Excerpt{hit.Title, hit.TitleMarks})
		section := marked(Excerpt{hit.Section.Title, hit.Section.TitleMarks})
		if !slices.Equal(title, want.title) || !slices.Equal(section, want.section) || len(hit.Excerpt.Marks) > 0 {
			t.Errorf("%q marks %q in the title, %q in the section's, %v in the excerpt", query, title, section, hit.Excerpt.Marks)
		}
	}
}

// Every hit of a query with words shows one of them: no reader has to wonder
// why a page was found.
func TestEveryHitShowsAWordOfTheQuery(t *testing.T) {
	handbook, facets := readHandbook(t)
	synthetic := slices.Collect(newCorpus(inventedWords(300)).documents(100, 200))
	for name, c := range map[string]struct {
		documents []Document
		facets    []Facet
	}{"handbook": {handbook, facets}, "synthetic": {synthetic, syntheticFacets()}} {
		ix := newTestIndex(t, slices.Values(c.documents), c.facets)
		for _, q := range generateQueries(c.documents, 300) {
			results, err := ix.Search(t.Context(), fromTwin(q))
			if err != nil {
				t.Fatal(err)
			}
			for _, hit := range results.Hits {
				marks := slices.Concat(hit.TitleMarks, hit.Section.TitleMarks, hit.Excerpt.Marks)
				if hit.Score > 0 && len(marks) == 0 {
					t.Errorf("%s: %q finds %s and marks nothing", name, q.Text, hit.ID)
				}
			}
		}
	}
}
