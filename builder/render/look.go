package render

import (
	"cmp"
	"fmt"
	"io/fs"

	"relais/builder/handbook"
	"relais/themes"
)

// A Look is a theme in the languages of a handbook, ready to render it: its templates
// proven, its words read, its style sheet and scripts bundled. It is immutable.
type Look struct {
	lang      handbook.Lang
	words     *words
	templates templates
	assets    assets
	places    map[string]string // in the handbook, of the files of templates and words
	others    []*Look           // the same in the languages that pages are translated to

	assessment Assessment // of the theme's accessibility
}

// NewLook reads a theme, and the search's browser half, for a handbook in lang that has
// pages in others too. All that is wrong with the theme is one [ThemeError]; any other
// error is the machine's.
func NewLook(theme themes.Theme, search fs.FS, lang handbook.Lang, others ...handbook.Lang) (*Look, error) {
	found := &faults{theme: theme}
	var all []*Look
	for _, lang := range append([]handbook.Lang{cmp.Or(lang, handbook.French)}, others...) {
		l, err := readLook(found, lang)
		if err != nil {
			return nil, err
		}
		all = append(all, l)
	}
	bundled, err := bundle(search, found)
	if err != nil {
		return nil, err
	}
	for _, l := range all {
		l.assets = bundled
	}
	all[0].others = all[1:]
	return all[0], found.err()
}

// readLook reads what a theme has in one language.
func readLook(found *faults, lang handbook.Lang) (*Look, error) {
	l := &Look{lang: lang, places: map[string]string{}}
	var err error
	if l.words, err = readWords(lang, found); err != nil {
		return nil, err
	}
	if l.templates, err = readTemplates(l.words, kinds(), found); err != nil {
		return nil, err
	}
	files, err := fs.Glob(found.theme, "templates/*.html")
	if err != nil {
		return nil, err
	}
	if l.assessment, err = readAssessment(found.theme, l.words); err != nil {
		return nil, err
	}
	for _, file := range append(files, "strings/"+string(lang)+".yaml") {
		l.places[file] = found.theme.Place(file)
	}
	return l, nil
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
