package schema

import (
	"fmt"
	"strings"

	"relais/builder/handbook"
)

// Snippets returns the snippets by which VS Code completes the keys, values and
// references of a front matter in a Markdown file. Its extension for YAML does not:
// see https://github.com/redhat-developer/vscode-yaml/issues/207.
func Snippets(book *handbook.Handbook, lang handbook.Lang) []byte {
	m := maker{book: book, lang: lang}
	snippets := object{}
	for _, f := range handbook.AllFields() {
		key := f.Key.In(lang)
		snippets[key] = object{
			"scope": "markdown", "prefix": key, "body": key + ": " + m.hole(f), "description": f.Help.In(lang),
		}
	}
	return encode(snippets)
}

// hole returns what the snippet of a key leaves to be filled in.
func (m *maker) hole(f handbook.Field) string {
	if record := f.Subfields(); record != nil {
		var keys []string
		for i, sub := range record {
			keys = append(keys, fmt.Sprintf("%s: $%d", sub.Key.In(m.lang), i+1))
		}
		return "{" + strings.Join(keys, ", ") + "}"
	}
	var words []string
	if f.Refs != nil {
		words = m.ids(f.Refs.To)
	}
	for _, c := range f.Choices {
		words = append(words, c.Key.In(m.lang))
	}
	hole := "$1"
	if len(words) > 0 {
		hole = "${1|" + strings.Join(words, ",") + "|}" // ids and choices hold neither comma nor bar
	}
	if f.Several() {
		return "[" + hole + "]"
	}
	return hole
}
