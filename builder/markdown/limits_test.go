package markdown

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"relais/builder/handbook"
)

// maxGrowth is how many bytes of HTML a byte of Markdown may become, beyond a
// constant. The worst is a reference to a footnote, four bytes, with its way back.
const maxGrowth = 100

func TestHostileInputIsRefusedOrLinear(t *testing.T) {
	const n = 100_000
	inputs := map[string]string{
		"a list on a line":              strings.Repeat("- ", n),
		"a numbered list on a line":     strings.Repeat("1. ", n),
		"quotes on a line":              strings.Repeat("> ", n),
		"quotes without spaces":         strings.Repeat(">", n),
		"a list a line deeper each":     deepList(1_000),
		"lists in quotes":               strings.Repeat("> - ", n),
		"definitions on a line":         "a\n" + strings.Repeat(": ", n) + "b",
		"notes in notes":                strings.Repeat("[^a]: ", n),
		"many notes":                    lines(n, "[^%]: x") + strings.Repeat("[^1]", 1_000),
		"many references to a note":     strings.Repeat("[^1]\n\n", n) + "\n[^1]: x",
		"a wide table":                  strings.Repeat("|a", 5_000) + "\n" + strings.Repeat("|-", 5_000) + "\n" + strings.Repeat("|\n", 1_000),
		"a wide header":                 strings.Repeat("|", n) + "\n|-|-|\n|a|b|",
		"a sparse table":                strings.Repeat("|a", 99) + "\n" + strings.Repeat("|-", 99) + "\n" + strings.Repeat("|\n", n),
		"escaped pipes in code":         "|a|\n|-|\n" + strings.Repeat("|`\\|`|\n", n),
		"a long reference, repeated":    "[a]: /" + strings.Repeat("x", 1_900) + "\n\n" + strings.Repeat("[a]\n\n", n),
		"a long title, repeated":        "[a]: /x '" + strings.Repeat("x", n) + "'\n\n" + strings.Repeat("[a]\n\n", n),
		"an image, repeated":            "[a]: /x '" + strings.Repeat("x", n) + "'\n\n" + strings.Repeat("![a]\n\n", n),
		"links in links":                strings.Repeat("[", n) + "a" + strings.Repeat("](b)", n),
		"open links":                    strings.Repeat("[a](", n),
		"open links to <":               strings.Repeat("[a](<b", n),
		"open images":                   strings.Repeat("![", n),
		"brackets around emphasis":      strings.Repeat("[", n/2) + strings.Repeat("*a* ", n) + strings.Repeat("]", n/2),
		"nested emphasis":               strings.Repeat("*a **b ", n) + strings.Repeat("b** a*", n),
		"emphasis of many kinds":        strings.Repeat("*_~", n) + "a" + strings.Repeat("~_*", n),
		"emphasis that may close":       strings.Repeat("a**b", n),
		"nested emphasis, few marks":    strings.Repeat("*a ", 900) + strings.Repeat("a*", 900),
		"backticks of every length":     backticks(1_500),
		"open comments":                 strings.Repeat("a <!-- ", n),
		"open instructions":             strings.Repeat("a <? ", n),
		"open tags":                     strings.Repeat("a <b c='", n),
		"headings alike":                strings.Repeat("# a\n", n),
		"open wikilinks":                strings.Repeat("[[", n),
		"wikilinks":                     strings.Repeat("[[a]]\n\n", n),
		"sparse tables, small":          strings.Repeat(strings.Repeat("|a", 99)+"\n"+strings.Repeat("|-", 99)+"\n"+strings.Repeat("|\n", 99)+"\n", 100),
		"addresses on a line":           strings.Repeat("http://a.b ", n),
		"mail addresses":                strings.Repeat("a", n) + strings.Repeat("*a", n) + "@b.c",
		"reference definitions":         lines(n, "[%]: /x"),
		"fences":                        strings.Repeat("```nothing\n```\n", n),
		"blank quotes":                  strings.Repeat("> a\n\n", n),
		"list items apart":              strings.Repeat("- a\n\n", n),
		"quotation marks":               strings.Repeat(`" "a`, n),
		"a heading full of marks":       "# " + strings.Repeat("[a](", n),
		"underlined over and over":      strings.Repeat("a\n-\n", n),
		"html blocks":                   strings.Repeat("<div>\n\n", n),
		"definitions one after other":   strings.Repeat("a\n: b\n\n", n),
		"lines that may be a table":     strings.Repeat("|-|-\n", n),
		"callouts":                      strings.Repeat("> [!NOTE]\n\n", n),
		"entities":                      strings.Repeat("&amp;", n),
		"spaces":                        strings.Repeat(" ", n) + "a" + strings.Repeat(" ", n) + "!",
		"digits":                        strings.Repeat("000 ", n),
		"tabs in a list":                strings.Repeat("-\t", n),
		"a fence in a list, deep":       strings.Repeat(" - ", 90) + "```" + strings.Repeat("\n", n),
		"a paragraph in quotes, lazily": strings.Repeat("> ", 90) + strings.Repeat("a\n", n),
	}
	for c := byte(0); c < 128; c++ {
		inputs["only "+string(rune(c))] = strings.Repeat(string(rune(c)), n)
	}
	c := New()
	for name, input := range inputs {
		t.Run(name, func(t *testing.T) {
			body, problems := c.Parse([]byte(input), Options{Lang: handbook.French})
			size := len(body.HTML)
			for _, l := range body.Links {
				size += len(l.Target) + len(l.Fragment) + len(l.Label) + len(l.Title)
			}
			for _, s := range body.Sections {
				size += len(s.Text) + len(s.Title)
			}
			if size > 1<<20+maxGrowth*len(input) {
				t.Errorf("%d bytes became %d", len(input), size)
			}
			if body.HTML == nil && handbook.Worst(problems) != handbook.Error {
				t.Error("refused without a word")
			}
		})
	}
}

func TestWhatIsRefused(t *testing.T) {
	for _, c := range []struct{ law, source, code string }{
		{"101 quotes in one another", strings.Repeat(">", 101) + " a", "nesting-too-deep"},
		{"a list 101 deep", deepList(101), "nesting-too-deep"},
		{"emphasis 101 deep", strings.Repeat("*a ", 101) + strings.Repeat("a*", 101), "nesting-too-deep"},
		{"a table of 101 columns", table(101), "table-too-wide"},
		{"a table whose rows are missing", table(100) + strings.Repeat("|a|\n", 200), "table-too-sparse"},
		{"a paragraph of 40,000 marks", strings.Repeat("[a", 40_000), "too-many-marks"},
		{"a list of 90 levels over 20,000 lines", strings.Repeat("- ", 90) + "a\n" + strings.Repeat(strings.Repeat("  ", 90)+"a\n", 20_000), "nesting-too-deep"},
		{"2,000 references defined in a row", lines(2_000, "[%]: /x"), "too-many-references"},
		{"1,001 notes", lines(1_001, "[^%]: x"), "too-many-notes"},
		{"an address repeated beyond reason", "[a]: /x '" + strings.Repeat("x", 1_000) + "'\n\n" + strings.Repeat("[a]\n\n", 1_000), "too-many-references"},
		{"a comment left open in a paragraph", "a <!-- b\n\nc --> d", "comment-open"},
	} {
		body, problems := New().Parse([]byte(c.source), Options{})
		if body.HTML != nil || body.Sections != nil || body.Links != nil {
			t.Errorf("%s: published %.80s", c.law, body.HTML)
		}
		if !slices.ContainsFunc(problems, func(p handbook.Problem) bool { return p.Code == c.code && p.Severity == handbook.Error }) {
			t.Errorf("%s: %+v", c.law, problems)
		}
	}
}

func TestWhatIsLargeButFine(t *testing.T) {
	for _, c := range []struct{ law, source string }{
		{"100 quotes in one another", strings.Repeat(">", 100) + " a"},
		{"a list 100 deep", deepList(100)},
		{"a table of 100 columns", table(100)},
		{"a table of 5,000 full rows with a link in each cell", "|a|b|\n|-|-|\n" + strings.Repeat("|[a](b.md)|`c`|\n", 5_000)},
		{"2,000 lines of code without a blank one", "```json\n" + strings.Repeat("{\"a\": [1, 2, (3)]}\n", 2_000) + "```\n"},
		{"a paragraph of 400 links", strings.Repeat("[a](b.md), ", 400)},
		{"a form to fill in by hand", strings.Repeat("Nom : ____________\n", 500)},
	} {
		body, problems := New().Parse([]byte(c.source), Options{Lang: handbook.French})
		if len(body.HTML) == 0 || len(problems) > 0 {
			t.Errorf("%s: %+v", c.law, problems)
		}
	}
}

// lines repeats a line n times, with its number for %.
func lines(n int, line string) string {
	var out strings.Builder
	for i := range n {
		out.WriteString(strings.ReplaceAll(line, "%", strings.Repeat("i", 1+i%7)+string(rune('a'+i%26))+strconv.Itoa(i)) + "\n")
	}
	return out.String()
}

func deepList(n int) string {
	var out strings.Builder
	for i := range n {
		out.WriteString(strings.Repeat("  ", i) + "- a\n")
	}
	return out.String()
}

func table(columns int) string {
	return strings.Repeat("|a", columns) + "|\n" + strings.Repeat("|-", columns) + "|\n" + strings.Repeat("|b", columns) + "|\n"
}

func backticks(n int) string {
	var out strings.Builder
	for i := range n {
		out.WriteString(strings.Repeat("`", i+1) + "a")
	}
	return out.String()
}
