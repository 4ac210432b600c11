// Package load reads a handbook from files: it walks the folders, cuts each
// source into front matter and body, decodes the one and parses the other, and
// ties the pages together.
//
// The fundamental types are parts, a source cut in two, [Result], the handbook
// with all that is wrong with its files, and [Loader], which reads a handbook
// again after each edit. The rules are those of a
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
	"io/fs"

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
	return NewLoader(fsys, opts.Markdown).Load(ctx)
}
