package load

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"
	"golang.org/x/text/unicode/norm"

	"relais/builder/handbook"
	"relais/builder/markdown"
)

// A Loader reads a handbook again and again, and of its files only those that
// changed. It keeps what each gave: that is sound because a result is a pure
// function of the file's bytes, its path and the handbook's language, and
// because the pages that are tied together are copies.
// A file counts as unchanged when its size, its time and its place on the disk
// are those that it had when it was read; when it was read so soon after its
// last change that the next might have the same time, its bytes are compared.
//
// A Loader is not safe for concurrent use.
type Loader struct {
	fsys     fs.FS
	table    *table
	markdown *markdown.Converter
	binder   handbook.Binder
	bound    bound           // of the last load
	entries  []entry         // of the last look, in the order of a walk
	kept     map[string]kept // by the path on disk
}

// NewLoader returns a Loader of the handbook whose root, where handbook.yaml
// is, is fsys. A nil converter means one of its own.
func NewLoader(fsys fs.FS, converter *markdown.Converter) *Loader {
	if converter == nil {
		converter = markdown.New()
	}
	return &Loader{fsys: fsys, table: newTable(), markdown: converter, kept: map[string]kept{}}
}

// Reopen makes the next Load read another folder, which stands in the place of
// the first: what its files gave is kept where their bytes are the same.
func (l *Loader) Reopen(fsys fs.FS) { l.fsys, l.entries = fsys, nil }

// kept is what a file gave when it was last read.
type kept struct {
	result
	source  source // as it was then
	lang    handbook.Lang
	sum     [sha256.Size]byte
	settled bool // whether it was read long enough after its last change
}

// Settling is how long after a change the time of a file may not yet tell
// another change: that is how coarse some file systems (FAT, network shares) are.
const Settling = 2 * time.Second

// Load looks at every file.
func (l *Loader) Load(ctx context.Context) (*Result, error) {
	entries, err := walk(l.fsys)
	if err != nil {
		return nil, err
	}
	l.entries = entries
	return l.load(ctx, nil)
}

// LoadChanged looks only at the files with the given paths, spelled as on disk,
// and reads them whatever their times say; all others are taken for unchanged.
// When one is a folder, or when files came or went with theirs, it looks at all.
func (l *Loader) LoadChanged(ctx context.Context, paths []string) (*Result, error) {
	changed := make(map[string]bool, len(paths))
	for _, name := range paths {
		known, err := l.look(name)
		if err != nil {
			return nil, err
		}
		if !known {
			return l.Load(ctx)
		}
		changed[name] = true
	}
	return l.load(ctx, changed)
}

// Knows reports whether a path, as the disk spells it, was that of a file at the last look.
func (l *Loader) Knows(path string) bool {
	_, found := l.find(path)
	return found
}

func (l *Loader) find(name string) (int, bool) {
	return slices.BinarySearchFunc(l.entries, name, func(e entry, name string) int { return compareWalk(e.onDisk, name) })
}

// look brings the entry of one file up to date. It reports false when that takes a
// walk: something else than one file has changed.
func (l *Loader) look(name string) (bool, error) {
	for folder := path.Dir(name); folder != "."; folder = path.Dir(folder) {
		if notContent(norm.NFC.String(folder)) {
			return true, nil
		}
	}
	at, found := l.find(name)
	info, err := fs.Lstat(l.fsys, name)
	switch {
	case errors.Is(err, fs.ErrNotExist) && found:
		l.entries = slices.Delete(l.entries, at, at+1)
		return true, nil
	case errors.Is(err, fs.ErrNotExist): // it came and went, or it is a folder that did
		isFolder := at < len(l.entries) && strings.HasPrefix(l.entries[at].onDisk, name+"/")
		return !isFolder, nil
	case err != nil:
		return false, fmt.Errorf("looking at %s: %w", name, err)
	case info.IsDir():
		return notContent(norm.NFC.String(name)), nil
	case found:
		l.entries[at].info = info
		return true, nil
	case at < len(l.entries) && strings.HasPrefix(l.entries[at].onDisk, name+"/"):
		return false, nil // what was a folder is a file
	}
	l.entries = slices.Insert(l.entries, at, newEntry(name, info))
	return true, nil
}

// load reads what changed and ties all pages together. Files in changed are read
// whatever their times say; when it is not nil, the times of the others are those of the last look.
func (l *Loader) load(ctx context.Context, changed map[string]bool) (*Result, error) {
	config, problems, err := readConfig(ctx, l.fsys)
	if err != nil {
		return nil, err
	}
	searches, unclear, err := readSearches(ctx, l.fsys, config.Lang)
	if err != nil {
		return nil, err
	}
	found := sortOut(l.entries)
	revised, err := l.readAll(ctx, found.sources, config.Lang, changed)
	if err != nil {
		return nil, err
	}
	if !l.bound.revise(config, found, revised) {
		l.bound = l.bind(config, found)
	}
	problems = slices.Concat(problems, unclear, found.problems, l.bound.unresolved)
	for _, s := range found.sources {
		problems = append(problems, l.kept[s.onDisk].problems...)
	}
	handbook.SortProblems(problems)
	return &Result{Handbook: l.bound.book, Searches: searches, Problems: problems}, nil
}

// A Record is what one file gave, for another process to begin with.
type Record struct {
	File     string // spelled as on disk
	Lang     handbook.Lang
	Sum      [sha256.Size]byte // of its bytes
	Page     *handbook.Page    // nil when it gave none
	Names    []string          // by which others may refer to a page that could not be read
	Problems []handbook.Problem
}

// Recall makes the loader know what files gave earlier. Each is read again all the
// same, and parsed only when its bytes are others.
func (l *Loader) Recall(records []Record) {
	for _, r := range records {
		l.kept[r.File] = kept{result: result{r.Page, r.Names, r.Problems}, lang: r.Lang, sum: r.Sum}
	}
}

// Records returns what the files gave at the last look, in the order of their paths,
// but for those that were too large to be read.
func (l *Loader) Records() []Record {
	var records []Record
	for _, s := range l.bound.content.sources {
		if k := l.kept[s.onDisk]; k.sum != [sha256.Size]byte{} {
			records = append(records, Record{s.onDisk, k.lang, k.sum, k.page, k.names, k.problems})
		}
	}
	return records
}

// bound is a handbook whose pages are tied together, and of what.
type bound struct {
	config     handbook.Config
	content    *content
	book       *handbook.Handbook
	unresolved []handbook.Problem
}

// bind ties all pages together.
func (l *Loader) bind(config handbook.Config, found *content) bound {
	pages := make([]handbook.Page, 0, len(found.sources))
	var lost unread
	for _, s := range found.sources {
		if one := l.kept[s.onDisk]; one.page != nil {
			pages = append(pages, *one.page)
		} else {
			lost.add(s, one.names)
		}
	}
	own := make([]*handbook.Page, len(pages))
	for i := range pages {
		own[i] = &pages[i]
	}
	book, unresolved := l.binder.Bind(config, own, found.files)
	return bound{config, found, book, lost.unexplained(unresolved)}
}

// revision is a file that was read again.
type revision struct{ before, after kept }

// revise puts the texts that were read again in the place of those before, when
// they tie the pages as they did. It reports whether that is so: most edits are
// of that kind, and are shown sooner.
func (b *bound) revise(config handbook.Config, found *content, revised []revision) bool {
	if b.book == nil || !reflect.DeepEqual(config, b.config) || !maps.Equal(found.files, b.content.files) ||
		!slices.EqualFunc(found.sources, b.content.sources, func(a, b source) bool { return a.onDisk == b.onDisk }) {
		return false
	}
	book := b.book
	for _, r := range revised {
		if r.before.page == r.after.page && r.after.page != nil {
			continue // read again to find the same bytes
		}
		if r.before.page == nil || r.after.page == nil || slices.ContainsFunc(b.unresolved, func(p handbook.Problem) bool {
			return p.Path == r.after.page.Path // it says where in the file
		}) {
			return false
		}
		if book = book.Revise(r.before.page, r.after.page); book == nil {
			return false
		}
	}
	b.content, b.book = found, book
	return true
}

// readAll reads in parallel those of the sources that changed, which it returns,
// and forgets the files that are gone.
func (l *Loader) readAll(ctx context.Context, sources []source, lang handbook.Lang, changed map[string]bool) ([]revision, error) {
	var due []source
	for _, s := range sources {
		if k, known := l.kept[s.onDisk]; !known || k.lang != lang || changed[s.onDisk] || !k.still(s) {
			due = append(due, s)
		}
	}
	r := reader{fsys: l.fsys, lang: lang, table: l.table, markdown: l.markdown}
	read := make([]kept, len(due))
	group, running := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, s := range due {
		group.Go(func() (err error) {
			read[i], err = r.reread(running, s, l.kept[s.onDisk])
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, fmt.Errorf("reading the pages: %w", err)
	}
	revised := make([]revision, len(due))
	for i, s := range due {
		revised[i] = revision{l.kept[s.onDisk], read[i]}
		l.kept[s.onDisk] = read[i]
	}
	if len(l.kept) > len(sources) {
		l.forget(sources)
	}
	return revised, nil
}

// still reports whether a file is what was read, by all that can be told without reading it.
func (k *kept) still(s source) bool {
	was, is := k.source.info, s.info
	return was == is || k.settled && os.SameFile(was, is) &&
		was.Size() == is.Size() && was.Mode() == is.Mode() && was.ModTime().Equal(is.ModTime())
}

// reread reads a file, unless its bytes are those that gave before.
func (r *reader) reread(ctx context.Context, s source, before kept) (kept, error) {
	now := time.Now()
	src, f, err := readFile(ctx, r.fsys, s.onDisk)
	if err != nil {
		return kept{}, err
	}
	after := kept{source: s, lang: r.lang, settled: now.Sub(s.info.ModTime()) > Settling}
	if f != nil {
		after.result = lostTo(s, nil, *f)
		return after, nil
	}
	after.sum = sha256.Sum256(src)
	if before.sum == after.sum && before.lang == after.lang {
		after.result = before.result
	} else {
		after.result = r.read(s, src)
	}
	return after, nil
}

// forget drops what files gave that are gone.
func (l *Loader) forget(sources []source) {
	there := make(map[string]bool, len(sources))
	for _, s := range sources {
		there[s.onDisk] = true
	}
	for name := range l.kept {
		if !there[name] {
			delete(l.kept, name)
		}
	}
}
