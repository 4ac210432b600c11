//go:build !linux

package load

import (
	"io/fs"
	"os"
)

// stateOf asks about a file of an open folder.
func stateOf(_ *os.File, file fs.DirEntry) (fileState, error) {
	info, err := file.Info()
	if err != nil {
		return fileState{}, err
	}
	return fileState{size: info.Size(), changed: info.ModTime().UnixNano(), mode: uint32(info.Mode())}, nil
}
