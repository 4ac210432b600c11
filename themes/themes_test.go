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

func TestAnOverlayIsAFileSystemOfBoth(t *testing.T) {
	user := fstest.MapFS{"templates/sheet.html": file("mine"), "templates/own.html": file("new"), "logo.svg": file("logo")}
	base := fstest.MapFS{"templates/sheet.html": file("ours"), "templates/base.html": file("base"), "strings/fr.yaml": file("mots")}
	both := themes.Overlay(user, base)
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
	if _, err := fs.ReadDir(both, "nowhere"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a folder of neither: %v", err)
	}
}

func TestAnEmptyOverlayIsTheDefaultTheme(t *testing.T) {
	both := themes.Overlay(fstest.MapFS{}, themes.Default())
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
	both := themes.Overlay(unreadable{}, themes.Default())
	if _, err := both.Open("templates/sheet.html"); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("got %v, want that permission is denied", err)
	}
}
