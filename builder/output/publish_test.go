// What the tests of this package publish, and what they look at afterwards.

package output

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// A site is what a run publishes: text by path.
type site map[string]string

// A tester is a test of any kind: *testing.T and *rapid.T have no other interface
// in common.
type tester interface {
	Helper()
	Errorf(format string, args ...any)
	Fatal(args ...any)
}

// publish writes files to dest in one run.
func publish(dest string, files site, step stepFunc) (Result, error) {
	s, err := open(dest, step)
	if err != nil {
		return Result{}, err
	}
	defer s.Abort()
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if err := s.Write(name, []byte(files[name])); err != nil {
			return Result{}, err
		}
	}
	return s.Commit()
}

func mustPublish(t tester, dest string, files site) Result {
	t.Helper()
	result, err := publish(dest, files, nil)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// published reads the site in dest. Folders without files appear as "name/".
func published(t tester, dest string) site {
	t.Helper()
	files := site{}
	err := fs.WalkDir(os.DirFS(dest), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			inside, err := os.ReadDir(filepath.Join(dest, name))
			if len(inside) == 0 && name != "." {
				files[name+"/"] = ""
			}
			return err
		}
		text, err := os.ReadFile(filepath.Join(dest, name))
		files[name] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(files) > 0 && files[markerName] != marker {
		t.Errorf("the marker reads %q", files[markerName])
	}
	delete(files, markerName)
	return files
}

func wantSite(t tester, dest string, want site) {
	t.Helper()
	if got := published(t, dest); !maps.Equal(got, want) {
		t.Errorf("published: %v\nwant:      %v", got, want)
	}
}

// wantAlone fails unless the published folder is all that is in its parent.
func wantAlone(t tester, dest string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(dest))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.Name() != filepath.Base(dest) {
			t.Errorf("left beside the site: %s", e.Name())
		}
	}
}

// age sets the time of a file back, so that a later write shows.
func age(t tester, name string) fs.FileInfo {
	t.Helper()
	old := time.Date(2001, 2, 3, 4, 5, 6, 0, time.UTC)
	if err := os.Chtimes(name, old, old); err != nil {
		t.Fatal(err)
	}
	return stat(t, name)
}

func stat(t tester, name string) fs.FileInfo {
	t.Helper()
	info, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	return info
}
