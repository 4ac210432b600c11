package editor_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"relais/builder/editor"
	"relais/builder/handbook"
)

// archive opens the editor that `make editor` fetches. Without it nothing here
// can be known, so its absence is a failure.
func archive(t *testing.T) *editor.Archive {
	t.Helper()
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	a, err := editor.Open([]string{filepath.Join(cache, "relais")})
	if err != nil {
		t.Fatalf("%v: run make editor", err)
	}
	return a
}

// book returns a handbook in lang that is edited as e says, with one page at each of paths.
func book(lang handbook.Lang, e handbook.Editing, paths ...string) *handbook.Handbook {
	var pages []*handbook.Page
	for _, path := range paths {
		folder, name, _ := strings.Cut(path, "/")
		page := &handbook.Page{Path: path}
		page.Type, _ = handbook.TypeOfFolder(folder)
		page.ID = strings.TrimSuffix(name, ".md")
		pages = append(pages, page)
	}
	h, _ := handbook.New(handbook.Config{Title: "Essai", Lang: lang, Editing: e, BaseURL: "https://manuel.example/"}, pages, nil)
	return h
}

// ways lists ways to say where a handbook is edited: on each forge, the public one
// and one's own, with and without a service that signs people in.
func ways() []handbook.Editing {
	var all []handbook.Editing
	for _, choice := range handbook.Forges() {
		plain := handbook.Editing{Forge: handbook.Forge(choice.Value), Repository: "ville/manuel"}
		full := plain
		full.Folder, full.URL, full.SignIn, full.App = "content", "https://forge.example", "https://connexion.example", "abc"
		all = append(all, plain, full)
	}
	return all
}

func TestTheConfigurationIsWhatThePackageExpects(t *testing.T) {
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(archive(t).Schema()))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("schema.json", document); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	validate := func(config editor.Config) error {
		data, err := json.Marshal(config)
		if err != nil {
			t.Fatal(err)
		}
		value, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		return schema.Validate(value)
	}
	for _, lang := range []handbook.Lang{handbook.French, handbook.English} {
		for _, way := range ways() {
			if err := validate(editor.NewConfig(book(lang, way, "fiches/a.md", "sheets/b.md"))); err != nil {
				t.Errorf("%s, %+v: %v", lang, way, err)
			}
		}
	}
	broken := editor.NewConfig(book(handbook.French, ways()[0]))
	broken.Collections[0].Fields[0].Widget = "select"
	if validate(broken) == nil {
		t.Error("the schema accepts a choice without options: this test tells nothing")
	}
}

// Every type has a form with every key that its pages accept, under the
// spelling of the handbook's language, and its text.
func TestEveryKeyOfEveryTypeHasAField(t *testing.T) {
	for _, lang := range []handbook.Lang{handbook.French, handbook.English} {
		config := editor.NewConfig(book(lang, ways()[0]))
		if len(config.Collections) != len(handbook.Types()) {
			t.Fatalf("%d collections", len(config.Collections))
		}
		for i, info := range handbook.Types() {
			form := config.Collections[i]
			if form.Name != info.Folder.In(lang) {
				t.Errorf("the collection of %s is %s", info.Type, form.Name)
			}
			var got []string
			for _, f := range form.Fields {
				got = append(got, f.Name)
			}
			want := []string{"body"}
			for _, f := range handbook.AllFields() {
				if f.On(info.Type) && !f.Translations {
					want = append(want, f.Key.In(lang))
				}
			}
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Errorf("%s, %s: fields %v, want %v", lang, info.Type, got, want)
			}
		}
	}
}

// A relation proposes the pages of a collection that exists, by id; a choice
// proposes what authors write.
func TestFieldsHoldWhatTheFilesHold(t *testing.T) {
	config := editor.NewConfig(book(handbook.French, ways()[0], "sheets/a.md", "fiches/b.md", "fiches/c.md"))
	names := map[string]bool{}
	sheets := map[string]editor.Field{}
	for _, c := range config.Collections {
		names[c.Name] = true
		if c.Name == "fiches" {
			for _, f := range c.Fields {
				sheets[f.Name] = f
			}
		}
	}
	if !names["fiches"] || !names["sheets"] || names["functions"] {
		t.Errorf("collections: %v", names)
	}
	for _, c := range config.Collections {
		for _, f := range c.Fields {
			if f.Widget == "relation" && (!names[f.Collection] || f.ValueField != "{{slug}}") {
				t.Errorf("%s/%s leads to %s by %s", c.Name, f.Name, f.Collection, f.ValueField)
			}
		}
	}
	if f := sheets["complete"]; f.Collection != "fiches" || !f.Multiple {
		t.Errorf("complete: %+v", f)
	}
	if f := sheets["statut"]; f.Options[1].Value != "en-debat" || f.Options[1].Label != "En débat" || f.Default != "brouillon" {
		t.Errorf("statut: %+v", f)
	}
	if f := sheets["revision_le"]; f.Type != "date" || f.Format != "YYYY-MM-DD" {
		t.Errorf("revision_le: %+v", f)
	}
	if text, _ := sheets["body"].Default.(string); !strings.HasPrefix(text, "<!--") || !strings.Contains(text, "\n## En bref\n") {
		t.Errorf("body: %q", text)
	}
}

// A file of the right name that is not the archive is refused, wherever a good one may be.
func TestOnlyThePinnedArchiveIsRead(t *testing.T) {
	folder := t.TempDir()
	if _, err := editor.Open([]string{folder}); !errors.As(err, new(*editor.MissingError)) {
		t.Errorf("an empty folder gives %v", err)
	}
	if err := os.WriteFile(filepath.Join(folder, editor.Pinned().File()), []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := editor.Open([]string{t.TempDir(), folder}); !errors.As(err, new(*editor.DamagedError)) {
		t.Errorf("a false archive gives %v", err)
	}
}

// What is published asks no other host for anything by itself, and holds what it asks of its own.
func TestThePublishedEditorIsWhole(t *testing.T) {
	files := map[string][]byte{}
	err := archive(t).Publish(book(handbook.French, ways()[0]), func(path string, data []byte) error {
		files[path] = data
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"admin/index.html", "admin/config.json", "admin/admin.js", "admin/LICENSE.txt"} {
		if len(files[path]) == 0 {
			t.Errorf("no %s", path)
		}
	}
	script := string(files["admin/admin.js"])
	if strings.Contains(script, "url(https:") {
		t.Error("a style asks another host for a font")
	}
	fonts := 0
	for path := range files {
		if name, ok := strings.CutPrefix(path, "admin/"); ok && strings.HasSuffix(path, ".woff2") {
			if fonts++; !strings.Contains(script, name) {
				t.Errorf("nothing asks for %s", path)
			}
		}
	}
	if fonts != 3 {
		t.Errorf("%d fonts", fonts)
	}
	if page := string(files["admin/index.html"]); !strings.Contains(page, "connect-src &#39;self&#39; blob: data: https://api.github.com") || !strings.Contains(page, "noindex") {
		t.Error(page)
	}
}

// The README shows the command that fetches the archive.
func TestTheREADMENamesThePinnedPackage(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	if spec := editor.Pinned().Spec(); !bytes.Contains(readme, []byte(spec)) {
		t.Errorf("README.md does not name %s", spec)
	}
}
