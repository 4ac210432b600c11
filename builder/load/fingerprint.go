package load

import (
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
		names, err := list(filepath.Join(root, filepath.FromSlash(folder)))
		if err != nil {
			return f, fmt.Errorf("walking the handbook: %w", err)
		}
		var files []fs.DirEntry
		prefix := ""
		if folder != "." {
			prefix = folder + "/"
		}
		for _, entry := range names {
			switch name := prefix + entry.Name(); {
			case entry.IsDir() && !notContent(name):
				folders = append(folders, name)
			case !entry.IsDir() && (name == configFile || isSearchFile(name) || !ignored(name)):
				files = append(files, entry)
			}
		}
		state = append(append(state, folder...), '/')
		lines, newest, err := describe(files)
		if err != nil {
			return f, fmt.Errorf("walking the handbook: %w", err)
		}
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

// list returns what a folder holds, as the disk has it.
func list(folder string) ([]fs.DirEntry, error) {
	d, err := os.Open(folder)
	if err != nil {
		return nil, err
	}
	defer d.Close()
	return d.ReadDir(-1)
}

// describe asks about files on all cores: on a slow disk, or a network, that is
// most of the work. It returns what they are, some files to a line, and when the
// last was changed. A file that is gone meanwhile is not there.
func describe(files []fs.DirEntry) (lines [][]byte, newest int64, err error) {
	const some = 256
	lines = make([][]byte, (len(files)+some-1)/some)
	changes := make([]int64, len(lines))
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i := range lines {
		group.Go(func() error {
			for _, file := range files[i*some : min((i+1)*some, len(files))] {
				info, err := file.Info()
				if errors.Is(err, fs.ErrNotExist) {
					continue
				}
				if err != nil {
					return err
				}
				changed := info.ModTime().UnixNano()
				changes[i] = max(changes[i], changed)
				line := append(append(lines[i], file.Name()...), 0)
				line = binary.LittleEndian.AppendUint64(line, uint64(info.Size()))
				line = binary.LittleEndian.AppendUint64(line, uint64(changed))
				lines[i] = binary.LittleEndian.AppendUint32(line, uint32(info.Mode()))
			}
			return nil
		})
	}
	err = group.Wait()
	for _, changed := range changes {
		newest = max(newest, changed)
	}
	return lines, newest, err
}
