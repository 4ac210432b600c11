package rename

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"path"
	"reflect"
	"slices"
	"strings"
	"time"

	"relais/builder/check"
	"relais/builder/handbook"
	"relais/builder/load"
)

// likeness says in what the handbook after a rename may differ from the one before.
type likeness struct {
	page, id    string // the page at this path has this id
	theme, name string // this theme is called that
}

// prove reads the handbook as p makes it. Whatever an author writes, what a
// rename does not understand ends here, and not in the files.
func (d *drawing) prove(ctx context.Context, p *Plan, same likeness) error {
	after, err := load.Load(ctx, newOverlay(d.root.FS(), p), load.Options{Markdown: d.markdown})
	if err != nil {
		return fmt.Errorf("reading the handbook as it will be: %w", err)
	}
	for _, old := range d.book.Pages {
		renamed := after.Handbook.At(d.moved.path(old.Path))
		if renamed == nil || !d.alike(old, renamed, after.Handbook, same) {
			return &Refusal{Reason: MeaningChange, Path: old.Path}
		}
	}
	for i, e := range d.loaded.Searches {
		for j, w := range e.Finds {
			if !d.same(d.book.Named(w.Name), after.Handbook.Named(after.Searches[i].Finds[j].Name)) {
				return &Refusal{Reason: MeaningChange, Path: e.Path}
			}
		}
	}
	return d.noNewProblem(after)
}

// same reports whether b is what the rename makes of a, which leads nowhere when it is nil.
func (d *drawing) same(a, b *handbook.Page) bool {
	return a == nil || b != nil && d.moved.path(a.Path) == b.Path
}

// alike reports whether a page says after the rename what it said before.
func (d *drawing) alike(a, b *handbook.Page, after *handbook.Handbook, l likeness) bool {
	fields := a.Fields
	if a.Path == l.page || a.Original() != nil && a.Original().Path == l.page {
		fields.ID, fields.Aliases = l.id, b.Aliases
	}
	if _, titled := a.KeyPos["title"]; !titled {
		fields.Title = b.Title // made of an id
	}
	fields.Themes = l.themes(fields.Themes)
	if !reflect.DeepEqual(fields, b.Fields) || !bytes.Equal(withoutIDs(a.Body), withoutIDs(b.Body)) || len(a.Refs) != len(b.Refs) || len(a.Targets) != len(b.Targets) {
		return false
	}
	for i := range a.Refs {
		was, is := d.book.Referred(a.Refs[i]), after.Referred(b.Refs[i])
		if len(was) == 1 && (len(is) != 1 || !d.same(was[0], is[0])) || len(was) == 0 && a.Refs[i].Spec.Soft && len(is) > 0 {
			return false
		}
	}
	for i, was := range a.Targets {
		is := b.Targets[i]
		if !d.same(was.Page, is.Page) || was.File != "" && was.File != is.File || was.External != is.External || a.Body.Links[i].Fragment != b.Body.Links[i].Fragment {
			return false
		}
	}
	return true
}

// withoutIDs returns the HTML of a body without the ids of its headings: one that
// holds a wikilink has its id from the words of it.
func withoutIDs(b handbook.Body) []byte {
	html := b.HTML
	for _, h := range b.Headings {
		html = bytes.Replace(html, []byte(` id="`+h.ID+`"`), nil, 1)
	}
	return html
}

// noNewProblem refuses the rename that a check would complain of.
func (d *drawing) noNewProblem(after *load.Result) error {
	type complaint struct{ code, path string }
	known := map[complaint]int{}
	for _, p := range slices.Concat(d.loaded.Problems, check.Run(d.book)) {
		known[complaint{p.Code, d.moved.path(p.Path)}]++
	}
	for _, p := range slices.Concat(after.Problems, check.Run(after.Handbook)) {
		c := complaint{p.Code, p.Path}
		if known[c]--; known[c] < 0 {
			return &Refusal{Reason: NewProblem, Path: p.Path, Problem: p}
		}
	}
	return nil
}

// overlay is the handbook as a plan makes it.
type overlay struct {
	fs.FS
	files map[string][]byte // those that change, by their new names
	moved moves
}

func newOverlay(base fs.FS, p *Plan) *overlay {
	o := &overlay{FS: base, files: map[string][]byte{}, moved: p.Moves}
	for _, c := range p.Changes {
		o.files[o.moved.disk(c.onDisk)] = c.new
	}
	for _, m := range o.moved {
		if o.files[m.To] == nil {
			o.files[m.To], _ = fs.ReadFile(base, m.onDisk)
		}
	}
	return o
}

// gone reports whether a file is no longer where the disk has it.
func (o *overlay) gone(name string) bool { return o.moved.disk(name) != name && o.files[name] == nil }

// Open implements fs.FS.
func (o *overlay) Open(name string) (fs.File, error) {
	if data, ok := o.files[name]; ok {
		return &memory{*bytes.NewReader(data), path.Base(name), len(data)}, nil
	}
	if o.gone(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return o.FS.Open(name)
}

// ReadDir implements fs.ReadDirFS.
func (o *overlay) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(o.FS, name)
	have := map[string]bool{}
	for _, e := range entries {
		have[e.Name()] = true
	}
	for file := range o.files {
		rest, below := strings.CutPrefix(file, name+"/")
		if name == "." {
			rest, below = file, true
		}
		if first, deeper, folder := strings.Cut(rest, "/"); below && !have[first] {
			have[first] = true
			entries = append(entries, fs.FileInfoToDirEntry(info{first, len(deeper), folder}))
			err = nil
		}
	}
	entries = slices.DeleteFunc(entries, func(e fs.DirEntry) bool {
		return o.gone(path.Join(name, e.Name()))
	})
	return entries, err
}

// memory is a file of an overlay.
type memory struct {
	bytes.Reader
	name string
	size int
}

func (m *memory) Stat() (fs.FileInfo, error) { return info{m.name, m.size, false}, nil }
func (m *memory) Close() error               { return nil }

// info describes a file or a folder of an overlay.
type info struct {
	name   string
	size   int
	folder bool
}

func (i info) Name() string       { return i.name }
func (i info) Size() int64        { return int64(i.size) }
func (i info) ModTime() time.Time { return time.Time{} }
func (i info) IsDir() bool        { return i.folder }
func (i info) Sys() any           { return nil }

func (i info) Mode() fs.FileMode {
	if i.folder {
		return fs.ModeDir | 0o755
	}
	return 0o644
}
