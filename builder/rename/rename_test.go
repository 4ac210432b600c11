package rename

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"relais/builder/check"
	"relais/builder/handbook"
	"relais/builder/load"
)

// demonstration is the handbook that comes with relais.
const demonstration = "../../content"

// corpora are handbooks made of real practice sheets that nobody on this
// project wrote. A checkout may have them beside it.
const corpora = "../../../shared/corpora"

// folder copies a handbook into a folder of the test's own.
func folder(t *testing.T, source string) *os.Root {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(source)); err != nil {
		t.Fatal(err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = root.Close() })
	return root
}

// everything returns the files of a handbook.
func everything(t rapid.TB, root *os.Root) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := fs.WalkDir(root.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := root.ReadFile(name)
		files[name] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func read(t *testing.T, root *os.Root) *load.Result {
	t.Helper()
	loaded, err := load.Load(context.Background(), root.FS(), load.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return loaded
}

func problems(loaded *load.Result) int {
	return len(loaded.Problems) + len(check.Run(loaded.Handbook))
}

func carryOut(t *testing.T, plan *Plan, err error) {
	t.Helper()
	if err == nil {
		err = plan.Apply()
	}
	var refusal *Refusal
	if errors.As(err, &refusal) {
		t.Fatalf("%v %+v", err, refusal.Problem)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// Each page of a handbook can take another id and come back: no problem is new
// on the way, nothing names its old id any more, and what comes back is what
// was there but for the alias.
func TestEveryPageCanBeRenamedAndComeBack(t *testing.T) {
	sources := []string{demonstration}
	more, err := filepath.Glob(corpora + "/*/handbook.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, config := range more {
		sources = append(sources, filepath.Dir(config))
	}
	for _, source := range sources {
		t.Run(filepath.Base(source), func(t *testing.T) {
			root := folder(t, source)
			before, was := everything(t, root), read(t, root)
			pages := was.Handbook.Pages
			if len(pages) > 100 { // a sample of the great ones, always the same
				pages = slices.DeleteFunc(slices.Clone(pages), func(p *handbook.Page) bool { return len(p.Path)%17 != 0 })
				pages = pages[:min(len(pages), 8)]
			}
			for _, p := range pages {
				thereAndBack(t, root, p, before, problems(was))
			}
		})
	}
}

func thereAndBack(t *testing.T, root *os.Root, p *handbook.Page, before map[string]string, known int) {
	t.Helper()
	ctx := context.Background()
	original := cmp.Or(p.Original(), p)
	versions := []string{original.Path} // which go together
	for _, t := range original.Translations() {
		versions = append(versions, t.Path)
	}
	elsewhere := p.Path[:strings.LastIndexByte(p.Path, '/')+1] + "un-tout-autre-nom.md"
	plan, err := Page(ctx, root, p.Path, elsewhere)
	carryOut(t, plan, err)

	renamed := read(t, root)
	if now := problems(renamed); now > known {
		t.Errorf("%s: %d problems, after %d", p.Path, now, known)
	}
	q := renamed.Handbook.At(elsewhere)
	if q == nil {
		t.Fatalf("%s is not at %s", p.Path, elsewhere)
	}
	for _, other := range renamed.Handbook.Pages {
		for _, ref := range other.Refs {
			if ref.Text == p.ID && ref.Spec.To == p.Type && q.ID != p.ID {
				t.Errorf("%s still refers to %s", other.Path, p.ID)
			}
		}
		for i, target := range other.Targets {
			if link := other.Body.Links[i]; target.Page == q && link.Target == p.ID && q.ID != p.ID {
				t.Errorf("%s still links to %s", other.Path, p.ID)
			}
		}
	}

	plan, err = Page(ctx, root, elsewhere, p.Path)
	carryOut(t, plan, err)
	after := everything(t, root)
	for _, name := range slices.Sorted(maps.Keys(after)) {
		got := after[name]
		if slices.Contains(versions, name) && q.ID != p.ID {
			got = withoutAlias(got, q.ID)
		}
		if got != before[name] {
			t.Fatalf("%s and back: %s became %q", p.Path, name, after[name])
		}
	}
	if len(after) != len(before) {
		t.Fatalf("%d files, after %d", len(after), len(before))
	}
	for _, name := range versions {
		if err := root.WriteFile(name, []byte(before[name]), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// withoutAlias takes away an alias as a rename adds it.
func withoutAlias(text, alias string) string {
	for _, key := range []string{"anciens_liens", "aliases"} {
		text = strings.Replace(text, key+": ["+alias+"]\r\n", "", 1)
		text = strings.Replace(text, key+": ["+alias+"]\n", "", 1)
	}
	return strings.Replace(text, ", "+alias, "", 1)
}

// A disk may spell a name in another normal form than the model (macOS does):
// the page is found, moved and mended all the same.
func TestNamesAsTheDiskSpellsThem(t *testing.T) {
	root := folder(t, t.TempDir())
	for name, text := range map[string]string{
		"handbook.yaml":              "titre: Essai\n",
		"notions/e\u0301te\u0301.md": "---\ntitre: Été\ndefinition: d\ndiffusion: interne\n---\n[autre](hivér.md)\n",
		"notions/hive\u0301r.md":     "---\ntitre: Hiver\ndefinition: d\ndiffusion: interne\n---\n[e\u0301](e\u0301te\u0301.md) [[ete]] [\u00e9](%C3%A9t%C3%A9.md#e\u0301)\n",
	} {
		if err := errors.Join(root.MkdirAll(filepath.Dir(name), 0o755), root.WriteFile(name, []byte(text), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	known := problems(read(t, root))
	plan, err := Page(context.Background(), root, "notions/été.md", "notions/saison chaude (1).md")
	carryOut(t, plan, err)
	got := everything(t, root)
	want := map[string]string{
		"handbook.yaml":                "titre: Essai\n",
		"notions/saison chaude (1).md": "---\ntitre: Été\ndefinition: d\ndiffusion: interne\nanciens_liens: [ete]\n---\n[autre](hivér.md)\n",
		"notions/hive\u0301r.md":       "---\ntitre: Hiver\ndefinition: d\ndiffusion: interne\n---\n[e\u0301](saison%20chaude%20%281%29.md) [[saison-chaude-1]] [\u00e9](saison%20chaude%20%281%29.md#e\u0301)\n",
	}
	if !maps.Equal(got, want) {
		t.Errorf("got\n%q, want\n%q", got, want)
	}
	if now := read(t, root); problems(now) > known {
		t.Errorf("%d problems, after %d: %v", problems(now), known, now.Problems)
	}
}
