package rename

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// ChangedError says that a file is no longer what the plan was made of.
type ChangedError struct{ Path string }

func (e *ChangedError) Error() string { return fmt.Sprintf("%s has changed since it was read", e.Path) }

// WriteError says that a file could not be written. Everything was put back
// but for the files Left, if any, whose old bytes are beside them (see oldFile).
type WriteError struct {
	Path string
	Left []string
	err  error
}

func (e *WriteError) Error() string { return fmt.Sprintf("renaming %s: %v", e.Path, e.err) }
func (e *WriteError) Unwrap() error { return e.err }

// Apply does what p says: all of it or, when something fails, nothing; the error
// is then a *ChangedError or a *WriteError. The new bytes and the old ones are
// written beside the files first, so that neither going on nor going back needs room.
func (p *Plan) Apply() error { return p.apply(durable{p.root}) }

func (p *Plan) apply(d disk) error {
	t := transaction{disk: d}
	path, err := t.run(p)
	left := t.end(err != nil)
	var changed *ChangedError
	if err == nil || errors.As(err, &changed) {
		return err
	}
	return &WriteError{path, left, err}
}

// run returns the file at which it failed.
func (t *transaction) run(p *Plan) (path string, err error) {
	for _, c := range p.Changes {
		now, err := t.disk.ReadFile(c.onDisk)
		if err != nil {
			return c.Path, err
		}
		if !bytes.Equal(now, c.old) {
			return c.Path, &ChangedError{c.Path}
		}
		if err := t.stage(c); err != nil {
			return c.Path, err
		}
	}
	for _, m := range p.Moves {
		if err := t.move(m.onDisk, m.To); err != nil {
			return m.To, err
		}
	}
	for _, c := range p.Changes {
		if err := t.replace(c, moves(p.Moves).disk(c.onDisk)); err != nil {
			return c.Path, err
		}
	}
	return "", nil
}

// disk is what a rename asks of the file system. *os.Root has it; tests make it fail.
type disk interface {
	ReadFile(name string) ([]byte, error)
	WriteFile(name string, data []byte, mode fs.FileMode) error
	Rename(from, to string) error
	Mkdir(name string, mode fs.FileMode) error
	Remove(name string) error
	Stat(name string) (fs.FileInfo, error)
}

// durable is a folder whose files are on the disk, whole, once they are written.
type durable struct{ *os.Root }

func (d durable) WriteFile(name string, data []byte, mode fs.FileMode) error {
	file, err := d.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, mode)
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	if err == nil {
		err = file.Sync()
	}
	return errors.Join(err, file.Close(), d.Chmod(name, mode))
}

// transaction changes files, and knows how to put everything back.
type transaction struct {
	disk  disk
	undo  []step
	trash []string // staged files
}

// step puts one file, or folder, back.
type step struct {
	path string
	back func() error
}

// Endings of the files that are staged: hidden, and no content of a handbook.
const (
	newFile = ".relais-new.tmp"
	oldFile = ".relais-old.tmp"
)

func staged(onDisk, ending string) string {
	return path.Join(path.Dir(onDisk), "."+path.Base(onDisk)+ending)
}

// stage writes the new and the old bytes of a file beside it.
func (t *transaction) stage(c Change) error {
	info, err := t.disk.Stat(c.onDisk)
	if err != nil {
		return err
	}
	for _, f := range []struct {
		ending string
		data   []byte
	}{{newFile, c.new}, {oldFile, c.old}} {
		name := staged(c.onDisk, f.ending)
		t.trash = append(t.trash, name)
		if err := t.disk.WriteFile(name, f.data, info.Mode().Perm()); err != nil {
			return err
		}
	}
	return nil
}

// replace puts the new bytes of a file, which is at now, in the place of the old ones.
func (t *transaction) replace(c Change, now string) error {
	if err := t.disk.Rename(staged(c.onDisk, newFile), now); err != nil {
		return err
	}
	t.undo = append(t.undo, step{now, func() error { return t.disk.Rename(staged(c.onDisk, oldFile), now) }})
	return nil
}

// move takes a file elsewhere, into folders that it makes.
func (t *transaction) move(from, to string) error {
	if err := t.makeFolders(path.Dir(to)); err != nil {
		return err
	}
	if err := t.disk.Rename(from, to); err != nil {
		return err
	}
	t.undo = append(t.undo, step{to, func() error { return t.disk.Rename(to, from) }})
	return nil
}

func (t *transaction) makeFolders(folder string) error {
	if _, err := t.disk.Stat(folder); err == nil {
		return nil
	}
	if err := t.makeFolders(path.Dir(folder)); err != nil {
		return err
	}
	if err := t.disk.Mkdir(folder, 0o777); err != nil {
		return err
	}
	t.undo = append(t.undo, step{folder, func() error { return t.disk.Remove(folder) }})
	return nil
}

// end takes away what was staged, after everything was put back if it failed;
// what could not be put back is returned, and its old bytes stay.
func (t *transaction) end(failed bool) (left []string) {
	for i := len(t.undo) - 1; failed && i >= 0; i-- {
		if t.undo[i].back() != nil {
			left = append(left, t.undo[i].path)
		}
	}
	for _, name := range t.trash {
		if len(left) == 0 || !strings.HasSuffix(name, oldFile) {
			_ = t.disk.Remove(name) // hidden, and harmless if it stays
		}
	}
	return left
}

// diskName returns how the disk spells a path, which the model has in NFC.
func diskName(root *os.Root, name string) (string, error) {
	if _, err := root.Lstat(name); !errors.Is(err, fs.ErrNotExist) {
		return name, err
	}
	onDisk := "."
	for part := range strings.SplitSeq(name, "/") {
		entries, err := fs.ReadDir(root.FS(), onDisk)
		if err != nil {
			return "", err
		}
		found := ""
		for _, e := range entries {
			if norm.NFC.String(e.Name()) == part {
				found = e.Name()
			}
		}
		if found == "" {
			return "", &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
		}
		onDisk = path.Join(onDisk, found)
	}
	return onDisk, nil
}
