package builder

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"relais/builder/handbook"
	"relais/builder/load"
	"relais/builder/render"
	"relais/search"
	"relais/themes"
)

// themeFolder is where, in the folder of a handbook, what is its own of the theme is: files that
// take the place of ours, in the folders of themeParts, and whole themes, each in a
// folder of its name.
const themeFolder = "themes"

// themeParts are the folders of a theme.
func themeParts() []string { return []string{"templates", "assets", "strings"} }

// openTheme opens the theme that the handbook asks for: a whole one of its own, or one of ours
// with the handbook's own files over it. A name that is neither's is a problem, and
// the default theme serves. The caller calls closeTheme.
func openTheme(source *os.Root, config handbook.Config) (theme themes.Theme, problems []handbook.Problem, closeTheme func(), err error) {
	closeTheme = func() {}
	name := strings.TrimSuffix(strings.TrimPrefix(config.Theme, themeFolder+"/"), "/")
	own, err := ownThemes(source)
	if err != nil {
		return themes.Theme{}, nil, nil, err
	}
	theme, folder := themes.Default(), themeFolder
	if name != "" {
		ours, isOurs := themes.Named(name)
		switch {
		case slices.Contains(own, name):
			theme, folder = themes.Bare(), themeFolder+"/"+name
		case isOurs:
			theme = ours
		default:
			all := append(themes.Names(), own...)
			problems = append(problems, handbook.Problem{
				Code: "theme-unknown", Severity: handbook.Error, Path: load.ConfigFile, Pos: config.ThemeAt, Near: handbook.Nearest(name, all),
				Args: map[string]string{"Theme": config.Theme, "Themes": strings.Join(all, ", ")},
			})
		}
	}
	root, err := source.OpenRoot(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return theme, problems, closeTheme, nil
	}
	if err != nil {
		return themes.Theme{}, nil, nil, err
	}
	return theme.With(folder, root.FS()), problems, func() { _ = root.Close() }, nil
}

// ownThemes lists the whole themes of a handbook by name.
func ownThemes(source *os.Root) ([]string, error) {
	entries, err := fs.ReadDir(source.FS(), themeFolder)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	var names []string
	for _, entry := range entries {
		if entry.IsDir() && !slices.Contains(themeParts(), entry.Name()) {
			names = append(names, entry.Name())
		}
	}
	return names, nil
}

// readLook prepares the theme of a handbook. What is wrong with it are problems; the error
// is the machine's.
func readLook(source *os.Root, book *handbook.Handbook) (*render.Look, []handbook.Problem, error) {
	theme, problems, closeTheme, err := openTheme(source, book.Config)
	if err != nil {
		return nil, nil, fmt.Errorf("opening the theme: %w", err)
	}
	defer closeTheme()
	look, err := render.NewLook(theme, search.Client(), book.Config.Lang, book.Languages()[1:]...)
	broken, err := ofTheme(err)
	return look, append(problems, broken...), err
}

// ofTheme separates what is wrong with the theme from what else went wrong.
func ofTheme(err error) ([]handbook.Problem, error) {
	var broken *render.ThemeError
	if errors.As(err, &broken) {
		return broken.Problems, nil
	}
	return nil, err
}

// look prepares the theme, and tells what is wrong with it. A run that publishes nothing
// reads only what the handbook has of its own, and tries it on every page.
func (b *build) look(ctx context.Context, book *handbook.Handbook) (*render.Look, []handbook.Problem, error) {
	checking := b.opts.Destination == ""
	if own, err := hasOwnTheme(b.source); checking && (err != nil || !own && book.Config.Theme == "") {
		return nil, nil, err
	}
	look, problems, err := readLook(b.source, book)
	if !checking || err != nil || len(problems) > 0 {
		return look, problems, err
	}
	renderer, err := look.Renderer(book, render.Options{Today: b.opts.Today})
	if err == nil {
		err = renderer.Render(ctx, func(string, []byte) error { return nil })
	}
	problems, err = ofTheme(err)
	return look, problems, err
}

// hasOwnTheme reports whether a handbook has files of a theme.
func hasOwnTheme(source *os.Root) (bool, error) {
	_, err := source.Stat(themeFolder)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// blameTheme makes of an error what is wrong with the theme, when it is that, and
// forbids to publish.
func (b *build) blameTheme(err error) error {
	problems, err := ofTheme(err)
	if len(problems) > 0 {
		b.report.Problems = append(b.report.Problems, problems...)
		handbook.SortProblems(b.report.Problems)
		b.report.Fatal = true
	}
	return err
}
