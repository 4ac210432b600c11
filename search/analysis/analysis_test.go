package analysis_test

import (
	"encoding/json"
	"flag"
	"os"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"relais/search/analysis"
)

var update = flag.Bool("update", false, "write testdata/tokens.tsv anew; review the difference")

// TestReviewedVectors holds the analysis to testdata/tokens.tsv, which the
// client is held to as well.
func TestReviewedVectors(t *testing.T) {
	const path = "testdata/tokens.tsv"
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var fresh strings.Builder
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSuffix(line, "\n")
		if line == "" || line[0] == '#' {
			fresh.WriteString(line + "\n")
			continue
		}
		columns := append(strings.Split(line, "\t"), "")
		var input string
		if err := json.Unmarshal([]byte(`"`+columns[1]+`"`), &input); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		got := show(load(t, columns[0]).Tokens(input))
		if got != columns[2] && !*update {
			t.Errorf("%s %q:\n got %s\nwant %s", columns[0], columns[1], got, columns[2])
		}
		fresh.WriteString(columns[0] + "\t" + columns[1] + "\t" + got + "\n")
	}
	if *update {
		if err := os.WriteFile(path, []byte(fresh.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func load(t interface{ Fatal(...any) }, code string) *analysis.Language {
	language, err := analysis.Load(code)
	if err != nil {
		t.Fatal(err)
	}
	return language
}

// show writes tokens as surface/stem, stop words with a star.
func show(tokens []analysis.Token) string {
	words := make([]string, len(tokens))
	for i, token := range tokens {
		if token.Stop {
			words[i] = "*"
		}
		words[i] += token.Surface + "/" + token.Stem
	}
	return strings.Join(words, " ")
}

func TestSpellingsOfOneWordAreOne(t *testing.T) {
	french := load(t, "fr")
	for _, spellings := range []string{
		"aujourd'hui aujourd’hui aujourdhui AUJOURD’HUI d'aujourd'hui",
		"cœur coeur CŒUR",
		"évaluation évaluation EVALUATION évaluations l’évaluation",
		"agent agents agent·e·s agent(e)s agent.e.s agent-e-s agent·e",
		"premier première premiers premières",
		"publique public publics publiques",
		"professionnel professionnelle professionnels professionnel·le·s",
		"heureux heureuse",
		"travaux travail",
		"licencier licenciement licencié licenciée",
		"animer animation animateur animatrice animateurs animateur·rice·s",
	} {
		var first string
		for i, spelling := range strings.Fields(spellings) {
			tokens := french.Tokens(spelling)
			if len(tokens) != 1 {
				t.Errorf("%s is %d words", spelling, len(tokens))
				continue
			}
			if i == 0 {
				first = tokens[0].Stem
			} else if tokens[0].Stem != first {
				t.Errorf("%s is %s, not %s", spelling, tokens[0].Stem, first)
			}
		}
	}
}

func TestDifferentWordsStayApart(t *testing.T) {
	french := load(t, "fr")
	seen := make(map[string]string)
	for word := range strings.FieldsSeq("relais relation formation formule insulte instant présent parent équipe accueil conseil conflit règle règlement écoute école") {
		stem := french.Word(word).Stem
		if other, ok := seen[stem]; ok {
			t.Errorf("%s and %s are both %s", word, other, stem)
		}
		seen[stem] = word
	}
}

func TestFoldingAFoldedWordChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		once := analysis.Fold(rapid.String().Draw(t, "word"))
		if twice := analysis.Fold(once); twice != once {
			t.Fatalf("%q folds to %q, then to %q", once, once, twice)
		}
	})
}

func TestTokensStandInOrderInsideTheText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		end := 0
		for _, token := range load(t, "fr").Tokens(text) {
			if token.Start < end || token.End <= token.Start || token.End > len(text) {
				t.Fatalf("token %+v of %q after %d", token, text, end)
			}
			if token.Surface == "" || token.Stem == "" {
				t.Fatalf("an empty token of %q", text)
			}
			end = token.End
		}
	})
}

func TestABadLanguageFileSaysWhichRow(t *testing.T) {
	for text, want := range map[string]string{
		"code: xx\nstem: abc":       `line 2: "abc" is not a rule`,
		"code: xx\nstem: a>b/x":     `line 2: "a>b/x" is not a rule`,
		"code: xx\nsound: abc":      `line 2: "abc" is not a sound`,
		"\ncolour: red":             `line 2: unknown key "colour"`,
		"# fine\nno colon here":     `line 2: "no colon here" is not "key: values"`,
		"stop: a\n\nstem: >b/1 s>/": "line 3:",
	} {
		_, err := analysis.Parse(text)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

func BenchmarkTokens(b *testing.B) {
	french := load(b, "fr")
	text := strings.Repeat("L’équipe d’accueil a reformulé aujourd’hui la demande des agent·e·s. ", 60)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		french.Tokens(text)
	}
}
