// Command relevance measures the search on labelled questions that nobody of
// this project wrote: it indexes a collection, asks it each wording of each
// question both through the client's own code, in Node, and through the index
// that `relais search` asks, and prints how good the answers are, beside what
// other search engines reach.
//
//	go run ./search/relevance [-runs folder] [-update] [collection…]
//
// A collection is a folder with docs.jsonl {id, title, headings, text},
// queries.tsv and its variants (qid, text), and qrels.tsv (qid, document,
// grade); a folder of collections stands for all of them. A qid is
// REQUEST.WORDING.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Both are relative to the root of the repository.
const (
	given  = "../shared/relevance"
	golden = "search/relevance/testdata/figures.txt"
	client = "search/client"
)

func main() {
	runs := flag.String("runs", "", "write what was found below this `folder`: COLLECTION/VARIANT.SIDE.tsv")
	update := flag.Bool("update", false, "write the figures of the collections that are given to "+golden)
	flag.Parse()
	collections := flag.Args()
	if len(collections) == 0 {
		collections = []string{given}
	}
	if err := run(context.Background(), collections, *runs, *update); err != nil {
		fmt.Fprintln(os.Stderr, "relevance:", err)
		os.Exit(1)
	}
}

var errSidesDiffer = errors.New("the client and the index answer differently")

func run(ctx context.Context, folders []string, runs string, update bool) error {
	collections, err := find(folders)
	if err != nil {
		return err
	}
	var all []figures
	differences := 0
	for _, folder := range collections {
		c, err := read(folder)
		if err != nil {
			return err
		}
		m, err := c.measure(ctx, client)
		if err != nil {
			return fmt.Errorf("%s: %w", folder, err)
		}
		fmt.Print(m.report())
		differences += len(m.differences)
		all = append(all, m.figures...)
		if runs != "" {
			if err := m.writeRuns(filepath.Join(runs, c.name)); err != nil {
				return err
			}
		}
	}
	if update {
		if err := updateGolden(golden, all); err != nil {
			return err
		}
	}
	if differences > 0 {
		return fmt.Errorf("%w to %d queries", errSidesDiffer, differences)
	}
	return nil
}

// find returns the collections among folders and right below them.
func find(folders []string) ([]string, error) {
	var found []string
	for _, folder := range folders {
		for _, pattern := range []string{"docs.jsonl", "*/docs.jsonl"} {
			files, err := filepath.Glob(filepath.Join(folder, pattern))
			if err != nil {
				return nil, err
			}
			for _, file := range files {
				found = append(found, filepath.Dir(file))
			}
		}
	}
	if len(found) == 0 {
		return nil, fmt.Errorf("no collection in %s", strings.Join(folders, ", "))
	}
	return found, nil
}
