// Package load reads a handbook from files: it walks the folders, cuts each
// source into front matter and body, decodes the one and parses the other, and
// ties the pages together.
//
// The two fundamental types are parts, a source cut in two, and [Result], the
// handbook with all that is wrong with its files. The rules are those of a
// published text: a header that is not understood is never taken for text, a
// page that cannot be read is named and left out, and one broken file does not
// hide what is wrong with the others.
//
// Reading one file is a pure function of its bytes, its path and the
// handbook's language; files are read in parallel, and the order of a folder
// never shows.
package load

import (
	"context"
	"fmt"
	"io/fs"
	"runtime"

	"golang.org/x/sync/errgroup"

	"relais/builder/handbook"
	"relais/builder/markdown"
)

// Options says how to load.
type Options struct {
	// Markdown converts the bodies; nil makes a converter for this run.
	Markdown *markdown.Converter
}

// Result is what was read.
type Result struct {
	Handbook *handbook.Handbook     // all pages that could be read, for all readers
	Searches []handbook.Expectation // of recherches.yaml
	Problems []handbook.Problem     // sorted
}

// Load reads the handbook whose root, where handbook.yaml is, is fsys. Whatever
// authors did wrong is in Problems, all of it; the error is the machine's.
func Load(ctx context.Context, fsys fs.FS, opts Options) (*Result, error) {
	config, problems, err := readConfig(ctx, fsys)
	if err != nil {
		return nil, err
	}
	searches, unclear, err := readSearches(ctx, fsys, config.Lang)
	if err != nil {
		return nil, err
	}
	problems = append(problems, unclear...)
	found, err := walk(fsys)
	if err != nil {
		return nil, err
	}
	r := reader{fsys: fsys, lang: config.Lang, table: newTable(), markdown: opts.Markdown}
	if r.markdown == nil {
		r.markdown = markdown.New()
	}
	read, err := r.all(ctx, found.sources)
	if err != nil {
		return nil, err
	}
	problems = append(problems, found.problems...)
	var pages []*handbook.Page
	var lost unread
	for i, one := range read {
		problems = append(problems, one.problems...)
		if one.page != nil {
			pages = append(pages, one.page)
		} else {
			lost.add(found.sources[i], one.names)
		}
	}
	book, unresolved := handbook.New(config, pages, found.files)
	problems = append(problems, lost.unexplained(unresolved)...)
	handbook.SortProblems(problems)
	return &Result{Handbook: book, Searches: searches, Problems: problems}, nil
}

// all reads sources in parallel, in their order.
func (r *reader) all(ctx context.Context, sources []source) ([]result, error) {
	read := make([]result, len(sources))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, s := range sources {
		group.Go(func() (err error) {
			read[i], err = r.read(ctx, s)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, fmt.Errorf("reading the pages: %w", err)
	}
	return read, nil
}
