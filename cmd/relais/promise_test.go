package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// No word of ours says that a text is anonymous: no check can know it, and
// who is told so looks no further. What may be said is who has looked, and for what.
func TestNothingIsCalledAnonymous(t *testing.T) {
	promise := regexp.MustCompile(`(?i)anonym`)
	said := 0
	for _, folder := range []string{".", "../../builder", "../../themes", "../../search/client"} {
		err := filepath.WalkDir(folder, func(name string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			built := strings.HasPrefix(d.Name(), "site") && strings.Contains(name, "browsertest")
			if d.IsDir() && (d.Name() == "node_modules" || d.Name() == "testdata" || built) {
				return fs.SkipDir
			}
			switch filepath.Ext(name) {
			case ".go", ".yaml", ".html", ".js", ".css":
			default:
				return nil
			}
			if strings.HasSuffix(name, "_test.go") {
				return nil
			}
			text, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			said++
			if place := promise.FindIndex(text); place != nil {
				t.Errorf("%s, line %d, promises what nobody can hold", name, 1+strings.Count(string(text[:place[0]]), "\n"))
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if said < 100 {
		t.Errorf("only %d files were read", said)
	}
}
