package builder

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"relais/builder/booklet"
	"relais/builder/check"
	"relais/builder/handbook"
	"relais/builder/render"
	"relais/search"
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
	narrow, hidden, err := b.opts.narrow(whole)
	if err != nil {
		return nil, nil, err
	}
	personal, err := b.personal(ctx, narrow)
	if err != nil {
		return nil, nil, err
	}
	b.report.judge(b.opts, check.NewChecker(), b.people, whole, narrow, loaded.Problems, hidden, personal)
	if b.report.Fatal {
		return nil, b.report, nil
	}
	var about *handbook.Page
	if function != "" {
		if about = narrow.Page(handbook.Function, function); about == nil {
			unknown := &FunctionError{ID: function}
			for _, p := range narrow.In(narrow.Config.Lang).Of(handbook.Function) {
				unknown.Known = append(unknown.Known, p.ID)
			}
			return nil, b.report, unknown
		}
	}
	bound, renderer, err := b.bind(narrow, about)
	if err := b.blameTheme(err); err != nil || b.report.Fatal {
		return nil, b.report, err
	}
	if bound.Pictures, err = b.pictures(renderer.Attachments(), narrow.Files); err != nil {
		return nil, b.report, err
	}
	if err := b.searchBooklet(ctx, bound, whole, narrow); err != nil || b.report.Fatal {
		return nil, b.report, err
	}
	return bound, b.report, nil
}

// searchBooklet searches all that a booklet says for what must not be there.
func (b *build) searchBooklet(ctx context.Context, bound *booklet.Book, whole, narrow *handbook.Handbook) error {
	last, _, err := b.gate(ctx, whole, narrow)
	if err != nil {
		return err
	}
	texts, err := bound.Texts()
	if err != nil {
		return err
	}
	look := last.Watch(func(string, []byte) error { return nil })
	for _, files := range []map[string][]byte{texts, bound.Pictures} {
		for name, data := range files {
			if err := look(name, data); err != nil {
				return err
			}
		}
	}
	_, err = b.stopLeaks(last)
	return err
}

// bind makes the booklet about a function, or about the whole handbook when it is nil.
func (b *build) bind(narrow *handbook.Handbook, about *handbook.Page) (*booklet.Book, *render.Renderer, error) {
	theme, problems, closeTheme, err := openTheme(b.source, narrow.Config)
	if err != nil {
		return nil, nil, fmt.Errorf("opening the theme: %w", err)
	}
	defer closeTheme()
	if len(problems) > 0 {
		return nil, nil, &render.ThemeError{Problems: problems}
	}
	look, err := render.NewLook(theme, search.Client(), narrow.Config.Lang, narrow.Languages()[1:]...)
	if err != nil {
		return nil, nil, err
	}
	styles, err := render.ReadBookStyles(theme)
	if err != nil {
		return nil, nil, err
	}
	renderer, err := look.Renderer(narrow, render.Options{Today: b.opts.Today})
	if err != nil {
		return nil, nil, err
	}
	bound, err := renderer.Book(about, styles)
	return bound, renderer, err
}

// pictures reads those of the attached files that a booklet can show, as the site publishes them.
func (b *build) pictures(attached []string, files handbook.Files) (map[string][]byte, error) {
	shown := slices.DeleteFunc(attached, func(path string) bool { return !booklet.Shows(path) })
	pictures := make(map[string][]byte, len(shown))
	var lock sync.Mutex
	err := b.attach(shown, files, func(path string, data []byte) error {
		lock.Lock()
		defer lock.Unlock()
		pictures[path] = data
		return nil
	})
	return pictures, err
}
