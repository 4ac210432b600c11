package builder

import (
	"context"
	"fmt"

	"relais/builder/gate"
	"relais/builder/handbook"
)

// gate prepares the search of the whole output for what must not be there.
func (b *build) gate(ctx context.Context, whole, book *handbook.Handbook) (*gate.Gate, error) {
	theme, closeTheme, err := openTheme(b.source)
	if err != nil {
		return nil, err
	}
	defer closeTheme()
	authors, complete := gate.Authors(ctx, b.opts.Source)
	if !complete {
		b.report.add(b.opts, b.people, []handbook.Problem{{Code: "history-shallow", Severity: handbook.Warning, Path: "."}})
	}
	g, err := gate.New(gate.Options{
		Root: b.files.tree, Whole: whole, Kept: book, Drafts: b.opts.Drafts, Theme: theme, People: b.people, Authors: authors,
	})
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
