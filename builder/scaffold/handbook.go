package scaffold

import (
	"cmp"
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"text/template"
	"time"

	"relais/builder/handbook"
	"relais/builder/load"
	"relais/builder/schema"
)

//go:embed model forge
var models embed.FS

// Pipeline returns where a forge reads what it has to do, or "" for none.
func Pipeline(forge handbook.Forge) string {
	switch forge {
	case handbook.GitHub:
		return ".github/workflows/handbook.yaml"
	case handbook.GitLab:
		return ".gitlab-ci.yml"
	case handbook.Gitea:
		return ".gitea/workflows/handbook.yaml"
	}
	return ""
}

// Plan is what a new handbook is to be.
type Plan struct {
	Config handbook.Config // its language is that of the examples too
	Forge  handbook.Forge  // that checks and publishes it; "" for none
	Tool   string          // git address that the forge builds relais from; "" leaves it to be filled in
	Today  handbook.Date   // the examples are dated around it
}

// Handbook returns the files of a new handbook, sorted by path: its settings, an
// example of each type, and what its forge and its editor need.
func Handbook(plan Plan) ([]File, error) {
	files := []File{
		{"handbook.yaml", settings(plan.Config)},
		{".gitignore", []byte("/public/\n/.public.*\n/.relais/\n/" + load.RosterFile + "\n/" + SnippetsFile + "\n")},
	}
	editor, err := editorSettings(plan.Config.Lang)
	if err != nil {
		return nil, err
	}
	files = append(files, editor...)
	lang := string(handbook.French)
	if plan.Config.Lang == handbook.English {
		lang = string(handbook.English)
	}
	examples, err := fs.Sub(models, "model/"+lang)
	if err != nil {
		return nil, err
	}
	err = fs.WalkDir(examples, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		return plan.add(&files, examples, name, name)
	})
	if err != nil {
		return nil, err
	}
	if to := Pipeline(plan.Forge); to != "" {
		if err := plan.add(&files, models, "forge/"+string(plan.Forge)+".yaml", to); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	return files, nil
}

// add appends the file that a template makes.
func (p Plan) add(files *[]File, from fs.FS, name, to string) error {
	made, err := p.fill(from, name)
	if err != nil {
		return err
	}
	*files = append(*files, File{to, []byte(made)})
	return nil
}

// fill fills in a template. They are written <%so%>, because two brackets are a
// wikilink and two braces speak to the forge.
func (p Plan) fill(from fs.FS, name string) (string, error) {
	source, err := fs.ReadFile(from, name)
	if err != nil {
		return "", err
	}
	today := time.Date(p.Today.Year, p.Today.Month, p.Today.Day, 0, 0, 0, 0, time.UTC)
	part := func(name string, indent int) (string, error) {
		part, err := p.fill(from, name)
		margin := strings.Repeat(" ", indent)
		return margin + strings.ReplaceAll(strings.TrimSuffix(part, "\n"), "\n", "\n"+margin), err
	}
	made, err := template.New(name).Delims("<%", "%>").Funcs(template.FuncMap{
		"text":   func(fr, en string) string { return handbook.Text{FR: fr, EN: en}.In(p.Config.Lang) },
		"quoted": func(s string) string { return cmp.Or(quoted(oneLine(s)), `""`) },
		"day":    func(days int) string { return handbook.DateOf(today.AddDate(0, 0, days)).String() },
		// From the first of the month: a month after the 31st is not two months after.
		"month": func(months int) string {
			first := today.AddDate(0, months, 1-p.Today.Day)
			return handbook.Month{Year: first.Year(), Month: first.Month()}.String()
		},
		// What the pipelines of all forges share, set in by so many spaces.
		"script":    func(name string, indent int) (string, error) { return part("forge/"+name+".sh", indent) },
		"variables": func(indent int) (string, error) { return part("forge/variables.yaml", indent) },
	}).Parse(string(source))
	if err != nil {
		return "", fmt.Errorf("reading the model: %w", err)
	}
	var b strings.Builder
	values := struct {
		Title, Pipeline, Tool string
	}{oneLine(p.Config.Title), Pipeline(p.Forge), p.Tool}
	if err := made.Execute(&b, values); err != nil {
		return "", fmt.Errorf("filling in the model: %w", err)
	}
	return b.String(), nil
}

// settings returns handbook.yaml: above each key, what it means and what it may be.
func settings(c handbook.Config) []byte {
	var b strings.Builder
	b.WriteString("# yaml-language-server: $schema=" + SchemaFolder + "/" + schema.SettingsFile + "\n")
	for _, s := range c.Settings() {
		var value string
		switch into := s.Into.(type) {
		case *string:
			value = quoted(oneLine(*into))
		case *handbook.Lang:
			value = string(*into)
		case *handbook.Readers:
			value = key(handbook.Audiences(), string(into.Audience), c.Lang)
		}
		if strings.HasPrefix(s.Key.EN, "$") { // editors are told otherwise
			continue
		}
		if _, front := s.Into.(*handbook.Front); front && s.Key.EN == string(c.Lang) { // it is what the others are besides
			continue
		}
		if record := s.Subfields(); record != nil {
			fmt.Fprintf(&b, "# %s\n%s:\n", s.Help.In(c.Lang), s.Key.In(c.Lang))
			for _, sub := range record { // in comments: some go together or not at all
				fmt.Fprintf(&b, "#  %-14s # %s\n", sub.Key.In(c.Lang)+":", sub.Help.In(c.Lang))
			}
			continue
		}
		fmt.Fprintf(&b, "# %s\n%s\n", may(s.Help.In(c.Lang), c.Lang, s.Form(c.Lang)), strings.TrimRight(s.Key.In(c.Lang)+": "+value, " "))
	}
	return []byte(b.String())
}
