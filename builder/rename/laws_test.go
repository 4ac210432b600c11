package rename

import (
	"context"
	"errors"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"relais/builder/load"
)

// A handbook is written with holes where it names one of its pages. Filled with
// the page's old name and renamed, it is what it is filled with the new name,
// byte for byte, but for the alias that the page has more.
func TestARenameFillsTheHolesAndNothingElse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		names := rapid.SampledFrom([]string{"relais", "null", "true", "123", "on_y-va", "z", "non", "index-des-notions", "1e3"})
		was, is := names.Draw(t, "old"), names.Draw(t, "new")
		from := place{was, rapid.SampledFrom([]string{"", "sous/", "sous/dossier/"}).Draw(t, "from")}
		to := place{is, rapid.SampledFrom([]string{"", "sous/", "autre/"}).Draw(t, "to")}
		if from == to {
			return
		}
		book := drawBook(t)
		root := write(t, book.fill(from, was))
		defer root.Close()

		plan, err := Page(context.Background(), root, from.file(), to.file())
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
		want, got := book.fill(to, was), everything(t, root)
		if was != is {
			want[to.file()] = book.withAlias(want[to.file()], was)
		}
		if !maps.Equal(got, want) {
			for name := range want {
				if got[name] != want[name] {
					t.Errorf("%s is\n%q, want\n%q", name, got[name], want[name])
				}
			}
			t.Fatalf("from %+v to %+v: %d files, want %d", from, to, len(got), len(want))
		}
	})
}

// place is where the page with holes for names is.
type place struct{ id, folder string }

func (p place) file() string { return "notions/" + p.folder + p.id + ".md" }

// up is the way from the page to the folder of its type.
func (p place) up() string { return strings.Repeat("../", strings.Count(p.folder, "/")) }

// book is a handbook with holes: its page, and those that name it.
type book struct {
	page   string
	others map[string]string
	lines  string
	alias  string // how the page's aliases are written before the rename
}

// fill writes the book with the page at a place. {ID} and {PATH} name it, {OLD}
// is its old id where it is no name, {UP} leads to the folder of its type.
func (b book) fill(p place, old string) map[string]string {
	holes := strings.NewReplacer("{ID}", p.id, "{PATH}", p.folder+p.id+".md", "{OLD}", old, "{UP}", p.up(), "\n", b.lines, "{ALIAS}", strings.ReplaceAll(b.alias, "\n", b.lines))
	files := map[string]string{
		"handbook.yaml":      "titre: Essai\n",
		"notions/voisine.md": "---\ntitre: Voisine\ndefinition: d\ndiffusion: interne\n---\n",
		"notions/plan.svg":   "<svg/>",
		p.file():             holes.Replace(b.page),
	}
	for name, text := range b.others {
		files[name] = holes.Replace(text)
	}
	return files
}

// withAlias adds to the page, as it is after the rename, its old id.
func (b book) withAlias(text, old string) string {
	line := func(s string) string { return strings.ReplaceAll(s, "\n", b.lines) }
	added := map[string]string{
		"":                                          "anciens_liens: [" + old + "]\n",
		"anciens_liens: # aucun\n":                  "anciens_liens: [" + old + "] # aucun\n",
		"anciens_liens: []\n":                       "anciens_liens: [" + old + "]\n",
		"anciens_liens: [n-1,  'n-2' ] # deux\n":    "anciens_liens: [n-1,  'n-2', " + old + " ] # deux\n",
		"anciens_liens: \"n-1\"\n":                  "anciens_liens: [\"n-1\", " + old + "]\n",
		"anciens_liens: n-1 # un\n":                 "anciens_liens: [n-1, " + old + "] # un\n",
		"anciens_liens:\n  - n-1\n  - n-2 # deux\n": "anciens_liens:\n  - n-1\n  - n-2 # deux\n  - " + old + "\n",
		"anciens_liens:\n- n-1\n# fin\n":            "anciens_liens:\n- n-1\n- " + old + "\n# fin\n",
	}[b.alias]
	if b.alias == "" { // at the end of the front matter
		head, body, _ := strings.Cut(text, line("\n---\n"))
		return head + line("\n"+added+"---\n") + body
	}
	return strings.Replace(text, line(b.alias), line(added), 1)
}

func drawBook(t *rapid.T) book {
	sample := func(label string, from ...string) string { return rapid.SampledFrom(from).Draw(t, label) }
	reference := func(label string) string {
		return sample(label,
			"notions: [{ID}]\n", "notions: {ID}\n", "notions: [ voisine,'{ID}' ,  ] # liste\n", "notions:\n  - \"{ID}\"  # un\n  - voisine\n",
			"notions:\n- voisine\n- {ID}\n", "notions: [\n  voisine, # é\n  {ID}\n]\n", "notions: [Voisine, Le mot é]\n", "notions:\n  - >-\n    {ID}\n")
	}
	text := func(label, up string) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{
			"Voir [[{ID}]] et [[{ID}]].", "é — e\u0301 [[ {ID}#usage | mots ]]", "[[notions/{ID}|x]] [[notions/{ID}.md]]",
			"[a](" + up + "{PATH})", "[e\u0301](<" + up + "{PATH}#usage> 'é') [[{ID}]]", "[a]( " + up + "{PATH} \"t\" )", "[a](/notions/{PATH}#usage)",
			"[a][r]\n\n[r]: " + up + "{PATH} 't'", "`[[{OLD}]]` \\[[{OLD}]]", "```\n[[{OLD}]] [a](" + up + "x.md)\n```", "Un code :\n\n    [[{OLD}]]",
			"<!-- [[{OLD}]] -->", "[[Le mot é]] {OLD}", "| a | b |\n|---|---|\n| [[{ID}\\|x]] | [k](" + up + "{PATH}) |", "> - [[{ID}]]\n>   suite [q](" + up + "{PATH})",
			"[*a* `](` b](" + up + "{PATH})", "## [[{ID}]]", "Une note[^1].\n\n[^1]: [[{ID}]]", "https://exemple.example/{OLD}.md",
		}), 0, 6).Draw(t, label), "\n\n") + "\n"
	}
	b := book{lines: sample("lines", "\n", "\r\n"), others: map[string]string{}}
	b.alias = sample("alias", "", "anciens_liens: # aucun\n", "anciens_liens: []\n", "anciens_liens: [n-1,  'n-2' ] # deux\n", "anciens_liens: \"n-1\"\n",
		"anciens_liens: n-1 # un\n", "anciens_liens:\n  - n-1\n  - n-2 # deux\n", "anciens_liens:\n- n-1\n# fin\n")
	b.page = "---\ntitre: Le mot é\n{ALIAS}definition: {OLD}\ndiffusion: interne\n" + sample("id", "", "id: '{ID}'\n", "id: {ID} # le nom\n") +
		"---\n## Usage\n\n[b]({UP}../fiches/a.md#x) [c]({UP}voisine.md) ![p]({UP}plan.svg) [[voisine]] [soi](#usage)\n"
	b.others["fiches/a.md"] = "---\ntitre: \"{OLD}\"\nfonctions: []\n" + reference("a") + "statut: brouillon\n---\n" + text("text a", "../notions/")
	b.others["situations/groupe/b.md"] = "---\ntitle: b\n" + reference("b") + "status: draft\n---\n" + text("text b", "../../notions/")
	b.others["recherches.yaml"] = sample("searches", "# rien\n", "- {cherche: é, trouve: notions/{ID}}\n", "- cherche: '{OLD}'\n  trouve: ['notion/{ID}', fiches/a] # é\n")
	return b
}

func write(t *rapid.T, files map[string]string) *os.Root {
	dir, err := os.MkdirTemp("", "rename")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	for name, text := range files {
		file := filepath.Join(dir, name)
		if err := errors.Join(os.MkdirAll(path.Dir(file), 0o755), os.WriteFile(file, []byte(text), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	return root
}

// A theme that takes another name takes it wherever a page has it, however it is
// spelled and written there, and comes back; made one with another, it leaves no
// page with both.
func TestAThemeIsRenamedWhereverItIs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lines := rapid.SampledFrom([]string{"\n", "\r\n"}).Draw(t, "lines")
		files := map[string]string{"handbook.yaml": "titre: Essai\n"}
		for _, name := range []string{"pages/a.md", "notions/b.md", "pages/c.md"} {
			themes := rapid.SampledFrom([]string{
				"themes: [Violence, Accueil]\n", "themes: Violence\n", "themes: ['Violence' , \"Accueil\",File ] # trois\n", "themes:\n  - Accueil # un\n  - \"Violence\" # deux\n",
				"themes:\n- Violence\n- Accueil\n", "themes: [File]\n", "", "themes: [\n  File,\n  Violence,\n  Accueil,\n]\n",
			}).Draw(t, name)
			text := "---\ntitre: Violence\n" + themes + "diffusion: interne\ndefinition: Violence\n---\nViolence, [[Violence]]\n"
			files[name] = strings.ReplaceAll(text, "\n", lines)
		}
		to := rapid.SampledFrom([]string{"Violence verbale", "VIOLENCE", "l’été: #1", "[x]", "- a", "Accueil", "null", "l'un, \"l'autre\""}).Draw(t, "to")
		root := write(t, files)
		defer root.Close()
		was := themesOf(t, root)

		plan, err := Theme(context.Background(), root, "violence", to, true)
		if err == nil {
			err = plan.Apply()
		}
		var refusal *Refusal
		if errors.As(err, &refusal) && refusal.Reason == NoTheme && !strings.Contains(strings.Join(slices.Concat(slices.Collect(maps.Values(was))...), " "), "Violence") {
			return
		}
		if err != nil {
			t.Fatalf("%v %+v", err, refusal)
		}
		for name, now := range themesOf(t, root) {
			if want := (likeness{theme: "Violence", name: to}).themes(was[name]); !slices.Equal(now, want) {
				t.Errorf("%s has %q, want %q:\n%q", name, now, want, everything(t, root)[name])
			}
		}
		if to == "Accueil" {
			return // the two are one for good
		}
		plan, err = Theme(context.Background(), root, to, "Violence", false)
		if err == nil {
			err = plan.Apply()
		}
		if err != nil {
			t.Fatal(err)
		}
		back := everything(t, root)
		for name := range back { // what needed quotation marks keeps them
			back[name] = strings.ReplaceAll(back[name], `"Violence"`, "Violence")
			files[name] = strings.ReplaceAll(files[name], `"Violence"`, "Violence")
		}
		if !maps.Equal(back, files) {
			t.Errorf("it came back as %q, want %q", back, files)
		}
	})
}

func themesOf(t *rapid.T, root *os.Root) map[string][]string {
	loaded, err := load.Load(context.Background(), root.FS(), load.Options{})
	if err != nil {
		t.Fatal(err)
	}
	themes := map[string][]string{}
	for _, p := range loaded.Handbook.Pages {
		themes[p.Path] = p.Themes
	}
	return themes
}
