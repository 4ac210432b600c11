package load

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"go.yaml.in/yaml/v4"

	"relais/builder/handbook"
)

// configFile is what makes a folder a handbook.
const configFile = "handbook.yaml"

// settings is the table of the keys of handbook.yaml: where each value goes.
func settings(c *handbook.Config) []handbook.Subfield {
	var schema string // for editors only
	return []handbook.Subfield{
		{Key: handbook.Text{FR: "titre", EN: "title"}, Into: &c.Title, Help: handbook.Text{FR: "titre du manuel", EN: "title of the handbook"}},
		{Key: handbook.Text{FR: "organisation", EN: "organization"}, Into: &c.Organisation, Help: handbook.Text{FR: "organisation qui publie le manuel", EN: "organization that publishes the handbook"}},
		{Key: handbook.Text{FR: "description", EN: "description"}, Into: &c.Description, Help: handbook.Text{FR: "une phrase : ce que l’on trouve dans le manuel", EN: "one sentence: what the handbook holds"}},
		{Key: handbook.Text{FR: "langue", EN: "language"}, Into: &c.Lang, Help: handbook.Text{FR: "langue du manuel", EN: "language of the handbook"}},
		{Key: handbook.Text{FR: "diffusion", EN: "audience"}, Into: &c.Readers, Help: handbook.Text{FR: "pour qui le manuel est construit", EN: "for whom the handbook is built"}},
		{Key: handbook.Text{FR: "contact", EN: "contact"}, Into: &c.Contact, Help: handbook.Text{FR: "adresse électronique de ceux qui tiennent le manuel", EN: "e-mail address of those who keep the handbook"}},
		{Key: handbook.Text{FR: "adresse", EN: "base_url"}, Into: &c.BaseURL, Help: handbook.Text{FR: "adresse à laquelle le manuel sera publié", EN: "address where the handbook will be published"}},
		{Key: handbook.Text{FR: "exceptions", EN: "exceptions"}, Into: &c.Exceptions, Help: handbook.Text{FR: "ce qui semble personnel et peut être publié : qui l’a permis, quand, pourquoi", EN: "what looks personal and may be published: who allowed it, when, why"}},
		{Key: handbook.Text{FR: "$schema", EN: "$schema"}, Into: &schema, Help: handbook.Text{FR: "schéma, pour les éditeurs", EN: "schema, for editors"}},
	}
}

// readConfig reads handbook.yaml. Whatever is wrong with it, the configuration
// returned is fit to go on with: in French, for internal readers.
func readConfig(ctx context.Context, fsys fs.FS) (handbook.Config, []handbook.Problem, error) {
	config := handbook.Config{Lang: handbook.French, Readers: handbook.Readers{Audience: handbook.Internal}}
	src, f, err := readFile(ctx, fsys, configFile)
	if errors.Is(err, fs.ErrNotExist) {
		f, err = &fault{code: "no-config", args: map[string]string{"File": configFile}}, nil
	}
	if err != nil {
		return config, nil, fmt.Errorf("reading the configuration: %w", err)
	}
	if f == nil {
		f = unreadable(src)
	}
	if f != nil {
		return config, []handbook.Problem{f.problem(configFile)}, nil
	}
	root, f := parseYAML(src, 1)
	if f != nil {
		return config, []handbook.Problem{f.problem(configFile)}, nil
	}
	d := decoder{lang: spoken(root)}
	config.Lang = ""
	misspelt := false
	d.keys(root, settings(&config), func(p pair, _ *pair) {
		d.unknownSubkey(p, settings(&config))
		misspelt = true // perhaps the title
	})
	if config.LangSaid = config.Lang != ""; !config.LangSaid {
		config.Lang = handbook.French
	}
	if config.Title == "" && !misspelt {
		d.faults = append(d.faults, fault{code: "no-handbook-title", pos: handbook.Pos{Line: 1, Column: 1}})
	}
	var problems []handbook.Problem
	for _, f := range d.faults {
		problems = append(problems, f.problem(configFile))
	}
	return config, problems, nil
}

// spoken returns the language that a configuration says, before anything else is
// read of it: its own mistakes are told with the keys of that language.
func spoken(root *yaml.Node) handbook.Lang {
	for i := 0; i+1 < len(root.Content); i += 2 {
		if key := root.Content[i].Value; (key == "langue" || key == "language") && text(root.Content[i+1]) == string(handbook.English) {
			return handbook.English
		}
	}
	return handbook.French
}

// problem makes an error of f: one that no status can soften.
func (f fault) problem(path string) handbook.Problem {
	return handbook.Problem{Code: f.code, Severity: handbook.Error, Path: path, Pos: f.pos, Args: f.args, Near: f.near}
}
