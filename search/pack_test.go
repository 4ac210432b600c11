package search

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

var update = flag.Bool("update-packed", false, "write testdata/packed.json")

// packedVectors are documents as they are packed, which the client's tests read too.
const packedVectors = "testdata/packed.json"

type packedFile struct {
	Lexicon   lexiconFile      `json:"lexicon"`
	Documents []packedDocument `json:"documents"`
}

type packedDocument struct {
	Packed string   `json:"packed"`
	Texts  []string `json:"texts"`
}

func packedDocuments() []Document {
	documents := slices.Collect(newCorpus(inventedWords(2000)).documents(20, 60))
	return append(documents,
		Document{},
		Document{
			ID: "fiches/œuvre.html", Title: "L’ŒUVRE d'ÉTÉ : ŸAOURT, ΣΑΣ, ǅ, ßß", Lang: "fr", Label: "Fiche · Accueil", Due: "2027-07-03",
			Summary: "Qu’est-ce que c’est ? " + strings.Repeat("À revoir… ", 50), Marks: []string{"", "#", "2"}, Keywords: []string{"2", ""},
			Sections: []Section{
				{},
				{ID: "a-l-ete-de-l-oeuvre", Title: "À l’été de l'Œuvre !", Text: "😀👩‍💻 日本語 e\u0301 E\u0301te\u0301 iPhone McDonald QR-CODE A1 L’A’B’"},
				{ID: "usage-2", Title: "Usage", Text: "\x00\x00 a\x00b \t\r\n\u2028\u2029\u0085\uFEFF\u00A0\"\\</script>\uFFFD\U0010FFFF"},
				{ID: "#", Title: "#", Text: "’ '' a’ 'a' ’a a’’a A’ L’"},
				{ID: "", Title: "Sans ancre", Text: "."},
			},
		})
}

func TestPackedVectors(t *testing.T) {
	documents := packedDocuments()
	l := newLexicon(documents)
	got := packedFile{Lexicon: l.file}
	for _, d := range documents {
		got.Documents = append(got.Documents, packedDocument{l.pack(d.texts()), d.texts()})
	}
	if *update {
		data, err := encode(got)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(packedVectors, append(data, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	data, err := os.ReadFile(packedVectors)
	if err != nil {
		t.Fatal(err)
	}
	var want packedFile
	if err := json.Unmarshal(data, &want); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Error("documents are packed otherwise than in testdata/packed.json: raise formatVersion, then run with -update-packed")
	}
}

// TestPackReadsBack packs strings made to break it, by several lexicons, and
// has the client unpack them.
func TestPackReadsBack(t *testing.T) {
	known := rapid.RuneFrom([]rune("abéèœßçıςσΣÀŒŸÆ×÷0127²½ﬁ’'·•.-«»“”\":+#\\ \u00A0\t\n\x00\u0085\u2028\uFEFF\u200D\u0301ͺ日한😀𝐀Яяё"))
	one := rapid.OneOf(
		rapid.StringOfN(known, 0, 30, -1), rapid.StringN(0, 12, -1), rapid.StringMatching(`([A-Za-zé]{1,4}[ ’'.\n]{1,2}){0,40}`))
	lists := rapid.SliceOfN(one, 0, 12)
	n := 300
	if *campaign {
		n *= 20
	}
	var documents [][]string
	for i := range n {
		texts := lists.Example(i)
		if !slices.ContainsFunc(texts, func(s string) bool { return !utf8.ValidString(s) }) {
			documents = append(documents, texts)
		}
	}
	documents = append(documents, nil, []string{""}, []string{strings.Repeat("a", 5000)}, []string{strings.Repeat("a ", 5000), "a"})
	var some []Document
	for _, texts := range documents[:100] {
		some = append(some, Document{Summary: strings.Join(texts, " "), Keywords: texts})
	}
	lexicons := []*lexicon{newLexicon(nil), newLexicon(some[:1]), newLexicon(some), newLexicon(packedDocuments())}
	var input []any
	for _, l := range lexicons {
		input = append(input, map[string]any{"lexicon": l.file, "packed": l.pack(nil)})
		for _, texts := range documents {
			input = append(input, map[string]any{"packed": l.pack(texts)})
		}
	}
	answers := askUnpack(t, input)
	for i := range lexicons {
		for _, texts := range append([][]string{nil}, documents...) {
			if got := answers[0]; !slices.Equal(got.Texts, texts) {
				t.Fatalf("lexicon %d: packed %q, unpacked %q %s", i, texts, got.Texts, got.Code)
			}
			answers = answers[1:]
		}
	}
}

type unpacked struct {
	Texts []string `json:"texts"`
	Code  string   `json:"code"`
}

func askUnpack(t *testing.T, lines []any) []unpacked {
	t.Helper()
	var input bytes.Buffer
	for _, line := range lines {
		data, err := encode(line)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&input, "%s\n", data)
	}
	node := exec.Command("node", "client/test/unpack.js")
	node.Stdin = &input
	var stderr bytes.Buffer
	node.Stderr = &stderr
	output, err := node.Output()
	if err != nil {
		t.Fatalf("node: %v\n%s", err, stderr.String())
	}
	var answers []unpacked
	scanner := bufio.NewScanner(bytes.NewReader(output))
	scanner.Buffer(nil, 1<<20)
	for scanner.Scan() {
		var answer unpacked
		if err := json.Unmarshal(scanner.Bytes(), &answer); err != nil {
			t.Fatal(err)
		}
		answers = append(answers, answer)
	}
	if len(answers) != len(lines) {
		t.Fatalf("%d answers to %d lines", len(answers), len(lines))
	}
	return answers
}

// TestLexiconIsSteady: the lexicon does not depend on the order of documents,
// and an edit to a document that is not in the sample leaves it as it was.
func TestLexiconIsSteady(t *testing.T) {
	documents := slices.Collect(newCorpus(inventedWords(2000)).documents(2*maxSample+2, 20))
	want := newLexicon(documents).file
	slices.Reverse(documents)
	if got := newLexicon(documents).file; !reflect.DeepEqual(got, want) {
		t.Error("the order of documents changes the lexicon")
	}
	left := 0
	for i := range documents {
		if padded := append(slices.Repeat(documents[i:i+1], 1), make([]Document, len(documents)-1)...); len(sampled(padded)) == len(sampled(padded[1:])) {
			documents[i].Summary += " tout autrement, tout autrement"
			left++
		}
	}
	if left < len(documents)/2 {
		t.Errorf("only %d of %d documents are outside of the sample", left, len(documents))
	}
	if got := newLexicon(documents).file; !reflect.DeepEqual(got, want) {
		t.Error("a document outside of the sample changes the lexicon")
	}
}

func TestLexiconIsBounded(t *testing.T) {
	counts := make(map[string]int)
	for i := range 3 * maxLexicon {
		counts[fmt.Sprint(i)] = 2 + i%3
	}
	counts[strings.Repeat("x", maxWord+1)] = 100
	kept := keep(counts)
	if want := maxLexicon; len(kept) != want {
		t.Errorf("%d words, not %d", len(kept), want)
	}
	if lengths := slices.Compact(slices.Sorted(maps.Values(kept))); !slices.Equal(lengths, []int{3}) {
		t.Errorf("bit lengths %v", lengths)
	}
}

func TestAnchor(t *testing.T) {
	for title, want := range map[string]string{
		"":                       "",
		"…":                      "",
		"Été à l’école":          "ete-a-l-ecole",
		" L'œuvre : n° 2 (bis) ": "l-oeuvre-n-2-bis",
		"Δ":                      "",
	} {
		if got := anchor(title); got != want {
			t.Errorf("%q: %q, not %q", title, got, want)
		}
	}
}

// FuzzPack: whatever a text is, its words and marks are all of it, and what is
// packed is short characters that need no escape.
func FuzzPack(f *testing.F) {
	l := newLexicon(packedDocuments())
	for _, seed := range []string{"", "a", "L’a.", "\x00", "’’", "É\u0301\xff", ". a "} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var b strings.Builder
		scan(text, func(word string, _ bool) { b.WriteString(word) }, func(mark string) { b.WriteString(mark) })
		if got := b.String(); got != text+endOfText {
			t.Fatalf("%q is scanned as %q", text, got)
		}
		packed := l.pack([]string{text, text})
		if strings.Trim(packed, packDigits) != "" || len(packed) > 20+9*len(text) {
			t.Fatalf("%q is packed as %q", text, packed)
		}
	})
}

func BenchmarkPack(b *testing.B) {
	documents := slices.Collect(newCorpus(realWords(b)).documents(300, 600))
	l := newLexicon(documents)
	for i := 0; b.Loop(); i++ {
		l.pack(documents[i%len(documents)].texts())
	}
}

func BenchmarkLexicon(b *testing.B) {
	documents := slices.Collect(newCorpus(realWords(b)).documents(300, 600))
	for b.Loop() {
		newLexicon(documents)
	}
}
