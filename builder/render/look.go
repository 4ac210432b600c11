package render

import (
	"cmp"
	"io/fs"

	"relais/builder/handbook"
)

// A Look is a theme in one language, ready to render any handbook: its templates
// proven, its words read, its style sheet and scripts bundled. It is immutable.
type Look struct {
	lang      handbook.Lang
	words     *words
	templates templates
	assets    assets

	assessment Assessment // of the theme's accessibility
}

// NewLook reads a theme, as package themes describes it, and the search's browser
// half. An error is the theme's, with its file and line.
func NewLook(theme, search fs.FS, lang handbook.Lang) (*Look, error) {
	l := &Look{lang: cmp.Or(lang, handbook.French)}
	var err error
	if l.words, err = readWords(theme, l.lang); err != nil {
		return nil, err
	}
	if l.templates, err = readTemplates(theme, l.words, kinds()); err != nil {
		return nil, err
	}
	if l.assets, err = bundle(theme, search); err != nil {
		return nil, err
	}
	if l.assessment, err = readAssessment(theme, l.words); err != nil {
		return nil, err
	}
	return l, nil
}
