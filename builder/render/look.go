package render

import (
	"cmp"
	"io/fs"

	"relais/builder/handbook"
	"relais/themes"
)

// A Look is a theme in one language, ready to render any handbook: its templates
// proven, its words read, its style sheet and scripts bundled. It is immutable.
type Look struct {
	lang      handbook.Lang
	words     *words
	templates templates
	assets    assets
	places    map[string]string // in the handbook, of the files of templates and words
}

// NewLook reads a theme, and the search's browser half. All that is wrong with the theme
// is one [ThemeError]; any other error is the machine's.
func NewLook(theme themes.Theme, search fs.FS, lang handbook.Lang) (*Look, error) {
	l := &Look{lang: cmp.Or(lang, handbook.French), places: map[string]string{}}
	found := &faults{theme: theme}
	var err error
	if l.words, err = readWords(l.lang, found); err != nil {
		return nil, err
	}
	if l.templates, err = readTemplates(l.words, kinds(), found); err != nil {
		return nil, err
	}
	if l.assets, err = bundle(search, found); err != nil {
		return nil, err
	}
	files, err := fs.Glob(theme, "templates/*.html")
	if err != nil {
		return nil, err
	}
	for _, file := range append(files, "strings/"+string(l.lang)+".yaml") {
		l.places[file] = theme.Place(file)
	}
	return l, found.err()
}
