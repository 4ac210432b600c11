package load_test

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"relais/builder/handbook"
	"relais/builder/load"
)

// shared is where texts that nobody of this project wrote stand, beside the
// repository; not everybody has them.
const shared = "../../../shared"

// Handbooks that people wrote load without an error: our demonstration and
// those beside the repository.
func TestRealHandbooksLoad(t *testing.T) {
	roots := []string{"../../content"}
	others, err := filepath.Glob(shared + "/corpora/*/handbook.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, config := range others {
		roots = append(roots, filepath.Dir(config))
	}
	t.Logf("handbooks: %q", roots)
	for _, root := range roots {
		t.Run(filepath.Base(root), func(t *testing.T) {
			result, err := load.Load(context.Background(), os.DirFS(root), load.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if len(result.Handbook.Pages) < 30 {
				t.Errorf("only %d pages", len(result.Handbook.Pages))
			}
			for _, p := range result.Problems {
				if p.Severity == handbook.Error {
					t.Errorf("%s:%d:%d: %s %v", p.Path, p.Pos.Line, p.Pos.Column, p.Code, p.Args)
				}
			}
		})
	}
}

// The worked models of each type load when what they refer to exists. Their
// one mistake is the comma that our message was written for.
func TestTheModelsOfEachTypeLoad(t *testing.T) {
	models, err := fs.Glob(os.DirFS(shared+"/domain/modeles"), "*.md")
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("models: %q", models)
	fsys := fstest.MapFS{
		"handbook.yaml": {Data: []byte("titre: Modèles\n")},
		"fonctions/accueil-publics-difficiles.md": {Data: []byte("---\ntitre: Accueil\ndiffusion: interne\n---\n")},
		"situations/menace-a-la-sortie.md":        {Data: []byte("---\ntitre: Menace\nfonctions: accueil-publics-difficiles\ndiffusion: interne\n---\n")},
		"notions/incivilite.md":                   {Data: []byte("---\ntitre: Incivilité\ndefinition: x\ndiffusion: interne\n---\n")},
		"notions/agression.md":                    {Data: []byte("---\ntitre: Agression\ndefinition: x\ndiffusion: interne\n---\n")},
		"notions/assertivite.md":                  {Data: []byte("---\ntitre: Assertivité\ndefinition: x\ndiffusion: interne\n---\n")},
		"fiches/signaler-un-incident.md":          {Data: []byte("---\ntitre: Signaler\nfonctions: accueil-publics-difficiles\ndiffusion: interne\n---\n")},
	}
	own := len(fsys) - 1
	for _, name := range models {
		data, err := os.ReadFile(shared + "/domain/modeles/" + name)
		if err != nil {
			t.Fatal(err)
		}
		fsys[name] = &fstest.MapFile{Data: data}
	}
	result, err := load.Load(context.Background(), fsys, load.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(result.Handbook.Pages) != own+len(models) {
		t.Errorf("%d pages of %d", len(result.Handbook.Pages), own+len(models))
	}
	for _, p := range result.Problems {
		if p.Severity == handbook.Error && !(p.Code == "comma-in-value" && p.Args["Text"] == "sans objection") {
			t.Errorf("%s:%d:%d: %s %v", p.Path, p.Pos.Line, p.Pos.Column, p.Code, p.Args)
		}
	}
}

// A file that the machine cannot read is the machine's failure, not the author's.
func TestAFileThatCannotBeReadStopsTheRun(t *testing.T) {
	fsys := broken{fstest.MapFS{"handbook.yaml": {Data: []byte("titre: Essai\n")}, "notions/a.md": {}, "notions/b.md": {}}}
	if _, err := load.Load(context.Background(), fsys, load.Options{}); err == nil {
		t.Error("the run went on")
	}
}

// broken is a disk on which one file cannot be opened.
type broken struct{ fstest.MapFS }

func (b broken) Open(name string) (fs.File, error) {
	if name == "notions/b.md" {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return b.MapFS.Open(name)
}

func TestACancelledRunStops(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := load.Load(ctx, fstest.MapFS{"handbook.yaml": {}}, load.Options{}); err == nil {
		t.Error("the run went on")
	}
}

// os.Root, which the builder passes, follows no link out of the handbook; neither do we within it.
func TestALinkOnADiskIsNotFollowed(t *testing.T) {
	outside, inside := t.TempDir(), t.TempDir()
	write := func(path, text string) {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(filepath.Join(outside, "secret.md"), "---\ntitre: Secret\ndefinition: x\ndiffusion: publique\n---\n")
	write(filepath.Join(inside, "handbook.yaml"), "titre: Essai\n")
	for name, target := range map[string]string{"notions": outside, "secret.md": filepath.Join(outside, "secret.md"), "boucle": "."} {
		if err := os.Symlink(target, filepath.Join(inside, name)); err != nil {
			t.Fatal(err)
		}
	}
	root, err := os.OpenRoot(inside)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	result, err := load.Load(context.Background(), root.FS(), load.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if n := len(result.Handbook.Pages); n > 0 {
		t.Errorf("%d pages were read through links", n)
	}
	if len(result.Problems) != 3 {
		t.Errorf("problems: %+v", result.Problems)
	}
}
