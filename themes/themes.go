// Package themes holds what the site looks like: templates, style sheets,
// scripts and the words of the interface. A theme is an [fs.FS] with the
// folders templates, assets and strings; [Default] is ours, and [Overlay] lets a
// handbook replace any of its files by one of its own at the same path.
//
// Everything that readers see can be changed here without touching Go: see
// the view types of package render for what each template is given.
package themes

import (
	"embed"
	"errors"
	"io/fs"
	"slices"
	"strings"
)

//go:embed default
var files embed.FS

// Default returns the theme that Relais comes with.
func Default() fs.FS {
	theme, err := fs.Sub(files, "default")
	if err != nil {
		panic(err) // the folder's name is a constant that fs.Sub accepts
	}
	return theme
}

// Overlay returns base with the files of user before it: a file that user has
// hides the one at the same path in base, and a folder lists the files of both.
func Overlay(user, base fs.FS) fs.FS { return overlay{user, base} }

type overlay struct{ user, base fs.FS }

// Open opens the user's file if there is one. Only a file that does not exist
// falls through to the base: one that can't be read is an error, not ours in its place.
func (o overlay) Open(name string) (fs.File, error) {
	f, err := o.user.Open(name)
	if !errors.Is(err, fs.ErrNotExist) {
		return f, err
	}
	return o.base.Open(name)
}

// ReadDir lists the entries of both folders by name.
func (o overlay) ReadDir(name string) ([]fs.DirEntry, error) {
	own, err := fs.ReadDir(o.user, name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	ours, baseErr := fs.ReadDir(o.base, name)
	if baseErr != nil && (err != nil || !errors.Is(baseErr, fs.ErrNotExist)) {
		return nil, baseErr
	}
	all := append(own, ours...)
	slices.SortStableFunc(all, byName)
	return slices.CompactFunc(all, func(a, b fs.DirEntry) bool { return a.Name() == b.Name() }), nil
}

func byName(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) }
