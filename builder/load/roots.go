package load

import (
	"context"
	"io/fs"
	"slices"
	"strings"

	"relais/builder/handbook"
)

// Root is a further folder of a handbook, such as the private checkout of a
// group. It is only read.
type Root struct {
	Name string // with handbook.RootMark before it
	FS   fs.FS
}

// Join returns the files of a handbook and of its further folders as one tree:
// each of these stands in a folder of its name. A folder of the handbook
// that is called so is hidden by it.
func Join(shared fs.FS, further []Root) fs.FS {
	if len(further) == 0 {
		return shared
	}
	return joined{shared, further}
}

// ReadConfig reads handbook.yaml, as Load does.
func ReadConfig(ctx context.Context, fsys fs.FS) (handbook.Config, error) {
	config, _, err := readConfig(ctx, fsys)
	return config, err
}

type joined struct {
	shared  fs.FS
	further []Root
}

// at returns the tree that name lies in, and its name there.
func (j joined) at(name string) (fs.FS, string) {
	for _, r := range j.further {
		if name == r.Name {
			return r.FS, "."
		}
		if rest, ok := strings.CutPrefix(name, r.Name+"/"); ok {
			return r.FS, rest
		}
	}
	return j.shared, name
}

func (j joined) Open(name string) (fs.File, error) {
	fsys, name := j.at(name)
	return fsys.Open(name)
}

func (j joined) Stat(name string) (fs.FileInfo, error) {
	fsys, name := j.at(name)
	return fs.Stat(fsys, name)
}

func (j joined) Lstat(name string) (fs.FileInfo, error) {
	fsys, name := j.at(name)
	return fs.Lstat(fsys, name)
}

func (j joined) ReadLink(name string) (string, error) {
	fsys, name := j.at(name)
	return fs.ReadLink(fsys, name)
}

func (j joined) ReadDir(name string) ([]fs.DirEntry, error) {
	fsys, below := j.at(name)
	entries, err := fs.ReadDir(fsys, below)
	if name != "." || err != nil {
		return entries, err
	}
	for _, r := range j.further {
		entries = slices.DeleteFunc(entries, func(e fs.DirEntry) bool { return e.Name() == r.Name })
		info, err := fs.Stat(r.FS, ".")
		if err != nil {
			return nil, err
		}
		entries = append(entries, fs.FileInfoToDirEntry(folder{info, r.Name}))
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return entries, nil
}

// folder is what a tree says of its root, under the name that it has in another.
type folder struct {
	fs.FileInfo
	name string
}

func (f folder) Name() string { return f.name }
