package themes_test

import (
	"errors"
	"io/fs"
	"slices"
	"testing"
	"testing/fstest"

	"relais/themes"
)

func file(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }

func TestAThemeIsAFileSystemOfItsFolders(t *testing.T) {
	user := fstest.MapFS{"templates/sheet.html": file("mine"), "templates/own.html": file("new"), "logo.svg": file("logo")}
	base := fstest.MapFS{"templates/sheet.html": file("ours"), "templates/base.html": file("base"), "strings/fr.yaml": file("mots")}
	both := themes.Theme{}.With("", base).With("themes", user)
	for path, want := range map[string]string{
		"templates/sheet.html": "mine", "templates/own.html": "new", "templates/base.html": "base",
		"strings/fr.yaml": "mots", "logo.svg": "logo",
	} {
		if got, err := fs.ReadFile(both, path); err != nil || string(got) != want {
			t.Errorf("%s reads %q, %v; want %q", path, got, err, want)
		}
	}
	got, err := fs.Glob(both, "templates/*.html")
	if want := []string{"templates/base.html", "templates/own.html", "templates/sheet.html"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("templates are %q, %v; want %q", got, err, want)
	}
	for name, want := range map[string]string{"templates/sheet.html": "themes/templates/sheet.html", "templates/base.html": "themes/templates/base.html"} {
		if got := both.Place(name); got != want {
			t.Errorf("the handbook has %s at %s, want %s", name, got, want)
		}
	}
	if !both.Own("templates/sheet.html") || both.Own("templates/base.html") {
		t.Error("what is the handbook's is taken for ours, or the reverse")
	}
	if all, err := both.Versions("templates/sheet.html"); err != nil || len(all) != 2 || string(all[0].Data) != "ours" || string(all[1].Data) != "mine" {
		t.Errorf("the versions of a file are %v, %v; want ours, then mine", all, err)
	}
	if _, err := fs.ReadDir(both, "nowhere"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a folder of neither: %v", err)
	}
}

func TestAnEmptyFolderOverAThemeChangesNothing(t *testing.T) {
	both := themes.Default().With("themes", fstest.MapFS{})
	count := 0
	err := fs.WalkDir(both, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		count++
		got, err := fs.ReadFile(both, path)
		want, wantErr := fs.ReadFile(themes.Default(), path)
		if string(got) != string(want) || err != nil || wantErr != nil {
			t.Errorf("%s differs: %v, %v", path, err, wantErr)
		}
		return nil
	})
	if err != nil || count == 0 {
		t.Fatalf("%d files, %v", count, err)
	}
}

// unreadable has a file that can't be opened.
type unreadable struct{ fstest.MapFS }

func (unreadable) Open(name string) (fs.File, error) {
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
}

func TestAFileThatCannotBeReadIsNotReplacedByOurs(t *testing.T) {
	both := themes.Default().With("themes", unreadable{})
	if _, err := both.Open("templates/sheet.html"); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("got %v, want that permission is denied", err)
	}
}
