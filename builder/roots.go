package builder

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"relais/builder/handbook"
	"relais/builder/load"
)

// RootError says that a folder cannot be added to the handbook: it has no
// handbook.yaml, which says that it is meant to be read, or one of the two holds the other.
type RootError struct{ Folder string }

func (e *RootError) Error() string {
	return fmt.Sprintf("%s cannot be a further folder of the handbook", e.Folder)
}

// rootFolder is a further folder of a handbook on the disk.
type rootFolder struct {
	name string // as paths begin with it
	path string
	said string // in handbook.yaml; "" for one that the command names
}

// rootFolders lists the further folders: those that handbook.yaml names, then
// those of the command.
func (o Options) rootFolders(config handbook.Config) []rootFolder {
	var folders []rootFolder
	taken := map[string]bool{}
	add := func(path, said string) {
		base := filepath.Base(path)
		if full, err := filepath.Abs(path); err == nil {
			base = filepath.Base(full)
		}
		name := handbook.RootMark + norm.NFC.String(base)
		for i := 2; taken[name]; i++ {
			name = handbook.RootMark + norm.NFC.String(base) + "-" + strconv.Itoa(i)
		}
		taken[name] = true
		folders = append(folders, rootFolder{name, path, said})
	}
	for _, said := range config.Sources {
		path := filepath.FromSlash(said)
		if !filepath.IsAbs(path) {
			path = filepath.Join(cmp.Or(o.Beside, o.Source), path)
		}
		add(path, said)
	}
	for _, path := range o.Roots {
		add(path, "")
	}
	return folders
}

// files are all files of a handbook, as one tree: its own folder and the further ones.
type files struct {
	tree     fs.FS
	further  []*os.Root
	problems []handbook.Problem // of the further folders
}

// openFiles opens the further folders and makes one tree of them and the handbook's own.
// One that handbook.yaml names may be missing: not everybody who builds may read it.
func openFiles(ctx context.Context, own *os.Root, opts Options) (*files, error) {
	config, err := load.ReadConfig(ctx, own.FS())
	if err != nil {
		return nil, fmt.Errorf("reading the configuration: %w", err)
	}
	all := &files{tree: own.FS()}
	var further []load.Root
	for _, f := range opts.rootFolders(config) {
		root, err := openRoot(opts.Source, f)
		var unusable *RootError
		switch {
		case err == nil:
			all.further = append(all.further, root)
			further = append(further, load.Root{Name: f.name, FS: root.FS()})
		case f.said != "" && errors.Is(err, fs.ErrNotExist):
			all.problems = append(all.problems, missing(f, opts, config))
		case f.said != "" && errors.As(err, &unusable):
			all.problems = append(all.problems, handbook.Problem{
				Code: "source-unusable", Severity: handbook.Error, Path: load.ConfigFile, Args: map[string]string{"Source": f.said},
			})
		default:
			all.close()
			return nil, err
		}
	}
	all.tree = load.Join(own.FS(), further)
	return all, nil
}

func (f *files) close() {
	for _, root := range f.further {
		_ = root.Close()
	}
}

// tell adds to what was read what is wrong with the further folders. Without the
// pages of one that is not there, what others say of them cannot be told from a
// mistake, and does not stop a build.
func (f *files) tell(loaded *load.Result) {
	if len(f.problems) == 0 {
		return
	}
	for i, p := range loaded.Problems {
		switch p.Code {
		case "unknown-reference", "broken-wikilink":
			loaded.Problems[i].Severity = min(p.Severity, handbook.Warning)
		}
	}
	loaded.Problems = append(loaded.Problems, f.problems...)
}

// missing tells that a folder is not there. That matters to those whom its pages are for.
func missing(f rootFolder, opts Options, config handbook.Config) handbook.Problem {
	p := handbook.Problem{
		Code: "source-missing", Severity: handbook.Advice, Path: load.ConfigFile, Args: map[string]string{"Source": f.said},
	}
	switch cmp.Or(opts.Readers, config.Readers).Audience {
	case handbook.WithinFunction, handbook.WithinGroup:
		p.Severity = handbook.Warning
	}
	return p
}

// openRoot opens a further folder of the handbook in source.
func openRoot(source string, f rootFolder) (*os.Root, error) {
	root, err := os.OpenRoot(f.path)
	if err != nil {
		return nil, err
	}
	info, err := root.Lstat(load.ConfigFile)
	if err != nil || !info.Mode().IsRegular() || holds(source, f.path) || holds(f.path, source) {
		_ = root.Close()
		return nil, &RootError{f.path}
	}
	return root, nil
}

// holds reports whether a folder is another or holds it, by their real paths.
func holds(outer, inner string) bool {
	outer, inner = realPath(outer), realPath(inner)
	way, err := filepath.Rel(outer, inner)
	return err == nil && way != ".." && !strings.HasPrefix(way, ".."+string(filepath.Separator))
}

func realPath(path string) string {
	if full, err := filepath.Abs(path); err == nil {
		path = full
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	return path
}
