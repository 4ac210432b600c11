package output

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// UnusableError says that no handbook can be published to a folder, whoever asks.
type UnusableError struct {
	Dest string // the folder, as given to Open
	Why  Unusable
	err  error
}

// Unusable is why a folder cannot be published to.
type Unusable string

// What makes a folder unusable.
const (
	IsFile       Unusable = "it is a file, not a folder"
	LeadsNowhere Unusable = "it is a symbolic link that leads nowhere"
	IsRoot       Unusable = "it is the root of a disk or volume, which can't be replaced in one step; publish to a folder inside it"
)

func (e *UnusableError) Error() string { return fmt.Sprintf("cannot publish to %s: %s", e.Dest, e.Why) }
func (e *UnusableError) Unwrap() error { return e.err }

// A place is a folder to publish and the names that a run uses beside it. All
// names but dest are plain names inside parent.
type place struct {
	dest     string // as the caller wrote it, for messages
	parent   string // absolute
	site     string
	stage    string // the new site before the swap, the old one after it
	previous string // the old site between two renames
	lock     string
}

// locate finds the folder that dest means, and makes the folders above it.
func locate(dest string) (place, error) {
	if dest == "" {
		return place{}, errors.New("no folder to publish to is given")
	}
	site, err := filepath.Abs(dest)
	if err != nil {
		return place{}, fmt.Errorf("cannot publish to %s: %w", dest, err)
	}
	info, err := os.Lstat(site)
	if err == nil && info.Mode()&fs.ModeSymlink != 0 {
		// A dangling link may mean a disk that is not mounted: don't fill in for it.
		if site, err = filepath.EvalSymlinks(site); err != nil {
			return place{}, &UnusableError{dest, LeadsNowhere, err}
		}
		info, err = os.Stat(site)
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return place{}, fmt.Errorf("cannot publish to %s: %w", dest, err)
	case !info.IsDir():
		return place{}, &UnusableError{dest, IsFile, nil}
	case isMount(site):
		return place{}, &UnusableError{dest, IsRoot, nil}
	}
	parent, base := filepath.Split(site)
	if base == "" {
		return place{}, &UnusableError{dest, IsRoot, nil}
	}
	if err := os.MkdirAll(parent, 0o755); err != nil {
		return place{}, fmt.Errorf("cannot publish to %s: %w", dest, err)
	}
	return place{
		dest:     dest,
		parent:   parent,
		site:     base,
		stage:    "." + base + ".stage",
		previous: "." + base + ".previous",
		lock:     "." + base + ".lock",
	}, nil
}

// named makes an error tell the whole path of the file that it is about: the disk
// knows it below the parent only.
func (p place) named(err error) error {
	whole := func(name string) string {
		if filepath.IsAbs(name) {
			return name
		}
		return filepath.Join(p.parent, name)
	}
	var path *fs.PathError
	if errors.As(err, &path) {
		path.Path = whole(path.Path)
	}
	var link *os.LinkError
	if errors.As(err, &link) {
		link.Old, link.New = whole(link.Old), whole(link.New)
	}
	return err
}
