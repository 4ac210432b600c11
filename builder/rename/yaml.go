package rename

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
	"golang.org/x/text/unicode/norm"

	"relais/builder/handbook"
	"relais/builder/load"
)

// key is one key of a front matter and its value.
type key struct {
	field       handbook.Field
	name, value *yaml.Node
}

// keys lists the keys of a front matter that the model knows.
func (f *file) keys() []key {
	var keys []key
	for i := 0; i+1 < len(f.Header.Content); i += 2 {
		name := f.Header.Content[i]
		if field, ok := load.KeyOf(norm.NFC.String(name.Value)); ok {
			keys = append(keys, key{field, name, f.Header.Content[i+1]})
		}
	}
	return keys
}

// key returns the key with this English spelling.
func (f *file) key(english string) (key, bool) {
	for _, k := range f.keys() {
		if k.field.Key.EN == english {
			return k, true
		}
	}
	return key{}, false
}

// scalars lists the values of a key: those of a list, or the one that stands for a list of one.
func (k key) scalars() []*yaml.Node {
	switch k.value.Kind {
	case yaml.ScalarNode:
		return []*yaml.Node{k.value}
	case yaml.SequenceNode:
		return k.value.Content
	}
	return nil
}

// text returns a scalar as the model keeps it.
func text(n *yaml.Node) string { return norm.NFC.String(strings.TrimSpace(n.Value)) }

// offset returns where a node begins: YAML counts characters.
func offset(src []byte, n *yaml.Node) int {
	at := 0
	for line := 1; line < n.Line; line++ {
		i := bytes.IndexByte(src[at:], '\n')
		if i < 0 {
			return len(src)
		}
		at += i + 1
	}
	for column := 1; column < n.Column && at < len(src); column++ {
		_, size := utf8.DecodeRune(src[at:])
		at += size
	}
	return at
}

// setScalar returns the edit that makes a scalar say word, in the quotation marks
// that it has, or in new ones when it needs them.
func setScalar(src []byte, n *yaml.Node, word string) (edit, bool) {
	start, end, ok := written(src, n)
	if !ok {
		return edit{}, false
	}
	switch src[offset(src, n)] {
	case '\'':
		word = strings.ReplaceAll(word, "'", "''")
	case '"':
		word = escaped(word)
	case '|', '>':
	default:
		word = plain(word)
	}
	return edit{start, end, word}, true
}

// written returns the bytes that write a scalar, quotation marks aside.
func written(src []byte, n *yaml.Node) (start, end int, ok bool) {
	start = offset(src, n)
	if start >= len(src) {
		return 0, 0, false
	}
	switch src[start] {
	case '\'':
		for end = start + 1; end < len(src); end++ {
			if src[end] == '\'' {
				if end+1 == len(src) || src[end+1] != '\'' {
					return start + 1, end, true
				}
				end++
			}
		}
		return 0, 0, false
	case '"':
		for end = start + 1; end < len(src); end++ {
			switch src[end] {
			case '\\':
				end++
			case '"':
				return start + 1, end, true
			}
		}
		return 0, 0, false
	case '|', '>':
		value := []byte(strings.TrimSpace(n.Value))
		start += bytes.IndexByte(src[start:], '\n') + 1
		i := bytes.Index(src[start:], value)
		return start + i, start + i + len(value), i >= 0 && len(value) > 0
	}
	end = start
	for _, c := range n.Value { // a plain scalar is folded: a space may stand for a line end
		if unicode.IsSpace(c) {
			end += len(src[end:]) - len(bytes.TrimLeft(src[end:], " \t\r\n"))
			continue
		}
		found, size := utf8.DecodeRune(src[end:])
		if found != c {
			return 0, 0, false
		}
		end += size
	}
	return start, end, end > start
}

// plain returns word as YAML reads it back, in quotation marks only if it must.
func plain(word string) string {
	for _, form := range []string{"[" + word + "]", "k: " + word} {
		var document yaml.Node
		if yaml.Load([]byte(form), &document) != nil || len(document.Content) != 1 {
			return `"` + escaped(word) + `"`
		}
		content := document.Content[0].Content
		if len(content) == 0 {
			return `"` + escaped(word) + `"`
		}
		if last := content[len(content)-1]; last.Kind != yaml.ScalarNode || last.Value != word || last.Style != 0 || last.Anchor != "" {
			return `"` + escaped(word) + `"`
		}
		if form[0] == '[' && len(content) != 1 {
			return `"` + escaped(word) + `"`
		}
	}
	return word
}

// escaped returns word as it stands between double quotation marks.
func escaped(word string) string {
	return strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(word)
}

// addAlias returns the edit that adds an alias to a front matter, in the form
// of the list that is there.
func (f *file) addAlias(alias string, lang handbook.Lang) (edit, bool) {
	k, found := f.key("aliases")
	switch {
	case !found:
		return f.addKey("aliases", "["+alias+"]", lang)
	case k.value.Kind == yaml.ScalarNode && k.value.Tag == "!!null" && k.value.Value == "":
		at := offset(f.Bytes, k.value)
		return edit{at, at, " [" + alias + "]"}, at > 0 && f.Bytes[at-1] == ':'
	case k.value.Kind == yaml.ScalarNode:
		start, end, ok := quoted(f.Bytes, k.value)
		if c := f.Bytes[offset(f.Bytes, k.value)]; !ok || c == '|' || c == '>' {
			return edit{}, false
		}
		word := string(f.Bytes[start:end])
		if word[0] != '"' && word[0] != '\'' {
			word = plain(text(k.value))
		}
		return edit{start, end, "[" + word + ", " + alias + "]"}, true
	case k.value.Kind != yaml.SequenceNode:
		return edit{}, false
	case k.value.Style&yaml.FlowStyle != 0 && len(k.value.Content) == 0:
		at := offset(f.Bytes, k.value) + 1
		return edit{at, at, alias}, true
	}
	last := k.value.Content[len(k.value.Content)-1]
	at, end, ok := quoted(f.Bytes, last)
	if !ok {
		return edit{}, false
	}
	if k.value.Style&yaml.FlowStyle != 0 {
		return edit{end, end, ", " + alias}, true
	}
	start := bytes.LastIndexByte(f.Bytes[:at], '\n') + 1
	next := bytes.IndexByte(f.Bytes[end:], '\n')
	if next < 0 || !bytes.Equal(bytes.Trim(f.Bytes[start:at], " \t"), []byte("-")) {
		return edit{}, false
	}
	return edit{end + next + 1, end + next + 1, string(f.Bytes[start:at]) + alias + f.lineEnd()}, true
}

// dropItem returns the edit that takes an item out of a list of several.
func (f *file) dropItem(list *yaml.Node, i int) (edit, bool) {
	if list.Style&yaml.FlowStyle == 0 {
		_, end, ok := written(f.Bytes, list.Content[i])
		start := bytes.LastIndexByte(f.Bytes[:offset(f.Bytes, list.Content[i])], '\n') + 1
		return edit{start, end + bytes.IndexByte(f.Bytes[end:], '\n') + 1, ""}, ok
	}
	if i+1 < len(list.Content) {
		return edit{offset(f.Bytes, list.Content[i]), offset(f.Bytes, list.Content[i+1]), ""}, true
	}
	_, before, ok := quoted(f.Bytes, list.Content[i-1])
	_, end, found := quoted(f.Bytes, list.Content[i])
	return edit{before, end, ""}, ok && found
}

// quoted returns the bytes that write a scalar, quotation marks included.
func quoted(src []byte, n *yaml.Node) (start, end int, ok bool) {
	start, end, ok = written(src, n)
	if ok && start > 0 && (src[start-1] == '"' || src[start-1] == '\'') && offset(src, n) == start-1 {
		return start - 1, end + 1, true
	}
	return start, end, ok
}

// addKey returns the edit that adds a key at the end of a front matter, spelled
// as its neighbours are.
func (f *file) addKey(english, value string, lang handbook.Lang) (edit, bool) {
	if f.Header.Style&yaml.FlowStyle != 0 {
		return edit{}, false
	}
	indentation := ""
	for _, k := range f.keys() {
		indentation = strings.Repeat(" ", max(0, k.name.Column-1))
		switch spelled := norm.NFC.String(k.name.Value); {
		case k.field.Key.FR == k.field.Key.EN:
		case spelled == k.field.Key.EN:
			lang = handbook.English
		default:
			lang = handbook.French
		}
	}
	field, _ := load.KeyOf(english)
	return edit{f.End, f.End, indentation + field.Key.In(lang) + ": " + value + f.lineEnd()}, true
}

// lineEnd returns how the lines of the file end.
func (f *file) lineEnd() string {
	if first, _, _ := bytes.Cut(f.Bytes, []byte("\n")); bytes.HasSuffix(first, []byte("\r")) {
		return "\r\n"
	}
	return "\n"
}
