package builder_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"relais/builder"
	"relais/builder/handbook"
)

// malformations are ways in which the front matter of a page goes wrong, by accident or by an
// editor: each hides from a careless reader for whom the page is.
var malformations = []struct {
	name  string
	spoil func(page string) string
}{
	{"byte order mark", func(p string) string { return "\ufeff" + p }},
	{"UTF-16", func(p string) string { return "\xff\xfe" + strings.Join(strings.Split(p, ""), "\x00") }},
	{"carriage returns alone", func(p string) string { return strings.ReplaceAll(p, "\n", "\r") }},
	{"no closing line", func(p string) string { return strings.Replace(p, "\n---\n", "\n", 1) }},
	{"closed by dots", func(p string) string { return strings.Replace(p, "\n---\n", "\n...\n", 1) }},
	{"closed by four hyphens", func(p string) string { return strings.Replace(p, "\n---\n", "\n----\n", 1) }},
	{"opened by an em dash", func(p string) string { return strings.Replace(p, "---\n", "—\n", 1) }},
	{"opened by two hyphens", func(p string) string { return strings.Replace(p, "---\n", "--\n", 1) }},
	{"characters that are not seen", func(p string) string { return strings.Replace(p, "---\n", "--\u200b-\n", 1) }},
	{"text before", func(p string) string { return "Bonjour\n" + p }},
	{"indented", func(p string) string { return "  " + p }},
	{"TOML", func(p string) string { return strings.ReplaceAll(p, "---\n", "+++\n") }},
	{"no front matter", func(p string) string { _, body, _ := strings.Cut(p[4:], "---\n"); return body }},
	{"a tab", func(p string) string { return strings.Replace(p, "diffusion: ", "\tdiffusion: ", 1) }},
	{"no space after the colon", func(p string) string { return strings.Replace(p, "diffusion: ", "diffusion:", 1) }},
	{"a quotation left open", func(p string) string { return strings.Replace(p, "titre: ", "titre: \"", 1) }},
	{"a list left open", func(p string) string { return strings.Replace(p, "diffusion: ", "themes: [a, b\ndiffusion: ", 1) }},
	{"the key twice", func(p string) string { return strings.Replace(p, "diffusion: ", "diffusion: publique\ndiffusion: ", 1) }},
	{"a misspelt key", func(p string) string { return strings.Replace(p, "diffusion: ", "difusion: ", 1) }},
	{"an audience that is none", func(p string) string { return strings.Replace(p, "diffusion: ", "diffusion: tous sauf ", 1) }},
}

// 100 malformed front matters: nothing is published, what was stays, and each is
// told with its file, its line and what to do.
func TestNothingIsPublishedOfMalformedFrontMatter(t *testing.T) {
	pages := map[string]string{
		"fonctions/a.md":  "---\ntitre: Accueil\ndiffusion: interne\n---\nRecevoir.\n",
		"notions/b.md":    "---\ntitre: Écoute\ndefinition: Écouter.\ndiffusion: groupe\n---\nTexte réservé.\n",
		"situations/c.md": "---\ntitre: Insulte\nfonctions: [a]\ndiffusion: fonction\n---\nTexte réservé.\n",
		"ressources/d.md": "---\ntitre: Numéros\ndiffusion: publique\n---\nTexte.\n",
		"pages/e.md":      "---\ntitre: Mode d’emploi\ndiffusion: interne\n---\nTexte.\n",
	}
	messages, err := handbook.NewMessages()
	if err != nil {
		t.Fatal(err)
	}
	tried := 0
	for _, m := range malformations {
		for name, page := range pages {
			tried++
			spoilt := m.spoil(page)
			if spoilt == page {
				t.Fatalf("%s, %s: nothing is malformed", m.name, name)
			}
			source := t.TempDir()
			site := filepath.Join(source, "public")
			put := func(name, text string) {
				path := filepath.Join(source, name)
				if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			put("handbook.yaml", "titre: Manuel\nlangue: fr\ndiffusion: interne\n")
			for name, page := range pages {
				put(name, page)
			}
			put(name, spoilt)
			report, err := builder.Build(context.Background(), builder.Options{Source: source, Destination: site})
			if err != nil {
				t.Fatalf("%s, %s: %v", m.name, name, err)
			}
			if _, err := os.Stat(site); report.Published || err == nil {
				t.Errorf("%s, %s: it was published", m.name, name)
			}
			told := false
			for _, p := range report.Problems {
				what, remedy := messages.Of(p, handbook.French)
				if p.Severity == handbook.Error && p.Path == name && p.Pos.Line > 0 && what != p.Code && remedy != "" {
					told = true
				}
			}
			if !told {
				t.Errorf("%s, %s: not told with its file, line and remedy: %+v", m.name, name, report.Problems)
			}
		}
	}
	if tried != 100 {
		t.Errorf("%d front matters, want 100", tried)
	}
}
