package output

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
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

// remove deletes name and all that is in it, if it is there.
func (d disk) remove(name string) error {
	if err := d.before("remove", name); err != nil {
		return err
	}
	return d.root.RemoveAll(name)
}

// write makes the file name, which is not there yet: a published file may share its
// inode with the old site, so nothing is ever written in place.
func (d disk) write(name string, data []byte) error {
	if err := d.before("create", name); err != nil {
		return err
	}
	f, err := d.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	if err = d.before("write", name); err == nil {
		_, err = f.Write(data)
	}
	return errors.Join(err, f.Close())
}

// link makes the file to, with the bytes and the time of the file from: the same
// inode where the file system can, a copy where it can't (FAT, some shares).
func (d disk) link(from, to string) error {
	err := d.before("link", to)
	if err == nil {
		err = d.root.Link(from, to)
	}
	if err == nil {
		return nil
	}
	if failed := d.copy(from, to); failed != nil {
		return errors.Join(err, failed)
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
	if err := d.write(to, data); err != nil {
		return err
	}
	return d.root.Chtimes(to, info.ModTime(), info.ModTime())
}

// holds reports whether name is a regular file with the bytes of data. What can't
// be read is not held: it is written anew.
func (d disk) holds(name string, data []byte) bool {
	info, err := d.root.Lstat(name)
	if err != nil || !info.Mode().IsRegular() || info.Size() != int64(len(data)) {
		return false
	}
	f, err := d.root.Open(name)
	if err != nil {
		return false
	}
	defer f.Close()
	var chunk [16 << 10]byte
	for {
		n, err := f.Read(chunk[:])
		if n > len(data) || !bytes.Equal(chunk[:n], data[:n]) {
			return false
		}
		data = data[n:]
		if err != nil {
			return err == io.EOF && len(data) == 0
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
