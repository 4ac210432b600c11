package reference_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"relais/builder/handbook"
	"relais/builder/reference"
)

// Whoever answers for the protection of data reads of every problem that is about
// it, in both languages, and of none that no longer exists.
func TestEveryProblemOfConfidentialityIsTold(t *testing.T) {
	messages := readMessages(t)
	raised := raisedIn(t, messages,
		"../check/audience.go", "../check/personal.go", "../check/recognisable.go", "../check/validation.go", "../check/withdrawn.go",
		"../leaks.go", "../gate/*.go")
	raised = append(raised, "day-for-month", "exception-lacks-key", "link-to-unpublished", "link-to-withdrawn", "source-missing", "source-unusable")
	if len(raised) < 35 {
		t.Fatalf("only %d codes were found: the sources are no longer read", len(raised))
	}
	for _, lang := range []handbook.Lang{handbook.French, handbook.English} {
		text := string(reference.Confidentiality(lang))
		for _, code := range raised {
			if !strings.Contains(text, "`"+code+"`") {
				t.Errorf("%s: %s is not told", lang, code)
			}
		}
		for _, row := range regexp.MustCompile("(?m)^\\| (`[a-z-]+`(?:, `[a-z-]+`)*) \\|").FindAllStringSubmatch(text, -1) {
			for code := range strings.SplitSeq(row[1], ", ") {
				code = strings.Trim(code, "`")
				if !messages[code] {
					t.Errorf("%s: no problem is called %s", lang, code)
				}
			}
		}
	}
}

// No text is said to be what nobody can know that it is.
func TestNoPageIsCalledAnonymous(t *testing.T) {
	for _, lang := range []handbook.Lang{handbook.French, handbook.English} {
		if strings.Contains(strings.ToLower(string(reference.Confidentiality(lang))), "anonym") {
			t.Errorf("%s: a promise that nobody can hold", lang)
		}
	}
}

// readMessages returns the codes that have a message.
func readMessages(t *testing.T) map[string]bool {
	data, err := os.ReadFile("../handbook/messages/fr.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]any
	if err := yaml.Load(data, &all); err != nil {
		t.Fatal(err)
	}
	codes := map[string]bool{}
	for code, texts := range all {
		if _, ok := texts.(map[string]any); ok {
			codes[code] = true
		}
	}
	return codes
}

// raisedIn returns the codes that stand in the sources of some files.
func raisedIn(t *testing.T, messages map[string]bool, patterns ...string) []string {
	var codes []string
	for _, pattern := range patterns {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(file, func(n ast.Node) bool {
				if literal, ok := n.(*ast.BasicLit); ok && literal.Kind == token.STRING {
					if word, err := strconv.Unquote(literal.Value); err == nil && messages[word] {
						codes = append(codes, word)
					}
				}
				return true
			})
		}
	}
	return codes
}
