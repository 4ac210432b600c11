package rename

import (
	"context"
	"os"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"relais/builder/handbook"
)

// Theme plans to call a theme otherwise, however it is spelled: case and accents
// make no other theme. A *Refusal says why there is no plan.
func Theme(ctx context.Context, root *os.Root, from, to string) (*Plan, error) {
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
	called := func(name string) func(string) bool {
		return func(theme string) bool { return handbook.Fold(theme) == handbook.Fold(name) }
	}
	if !slices.ContainsFunc(names, called(from)) {
		return nil, &Refusal{Reason: NoTheme, Name: from, Near: handbook.Nearest(from, names)}
	}
	if slices.ContainsFunc(names, called(to)) && !called(from)(to) {
		return nil, &Refusal{Reason: ThemeExists, Name: to}
	}
	for _, page := range d.book.Pages {
		if !slices.ContainsFunc(page.Themes, called(from)) {
			continue
		}
		f, err := d.file(page.Path)
		if err != nil {
			return nil, err
		}
		if k, ok := f.key("themes"); ok {
			for _, n := range k.scalars() {
				if called(from)(text(n)) {
					f.replace(setScalar(f.Bytes, n, to))
				}
			}
		}
	}
	if !slices.ContainsFunc(d.book.Pages, func(p *handbook.Page) bool {
		return slices.ContainsFunc(p.Themes, func(theme string) bool { return called(from)(theme) && theme != to })
	}) {
		return nil, &Refusal{Reason: Unchanged, Name: to}
	}
	return d.plan(ctx, from, likeness{theme: handbook.Fold(from), name: to})
}
