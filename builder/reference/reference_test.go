package reference_test

import (
	"flag"
	"os"
	"regexp"
	"strings"
	"testing"

	"relais/builder/handbook"
	"relais/builder/reference"
)

var update = flag.Bool("update", false, "write the reference that the tables give")

// What is committed is what `relais docs` writes.
func TestTheReferenceIsThatOfTheTables(t *testing.T) {
	for _, lang := range []handbook.Lang{handbook.French, handbook.English} {
		file, got := string(lang)+".md", reference.Markdown(lang)
		if *update {
			if err := os.WriteFile(file, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if want, err := os.ReadFile(file); err != nil || string(want) != string(got) {
			t.Errorf("%s is not what the tables give (%v): run go test ./builder/reference -update", file, err)
		}
	}
}

// Every key, type, choice and question of the model is told, in both spellings.
func TestTheReferenceTellsEverything(t *testing.T) {
	for _, lang := range []handbook.Lang{handbook.French, handbook.English} {
		text := string(reference.Markdown(lang))
		tells := func(words string) {
			if !strings.Contains(text, words) {
				t.Errorf("%s: %q is not told", lang, words)
			}
		}
		for _, f := range handbook.AllFields() {
			tells("`" + f.Key.FR + "`")
			tells("`" + f.Key.EN + "`")
			tells(f.Help.In(lang))
			for _, c := range f.Choices {
				tells("`" + c.Key.In(lang) + "`")
			}
		}
		for _, info := range handbook.Types() {
			tells("`" + info.Folder.FR + "/`")
			tells("`" + info.Folder.EN + "/`")
			for _, p := range handbook.Outline(info.Type) {
				tells(p.Question.In(lang))
			}
		}
		headings := regexp.MustCompile(`(?m)^## (.*)$`).FindAllStringSubmatch(text, -1)
		for _, link := range regexp.MustCompile(`\]\(#(.*?)\)`).FindAllStringSubmatch(text, -1) {
			found := false
			for _, h := range headings {
				found = found || strings.ReplaceAll(strings.ToLower(h[1]), " ", "-") == link[1]
			}
			if !found {
				t.Errorf("%s: no heading at #%s", lang, link[1])
			}
		}
	}
}
