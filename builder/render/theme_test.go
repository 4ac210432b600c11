package render_test

import (
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"go.yaml.in/yaml/v4"

	"relais/builder/handbook"
	"relais/builder/render"
	"relais/themes"
)

// TestABrokenThemeSaysWhere gives a theme one broken file at a time.
func TestABrokenThemeSaysWhere(t *testing.T) {
	page := func(main string) string {
		return "{{template \"base\" .}}\n\n{{define \"main\"}}\n" + main + "\n{{end}}\n"
	}
	for name, c := range map[string]struct{ file, text, want string }{
		"an action that is not closed":     {"templates/sheet.html", page("{{if .Title}}"), "templates/sheet.html:3:1 theme-unclosed"},
		"an action that breaks off":        {"templates/sheet.html", page("{{if .Title"), "templates/sheet.html:5:1 theme-syntax"},
		"an end too many":                  {"templates/sheet.html", page("{{end}}"), "templates/sheet.html:5:3 theme-syntax"},
		"a function that does not exist":   {"templates/sheet.html", page("{{.Title | upper}}"), "templates/sheet.html:4:12 theme-function"},
		"a field that the view lacks":      {"templates/sheet.html", page("{{.Titel}}"), "templates/sheet.html:4:3 theme-field"},
		"a field of a field":               {"templates/sheet.html", page("<p>{{.Site.Titel}}"), "templates/sheet.html:4:11 theme-field"},
		"a field of a variable":            {"templates/sheet.html", page("{{$s := .Site}}{{range .Themes}}{{$s.Titel}}{{end}}"), "templates/sheet.html:4:37 theme-field"},
		"a field of a text":                {"templates/sheet.html", page("{{.Title.Long}}"), "templates/sheet.html:4:9 theme-field"},
		"a field in a branch seldom taken": {"templates/need.html", page("{{range .Groups}}{{if .Held}}{{else}}{{.Nope}}{{end}}{{end}}"), "templates/need.html:4:40 theme-field"},
		"a field missing from a list":      {"templates/group.html", page("{{range .Sessions}}{{.Nope}}{{end}}"), "templates/group.html:4:22 theme-field"},
		"a field in a part that is called": {"templates/parts.html", `{{define "date"}}{{.Nope}}{{end}}`, "templates/parts.html:1:20 theme-field"},
		"a message that does not exist":    {"templates/home.html", page(`{{t "no-such-message"}}`), "templates/home.html:4:5 theme-message"},
		"a message asked for with a count": {"templates/home.html", page(`{{t "no-such-message" 3}}`), "templates/home.html:4:5 theme-message"},
		"a message that asks for too much": {"strings/fr.yaml", "map-cut: '{{.Nope}}'", "strings/fr.yaml:1:1 theme-message-fails"},
		"a message given too little":       {"templates/home.html", page(`{{t "map-cut" .}}`), "templates/home.html:4:5 theme-fails"},
		"a part that does not exist":       {"templates/az.html", page(`{{template "nope" .}}`), "templates/az.html:4:12 theme-part"},
		"a part of ours that is gone":      {"templates/parts.html", `{{define "date"}}{{end}}`, "templates/parts.html:0:0 theme-part-missing"},
		"a page without its main part":     {"templates/sheet.html", `{{template "base" .}}`, "templates/sheet.html:0:0 theme-part-missing"},
		"a template that holds nothing":    {"templates/moved.html", " ", "templates/moved.html:0:0 theme-file-missing"},
		"a place that can't be escaped":    {"templates/az.html", page(`<a href={{if .Title}}"x{{end}}>`), "templates/az.html:4:14 theme-unsafe"},
		"an element that is not there":     {"templates/az.html", page(`{{index .Groups 0}}`), "templates/az.html:4:3 theme-fails"},
		"a style sheet that is missing":    {"assets/css/site.css", "@import \"./nope.css\";", "assets/css/site.css:1:9 theme-import"},
		"a style that is not closed":       {"assets/css/site.css", "p {\ncolor: red", "assets/css/site.css:1:3 theme-unclosed"},
		"a script that can't be read":      {"assets/js/site.js", "let a = ;", "assets/js/site.js:1:9 theme-code"},
		"a script that imports nothing":    {"assets/js/site.js", "import './nope.js';", "assets/js/site.js:1:8 theme-import"},
		"words that are not YAML":          {"strings/fr.yaml", "a: [", "strings/fr.yaml:1:0 theme-words"},
		"words that are a list":            {"strings/fr.yaml", "- a", "strings/fr.yaml:1:0 theme-words"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := brokenIn(t, themes.Default().With("themes", fstest.MapFS{c.file: {Data: []byte(c.text)}})); !slices.Contains(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// brokenIn returns what is wrong with a theme.
func brokenIn(t *testing.T, theme themes.Theme) []string {
	t.Helper()
	_, err := render.NewLook(theme, searchClient(), handbook.French)
	var broken *render.ThemeError
	if err != nil && !errors.As(err, &broken) {
		t.Fatal(err)
	}
	var all []string
	if broken != nil {
		for _, p := range broken.Problems {
			all = append(all, fmt.Sprintf("%s:%d:%d %s", strings.TrimPrefix(p.Path, "themes/"), p.Pos.Line, p.Pos.Column, p.Code))
		}
	}
	return all
}

// TestAllThatIsWrongWithAThemeIsToldAtOnce breaks every kind of file.
func TestAllThatIsWrongWithAThemeIsToldAtOnce(t *testing.T) {
	got := brokenIn(t, themes.Default().With("themes", fstest.MapFS{
		"templates/page.html":   {Data: []byte("{{template \"base\" .}}{{define \"main\"}}{{.Nope}}{{.Site.Nope}}{{end}}")},
		"templates/sheet.html":  {Data: []byte("{{if .Title}}")},
		"strings/fr.yaml":       {Data: []byte("a: [")},
		"assets/css/tokens.css": {Data: []byte("p {")},
		"assets/js/keys.js":     {Data: []byte("let a = ;")},
	}))
	want := []string{
		"assets/css/tokens.css:1:3 theme-unclosed", "assets/js/keys.js:1:9 theme-code", "strings/fr.yaml:1:0 theme-words",
		"templates/page.html:1:41 theme-field", "templates/page.html:1:55 theme-field", "templates/sheet.html:1:1 theme-unclosed",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestAHandbooksOwnTemplateReplacesOurs(t *testing.T) {
	own := fstest.MapFS{
		"templates/sheet.html":  {Data: []byte(`{{template "base" .}}{{define "main"}}<p class="own">{{.Title}} {{template "mine" .}}</p>{{end}}`)},
		"templates/mine.html":   {Data: []byte(`{{define "mine"}}{{.Maturity}}{{end}}`)},
		"assets/css/tokens.css": {Data: []byte(":root { --band: #123456; background: url(../own.svg) }")},
		"assets/own.svg":        {Data: []byte("<svg/>")},
	}
	files := siteWith(t, book(t, "fr", everybody()), themes.Default().With("themes", own))
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
