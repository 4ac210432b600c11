package handbook

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
	"golang.org/x/tools/txtar"
)

// entry is what the catalogue says of one code.
type entry struct{ What, Remedy string }

func readCatalogue(t *testing.T, lang Lang) map[string]entry {
	data, err := catalogue.ReadFile("messages/" + string(lang) + ".yaml")
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]any
	if err := yaml.Load(data, &all); err != nil {
		t.Fatal(err)
	}
	entries := map[string]entry{}
	for code, value := range all {
		if texts, ok := value.(map[string]any); ok {
			what, _ := texts["what"].(string)
			remedy, _ := texts["remedy"].(string)
			entries[code] = entry{what, remedy}
		}
	}
	return entries
}

// Each code that a source of the builder raises has its texts in both
// languages, and each text has a code that is raised.
func TestEachCodeHasItsTextsAndEachTextItsCode(t *testing.T) {
	raised, mentioned := codes(t)
	if len(raised) < 50 {
		t.Fatalf("only %d codes were found: the sources are no longer read", len(raised))
	}
	for _, lang := range []Lang{French, English} {
		entries := readCatalogue(t, lang)
		for code, place := range raised {
			if e := entries[code]; e.What == "" || e.Remedy == "" {
				t.Errorf("%s: %q, raised at %s, has no text", lang, code, place)
			}
		}
		for code := range entries {
			if !mentioned[code] {
				t.Errorf("%s: nothing raises %q", lang, code)
			}
		}
	}
}

// codes reads the builder's sources: where each code is raised, and all the
// words that stand in quotation marks.
func codes(t *testing.T) (raised map[string]string, mentioned map[string]bool) {
	raised, mentioned = map[string]string{}, map[string]bool{}
	files := token.NewFileSet()
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		switch filepath.Base(filepath.Dir(path)) {
		case "..", "handbook", "load", "markdown", "check", "render", "gate":
		default:
			return nil
		}
		file, err := parser.ParseFile(files, path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if word, ok := word(n); ok {
				mentioned[word] = true
			}
			for _, code := range raisedBy(n) {
				raised[code] = files.Position(n.Pos()).String()
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return raised, mentioned
}

// raisedBy returns the codes that a node raises: a literal given to the field or
// the variable that holds a code, or to a function that reports.
func raisedBy(n ast.Node) (codes []string) {
	named := func(e ast.Expr, names ...string) bool {
		switch e := e.(type) {
		case *ast.Ident:
			return slices.Contains(names, e.Name)
		case *ast.SelectorExpr:
			return slices.Contains(names, e.Sel.Name)
		}
		return false
	}
	switch n := n.(type) {
	case *ast.KeyValueExpr:
		if code, ok := word(n.Value); ok && named(n.Key, "Code", "code", "fault") {
			codes = append(codes, code)
		}
	case *ast.AssignStmt:
		for i, left := range n.Lhs {
			if len(n.Lhs) != len(n.Rhs) || !named(left, "Code", "code", "fault") {
				continue
			}
			if code, ok := word(n.Rhs[i]); ok && code != "" {
				codes = append(codes, code)
			}
		}
	case *ast.CallExpr:
		if !named(n.Fun, "report", "reportKey", "refuse", "Problem", "KeyProblem", "warn", "lacks") {
			return nil
		}
		for _, arg := range n.Args[:min(2, len(n.Args))] { // the code, perhaps after the page
			if code, ok := word(arg); ok {
				return []string{code}
			}
		}
	}
	return codes
}

func word(n ast.Node) (string, bool) {
	literal, ok := n.(*ast.BasicLit)
	if !ok || literal.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(literal.Value)
	return s, err == nil
}

// Each code has a case that holds, word for word, what its author is told in
// French and in English: a script of the command that compares what check prints
// to its files fr… and en…, or a case of package load, in its files want and want-en.
func TestEachMessageIsShownByACaseInBothLanguages(t *testing.T) {
	shown := map[Lang]map[string]bool{French: {}, English: {}}
	show := func(lang Lang, text []byte, line string) {
		for _, found := range regexp.MustCompile(line).FindAllSubmatch(text, -1) {
			shown[lang][string(found[1])] = true
		}
	}
	for _, archive := range archives(t, "../../cmd/relais/testdata/problems/*.txtar") {
		for _, file := range archive.Files {
			name, _, _ := strings.Cut(file.Name, "-")
			compared := regexp.MustCompile(`(?m)^cmp std(out|err) (\.\./)?` + regexp.QuoteMeta(file.Name) + `$`)
			if lang := Lang(name); shown[lang] != nil && compared.Match(archive.Comment) {
				show(lang, file.Data, `(?m)^  .* \[([a-z0-9-]+)\]$`)
			}
		}
	}
	for _, archive := range archives(t, "../load/testdata/*.txtar") {
		for _, file := range archive.Files {
			if lang := map[string]Lang{"want": French, "want-en": English}[file.Name]; lang != "" {
				show(lang, file.Data, `(?m)^\S.*: (?:advice|warning|error): ([a-z0-9-]+)$`)
			}
		}
	}
	for _, lang := range []Lang{French, English} {
		for code := range readCatalogue(t, lang) {
			if !shown[lang][code] {
				t.Errorf("no case shows %q in %s", code, lang)
			}
		}
	}
}

func archives(t *testing.T, pattern string) []*txtar.Archive {
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	var archives []*txtar.Archive
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		archives = append(archives, archive)
	}
	return archives
}

// What is wrong and what to do are whole sentences: a capital or a quotation
// begins them, a full stop ends them, unless what is to be typed does.
func TestMessagesAreSentences(t *testing.T) {
	begins := regexp.MustCompile(`^(\p{Lu}|«\x{a0}|“|\[\[|\{\{if )`)
	ends := regexp.MustCompile(`([^.]\.|»\.|”\.|\{\{end}}|: "…"|\{\{\.Line}})$`)
	for _, lang := range []Lang{French, English} {
		for code, e := range readCatalogue(t, lang) {
			for _, text := range []string{e.What, e.Remedy} {
				if !begins.MatchString(text) || !ends.MatchString(text) {
					t.Errorf("%s, %s: %q", code, lang, text)
				}
			}
		}
	}
}

// The two languages say the same with the same values.
func TestTheTwoLanguagesHaveTheSamePlaceholders(t *testing.T) {
	placeholder := regexp.MustCompile(`\{\{[^}]*\.(\w+)\}\}`)
	in := func(text string) []string {
		var names []string
		for _, found := range placeholder.FindAllStringSubmatch(text, -1) {
			names = append(names, found[1])
		}
		slices.Sort(names)
		return slices.Compact(names)
	}
	french, english := readCatalogue(t, French), readCatalogue(t, English)
	for code, fr := range french {
		en := english[code]
		if !slices.Equal(in(fr.What), in(en.What)) || !slices.Equal(in(fr.Remedy), in(en.Remedy)) {
			t.Errorf("%s: %q and %q, %q and %q", code, fr.What, en.What, fr.Remedy, en.Remedy)
		}
	}
}

// A remedy may only tell to write keys that exist, in its own language.
func TestRemediesOnlyNameKeysThatExist(t *testing.T) {
	key := regexp.MustCompile(`[«“{,][\x{a0} ]?([a-z_]{2,}):[ ”\x{a0}]`)
	for _, lang := range []Lang{French, English} {
		known := map[string]bool{"clé": true, "key": true, "mailto": true}
		for _, f := range AllFields() {
			known[f.Key.In(lang)] = true
		}
		for _, sub := range slices.Concat((&Agreement{}).Subfields(), (&Citation{}).Subfields(), (&Reading{}).Subfields(), (&Withdrawal{}).Subfields(), (&Config{}).Settings(), (&Editing{}).Subfields(), (&Exception{}).Subfields()) {
			known[sub.Key.In(lang)] = true
		}
		named := 0
		for code, e := range readCatalogue(t, lang) {
			for _, found := range key.FindAllStringSubmatch(e.Remedy, -1) {
				if named++; !known[found[1]] {
					t.Errorf("%s, %s: the key %q does not exist: %s", code, lang, found[1], e.Remedy)
				}
			}
		}
		if named < 10 {
			t.Errorf("%s: only %d keys were found in the remedies: the pattern no longer fits", lang, named)
		}
	}
}

// French is set as French: no straight apostrophe or quotation mark but in what
// is to be typed, no plain space before high punctuation.
func TestFrenchMessagesAreSetAsFrench(t *testing.T) {
	plainSpace := regexp.MustCompile(`\w [;!?»]|« |\w :( |$)`)
	for code, e := range readCatalogue(t, French) {
		for _, text := range []string{e.What, e.Remedy} {
			if strings.Contains(text, "'") || plainSpace.MatchString(text) {
				t.Errorf("%s: %q", code, text)
			}
		}
	}
}

func TestMessagesSpeakTheReadersLanguage(t *testing.T) {
	messages, err := NewMessages()
	if err != nil {
		t.Fatal(err)
	}
	choice := Problem{Code: "invalid-choice", Args: map[string]string{"Key": "status", "Value": "valid", "Field": "status"}, Near: "validated"}
	unknown := Problem{Code: "unknown-reference", Args: map[string]string{"Key": "issue_de", "Ref": "gs-9", "Type": "session"}}
	misplaced := Problem{Code: "misplaced-key", Args: map[string]string{"Key": "mois", "Type": "notion", "Types": "session, sheet"}}
	for _, c := range []struct {
		problem      Problem
		lang         Lang
		what, remedy string
	}{
		{choice, French, "« valid » n’est pas une valeur de « status ».", "Choisissez parmi : brouillon, en-debat, validee, archivee. Vouliez-vous dire « validated » ?"},
		{choice, English, "“valid” is not a value of “status”.", "Choose one of: draft, in-debate, validated, archived. Did you mean “validated”?"},
		{choice, "de", "« valid » n’est pas une valeur de « status ».", "Choisissez parmi : brouillon, en-debat, validee, archivee. Vouliez-vous dire « validated » ?"},
		{unknown, French, "« issue_de » cite « gs-9 », et aucune page de type « séance » ne s’appelle ainsi.", "Écrivez l’identifiant d’une page qui existe, ou créez celle-ci avec « relais new séance »."},
		{misplaced, English, "The key “mois” means nothing in a page of type “notion”.", "Delete it; it belongs in pages of type session, sheet."},
		{Problem{Code: "no-such-code"}, French, "no-such-code", ""},
	} {
		what, remedy := messages.Of(c.problem, c.lang)
		plain := strings.NewReplacer("\u00a0", " ", "\u202f", " ")
		if plain.Replace(what) != c.what || plain.Replace(remedy) != c.remedy {
			t.Errorf("%s in %s:\n%s\n%s\nwant:\n%s\n%s", c.problem.Code, c.lang, what, remedy, c.what, c.remedy)
		}
	}
	if choice.Args["Choices"] != "" {
		t.Error("asking for a message has changed the problem")
	}
}

// What an author wrote is data: it is never read as a template.
func TestMessagesQuoteWhatAuthorsWroteAsItIs(t *testing.T) {
	messages, err := NewMessages()
	if err != nil {
		t.Fatal(err)
	}
	for _, written := range []string{"{{.Key}}", "{{", "<b>", "%s", "«", ""} {
		what, _ := messages.Of(Problem{Code: "unknown-key", Args: map[string]string{"Key": written}}, English)
		if want := "The key “" + written + "” does not exist."; what != want {
			t.Errorf("got %q, want %q", what, want)
		}
	}
}
