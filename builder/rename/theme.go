package rename

import (
	"context"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v4"
	"golang.org/x/text/unicode/norm"

	"relais/builder/handbook"
)

// Theme plans to call a theme otherwise, however it is spelled: case and accents
// make no other theme. With merge, to may be a theme that there is already, and
// the two become one. A *Refusal says why there is no plan.
func Theme(ctx context.Context, root *os.Root, from, to string, merge bool) (*Plan, error) {
	d, err := draw(ctx, root)
	if err != nil {
		return nil, err
	}
	to = norm.NFC.String(strings.TrimSpace(to))
	if handbook.Fold(to) == "" || strings.ContainsFunc(to, unicode.IsControl) {
		return nil, &Refusal{Reason: BadName, Name: to}
	}
	var names []string
	for _, theme := range d.book.Themes() {
		names = append(names, theme.Name)
	}
	if !slices.ContainsFunc(names, called(from)) {
		return nil, &Refusal{Reason: NoTheme, Name: from, Near: handbook.Nearest(from, names)}
	}
	if slices.ContainsFunc(names, called(to)) && !called(from)(to) && !merge {
		return nil, &Refusal{Reason: ThemeExists, Name: to}
	}
	for _, page := range d.book.Pages {
		if slices.ContainsFunc(page.Themes, called(from)) {
			if err := d.mendTheme(page.Path, from, to); err != nil {
				return nil, err
			}
		}
	}
	if err := d.mendThemeSearches(from, to); err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(slices.Collect(maps.Values(d.files)), func(f *file) bool { return len(f.edits) > 0 }) {
		return nil, &Refusal{Reason: Unchanged, Name: to}
	}
	return d.plan(ctx, from, likeness{theme: from, name: to})
}

// called reports whether a theme is the one that name spells.
func called(name string) func(theme string) bool {
	return func(theme string) bool { return handbook.Fold(theme) == handbook.Fold(name) }
}

// mendTheme changes the theme of one page.
func (d *drawing) mendTheme(path, from, to string) error {
	f, err := d.file(path)
	if err != nil {
		return err
	}
	k, ok := f.key("themes")
	if !ok {
		return nil
	}
	both := !called(from)(to) && slices.ContainsFunc(k.scalars(), func(n *yaml.Node) bool { return called(to)(text(n)) })
	for i, n := range k.scalars() {
		switch {
		case !called(from)(text(n)):
		case both:
			f.replace(f.dropItem(k.value, i))
		default:
			f.replace(setScalar(f.Bytes, n, to))
		}
	}
	return nil
}

// themeFilter is how a search keeps to a theme: theme:accueil, thème:"violence verbale".
var themeFilter = regexp.MustCompile(`(?i)((?:^|\s)th[eè]me:)("[^"]*"?|“[^”]*”?|«[^»]*»?|\S+)`)

// mendThemeSearches changes the searches of recherches.yaml that keep to the theme.
func (d *drawing) mendThemeSearches(from, to string) error {
	for _, e := range d.loaded.Searches {
		mended := themeFilter.ReplaceAllStringFunc(e.Search, func(filter string) string {
			parts := themeFilter.FindStringSubmatch(filter)
			if !called(from)(parts[2]) {
				return filter
			}
			return parts[1] + `"` + strings.ReplaceAll(to, `"`, " ") + `"`
		})
		if mended == e.Search {
			continue
		}
		f, err := d.file(e.Path)
		if err != nil {
			return err
		}
		if n := nodeAt(f.Header, e.Pos); n != nil {
			f.replace(setScalar(f.Bytes, n, mended))
		}
	}
	return nil
}

// themes returns those that a page has after the rename.
func (l likeness) themes(themes []string) []string {
	if l.theme == "" {
		return themes
	}
	if !called(l.theme)(l.name) && slices.ContainsFunc(themes, called(l.name)) {
		return slices.DeleteFunc(slices.Clone(themes), called(l.theme))
	}
	var renamed []string
	for _, theme := range themes {
		if called(l.theme)(theme) {
			theme = l.name
		}
		renamed = append(renamed, theme)
	}
	return renamed
}
