package output

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

func TestFirstPublicationMakesTheFolderAndThoseAboveIt(t *testing.T) {
	dest := filepath.Join(t.TempDir(), "a", "b", "public")
	result := mustPublish(t, dest, site{"index.html": "home", "fiches/à-lire.html": "sheet"})
	wantSite(t, dest, site{"index.html": "home", "fiches/à-lire.html": "sheet"})
	wantAlone(t, dest)
	if result.Written != 2 || result.Unchanged != 0 || result.Removed != 0 || result.Bytes != 9 ||
		!slices.Equal(result.Changed, []string{"fiches/à-lire.html", "index.html"}) {
		t.Errorf("result: %+v", result)
	}
}

func TestUnchangedFilesKeepTheirInodeAndTime(t *testing.T) {
	dest := filepath.Join(t.TempDir(), "public")
	mustPublish(t, dest, site{"same.html": "one", "d/same.html": "two", "other.html": "old", "d/gone.html": "x"})
	kept := age(t, filepath.Join(dest, "d/same.html"))
	other := age(t, filepath.Join(dest, "other.html"))

	result := mustPublish(t, dest, site{"same.html": "one", "d/same.html": "two", "other.html": "new"})
	wantSite(t, dest, site{"same.html": "one", "d/same.html": "two", "other.html": "new"})
	wantAlone(t, dest)
	if result.Written != 1 || result.Unchanged != 2 || result.Removed != 1 || result.Bytes != 9 {
		t.Errorf("result: %+v", result)
	}
	now := stat(t, filepath.Join(dest, "d/same.html"))
	if !os.SameFile(now, kept) || !now.ModTime().Equal(kept.ModTime()) {
		t.Error("an unchanged file was written again")
	}
	if os.SameFile(stat(t, filepath.Join(dest, "other.html")), other) {
		t.Error("a changed file was written in place")
	}
}

func TestUnchangedFilesAreCopiedWithTheirTimeWhereLinksFail(t *testing.T) {
	dest := filepath.Join(t.TempDir(), "public")
	mustPublish(t, dest, site{"same.html": "one", "other.html": "old"})
	kept := age(t, filepath.Join(dest, "same.html"))
	_, err := publish(dest, site{"same.html": "one", "other.html": "new"}, func(op, _ string) error {
		if op == "link" {
			return errors.ErrUnsupported
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	wantSite(t, dest, site{"same.html": "one", "other.html": "new"})
	if now := stat(t, filepath.Join(dest, "same.html")); !now.ModTime().Equal(kept.ModTime()) {
		t.Errorf("the time of an unchanged file is %v, was %v", now.ModTime(), kept.ModTime())
	}
}

func TestNothingIsTouchedWhenNothingChanged(t *testing.T) {
	dest := filepath.Join(t.TempDir(), "public")
	files := site{"index.html": "home", "d/a.html": "a"}
	mustPublish(t, dest, files)
	before := []fs.FileInfo{age(t, filepath.Join(dest, "d")), age(t, dest)}
	result := mustPublish(t, dest, files)
	if result.Written != 0 || result.Unchanged != 2 || result.Removed != 0 || result.Changed != nil {
		t.Errorf("result: %+v", result)
	}
	for i, name := range []string{filepath.Join(dest, "d"), dest} {
		if now := stat(t, name); !os.SameFile(now, before[i]) || !now.ModTime().Equal(before[i].ModTime()) {
			t.Errorf("%s was touched", name)
		}
	}
	wantAlone(t, dest)
}

// Whatever happened to the published folder since, the next run makes it the site again.
func TestTheNextRunMendsWhatWasDoneToTheSite(t *testing.T) {
	files := site{"index.html": "home", "d/a.html": "a"}
	for name, harm := range map[string]func(dest string) error{
		"a file is edited":   func(d string) error { return os.WriteFile(d+"/d/a.html", []byte("A"), 0o644) },
		"a file is cut":      func(d string) error { return os.Truncate(d+"/d/a.html", 0) },
		"a file is lost":     func(d string) error { return os.Remove(d + "/index.html") },
		"a file is added":    func(d string) error { return os.WriteFile(d+"/d/notes.txt", nil, 0o644) },
		"a folder is added":  func(d string) error { return os.MkdirAll(d+"/x/y", 0o755) },
		"a folder is lost":   func(d string) error { return os.RemoveAll(d + "/d") },
		"a file is a folder": func(d string) error { return errors.Join(os.Remove(d+"/index.html"), os.Mkdir(d+"/index.html", 0o755)) },
		"a folder is a file": func(d string) error { return errors.Join(os.RemoveAll(d+"/d"), os.WriteFile(d+"/d", nil, 0o644)) },
		"a file is a link": func(d string) error {
			return errors.Join(os.Rename(d+"/index.html", d+"/home"), os.Symlink("home", d+"/index.html"))
		},
		"a folder is a link": func(d string) error { return errors.Join(os.Rename(d+"/d", d+"/e"), os.Symlink("e", d+"/d")) },
		"the site is lost":   func(d string) error { return os.RemoveAll(d) },
		"the site is empty":  func(d string) error { return errors.Join(os.RemoveAll(d), os.Mkdir(d, 0o755)) },
	} {
		t.Run(name, func(t *testing.T) {
			dest := filepath.Join(t.TempDir(), "public")
			mustPublish(t, dest, files)
			if err := harm(dest); err != nil {
				t.Fatal(err)
			}
			mustPublish(t, dest, files)
			wantSite(t, dest, files)
			wantAlone(t, dest)
			for _, name := range []string{"index.html", "d"} {
				if info, err := os.Lstat(filepath.Join(dest, name)); err != nil || info.Mode()&fs.ModeSymlink != 0 {
					t.Errorf("%s: %v, %v", name, info.Mode(), err)
				}
			}
		})
	}
}

func TestASecondRunIsToldThatAFirstOneRuns(t *testing.T) {
	dest := filepath.Join(t.TempDir(), "public")
	first, err := Open(dest)
	if err != nil {
		t.Fatal(err)
	}
	defer first.Abort()
	for range 2 {
		_, err := Open(dest)
		var busy *BusyError
		if !errors.As(err, &busy) || busy.Dest != dest {
			t.Fatalf("error: %v", err)
		}
	}
	if err := first.Write("index.html", []byte("first")); err != nil {
		t.Fatal(err)
	}
	if _, err := first.Commit(); err != nil {
		t.Fatal(err)
	}
	mustPublish(t, dest, site{"index.html": "second"})
	wantSite(t, dest, site{"index.html": "second"})
}

func TestOfManyRunsAtOnceEachPublishesWholeOrIsToldToWait(t *testing.T) {
	dest := filepath.Join(t.TempDir(), "public")
	var succeeded atomic.Int32
	var runs sync.WaitGroup
	for i := range 8 {
		runs.Go(func() {
			for range 10 {
				text := string(rune('a' + i))
				_, err := publish(dest, site{"1.html": text, "d/2.html": text}, nil)
				var busy *BusyError
				switch {
				case err == nil:
					succeeded.Add(1)
				case !errors.As(err, &busy):
					t.Error(err)
				}
			}
		})
	}
	runs.Wait()
	if succeeded.Load() == 0 {
		t.Error("no run published")
	}
	got := published(t, dest)
	if len(got) != 2 || got["1.html"] != got["d/2.html"] {
		t.Errorf("published: %v", got)
	}
	wantAlone(t, dest)
}

func TestARunThatGivesUpLeavesThePublishedSite(t *testing.T) {
	dest := filepath.Join(t.TempDir(), "public")
	mustPublish(t, dest, site{"index.html": "old"})
	s, err := Open(dest)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Write("index.html", []byte("new")); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := s.Abort(); err != nil {
			t.Fatal(err)
		}
	}
	wantSite(t, dest, site{"index.html": "old"})
	wantAlone(t, dest)
	if _, err := s.Commit(); err == nil {
		t.Error("a run that gave up published")
	}
	wantSite(t, dest, site{"index.html": "old"})
}

func TestARunPublishesOnce(t *testing.T) {
	s, err := Open(filepath.Join(t.TempDir(), "public"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Commit(); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Commit(); err == nil {
		t.Error("Commit succeeded twice")
	}
	if err := s.Abort(); err != nil {
		t.Errorf("Abort after Commit: %v", err)
	}
}

func TestARunWithAFailedWritePublishesNothing(t *testing.T) {
	dest := filepath.Join(t.TempDir(), "public")
	mustPublish(t, dest, site{"index.html": "old"})
	s, err := Open(dest)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Abort()
	failed := s.Write("../index.html", []byte("new"))
	if failed == nil {
		t.Fatal("a file outside the site was written")
	}
	if err := errors.Join(s.Write("index.html", []byte("new")), s.Write("index.html", nil)); err == nil {
		t.Fatal("a file was written twice")
	}
	if _, err := s.Commit(); !errors.Is(err, failed) {
		t.Errorf("Commit: %v", err)
	}
	wantSite(t, dest, site{"index.html": "old"})
	wantAlone(t, dest)
}

func TestOfWritersOfOneNameExactlyOneWins(t *testing.T) {
	s, err := Open(filepath.Join(t.TempDir(), "public"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Abort()
	var won atomic.Int32
	var writers sync.WaitGroup
	for range 8 {
		writers.Go(func() {
			for i := range 50 {
				if s.Write("d/"+strings.Repeat("a", i+1), []byte("x")) == nil {
					won.Add(1)
				}
			}
		})
	}
	writers.Wait()
	if won.Load() != 50 {
		t.Errorf("%d writes succeeded for 50 names", won.Load())
	}
}
