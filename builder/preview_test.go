package builder_test

import (
	"bytes"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"relais/builder"
	"relais/builder/handbook"
	"relais/builder/serve"
)

var (
	edits  = flag.Int("edits", 40, "how many edits each test of the preview makes")
	events = flag.Int("events", 2_000, "how many events the burst of a test is")
	seed   = flag.Uint64("seed", 1, "of the edits")
)

// The site of a Preview is that of a clean build, to the byte, after each edit;
// when the build would publish nothing there is none, for the same reasons.
func TestAfterEachEditThePreviewIsACleanBuild(t *testing.T) {
	w := newWriter(t)
	preview := builder.NewPreview(w.options())
	t.Cleanup(func() { _ = preview.Close() })
	change := serve.Change{All: true}
	good := 0
	for n := range *edits {
		edition, report, err := preview.Refresh(t.Context(), change)
		if err != nil {
			t.Fatalf("after edit %d, %s: %v", n, w.did, err)
		}
		if w.compare(preview, edition, report) {
			good++
			w.keep()
		}
		if t.Failed() {
			t.Fatalf("after edit %d, %s (seed %d)", n, w.did, *seed)
		}
		change = serve.Change{Paths: w.edit(edition == nil)}
		if w.any(8) == 0 { // as when events were lost
			change = serve.Change{All: true}
			w.age()
		}
	}
	if good < *edits/3 {
		t.Errorf("only %d of %d edits left a handbook that can be published: the test says little", good, *edits)
	}
}

// What happens to the theme while a text has a mistake is seen once it is mended.
func TestAThemeThatChangesBehindAMistakeIsRead(t *testing.T) {
	w := newWriter(t)
	preview := builder.NewPreview(w.options())
	t.Cleanup(func() { _ = preview.Close() })
	var edition *builder.Edition
	var report *builder.Report
	refresh := func(change serve.Change) {
		var err error
		edition, report, err = preview.Refresh(t.Context(), change)
		w.check(err)
	}
	refresh(serve.Change{All: true})
	good := w.pages["fiches/a.md"].String()
	refresh(serve.Change{Paths: []string{w.write("fiches/a.md", "---\ntitr: Faute\n---\n")}})
	refresh(serve.Change{Paths: []string{w.write("themes/assets/logo.svg", "<svg/>")}})
	if edition != nil {
		t.Fatal("the mistake is no mistake")
	}
	refresh(serve.Change{Paths: []string{w.write("fiches/a.md", good)}})
	w.compare(preview, edition, report)
}

// writer edits a small handbook at random, as people do: with mistakes, most of
// which they mend soon.
type writer struct {
	t     *testing.T
	rand  *rand.Rand
	root  string
	pages map[string]*text // by path; as they are on disk
	files map[string]string
	good  map[string]string // files, when they last had no mistake
	kept  map[string]*text
	did   string // the last edit
	made  int
}

// keep remembers the handbook as it is, to go back to.
func (w *writer) keep() {
	w.good, w.kept = maps.Clone(w.files), map[string]*text{}
	for path, x := range w.pages {
		w.kept[path] = &text{maps.Clone(x.keys), x.body}
	}
}

// mend goes back to the handbook that was kept, and returns the paths that it touched.
func (w *writer) mend() []string {
	var touched []string
	for _, path := range slices.Sorted(maps.Keys(w.files)) {
		if _, wanted := w.good[path]; !wanted {
			touched = append(touched, w.remove(path))
		}
	}
	for _, path := range slices.Sorted(maps.Keys(w.good)) {
		if data, there := w.files[path]; !there || data != w.good[path] {
			touched = append(touched, w.write(path, w.good[path]))
		}
	}
	w.pages = map[string]*text{}
	for path, x := range w.kept {
		w.pages[path] = &text{maps.Clone(x.keys), x.body}
	}
	w.did = fmt.Sprintf("mended %q", touched)
	return touched
}

// text is a page as its writer sees it.
type text struct {
	keys map[string]string
	body string
}

func (x *text) String() string {
	var b strings.Builder
	b.WriteString("---\n")
	for _, key := range slices.Sorted(maps.Keys(x.keys)) {
		fmt.Fprintf(&b, "%s: %s\n", key, x.keys[key])
	}
	return b.String() + "---\n" + x.body
}

func newWriter(t *testing.T) *writer {
	w := &writer{
		t: t, rand: rand.New(rand.NewPCG(*seed, 0)), root: filepath.Join(t.TempDir(), "manuel"),
		pages: map[string]*text{}, files: map[string]string{},
	}
	w.write("handbook.yaml", "titre: Essai\nlangue: fr\ndiffusion: interne\n")
	w.write("recherches.yaml", "- {cherche: calme, trouve: notions/calme, parmi: 50}\n")
	w.write("fiches/plan.svg", `<svg xmlns="http://www.w3.org/2000/svg"/>`)
	w.page("fonctions/accueil.md", nil)
	w.page("fonctions/management.md", nil)
	w.page("groupes/gs.md", map[string]string{"fonction": "accueil", "seances_prevues": "9"})
	w.page("notions/calme.md", map[string]string{"definition": "Ne pas crier.", "titre": "Le calme"})
	w.page("notions/ecoute.md", map[string]string{"definition": "Entendre."})
	w.page("situations/insulte.md", map[string]string{"fonctions": "[accueil]", "gravite": "2"})
	w.page("situations/cris.md", map[string]string{"fonctions": "[accueil]"})
	w.page("seances/gs-1.md", map[string]string{"groupe": "gs", "numero": "1", "situations": "[insulte]", "statut": "en-debat"})
	for _, id := range []string{"a", "b", "c", "d"} {
		w.page("fiches/"+id+".md", map[string]string{"fonctions": "[accueil]", "face_a": "[insulte]", "issue_de": "[gs-1]", "notions": "[calme]", "statut": "en-debat", "themes": "[Écoute]"})
	}
	w.page("pages/aide.md", nil)
	for _, path := range []string{"en/functions/accueil.md", "en/sheets/a.md", "en/fiches/b.md", "en/situations/insulte.md"} {
		w.translation(path)
	}
	w.did = "none yet"
	return w
}

func (w *writer) page(path string, keys map[string]string) {
	x := &text{keys: map[string]string{"titre": "Texte " + strings.TrimSuffix(filepath.Base(path), ".md"), "diffusion": "interne"}}
	maps.Copy(x.keys, keys)
	x.body = "## En bref\n\nNommer la limite. Voir [[calme]] et ![le plan](/fiches/plan.svg).\n"
	w.pages[path] = x
	w.write(path, x.String())
}

// translation writes a page that says only what a translation must.
func (w *writer) translation(path string) {
	x := &text{keys: map[string]string{"title": "Text " + strings.TrimSuffix(filepath.Base(path), ".md")}, body: "## In brief\n\nSee [[calme]] and [[a]].\n"}
	w.pages[path] = x
	w.write(path, x.String())
}

func (w *writer) options() builder.Options {
	return builder.Options{Source: w.root, Drafts: true, Today: handbook.Date{Year: 2026, Month: 8, Day: 1}}
}

func (w *writer) any(n int) int { return w.rand.IntN(n) }

func pick[T any](w *writer, from ...T) T { return from[w.any(len(from))] }

func (w *writer) check(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// write writes a file as editors do: in place, or by putting another in its place.
func (w *writer) write(path, data string) string {
	w.files[path] = data
	file := filepath.Join(w.root, filepath.FromSlash(path))
	w.check(os.MkdirAll(filepath.Dir(file), 0o755))
	if w.any(2) == 0 {
		w.check(os.WriteFile(file, []byte(data), 0o644))
		return path
	}
	w.check(os.WriteFile(file+"~", []byte(data), 0o644))
	w.check(os.Rename(file+"~", file))
	return path
}

func (w *writer) remove(path string) string {
	delete(w.files, path)
	delete(w.pages, path)
	w.check(os.Remove(filepath.Join(w.root, filepath.FromSlash(path))))
	return path
}

func (w *writer) somePage() (string, *text) {
	path := pick(w, slices.Sorted(maps.Keys(w.pages))...)
	return path, w.pages[path]
}

// age makes files old, so that their times tell each change of them.
func (w *writer) age() {
	old := time.Now().Add(-time.Hour)
	for path := range w.files {
		file := filepath.Join(w.root, filepath.FromSlash(path))
		if info, err := os.Lstat(file); err == nil && time.Since(info.ModTime()) > 100*time.Millisecond && w.any(2) == 0 {
			w.check(os.Chtimes(file, old, old.Add(time.Duration(w.made)*time.Second)))
			w.made++
		}
	}
}

// edit changes something, and returns the paths that it touched. What is bad is mostly mended.
func (w *writer) edit(bad bool) []string {
	if bad && w.any(4) > 0 {
		return w.mend()
	}
	path, x := w.somePage()
	w.made++
	key := func(key, value string) []string {
		if value == "" {
			delete(x.keys, key)
		} else {
			x.keys[key] = value
		}
		w.did = fmt.Sprintf("%s: %s: %s", path, key, value)
		return []string{w.write(path, x.String())}
	}
	switch w.any(20) {
	case 0, 1, 2:
		x.body += fmt.Sprintf("\nEncore %d mots, et [[%s]].\n", w.made, pick(w, "calme", "a", "b", "ecoute", "insulte"))
		w.did = "more text in " + path
		return []string{w.write(path, x.String())}
	case 3:
		x.body = pick(w, "", "## Une partie\n\nTexte.\n\n## Autre partie\n\n## Encore\n\n## Fin\n", "Voir [le fichier](/fiches/plan.svg) et [b](../fiches/b.md#en-bref).\n")
		w.did = "other text in " + path
		return []string{w.write(path, x.String())}
	case 4:
		return key("titre", fmt.Sprintf("%s %d", pick(w, "Écouter", "Zut", "Abri", "12 choses", "Le calme"), w.made))
	case 5:
		return key("id", pick(w, "", fmt.Sprintf("id-%d", w.made)))
	case 6:
		return key("notions", pick(w, "", "[calme]", "[ecoute, calme]", "[ecoute]"))
	case 7:
		return key("face_a", pick(w, "", "[cris]", "[insulte, cris]"))
	case 8:
		return key("complete", pick(w, "", "[a]", "[b, c]"))
	case 9:
		return key("type", pick(w, "", "", "page", "fiche"))
	case 10:
		return key("statut", pick(w, "", "brouillon", "en-debat", "archivee"))
	case 11:
		return key("diffusion", pick(w, "", "publique", "interne", "groupe", "interne"))
	case 12:
		return key("themes", pick(w, "", "[Écoute]", "[ecoute, Accueil]", "[Accueil, Zèle]"))
	case 13:
		return key("anciens_liens", pick(w, "", fmt.Sprintf("[vieux-%d]", w.made), "[/jadis/ici/]"))
	case 14:
		if w.any(3) == 0 {
			path = pick(w, "en/sheets/c.md", "en/sheets/d.md", "en/notions/calme.md", "fr/pages/bis.md", "en/pages/aide.md")
			w.translation(path)
			w.did = "translated " + path
			return []string{path}
		}
		w.did = "deleted " + path
		if len(w.pages) < 8 {
			w.page(path, nil)
			return []string{path}
		}
		return []string{w.remove(path)}
	case 15:
		to := fmt.Sprintf("%s/page-%d.md", pick(w, "fiches", "notions", "pages", "fiches/sous", "situations"), w.made)
		w.pages[to] = x
		w.files[to] = w.files[path]
		delete(w.pages, path)
		delete(w.files, path)
		w.check(os.MkdirAll(filepath.Join(w.root, filepath.Dir(to)), 0o755))
		w.check(os.Rename(filepath.Join(w.root, path), filepath.Join(w.root, to)))
		w.did = "renamed " + path + " to " + to
		return []string{path, to}
	case 16:
		w.did = "theme"
		return []string{pick(w,
			func() string { return w.write("themes/assets/css/print.css", fmt.Sprintf("p{margin:%dpx}", w.made)) },
			func() string { return w.write("themes/assets/logo.svg", fmt.Sprintf("<svg id=\"n%d\"/>", w.made)) },
			func() string {
				return w.write("themes/templates/page.html", fmt.Sprintf("{{template \"base\" .}}{{define \"main\"}}<h1>{{.Title}} %d</h1>{{.Body}}{{end}}", w.made))
			},
		)()}
	case 17:
		w.did = "configuration"
		return []string{w.write("handbook.yaml", fmt.Sprintf("titre: Essai %d\nlangue: %s\ndiffusion: %s\n", w.made, pick(w, "fr", "fr", "en"), pick(w, "interne", "interne", "publique")))}
	case 18:
		w.did = "attachment"
		return []string{w.write("fiches/plan.svg", fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" id="n%d"/>`, w.made))}
	}
	w.did = "mistake in " + path
	return []string{w.write(path, pick(w, "---\ntitr: Faute\n---\n", "---\ntitre: [\n---\n", "sans en-tête\n", "---\ntitre: x\ndiffusion: interne\nnotions: [nulle-part]\nstatut: validee\n---\n"))}
}

// compare holds an edition against a clean build, and reports whether there was one.
func (w *writer) compare(preview *builder.Preview, edition *builder.Edition, report *builder.Report) bool {
	w.t.Helper()
	opts := w.options()
	opts.Destination = filepath.Join(w.t.TempDir(), "public")
	w.check(os.RemoveAll(filepath.Join(w.root, ".relais"))) // nothing is remembered
	want, err := builder.Build(w.t.Context(), opts)
	w.check(err)
	if edition != nil {
		unfound, err := preview.Index(w.t.Context(), edition)
		w.check(err)
		report.Problems = append(report.Problems, unfound...)
		handbook.SortProblems(report.Problems)
		report.Fatal = report.Fatal || handbook.Worst(unfound) == handbook.Error
		if got, want := fmt.Sprint(report.Problems), fmt.Sprint(want.Problems); got != want {
			w.t.Errorf("problems:\n%s\nof a clean build:\n%s", got, want)
		}
	}
	if want.Fatal != report.Fatal {
		w.t.Errorf("a clean build stops: %t; the preview: %t\n%v\n%v", want.Fatal, report.Fatal, want.Problems, report.Problems)
	}
	if want.Fatal || edition == nil {
		return false
	}
	published := tree(w.t, opts.Destination)
	delete(published, ".relais") // says that the folder is a site
	if got, want := edition.Addresses(), slices.Sorted(maps.Keys(published)); !slices.Equal(got, want) {
		w.t.Errorf("addresses:\n%q\nof a clean build:\n%q", got, want)
	}
	for address, want := range published {
		if got, err := edition.File(address); err != nil || !bytes.Equal(got, want) {
			w.t.Errorf("%s (%v) is\n%.3000s\nin a clean build:\n%.3000s", address, err, got, want)
		}
	}
	return true
}

// tree returns the files below a folder by path.
func tree(t *testing.T, root string) map[string][]byte {
	files := map[string][]byte{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		files[filepath.ToSlash(name)], err = os.ReadFile(path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
