// Package relevance measures the search on labelled questions that nobody of
// this project wrote, when they stand beside the repository.
package relevance

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"golang.org/x/sync/errgroup"

	"relais/search"
)

const collections = "../../../shared/relevance"

var variants = []string{"", ".keywords", ".typo", ".prefix", ".noaccent"}

// TestRelevance prints nDCG@10 by variant and fails when one falls below what
// was reached before: the floor is the last figure, rounded down. What the parts
// of the ranking bring, in thousandths of nDCG@10 (typed, typo, prefix):
//
//	pairs of words in titles, headings, keywords   cdtn +5 +6 +7, cnil  +2 +6 +7
//	words that ask                                 cdtn −1  0  0, cnil +25  0  0
//	costs of errors, sounds; corrections count 1   cdtn  0 +1  0, cnil   0 +4  0
//	whole titles and keywords                      not measurable here: nobody types one
//
// Tried without gain: the power .35 (cdtn −6), true lengths (cnil −10), a bonus
// for the share of the title that matches (cdtn +5, cnil −5), acronyms expanded
// in the index (cdtn −2 to −6), stop words other than those that ask (cdtn −2),
// pairs in the body, pairs in the other order, fewer or more completions.
func TestRelevance(t *testing.T) {
	floors := map[string][5]float64{
		"cdtn-fr": {0.632, 0.636, 0.629, 0.618, 0.636},
		"cnil-fr": {0.793, 0.771, 0.765, 0.757, 0.771},
	}
	for name, floor := range floors {
		dir := filepath.Join(collections, name)
		if _, err := os.Stat(dir); err != nil {
			t.Logf("%s is not beside the repository: not measured", name)
			continue
		}
		ix := index(t, dir)
		judgments := readJudgments(t, filepath.Join(dir, "qrels.tsv"))
		for i, variant := range variants {
			got, empty := measure(t, ix, filepath.Join(dir, "queries"+variant+".tsv"), judgments)
			t.Logf("%s%-10s nDCG@10 %.4f  no result %.1f %%", name, variant, got, 100*empty)
			if got < floor[i] {
				t.Errorf("%s%s: nDCG@10 is %.4f, was at least %.3f", name, variant, got, floor[i])
			}
		}
	}
}

func index(t *testing.T, dir string) *search.Index {
	file, err := os.Open(filepath.Join(dir, "docs.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var documents []search.Document
	decoder := json.NewDecoder(file)
	for decoder.More() {
		var row struct {
			ID, Title, Text string
			Headings        []string
		}
		if err := decoder.Decode(&row); err != nil {
			t.Fatal(err)
		}
		d := search.Document{ID: row.ID, Title: row.Title, Lang: "fr", Sections: []search.Section{{Text: row.Text}}}
		for i, heading := range row.Headings {
			d.Sections = append(d.Sections, search.Section{ID: fmt.Sprint("s", i), Title: heading})
		}
		documents = append(documents, d)
	}
	ix, err := search.NewIndex(context.Background(), slices.Values(documents), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = ix.Close() })
	return ix
}

// measure returns the mean nDCG@10 and the share of queries without hits: mean
// over the wordings of a request first, then over requests.
func measure(t *testing.T, ix *search.Index, path string, judgments map[string]map[string]float64) (ndcg, empty float64) {
	rows := readRows(t, path)
	gains, misses := make([]float64, len(rows)), make([]float64, len(rows))
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, row := range rows {
		group.Go(func() error {
			results, err := ix.Search(context.Background(), search.Query{Text: row[1]})
			if len(results.Hits) == 0 {
				misses[i] = 1
			}
			gains[i] = gain(results.Hits, judgments[row[0]])
			return err
		})
	}
	if err := group.Wait(); err != nil {
		t.Fatal(err)
	}
	return meanByRequest(rows, gains), meanByRequest(rows, misses)
}

func meanByRequest(rows [][]string, values []float64) float64 {
	type sum struct{ total, n float64 }
	requests := make(map[string]sum)
	var order []string // sums of floats depend on it
	for i, row := range rows {
		request, _, _ := strings.Cut(row[0], ".")
		s, seen := requests[request]
		if !seen {
			order = append(order, request)
		}
		requests[request] = sum{s.total + values[i], s.n + 1}
	}
	mean := 0.0
	for _, request := range order {
		mean += requests[request].total / requests[request].n
	}
	return mean / float64(len(order))
}

func gain(hits []search.Hit, grades map[string]float64) float64 {
	got, ideal := 0.0, 0.0
	for i, hit := range hits[:min(10, len(hits))] {
		got += grades[hit.ID] / math.Log2(float64(i+2))
	}
	var sorted []float64
	for _, grade := range grades {
		sorted = append(sorted, grade)
	}
	slices.Sort(sorted)
	slices.Reverse(sorted)
	for i, grade := range sorted[:min(10, len(sorted))] {
		ideal += grade / math.Log2(float64(i+2))
	}
	if ideal == 0 {
		return 0
	}
	return got / ideal
}

func readJudgments(t *testing.T, path string) map[string]map[string]float64 {
	judgments := make(map[string]map[string]float64)
	for _, row := range readRows(t, path) {
		if judgments[row[0]] == nil {
			judgments[row[0]] = make(map[string]float64)
		}
		var grade float64
		if _, err := fmt.Sscan(row[2], &grade); err != nil {
			t.Fatal(err)
		}
		judgments[row[0]][row[1]] = grade
	}
	return judgments
}

func readRows(t *testing.T, path string) [][]string {
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var rows [][]string
	scanner := bufio.NewScanner(file)
	for scanner.Scan() {
		rows = append(rows, strings.Split(scanner.Text(), "\t"))
	}
	if err := scanner.Err(); err != nil {
		t.Fatal(err)
	}
	return rows
}
