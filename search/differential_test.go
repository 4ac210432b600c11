package search

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"iter"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var queriesFlag = flag.Int("queries", 400, "how many generated queries the differential test asks")

// TestClientAnswersAsBleve asks the index over Bleve and the client in node the
// same queries, over the invented handbook and over synthetic documents: hits,
// order, scores to the last bit, sections, excerpts, counts and corrections agree.
func TestClientAnswersAsBleve(t *testing.T) {
	handbook, facets := readHandbook(t)
	t.Run("handbook", func(t *testing.T) {
		compare(t, slices.Values(handbook), facets, append(readQueries(t), generateQueries(slices.Values(handbook), *queriesFlag)...))
	})
	t.Run("synthetic", func(t *testing.T) {
		documents := slices.Collect(newCorpus(inventedWords(3000)).documents(500, 120))
		compare(t, slices.Values(documents), syntheticFacets(), generateQueries(slices.Values(documents), *queriesFlag))
	})
	t.Run("nothing", func(t *testing.T) {
		compare(t, func(func(Document) bool) {}, nil, readQueries(t))
	})
}

func compare(t *testing.T, documents iter.Seq[Document], facets []Facet, queries []Query) {
	t.Helper()
	ix := newTestIndex(t, documents, facets)
	answers := askClient(t, exportTo(t, ix), queries)
	hits := 0
	for i, q := range queries {
		want, err := ix.Search(context.Background(), q)
		if err != nil {
			t.Fatal(err)
		}
		hits += len(want.Hits)
		for h := range want.Hits {
			toUnits(&want.Hits[h].Excerpt)
		}
		if expected, got := marshal(t, want), marshal(t, answers[i]); expected != got {
			t.Errorf("query %+v:\nBleve  %s\nclient %s", q, expected, got)
		}
	}
	t.Logf("%d queries, %d hits", len(queries), hits)
}

func newTestIndex(tb testing.TB, documents iter.Seq[Document], facets []Facet) *Index {
	tb.Helper()
	ix, err := NewIndex(context.Background(), documents, facets)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := ix.Close(); err != nil {
			tb.Error(err)
		}
	})
	return ix
}

// exportTo writes the export to a folder.
func exportTo(tb testing.TB, ix *Index) string {
	tb.Helper()
	folder := tb.TempDir()
	err := ix.Export(func(path string, data []byte) error {
		file := filepath.Join(folder, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		return os.WriteFile(file, data, 0o644)
	})
	if err != nil {
		tb.Fatal(err)
	}
	return folder
}

// askClient answers the queries by the shipped client, in node.
func askClient(t *testing.T, folder string, queries []Query) []Results {
	t.Helper()
	var input bytes.Buffer
	encoder := json.NewEncoder(&input)
	for _, q := range queries {
		line := map[string]any{"text": q.Text, "filters": q.Filters, "facets": q.Facets}
		if q.Filters == nil {
			delete(line, "filters")
		}
		if q.Facets == nil {
			delete(line, "facets")
		}
		if q.Limit > 0 {
			line["limit"] = q.Limit
		}
		if err := encoder.Encode(line); err != nil {
			t.Fatal(err)
		}
	}
	node := exec.Command("node", "client/test/answer.js", folder)
	node.Stdin = &input
	var stderr bytes.Buffer
	node.Stderr = &stderr
	output, err := node.Output()
	if err != nil {
		t.Fatalf("node: %v\n%s", err, stderr.String())
	}
	var answers []Results
	scanner := bufio.NewScanner(bytes.NewReader(output))
	scanner.Buffer(nil, 1<<24)
	for scanner.Scan() {
		var answer Results
		if err := json.Unmarshal(scanner.Bytes(), &answer); err != nil {
			t.Fatal(err)
		}
		answers = append(answers, answer)
	}
	if len(answers) != len(queries) {
		t.Fatalf("%d answers to %d queries", len(answers), len(queries))
	}
	return answers
}

// toUnits turns marks from bytes to UTF-16 units, as the client counts.
func toUnits(e *Excerpt) {
	for i, mark := range e.Marks {
		e.Marks[i] = [2]int{units(e.Text[:mark[0]]), units(e.Text[:mark[1]])}
	}
}

func marshal(t *testing.T, value any) string {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// generateQueries makes queries of the words of documents: single and several
// words, prefixes, typing errors, other cases, exclusions, quotes, filters.
func generateQueries(documents iter.Seq[Document], n int) []Query {
	random := rand.New(rand.NewPCG(5, 6))
	var words []string
	for d := range documents {
		words = append(words, strings.Fields(d.Title)...)
		for _, s := range d.Sections {
			words = append(words, strings.Fields(s.Title)...)
			words = append(words, strings.Fields(s.Text)...)
		}
	}
	queries := make([]Query, n)
	for i := range queries {
		var parts []string
		for range 1 + random.IntN(4) {
			parts = append(parts, spoil(random, words[random.IntN(len(words))]))
		}
		q := Query{Text: strings.Join(parts, " "), Limit: 1 + random.IntN(25), Facets: []string{"type", "function"}}
		if random.IntN(4) == 0 {
			q.Filters = map[string][]string{"type": {syntheticTypes[random.IntN(4)], syntheticTypes[random.IntN(4)]}}
		}
		if random.IntN(6) == 0 {
			q.Text = "fonction:" + syntheticFunctions[random.IntN(6)] + " " + q.Text
		}
		if random.IntN(6) == 0 {
			q.Text += " "
		}
		queries[i] = q
	}
	return queries
}

// spoil writes a word as somebody in a hurry would.
func spoil(random *rand.Rand, word string) string {
	letters := []rune(word)
	at := random.IntN(len(letters))
	switch random.IntN(10) {
	case 0:
		return string(letters[:at+1])
	case 1:
		return string(slices.Delete(letters, at, at+1))
	case 2:
		return string(slices.Insert(letters, at, 'e'))
	case 3:
		letters[at], letters[0] = letters[0], letters[at]
		return string(letters)
	case 4:
		return strings.ToUpper(word)
	case 5:
		return "-" + word
	case 6:
		return `"` + word + `"`
	default:
		return word
	}
}

// readHandbook reads testdata/handbook.json, an invented handbook in French and English.
func readHandbook(tb testing.TB) ([]Document, []Facet) {
	tb.Helper()
	text, err := os.ReadFile("testdata/handbook.json")
	if err != nil {
		tb.Fatal(err)
	}
	var handbook struct {
		Documents []Document
		Facets    []Facet
	}
	if err := json.Unmarshal(text, &handbook); err != nil {
		tb.Fatal(err)
	}
	return handbook.Documents, handbook.Facets
}

// readQueries reads testdata/queries.txt, a query a line.
func readQueries(tb testing.TB) []Query {
	tb.Helper()
	text, err := os.ReadFile("testdata/queries.txt")
	if err != nil {
		tb.Fatal(err)
	}
	var queries []Query
	for line := range strings.Lines(string(text)) {
		queries = append(queries, Query{Text: strings.TrimSuffix(line, "\n")})
	}
	return queries
}
