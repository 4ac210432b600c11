package main

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// corpora are handbooks made of real practice sheets that nobody on this
// project wrote. A checkout may have them beside it.
const corpora = "../../../shared/corpora"

// Real sheets give a complete site: a page for each source, whatever their
// authors wrote, and the same bytes twice.
func TestRealSheetsGiveCompleteHandbooks(t *testing.T) {
	handbooks, err := filepath.Glob(corpora + "/*/handbook.yaml")
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d handbooks of real sheets beside this checkout", len(handbooks))
	for _, config := range handbooks {
		source := filepath.Dir(config)
		t.Run(filepath.Base(source), func(t *testing.T) {
			first, second := filepath.Join(t.TempDir(), "public"), filepath.Join(t.TempDir(), "public")
			for _, site := range []string{first, second} {
				var stderr bytes.Buffer
				if code := run([]string{"build", source, "-d", site, "--clock", "2026-11-22"}, nil, &bytes.Buffer{}, &stderr); code != exitGood {
					t.Fatalf("exit status %d\n%s", code, stderr.String())
				}
			}
			pages := files(t, first, ".html")
			for source := range files(t, source, ".md") {
				name := strings.TrimSuffix(filepath.Base(source), ".md") + ".html"
				if page := filepath.Join(filepath.Dir(source), name); pages[page] == "" {
					t.Errorf("%s has no page", source)
				}
			}
			again := files(t, second, "")
			for name, data := range files(t, first, "") {
				if again[name] != data {
					t.Errorf("%s differs between two builds", name)
				}
			}
		})
	}
}

// files returns the files below dir whose names end like that.
func files(t *testing.T, dir, ending string) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ending) {
			return err
		}
		data, err := os.ReadFile(path)
		name, _ := filepath.Rel(dir, path)
		found[name] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}
