package markdown

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html"

	"relais/builder/handbook"
)

// allowed lists every element of a body and the attributes that it may have. A
// renderer adds <a href> and <img> in the holes.
var allowed = map[string][]string{
	"p": {"class"}, "h2": {"id"}, "h3": {"id"}, "h4": {"id"}, "h5": {"id"}, "h6": {"id"},
	"ul": {}, "ol": {"start"}, "li": {"class", "id"}, "dl": {}, "dt": {}, "dd": {},
	"blockquote": {}, "aside": {"class", "role"}, "hr": {}, "br": {},
	"pre": {"tabindex"}, "code": {"class"}, "span": {"class"}, "em": {}, "strong": {}, "del": {},
	"div": {"class", "role", "tabindex", "aria-label"}, "table": {}, "thead": {}, "tbody": {}, "tr": {},
	"th": {"scope", "class"}, "td": {"class"},
	"input": {"type", "disabled", "checked", "aria-label"}, "sup": {"id"},
	"section": {"class", "role", "id", "aria-label"}, "a": {"class", "role", "href", "aria-label"},
}

func FuzzParse(f *testing.F) {
	pages, err := filepath.Glob("testdata/pages/*.md")
	if err != nil {
		f.Fatal(err)
	}
	for _, page := range pages {
		source, err := os.ReadFile(page)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(source)
	}
	for _, seed := range []string{
		"[[a|b]]", "![[a#b]]", "> [!NOTE]- t\n> x", "a[^1]\n\n[^1]: b", "<b>c</b><!-- d -->", "[a](<b> 'c')", "\xff\x00\r",
		"|a|b|\n|-|:-:|\n|`\\|`|", "a\n: b", "- [x] c", "```go\nx\n```", "&#x3c;script&#62;", "![[a](b)](c)", "[a *b](c) d*",
	} {
		f.Add([]byte(seed))
	}
	c := New()
	f.Fuzz(func(t *testing.T, source []byte) {
		before := slices.Clone(source)
		opt := Options{Path: "a.md", Lang: handbook.French}
		body, problems := c.Parse(source, opt)
		if !slices.Equal(before, source) {
			t.Fatal("the source changed")
		}
		if again, others := c.Parse(source, opt); !reflect.DeepEqual(body, again) || !reflect.DeepEqual(problems, others) {
			t.Fatal("another time, another result")
		}
		checkHoles(t, body)
		checkHTML(t, body)
		checkProse(t, body)
		checkText(t, body)
	})
}

// checkHoles: holes are in order and within bounds, and links open and close
// without nesting.
func checkHoles(t *testing.T, body handbook.Body) {
	last, open := 0, -1
	for _, hole := range body.Holes {
		if hole.Offset < last || hole.Offset > len(body.HTML) || hole.Link < 0 || hole.Link >= len(body.Links) {
			t.Fatalf("hole %+v after %d in %d bytes and %d links", hole, last, len(body.HTML), len(body.Links))
		}
		last = hole.Offset
		link := body.Links[hole.Link]
		switch hole.Kind {
		case handbook.LinkStart:
			if open >= 0 || link.Kind == handbook.Image {
				t.Fatalf("link %+v opens in link %d", link, open)
			}
			open = hole.Link
		case handbook.LinkEnd:
			if open != hole.Link {
				t.Fatalf("link %d ends in link %d", hole.Link, open)
			}
			open = -1
		case handbook.LinkLabel:
			if open != hole.Link || link.Kind != handbook.WikiLink || link.Label != "" {
				t.Fatalf("label of %+v", link)
			}
		case handbook.ImageHole:
			if link.Kind != handbook.Image {
				t.Fatalf("image of %+v", link)
			}
		}
	}
	if open >= 0 {
		t.Fatalf("link %d does not end", open)
	}
}

// checkProse: running text is in order, holds no tag and no hole, and is in no
// heading, link or code.
func checkProse(t *testing.T, body handbook.Body) {
	last := 0
	for _, stretch := range body.Prose {
		start, end := int(stretch.Start), int(stretch.End)
		if start < last || end <= start || end > len(body.HTML) {
			t.Fatalf("stretch %+v after %d of %d bytes", stretch, last, len(body.HTML))
		}
		last = end
		if text := body.HTML[start:end]; bytes.ContainsAny(text, "<>") {
			t.Fatalf("a tag in %q", text)
		}
		inLink := false
		for _, hole := range body.Holes {
			if hole.Offset > start && hole.Offset < end {
				t.Fatalf("hole %+v in %q", hole, body.HTML[start:end])
			}
			if hole.Offset <= start {
				inLink = hole.Kind == handbook.LinkStart || inLink && hole.Kind != handbook.LinkEnd
			}
		}
		if inLink {
			t.Fatalf("%q is in a link", body.HTML[start:end])
		}
		before := body.HTML[:start]
		for _, tag := range []string{"h1", "h2", "h3", "h4", "h5", "h6", "code", "pre", "th"} {
			opened := bytes.Count(before, []byte("<"+tag+">")) + bytes.Count(before, []byte("<"+tag+" "))
			if opened > bytes.Count(before, []byte("</"+tag+">")) {
				t.Fatalf("%q is in <%s>", body.HTML[start:end], tag)
			}
		}
	}
}

// checkHTML: every element closes in its turn, none is outside the list, ids
// are unique, and a fragment leads somewhere.
func checkHTML(t *testing.T, body handbook.Body) {
	var open []string
	ids, fragments := map[string]bool{}, []string{}
	tokens := html.NewTokenizer(strings.NewReader(string(body.HTML)))
	for {
		kind := tokens.Next()
		if kind == html.ErrorToken {
			break
		}
		token := tokens.Token()
		switch kind {
		case html.StartTagToken:
			attributes, ok := allowed[token.Data]
			if !ok {
				t.Fatalf("<%s> in %s", token.Data, body.HTML)
			}
			for _, a := range token.Attr {
				if !slices.Contains(attributes, a.Key) {
					t.Fatalf("<%s %s> in %s", token.Data, a.Key, body.HTML)
				}
				if a.Key == "id" {
					if ids[a.Val] {
						t.Fatalf("two ids %q", a.Val)
					}
					ids[a.Val] = true
				}
				if a.Key == "href" {
					fragments = append(fragments, strings.TrimPrefix(a.Val, "#"))
				}
			}
			if token.Data != "br" && token.Data != "hr" && token.Data != "input" {
				open = append(open, token.Data)
			}
		case html.EndTagToken:
			if len(open) == 0 || open[len(open)-1] != token.Data {
				t.Fatalf("</%s> in %v of %s", token.Data, open, body.HTML)
			}
			open = open[:len(open)-1]
		case html.CommentToken, html.DoctypeToken, html.SelfClosingTagToken:
			t.Fatalf("%v in %s", token, body.HTML)
		}
	}
	if len(open) > 0 {
		t.Fatalf("%v stay open", open)
	}
	for _, f := range fragments {
		if !ids[f] {
			t.Fatalf("#%s leads nowhere in %s", f, body.HTML)
		}
	}
	for _, h := range body.Headings {
		if !ids[h.ID] {
			t.Fatalf("no heading #%s", h.ID)
		}
	}
	for _, s := range body.Sections {
		if s.ID != "" && !ids[s.ID] {
			t.Fatalf("no section #%s", s.ID)
		}
	}
}

// checkText: what is not HTML is valid text without control characters.
func checkText(t *testing.T, body handbook.Body) {
	check := func(s string) {
		if !utf8.ValidString(s) || strings.ContainsFunc(s, isControl) {
			t.Fatalf("%q", s)
		}
	}
	check(string(body.HTML))
	for _, s := range body.Sections {
		check(s.Title + s.Text)
	}
	for _, l := range body.Links {
		check(l.Target + l.Fragment + l.Label + l.Title)
	}
	for _, h := range body.Headings {
		check(h.Text)
	}
}
