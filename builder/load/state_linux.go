package load

import (
	"io/fs"
	"os"

	"golang.org/x/sys/unix"
)

// stateOf asks about a file of an open folder. With neither the folder's path to
// follow nor an fs.FileInfo to make, that takes two thirds of the time of Info.
func stateOf(folder *os.File, file fs.DirEntry) (fileState, error) {
	var stat unix.Stat_t
	if err := unix.Fstatat(int(folder.Fd()), file.Name(), &stat, unix.AT_SYMLINK_NOFOLLOW); err != nil {
		return fileState{}, &fs.PathError{Op: "fstatat", Path: file.Name(), Err: err}
	}
	return fileState{size: stat.Size, changed: stat.Mtim.Nano(), mode: stat.Mode}, nil
}
