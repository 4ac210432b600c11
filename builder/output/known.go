package output

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"
	"golang.org/x/text/unicode/norm"
)

// File is a published file as the disk tells it without reading it.
type File struct {
	Path     string // below the published folder
	Size     int64  // in bytes
	Modified int64  // in nanoseconds since 1970
}

// Files lists what this run has written and kept so far: after Commit, what is
// published.
func (s *Stage) Files() []File {
	files := make([]File, 0, len(s.names))
	for _, e := range s.names {
		if !e.dir {
			files = append(files, File{e.path, e.size, e.modified})
		}
	}
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	return files
}

// Knows tells the stage what an earlier run published, as Files listed it, and
// reports whether that is what is published now, to the size and time of each
// file: only then may Keep be called.
func (s *Stage) Knows(files []File) bool {
	known := make(map[string]File, len(files))
	for _, f := range files {
		known[f.Path] = f
	}
	if s.disk.hasExactly(s.place.site, known) {
		s.known = known
	}
	return s.known != nil
}

// Keep adds to the new site a file of the published one, as it is. It may be called
// from several goroutines, beside Write. The error is fs.ErrNotExist when no such
// file is known.
func (s *Stage) Keep(name string) error {
	name = norm.NFC.String(name)
	f, ok := s.known[name]
	if !ok {
		return fmt.Errorf("keeping the published %s: %w", name, fs.ErrNotExist)
	}
	e, err := s.claim(name, int(f.Size))
	if err == nil {
		e.modified, e.same = f.Modified, true
	}
	return err
}

// hasExactly reports whether a folder holds these files and no other.
func (d disk) hasExactly(folder string, files map[string]File) bool {
	var mu sync.Mutex
	found := 0
	var look func(below string) error
	var group errgroup.Group
	group.SetLimit(d.hands())
	look = func(below string) error {
		dir, err := d.root.Open(path.Join(folder, below))
		if err != nil {
			return err
		}
		defer dir.Close()
		entries, err := dir.ReadDir(-1)
		if err != nil {
			return err
		}
		here := 0
		for _, entry := range entries {
			name := path.Join(below, norm.NFC.String(entry.Name()))
			if entry.IsDir() {
				if !group.TryGo(func() error { return look(name) }) {
					if err := look(name); err != nil {
						return err
					}
				}
				continue
			}
			info, err := entry.Info()
			if err != nil {
				return err
			}
			f, known := files[name]
			if !known || !info.Mode().IsRegular() || info.Size() != f.Size || info.ModTime().UnixNano() != f.Modified {
				return errOther
			}
			here++
		}
		mu.Lock()
		defer mu.Unlock()
		found += here
		return nil
	}
	err := look("")
	return errors.Join(err, group.Wait()) == nil && found == len(files)
}

var errOther = errors.New("a file is not as it was published")
