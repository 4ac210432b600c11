package load

import (
	"bytes"

	"go.yaml.in/yaml/v4"

	"relais/builder/handbook"
)

// Source is a file as it is written, for what changes a file without touching
// what it does not mean to: where its front matter and its text are.
type Source struct {
	Bytes  []byte
	Header *yaml.Node // the front matter; the places of its nodes are those of the file
	End    int        // offset of the line that closes the front matter; the size of a file that is YAML
	Body   int        // offset of the text
}

// ReadSource reads a page as Load does; it is false for what Load refuses.
func ReadSource(src []byte) (Source, bool) {
	p, f := split(src)
	if f != nil {
		return Source{}, false
	}
	root, f := parseYAML(p.header, p.headerLine)
	if f != nil {
		return Source{}, false
	}
	end := lineOffset(src, p.bodyLine-1)
	return Source{Bytes: src, Header: root, End: end, Body: lineOffset(src, p.bodyLine)}, true
}

// ReadYAML reads handbook.yaml or recherches.yaml as Load does; it is false for what Load refuses.
func ReadYAML(src []byte) (Source, bool) {
	if unreadable(src) != nil {
		return Source{}, false
	}
	root, f := parseDocument(src, 1)
	if f != nil {
		return Source{}, false
	}
	return Source{Bytes: src, Header: root, End: len(src), Body: len(src)}, true
}

// KeyOf returns the row of the key that a front matter spells so, in either
// language, with or without its accents; false when it is none.
func KeyOf(spelling string) (handbook.Field, bool) {
	for _, f := range handbook.AllFields() {
		if bare := unaccented(spelling); bare == f.Key.FR || bare == f.Key.EN {
			return f, true
		}
	}
	return handbook.Field{}, false
}

// IDOf returns the id that a page has by the path of its file, "" when that has none.
func IDOf(file string) string { return handbook.Slug(nameOf(file)) }

// lineOffset returns where a line begins, counted from 1; the end when there is none.
func lineOffset(src []byte, line int) int {
	offset := 0
	for ; line > 1; line-- {
		i := bytes.IndexByte(src[offset:], '\n')
		if i < 0 {
			return len(src)
		}
		offset += i + 1
	}
	return offset
}
