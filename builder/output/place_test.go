package output

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestAFolderThatRelaisDidNotWriteIsNotReplaced(t *testing.T) {
	for name, test := range map[string]struct {
		files map[string]string // a name that ends in "/" is a folder
		entry string
	}{
		"somebody's file":             {map[string]string{"thesis.odt": "x"}, "thesis.odt"},
		"a repository":                {map[string]string{".git/": "", markerName: marker}, ".git"},
		"a file of the marker's name": {map[string]string{markerName: "cache: true\n"}, markerName},
		"a folder of that name":       {map[string]string{markerName + "/": ""}, markerName},
	} {
		t.Run(name, func(t *testing.T) {
			dest := t.TempDir()
			for name, text := range test.files {
				var err error
				if folder, ok := strings.CutSuffix(name, "/"); ok {
					err = os.Mkdir(filepath.Join(dest, folder), 0o755)
				} else {
					err = os.WriteFile(filepath.Join(dest, name), []byte(text), 0o644)
				}
				if err != nil {
					t.Fatal(err)
				}
			}
			before := stat(t, dest)
			_, err := publish(dest, site{"index.html": "home"}, nil)
			var foreign *ForeignError
			if !errors.As(err, &foreign) || foreign.Dest != dest || foreign.Entry != test.entry {
				t.Fatalf("error: %v", err)
			}
			if !os.SameFile(before, stat(t, dest)) {
				t.Error("the folder was replaced")
			}
			wantAlone(t, dest)
		})
	}
}

func TestPlacesThatCannotBeAFolderToPublish(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	dangling := filepath.Join(dir, "link")
	if err := os.Symlink("nowhere", dangling); err != nil {
		t.Fatal(err)
	}
	for dest, reason := range map[string]string{
		"":                            "no folder",
		file:                          "it is a file",
		filepath.Join(file, "public"): "not a directory",
		dangling:                      "leads nowhere",
		string(filepath.Separator):    "root",
	} {
		if _, err := Open(dest); err == nil || !strings.Contains(err.Error(), reason) {
			t.Errorf("Open(%q): %v, want %q", dest, err, reason)
		}
	}
}

func TestALinkToTheFolderIsFollowedAndStays(t *testing.T) {
	dir := t.TempDir()
	link, target := filepath.Join(dir, "public"), filepath.Join(dir, "disk", "site")
	if err := os.MkdirAll(target, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join("disk", "site"), link); err != nil {
		t.Fatal(err)
	}
	mustPublish(t, link, site{"index.html": "1"})
	mustPublish(t, link, site{"index.html": "2"})
	wantSite(t, target, site{"index.html": "2"})
	wantAlone(t, target)
	if got, err := os.Readlink(link); got != filepath.Join("disk", "site") {
		t.Errorf("the link reads %q, %v", got, err)
	}
}
