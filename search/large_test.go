package search

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"relais/search/twin"
)

const large = 100 << 10

// largeQueries are about 100 KB each.
func largeQueries() map[string]string {
	words := inventedWords(large / 8)
	return map[string]string{
		"one word":        strings.Repeat("a", large),
		"one long prefix": strings.Repeat("relais", large/6),
		"a word again":    strings.Repeat("relais ", large/7),
		"errors again":    strings.Repeat("relasi ", large/7),
		"many words":      strings.Join(words, " "),
		"many phrases":    `"` + strings.Join(words[:large/16], `" "`) + `"`,
		"many exclusions": "relais -" + strings.Join(words[:large/12], " -"),
		"quotes":          strings.Repeat(`"`, large),
		"dashes":          strings.Repeat("-", large),
		"colons":          strings.Repeat("type:", large/5),
		"filters":         strings.Repeat("type:sheet ", large/11),
		"apostrophes":     strings.Repeat("l'", large/2),
		"inclusive marks": strings.Repeat("e·", large/3),
		"marks":           "e" + strings.Repeat("\u0301", large/2),
		"ideographs":      strings.Repeat("日", large/3),
		"spaces":          strings.Repeat("\u00A0", large/2),
	}
}

func TestALargeQueryIsAnsweredAlikeAndSoon(t *testing.T) {
	documents := slices.Collect(newCorpus(inventedWords(3000)).documents(500, 120))
	ix := newTestIndex(t, slices.Values(documents), syntheticFacets())
	site := exportTo(t, ix)
	// Far above what it takes, for machines that do other things; a time that
	// grows with the square of the query is far above this in turn.
	const soon = 1500 * time.Millisecond
	for name, text := range largeQueries() {
		t.Run(name, func(t *testing.T) {
			q := twin.Query{Kind: name, Text: strings.ToValidUTF8(text, "")}
			start := time.Now()
			results, err := ix.Search(t.Context(), fromTwin(q))
			if err != nil {
				t.Fatal(err)
			}
			inIndex := time.Since(start)
			ctx, cancel := context.WithTimeout(t.Context(), 4*soon)
			defer cancel()
			answers, err := shippedClient.Ask(ctx, site, []twin.Query{q})
			if err != nil {
				t.Fatalf("the client does not answer: %v", err)
			}
			inClient := time.Duration(answers[0].Took * float64(time.Millisecond))
			t.Logf("%d bytes: index %v, client %v", len(q.Text), inIndex.Round(time.Millisecond), inClient.Round(time.Millisecond))
			if inIndex > soon || inClient > soon {
				t.Errorf("it takes the index %v and the client %v", inIndex, inClient)
			}
			if err := twin.Compare(q, results, answers[0]); err != nil {
				t.Errorf("%.2000s", err)
			}
		})
	}
}
