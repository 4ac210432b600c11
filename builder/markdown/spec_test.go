package markdown

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"relais/builder/handbook"
)

// example is one example of the CommonMark specification, as goldmark carries it.
type example struct {
	Example  int
	Section  string
	Markdown string
	HTML     string
}

// specification reads the examples from goldmark's own module, the version that
// go.mod pins.
func specification(t *testing.T) []example {
	t.Helper()
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/yuin/goldmark").Output()
	if err != nil {
		t.Fatalf("find goldmark: %v", err)
	}
	data, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(dir)), "_test", "spec.json"))
	if err != nil {
		t.Fatal(err)
	}
	var examples []example
	if err := json.Unmarshal(data, &examples); err != nil {
		t.Fatal(err)
	}
	return examples
}

// differs lists the examples that we mean to answer otherwise, and why.
func differs() map[int]string {
	const (
		html  = "raw HTML is dropped"
		wiki  = "[[…]] is a wikilink"
		space = "a space before <br>, which no browser shows, comes from parsing bare addresses"
		bare  = "bare addresses are links, as in GitHub's Markdown"
	)
	return map[int]string{
		201: html, 491: html, 494: html, 524: html, 536: html,
		548: wiki, 559: wiki, 590: wiki,
		226: space, 635: space,
		608: bare, 611: bare, 612: bare,
	}
}

// The words and the elements are CommonMark's. Attributes are left out, as they
// are ours (ids, classes), and so are links and images, which are holes here.
func TestOutputIsCommonMark(t *testing.T) {
	c := New()
	compared := 0
	for _, e := range specification(t) {
		if strings.Contains(e.Section, "HTML") {
			continue // raw HTML is dropped
		}
		body, _ := c.Parse([]byte(e.Markdown), Options{Lang: "la"})
		want, got := skeleton(e.HTML, hasH1(e.HTML)), skeleton(string(body.HTML), false)
		compared++
		if got != want && differs()[e.Example] == "" {
			t.Errorf("example %d, %s\n%s\n got %s\nwant %s", e.Example, e.Section, e.Markdown, got, want)
		}
	}
	if compared < 550 {
		t.Errorf("only %d examples were compared", compared)
	}
}

func hasH1(s string) bool { return strings.Contains(s, "<h1>") }

// skeleton is the elements and words of an HTML fragment on one line each, with
// headings one level lower if shift is set.
func skeleton(fragment string, shift bool) string {
	var out strings.Builder
	tokens := html.NewTokenizer(strings.NewReader(fragment))
	text := func(s string) { out.WriteString(strings.ReplaceAll(s, "\n", " ")) }
	for {
		switch tokens.Next() {
		case html.ErrorToken:
			return strings.Join(strings.Fields(out.String()), " ")
		case html.TextToken:
			text(string(tokens.Text()))
		case html.StartTagToken, html.SelfClosingTagToken:
			out.WriteString(shifted(tokens.Token().Data, "<", shift))
		case html.EndTagToken:
			out.WriteString(shifted(tokens.Token().Data, "</", shift))
		}
	}
}

func shifted(tag, open string, shift bool) string {
	switch {
	case tag == "a" || tag == "img" || tag == "span": // span colours code
		return ""
	case shift && len(tag) == 2 && tag[0] == 'h' && tag[1] >= '1' && tag[1] <= '5':
		tag = "h" + string(tag[1]+1)
	}
	return open + tag + ">"
}

// Where the specification links, we link or say why not.
func TestLinksAreCommonMarks(t *testing.T) {
	c := New()
	for _, e := range specification(t) {
		if e.Section != "Links" && e.Section != "Autolinks" || differs()[e.Example] != "" {
			continue
		}
		body, problems := c.Parse([]byte(e.Markdown), Options{Lang: "la"})
		want, got := strings.Count(e.HTML, "<a "), 0
		for _, l := range body.Links {
			if l.Kind != handbook.Image {
				got++
			}
		}
		for _, p := range problems {
			if p.Severity == handbook.Error {
				got++
			}
		}
		if got != want {
			t.Errorf("example %d\n%s\nhas %d links, we have %+v and the problems %+v", e.Example, e.Markdown, want, body.Links, problems)
		}
	}
}
