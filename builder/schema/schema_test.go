package schema_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v4"
	"pgregory.net/rapid"

	"relais/builder/handbook"
	"relais/builder/load"
	"relais/builder/schema"
)

// compile returns the schemas of a handbook by file name, checked against the
// specification of JSON Schema itself.
func compile(t testing.TB, book *handbook.Handbook, lang handbook.Lang) map[string]*jsonschema.Schema {
	compiled := map[string]*jsonschema.Schema{}
	for name, source := range schema.Files(book, lang) {
		document, err := jsonschema.UnmarshalJSON(bytes.NewReader(source))
		if err != nil {
			t.Fatal(err)
		}
		c := jsonschema.NewCompiler()
		c.AssertFormat()
		if err := c.AddResource(name, document); err != nil {
			t.Fatal(err)
		}
		if compiled[name], err = c.Compile(name); err != nil {
			t.Fatalf("%s: %v\n%s", name, err, source)
		}
	}
	return compiled
}

// frontMatter returns the block between the two delimiters, and its last line's number.
func frontMatter(t testing.TB, page []byte) ([]byte, int) {
	header, _, ok := bytes.Cut(page[4:], []byte("\n---"))
	if !ok {
		t.Fatalf("no front matter:\n%s", page)
	}
	return header, 2 + bytes.Count(header, []byte("\n"))
}

// value returns what an editor sees of YAML: as its version 1.2 says, a date is a word.
func value(t fataler, n *yaml.Node) any {
	switch n.Kind {
	case yaml.DocumentNode:
		return value(t, n.Content[0])
	case yaml.MappingNode:
		object := map[string]any{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			object[n.Content[i].Value] = value(t, n.Content[i+1])
		}
		return object
	case yaml.SequenceNode:
		list := []any{}
		for _, item := range n.Content {
			list = append(list, value(t, item))
		}
		return list
	}
	var v any
	switch n.Tag {
	case "!!int", "!!float", "!!bool", "!!null":
		if err := n.Decode(&v); err != nil {
			t.Fatal(err)
		}
		return v
	}
	return n.Value
}

// instance returns a front matter as a validator wants it.
func instance(t fataler, header []byte) any {
	var document yaml.Node
	if err := yaml.Load(header, &document, yaml.WithUniqueKeys(false)); err != nil {
		t.Fatalf("%v\n%s", err, header)
	}
	data, err := json.Marshal(value(t, &document))
	if err != nil {
		t.Fatal(err)
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// inHeader returns the problems that a schema can know of: those of a front
// matter but for where its references lead.
func inHeader(problems []handbook.Problem, path string, lastLine int) []handbook.Problem {
	return slices.DeleteFunc(slices.Clone(problems), func(p handbook.Problem) bool {
		switch p.Code {
		case "unknown-reference", "ambiguous-reference", "self-reference", "duplicate-id":
			return true
		}
		return p.Path != path || p.Pos.Line > lastLine
	})
}

func read(t fataler, fsys fs.FS) *load.Result {
	result, err := load.Load(context.Background(), fsys, load.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// Every page that people wrote is accepted by the schema of its type exactly
// when the builder finds nothing wrong with its front matter; so is handbook.yaml.
func TestSchemasAgreeWithTheBuilderOnRealPages(t *testing.T) {
	roots, err := filepath.Glob("../../../shared/corpora/*")
	if err != nil {
		t.Fatal(err)
	}
	pages := 0
	for _, root := range append(roots, "../../content") {
		if _, err := os.Stat(filepath.Join(root, "handbook.yaml")); err != nil {
			continue
		}
		fsys := os.DirFS(root)
		result := read(t, fsys)
		for _, lang := range []handbook.Lang{handbook.French, handbook.English} {
			schemas := compile(t, result.Handbook, lang)
			for _, p := range result.Handbook.Pages {
				data, err := fs.ReadFile(fsys, p.Path)
				if err != nil {
					t.Fatal(err)
				}
				header, last := frontMatter(t, data)
				name := schema.FileName(p.Type, lang)
				if p.Translates {
					name = schema.TranslationFileName(p.Type, lang)
				}
				err = schemas[name].Validate(instance(t, header))
				if problems := inHeader(result.Problems, p.Path, last); (err == nil) != (len(problems) == 0) {
					t.Errorf("%s: the schema says %v, the builder %v", p.Path, err, problems)
				}
				pages++
			}
			settings, err := fs.ReadFile(fsys, "handbook.yaml")
			if err != nil {
				t.Fatal(err)
			}
			if err := schemas[schema.SettingsFile].Validate(instance(t, settings)); err != nil {
				t.Errorf("%s/handbook.yaml: %v", root, err)
			}
		}
	}
	t.Logf("%d pages", pages)
}

// book is a small handbook to which generated pages refer.
var book = fstest.MapFS{
	"handbook.yaml":        {Data: []byte("titre: Essai\n")},
	"fonctions/a.md":       {Data: []byte("---\ntitre: A\ndiffusion: interne\n---\n")},
	"groupes/a.md":         {Data: []byte("---\ntitre: A\nfonction: a\ndiffusion: interne\n---\n")},
	"fiches/generated.txt": {},
}

// fragments are values of which some fit each key, and most do not.
func fragments() []string {
	values := []string{
		"", "a", "\"\"", "un mot", "6", "0", "-3", "60", "1001", "1.5", "no", "oui", "2025-06", "2025-6", "2025-13", "2025-06-30", "2025-02-30",
		"[]", "[a]", "[a, b]", "[a, ]", "[[a]]", "[{a: b}]", "{a: b}", "[6, oui]", "[guichet, a]", "[guichet, desk]",
		"{le: 2025-06-30, modalite: x}", "{on: 2025-06-30}", "{le: 2025-06-30, on: 2025-06-30}", "{le: x}", "{le: }", "{modalite: [a]}", "{}",
		"{texte: a, verifie_le: 2025-06-30}", "[{texte: a}, {text: b, checked_on: 2025-06-30}]", "[{texte: a}, b]", "[{le: 2025-06-30}]", "[{}]",
	}
	for _, f := range handbook.AllFields() {
		for _, c := range f.Choices {
			values = append(values, c.Key.FR, c.Key.EN)
		}
	}
	return values
}

// header draws a front matter: keys of any type, some twice, some unknown.
func header(t *rapid.T, on handbook.Type) string {
	fields := handbook.AllFields()
	own := slices.DeleteFunc(slices.Clone(fields), func(f handbook.Field) bool { return !f.On(on) })
	pool := fragments()
	var b strings.Builder
	write := func(f handbook.Field) {
		key := rapid.SampledFrom([]string{f.Key.FR, f.Key.EN}).Draw(t, "spelling")
		var fitting []string
		for _, c := range f.Choices {
			fitting = append(fitting, c.Key.FR, c.Key.EN)
		}
		fragment := rapid.SampledFrom(pool).Draw(t, "value")
		if fitting != nil && rapid.Bool().Draw(t, "fits") {
			fragment = rapid.SampledFrom(fitting).Draw(t, "choice")
		}
		b.WriteString(key + ": " + fragment + "\n")
	}
	for _, f := range own {
		if f.RequiredOn(on) && rapid.IntRange(0, 9).Draw(t, "left out") > 0 {
			b.WriteString(f.Key.FR + ": " + map[bool]string{true: "2025-06", false: "6"}[f.Key.EN == "month"] + "\n")
		}
	}
	for range rapid.IntRange(0, 3).Draw(t, "keys") {
		write(rapid.SampledFrom(own).Draw(t, "own"))
	}
	if rapid.IntRange(0, 9).Draw(t, "odd") == 0 {
		b.WriteString(rapid.SampledFrom([]string{"inconnue: a\n", "Titre: a\n", "effectif: 6\n", "telephone: 112\n"}).Draw(t, "odd key"))
	}
	return b.String()
}

// Whatever a front matter holds, its schema accepts it exactly when the builder
// finds nothing wrong with it.
func TestSchemasAgreeWithTheBuilderOnAnyFrontMatter(t *testing.T) {
	schemas := compile(t, read(t, book).Handbook, handbook.French)
	accepted, refused := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		on := rapid.SampledFrom(handbook.Types()).Draw(t, "type")
		text := header(t, on.Type)
		if twice(text) {
			t.Skip("a key that is written twice, once without a value, is worth a word only to people")
		}
		path := on.Folder.FR + "/page.md"
		fsys := fstest.MapFS{path: {Data: []byte("---\n" + text + "---\n")}}
		for name, f := range book {
			fsys[name] = f
		}
		result := read(t, fsys)
		at := slices.IndexFunc(result.Handbook.Pages, func(p *handbook.Page) bool { return p.Path == path })
		if at < 0 {
			t.Fatalf("the page is not read: %v\n%s", result.Problems, text)
		}
		typ := result.Handbook.Pages[at].Type
		var v any = map[string]any{}
		if text != "" {
			v = instance(t, []byte(text))
		}
		err := schemas[schema.FileName(typ, handbook.French)].Validate(v)
		problems := inHeader(result.Problems, path, strings.Count(text, "\n")+1)
		if (err == nil) != (len(problems) == 0) {
			t.Fatalf("%s: the schema says %v, the builder %v\n%s", typ, err, problems, text)
		}
		if err == nil {
			accepted++
		} else {
			refused++
		}
	})
	t.Logf("%d accepted, %d refused", accepted, refused)
	if accepted == 0 || refused == 0 {
		t.Error("the generator draws only one kind")
	}
}

// twice reports whether a key is written twice in one spelling, of which an editor
// sees the last, or once with nothing after its colon, which the builder reads over.
func twice(text string) bool {
	seen := map[string]bool{}
	for line := range strings.Lines(text) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), ":")
		names := []string{key}
		for _, f := range handbook.AllFields() {
			if key == f.Key.FR || key == f.Key.EN {
				names = []string{f.Key.FR, f.Key.EN}
			}
		}
		empty := value == "" || value == " []"
		if seen[key] || seen[names[0]+"?"] || empty && (seen[names[0]] || seen[names[len(names)-1]]) {
			return true
		}
		seen[key] = true
		seen[names[0]+"?"] = empty
	}
	return false
}

// fataler is what stops a test, of Go or of rapid.
type fataler interface {
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}
