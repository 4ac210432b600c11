package gate_test

import (
	"context"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"relais/builder"
	"relais/builder/handbook"
)

var campaign = flag.Bool("campaign", false, "all random sequences, not only the first")

// note is a page of a handbook that changes: each version of it has words of its own.
type note struct {
	name, audience, status string
	secret                 string // the word that only this version has
	withdrawn              bool
}

func (n note) published() bool {
	return n.audience == "interne" && n.status != "brouillon" && !n.withdrawn
}

func (n note) source() string {
	withdrawal := ""
	if n.withdrawn {
		withdrawal = "retrait: {le: 2026-01-01, par: direction}\n"
	}
	return fmt.Sprintf("---\ntitre: Écoute %s\ndefinition: D’une %s.\nthemes: [%s]\nstatut: %s\ndiffusion: %s\n%s---\n## Ce que dit %s\n\nTexte avec %s.\n",
		n.secret, n.secret, n.secret, n.status, n.audience, withdrawal, n.secret, n.secret)
}

// Whatever is edited, narrowed, taken back, renamed or deleted, one thing after the other, over the
// caches and the site of before: no byte of what was removed is left, and the
// site is that of a clean build.
func TestNothingRemovedIsLeft(t *testing.T) {
	sequences := 4
	if *campaign {
		sequences = 200
	}
	for seed := range sequences {
		t.Run(fmt.Sprint(seed), func(t *testing.T) { sequence(t, uint64(seed)) })
	}
}

func sequence(t *testing.T, seed uint64) {
	r := rand.New(rand.NewPCG(seed, 5))
	source, site := t.TempDir(), filepath.Join(t.TempDir(), "public")
	write(t, source, "handbook.yaml", "titre: Manuel\nlangue: fr\ndiffusion: interne\n")
	versions := int(seed) * 1000
	fresh := func() string { versions++; return stem(100000 + versions) }
	notes := map[string]*note{}
	put := func(n *note) {
		notes[n.name] = n
		write(t, source, "notions/"+n.name+".md", n.source())
	}
	for range 5 {
		put(&note{name: "n-" + fresh(), audience: "interne", status: "en-debat", secret: fresh()})
	}
	removed := map[string]bool{}
	for range 6 {
		n := notes[slices.Sorted(maps.Keys(notes))[r.IntN(len(notes))]]
		file := filepath.Join(source, "notions", n.name+".md")
		switch r.IntN(6) {
		case 0:
			removed[n.secret] = true
			n.secret = fresh()
			put(n)
		case 1:
			n.audience = []string{"interne", "groupe"}[r.IntN(2)]
			put(n)
		case 2:
			n.status = []string{"brouillon", "en-debat"}[r.IntN(2)]
			put(n)
		case 3:
			n.withdrawn = !n.withdrawn
			put(n)
		case 4:
			removed[n.name[2:]] = true
			remove(t, file)
			delete(notes, n.name)
			n.name = "n-" + fresh()
			put(n)
		case 5:
			if len(notes) > 1 {
				removed[n.secret] = true
				removed[n.name[2:]] = true
				remove(t, file)
				delete(notes, n.name)
			}
		}
		opts := builder.Options{Source: source, Destination: site, Today: handbook.Date{Year: 2026, Month: 1, Day: 1}}
		build(t, opts)
		if err := builder.Ask(context.Background(), opts, func(f *builder.Finder) error { return nil }); err != nil {
			t.Fatal(err)
		}
		clean := opts
		clean.Destination = filepath.Join(t.TempDir(), "public")
		build(t, clean)
		same(t, site, clean.Destination)
		for name, text := range texts(t, site, filepath.Join(source, ".relais")) {
			for secret := range removed {
				if strings.Contains(text, secret[4:]) {
					t.Fatalf("%s still has what was removed", name)
				}
			}
			for _, n := range notes {
				if !n.published() && strings.Contains(text, n.secret[4:]) {
					t.Fatalf("%s has what is not for its readers", name)
				}
			}
		}
	}
}

func build(t *testing.T, opts builder.Options) {
	t.Helper()
	report, err := builder.Build(context.Background(), opts)
	if err != nil {
		t.Fatal(err)
	}
	if !report.Published {
		t.Fatalf("nothing was published: %+v", report.Problems)
	}
}

func remove(t *testing.T, file string) {
	t.Helper()
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
}

// same checks that two folders hold the same bytes.
func same(t *testing.T, a, b string) {
	t.Helper()
	read := func(folder string) map[string]string {
		files := map[string]string{}
		err := filepath.WalkDir(folder, func(path string, d os.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := os.ReadFile(path)
			files[path[len(folder):]] = string(data)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return files
	}
	if got, want := read(a), read(b); !maps.Equal(got, want) {
		t.Fatalf("%d files, want the %d of a clean build with the same bytes", len(got), len(want))
	}
}
