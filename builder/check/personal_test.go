package check_test

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"
	"time"
	"unicode/utf16"

	"pgregory.net/rapid"

	"relais/builder/check"
	"relais/builder/handbook"
	"relais/builder/privacy"
)

// personal returns what Personal finds in a folder.
func personal(t *testing.T, fsys fstest.MapFS) []handbook.Problem {
	t.Helper()
	scanner := privacy.New(privacy.Options{Roster: privacy.ParseRoster([]byte("Marcelline Obiang"))})
	problems, err := check.NewPersonal(scanner).Find(context.Background(), fsys)
	if err != nil {
		t.Fatal(err)
	}
	return problems
}

// Wherever a name can be written in a handbook, it is found, and stops the build.
func TestANameIsFoundWhereverItIsWritten(t *testing.T) {
	units := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune("nom;ville\nMarcelline Obiang;Lyon\n")) {
		units = append(units, byte(u), byte(u>>8))
	}
	const page = "---\ntitre: Essai\n%s\n---\n%s\n"
	for name, file := range map[string]struct{ path, data string }{
		"front matter":          {"pages/a.md", fmt.Sprintf(page, "referent: Marcelline Obiang", "")},
		"comment of YAML":       {"pages/a.md", fmt.Sprintf(page, "# vu avec Marcelline Obiang", "")},
		"escape of YAML":        {"pages/a.md", fmt.Sprintf(page, `resume: "vu avec M\x61rcelline \u004fbiang"`, "")},
		"comment of HTML":       {"pages/a.md", fmt.Sprintf(page, "", "<!-- Marcelline Obiang -->")},
		"alternative text":      {"pages/a.md", fmt.Sprintf(page, "", "![Marcelline Obiang](plan.png)")},
		"target of a link":      {"pages/a.md", fmt.Sprintf(page, "", "[ici](../docs/marcelline-obiang.pdf)")},
		"title of a link":       {"pages/a.md", fmt.Sprintf(page, "", `[ici](x.md "Marcelline Obiang")`)},
		"unused definition":     {"pages/a.md", fmt.Sprintf(page, "", "[x]: y.md 'Marcelline Obiang'")},
		"unused footnote":       {"pages/a.md", fmt.Sprintf(page, "", "[^1]: Marcelline Obiang")},
		"code":                  {"pages/a.md", fmt.Sprintf(page, "", "```\nMarcelline Obiang\n```")},
		"across lines":          {"pages/a.md", fmt.Sprintf(page, "", "> vu avec Marcelline\n> Obiang")},
		"malformed page":        {"pages/a.md", "---\ntitre: [Essai\nMarcelline Obiang"},
		"name of a file":        {"docs/marcelline_obiang.csv", "a;b\n"},
		"name of a folder":      {"marcelline-obiang/a.csv", "a;b\n"},
		"table":                 {"docs/a.csv", "nom;ville\nObiang;Marcelline\n"},
		"table in UTF-16":       {"docs/a.csv", string(units)},
		"table in Windows-1252": {"docs/a.csv", "pr\xe9nom;nom\nMarcelline;Obiang\n"},
		"drawing":               {"docs/a.svg", "<svg><title>Marcelline Obiang</title></svg>"},
		"handbook.yaml":         {"handbook.yaml", "titre: Essai\ncontact: Marcelline Obiang\n"},
		"search tests":          {"recherches.yaml", "- {cherche: Marcelline Obiang, trouve: pages/a}\n"},
		"theme":                 {"themes/assets/css/own.css", "/* Marcelline Obiang */"},
		"copy of an editor":     {"pages/a.md~", "Marcelline Obiang"},
		"named as a licence":    {"LICENSE-liste.csv", "Marcelline Obiang"},
		"PDF":                   {"docs/a.pdf", "%PDF-1.4\n1 0 obj\n<< /Author (Marcelline Obiang) >>\nendobj"},
	} {
		stops := false
		for _, p := range personal(t, fstest.MapFS{file.path: {Data: []byte(file.data)}}) {
			stops = stops || p.Code == "personal-participant" && p.Severity == handbook.Error
			if strings.Contains(fmt.Sprint(p.Args), "Obiang") {
				t.Errorf("%s: %v", name, p.Args)
			}
		}
		if !stops {
			t.Errorf("%s: not found", name)
		}
	}
}

// What nobody publishes is nobody's business: the roster itself, what is
// hidden, what was built.
func TestWhatIsNotTheHandbooksIsNotRead(t *testing.T) {
	found := personal(t, fstest.MapFS{
		"participants.txt":       {Data: []byte("Marcelline Obiang")},
		".git/config":            {Data: []byte("Marcelline Obiang")},
		"public/pages/a.html":    {Data: []byte("Marcelline Obiang")},
		"node_modules/x/LICENSE": {Data: []byte("Marcelline Obiang")},
		"README.md":              {Data: []byte("Marcelline Obiang")},
		"LICENSE":                {Data: []byte("Marcelline Obiang")},
		"themes/assets/own.ttf":  {Data: []byte("\x00\x01\x00\x00Marcelline Obiang")},
	})
	if len(found) > 0 {
		t.Errorf("found %v", found)
	}
}

// Looking again gives what looking for the first time would, whatever was
// edited, added or removed in between.
func TestLookingAgainIsLookingForTheFirstTime(t *testing.T) {
	scanner := privacy.New(privacy.Options{Roster: privacy.ParseRoster([]byte("Marcelline Obiang"))})
	again, told := check.NewPersonal(scanner), check.NewPersonal(scanner)
	fsys := fstest.MapFS{}
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom([]string{"pages/a.md", "pages/b.md", "docs/c.csv"}).Draw(t, "name")
		if text := rapid.SampledFrom([]string{"", "rien", "06 12 34 56 78", "Marcelline Obiang", "deux :\na@b.fr c@d.fr"}).Draw(t, "text"); text == "" {
			delete(fsys, name)
		} else {
			fsys[name] = &fstest.MapFile{Data: []byte(text), ModTime: time.Now()}
		}
		got, err := again.Find(context.Background(), fsys)
		want, failed := check.NewPersonal(scanner).Find(context.Background(), fsys)
		if err != nil || failed != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("%v, %v\ngot  %v\nwant %v", err, failed, got, want)
		}
		if got, err := told.FindChanged(context.Background(), fsys, []string{name}); err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("told that %s changed: %v\ngot  %v\nwant %v", name, err, got, want)
		}
	})
}

// A table of thousands of addresses takes no more than its length, and each has its place.
func TestATableOfAddressesIsReadOnce(t *testing.T) {
	const rows = 20000
	var table strings.Builder
	for i := range rows {
		fmt.Fprintf(&table, "ligne %d;été;prenom.nom%d@mairie.fr\n", i, i)
	}
	started := time.Now()
	found := personal(t, fstest.MapFS{"docs/a.csv": {Data: []byte(table.String())}})
	if len(found) != rows || found[rows-1].Pos != (handbook.Pos{Line: rows, Column: 17}) {
		t.Errorf("%d found, the last at %v", len(found), found[len(found)-1].Pos)
	}
	if took := time.Since(started); took > 10*time.Second {
		t.Errorf("it took %v", took)
	}
}
