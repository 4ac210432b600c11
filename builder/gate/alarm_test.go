package gate_test

import (
	"context"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"relais/builder"
	"relais/builder/handbook"
)

var audienceLine = regexp.MustCompile(`(?m)^(diffusion|audience):.*$`)

// No false alarm: in real handbooks of which some pages are for a group, picked at random, nothing
// that is published is taken for a leak. Handbooks that others wrote are tried
// where they lie beside the checkout.
func TestNoFalseAlarm(t *testing.T) {
	handbooks, rounds := []string{"../../content"}, 4
	if *campaign {
		beside, err := filepath.Glob("../../../shared/corpora/*/handbook.yaml")
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range beside {
			handbooks = append(handbooks, filepath.Dir(file))
		}
		rounds = 30
	}
	builds := 0
	for _, folder := range handbooks {
		for round := range rounds {
			builds++
			r := rand.New(rand.NewPCG(uint64(round), 9))
			share := []float64{.02, .1, .3, .6, .9}[round%5]
			source := t.TempDir()
			hidden := copyNarrowed(t, source, folder, func() bool { return r.Float64() < share })
			report, err := builder.Build(context.Background(), builder.Options{
				Source: source, Destination: filepath.Join(t.TempDir(), "public"), Today: handbook.Date{Year: 2026, Month: 1, Day: 1},
			})
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range report.Problems {
				if strings.HasPrefix(p.Code, "leak-") {
					t.Errorf("%s, %d pages hidden, round %d: %+v", folder, hidden, round, p)
				}
			}
		}
	}
	t.Logf("%d builds", builds)
}

// copyNarrowed copies a handbook, with the pages that hide picks for a group.
func copyNarrowed(t *testing.T, to, from string, hide func() bool) (hidden int) {
	t.Helper()
	err := filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if filepath.Ext(path) == ".md" && hide() {
			narrowed := audienceLine.ReplaceAllFunc(data, func(line []byte) []byte {
				if strings.HasPrefix(string(line), "audience") {
					return []byte("audience: group")
				}
				return []byte("diffusion: groupe")
			})
			data, hidden = narrowed, hidden+1
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
	return hidden
}
