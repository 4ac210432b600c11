package load

import (
	"bytes"
	"errors"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"relais/builder/handbook"
)

// maxDepth bounds how deep YAML may nest: three levels are all that the model has.
const maxDepth = 20

// parseYAML reads a mapping, as parseDocument does.
func parseYAML(src []byte, line int) (*yaml.Node, *fault) {
	root, f := parseDocument(src, line)
	if f == nil && root.Kind != yaml.MappingNode {
		return nil, &fault{code: "yaml-no-keys", pos: place(root)}
	}
	return root, f
}

// parseDocument reads a mapping, a list or a word. The places of its nodes count from the first
// line of src; shift moves them to where src begins in its file. Anchors, aliases,
// merges and tags are refused: they have no use here, and an alias can grow a
// small file into a huge one. An empty src is an empty mapping.
func parseDocument(src []byte, line int) (*yaml.Node, *fault) {
	var document yaml.Node
	// Duplicate keys are ours to find: the library stops at the first, without its column.
	err := yaml.Load(src, &document, yaml.WithUniqueKeys(false))
	var broken *yaml.LoadError
	switch {
	case err == nil:
	case isBlank(src):
		return &yaml.Node{Kind: yaml.MappingNode}, nil
	case errors.As(err, &broken):
		return nil, diagnose(src, broken, line)
	default:
		return nil, &fault{code: "yaml", pos: handbook.Pos{Line: line, Column: 1}}
	}
	root := document.Content[0]
	shift(root, line-1)
	if f := refuse(root, 0); f != nil {
		return nil, f
	}
	return root, nil
}

// isBlank reports whether YAML holds nothing but comments.
func isBlank(src []byte) bool {
	for line := range bytes.Lines(src) {
		line = bytes.TrimSpace(line)
		if len(line) > 0 && line[0] != '#' {
			return false
		}
	}
	return true
}

// shift moves the nodes of a tree down by some lines.
func shift(n *yaml.Node, lines int) {
	n.Line += lines
	for _, child := range n.Content {
		shift(child, lines)
	}
}

// refuse finds the first node that uses what YAML has and we do not want.
func refuse(n *yaml.Node, depth int) *fault {
	switch {
	case depth > maxDepth:
		return &fault{code: "yaml-too-deep", pos: place(n)}
	case n.Kind == yaml.AliasNode:
		return &fault{code: "yaml-alias", pos: place(n), args: map[string]string{"Text": excerpt("*" + n.Value)}}
	case n.Anchor != "":
		return &fault{code: "yaml-anchor", pos: place(n), args: map[string]string{"Text": excerpt("&" + n.Anchor)}}
	case n.Tag == "!!merge":
		return &fault{code: "yaml-merge", pos: place(n)}
	case n.Style&yaml.TaggedStyle != 0, strings.HasPrefix(n.Tag, "!") && !strings.HasPrefix(n.Tag, "!!"):
		return &fault{code: "yaml-tag", pos: place(n), args: map[string]string{"Text": excerpt(n.Tag)}}
	}
	for _, child := range n.Content {
		if f := refuse(child, depth+1); f != nil {
			return f
		}
	}
	return nil
}

func place(n *yaml.Node) handbook.Pos { return handbook.Pos{Line: n.Line, Column: max(1, n.Column)} }

// diagnose says in our words what YAML could not read, from where the library
// stopped and from what stands there. The library's own words name its grammar,
// not the mistake: most often a value that needed quotation marks.
func diagnose(src []byte, err *yaml.LoadError, line int) *fault {
	at := handbook.Pos{Line: err.Mark.Line, Column: max(1, err.Mark.Column)}
	if at.Line == 0 {
		at = handbook.Pos{Line: 1, Column: 1}
	}
	from := handbook.Pos{Line: err.ContextMark.Line, Column: max(1, err.ContextMark.Column)}
	text := lineAt(src, at.Line)
	f := &fault{code: "yaml", pos: at}
	switch {
	case strings.Contains(err.Message, "tab character"), strings.HasPrefix(strings.TrimLeft(text, " "), "\t"):
		f.code, f.pos.Column = "yaml-tab", 1+strings.IndexByte(text, '\t')
	case strings.Contains(err.Message, "mapping values are not allowed"):
		diagnoseColon(f, src, text)
	case strings.Contains(err.ContextMsg, "quoted scalar") && strings.Contains(err.Message, "end of stream"):
		f.code, f.pos = "yaml-open-quote", from
	case strings.Contains(err.ContextMsg, "quoted scalar"):
		f.code = "yaml-escape"
	case strings.Contains(err.ContextMsg, "flow"):
		f.code, f.pos = "yaml-open-bracket", from
	case strings.Contains(err.Message, "max depth"):
		f.code = "yaml-too-deep"
	case strings.Contains(err.Message, "unknown anchor"):
		f.code, f.args = "yaml-alias", map[string]string{"Text": excerpt(wordAt(text, at.Column))}
	case strings.Contains(err.Message, "cannot start any token"), strings.Contains(err.Message, "node content"):
		f.code, f.args = "yaml-first-character", map[string]string{"Character": characterAt(text, at.Column)}
	case strings.Contains(err.ContextMsg, "an anchor"), strings.Contains(err.ContextMsg, "an alias"),
		strings.Contains(err.ContextMsg, "a tag"), strings.Contains(err.ContextMsg, "a directive"):
		f.code, f.pos = "yaml-first-character", from
		f.args = map[string]string{"Character": characterAt(lineAt(src, from.Line), from.Column)}
	case strings.Contains(err.Message, "block sequence entries"), strings.Contains(err.ContextMsg, "block scalar"),
		strings.Contains(err.Message, "mapping keys are not allowed"):
		f.code, f.args = "yaml-first-character", map[string]string{"Character": firstOfValue(text)}
	case strings.Contains(err.Message, "could not find expected ':'"):
		f.code, f.pos = "yaml-no-colon", from
		noSpace(f, lineAt(src, from.Line), from.Line)
	case strings.Contains(err.Message, "multiple"):
		f.code, f.pos = "yaml-documents", secondDocument(src)
	case strings.Contains(err.Message, "did not find expected key"), strings.Contains(err.Message, "'-' indicator"),
		strings.Contains(err.Message, "<document start>"):
		f.code = "yaml-indentation"
		if c := firstOfValue(text); strings.ContainsAny(c, `'"[{`) && at.Column > 1+strings.Index(text, ":") {
			f.code = "yaml-after-quote"
		}
	}
	f.pos.Line += line - 1
	return f
}

// diagnoseColon tells apart the three mistakes that leave YAML with a colon where none may stand.
func diagnoseColon(f *fault, src []byte, text string) {
	key := text[:len(text)-len(strings.TrimLeft(text, " "))]
	before := string([]rune(text)[:f.pos.Column-1])
	if strings.Contains(before, ": ") { // a colon earlier in the line has begun the value
		k, value, _ := strings.Cut(text, ": ")
		f.code = "yaml-colon"
		f.args = map[string]string{"Line": excerpt(k + `: "` + strings.ReplaceAll(strings.TrimSpace(value), `"`, "'") + `"`)}
		return
	}
	for line := f.pos.Line - 1; line > 0; line-- { // "titre:Bonjour" goes unnoticed until the next key
		previous := lineAt(src, line)
		if noSpace(f, previous, line) {
			return
		}
		if strings.TrimSpace(previous) == "" || strings.Contains(previous, ": ") {
			break
		}
		if strings.TrimLeft(previous, " ") == previous && key == "" {
			f.code, f.pos = "yaml-no-colon", handbook.Pos{Line: line, Column: 1}
			return
		}
	}
	f.code, f.pos.Column = "yaml-indentation", 1+len(key)
}

// noSpace reports whether a line reads "titre:Essai", and then makes f say so.
func noSpace(f *fault, text string, line int) bool {
	name, rest, ok := strings.Cut(text, ":")
	if !ok || !isKey([]byte(text)) || rest == "" || rest[0] == ' ' {
		return false
	}
	f.code, f.pos = "yaml-no-space", handbook.Pos{Line: line, Column: utf8.RuneCountInString(name) + 1}
	f.args = map[string]string{"Line": excerpt(name + ": " + strings.TrimSpace(rest))}
	return true
}

func lineAt(src []byte, number int) string {
	n := 0
	for line := range bytes.Lines(src) {
		if n++; n == number {
			return strings.TrimRight(string(line), "\r\n")
		}
	}
	return ""
}

// secondDocument returns the place of the line that ends the first document.
func secondDocument(src []byte) handbook.Pos {
	number, inside := 0, false
	for line := range bytes.Lines(src) {
		number++
		line = bytes.TrimRight(line, " \t\r\n")
		ends := bytes.HasPrefix(line, []byte("---")) || bytes.HasPrefix(line, []byte("..."))
		if ends && inside {
			break
		}
		inside = inside || !ends && len(line) > 0 && line[0] != '#'
	}
	return handbook.Pos{Line: number, Column: 1}
}

// characterAt returns the character at a column, counted from 1.
func characterAt(text string, column int) string {
	if runes := []rune(text); column <= len(runes) {
		return string(runes[column-1])
	}
	return ""
}

// wordAt returns what stands at a column, up to the next blank.
func wordAt(text string, column int) string {
	runes := []rune(text)
	word, _, _ := strings.Cut(string(runes[min(column-1, len(runes)):]), " ")
	return word
}

// firstOfValue returns the first character after "key: ".
func firstOfValue(text string) string {
	_, value, _ := strings.Cut(text, ":")
	for _, r := range strings.TrimSpace(value) {
		return string(r)
	}
	return ""
}
