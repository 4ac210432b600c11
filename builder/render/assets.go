package render

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/evanw/esbuild/pkg/api"

	"relais/builder/handbook"
)

// assets are the style sheet, the scripts and the other files of a theme, ready
// to be published.
type assets struct {
	files   []asset
	css, js string // addresses of what every page loads
	search  string // address of what the search page loads in the place of js
	dialog  string // address of what every other page loads, once somebody searches from it
	icon    string
	worker  []byte // the script that keeps the site in the browser, but for what names the site's version
}

type asset struct {
	address string
	data    []byte
}

// The entry points of a theme: each becomes one file, with all that it imports.
// search.js and dialog.js import the search by the name searchModule, and its
// other modules below it. Each holds all of the search and only its own half of what is
// seen of it: no reader waits for the other.
const (
	cssEntry     = "assets/css/site.css"
	jsEntry      = "assets/js/site.js"
	searchEntry  = "assets/js/search.js"
	dialogEntry  = "assets/js/dialog.js"
	workerEntry  = "assets/js/worker.js"
	iconFile     = "assets/icon.svg"
	searchModule = "relais:search"
)

// bundle makes one style sheet and one script for each entry point of the
// theme, and takes the theme's other assets as they are. A bundle's name says
// what it holds, so that a browser may keep it for ever. The error is the machine's.
func bundle(search fs.FS, found *faults) (assets, error) {
	var a assets
	for _, entry := range []struct {
		file    string
		address *string
	}{{cssEntry, &a.css}, {jsEntry, &a.js}, {searchEntry, &a.search}, {dialogEntry, &a.dialog}} {
		data := bundled(search, entry.file, found)
		*entry.address = contentName(entry.file, data)
		a.files = append(a.files, asset{*entry.address, data})
	}
	a.worker = bundled(search, workerEntry, found)
	for _, entry := range []string{bookPrintEntry, bookReadEntry} { // so that a build tells what a booklet would lack
		if found.theme.Own(entry) {
			bundled(nil, entry, found)
		} else if _, err := fs.Stat(found.theme, entry); err != nil {
			found.report("theme-file-missing", entry, handbook.Pos{}, "", "File", entry)
		}
	}
	a.icon = iconFile
	if _, err := fs.Stat(found.theme, iconFile); err != nil {
		found.report("theme-file-missing", iconFile, handbook.Pos{}, "", "File", iconFile)
	}
	err := fs.WalkDir(found.theme, "assets", func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() || strings.HasPrefix(file, "assets/css/") || strings.HasPrefix(file, "assets/js/") {
			return nil
		}
		data, err := fs.ReadFile(found.theme, file)
		a.files = append(a.files, asset{file, data})
		return err
	})
	if err != nil {
		return assets{}, fmt.Errorf("assets of the theme: %w", err)
	}
	return a, nil
}

// contentName returns the address of a bundle: assets/site.3f2a9c01.css.
func contentName(entry string, data []byte) string {
	sum := sha256.Sum256(data)
	extension := path.Ext(entry)
	name := strings.TrimSuffix(path.Base(entry), extension)
	return "assets/" + name + "." + hex.EncodeToString(sum[:4]) + extension
}

// bundled returns an entry point and all that it imports, as one minified file.
func bundled(search fs.FS, entry string, found *faults) []byte {
	result := api.Build(api.BuildOptions{
		EntryPoints:       []string{entry},
		Bundle:            true,
		Format:            api.FormatIIFE,
		Target:            api.ES2020,
		MinifyWhitespace:  true,
		MinifyIdentifiers: true,
		MinifySyntax:      true,
		Charset:           api.CharsetUTF8,
		LegalComments:     api.LegalCommentsNone,
		Plugins:           []api.Plugin{fromFS(found.theme, search)},
		LogLevel:          api.LogLevelSilent,
	})
	for _, m := range result.Errors {
		found.code(entry, m)
	}
	for _, m := range result.Warnings {
		if m.ID == "css-syntax-error" { // browsers would pass over what follows
			found.code(entry, m)
		}
	}
	if len(result.Errors) > 0 {
		return nil
	}
	return result.OutputFiles[0].Contents
}

// code tells where in the theme a style sheet or script is broken, from what the bundler
// says of it.
func (f *faults) code(entry string, m api.Message) {
	cause, _ := m.Detail.(error)
	missing := errors.Is(cause, fs.ErrNotExist)
	if m.Location == nil {
		if missing {
			f.report("theme-file-missing", entry, handbook.Pos{}, "", "File", entry)
			return
		}
		f.report("theme-code", entry, handbook.Pos{}, "", "Found", "")
		return
	}
	_, file, _ := strings.Cut(m.Location.File, ":") // after the namespace
	if opened := regexp.MustCompile(`Expected "(.)" to go with "(.)"`).FindStringSubmatch(m.Text); opened != nil && len(m.Notes) > 0 && m.Notes[0].Location != nil {
		f.report("theme-unclosed", file, bundlePlace(m.Notes[0].Location), "", "Word", opened[2], "End", opened[1])
		return
	}
	pos := bundlePlace(m.Location)
	found := ""
	if quoted := regexp.MustCompile(`"([^"]*)"$|found "([^"]*)"|Unexpected "([^"]*)"`).FindStringSubmatch(m.Text); quoted != nil {
		found = quoted[1] + quoted[2] + quoted[3]
	}
	if missing {
		code := m.Location.LineText[min(m.Location.Column, len(m.Location.LineText)):]
		f.report("theme-import", file, pos, "", "File", strings.Trim(strings.Fields(code + " ?")[0], `"';`))
		return
	}
	f.report("theme-code", file, pos, "", "Found", found)
}

// bundlePlace returns a place as the bundler tells it, whose columns count bytes from 0.
func bundlePlace(l *api.Location) handbook.Pos {
	return handbook.Pos{Line: l.Line, Column: 1 + utf8.RuneCountInString(l.LineText[:min(l.Column, len(l.LineText))])}
}

// fromBundle returns the address in a style sheet's url() as it reads from
// the bundle, which stands in assets/ and not in the folder of its source.
func fromBundle(args api.OnResolveArgs) string {
	if strings.HasPrefix(args.Path, "#") || strings.HasPrefix(args.Path, "data:") {
		return args.Path
	}
	return strings.TrimPrefix(path.Join(path.Dir(args.Importer), args.Path), "assets/")
}

// fromFS lets esbuild read the theme and the search's sources, and nothing
// else: no file of the machine gets into a bundle.
func fromFS(theme, search fs.FS) api.Plugin {
	sources := map[string]fs.FS{"theme": theme, "search": search}
	resolve := func(args api.OnResolveArgs) (api.OnResolveResult, error) {
		switch {
		case args.Kind == api.ResolveEntryPoint:
			return api.OnResolveResult{Namespace: "theme", Path: args.Path}, nil
		case args.Kind == api.ResolveCSSURLToken:
			return api.OnResolveResult{Path: fromBundle(args), External: true}, nil
		case args.Path == searchModule:
			return api.OnResolveResult{Namespace: "search", Path: "index.js"}, nil
		case strings.HasPrefix(args.Path, searchModule+"/"):
			return api.OnResolveResult{Namespace: "search", Path: strings.TrimPrefix(args.Path, searchModule+"/")}, nil
		case strings.HasPrefix(args.Path, "."):
			return api.OnResolveResult{Namespace: args.Namespace, Path: path.Join(path.Dir(args.Importer), args.Path)}, nil
		}
		return api.OnResolveResult{}, fmt.Errorf("import %q: want a relative path or %q", args.Path, searchModule)
	}
	load := func(args api.OnLoadArgs) (api.OnLoadResult, error) {
		data, err := fs.ReadFile(sources[args.Namespace], args.Path)
		if err != nil {
			return api.OnLoadResult{}, err
		}
		contents, loader := string(data), api.LoaderJS
		if path.Ext(args.Path) == ".css" {
			loader = api.LoaderCSS
		}
		return api.OnLoadResult{Contents: &contents, Loader: loader}, nil
	}
	return api.Plugin{Name: "theme", Setup: func(build api.PluginBuild) {
		build.OnResolve(api.OnResolveOptions{Filter: `.*`}, resolve)
		for namespace := range sources {
			build.OnLoad(api.OnLoadOptions{Filter: `.*`, Namespace: namespace}, load)
		}
	}}
}
