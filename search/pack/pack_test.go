package pack

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

var campaign = flag.Bool("campaign", false, "pack twenty times the strings")

var update = flag.Bool("update", false, "write testdata/packed.json")

// packedVectors are documents as they are packed, which the client's tests read too.
const packedVectors = "testdata/packed.json"

type packedFile struct {
	Lexicon   File             `json:"lexicon"`
	Documents []packedDocument `json:"documents"`
}

type packedDocument struct {
	Packed string   `json:"packed"`
	Texts  []string `json:"texts"`
}

// documents are texts of words made up, some rare and some frequent, then
// texts made to break what packs them.
func documents() [][]string {
	random := rand.New(rand.NewPCG(1, 2))
	frequency := rand.NewZipf(random, 1.07, 2.7, 2000)
	syllables := strings.Fields("ba cé do fè gui l’a n'est pr œu chi tion ment ée s x eur")
	word := func() string {
		var b strings.Builder
		for n := frequency.Uint64() + 1; n > 0; n /= uint64(len(syllables)) {
			b.WriteString(syllables[n%uint64(len(syllables))])
		}
		return b.String()
	}
	var documents [][]string
	for range 20 {
		var texts []string
		for range 1 + random.IntN(12) {
			words := []string{strings.ToUpper(word())}
			for range random.IntN(60) {
				words = append(words, word())
			}
			texts = append(texts, strings.Join(words, []string{" ", ", ", ". "}[random.IntN(3)])+".")
		}
		documents = append(documents, texts)
	}
	return append(documents, []string{}, []string{
		"fiches/œuvre.html", "L’ŒUVRE d'ÉTÉ : ŸAOURT, ΣΑΣ, ǅ, ßß", "Fiche · Accueil", "2027-07-03", "", "#", "2",
		"Qu’est-ce que c’est ? " + strings.Repeat("À revoir… ", 50),
		"À l’été de l'Œuvre !", "😀👩‍💻 日本語 e\u0301 E\u0301te\u0301 iPhone McDonald QR-CODE A1 L’A’B’",
		"\x00\x00 a\x00b \t\r\n\u2028\u2029\u0085\uFEFF\u00A0\"\\</script>\uFFFD\U0010FFFF",
		"’ '' a’ 'a' ’a a’’a A’ L’", ".",
	})
}

func TestPackedVectors(t *testing.T) {
	documents := documents()
	l := NewLexicon(documents)
	got := packedFile{Lexicon: l.File()}
	for _, texts := range documents {
		got.Documents = append(got.Documents, packedDocument{l.Pack(texts), texts})
	}
	if *update {
		data, err := json.Marshal(got)
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
		t.Error("documents are packed otherwise than in testdata/packed.json: raise search's formatVersion, then run with -update")
	}
}

// TestPackReadsBack packs strings made to break it, by several lexicons, and
// has the client unpack them.
func TestPackReadsBack(t *testing.T) {
	known := rapid.RuneFrom([]rune("abéèœßçıςσΣÀŒŸÆ×÷0127²½ﬁ’'·•.-«»“”\":+#\\ \u00A0\t\n\x00\u0085\u2028\uFEFF\u200D\u0301ͺ日한😀𝐀Яяё"))
	one := rapid.OneOf(
		rapid.StringOfN(known, 0, 30, -1), rapid.StringN(0, 12, -1), rapid.StringMatching(`([A-Za-zé]{1,4}[ ’'.\n]{1,2}){0,40}`))
	list := rapid.SliceOfN(one, 0, 12)
	n := 300
	if *campaign {
		n *= 20
	}
	var lists [][]string
	for i := range n {
		texts := list.Example(i)
		if !slices.ContainsFunc(texts, func(s string) bool { return !utf8.ValidString(s) }) {
			lists = append(lists, texts)
		}
	}
	lists = append(lists, nil, []string{""}, []string{strings.Repeat("a", 5000)}, []string{strings.Repeat("a ", 5000), "a"})
	lexicons := []*Lexicon{NewLexicon(nil), NewLexicon(lists[:1]), NewLexicon(lists[:100]), NewLexicon(documents())}
	var input []any
	for _, l := range lexicons {
		input = append(input, map[string]any{"lexicon": l.File(), "packed": l.Pack(nil)})
		for _, texts := range lists {
			input = append(input, map[string]any{"packed": l.Pack(texts)})
		}
	}
	answers := askUnpack(t, input)
	for i := range lexicons {
		for _, texts := range append([][]string{nil}, lists...) {
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
		data, err := json.Marshal(line)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&input, "%s\n", data)
	}
	node := exec.Command("node", "../client/test/unpack.js")
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

// FuzzPack: whatever a text is, its words and marks are all of it, and what is
// packed is short characters that need no escape.
func FuzzPack(f *testing.F) {
	l := NewLexicon(documents())
	for _, seed := range []string{"", "a", "L’a.", "\x00", "’’", "É\u0301\xff", ". a "} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var b strings.Builder
		scan(text, func(word string, _ bool) { b.WriteString(word) }, func(mark string) { b.WriteString(mark) })
		if got := b.String(); got != text+endOfText {
			t.Fatalf("%q is scanned as %q", text, got)
		}
		packed := l.Pack([]string{text, text})
		if strings.Trim(packed, packDigits) != "" || len(packed) > 20+9*len(text) {
			t.Fatalf("%q is packed as %q", text, packed)
		}
	})
}
