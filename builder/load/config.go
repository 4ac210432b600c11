package load

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"go.yaml.in/yaml/v4"

	"relais/builder/handbook"
)

// ConfigFile is what makes a folder a handbook.
const ConfigFile = "handbook.yaml"

// readConfig reads handbook.yaml. Whatever is wrong with it, the configuration
// returned is fit to go on with: in French, for internal readers.
func readConfig(ctx context.Context, fsys fs.FS) (handbook.Config, []handbook.Problem, error) {
	config := handbook.Config{Lang: handbook.French, Readers: handbook.Readers{Audience: handbook.Internal}}
	src, f, err := readFile(ctx, fsys, ConfigFile)
	if errors.Is(err, fs.ErrNotExist) {
		f, err = &fault{code: "no-config", args: map[string]string{"File": ConfigFile}}, nil
	}
	if err != nil {
		return config, nil, fmt.Errorf("reading the configuration: %w", err)
	}
	if f == nil {
		f = unreadable(src)
	}
	if f != nil {
		return config, []handbook.Problem{f.problem(ConfigFile)}, nil
	}
	root, f := parseYAML(src, 1)
	if f != nil {
		return config, []handbook.Problem{f.problem(ConfigFile)}, nil
	}
	d := decoder{lang: spoken(root)}
	config.Lang = ""
	misspelt := false
	d.keys(root, config.Settings(), func(p pair, _ *pair) {
		d.unknownSubkey(p, config.Settings())
		misspelt = true // perhaps the title
	})
	if config.LangSaid = config.Lang != ""; !config.LangSaid {
		config.Lang = handbook.French
	}
	if config.Title == "" && !misspelt {
		d.faults = append(d.faults, fault{code: "no-handbook-title", pos: handbook.Pos{Line: 1, Column: 1}})
	}
	d.lang = config.Lang // which is known by now
	d.checkEditing(root, &config.Editing)
	d.checkSite(root, &config.BaseURL)
	for _, p := range d.pairs(root) {
		if unaccented(p.key) == "theme" && config.Theme != "" {
			config.ThemeAt = place(p.value)
		}
	}
	var problems []handbook.Problem
	for _, f := range d.faults {
		problems = append(problems, f.problem(ConfigFile))
	}
	return config, problems, nil
}

// checkSite says that the address of the site is none, and forgets it.
func (d *decoder) checkSite(root *yaml.Node, address *string) {
	if _, ok := handbook.SiteRoot(*address); ok || *address == "" {
		return
	}
	for _, p := range d.pairs(root) {
		if key := unaccented(p.key); key == "adresse" || key == "base_url" {
			d.report("not-a-site-address", p.value, "", "Key", p.key, "Value", excerpt(*address))
		}
	}
	*address = ""
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
