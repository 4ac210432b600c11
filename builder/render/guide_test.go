package render

import (
	"bytes"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"go.yaml.in/yaml/v4"

	"relais/builder/handbook"
	"relais/search"
	"relais/themes"
)

const guideFolder = "../../themes/guide/"

// TestTheGuideToThemesSaysAllThatTemplatesAreGiven holds the reference for authors of themes
// to the types that templates are given: each field is explained, and no other.
func TestTheGuideToThemesSaysAllThatTemplatesAreGiven(t *testing.T) {
	var meanings map[string]map[string][2]string
	readYAML(t, "fields.yaml", &meanings)
	g := guide{t: t, meanings: meanings}
	for _, name := range sortedKeys(kinds()) {
		g.visit(reflect.TypeOf(kinds()[name]))
	}
	for _, name := range sortedKeys(chromeViews()) {
		g.visit(reflect.TypeOf(chromeViews()[name]))
	}
	slices.SortFunc(g.types, func(a, b reflect.Type) int { return strings.Compare(a.Name(), b.Name()) })
	explained := map[string]bool{}
	for _, of := range g.types {
		explained[of.Name()] = true
		fields := map[string]bool{"": true}
		for i := range of.NumField() {
			if f := of.Field(i); f.IsExported() && !f.Anonymous {
				fields[f.Name] = true
			}
		}
		for name := range fields {
			if meaning := meanings[of.Name()][name]; meaning[0] == "" || meaning[1] == "" {
				t.Errorf("fields.yaml does not explain %s.%s in both languages", of.Name(), name)
			}
		}
		for name := range meanings[of.Name()] {
			if !fields[name] {
				t.Errorf("fields.yaml explains %s.%s, which is not there", of.Name(), name)
			}
		}
	}
	for name := range meanings {
		if !explained[name] {
			t.Errorf("fields.yaml explains %s, which no template is given", name)
		}
	}
	if t.Failed() {
		return
	}
	for i, lang := range []handbook.Lang{handbook.French, handbook.English} {
		g.lang = i
		name := guideFolder + "reference." + string(lang) + ".md"
		got := g.markdown(lang)
		if flag.Lookup("update").Value.String() == "true" { // of golden_test.go
			if err := os.WriteFile(name, got, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if want, err := os.ReadFile(name); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is not what the program says (%v): look at the difference after go test ./builder/render -run Guide -update", name, err)
		}
	}
}

// TestTheThemeOfTheGuideServes writes the theme that the guide begins from nothing, and tries
// it on every page.
func TestTheThemeOfTheGuideServes(t *testing.T) {
	for _, lang := range []string{"fr", "en"} {
		text, err := os.ReadFile(guideFolder + lang + ".md")
		if err != nil {
			t.Fatal(err)
		}
		files := fstest.MapFS{}
		for _, m := range regexp.MustCompile("(?s)`themes/(?:nu|bare)/([^`]+)`([^\n]*\n?[^\n]*)\n\n```\\w+\n(.*?)```").FindAllStringSubmatch(string(text), -1) {
			names := []string{m[1]}
			for _, more := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(m[2], -1) {
				names = append(names, path.Join(path.Dir(m[1]), more[1]))
			}
			for _, name := range names {
				files[name] = &fstest.MapFile{Data: []byte(m[3])}
			}
		}
		if len(files) < 24 {
			t.Errorf("%s.md writes %d files only", lang, len(files))
		}
		_, err = NewLook(themes.Bare().With("themes/nu", files), search.Client(), handbook.French)
		if err != nil {
			t.Errorf("the theme of %s.md: %v", lang, err)
		}
	}
}

// TestTheGuideToThemesNamesEveryHook holds the list of hooks to the scripts that look for
// them, and to what Relais writes.
func TestTheGuideToThemesNamesEveryHook(t *testing.T) {
	var all map[string]map[string][2]string
	readYAML(t, "hooks.yaml", &all)
	scripts := sourcesOf(t, themes.Files("mechanism"), "assets/js", ".js")
	found := map[string]bool{}
	for _, m := range regexp.MustCompile(`(?:find|querySelector|querySelectorAll|closest)\("([#.][\w-]+|\w*\[data-\w+\])`).FindAllStringSubmatch(scripts, -1) {
		found[m[1]] = true
	}
	for _, m := range regexp.MustCompile("`(#search-[a-z-]+)|\"(#search-[a-z-]+)\"").FindAllStringSubmatch(scripts, -1) {
		found[m[1]+m[2]] = true
	}
	compare(t, "found", all["found"], found)
	given := map[string]bool{}
	for _, m := range regexp.MustCompile("(?:make\\(\"\\w+\", |button\\()[\"`]([\\w-]+)").FindAllStringSubmatch(scripts, -1) {
		given[m[1]] = true
	}
	for _, folder := range []string{"../markdown", ".", "../booklet"} {
		sources := sourcesOf(t, os.DirFS(folder), ".", ".go")
		for _, m := range regexp.MustCompile(`class=\\?"([a-z-]+)`).FindAllStringSubmatch(sources, -1) {
			given[m[1]] = true
		}
	}
	compare(t, "given", all["given"], given)
	for template, ids := range hooks() {
		for _, id := range ids {
			if _, told := all["found"]["#"+id]; !told {
				t.Errorf("hooks.yaml does not name #%s of %s", id, template)
			}
		}
	}
}

func compare(t *testing.T, list string, told map[string][2]string, there map[string]bool) {
	t.Helper()
	for hook := range there {
		if told[hook][0] == "" || told[hook][1] == "" {
			t.Errorf("hooks.yaml does not explain %s under %s in both languages", hook, list)
		}
	}
	for hook := range told {
		if !there[hook] {
			t.Errorf("hooks.yaml explains %s under %s, which nothing looks for or gives", hook, list)
		}
	}
}

// sourcesOf returns the text of all sources below a folder but tests.
func sourcesOf(t *testing.T, files fs.FS, folder, extension string) string {
	t.Helper()
	var all strings.Builder
	err := fs.WalkDir(files, folder, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(file) != extension || strings.HasSuffix(file, "_test.go") {
			return err
		}
		data, err := fs.ReadFile(files, file)
		for line := range strings.Lines(string(data)) {
			if !strings.HasPrefix(strings.TrimSpace(line), "//") {
				all.WriteString(line)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all.String()
}

func readYAML(t *testing.T, name string, v any) {
	t.Helper()
	data, err := os.ReadFile(guideFolder + name)
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal(data, v); err != nil {
		t.Fatal(err)
	}
}

// guide writes the reference for authors of themes.
type guide struct {
	t        *testing.T
	meanings map[string]map[string][2]string
	types    []reflect.Type
	lang     int
	b        strings.Builder
}

// visit notes a type and those of its fields.
func (g *guide) visit(of reflect.Type) {
	for of.Kind() == reflect.Pointer || of.Kind() == reflect.Slice {
		of = of.Elem()
	}
	if of.Kind() != reflect.Struct || slices.Contains(g.types, of) {
		return
	}
	g.types = append(g.types, of)
	for i := range of.NumField() {
		if of.Field(i).IsExported() {
			g.visit(of.Field(i).Type)
		}
	}
}

func (g *guide) say(fr, en string) string { return []string{fr, en}[g.lang] }

func (g *guide) line(format string, args ...any) { fmt.Fprintf(&g.b, format+"\n", args...) }

// markdown returns the reference in one language.
func (g *guide) markdown(lang handbook.Lang) []byte {
	g.b.Reset()
	g.line(g.say("\n# Référence des thèmes\n", "\n# Reference of themes\n"))
	g.line(g.say("Écrite d’après le programme : les tests la tiennent à jour.\n", "Written from the program: tests keep it true.\n"))
	g.templates()
	g.values()
	g.hooks()
	g.messages(lang)
	return []byte(g.b.String())
}

func (g *guide) templates() {
	g.line(g.say("## Les gabarits, et ce que chacun reçoit\n", "## The templates, and what each is given\n"))
	g.line("| templates/ | %s | %s |\n|---|---|---|", g.say("Reçoit", "Is given"), g.say("Ce que c’est", "What it is"))
	for _, name := range sortedKeys(kinds()) {
		view := reflect.TypeOf(kinds()[name]).Name()
		g.line("| `%s` | [%s](#%s) | %s |", name, view, strings.ToLower(view), g.meanings[view][""][g.lang])
	}
	g.line("")
	g.line(g.say("Et, dans le fichier que vous voulez, ces morceaux :\n", "And, in whichever file you like, these parts:\n"))
	g.line("| {{define}} | %s | |\n|---|---|---|", g.say("Reçoit", "Is given"))
	for _, part := range sortedKeys(chromeViews()) {
		view := reflect.TypeOf(chromeViews()[part]).Name()
		g.line("| `%s` | [%s](#%s) | |", part, view, strings.ToLower(view))
	}
	g.line("| `main` | %s | %s |", g.say("ce que reçoit le fichier", "what the file is given"), g.say("dans le gabarit de chaque type de page : ce que tient un livret", "in the template of each type of page: what a booklet holds"))
	g.line(g.say("\nLe mécanisme, sous tout thème, a déjà ces morceaux, que vous pouvez reprendre ou remplacer :\n", "\nThe mechanism, which lies under every theme, has these parts already, for you to use or replace:\n"))
	for _, file := range mechanismParts(g.t) {
		g.line("- %s", file)
	}
	g.line("")
}

// mechanismParts lists the parts that lie under every theme, with their files.
func mechanismParts(t *testing.T) []string {
	files := themes.Files("mechanism")
	names, err := fs.Glob(files, "templates/*.html")
	if err != nil {
		t.Fatal(err)
	}
	var parts []string
	for _, name := range names {
		data, err := fs.ReadFile(files, name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`\{\{-?\s*define "([^"]+)"`).FindAllStringSubmatch(string(data), -1) {
			parts = append(parts, fmt.Sprintf("`%s` (%s)", m[1], name))
		}
	}
	return parts
}

func (g *guide) values() {
	g.line(g.say("## Les valeurs, et leurs champs\n", "## The values, and their fields\n"))
	for _, of := range g.types {
		g.line("### %s\n", of.Name())
		g.line("%s.\n", upper(g.meanings[of.Name()][""][g.lang]))
		var rows []string
		for i := range of.NumField() {
			f := of.Field(i)
			switch {
			case f.Anonymous:
				g.line(g.say("A aussi tous les champs de [%s](#%s).\n", "Has all fields of [%s](#%s) too.\n"), f.Name, strings.ToLower(f.Name))
			case f.IsExported():
				rows = append(rows, fmt.Sprintf("| `.%s` | %s | %s |", f.Name, g.form(f.Type), g.meanings[of.Name()][f.Name][g.lang]))
			}
		}
		if len(rows) > 0 {
			g.line("| %s | %s | %s |\n|---|---|---|", g.say("Champ", "Field"), g.say("Valeur", "Value"), g.say("Ce que c’est", "What it is"))
			g.line("%s\n", strings.Join(rows, "\n"))
		}
	}
}

func upper(text string) string { return strings.ToUpper(text[:1]) + text[1:] }

// form says of what kind a field is.
func (g *guide) form(of reflect.Type) string {
	switch of.String() {
	case "template.URL":
		return g.say("adresse", "address")
	case "template.HTML":
		return "HTML"
	}
	switch of.Kind() {
	case reflect.Pointer:
		return g.form(of.Elem()) + g.say(", ou rien", ", or nothing")
	case reflect.Slice:
		return g.say("liste : ", "list: ") + g.form(of.Elem())
	case reflect.Struct:
		return fmt.Sprintf("[%s](#%s)", of.Name(), strings.ToLower(of.Name()))
	case reflect.Bool:
		return g.say("oui ou non", "yes or no")
	case reflect.Int:
		return g.say("nombre", "number")
	case reflect.Map:
		return g.say("clés libres", "free keys")
	}
	return g.say("texte", "text")
}

func (g *guide) hooks() {
	var all map[string]map[string][2]string
	readYAML(g.t, "hooks.yaml", &all)
	for _, list := range []struct{ key, fr, en string }{
		{"found", "Ce que les scripts cherchent dans vos pages", "What scripts look for in your pages"},
		{"given", "Les classes que vous recevez", "The classes that you are given"},
	} {
		g.line("## %s\n", g.say(list.fr, list.en))
		g.line("| | %s |\n|---|---|", g.say("Ce que c’est", "What it is"))
		for _, hook := range sortedKeys(all[list.key]) {
			g.line("| `%s` | %s |", hook, all[list.key][hook][g.lang])
		}
		g.line("")
	}
}

func (g *guide) messages(lang handbook.Lang) {
	found := &faults{theme: themes.Bare()}
	w, err := readWords(lang, found)
	if err != nil || len(found.found) > 0 {
		g.t.Fatal(err, found.found)
	}
	g.line("## %s\n", g.say("Les messages", "The messages"))
	g.line(g.say("Ceux qui ont deux formes, au singulier et au pluriel, se demandent avec un nombre : `{{t \"count-sheet\" 3}}`.\n", "Those that have two forms, singular and plural, are asked for with a number: `{{t \"count-sheet\" 3}}`.\n"))
	g.line("| %s | %s |\n|---|---|", g.say("Clé", "Key"), g.say("Texte", "Text"))
	for _, key := range w.keys() {
		texts := strings.Join(w.at[key].texts, " · ")
		g.line("| `%s` | %s |", key, strings.NewReplacer("\r", "", "\n", " ", "|", `\|`).Replace(texts))
	}
}
