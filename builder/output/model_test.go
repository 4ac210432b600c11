package output

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// Any sequence of runs leaves in the folder what a map would hold, counts what it
// changed, and gives a new inode to the files that changed and to no other.
func TestRunsBehaveAsAMapOfFiles(t *testing.T) {
	dir := t.TempDir()
	name := rapid.StringMatching(`([abé]/){0,2}[abé]`)
	files := rapid.MapOfN(name, rapid.SampledFrom([]string{"", "x", "y", "zz", strings.Repeat("long", 9000)}), 0, 8)
	rapid.Check(t, func(t *rapid.T) {
		parent, err := os.MkdirTemp(dir, "run")
		if err != nil {
			t.Fatal(err)
		}
		dest := filepath.Join(parent, "public")
		before := site{}
		for range rapid.IntRange(1, 5).Draw(t, "runs") {
			var now site = withoutClashes(files.Draw(t, "site"))
			inodes := map[string]os.FileInfo{}
			for name := range before {
				inodes[name] = stat(t, filepath.Join(dest, name))
			}
			step := noExchange
			if rapid.Bool().Draw(t, "exchange") {
				step = nil
			}
			result, err := publish(dest, now, step)
			if err != nil {
				t.Fatal(err)
			}
			wantSite(t, dest, now)
			wantAlone(t, dest)

			want := Result{}
			for name, text := range now {
				want.Bytes += int64(len(text))
				published, was := before[name]
				same := was && os.SameFile(inodes[name], stat(t, filepath.Join(dest, name)))
				if was && text == published {
					want.Unchanged++
				} else {
					want.Changed = append(want.Changed, name)
				}
				if same != (was && text == published) {
					t.Errorf("%s: was %q, is %q, same inode: %v", name, published, text, same)
				}
			}
			for name := range before {
				if _, is := now[name]; !is {
					want.Removed++
				}
			}
			slices.Sort(want.Changed)
			want.Written = len(want.Changed)
			if !slices.Equal(result.Changed, want.Changed) || result.Written != want.Written ||
				result.Unchanged != want.Unchanged || result.Removed != want.Removed || result.Bytes != want.Bytes {
				t.Errorf("result %+v, want %+v", result, want)
			}
			before = now
		}
	})
}

func noExchange(op, _ string) error {
	if op == "exchange" {
		return errors.ErrUnsupported
	}
	return nil
}

// withoutClashes drops the files whose path goes through another file.
func withoutClashes(files site) site {
	maps.DeleteFunc(files, func(name, _ string) bool {
		for other := range files {
			if strings.HasPrefix(other, name+"/") {
				return true
			}
		}
		return false
	})
	return files
}
