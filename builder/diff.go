package builder

import (
	"context"
	"fmt"
	"path"
	"slices"

	"relais/builder/changes"
	"relais/builder/handbook"
	"relais/builder/load"
	"relais/search"
)

// Difference is what Diff finds, and the language that it is best told in.
type Difference struct {
	*changes.Changes
	Lang handbook.Lang
}

// Diff tells what readers see change from one state of a handbook to another, whose
// options differ in where they are alone. When these do not say for whom, it is for
// those who read least in both: what is told may then be shown wherever either was.
func Diff(ctx context.Context, earlier, later Options) (*Difference, error) {
	old, err := readState(ctx, earlier)
	if err != nil {
		return nil, err
	}
	defer old.build.close()
	now, err := readState(ctx, later)
	if err != nil {
		return nil, err
	}
	defer now.build.close()

	readers, err := now.build.opts.readers(now.loaded.Handbook)
	if err != nil {
		return nil, err
	}
	if later.Readers == (handbook.Readers{}) {
		readers = narrower(old.loaded.Handbook.Config.Readers, readers)
	}
	was, err := old.state(ctx, readers)
	if err != nil {
		return nil, err
	}
	is, err := now.state(ctx, readers)
	if err != nil {
		return nil, err
	}
	told, err := changes.Between(was, is)
	if err != nil {
		return nil, fmt.Errorf("trying the searches: %w", err)
	}
	told.Unread = now.unread()
	for _, side := range []*diffSide{old, now} { // a name that one state keeps secret is in neither
		people, err := side.build.opts.people(side.build.files.tree, side.loaded.Handbook.Config)
		if err != nil {
			return nil, err
		}
		told.Mask(people.Mask)
	}
	return &Difference{told, now.loaded.Handbook.Config.Lang}, nil
}

// narrower returns the readers of whom everything that they read is read by a and b.
func narrower(a, b handbook.Readers) handbook.Readers {
	width := func(r handbook.Readers) int {
		return slices.IndexFunc(handbook.Audiences(), func(c handbook.Choice) bool { return c.Value == string(r.Audience) })
	}
	switch {
	case a == b || width(a) < width(b) && width(a) < width(handbook.Readers{Audience: handbook.WithinFunction}):
		return a
	case width(b) < width(handbook.Readers{Audience: handbook.WithinFunction}):
		return b
	}
	return handbook.Readers{Audience: handbook.Internal} // two functions, or groups
}

// diffSide is one of the two handbooks that are compared.
type diffSide struct {
	build  *build
	loaded *load.Result
}

func readState(ctx context.Context, opts Options) (*diffSide, error) {
	b, err := begin(opts)
	if err != nil {
		return nil, err
	}
	loaded, err := b.load(ctx)
	if err != nil {
		b.close()
		return nil, err
	}
	return &diffSide{b, loaded}, nil
}

// unread counts the texts that are no page because they could not be read.
func (s *diffSide) unread() int {
	files := map[string]bool{}
	for _, p := range s.loaded.Problems {
		if path.Ext(p.Path) == ".md" && p.Severity == handbook.Error && s.loaded.Handbook.At(p.Path) == nil {
			files[p.Path] = true
		}
	}
	return len(files)
}

// state is what readers see, with an index only when there are searches to try.
func (s *diffSide) state(ctx context.Context, readers handbook.Readers) (changes.State, error) {
	whole := s.loaded.Handbook
	book, _ := whole.For(readers, s.build.opts.Drafts)
	state := changes.State{Whole: whole, Book: book, Searches: s.loaded.Searches}
	state.Rank = func(text string, p *handbook.Page) (int, error) {
		if err := s.build.indexPages(ctx, book); err != nil {
			return 0, err
		}
		found, err := s.build.index.Search(ctx, search.Query{Text: text, Limit: deepest})
		if err != nil {
			return 0, err
		}
		t := searchTest{book: book}
		return t.rank(found.Hits, p), nil
	}
	return state, nil
}
