package gate_test

import (
	"bytes"
	"context"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"relais/builder"
	"relais/builder/handbook"
	"relais/builder/load"
	"relais/builder/scaffold"
)

// No false alarm: in real handbooks of which some pages are for a group, drafts or
// withdrawn, picked at random, nothing that is published is taken for a leak. Handbooks that
// others wrote are tried where they lie beside the checkout.
func TestNoFalseAlarmWhateverIsHidden(t *testing.T) {
	handbooks, rounds := []string{"../../content"}, 3
	if *campaign {
		handbooks, rounds = append(handbooks, beside(t)...), 30
	}
	builds := 0
	for _, folder := range handbooks {
		for round := range rounds {
			builds++
			r := rand.New(rand.NewPCG(uint64(round), 9))
			share := []float64{.02, .1, .3, .6, .9}[round%5]
			source := t.TempDir()
			hidden := copyHandbook(t, source, folder, func(text []byte) []byte {
				if r.Float64() < share {
					return hide(text, r.IntN(3))
				}
				return text
			})
			if said := alarms(t, source, handbook.Readers{}); len(said) > 0 {
				t.Errorf("%s, %d pages hidden, round %d: %+v", folder, hidden, round, said)
			}
		}
	}
	t.Logf("%d builds", builds)
}

// No false alarm for any readers of a handbook as it is: the demonstration, those that
// others wrote, and what init begins.
func TestNoFalseAlarmForAnyReaders(t *testing.T) {
	handbooks := []string{"../../content"}
	if *campaign {
		handbooks = append(handbooks, beside(t)...)
	}
	for _, lang := range []handbook.Lang{handbook.French, handbook.English} {
		folder := filepath.Join(t.TempDir(), string(lang))
		begin(t, folder, lang)
		handbooks = append(handbooks, folder)
	}
	builds := 0
	for _, folder := range handbooks {
		all := readersOf(t, folder)
		if !*campaign {
			all = all[:min(len(all), 3)]
		}
		for _, readers := range all {
			builds++
			if said := alarms(t, folder, readers); len(said) > 0 {
				t.Errorf("%s for %s: %+v", folder, readers, said)
			}
		}
	}
	t.Logf("%d builds of %d handbooks", builds, len(handbooks))
}

// beside returns the handbooks that lie beside the checkout.
func beside(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("../../../shared/corpora/*/handbook.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var folders []string
	for _, file := range files {
		folders = append(folders, filepath.Dir(file))
	}
	return folders
}

// begin writes the handbook that init begins.
func begin(t *testing.T, folder string, lang handbook.Lang) {
	t.Helper()
	files, err := scaffold.Handbook(scaffold.Plan{
		Config: handbook.Config{Title: "Manuel", Lang: lang, Readers: handbook.Readers{Audience: handbook.Internal}}, Today: today,
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		write(t, folder, f.Path, string(f.Data))
	}
}

// alarms builds a handbook, and returns what the gate says.
func alarms(t *testing.T, source string, readers handbook.Readers) []handbook.Problem {
	t.Helper()
	report, err := builder.Build(context.Background(), builder.Options{
		Source: source, Destination: filepath.Join(t.TempDir(), "public"), Readers: readers, Today: today,
	})
	if err != nil {
		t.Fatal(err)
	}
	if !report.Published {
		t.Errorf("%s is not published for %s", source, readers)
	}
	return slices.DeleteFunc(report.Problems, func(p handbook.Problem) bool {
		return !strings.HasPrefix(p.Code, "leak-") && p.Severity < handbook.Error
	})
}

// readersOf returns all readers of a handbook.
func readersOf(t *testing.T, folder string) []handbook.Readers {
	t.Helper()
	loaded, err := load.Load(context.Background(), os.DirFS(folder), load.Options{})
	if err != nil {
		t.Fatal(err)
	}
	all := []handbook.Readers{{Audience: handbook.Public}, {Audience: handbook.Internal}}
	for _, p := range loaded.Handbook.Of(handbook.Group) {
		all = append(all, handbook.Readers{Audience: handbook.WithinGroup, ID: p.ID})
	}
	for _, p := range loaded.Handbook.Of(handbook.Function) {
		all = append(all, handbook.Readers{Audience: handbook.WithinFunction, ID: p.ID})
	}
	return all
}

var (
	today        = handbook.Date{Year: 2026, Month: 1, Day: 1}
	audienceLine = regexp.MustCompile(`(?m)^(diffusion|audience):.*$`)
	statusLine   = regexp.MustCompile(`(?m)^(statut|status):.*\n`)
)

// hide makes a page one for a group, a draft, or one that was withdrawn.
func hide(text []byte, how int) []byte {
	switch how {
	case 0:
		return audienceLine.ReplaceAll(text, []byte("diffusion: groupe"))
	case 1:
		text = statusLine.ReplaceAll(text, nil)
		return audienceLine.ReplaceAll(text, []byte("$0\nstatut: brouillon"))
	}
	return audienceLine.ReplaceAll(text, []byte("$0\nretrait: {le: 2026-01-01, par: direction}"))
}

// copyHandbook copies a handbook, with its pages as edit has them, and returns how many it changed.
func copyHandbook(t *testing.T, to, from string, edit func(text []byte) []byte) (changed int) {
	t.Helper()
	err := filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if filepath.Ext(path) == ".md" {
			edited := edit(data)
			if !bytes.Equal(edited, data) {
				changed++
			}
			data = edited
		}
		rel, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		write(t, to, filepath.ToSlash(rel), string(data))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return changed
}
