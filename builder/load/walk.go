package load

import (
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
	folder string        // the first folder of path; "" at the root
	typ    handbook.Type // that the folder tells; "" when it tells none
}

// content is what a handbook's folders hold.
type content struct {
	sources  []source // by path
	files    handbook.Files
	problems []handbook.Problem
}

// walk lists the files of a handbook. What no author means as content is
// passed over: hidden files, editors' backups, what was built, themes, and the
// files at the root that forges show.
func walk(fsys fs.FS) (*content, error) {
	c := &content{files: handbook.Files{}}
	names := map[string]string{} // from NFC to how the disk spells it
	err := fs.WalkDir(fsys, ".", func(onDisk string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := norm.NFC.String(onDisk)
		switch {
		case onDisk == ".":
			return nil
		case d.IsDir() && notContent(name):
			return fs.SkipDir
		case d.IsDir(), ignored(name):
			return nil
		case d.Type()&fs.ModeSymlink != 0:
			c.report("symlink", name, handbook.Warning, nil)
			return nil
		case !d.Type().IsRegular():
			c.report("special-file", name, handbook.Warning, nil)
			return nil
		}
		if other, taken := names[name]; taken {
			c.report("same-name", name, handbook.Error, map[string]string{"Bytes": fmt.Sprintf("%+q / %+q", other, onDisk)})
			return nil
		}
		names[name] = onDisk
		if strings.ToLower(path.Ext(name)) != ".md" {
			c.files[name] = onDisk
			return nil
		}
		s := source{path: name, onDisk: onDisk}
		_, below := handbook.CutRoot(name)
		if folder, _, ok := strings.Cut(below, "/"); ok {
			s.folder = folder
			s.typ, _ = handbook.TypeOfFolder(folder)
		}
		c.sources = append(c.sources, s)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("walking the handbook: %w", err)
	}
	slices.SortFunc(c.sources, func(a, b source) int { return strings.Compare(a.path, b.path) })
	return c, nil
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
