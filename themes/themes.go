// Package themes holds what the site looks like: templates, style sheets, icons and
// the words of the interface.
//
// The fundamental type is [Theme]: folders that lie one over the other, each with
// the folders templates, assets and strings, where a file hides the one at
// the same path in the folder below. At the bottom lies ours called mechanism: what any
// theme needs and none should write again, such as the search in the browser. Over
// it lies one of ours, which [Named] gives, or a folder of the handbook's own, by
// [Theme.With]. Over one of ours a handbook may lay single files.
//
// Everything that readers see can be changed here without touching Go: guide/ says how, and
// what each template is given.
package themes

import (
	"embed"
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"
)

//go:embed mechanism default classeur guide
var files embed.FS

// mechanism is the folder that lies under every theme.
const mechanism = "mechanism"

// Theme is a stack of folders. As an [fs.FS] it opens a file of the uppermost that has
// it, and lists the files of all.
type Theme struct{ layers []layer } // uppermost first

// layer is one folder of a theme.
type layer struct {
	files fs.FS
	place string // where it lies in the handbook; "" for one of ours
}

// Names lists our themes, the one that serves unless another is asked for first.
func Names() []string { return []string{"default", "classeur"} }

// Default returns the theme that serves unless another is asked for.
func Default() Theme { return Bare().over(Names()[0]) }

// Named returns our theme of that name.
func Named(name string) (Theme, bool) {
	if !slices.Contains(Names(), name) {
		return Theme{}, false
	}
	return Bare().over(name), true
}

// Bare returns what lies under every theme, alone.
func Bare() Theme { return Theme{}.over(mechanism) }

func (t Theme) over(name string) Theme { return t.With("", Files(name)) }

// Files returns the files of our theme of that name, without what lies under it.
func Files(name string) fs.FS {
	folder, err := fs.Sub(files, name)
	if err != nil {
		panic(err) // names are those of folders, which fs.Sub accepts
	}
	return folder
}

// Guide returns, in Markdown, how a theme is made and what each template is given. Any
// language but English reads French.
func Guide(lang string) []byte {
	if lang != "en" {
		lang = "fr"
	}
	var all []byte
	for _, name := range []string{"guide/" + lang + ".md", "guide/reference." + lang + ".md"} {
		data, err := files.ReadFile(name)
		if err != nil {
			panic(err) // both are embedded
		}
		all = append(all, data...)
	}
	return all
}

// With returns t with a folder over it, which lies at place in the handbook.
func (t Theme) With(place string, folder fs.FS) Theme {
	return Theme{append([]layer{{folder, place}}, t.layers...)}
}

// Open opens the file of the uppermost folder that has it. Only a file that does not exist
// falls through to the next: one that can't be read is an error, not another in its place.
func (t Theme) Open(name string) (fs.File, error) {
	for _, l := range t.layers {
		if f, err := l.files.Open(name); !errors.Is(err, fs.ErrNotExist) {
			return f, err
		}
	}
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

// ReadDir lists the entries of all folders by name.
func (t Theme) ReadDir(name string) ([]fs.DirEntry, error) {
	var all []fs.DirEntry
	found := false
	for _, l := range t.layers {
		some, err := fs.ReadDir(l.files, name)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		found = found || err == nil
		all = append(all, some...)
	}
	if !found {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: fs.ErrNotExist}
	}
	slices.SortStableFunc(all, byName)
	return slices.CompactFunc(all, func(a, b fs.DirEntry) bool { return a.Name() == b.Name() }), nil
}

func byName(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) }

// Version is a file as one folder of a theme has it.
type Version struct {
	Place string // where it lies in the handbook, or would; "" for one of ours
	Data  []byte
}

// Versions returns the file of each folder that has it, the lowest first: what
// hides nothing but is read together, as the words of the interface are.
func (t Theme) Versions(name string) ([]Version, error) {
	var all []Version
	for _, l := range slices.Backward(t.layers) {
		data, err := fs.ReadFile(l.files, name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		all = append(all, Version{l.at(name), data})
	}
	return all, nil
}

// Place returns where the handbook has the file that Open opens, or where it may have
// one in the place of ours.
func (t Theme) Place(name string) string {
	for _, l := range t.layers {
		if _, err := fs.Stat(l.files, name); err == nil && l.place != "" {
			return l.at(name)
		}
	}
	for _, l := range t.layers {
		if l.place != "" {
			return l.at(name)
		}
	}
	return name
}

// Own reports whether the file that Open opens is the handbook's.
func (t Theme) Own(name string) bool {
	for _, l := range t.layers {
		if _, err := fs.Stat(l.files, name); err == nil {
			return l.place != ""
		}
	}
	return false
}

// HasOwn reports whether a folder of the handbook is part of the theme.
func (t Theme) HasOwn() bool {
	return slices.ContainsFunc(t.layers, func(l layer) bool { return l.place != "" })
}

func (l layer) at(name string) string {
	if l.place == "" {
		return ""
	}
	return path.Join(l.place, name)
}
