package markdown

import (
	"fmt"
	"reflect"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"relais/builder/handbook"
)

// Every word of a page is in the text or the title of its section, once and by
// itself, whatever construct it stands in.
func TestWordsNeverGlueNorVanish(t *testing.T) {
	constructs := []string{
		"%s %s\n%s\n", "%s\\\n%s  \n%s\n", "- %s\n- %s\n  - %s\n", "1. %s\n\n2. %s\n\n   %s\n", "> %s\n>\n> %s\n\n%s\n",
		"| %s | %s |\n|---|---|\n| %s | |\n", "%s\n: %s\n: %s\n", "**%s** *%s* ~~%s~~\n", "[%s](b.md) [%s](https://x.fr) [%s][r]\n",
		"```\n%s\n%s %s\n```\n", "    %s\n    %s %s\n", "`%s` `%s` `%s`\n", "![%s](b.png) ![%s](c.png) %s\n", "[[%s]] [[a|%s]] [[%s#b|%[3]s]]\n",
		"> [!NOTE] %s\n> %s\n> %s\n", "- [ ] %s\n- [x] %s\n- %s\n", "#### %s\n%s\n%s\n", "## %s\n%s\n%s\n", "%s\n===\n%s\n%s\n",
		"<div>%s</div>\n%s\n<p>%s</p>\n", "%s<br>%s <b>%s</b>\n", "%s[^1] %s[^2] %s\n",
	}
	c := New()
	rapid.Check(t, func(t *rapid.T) {
		var source strings.Builder
		var words []string
		for _, construct := range rapid.SliceOfN(rapid.SampledFrom(constructs), 1, 8).Draw(t, "constructs") {
			n := len(words)
			words = append(words, fmt.Sprintf("w%d", n), fmt.Sprintf("w%d", n+1), fmt.Sprintf("w%d", n+2))
			fmt.Fprintf(&source, construct+"\n", words[n], words[n+1], words[n+2])
			source.WriteString("\n<!-- -->\n\n")
		}
		source.WriteString("[^1]: n1\n\n[^2]: n2\n\n[r]: r.md\n")
		body, _ := c.Parse([]byte(source.String()), Options{Lang: handbook.French})
		seen := map[string]int{}
		for _, s := range body.Sections {
			for _, word := range strings.Fields(s.Title + "\n" + s.Text) {
				seen[word]++
			}
		}
		for _, word := range words {
			if seen[word] != 1 {
				t.Fatalf("%s is there %d times in\n%s\n%+v", word, seen[word], source.String(), body.Sections)
			}
		}
	})
}

func TestDeepHeadingsAreTheirParents(t *testing.T) {
	body, _ := New().Parse([]byte("a\n\n## b\nc\n\n### d\ne\n\n#### f\ng\n\n## h\n"), Options{})
	want := []handbook.Section{
		{Text: "a"}, {ID: "b", Title: "b", Text: "c"}, {ID: "d", Title: "d", Text: "e\nf\ng"}, {ID: "h", Title: "h"},
	}
	if !reflect.DeepEqual(body.Sections, want) {
		t.Errorf("got %+v", body.Sections)
	}
}

func TestABodysOwnTitleShiftsItsHeadings(t *testing.T) {
	for source, want := range map[string][]int{
		"## a\n### b\n":         {2, 3},
		"# a\n## b\n###### c\n": {2, 3, 6},
		"> # a\n\n## b\n":       {2, 3},
	} {
		body, _ := New().Parse([]byte(source), Options{})
		var got []int
		for _, h := range body.Headings {
			got = append(got, h.Level)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%q has levels %v, want %v", source, got, want)
		}
	}
}

func TestAConverterIsSharedByAllPages(t *testing.T) {
	c, source := New(), sheet()
	want, _ := c.Parse(source, Options{Lang: handbook.French})
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 20 {
				if got, _ := c.Parse(source, Options{Lang: handbook.French}); !reflect.DeepEqual(got, want) {
					t.Error("another goroutine, another result")
				}
			}
		})
	}
	all.Wait()
}
