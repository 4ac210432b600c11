package output

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"golang.org/x/sys/unix"
)

func TestAReaderNeverMeetsAMissingOrMixedSite(t *testing.T) {
	dest := filepath.Join(t.TempDir(), "public")
	edition := func(text string) site {
		return site{"index.html": strings.Repeat(text, 50_000), "d/same.html": "same"}
	}
	mustPublish(t, dest, edition("0"))
	done := make(chan struct{})
	var reader sync.WaitGroup
	reader.Go(func() {
		for reads := 0; ; reads++ {
			text, err := os.ReadFile(filepath.Join(dest, "index.html"))
			if err != nil || len(text) != 50_000 || string(text) != strings.Repeat(string(text[:1]), len(text)) {
				t.Errorf("read %d: %d bytes, %v", reads, len(text), err)
				return
			}
			select {
			case <-done:
				return
			default:
			}
		}
	})
	for i := range 100 {
		mustPublish(t, dest, edition(string(rune('0'+i%10))))
	}
	close(done)
	reader.Wait()
}

// asNobody runs fn without root's right to write everywhere. The right belongs to
// the thread, so fn must not leave its goroutine.
func asNobody(t *testing.T, fn func()) {
	t.Helper()
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if os.Getuid() == 0 {
		if err := unix.Setfsuid(65534); err != nil {
			t.Fatal(err)
		}
		defer unix.Setfsuid(0)
	}
	fn()
}

func TestAFolderThatCannotBeWrittenIsNamedInTheError(t *testing.T) {
	dir := t.TempDir()
	dest := filepath.Join(dir, "public")
	if err := os.Chmod(dir, 0o555); err != nil {
		t.Fatal(err)
	}
	defer os.Chmod(dir, 0o755)
	asNobody(t, func() {
		for _, dest := range []string{dest, filepath.Join(dest, "below")} {
			_, err := Open(dest)
			if !errors.Is(err, fs.ErrPermission) || !strings.Contains(err.Error(), dest) {
				t.Errorf("Open(%q): %v", dest, err)
			}
		}
	})
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if entries, err := os.ReadDir(dir); len(entries) != 0 || err != nil {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}

func TestAMountPointIsRefused(t *testing.T) {
	const mount = "/proc" // the one mount that every Linux has
	if _, err := Open(mount); err == nil || !strings.Contains(err.Error(), "publish to a folder inside it") {
		t.Errorf("Open(%q): %v", mount, err)
	}
}
