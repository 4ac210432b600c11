package builder

import (
	"context"

	"relais/builder/handbook"
)

// Audiences is what each build of a handbook would hold: the public one, the
// internal one, that of each function and that of each group.
type Audiences struct {
	Lang    handbook.Lang
	Errors  int              // texts that could not be read as they should, and are in no build
	Default handbook.Readers // whom a build is for unless the command says otherwise
	Pages   []*handbook.Page // of the whole handbook, by type, then as readers see them
	Builds  []AudienceOf     // widest first
	drafts  bool
}

// AudienceOf is one build.
type AudienceOf struct {
	Readers handbook.Readers
	Title   string                    // of the function or group; "" for others
	Count   map[handbook.Standing]int // pages of the whole handbook by what becomes of them
}

// NewAudiences reads the handbook. When the options say for which readers, theirs
// is the only build.
func NewAudiences(ctx context.Context, opts Options) (*Audiences, error) {
	b, err := begin(opts)
	if err != nil {
		return nil, err
	}
	defer b.close()

	loaded, err := b.load(ctx)
	if err != nil {
		return nil, err
	}
	whole := loaded.Handbook
	a := &Audiences{Lang: whole.Config.Lang, Default: whole.Config.Readers, drafts: opts.Drafts}
	for _, p := range loaded.Problems {
		if p.Severity == handbook.Error {
			a.Errors++
		}
	}
	for _, t := range handbook.Types() {
		a.Pages = append(a.Pages, whole.Of(t.Type)...)
	}
	if opts.Readers != (handbook.Readers{}) {
		readers, err := opts.readers(whole)
		if err != nil {
			return nil, err
		}
		a.add(readers, whole)
		return a, nil
	}
	for _, wide := range []handbook.Audience{handbook.Public, handbook.Internal} {
		a.add(handbook.Readers{Audience: wide}, whole)
	}
	originals := whole.In(whole.Config.Lang)
	for _, p := range originals.Of(handbook.Function) {
		a.add(handbook.Readers{Audience: handbook.WithinFunction, ID: p.ID}, whole)
	}
	for _, p := range originals.Of(handbook.Group) {
		a.add(handbook.Readers{Audience: handbook.WithinGroup, ID: p.ID}, whole)
	}
	return a, nil
}

// add counts what the build for readers would hold.
func (a *Audiences) add(readers handbook.Readers, whole *handbook.Handbook) {
	build := AudienceOf{Readers: readers, Count: map[handbook.Standing]int{}}
	for _, t := range []handbook.Type{handbook.Function, handbook.Group} {
		if p := whole.Page(t, readers.ID); p != nil && string(t) == string(readers.Audience) {
			build.Title = p.Title
		}
	}
	for _, p := range a.Pages {
		build.Count[a.Standing(readers, p)]++
	}
	a.Builds = append(a.Builds, build)
}

// Standing says what becomes of p in the build for readers.
func (a *Audiences) Standing(readers handbook.Readers, p *handbook.Page) handbook.Standing {
	return readers.Standing(p, a.drafts)
}
