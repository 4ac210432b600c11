package load

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
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
		lines, newest, subfolders, err := describe(d, folder)
		if err := cmp.Or(err, d.Close()); err != nil {
			return f, fmt.Errorf("walking the handbook: %w", err)
		}
		folders = append(folders, subfolders...)
		state = append(append(state, folder...), '/')
		for _, line := range lines {
			state = append(state, line...)
		}
		if newest > f.Newest.UnixNano() {
			f.Newest = time.Unix(0, newest)
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
// network, that is most of the work. It returns what they are, some files to a
// line, when the last was changed, and the folders to go on with. A file that is
// gone meanwhile is not there.
func describe(folder *os.File, name string) (lines [][]byte, newest int64, subfolders []string, err error) {
	files, subfolders, err := list(folder, name)
	if err != nil {
		return nil, 0, nil, err
	}
	const some = 256
	lines = make([][]byte, (len(files)+some-1)/some)
	changes := make([]int64, len(lines))
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i := range lines {
		group.Go(func() error {
			for _, file := range files[i*some : min((i+1)*some, len(files))] {
				state, err := stateOf(folder, file)
				if errors.Is(err, fs.ErrNotExist) {
					continue
				}
				if err != nil {
					return err
				}
				changes[i] = max(changes[i], state.changed)
				line := append(append(lines[i], file.Name()...), 0)
				line = binary.LittleEndian.AppendUint64(line, uint64(state.size))
				line = binary.LittleEndian.AppendUint64(line, uint64(state.changed))
				lines[i] = binary.LittleEndian.AppendUint32(line, state.mode)
			}
			return nil
		})
	}
	err = group.Wait()
	for _, changed := range changes {
		newest = max(newest, changed)
	}
	return lines, newest, subfolders, err
}

// list returns what a folder holds of the content, as the disk has it.
func list(folder *os.File, name string) (files []fs.DirEntry, subfolders []string, err error) {
	entries, err := folder.ReadDir(-1)
	if err != nil {
		return nil, nil, err
	}
	prefix := ""
	if name != "." {
		prefix = name + "/"
	}
	for _, entry := range entries {
		switch name := prefix + entry.Name(); {
		case entry.IsDir() && !notContent(name):
			subfolders = append(subfolders, name)
		case !entry.IsDir() && (name == ConfigFile || isSearchFile(name) || !ignored(name)):
			files = append(files, entry)
		}
	}
	return files, subfolders, nil
}
