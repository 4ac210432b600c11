package annotate_test

import (
	"bytes"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"pgregory.net/rapid"

	"relais/builder/annotate"
	"relais/builder/handbook"
)

func note(severity handbook.Severity, path string, line, column int, what, remedy string) annotate.Note {
	return annotate.Note{
		Problem: handbook.Problem{Code: "broken-link", Severity: severity, Pos: handbook.Pos{Line: line, Column: column}},
		Path:    path, What: what, Remedy: remedy,
	}
}

func write(t interface{ Fatal(...any) }, form func(*bytes.Buffer) error) string {
	var b bytes.Buffer
	if err := form(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func github(t interface{ Fatal(...any) }, notes ...annotate.Note) string {
	return write(t, func(b *bytes.Buffer) error { return annotate.GitHub(b, notes) })
}

func TestTheGravestComeFirstAndEachStandsOnOneLine(t *testing.T) {
	got := github(t,
		note(handbook.Advice, "a.md", 0, 0, "Un conseil.", ""),
		note(handbook.Warning, "a.md", 2, 0, "Un avertissement.", ""),
		note(handbook.Error, "b, c: d.md", 3, 7, "100 % faux,\r\nici : là.", "Corrigez."),
	)
	want := `::error file=b%2C c%3A d.md,line=3,col=7,title=broken-link::100 %25 faux,<U+000D>%0Aici : là.%0A→ Corrigez.
::warning file=a.md,line=2,col=1,title=broken-link::Un avertissement.
::notice file=a.md,title=broken-link::Un conseil.
`
	if got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

// Whatever an author wrote, a note is one command, and the runner reads back its words.
func TestNoTextOfAnAuthorIsACommand(t *testing.T) {
	unescape := strings.NewReplacer("%0D", "\r", "%0A", "\n", "%3A", ":", "%2C", ",", "%25", "%")
	command := regexp.MustCompile(`^::error file=([^,:]*),line=1,col=1,title=broken-link::(.*)\n$`)
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.RuneFrom([]rune("aé%:,\n\r#[]=0A25::")))
		path, what := text.Draw(t, "path"), text.Draw(t, "what")
		got := github(t, note(handbook.Error, path, 1, 1, what, ""))
		parts := command.FindStringSubmatch(got)
		if parts == nil || strings.Count(got, "\n") != 1 {
			t.Fatalf("not one command: %q", got)
		}
		if unescape.Replace(parts[1]) != path || unescape.Replace(parts[2]) != strings.ReplaceAll(what, "\r", "<U+000D>") {
			t.Fatalf("read back: %q", parts)
		}

		log := write(t, func(b *bytes.Buffer) error { return annotate.GitHubLog(b, []byte(what)) })
		if what == "" {
			return
		}
		begin, rest, _ := strings.Cut(log, "\n")
		end := "::" + strings.TrimPrefix(begin, "::stop-commands::") + "::\n"
		if strings.Count(log, end) != 1 || !strings.HasSuffix(log, "\n"+end) || !strings.Contains(rest, strings.TrimSuffix(what, "\n")) {
			t.Fatalf("commands are not stopped around the text:\n%s", log)
		}
	})
}

// some are notes of all kinds, as an author of difficult texts would get.
func some() []annotate.Note {
	return []annotate.Note{
		note(handbook.Error, "content/fiches/l'été 100%.md", 3, 7, "Ce lien ne mène nulle part.", "Corrigez-le."),
		note(handbook.Error, "content/fiches/l'été 100%.md", 9, 1, "Ce lien ne mène nulle part.", ""),
		note(handbook.Warning, "a:b.md", 0, 0, "Rien \u202e ici.", ""),
		note(handbook.Advice, "c.md", 1, 0, "Un conseil.", ""),
	}
}

func TestSARIFFollowsItsSchema(t *testing.T) {
	for _, notes := range [][]annotate.Note{nil, some()} {
		log := write(t, func(b *bytes.Buffer) error { return annotate.SARIF(b, notes, "v1.2.3") })
		report, err := sarif.FromString(log)
		if err != nil {
			t.Fatal(err)
		}
		if err := report.Validate(); err != nil {
			t.Error(err)
		}
		if got := len(report.Runs[0].Results); got != len(notes) {
			t.Errorf("%d results, want %d", got, len(notes))
		}
		if notes != nil && !strings.Contains(log, `"uri": "content/fiches/l%27%C3%A9t%C3%A9%20100%25.md"`) && !strings.Contains(log, `"uri": "content/fiches/l'%C3%A9t%C3%A9%20100%25.md"`) {
			t.Errorf("the path is no relative reference:\n%s", log)
		}
	}
}

func TestCodeQualityFollowsItsSchema(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile("testdata/code-quality.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, notes := range [][]annotate.Note{nil, some()} {
		log := write(t, func(b *bytes.Buffer) error { return annotate.GitLab(b, notes) })
		report, err := jsonschema.UnmarshalJSON(strings.NewReader(log))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(report); err != nil {
			t.Errorf("%v\n%s", err, log)
		}
	}
}

// A problem keeps its fingerprint when its line moves, and no two have the same one.
func TestFingerprintsStayAndDiffer(t *testing.T) {
	prints := func(notes []annotate.Note) []string {
		var report []struct{ Fingerprint string }
		log := write(t, func(b *bytes.Buffer) error { return annotate.GitLab(b, notes) })
		if err := json.Unmarshal([]byte(log), &report); err != nil {
			t.Fatal(err)
		}
		var prints []string
		for _, p := range report {
			prints = append(prints, p.Fingerprint)
		}
		return prints
	}
	before := prints(some())
	moved := some()
	for i := range moved {
		moved[i].Problem.Pos.Line += 10
		moved[i].Problem.Args = map[string]string{"Text": "hidden"} // what is not said is in no fingerprint
	}
	if after := prints(moved); !slices.Equal(before, after) {
		t.Errorf("fingerprints changed: %v, then %v", before, after)
	}
	slices.Sort(before)
	if len(slices.Compact(before)) != len(some()) {
		t.Errorf("two problems have one fingerprint: %v", before)
	}
}
