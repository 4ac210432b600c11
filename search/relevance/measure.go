package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"relais/search"
	"relais/search/twin"
)

// figures say how good the answers to one variant are: means over the wordings
// of a request first, then over requests.
type figures struct {
	collection, variant string
	ndcg, mrr           float64 // of the first 10
	recall, success     float64 // at 10, at 1
	zero                float64 // share of queries without a hit
}

// measured is what came of a collection.
type measured struct {
	collection  *collection
	figures     []figures // by variant, of the index
	clients     []figures // the same of the client
	runs        [][2][]found
	differences []error // queries to which the two sides answer differently
	asked       int
}

// found is the answer to one question, best first.
type found struct {
	question string
	hits     []hit
}

type hit struct {
	ID    string  `json:"id"`
	Score float64 `json:"score"`
}

// sides name the two of a run.
var sides = [2]string{"index", "client"}

// measure asks both sides all questions.
func (c *collection) measure(ctx context.Context, client twin.Client) (*measured, error) {
	ix, err := search.NewIndex(ctx, slices.Values(c.documents), nil)
	if err != nil {
		return nil, err
	}
	defer ix.Close()
	site, err := os.MkdirTemp("", "relevance")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(site)
	if err := ix.Export(below(site)); err != nil {
		return nil, err
	}
	m := &measured{collection: c}
	for _, v := range c.variants {
		queries := make([]twin.Query, len(v.queries))
		for i, q := range v.queries {
			queries[i] = twin.Query{Kind: v.name, Text: q.text}
		}
		var results []search.Results
		var answers []twin.Answer
		var both errgroup.Group
		both.Go(func() (err error) { results, err = v.ask(ctx, ix); return err })
		both.Go(func() (err error) { answers, err = client.Ask(ctx, site, queries); return err })
		if err := both.Wait(); err != nil {
			return nil, err
		}
		run := [2][]found{v.found(results), nil}
		for i, q := range v.queries {
			inClient := found{question: q.id}
			if answers[i].Error == "" {
				var given struct{ Hits []hit }
				if err := json.Unmarshal(answers[i].Results, &given); err != nil {
					return nil, err
				}
				inClient.hits = given.Hits
			}
			run[1] = append(run[1], inClient)
			if err := twin.Compare(queries[i], results[i], answers[i]); err != nil {
				m.differences = append(m.differences, err)
			}
			m.asked++
		}
		m.runs = append(m.runs, run)
		m.figures = append(m.figures, c.judge(v.name, run[0]))
		m.clients = append(m.clients, c.judge(v.name, run[1]))
	}
	return m, nil
}

// ask asks the index all questions, on all cores.
func (v variant) ask(ctx context.Context, ix *search.Index) ([]search.Results, error) {
	results := make([]search.Results, len(v.queries))
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, q := range v.queries {
		group.Go(func() (err error) {
			results[i], err = ix.Search(ctx, search.Query{Text: q.text})
			return err
		})
	}
	return results, group.Wait()
}

// found is the index's answers as those of a run.
func (v variant) found(results []search.Results) []found {
	run := make([]found, len(results))
	for i := range results {
		run[i].question = v.queries[i].id
		for _, h := range results[i].Hits {
			run[i].hits = append(run[i].hits, hit{h.ID, h.Score})
		}
	}
	return run
}

// judge measures what was found.
func (c *collection) judge(variant string, run []found) figures {
	var order []string // sums of floats depend on it
	requests := make(map[string][]figures)
	for _, f := range run {
		request, _, _ := strings.Cut(f.question, ".")
		if requests[request] == nil {
			order = append(order, request)
		}
		requests[request] = append(requests[request], judge(f.hits, c.judgments[f.question]))
	}
	means := make([]figures, len(order))
	for i, request := range order {
		means[i] = mean(requests[request])
	}
	total := mean(means)
	total.collection, total.variant = c.name, variant
	return total
}

func mean(all []figures) figures {
	var sum figures
	n := float64(len(all))
	for _, f := range all {
		sum.ndcg += f.ndcg / n
		sum.mrr += f.mrr / n
		sum.recall += f.recall / n
		sum.success += f.success / n
		sum.zero += f.zero / n
	}
	return sum
}

// judge measures the answer to one question.
func judge(hits []hit, grades map[string]float64) figures {
	const depth = 10
	var f figures
	if len(hits) == 0 {
		f.zero = 1
	}
	right, gain, ideal := 0, 0.0, 0.0
	for i, h := range hits[:min(depth, len(hits))] {
		grade := grades[h.ID]
		if grade <= 0 {
			continue
		}
		gain += grade / math.Log2(float64(i+2))
		f.mrr = cmp.Or(f.mrr, 1/float64(i+1))
		right++
	}
	var best []float64
	for _, grade := range grades {
		if grade > 0 {
			best = append(best, grade)
		}
	}
	slices.SortFunc(best, func(a, b float64) int { return cmp.Compare(b, a) })
	for i, grade := range best[:min(depth, len(best))] {
		ideal += grade / math.Log2(float64(i+2))
	}
	if len(best) == 0 {
		return f
	}
	f.ndcg, f.recall = gain/ideal, float64(right)/float64(len(best))
	if f.mrr == 1 {
		f.success = 1
	}
	return f
}

// writeRuns writes one file a variant and side: qid, document, rank, score.
func (m *measured) writeRuns(folder string) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	for i, v := range m.collection.variants {
		for s, side := range sides {
			var b strings.Builder
			for _, f := range m.runs[i][s] {
				for rank, h := range f.hits {
					fmt.Fprintf(&b, "%s\t%s\t%d\t%v\n", f.question, h.ID, rank+1, h.Score)
				}
			}
			if err := os.WriteFile(filepath.Join(folder, v.name+"."+side+".tsv"), []byte(b.String()), 0o644); err != nil {
				return err
			}
		}
	}
	return nil
}

// below returns a destination of exports.
func below(folder string) func(path string, data []byte) error {
	return func(path string, data []byte) error {
		file := filepath.Join(folder, filepath.FromSlash(path))
		return errors.Join(os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, data, 0o644))
	}
}
