package render_test

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"go.yaml.in/yaml/v4"

	"relais/builder/render"
	"relais/themes"
)

// TestABrokenThemeSaysWhere gives a theme one broken file at a time.
func TestABrokenThemeSaysWhere(t *testing.T) {
	page := func(main string) string {
		return "{{template \"base\" .}}\n\n{{define \"main\"}}\n" + main + "\n{{end}}\n"
	}
	for name, c := range map[string]struct{ file, text, want string }{
		"an action that is not closed":     {"templates/sheet.html", page("{{if .Title}}"), "templates/sheet.html:6: unexpected EOF"},
		"a field that the view lacks":      {"templates/sheet.html", page("{{.Titel}}"), "templates/sheet.html:4:2: executing"},
		"a field in a branch seldom taken": {"templates/need.html", page("{{range .Groups}}{{if .Held}}{{else}}{{.Nope}}{{end}}{{end}}"), "templates/need.html:4:39"},
		"a field missing from a list":      {"templates/group.html", page("{{range .Sessions}}{{.Nope}}{{end}}"), "templates/group.html:4:21"},
		"a message that does not exist":    {"templates/home.html", page(`{{t "no-such-message"}}`), `templates/home.html:4:2: message "no-such-message"`},
		"a message asked for at run time":  {"templates/home.html", page(`{{t "no-such-message" 3}}`), `templates/home.html:4:2`},
		"a part that does not exist":       {"templates/az.html", page(`{{template "nope" .}}`), `templates/az.html:4`},
		"a place that can't be escaped":    {"templates/az.html", page(`<a href={{if .Title}}"x{{end}}>`), `templates/az.html:4`},
		"a style sheet that is missing":    {"assets/css/site.css", "@import \"./nope.css\";", "assets/css/site.css:1:9"},
		"a script that can't be read":      {"assets/js/site.js", "let a = ;", "assets/js/site.js:1:9"},
		"words that are not YAML":          {"strings/fr.yaml", "a: [", "strings/fr.yaml"},
		"words that are missing":           {"strings/fr.yaml", "a: b", "strings/fr.yaml: message"},
	} {
		t.Run(name, func(t *testing.T) {
			own := fstest.MapFS{c.file: {Data: []byte(c.text)}}
			_, err := render.New(book(t, "fr", everybody()), render.Options{
				Today: today(), Theme: themes.Overlay(own, themes.Default()), Search: searchClient(),
			})
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want an error with %q", err, c.want)
			}
		})
	}
}

func TestAHandbooksOwnTemplateReplacesOurs(t *testing.T) {
	own := fstest.MapFS{
		"templates/sheet.html":  {Data: []byte(`{{template "base" .}}{{define "main"}}<p class="own">{{.Title}} {{template "mine" .}}</p>{{end}}`)},
		"templates/mine.html":   {Data: []byte(`{{define "mine"}}{{.Maturity}}{{end}}`)},
		"assets/css/tokens.css": {Data: []byte(":root { --band: #123456; background: url(../own.svg) }")},
		"assets/own.svg":        {Data: []byte("<svg/>")},
	}
	files := siteWith(t, book(t, "fr", everybody()), themes.Overlay(own, themes.Default()))
	if sheet := string(files["fiches/face-a-une-insulte.html"]); !strings.Contains(sheet, `<p class="own">Face à une insulte`) || !strings.Contains(sheet, "éprouvée</p>") {
		t.Errorf("the sheet is not laid out by the handbook's own template:\n%s", sheet)
	}
	css := ""
	for address, data := range files {
		if strings.HasSuffix(address, ".css") {
			css = string(data)
		}
	}
	if !strings.Contains(css, "#123456") || !strings.Contains(css, "url(own.svg)") || files["assets/own.svg"] == nil {
		t.Error("the style sheet does not hold the handbook's own tokens")
	}
}

// TestEveryMessageIsInBothLanguagesAndUsed reads the words and looks for each
// key where it may be asked for.
func TestEveryMessageIsInBothLanguagesAndUsed(t *testing.T) {
	theme := themes.Default()
	french, english := messages(t, theme, "fr"), messages(t, theme, "en")
	var sources strings.Builder
	err := fs.WalkDir(theme, "templates", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(theme, path)
		sources.Write(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	// These are asked for by package render, whose New fails when one is missing.
	computed := regexp.MustCompile(`^(month-\d+|gravity-\d|type-\w+|all-\w+|same-\w+|audience-\w+|nav-\w+|language-\w+|written-in-\w+|state-[\w-]+)$`)
	for key := range french {
		if _, ok := english[key]; !ok {
			t.Errorf("%q is in French only", key)
		}
		if !computed.MatchString(key) && !strings.Contains(sources.String(), `{{t "`+key+`"`) {
			t.Errorf("%q is used nowhere", key)
		}
	}
	for key := range english {
		if _, ok := french[key]; !ok {
			t.Errorf("%q is in English only", key)
		}
	}
}

func messages(t *testing.T, theme fs.FS, lang string) map[string]any {
	t.Helper()
	data, err := fs.ReadFile(theme, "strings/"+lang+".yaml")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]any{}
	if err := yaml.Unmarshal(data, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

// TestFrenchMessagesAreTypeset looks for a space that could break before a
// double sign, and for a straight apostrophe.
func TestFrenchMessagesAreTypeset(t *testing.T) {
	wrong := regexp.MustCompile(`[ \x{00A0}][;!?]|[ \x{202F}]:|« | »|\p{L}'`)
	data, err := fs.ReadFile(themes.Default(), "strings/fr.yaml")
	if err != nil {
		t.Fatal(err)
	}
	lines := slices.DeleteFunc(strings.Split(string(data), "\n"), func(line string) bool { return strings.HasPrefix(line, "#") })
	for _, line := range lines {
		if _, text, _ := strings.Cut(line, ": "); wrong.MatchString(text) {
			t.Errorf("%s", line)
		}
	}
}
