package load

import (
	"crypto/sha256"
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
// sizes and times of its files, without reading them.
type Fingerprint struct {
	Sum    [sha256.Size]byte
	Newest time.Time // when a file was last changed
}

// statChunk is how many files one goroutine asks about in a row.
const statChunk = 256

// TakeFingerprint looks at the handbook in a folder: at all that Load would look at.
func TakeFingerprint(root string) (Fingerprint, error) {
	var f Fingerprint
	hash := sha256.New()
	var walk func(name string) error
	walk = func(name string) error {
		entries, err := os.ReadDir(filepath.Join(root, filepath.FromSlash(name)))
		if err != nil {
			return err
		}
		infos, err := stats(entries)
		if err != nil {
			return err
		}
		for i, entry := range entries {
			path := entry.Name()
			if name != "." {
				path = name + "/" + path
			}
			switch {
			case entry.IsDir() && notContent(path):
			case entry.IsDir():
				if err := walk(path); err != nil {
					return err
				}
			case infos[i] == nil: // gone since
			case path == configFile, isSearchFile(path), !ignored(path):
				changed := infos[i].ModTime()
				if changed.After(f.Newest) {
					f.Newest = changed
				}
				fmt.Fprintf(hash, "%s\x00%d %d %d\n", path, infos[i].Size(), changed.UnixNano(), infos[i].Mode())
			}
		}
		return nil
	}
	if err := walk("."); err != nil {
		return f, fmt.Errorf("walking the handbook: %w", err)
	}
	hash.Sum(f.Sum[:0])
	return f, nil
}

// stats asks about files on all cores: on a slow disk, or a network, that is
// most of the work. A file that is gone has none.
func stats(entries []os.DirEntry) ([]fs.FileInfo, error) {
	infos := make([]fs.FileInfo, len(entries))
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for from := 0; from < len(entries); from += statChunk {
		group.Go(func() error {
			for i := from; i < min(from+statChunk, len(entries)); i++ {
				if entries[i].IsDir() {
					continue
				}
				info, err := entries[i].Info()
				if err != nil && !errors.Is(err, fs.ErrNotExist) {
					return err
				}
				if err == nil {
					infos[i] = info
				}
			}
			return nil
		})
	}
	return infos, group.Wait()
}
