package builder

import (
	"context"
	"fmt"
	"slices"

	"relais/builder/booklet"
	"relais/builder/check"
	"relais/builder/handbook"
)

// FunctionError says that the readers of a booklet have no such function.
type FunctionError struct {
	ID    string
	Known []string // ids of the functions that they have
}

func (e *FunctionError) Error() string { return fmt.Sprintf("the handbook has no function %q", e.ID) }

// Book binds what the readers see of one function, or the whole handbook when
// function is "". Like a build, it gives no book when the content has a problem
// that forbids to publish; the report tells.
func Book(ctx context.Context, opts Options, function string) (*booklet.Book, *Report, error) {
	b, err := begin(opts)
	if err != nil {
		return nil, nil, err
	}
	defer b.close()
	loaded, err := b.load(ctx)
	if err != nil {
		return nil, nil, err
	}
	whole := loaded.Handbook
	narrow, hidden, err := b.narrow(whole)
	if err != nil {
		return nil, nil, err
	}
	b.judge(slices.Concat(loaded.Problems, hidden, check.Run(whole)))
	b.report.Config, b.report.Pages, b.report.LeftOut = narrow.Config, len(narrow.Pages), len(whole.Pages)-len(narrow.Pages)
	if b.report.Fatal {
		return nil, b.report, nil
	}
	var about *handbook.Page
	if function != "" {
		if about = narrow.Page(handbook.Function, function); about == nil {
			unknown := &FunctionError{ID: function}
			for _, p := range narrow.Of(handbook.Function) {
				unknown.Known = append(unknown.Known, p.ID)
			}
			return nil, b.report, unknown
		}
	}
	renderer, err := b.renderer(narrow, false)
	if err != nil {
		return nil, b.report, &ThemeError{err}
	}
	bound, err := renderer.Book(about)
	if err != nil {
		return nil, b.report, &ThemeError{err}
	}
	// The pictures of one booklet are few: they are read now, while the folder is open.
	pictures := map[string][]byte{}
	for _, path := range renderer.Attachments() {
		if booklet.Shows(path) {
			if pictures[path], err = b.source.ReadFile(narrow.Files[path]); err != nil {
				return nil, b.report, err
			}
		}
	}
	bound.Pictures = pictures
	return bound, b.report, nil
}
