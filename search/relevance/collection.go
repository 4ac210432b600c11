package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"relais/search"
)

// collection is documents with questions and the documents that are right.
type collection struct {
	name      string
	documents []search.Document
	variants  []variant
	judgments map[string]map[string]float64 // by qid, by document: the grade
}

// variant is one way of typing all questions.
type variant struct {
	name    string
	queries []question
}

type question struct{ id, text string }

// variantFiles stand in the order of the tables.
var variantFiles = [...]struct{ name, file string }{
	{"typed", "queries.tsv"},
	{"keywords", "queries.keywords.tsv"},
	{"typo", "queries.typo.tsv"},
	{"prefix", "queries.prefix.tsv"},
	{"noaccent", "queries.noaccent.tsv"},
}

// read reads a collection; a variant that it lacks is left out.
func read(folder string) (*collection, error) {
	c := &collection{name: filepath.Base(folder), judgments: make(map[string]map[string]float64)}
	if err := c.readDocuments(filepath.Join(folder, "docs.jsonl")); err != nil {
		return nil, err
	}
	for _, v := range variantFiles {
		rows, err := readRows(filepath.Join(folder, v.file), 2)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		queries := make([]question, len(rows))
		for i, row := range rows {
			queries[i] = question{row[0], row[1]}
		}
		c.variants = append(c.variants, variant{v.name, queries})
	}
	rows, err := readRows(filepath.Join(folder, "qrels.tsv"), 3)
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		grade, err := strconv.ParseFloat(row[2], 64)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", folder, err)
		}
		if c.judgments[row[0]] == nil {
			c.judgments[row[0]] = make(map[string]float64)
		}
		c.judgments[row[0]][row[1]] = grade
	}
	return c, nil
}

func (c *collection) readDocuments(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	for decoder := json.NewDecoder(file); decoder.More(); {
		var row struct {
			ID, Title, Text string
			Headings        []string
		}
		if err := decoder.Decode(&row); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		d := search.Document{ID: row.ID, Title: row.Title, Lang: "fr", Sections: []search.Section{{Text: row.Text}}}
		for i, heading := range row.Headings {
			d.Sections = append(d.Sections, search.Section{ID: fmt.Sprint("s", i), Title: heading})
		}
		c.documents = append(c.documents, d)
	}
	return nil
}

// readRows reads lines of at least n columns; what is after them stays with the last.
func readRows(path string, n int) ([][]string, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var rows [][]string
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for number := 1; lines.Scan(); number++ {
		if lines.Text() == "" {
			continue
		}
		row := strings.SplitN(lines.Text(), "\t", n)
		if len(row) < n {
			return nil, fmt.Errorf("%s:%d: not %d columns", path, number, n)
		}
		rows = append(rows, row)
	}
	return rows, lines.Err()
}
