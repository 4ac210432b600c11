package render_test

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"relais/builder/handbook"
)

// long returns a handbook of one function with n sheets, all of one theme, one
// situation, one group and one notion: more than any page can list.
func long(n int) []byte {
	var b bytes.Buffer
	b.WriteString("-- handbook.yaml --\ntitre: Long\nlangue: fr\netat: oui\n")
	b.WriteString("-- fonctions/accueil.md --\n---\ntitre: Accueil\ndiffusion: interne\n---\n")
	b.WriteString("-- groupes/grand.md --\n---\ntitre: Grand groupe\nfonction: accueil\ndiffusion: interne\n---\n")
	b.WriteString("-- situations/cris.md --\n---\ntitre: Cris\nfonctions: [accueil]\ndiffusion: interne\n---\n")
	b.WriteString("-- notions/calme.md --\n---\ntitre: Calme\ndefinition: Le calme.\ndiffusion: interne\n---\n")
	for i := range n {
		fmt.Fprintf(&b, "-- fiches/f-%d.md --\n---\ntitre: Geste %d\nfonctions: [accueil]\nnotions: [calme]\nthemes: [Gestes]\nface_a: [cris]\ngroupe: grand\nmoment: pendant\nstatut: en-debat\ndiffusion: interne\n---\n## En bref\n\nVoir [[calme]].\n", i, i)
	}
	return b.Bytes()
}

func TestNoPageGrowsWithTheHandbook(t *testing.T) {
	const most = 80_000 // bytes, of a list of 200 entries or of 500 entries of one letter
	files := site(t, parse(t, long(1200), everybody()))
	for address, data := range files {
		if len(data) > most {
			t.Errorf("%s takes %d bytes", address, len(data))
		}
	}
	for _, address := range []string{
		"fiches/index.html", "fiches/index.6.html", "themes/gestes.html", "themes/gestes.6.html",
		"carte.html", "fonctions/accueil.carte.html", "fonctions/accueil.fiches.html", "fonctions/accueil.fiches.6.html", "a-z/g.html", "a-z/g.3.html",
	} {
		if files[address] == nil {
			t.Errorf("a long handbook has no %s", address)
		}
	}
}

func TestTheSameHandbookGivesTheSameBytes(t *testing.T) {
	first := site(t, book(t, "fr", everybody()))
	second := site(t, book(t, "fr", everybody()))
	if !maps.EqualFunc(first, second, bytes.Equal) {
		t.Error("two renderings differ")
	}
}

// TestNothingOfAnotherAudienceIsPublished writes a word that is nowhere else into
// every text of every page that the public may not read.
func TestNothingOfAnotherAudienceIsPublished(t *testing.T) {
	const secret = "zibeline"
	whole := book(t, "fr", everybody())
	var pages []*handbook.Page
	hidden := 0
	for _, p := range whole.Pages {
		c := &handbook.Page{Fields: p.Fields, Path: p.Path, Refs: p.Refs, Body: p.Body}
		if p.Audience != handbook.Public {
			hidden++
			c.Title, c.Summary, c.Owner = secret, secret, secret
			c.Aliases, c.Themes = []string{secret}, []string{secret}
			c.Body.HTML, c.Body.Holes, c.Body.Prose = []byte("<p>"+secret+"</p>"), nil, nil
		}
		pages = append(pages, c)
	}
	h, _ := handbook.New(whole.Config, pages, whole.Files)
	if everything := join(site(t, h)); !strings.Contains(everything, secret) {
		t.Fatal("the word is not even where it should be")
	}
	public, _ := h.For(handbook.Readers{Audience: handbook.Public}, true)
	for address, data := range site(t, public) {
		if strings.Contains(address, secret) || bytes.Contains(data, []byte(secret)) {
			t.Errorf("%s holds a word of one of the %d pages that are not public", address, hidden)
		}
	}
	for _, address := range []string{"groupes/guichets.html", "seances/g-2.html", "fiches/signaler.html", "besoins/index.html"} {
		if site(t, public)[address] != nil {
			t.Errorf("%s is published", address)
		}
	}
}

func join(files map[string][]byte) string {
	var all bytes.Buffer
	for _, data := range files {
		all.Write(data)
	}
	return all.String()
}

// TestAuthorsNeverWriteTags renders one handbook with plain words in every
// field and again with hostile ones: the tags and the names of their attributes
// are the same, and no link has a scheme that a text may not use.
func TestAuthorsNeverWriteTags(t *testing.T) {
	whole := book(t, "fr", everybody())
	plain := skeleton(site(t, hostile(whole, func() string { return "mot" })))
	words := rapid.SliceOfN(rapid.SampledFrom([]string{
		"<script>alert(1)</script>", `" onmouseover="x`, "' onfocus='x", "javascript:alert(1)", "data:text/html,<b>",
		"</title><img src=x onerror=x>", "--><svg/onload=x>", "{{.Site}}", "{{template \"base\" .}}", "<!--", "&lt;b&gt;",
		"\u2028", "]]>", "`", "\\", "//evil.example", "vbscript:x", "é", "«", "%3Cscript%3E", "\x00",
	}), 1, 3)
	rapid.Check(t, func(rt *rapid.T) {
		files := site(t, hostile(whole, func() string { return strings.Join(words.Draw(rt, "words"), "") + "mot" }))
		if got := skeleton(files); got != plain {
			rt.Fatalf("the tags changed:\n%s", firstDifference(plain, got))
		}
	})
}

// hostile returns whole with every free text of its pages drawn from word.
func hostile(whole *handbook.Handbook, word func() string) *handbook.Handbook {
	config := whole.Config
	config.Title, config.Organisation, config.Description, config.Contact = word(), word(), word(), ""
	var pages []*handbook.Page
	for _, p := range whole.Pages {
		c := &handbook.Page{Fields: p.Fields, Path: p.Path, Refs: p.Refs, Body: p.Body}
		c.Themes, c.Acronyms, c.Synonyms = nil, nil, nil // their order depends on what they say
		c.Aliases, c.Phone = nil, ""
		for _, text := range []*string{
			&c.Summary, &c.Definition, &c.Sponsor, &c.Restitution, &c.Facilitation, &c.Duration, &c.Agreement.How,
			&c.Owner, &c.URL,
		} {
			if *text != "" {
				*text = word()
			}
		}
		c.Title += word()
		c.Sources, c.Citations = slices.Clone(c.Sources), slices.Clone(c.Citations)
		for i := range c.Sources {
			c.Sources[i] = word()
		}
		for i := range c.Citations {
			c.Citations[i].Text = word()
		}
		c.Body.Links = slices.Clone(c.Body.Links)
		for i := range c.Body.Links {
			c.Body.Links[i].Label, c.Body.Links[i].Title = word(), word()
			if c.Body.Links[i].Kind == handbook.External {
				c.Body.Links[i].Target = "javascript:" + word()
			}
		}
		pages = append(pages, c)
	}
	h, _ := handbook.New(config, pages, whole.Files)
	return h
}

// skeleton returns the tags of all pages with the names of their attributes.
func skeleton(files map[string][]byte) string {
	var b strings.Builder
	for _, address := range slices.Sorted(maps.Keys(files)) {
		if !strings.HasSuffix(address, ".html") || address == "a-z.html" {
			continue
		}
		for _, tag := range tags(files[address]) {
			if tag.name == "tspan" {
				continue // as many as a title has lines on the map
			}
			fmt.Fprintf(&b, "%s: %s %s\n", address, tag.name, slices.Sorted(maps.Keys(tag.attributes)))
			scheme, _, found := strings.Cut(tag.attributes["href"], ":")
			if found && scheme != "https" && scheme != "tel" && scheme != "mailto" {
				fmt.Fprintf(&b, "%s: a link to %s\n", address, tag.attributes["href"])
			}
		}
	}
	return b.String()
}

func firstDifference(a, b string) string {
	linesA, linesB := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(linesA), len(linesB)) {
		if linesA[i] != linesB[i] {
			return "- " + linesA[i] + "\n+ " + linesB[i]
		}
	}
	return fmt.Sprintf("%d lines, then %d", len(linesA), len(linesB))
}
