package rename

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"go.yaml.in/yaml/v4"

	"relais/builder/handbook"
	"relais/builder/load"
)

// A scalar that is set says what it was told, however it is written, and no
// other scalar of the file changes.
func FuzzSetScalarSetsNothingElse(f *testing.F) {
	for _, source := range []string{
		"a: b\nc: [d, 'e''f', \"g\\\"h\"] # i\n", "- {cherche: é, trouve: x} # y\r\n- z: >-\n    long\n    texte\n", "k:\n  - plain on\n    two lines\n  - 'quoted on\n\n    three'\n",
		"a: |2\n  b\nc: \"\\u00e9 \\\n  d\"\n", "{a: b, ? c : d}", "é: e\u0301\nœ: '😀'\n",
	} {
		for _, word := range []string{"relais", "null", "d’été: #1", "l'un, \"l'autre\" [x] {y}", "- @ % & *", "~", "é\\n"} {
			f.Add(source, word)
		}
	}
	f.Fuzz(func(t *testing.T, source, word string) {
		before, ok := load.ReadYAML([]byte(source))
		if _, fine := load.ReadYAML([]byte("k: \"" + escaped(word) + "\"")); !ok || !fine || before.Header.Kind == yaml.ScalarNode || handbook.Fold(word) == "" || strings.ContainsFunc(word, unicode.IsControl) || word != text(&yaml.Node{Value: word}) {
			t.Skip()
		}
		all := scalarsOf(before.Header)
		for i, n := range all {
			e, ok := setScalar(before.Bytes, n, word)
			if !ok || slices.Contains([]byte("|>"), before.Bytes[offset(before.Bytes, n)]) && plain(word) != word {
				continue
			}
			written := apply(before.Bytes, []edit{e})
			after, ok := load.ReadYAML(written)
			if !ok {
				t.Fatalf("%q became %q, which cannot be read", source, written)
			}
			for j, m := range scalarsOf(after.Header) {
				want := all[j].Value
				if i == j {
					want = word
				}
				if m.Value != want && text(m) != want {
					t.Fatalf("%q became %q: scalar %d is %q, want %q", source, written, j, m.Value, want)
				}
			}
		}
	})
}

func scalarsOf(n *yaml.Node) []*yaml.Node {
	if n.Kind == yaml.ScalarNode {
		return []*yaml.Node{n}
	}
	var all []*yaml.Node
	for _, child := range n.Content {
		all = append(all, scalarsOf(child)...)
	}
	return all
}
