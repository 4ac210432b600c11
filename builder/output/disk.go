package output

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"runtime"

	"golang.org/x/sync/errgroup"
)

// A disk is the folder above the published one, and the only way by which this
// package changes it once it is locked. Names are slash-separated, below that folder.
type disk struct {
	root *os.Root
	step stepFunc
}

// A stepFunc is told of each change just before it is made. Tests stop a run there,
// or make the change fail by an error. It is nil outside tests.
type stepFunc func(op, name string) error

func (d disk) before(op, name string) error {
	if d.step == nil {
		return nil
	}
	return d.step(op, name)
}

func (d disk) mkdir(name string) error {
	if err := d.before("mkdir", name); err != nil {
		return err
	}
	return d.root.MkdirAll(name, 0o755)
}

func (d disk) rename(from, to string) error {
	if err := d.before("rename", from); err != nil {
		return err
	}
	return d.root.Rename(from, to)
}

// remove deletes name and all that is in it, if it is there: its folders and theirs
// side by side, then the rest.
func (d disk) remove(name string) error {
	if err := d.before("remove", name); err != nil {
		return err
	}
	var group errgroup.Group
	group.SetLimit(d.hands())
	for _, folder := range d.folders(name) {
		inside := d.folders(folder)
		if len(inside) == 0 {
			inside = []string{folder}
		}
		for _, one := range inside {
			group.Go(func() error { return d.root.RemoveAll(one) })
		}
	}
	return errors.Join(group.Wait(), d.root.RemoveAll(name))
}

// folders returns those that a folder holds, none when it cannot be read.
func (d disk) folders(name string) []string {
	var folders []string
	entries, _ := fs.ReadDir(d.root.FS(), name)
	for _, entry := range entries {
		if entry.IsDir() {
			folders = append(folders, path.Join(name, entry.Name()))
		}
	}
	return folders
}

// write makes the file name, which is not there yet: a published file may share its
// inode with the old site, so nothing is ever written in place. It returns the time
// of the file, in nanoseconds since 1970.
func (d disk) write(name string, data []byte) (modified int64, err error) {
	if err := d.before("create", name); err != nil {
		return 0, err
	}
	f, err := d.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if err := d.before("write", name); err != nil {
		return 0, err
	}
	if _, err := f.Write(data); err != nil {
		return 0, err
	}
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return info.ModTime().UnixNano(), nil
}

// hands is how many goroutines may change the disk: all processors, but one when a
// test counts the steps.
func (d disk) hands() int {
	if d.step != nil {
		return 1
	}
	return runtime.GOMAXPROCS(0)
}

// linkAll makes, in the folder to, files with the bytes and the times of those of the
// same names in the folder from: the same inodes where the file system can, copies
// where it can't (FAT, some shares). Both folders are looked up once: a site has
// tens of thousands of files, and a run that changes one page does little else.
func (d disk) linkAll(from, to string, names []string) (err error) {
	old, err := d.root.Open(from)
	if err != nil {
		return fmt.Errorf("keeping the published %s: %w", from, err)
	}
	defer func() { err = errors.Join(err, old.Close()) }()
	made, err := d.root.Open(to)
	if err != nil {
		return fmt.Errorf("staging %s: %w", to, err)
	}
	defer func() { err = errors.Join(err, made.Close()) }()
	for _, name := range names {
		err := d.before("link", path.Join(to, name))
		if err == nil {
			err = link(old, made, name)
		}
		if errors.Is(err, errors.ErrUnsupported) {
			err = d.root.Link(path.Join(from, name), path.Join(to, name))
		}
		if err == nil {
			continue
		}
		if failed := d.copy(path.Join(from, name), path.Join(to, name)); failed != nil {
			return fmt.Errorf("keeping the published %s: %w", path.Join(from, name), errors.Join(err, failed))
		}
	}
	return nil
}

func (d disk) copy(from, to string) error {
	info, err := d.root.Stat(from)
	if err != nil {
		return err
	}
	data, err := d.root.ReadFile(from)
	if err != nil {
		return err
	}
	if _, err := d.write(to, data); err != nil {
		return err
	}
	return d.root.Chtimes(to, info.ModTime(), info.ModTime())
}

// holds reports whether name is a regular file with the bytes of data, and since
// when, in nanoseconds since 1970. What can't be read is not held: it is written anew.
func (d disk) holds(name string, data []byte) (modified int64, same bool) {
	info, err := d.root.Lstat(name)
	if err != nil || !info.Mode().IsRegular() || info.Size() != int64(len(data)) {
		return 0, false
	}
	f, err := d.root.Open(name)
	if err != nil {
		return 0, false
	}
	defer f.Close()
	var chunk [16 << 10]byte
	for {
		n, err := f.Read(chunk[:])
		if n > len(data) || !bytes.Equal(chunk[:n], data[:n]) {
			return 0, false
		}
		data = data[n:]
		if err != nil {
			return info.ModTime().UnixNano(), err == io.EOF && len(data) == 0
		}
	}
}

// walk calls fn for all that is in the folder name, which may be missing.
func (d disk) walk(name string, fn func(name string, dir bool)) error {
	err := fs.WalkDir(d.root.FS(), name, func(p string, e fs.DirEntry, err error) error {
		if err == nil && p != name {
			fn(p[len(name)+1:], e.IsDir())
		}
		return err
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
