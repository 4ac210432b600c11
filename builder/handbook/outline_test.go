package handbook

import (
	"strings"
	"testing"
)

// Every type asks something, in both languages, and in words that stand in a
// comment of Markdown.
func TestEveryTypeAsksItsWriterInBothLanguages(t *testing.T) {
	for _, info := range Types() {
		prompts := Outline(info.Type)
		if len(prompts) == 0 {
			t.Errorf("%s asks nothing", info.Type)
		}
		titles := map[Text]bool{}
		for _, p := range prompts {
			if titles[p.Title] {
				t.Errorf("%s has two sections %q", info.Type, p.Title.FR)
			}
			titles[p.Title] = true
			for _, text := range []string{p.Question.FR, p.Question.EN} {
				if text == "" || strings.Contains(text, "--") || strings.ContainsAny(text, "\n<>") {
					t.Errorf("%s asks %q", info.Type, text)
				}
			}
			if (p.Title.FR == "") != (p.Title.EN == "") {
				t.Errorf("%s: the title %q is in one language only", info.Type, p.Title)
			}
		}
	}
}
