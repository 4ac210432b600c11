// Package rename gives a page another place or id, or a theme another name, and
// mends whatever named it: references, wikilinks, links by path, searches, the
// configuration. Not a byte changes but those names.
//
// The two fundamental types are [Plan], what a rename will do, known before
// anything is written, and [Refusal], why there is none. A plan is proved
// before it is shown: the handbook is read again as it will be, and every link
// and reference must lead to the page that it led to, and no problem be new.
package rename

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"relais/builder/handbook"
	"relais/builder/load"
	"relais/builder/markdown"
)

// Plan is what a rename will do.
type Plan struct {
	Lang    handbook.Lang // the handbook's
	Moves   []Move        // the page's file first, then those of its translations
	Changes []Change      // by path
	Unread  []string      // files that could not be read, and may hold the old name

	root *os.Root
}

// Move takes a file elsewhere.
type Move struct {
	From, To string // paths
	onDisk   string // how the disk spells From
}

// moves are those of one plan.
type moves []Move

// path returns where the file at path will be.
func (m moves) path(path string) string {
	for _, one := range m {
		if path == one.From {
			return one.To
		}
	}
	return path
}

// disk returns where the file that the disk names so will be.
func (m moves) disk(onDisk string) string {
	for _, one := range m {
		if onDisk == one.onDisk {
			return one.To
		}
	}
	return onDisk
}

// Change is what happens to one file.
type Change struct {
	Path  string // before the rename: slash-separated, relative to the handbook's root
	Lines []Line

	onDisk   string // how the disk spells Path
	old, new []byte
}

// Line is a line of a file that changes, without its end. A line that is added has no Before.
type Line struct {
	Number        int // before the rename, from 1
	Before, After string
}

// Reason says why nothing is renamed.
type Reason int

// Reasons of a Refusal, with what its other fields then say.
const (
	NoPage        Reason = iota // no page is called Name; Near may be meant
	Unreadable                  // the page Path has a problem that keeps it from being read
	Unchanged                   // Name is what the page or the theme is called already
	BadName                     // Name cannot be the path of a page, an id or a theme
	Outside                     // Name is outside the handbook
	TypeChanges                 // the folder of Name is that of another type
	TargetExists                // a file is at Name already
	IDTaken                     // the page Path has, or had, the id Name
	NoTheme                     // no page has the theme Name; Near may be meant
	ThemeExists                 // other pages have the theme Name already
	NoRoom                      // the aliases of the page Path are written so that Name cannot be added
	MeaningChange               // what the page Path says would come to mean something else
	NewProblem                  // Problem would be new
)

// Refusal is an error of whoever asked for the rename: nothing was changed.
type Refusal struct {
	Reason  Reason
	Name    string
	Near    string
	Path    string
	Problem handbook.Problem
}

func (e *Refusal) Error() string {
	return fmt.Sprintf("refused (%d): %s%s%s", e.Reason, e.Name, e.Path, e.Problem.Code)
}

// drawing is a plan being drawn.
type drawing struct {
	root     *os.Root
	loaded   *load.Result
	book     *handbook.Handbook
	markdown *markdown.Converter
	files    map[string]*file
	moved    moves
}

// file is one that changes.
type file struct {
	load.Source
	onDisk string
	edits  []edit
}

// edit replaces some bytes of a file.
type edit struct {
	start, end int
	with       string
}

// draw reads the handbook.
func draw(ctx context.Context, root *os.Root) (*drawing, error) {
	d := &drawing{root: root, markdown: markdown.New(), files: map[string]*file{}}
	var err error
	if d.loaded, err = load.Load(ctx, root.FS(), load.Options{Markdown: d.markdown}); err != nil {
		return nil, fmt.Errorf("loading the handbook: %w", err)
	}
	d.book = d.loaded.Handbook
	return d, nil
}

// file opens a file to change it.
func (d *drawing) file(path string) (*file, error) {
	if f := d.files[path]; f != nil {
		return f, nil
	}
	onDisk, err := diskName(d.root, path)
	if err != nil {
		return nil, err
	}
	src, err := d.root.ReadFile(onDisk)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", path, err)
	}
	read := load.ReadSource
	if !strings.HasSuffix(path, ".md") {
		read = load.ReadYAML
	}
	source, ok := read(src)
	if !ok {
		return nil, &Refusal{Reason: Unreadable, Path: path}
	}
	f := &file{Source: source, onDisk: onDisk}
	d.files[path] = f
	return f, nil
}

func (f *file) replace(e edit, ok bool) {
	if ok && string(f.Bytes[e.start:e.end]) != e.with {
		f.edits = append(f.edits, e)
	}
}

// plan makes a plan of the edits, and proves it.
func (d *drawing) plan(ctx context.Context, oldName string, same likeness) (*Plan, error) {
	p := &Plan{Lang: d.book.Config.Lang, Moves: d.moved, root: d.root}
	for path, f := range d.files {
		if len(f.edits) == 0 {
			continue
		}
		slices.SortStableFunc(f.edits, func(a, b edit) int { return cmp.Compare(a.start, b.start) })
		p.Changes = append(p.Changes, Change{
			Path: path, Lines: f.lines(), onDisk: f.onDisk, old: f.Bytes, new: apply(f.Bytes, f.edits),
		})
	}
	slices.SortFunc(p.Changes, func(a, b Change) int { return strings.Compare(a.Path, b.Path) })
	if err := d.prove(ctx, p, same); err != nil {
		return nil, err
	}
	return p, d.findUnread(p, oldName)
}

// findUnread lists the files that gave no page and hold the old name.
func (d *drawing) findUnread(p *Plan, oldName string) error {
	for _, problem := range d.loaded.Problems {
		path := problem.Path
		if !strings.HasSuffix(path, ".md") || d.book.At(path) != nil || slices.Contains(p.Unread, path) {
			continue
		}
		onDisk, err := diskName(d.root, path)
		if err != nil {
			return err
		}
		src, err := d.root.ReadFile(onDisk)
		if err == nil && holds(src, oldName) {
			p.Unread = append(p.Unread, path)
		}
	}
	return nil
}

// holds reports whether name stands in src, by itself.
func holds(src []byte, name string) bool {
	inWord := func(r rune) bool { return r == '-' || r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) }
	for from := 0; ; from += len(name) {
		i := bytes.Index(src[from:], []byte(name))
		if i < 0 {
			return false
		}
		from += i
		before, _ := utf8.DecodeLastRune(src[:from])
		after, _ := utf8.DecodeRune(src[from+len(name):])
		if !inWord(before) && !inWord(after) {
			return true
		}
	}
}

// apply returns src with edits, which are sorted and apart.
func apply(src []byte, edits []edit) []byte {
	var b bytes.Buffer
	from := 0
	for _, e := range edits {
		b.Write(src[from:e.start])
		b.WriteString(e.with)
		from = e.end
	}
	b.Write(src[from:])
	return b.Bytes()
}

// lines returns what the edits make of each line that they touch.
func (f *file) lines() []Line {
	var lines []Line
	for i := 0; i < len(f.edits); {
		start, end := lineAround(f.Bytes, f.edits[i])
		inserted := start == end
		j := i + 1
		for !inserted && j < len(f.edits) && f.edits[j].start < end {
			_, end = lineAround(f.Bytes, edit{start: f.edits[i].start, end: max(end-1, f.edits[j].end)})
			j++
		}
		within := slices.Clone(f.edits[i:j])
		for k := range within {
			within[k].start -= start
			within[k].end -= start
		}
		number := 1 + bytes.Count(f.Bytes[:start], []byte("\n"))
		before, after := f.Bytes[start:end], apply(f.Bytes[start:end], within)
		lines = append(lines, Line{number, strings.TrimRight(string(before), "\r\n"), strings.TrimRight(string(after), "\r\n")})
		i = j
	}
	return lines
}

// lineAround returns the lines that an edit touches, with their ends; nothing, at
// its place, when it adds whole lines.
func lineAround(src []byte, e edit) (start, end int) {
	start = bytes.LastIndexByte(src[:e.start], '\n') + 1
	if e.start == e.end && e.start == start && strings.HasSuffix(e.with, "\n") {
		return start, start
	}
	if i := bytes.IndexByte(src[e.end:], '\n'); i >= 0 {
		return start, e.end + i + 1
	}
	return start, len(src)
}
