package builder_test

import (
	"bytes"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"relais/builder"
	"relais/builder/handbook"
)

var damages = flag.Int("damages", 10, "how often a test damages what builds keep")

// After each edit, a build that remembers the last one publishes what a clean build
// does, to the byte, and finds the same problems.
func TestABuildThatRemembersIsACleanBuild(t *testing.T) {
	w := newWriter(t)
	w.check(os.Remove(filepath.Join(w.root, "recherches.yaml"))) // its tests index all texts anew
	delete(w.files, "recherches.yaml")
	w.write("handbook.yaml", "titre: Essai\nlangue: fr\ndiffusion: interne\nhors_ligne: oui\nadresse: https://manuel.example/\n")
	places := map[handbook.Readers]string{}
	edits, good := *edits/2, 0
	for n := range edits {
		opts := w.options()
		opts.Readers = pick(w, handbook.Readers{}, handbook.Readers{}, handbook.Readers{Audience: handbook.Public})
		if places[opts.Readers] == "" {
			places[opts.Readers] = filepath.Join(t.TempDir(), "public")
		}
		opts.Destination = places[opts.Readers]
		if fatal := w.compareBuilds(opts); !fatal {
			good++
			w.keep()
		}
		if t.Failed() {
			t.Fatalf("after edit %d, %s (seed %d)", n, w.did, *seed)
		}
		w.edit(w.good != nil && w.any(3) == 0)
	}
	if good < edits/3 {
		t.Errorf("only %d of %d edits left a handbook that can be published: the test says little", good, edits)
	}
}

// compareBuilds holds a build against a clean one, and reports whether it publishes nothing.
func (w *writer) compareBuilds(opts builder.Options) (fatal bool) {
	w.t.Helper()
	got, err := builder.Build(w.t.Context(), opts)
	w.check(err)
	clean := opts
	clean.Source, clean.Destination = filepath.Join(w.t.TempDir(), "manuel"), filepath.Join(w.t.TempDir(), "public")
	w.check(os.CopyFS(clean.Source, os.DirFS(w.root)))
	w.check(os.RemoveAll(filepath.Join(clean.Source, ".relais")))
	want, err := builder.Build(w.t.Context(), clean)
	w.check(err)
	if got, want := fmt.Sprint(got.Problems), fmt.Sprint(want.Problems); got != want {
		w.t.Errorf("problems:\n%s\nof a clean build:\n%s", got, want)
	}
	if got.Fatal != want.Fatal {
		w.t.Errorf("it stops: %t; a clean build: %t", got.Fatal, want.Fatal)
	}
	if !got.Fatal {
		w.wantSame(opts.Destination, clean.Destination)
	}
	return got.Fatal
}

// wantSame fails unless two published folders hold the same.
func (w *writer) wantSame(dir, cleanDir string) {
	w.t.Helper()
	got, want := tree(w.t, dir), tree(w.t, cleanDir)
	if got, want := slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(want)); !slices.Equal(got, want) {
		w.t.Errorf("files:\n%q\nof a clean build:\n%q", got, want)
	}
	for path, data := range want {
		if !bytes.Equal(got[path], data) {
			w.t.Errorf("%s is\n%.3000s\nin a clean build:\n%.3000s", path, got[path], data)
		}
	}
}

// Whatever happens to what builds keep, the next one is a clean build: a bit that
// flips, a file that is cut short, that is another's, or gone.
func TestADamagedMemoryIsNotBelieved(t *testing.T) {
	w := newWriter(t)
	w.check(os.Remove(filepath.Join(w.root, "recherches.yaml")))
	opts := w.options()
	opts.Destination = filepath.Join(t.TempDir(), "public")
	w.compareBuilds(opts)
	for n := range *damages {
		files := memoryFiles(t, w.root)
		name := pick(w, slices.Sorted(maps.Keys(files))...)
		data := bytes.Clone(files[name])
		switch at := w.any(len(data)); w.any(8) {
		case 0, 1:
			data = data[:at]
			w.did = fmt.Sprintf("%s is cut to %d bytes", name, at)
		case 2:
			other := pick(w, slices.Sorted(maps.Keys(files))...)
			data = files[other]
			w.did = fmt.Sprintf("%s is %s", name, other)
		default:
			data[at] ^= 1 << w.any(8)
			w.did = fmt.Sprintf("a bit of byte %d of %s flips", at, name)
		}
		w.check(os.WriteFile(filepath.Join(w.root, ".relais", "build", name), data, 0o600))
		if n%5 == 0 {
			w.check(os.Remove(filepath.Join(w.root, ".relais", "build", pick(w, slices.Sorted(maps.Keys(files))...))))
		}
		w.pages["fiches/a.md"].body += fmt.Sprintf("\nEncore %d mots.\n", n)
		w.write("fiches/a.md", w.pages["fiches/a.md"].String())
		if fatal := w.compareBuilds(opts); fatal || t.Failed() {
			t.Fatalf("%s (seed %d), which stops the build: %t", w.did, *seed, fatal)
		}
	}
}

// memoryFiles returns what builds keep, by name.
func memoryFiles(t *testing.T, root string) map[string][]byte {
	files := map[string][]byte{}
	for name, data := range tree(t, filepath.Join(root, ".relais", "build")) {
		files[name] = data
	}
	if len(files) == 0 {
		t.Fatal("nothing is kept")
	}
	return files
}

// No byte of a text outlives it: not in the site, nor in what builds keep, even when
// the next build finds a mistake and publishes nothing.
func TestNothingThatWasTakenOutIsRemembered(t *testing.T) {
	const secret = "zéphyrine"
	for name, take := range map[string]func(w *writer, x *text){
		"taken out": func(_ *writer, x *text) { x.body = "## En bref\n\nNommer la limite.\n" },
		"withdrawn": func(_ *writer, x *text) {
			x.body, x.keys["retrait"] = "", "{le: 2026-03-02, par: direction, motif: erreur}"
		},
		"taken out with a mistake": func(w *writer, x *text) {
			x.body = "## En bref\n\nNommer la limite.\n"
			w.write("fiches/b.md", "---\ntitr: Faute\n---\n")
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWriter(t)
			w.check(os.Remove(filepath.Join(w.root, "recherches.yaml")))
			internal, public := w.options(), w.options()
			internal.Destination, public.Destination = filepath.Join(t.TempDir(), "public"), filepath.Join(t.TempDir(), "public")
			public.Readers = handbook.Readers{Audience: handbook.Public}
			build := func(opts builder.Options) {
				_, err := builder.Build(t.Context(), opts)
				w.check(err)
			}
			x := w.pages["fiches/a.md"]
			x.keys["diffusion"] = "publique"
			x.body += "\n## Le " + secret + "\n\nUn mot : " + secret + ".\n"
			w.write("fiches/a.md", x.String())
			build(internal)
			build(public)
			if found := holding(t, w.root, secret); len(found) < 3 {
				t.Fatalf("only %q hold the text: the test says little", found)
			}
			take(w, x)
			w.write("fiches/a.md", x.String())
			build(internal)
			if found := holding(t, w.root, secret); len(found) > 0 {
				t.Errorf("%q hold the text still", found)
			}
		})
	}
	t.Run("narrowed", func(t *testing.T) {
		w := newWriter(t)
		w.check(os.Remove(filepath.Join(w.root, "recherches.yaml")))
		public := w.options()
		public.Destination, public.Readers = filepath.Join(t.TempDir(), "public"), handbook.Readers{Audience: handbook.Public}
		x := w.pages["fiches/a.md"]
		for _, audience := range []string{"publique", "interne"} {
			x.keys["diffusion"] = audience
			x.body = "Un mot : " + secret + ".\n"
			w.write("fiches/a.md", x.String())
			_, err := builder.Build(t.Context(), public)
			w.check(err)
			found := slices.DeleteFunc(append(holding(t, w.root, secret), holding(t, public.Destination, secret)...), func(name string) bool {
				return strings.HasPrefix(name, "fiches/a.md") || strings.Contains(name, "build/sources-")
			})
			if (len(found) > 0) != (audience == "publique") {
				t.Errorf("%s: %q hold the text", audience, found)
			}
		}
	})
}

// holding returns the files below a folder, but for the sources, that hold a word.
func holding(t *testing.T, root, word string) []string {
	var found []string
	for name, data := range tree(t, root) {
		if bytes.Contains(data, []byte(word)) && (strings.HasPrefix(name, ".relais/") || !strings.HasSuffix(name, ".md")) {
			found = append(found, name)
		}
	}
	slices.Sort(found)
	return found
}

// A build that changes nothing, or one page, makes anew and writes no more than that.
func TestOneEditWritesWhatItChanges(t *testing.T) {
	w := newWriter(t)
	w.check(os.Remove(filepath.Join(w.root, "recherches.yaml")))
	opts := w.options()
	opts.Destination = filepath.Join(t.TempDir(), "public")
	build := func() []string {
		report, err := builder.Build(t.Context(), opts)
		w.check(err)
		return slices.DeleteFunc(report.Output.Changed, func(name string) bool { return strings.HasPrefix(name, "search/") })
	}
	build()
	before, err := os.Stat(filepath.Join(opts.Destination, "index.html"))
	w.check(err)
	if changed := build(); len(changed) > 0 {
		t.Errorf("nothing changed, and %q are written", changed)
	}
	w.pages["fiches/a.md"].body += "\nEncore.\n"
	w.write("fiches/a.md", w.pages["fiches/a.md"].String())
	if changed := build(); !slices.Equal(changed, []string{"fiches/a.html"}) {
		t.Errorf("%q are written", changed)
	}
	after, err := os.Stat(filepath.Join(opts.Destination, "index.html"))
	w.check(err)
	if !os.SameFile(before, after) {
		t.Error("the home page is another file")
	}
	// A hand that changes a published file changes nothing of what comes next.
	name := filepath.Join(opts.Destination, "fiches", "b.html")
	data, err := os.ReadFile(name)
	w.check(err)
	w.check(os.WriteFile(name, bytes.ToUpper(data), 0o644))
	w.check(os.Remove(filepath.Join(opts.Destination, "404.html")))
	build()
	if got, err := os.ReadFile(name); err != nil || !bytes.Equal(got, data) {
		t.Errorf("what a hand changed is still there (%v)", err)
	}
	if _, err := os.Stat(filepath.Join(opts.Destination, "404.html")); err != nil {
		t.Errorf("what a hand removed is not there: %v", err)
	}
	if _, err := fs.Stat(os.DirFS(w.root), ".relais/.gitignore"); err != nil {
		t.Error(err)
	}
	// Where the memory is kept and the site is not, as pipelines do, all is written again.
	published := tree(t, opts.Destination)
	w.check(os.RemoveAll(opts.Destination))
	build()
	if got := tree(t, opts.Destination); !maps.EqualFunc(got, published, bytes.Equal) {
		t.Error("without the published site, another is published")
	}
}
