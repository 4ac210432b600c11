package render

import (
	"cmp"
	"fmt"
	"io/fs"

	"relais/builder/handbook"
)

// A Look is a theme in the languages of a handbook, ready to render it: its templates
// proven, its words read, its style sheet and scripts bundled. It is immutable.
type Look struct {
	lang      handbook.Lang
	words     *words
	templates templates
	assets    assets
	others    []*Look // the same in the languages that pages are translated to
}

// NewLook reads a theme, as package themes describes it, and the search's browser
// half, for a handbook in lang that has pages in others too. An error is the theme's,
// with its file and line.
func NewLook(theme, search fs.FS, lang handbook.Lang, others ...handbook.Lang) (*Look, error) {
	assets, err := bundle(theme, search)
	if err != nil {
		return nil, err
	}
	var all []*Look
	for _, lang := range append([]handbook.Lang{cmp.Or(lang, handbook.French)}, others...) {
		l := &Look{lang: lang, assets: assets}
		if l.words, err = readWords(theme, l.lang); err != nil {
			return nil, err
		}
		if l.templates, err = readTemplates(theme, l.words, kinds()); err != nil {
			return nil, err
		}
		all = append(all, l)
	}
	all[0].others = all[1:]
	return all[0], nil
}

// in returns the look in one of its languages.
func (l *Look) in(lang handbook.Lang) (*Look, error) {
	for _, one := range append([]*Look{l}, l.others...) {
		if one.lang == lang {
			return one, nil
		}
	}
	return nil, fmt.Errorf("the theme was not read in the language %q", lang)
}
