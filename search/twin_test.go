package search

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"relais/search/analysis"
)

var campaign = flag.Bool("campaign", false, "compare the two analyses on every word of the dictionaries, and on ten times the strings")

// TestClientModules runs the client's own tests.
func TestClientModules(t *testing.T) {
	files, err := filepath.Glob("client/test/*.test.js") // the others in there read their input, and would wait for ever
	if err != nil || len(files) == 0 {
		t.Fatal("no tests: ", err)
	}
	output, err := exec.Command("node", append([]string{"--test"}, files...)...).CombinedOutput()
	if err != nil {
		t.Fatalf("node --test: %v\n%s", err, output)
	}
}

// twinToken is a token in the client's words.
type twinToken struct {
	Start int      `json:"start"`
	End   int      `json:"end"`
	Word  twinWord `json:"word"`
}

type twinWord struct {
	Surface string `json:"surface"`
	Stem    string `json:"stem"`
	Stop    bool   `json:"stop"`
	Asks    bool   `json:"asks"`
}

type twinClause struct {
	Text    string `json:"text"`
	Start   int    `json:"start"`
	Quoted  bool   `json:"quoted"`
	Exclude bool   `json:"exclude"`
	Field   string `json:"field"`
}

// TestBothSidesAnalyseAlike compares the analyses in Go and in JavaScript on
// strings made to break them, and on dictionaries where Debian's are installed.
func TestBothSidesAnalyseAlike(t *testing.T) {
	languages, err := analysis.Languages()
	if err != nil {
		t.Fatal(err)
	}
	texts := append(awkwardTexts(), dictionaryWords(t)...)
	for _, language := range languages {
		answers := askTwin(t, language.Code, texts)
		for i, text := range texts {
			want := []twinToken{}
			for _, token := range language.Tokens(text) {
				word := twinWord{token.Surface, token.Stem, token.Stop, token.Asks}
				want = append(want, twinToken{units(text[:token.Start]), units(text[:token.End]), word})
			}
			var got []twinToken
			if err := json.Unmarshal(answers[i], &got); err != nil {
				t.Fatal(err)
			}
			if expected, actual := marshal(t, want), marshal(t, got); expected != actual {
				t.Errorf("%s %q:\nGo     %s\nclient %s", language.Code, text, expected, actual)
			}
		}
	}
}

func TestBothSidesCutQueriesAlike(t *testing.T) {
	texts := awkwardTexts()
	for _, q := range readQueries(t) {
		texts = append(texts, q.Text)
	}
	for i, answer := range askTwin(t, "", texts) {
		want := []twinClause{}
		for _, c := range parse(texts[i]) {
			want = append(want, twinClause{c.text, c.start, c.quoted, c.exclude, c.field})
		}
		var got []twinClause
		if err := json.Unmarshal(answer, &got); err != nil {
			t.Fatal(err)
		}
		if expected, actual := marshal(t, want), marshal(t, got); expected != actual {
			t.Errorf("%q:\nGo     %s\nclient %s", texts[i], expected, actual)
		}
	}
}

// awkwardTexts makes strings of letters, marks and punctuation that the
// analysis and the syntax of queries know, and of any character at all.
func awkwardTexts() []string {
	known := rapid.RuneFrom([]rune("abceilnstuEÉéèœŒßçñİıςΣ0127²½ﬁ’'ʼ·•.-()«»“”\":+ \u00A0\t\n\u0085\uFEFF\u00AD\u200C\u200D\u0301\u0327\u0345ͺ日한😀𝐀"))
	one := rapid.OneOf(rapid.StringOfN(known, 0, 30, -1), rapid.StringN(0, 12, -1))
	n := 3000
	if *campaign {
		n *= 10
	}
	texts := make([]string, 0, n)
	for i := range n {
		if text := one.Example(i); utf8.ValidString(text) {
			texts = append(texts, text)
		}
	}
	return texts
}

// dictionaryWords reads Debian's word lists (wfrench, wbritish): all words in a
// campaign, else one in fifty.
func dictionaryWords(t *testing.T) []string {
	var words []string
	for _, path := range []string{"/usr/share/dict/french", "/usr/share/dict/british-english"} {
		text, err := os.ReadFile(path)
		if err != nil {
			if *campaign {
				t.Errorf("the campaign needs the dictionary: %v", err)
			}
			continue
		}
		for i, word := range strings.Fields(string(text)) {
			if *campaign || i%50 == 0 {
				words = append(words, word)
			}
		}
	}
	t.Logf("%d words of dictionaries", len(words))
	return words
}

// askTwin has the client analyse texts, or cut them as queries when lang is "".
func askTwin(t *testing.T, lang string, texts []string) []json.RawMessage {
	t.Helper()
	var input bytes.Buffer
	encoder := json.NewEncoder(&input)
	for _, text := range texts {
		if err := encoder.Encode(map[string]string{"lang": lang, "text": text}); err != nil {
			t.Fatal(err)
		}
	}
	node := exec.Command("node", "client/test/twin.js")
	node.Stdin = &input
	var stderr bytes.Buffer
	node.Stderr = &stderr
	output, err := node.Output()
	if err != nil {
		t.Fatalf("node: %v\n%s", err, stderr.String())
	}
	var answers []json.RawMessage
	scanner := bufio.NewScanner(bytes.NewReader(output))
	scanner.Buffer(nil, 1<<20)
	for scanner.Scan() {
		answers = append(answers, bytes.Clone(scanner.Bytes()))
	}
	if len(answers) != len(texts) {
		t.Fatalf("%d answers to %d texts", len(answers), len(texts))
	}
	return answers
}

// FuzzParse: whatever is typed, clauses lie in the text in order, and what is
// not syntax is kept.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"", `a "b c" -d type:e`, `-"x`, "«", "a:", "::", "-", "- a", "é:“b”c"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		end := 0
		for _, c := range parse(text) {
			if c.start < end || c.start+len(c.text) > len(text) || text[c.start:c.start+len(c.text)] != c.text {
				t.Fatalf("clause %+v of %q after %d", c, text, end)
			}
			if c.exclude && c.field != "" {
				t.Fatalf("clause %+v of %q both excludes and filters", c, text)
			}
			end = c.start + len(c.text)
		}
		if strings.TrimSpace(text) != "" && len(parse(text)) == 0 {
			t.Fatalf("%q means nothing", text)
		}
	})
}
