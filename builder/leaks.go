package builder

import (
	"context"
	"fmt"
	"os"

	"relais/builder/gate"
	"relais/builder/handbook"
)

// gate prepares the search of the whole output for what must not be there.
func (b *build) gate(ctx context.Context, whole, book *handbook.Handbook) (g *gate.Gate, authors []string, err error) {
	authors, complete := b.opts.authors(ctx, whole.Config)
	g, err = b.opts.gate(gate.Options{Root: b.files.tree, Whole: whole, Kept: book, People: b.people, Authors: authors}, b.source)
	if err == nil && !complete {
		b.report.add(b.opts, b.people, []handbook.Problem{{Code: "history-shallow", Severity: handbook.Warning, Path: "."}})
	}
	return g, authors, err
}

// authors returns those who committed to the handbook and its further folders; complete
// is false when the history hides some.
func (o Options) authors(ctx context.Context, config handbook.Config) (authors []string, complete bool) {
	folders := []string{o.Source}
	for _, further := range o.rootFolders(config) {
		folders = append(folders, further.path)
	}
	complete = true
	for _, folder := range folders {
		some, whole := gate.Authors(ctx, folder)
		authors, complete = append(authors, some...), complete && whole
	}
	return authors, complete
}

// gate returns one for what is about to be shown; it adds the theme to about.
func (o Options) gate(about gate.Options, source *os.Root) (*gate.Gate, error) {
	theme, _, closeTheme, err := openTheme(source, about.Kept.Config)
	if err != nil {
		return nil, fmt.Errorf("opening the theme: %w", err)
	}
	defer closeTheme()
	about.Theme, about.Drafts = theme, o.Drafts
	g, err := gate.New(about)
	if err != nil {
		return nil, fmt.Errorf("gathering what must not be published: %w", err)
	}
	return g, nil
}

// stopLeaks reports what the gate found, and whether that forbids to publish.
func (b *build) stopLeaks(g *gate.Gate) (stop bool, err error) {
	leaks, err := g.Problems()
	if err != nil || len(leaks) == 0 {
		return false, err
	}
	b.report.add(b.opts, b.people, leaks)
	return true, nil
}

// leaks returns what an edition shows that must not be shown, nothing when it is interrupted.
func (e *Edition) leaks(ctx context.Context, opts Options, source *os.Root, interrupted func() bool) ([]handbook.Problem, error) {
	authors, _ := opts.authors(ctx, e.loaded.Handbook.Config)
	g, err := opts.gate(gate.Options{Root: e.files.tree, Whole: e.loaded.Handbook, Kept: e.book, People: e.people, Authors: authors}, source)
	if err != nil {
		return nil, err
	}
	show := g.Watch(func(string, []byte) error { return nil })
	for _, address := range e.Addresses() {
		if interrupted() {
			return nil, nil
		}
		data, err := e.File(address)
		if err != nil {
			return nil, err
		}
		if err := show(address, data); err != nil {
			return nil, err
		}
	}
	return g.Problems()
}
