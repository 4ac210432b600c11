package load

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"golang.org/x/sync/errgroup"
)

// Fingerprint tells one state of a handbook's content from another by the names,
// sizes and times of its files, without reading them. Two that are equal are of
// one state; a folder that its disk lists in another order has another.
type Fingerprint struct {
	Sum    [sha256.Size]byte
	Newest time.Time // when a file was last changed
}

// TakeFingerprint looks at the handbook in a folder: at all that Load would read.
// It is all that a search over a cached index does with the content, and mostly
// asks the system about files: no sorting, and nothing is made of a file but a line.
func TakeFingerprint(root string) (Fingerprint, error) {
	var f Fingerprint
	var state []byte
	folders := []string{"."}
	for len(folders) > 0 {
		folder := folders[len(folders)-1]
		folders = folders[:len(folders)-1]
		d, err := os.Open(filepath.Join(root, filepath.FromSlash(folder)))
		if err != nil {
			return f, fmt.Errorf("walking the handbook: %w", err)
		}
		files, subfolders, err := describe(d, folder)
		if err := cmp.Or(err, d.Close()); err != nil {
			return f, fmt.Errorf("walking the handbook: %w", err)
		}
		folders = append(folders, subfolders...)
		state = append(append(state, folder...), '/')
		for _, some := range files {
			state = append(state, some.lines...)
			if some.newest > f.Newest.UnixNano() {
				f.Newest = time.Unix(0, some.newest)
			}
		}
	}
	f.Sum = sha256.Sum256(state)
	return f, nil
}

// fileState is what tells that a file has changed.
type fileState struct {
	size, changed int64
	mode          uint32
}

// describe asks about the files of a folder on all cores: on a slow disk, or a
// network, that is most of the work. It asks about some while it lists the next.
// It returns what they are, when the last was changed, and the folders to go on
// with. A file that is gone meanwhile is not there.
func describe(folder *os.File, name string) (files []*described, subfolders []string, err error) {
	const some = 256
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for err == nil {
		var entries []fs.DirEntry
		entries, err = folder.ReadDir(some)
		listed, below := sortEntries(entries, name)
		subfolders = append(subfolders, below...)
		d := &described{}
		files = append(files, d)
		group.Go(func() error { return d.ask(folder, listed) })
	}
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return files, subfolders, cmp.Or(group.Wait(), err)
}

// described is what the disk tells of some files.
type described struct {
	lines  []byte
	newest int64
}

func (d *described) ask(folder *os.File, files []fs.DirEntry) error {
	for _, file := range files {
		state, err := stateOf(folder, file)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		d.newest = max(d.newest, state.changed)
		d.lines = append(append(d.lines, file.Name()...), 0)
		d.lines = binary.LittleEndian.AppendUint64(d.lines, uint64(state.size))
		d.lines = binary.LittleEndian.AppendUint64(d.lines, uint64(state.changed))
		d.lines = binary.LittleEndian.AppendUint32(d.lines, state.mode)
	}
	return nil
}

// sortEntries tells what of a folder is content.
func sortEntries(entries []fs.DirEntry, folder string) (files []fs.DirEntry, subfolders []string) {
	prefix := ""
	if folder != "." {
		prefix = folder + "/"
	}
	for _, entry := range entries {
		switch name := prefix + entry.Name(); {
		case entry.IsDir() && !notContent(name):
			subfolders = append(subfolders, name)
		case !entry.IsDir() && (name == ConfigFile || isSearchFile(name) || !ignored(name)):
			files = append(files, entry)
		}
	}
	return files, subfolders
}
