package builder

import (
	"context"
	"fmt"
	"os"

	"relais/builder/gate"
	"relais/builder/handbook"
)

// gate prepares the search of the whole output for what must not be there.
func (b *build) gate(ctx context.Context, whole, book *handbook.Handbook) (*gate.Gate, error) {
	g, complete, err := b.opts.gate(ctx, gate.Options{Root: b.files.tree, Whole: whole, Kept: book, People: b.people}, b.source)
	if err == nil && !complete {
		b.report.add(b.opts, b.people, []handbook.Problem{{Code: "history-shallow", Severity: handbook.Warning, Path: "."}})
	}
	return g, err
}

// gate returns one for what is about to be shown, with the theme and those who
// committed to the handbook and its further folders, which it adds to about. Complete is false when the
// history hides some of these.
func (o Options) gate(ctx context.Context, about gate.Options, source *os.Root) (g *gate.Gate, complete bool, err error) {
	theme, closeTheme, err := openTheme(source)
	if err != nil {
		return nil, false, &ThemeError{err}
	}
	defer closeTheme()
	about.Theme, about.Drafts, complete = theme, o.Drafts, true
	folders := []string{o.Source}
	for _, further := range o.rootFolders(about.Whole.Config) {
		folders = append(folders, further.path)
	}
	for _, folder := range folders {
		authors, whole := gate.Authors(ctx, folder)
		about.Authors, complete = append(about.Authors, authors...), complete && whole
	}
	if g, err = gate.New(about); err != nil {
		return nil, false, fmt.Errorf("gathering what must not be published: %w", err)
	}
	return g, complete, nil
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
	g, _, err := opts.gate(ctx, gate.Options{Root: e.files.tree, Whole: e.loaded.Handbook, Kept: e.book, People: e.people}, source)
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
