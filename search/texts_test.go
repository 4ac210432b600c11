package search

import (
	"reflect"
	"slices"
	"testing"

	"relais/search/pack"
)

// TestLexiconIsSteady: the lexicon does not depend on the order of documents,
// and an edit to a document that is not in the sample leaves it as it was.
func TestLexiconIsSteady(t *testing.T) {
	documents := slices.Collect(newCorpus(inventedWords(2000)).documents(2*maxSample+2, 20))
	want := pack.NewLexicon(sampled(documents)).File()
	slices.Reverse(documents)
	if got := pack.NewLexicon(sampled(documents)).File(); !reflect.DeepEqual(got, want) {
		t.Error("the order of documents changes the lexicon")
	}
	left := 0
	for i := range documents {
		if padded := append(slices.Repeat(documents[i:i+1], 1), make([]Document, len(documents)-1)...); len(sampled(padded)) == len(sampled(padded[1:])) {
			documents[i].Summary += " tout autrement, tout autrement"
			left++
		}
	}
	if left < len(documents)/2 {
		t.Errorf("only %d of %d documents are outside of the sample", left, len(documents))
	}
	if got := pack.NewLexicon(sampled(documents)).File(); !reflect.DeepEqual(got, want) {
		t.Error("a document outside of the sample changes the lexicon")
	}
}

func TestAnchor(t *testing.T) {
	for title, want := range map[string]string{
		"":                       "",
		"…":                      "",
		"Été à l’école":          "ete-a-l-ecole",
		" L'œuvre : n° 2 (bis) ": "l-oeuvre-n-2-bis",
		"Δ":                      "",
	} {
		if got := anchor(title); got != want {
			t.Errorf("%q: %q, not %q", title, got, want)
		}
	}
}

func BenchmarkPack(b *testing.B) {
	documents := slices.Collect(newCorpus(realWords(b)).documents(300, 600))
	l := pack.NewLexicon(sampled(documents))
	for i := 0; b.Loop(); i++ {
		l.Pack(documents[i%len(documents)].texts())
	}
}

func BenchmarkLexicon(b *testing.B) {
	documents := slices.Collect(newCorpus(realWords(b)).documents(300, 600))
	for b.Loop() {
		pack.NewLexicon(sampled(documents))
	}
}
