package editor

import (
	"errors"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// entry is the script of admin/index.html: it puts the editor, which then reads
// the configuration that the page links to, in the place of what is said meanwhile.
const entry = `import { init } from "./npm/index.js"; document.getElementById("waiting").remove(); init();`

// locales are the languages that the editor speaks here besides American
// English, which it has in itself.
func locales() []string { return []string{"fr", "en-GB"} }

// bundle makes the scripts of the editor out of the package, by their path
// below admin/. The package is made for bundlers. What a handbook has no use for
// (maps, colours of program code, conversion of pictures, other languages) is left out,
// and fails as it does without a network if somebody finds a way to ask for it.
func (a *Archive) bundle() (map[string][]byte, error) {
	result := api.Build(api.BuildOptions{
		Stdin:             &api.StdinOptions{Contents: entry, Sourcefile: "admin.js"},
		Outdir:            "/admin",
		AbsWorkingDir:     "/",
		EntryNames:        "admin",
		ChunkNames:        "chunks/[name]-[hash]",
		Bundle:            true,
		Splitting:         true,
		Format:            api.FormatESModule,
		Target:            api.ES2022,
		MinifyWhitespace:  true,
		MinifyIdentifiers: true,
		MinifySyntax:      true,
		Charset:           api.CharsetUTF8,
		LegalComments:     api.LegalCommentsInline,
		Plugins:           []api.Plugin{a.plugin()},
		LogLevel:          api.LogLevelSilent,
	})
	var problems []error
	for _, m := range result.Errors {
		problems = append(problems, errors.New(m.Text))
	}
	if len(problems) > 0 {
		return nil, errors.Join(problems...)
	}
	scripts := map[string][]byte{}
	for _, f := range result.OutputFiles {
		_, name, _ := strings.Cut(strings.ReplaceAll(f.Path, `\`, "/"), "/admin/")
		scripts[name] = f.Contents
	}
	return scripts, nil
}

// plugin lets esbuild read the package, and nothing else.
func (a *Archive) plugin() api.Plugin {
	const inside, absent = "package", "absent"
	// The package asks for its fonts twice: its own files, and the same from another host.
	foreignFonts := regexp.MustCompile(`@font-face \{[^}]*url\(https:[^}]*\}`)
	resolve := func(args api.OnResolveArgs) (api.OnResolveResult, error) {
		if strings.HasPrefix(args.Path, ".") {
			name := path.Join(path.Dir(args.Importer), args.Path)
			if args.Namespace != inside {
				name = path.Clean(args.Path)
			}
			if a.wants(name) {
				return api.OnResolveResult{Namespace: inside, Path: name}, nil
			}
		}
		return api.OnResolveResult{Namespace: absent, Path: "absent"}, nil
	}
	load := func(args api.OnLoadArgs) (api.OnLoadResult, error) {
		data, ok := a.files[args.Path]
		if !ok {
			return api.OnLoadResult{}, fmt.Errorf("the package has no %s", args.Path)
		}
		contents, loader := foreignFonts.ReplaceAllString(string(data), ""), api.LoaderJS
		if path.Ext(args.Path) == ".json" {
			loader = api.LoaderJSON
		}
		return api.OnLoadResult{Contents: &contents, Loader: loader}, nil
	}
	throw := func(api.OnLoadArgs) (api.OnLoadResult, error) {
		contents := `throw new Error("left out of this editor");`
		return api.OnLoadResult{Contents: &contents, Loader: api.LoaderJS}, nil
	}
	return api.Plugin{Name: "editor", Setup: func(build api.PluginBuild) {
		build.OnResolve(api.OnResolveOptions{Filter: `.*`}, resolve)
		build.OnLoad(api.OnLoadOptions{Filter: `.*`, Namespace: inside}, load)
		build.OnLoad(api.OnLoadOptions{Filter: `.*`, Namespace: absent}, throw)
	}}
}

// wants reports whether a module of the package is published.
func (a *Archive) wants(name string) bool {
	folder, file := path.Split(name)
	switch folder {
	case "locales/":
		return slices.Contains(locales(), strings.TrimSuffix(file, ".json"))
	case "npm/chunks/":
		return strings.HasPrefix(file, "react")
	}
	return true
}
