//go:build unix

package output

import (
	"io/fs"
	"path/filepath"
	"syscall"
	"testing"
)

func TestPermissionsAreThoseOfOrdinaryFilesWithinTheUmask(t *testing.T) {
	for umask, want := range map[int]struct{ file, folder fs.FileMode }{
		0o000: {0o644, 0o755}, 0o022: {0o644, 0o755}, 0o027: {0o640, 0o750}, 0o077: {0o600, 0o700},
	} {
		before := syscall.Umask(umask)
		dest := filepath.Join(t.TempDir(), "public")
		mustPublish(t, dest, site{"d/a.html": "a"})
		syscall.Umask(before)
		if got := stat(t, filepath.Join(dest, "d/a.html")).Mode().Perm(); got != want.file {
			t.Errorf("umask %03o: a file is %v, want %v", umask, got, want.file)
		}
		for _, folder := range []string{dest, filepath.Join(dest, "d")} {
			if got := stat(t, folder).Mode().Perm(); got != want.folder {
				t.Errorf("umask %03o: a folder is %v, want %v", umask, got, want.folder)
			}
		}
	}
}
