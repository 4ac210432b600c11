package markdown

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"relais/builder/handbook"
)

func TestAddresses(t *testing.T) {
	for _, c := range []struct {
		in   string
		want address
	}{
		{"a.md", address{target: "a.md"}},
		{"../fiches/a.md#usage", address{target: "../fiches/a.md", fragment: "usage"}},
		{"#usage", address{fragment: "usage"}},
		{"/pages/a.md", address{target: "/pages/a.md"}},
		{"plan%20d%27acc%C3%A8s.png", address{target: "plan d'accès.png"}},
		{"e%CC%81te%CC%81.md", address{target: "été.md"}},
		{"100%.md", address{target: "100%.md"}},
		{"a%2523b.md", address{target: "a%23b.md"}}, // once
		{`images\plan.png`, address{target: "images/plan.png"}},
		{"que faire ?.md", address{target: "que faire ?.md"}},
		{"./note:1.md", address{target: "./note:1.md"}},
		{"https://exemple.org/é?a=b#c", address{external: true, target: "https://exemple.org/%C3%A9?a=b#c"}},
		{"HTTPS://exemple.org", address{external: true, target: "HTTPS://exemple.org"}},
		{"mailto:a@b.fr", address{external: true, target: "mailto:a@b.fr"}},
		{"tel:+33123456789", address{external: true, target: "tel:+33123456789"}},
		{"", address{fault: "link-empty"}},
		{" # ", address{fault: "link-empty"}},
		{"javascript:alert(1)", address{fault: "bad-scheme"}},
		{"JavaScript:alert(1)", address{fault: "bad-scheme"}},
		{"java\tscript:alert(1)", address{fault: "bad-address"}},
		{"\x01javascript:alert(1)", address{fault: "bad-address"}},
		{"data:text/html,x", address{fault: "bad-scheme"}},
		{"vbscript:x", address{fault: "bad-scheme"}},
		{"file:///etc/passwd", address{fault: "bad-scheme"}},
		{"ms-word:ofe|u|x", address{fault: "bad-scheme"}},
		{"intent:x#y", address{fault: "bad-scheme"}},
		{"//exemple.org", address{fault: "bad-scheme"}},
		{`\\exemple.org\x`, address{fault: "bad-scheme"}},
		{`/\exemple.org`, address{fault: "bad-scheme"}},
		{`C:\plans\a.png`, address{fault: "bad-scheme"}},
		{"https://", address{fault: "bad-address"}},
		{"https:exemple.org", address{fault: "bad-address"}},
		{"https://exemple.org:port", address{fault: "bad-address"}},
		{"mailto:", address{fault: "bad-address"}},
		{"a%00b.md", address{fault: "bad-address"}},
		{"a%0Ab.md", address{fault: "bad-address"}},
		{strings.Repeat("a", maxAddress+1), address{fault: "bad-address"}},
	} {
		if got := readAddress(c.in); got != c.want {
			t.Errorf("%.40q is %+v, want %+v", c.in, got, c.want)
		}
	}
}

// A comment holds what its author meant to hide. Wherever it stands, it is not
// in the body and not in a problem; where that cannot be had, the page is refused.
func TestCommentsNeverShow(t *testing.T) {
	const comment = "<!-- SECRET -->"
	c := New()
	for _, source := range []string{
		comment,
		"a " + comment + " b",
		comment + " a",
		"a\n" + comment + "\nb",
		"# a " + comment,
		"- a\n  " + comment + "\n- " + comment,
		"> " + comment + "\n> a",
		"> [!NOTE] " + comment + "\n> a",
		"| a " + comment + " | b |\n|---|---|\n| " + comment + " | c |",
		"a\n: b " + comment,
		"[a " + comment + "](b.md)",
		"[a](b.md \"" + comment + "\")",
		"![a " + comment + "](b.png)",
		"![a](b.png '" + comment + "')",
		"[a][b]\n\n[b]: c.md '" + comment + "'",
		"[[a|" + comment + "]]",
		"[[" + comment + "]]",
		"a[^1]\n\n[^1]: b " + comment,
		"<div>" + comment + "</div>",
		"<div " + comment + ">x</div>",
		"<div>\n<!-- SECRET\n\nSECRET -->\n</div>",
		"<!-- SECRET --!> SECRET -->",
		"<!--SECRET\n\nSECRET-->",
		"<!-- SECRET",
		"a <!-- SECRET",
		"a <!-- SECRET\n\nSECRET --> b",
		"- <!-- SECRET\n\nSECRET -->",
		"| <!-- SECRET | SECRET --> |\n|---|---|",
		"<script><!-- SECRET --></script>",
		"<textarea><!-- SECRET --></textarea>",
		"*a <!-- SEC*RET --> b*",
		`\\` + comment,
		"a <!--> b <!-- SECRET -->",
		"<b " + comment + ">",
	} {
		body, problems := c.Parse([]byte(source), Options{Lang: handbook.French})
		if strings.Contains(report(body, problems), "SECRET") || slices.ContainsFunc(body.Links, func(l handbook.Link) bool {
			return strings.Contains(l.Target+l.Fragment+l.Label+l.Title, "SECRET")
		}) {
			t.Errorf("%q shows:\n%s", source, report(body, problems))
		}
	}
}

// What is written to be read is read.
func TestCommentsThatAreShownOnPurpose(t *testing.T) {
	for _, source := range []string{"`<!-- SHOWN -->`", "```\n<!-- SHOWN -->\n```", `\<!-- SHOWN -->`, "&lt;!-- SHOWN -->"} {
		body, problems := New().Parse([]byte(source), Options{})
		if !strings.Contains(string(body.HTML), "&lt;!-- SHOWN --&gt;") || len(problems) > 0 {
			t.Errorf("%q is %s, with %+v", source, body.HTML, problems)
		}
	}
}

func TestRawHTMLLeavesItsWords(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"a <b onclick='x'>c</b> d", "<p>a c d</p>\n"},
		{"<p>a &amp; b</p>", "<p>a &amp; b</p>\n"},
		{"<div>a\n<i>b</i></div>", "<p>a b</p>\n"},
		{"<script>alert(1)</script>", ""},
		{"<style>p{}</style>", ""},
		{"a <script>alert(1)</script>", "<p>a alert(1)</p>\n"},
		{"a<br>b<BR/>c", "<p>a<br>\nb<br>\nc</p>\n"},
		{"<iframe src='//x'></iframe>", ""},
		{"<svg/onload=alert(1)>a", "<p>&lt;svg/onload=alert(1)&gt;a</p>\n"},
		{"<img src=x onerror=alert(1)>", ""},
	} {
		body, _ := New().Parse([]byte(c.in), Options{})
		if got := string(body.HTML); got != c.want {
			t.Errorf("%q is %q, want %q", c.in, got, c.want)
		}
	}
}

func TestRawHTMLIsReportedOnce(t *testing.T) {
	for _, c := range []struct{ in, tag string }{
		{"a <kbd>b</kbd>", "kbd"},
		{"<section>\n\na\n\n</section>", "section"},
		{"<!-- b --> a", "!--"},
		{"a <?b?>", "?"},
		{"a <!B c>", "!"},
		{"<!-- a -->", ""},
		{"a<br>b", ""},
	} {
		_, problems := New().Parse([]byte(c.in), Options{})
		switch {
		case c.tag == "" && len(problems) == 0:
		case len(problems) == 1 && problems[0].Code == "raw-html" && problems[0].Args["Tag"] == c.tag:
		default:
			t.Errorf("%q: %+v", c.in, problems)
		}
	}
}

func TestPositionsAreTheFiles(t *testing.T) {
	source := "é\r\n\r\n> - été [a](javascript:x)\r\n"
	_, problems := New().Parse([]byte(source), Options{FirstLine: 8})
	if len(problems) != 1 || problems[0].Pos != (handbook.Pos{Line: 10, Column: 9}) {
		t.Errorf("got %+v", problems)
	}
}

func TestLineEndsAndNormalFormsDoNotMatter(t *testing.T) {
	c := New()
	opt := Options{Lang: handbook.French}
	body, problems := c.Parse([]byte("# Été\n\na [é](é.md)\n\n```\nb\n```\n"), opt)
	for _, same := range []string{
		"# Été\r\n\r\na [é](é.md)\r\n\r\n```\r\nb\r\n```\r\n",
		"# Été\r\ra [é](é.md)\r\r```\rb\r```\r",
		"# E\u0301te\u0301\n\na [e\u0301](e\u0301.md)\n\n```\nb\n```\n",
	} {
		other, others := c.Parse([]byte(same), opt)
		if !reflect.DeepEqual(body, other) || !reflect.DeepEqual(problems, others) {
			t.Errorf("%q differs:\n%s", same, report(other, others))
		}
	}
}
