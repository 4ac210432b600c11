package load

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"relais/builder/handbook"
)

// source is one file of Markdown.
type source struct {
	path   string        // in NFC: how problems, links and the model name it
	onDisk string        // how the disk spells it
	folder string        // the first folder of path, below that of a language; "" at the root
	typ    handbook.Type // that the folder tells; "" when it tells none
	lang   handbook.Lang // that a folder above it tells; "" when none does
	info   fs.FileInfo
}

// entry is one file of a handbook's folders, of any kind.
type entry struct {
	onDisk string
	path   string // in NFC
	info   fs.FileInfo
}

func newEntry(onDisk string, info fs.FileInfo) entry {
	return entry{onDisk: onDisk, path: norm.NFC.String(onDisk), info: info}
}

// walk lists the files of a handbook, folder by folder, each in the order of
// names. What no author means as content is passed over: hidden folders, what
// was built, themes.
func walk(fsys fs.FS) ([]entry, error) {
	var entries []entry
	err := fs.WalkDir(fsys, ".", func(onDisk string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case onDisk == ".":
			return nil
		case d.IsDir() && notContent(norm.NFC.String(onDisk)):
			return fs.SkipDir
		case d.IsDir():
			return nil
		}
		info, err := d.Info()
		if errors.Is(err, fs.ErrNotExist) {
			return nil // gone meanwhile
		}
		entries = append(entries, newEntry(onDisk, info))
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("walking the handbook: %w", err)
	}
	return entries, nil
}

// compareWalk compares two paths by their place in a walk: what a folder holds
// comes where the folder would.
func compareWalk(a, b string) int {
	for i := range min(len(a), len(b)) {
		switch {
		case a[i] == b[i]:
		case a[i] == '/':
			return -1
		case b[i] == '/':
			return 1
		default:
			return cmp.Compare(a[i], b[i])
		}
	}
	return cmp.Compare(len(a), len(b))
}

// content is what a handbook's folders hold.
type content struct {
	sources  []source // by path
	files    handbook.Files
	problems []handbook.Problem
}

// sortOut tells pages from other files, and passes over those that are none of
// the handbook's: hidden files, editors' backups, and the files at the root that
// forges show.
func sortOut(entries []entry) *content {
	c := &content{files: handbook.Files{}}
	names := make(map[string]string, len(entries)) // from NFC to how the disk spells it
	for _, e := range entries {
		switch mode := e.info.Mode(); {
		case ignored(e.path):
			continue
		case mode&fs.ModeSymlink != 0:
			c.report("symlink", e.path, handbook.Warning, nil)
			continue
		case !mode.IsRegular():
			c.report("special-file", e.path, handbook.Warning, nil)
			continue
		}
		if other, taken := names[e.path]; taken {
			c.report("same-name", e.path, handbook.Error, map[string]string{"Bytes": fmt.Sprintf("%+q / %+q", other, e.onDisk)})
			continue
		}
		names[e.path] = e.onDisk
		if strings.ToLower(path.Ext(e.path)) != ".md" {
			c.files[e.path] = e.onDisk
			continue
		}
		s := source{path: e.path, onDisk: e.onDisk, info: e.info}
		_, below := handbook.CutRoot(e.path)
		s.lang, below = handbook.CutLanguage(below)
		if folder, _, ok := strings.Cut(below, "/"); ok {
			s.folder = folder
			s.typ, _ = handbook.TypeOfFolder(folder)
		}
		c.sources = append(c.sources, s)
	}
	slices.SortFunc(c.sources, func(a, b source) int { return strings.Compare(a.path, b.path) })
	return c
}

func (c *content) report(code, path string, severity handbook.Severity, args map[string]string) {
	c.problems = append(c.problems, handbook.Problem{Code: code, Severity: severity, Path: path, Args: args})
}

// notContent reports whether a folder holds no content, in all its depth. Only
// a handbook's root has a theme and an output.
func notContent(name string) bool {
	_, name = handbook.CutRoot(name)
	switch name {
	case "": // the root of a further folder
		return false
	case "public", "themes", "thèmes":
		return true
	}
	base := path.Base(name)
	return base[0] == '.' || base == "node_modules"
}

// Passed reports whether nothing that happens to a path of the disk can change
// what Load returns: a folder, with all that it holds, or a file.
func Passed(path string, folder bool) bool {
	name := norm.NFC.String(path)
	for above, _, below := cutLast(name); below; above, _, below = cutLast(above) {
		if notContent(above) {
			return true
		}
	}
	if folder {
		return notContent(name)
	}
	return ignored(name) && name != ConfigFile && name != RosterFile && !isSearchFile(name)
}

// cutLast cuts a path before its last element.
func cutLast(name string) (above, last string, below bool) {
	i := strings.LastIndexByte(name, '/')
	if i < 0 {
		return "", name, false
	}
	return name[:i], name[i+1:], true
}

// RosterFile holds, in the root of a handbook, the names of the participants,
// which no page may tell.
const RosterFile = "participants.txt"

// ignored reports whether a file is none of the handbook's.
func ignored(name string) bool {
	_, name = handbook.CutRoot(name)
	switch name {
	case ConfigFile, "README.md", "LICENSE", "LICENSE.md":
		return true
	case RosterFile: // never a file that a page could attach
		return true
	}
	if isSearchFile(name) {
		return true
	}
	base := path.Base(name)
	switch path.Ext(base) {
	case ".swp", ".swo", ".bak", ".tmp", ".orig", ".rej":
		return true
	}
	return base[0] == '.' || base[0] == '#' || strings.HasSuffix(base, "~")
}
