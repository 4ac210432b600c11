package builder

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"relais/builder/handbook"
	"relais/builder/serve"
)

// leaking writes a handbook whose theme tells, on every notion, the title of a
// page that is for a group, or nothing.
func leaking(t *testing.T, told string) Options {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"handbook.yaml":                 "titre: Manuel\nlangue: fr\ndiffusion: interne\n",
		"fonctions/accueil.md":          "---\ntitre: Accueil\ndiffusion: interne\n---\nRecevoir le public.\n",
		"notions/attente.md":            "---\ntitre: Attente\ndefinition: Le temps passé.\nfonctions: [accueil]\ndiffusion: interne\n---\nUn texte.\n",
		"notions/secret.md":             "---\ntitre: Une colère entre collègues du guichet\ndefinition: Rien.\ndiffusion: groupe\n---\nUn texte.\n",
		"themes/templates/notion.html":  `{{template "base" .}}{{define "main"}}<p>` + told + `</p>{{end}}`,
		"themes/templates/LISEZMOI.txt": "Le thème du manuel.\n",
	} {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return Options{Source: dir, Destination: filepath.Join(dir, "public"), Today: day}
}

func tellsLeak(problems []handbook.Problem) bool {
	return slices.ContainsFunc(problems, func(p handbook.Problem) bool { return p.Code == "leak-page" && p.Severity == handbook.Error })
}

// A site, a booklet and a preview are all searched for what must not be shown:
// the first two are not made, the third tells.
func TestWhateverShowsAHandbookIsSearched(t *testing.T) {
	for _, c := range []struct {
		told string
		leak bool
	}{{"Une col&egrave;re entre <b>collègues</b> du guichet", true}, {"Le temps passé", false}} {
		opts := leaking(t, c.told)
		report, err := Build(t.Context(), opts)
		if err != nil {
			t.Fatal(err)
		}
		if tellsLeak(report.Problems) != c.leak || report.Published == c.leak {
			t.Errorf("%s: published %t, %+v", c.told, report.Published, report.Problems)
		}
		bound, report, err := Book(t.Context(), opts, "")
		if err != nil {
			t.Fatal(err)
		}
		if tellsLeak(report.Problems) != c.leak || (bound == nil) != c.leak {
			t.Errorf("%s: bound %t, %+v", c.told, bound != nil, report.Problems)
		}
		p := NewPreview(opts)
		edition, _, err := p.Refresh(t.Context(), serve.Change{All: true})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.Index(t.Context(), edition); err != nil {
			t.Fatal(err)
		}
		leaks, err := p.Leaks(t.Context(), edition, func() bool { return false })
		if err != nil || tellsLeak(leaks) != c.leak {
			t.Errorf("%s: the preview tells %+v, %v", c.told, leaks, err)
		}
		if err := p.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
