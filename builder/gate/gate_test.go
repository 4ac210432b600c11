package gate_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"

	"relais/builder/gate"
	"relais/builder/handbook"
	"relais/builder/load"
	"relais/builder/privacy"
	"relais/search/pack"
	"relais/themes"
)

// secrets are what must not be published: one of each kind.
var secrets = []struct{ kind, text string }{
	{"participant", "Élodie Durand"},
	{"author", "Solène Guérin"},
	{"title", "Une colère entre collègues du guichet"},
	{"word", "désamorçage"},
	{"passage", "le public attend depuis une heure et la salle est pleine"},
}

// files are a handbook with a page for everybody and one for a group.
var files = fstest.MapFS{
	"handbook.yaml": file("titre: Manuel\nlangue: fr\ndiffusion: interne\n"),
	"fonctions/accueil.md": file("---\ntitre: Accueil\ndiffusion: interne\n---\n" +
		"Recevoir le public, une heure ou deux. La salle est parfois pleine et le service attend depuis peu.\n"),
	"notions/colere.md": file("---\ntitre: Une colère entre collègues du guichet\ndefinition: Rien.\ndiffusion: groupe\n---\n" +
		"Ce jour-là, le public attend depuis une heure et la salle est pleine. Le désamorçage a manqué.\n\n![plan](plan-du-hall.png)\n"),
	"notions/plan-du-hall.png": file("not a picture"),
}

func file(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }

// open returns a gate for the readers of the organisation.
func open(t testing.TB) *gate.Gate {
	t.Helper()
	loaded, err := load.Load(context.Background(), files, load.Options{})
	if err != nil {
		t.Fatal(err)
	}
	kept, _ := loaded.Handbook.For(handbook.Readers{Audience: handbook.Internal}, false)
	g, err := gate.New(gate.Options{
		Root: files, Whole: loaded.Handbook, Kept: kept, Theme: themes.Default(),
		People:  privacy.New(privacy.Options{Roster: privacy.ParseRoster([]byte("Élodie Durand\n"))}),
		Authors: []string{"Solène Guérin", "solene.guerin@aurbelle.example"},
	})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// leaks hands one file over, and returns what the gate says of it.
func leaks(t testing.TB, g *gate.Gate, path string, data []byte) []handbook.Problem {
	t.Helper()
	g = g.Fresh()
	put := g.Watch(func(string, []byte) error { return nil })
	if err := put(path, data); err != nil {
		t.Fatal(err)
	}
	problems, err := g.Problems()
	if err != nil {
		t.Fatal(err)
	}
	return problems
}

// encoding is one way to write a text so that a browser reads it all the same.
type encoding struct {
	name   string
	encode func(text string) string
}

func each(text string, write func(r rune) string) string {
	var b strings.Builder
	for _, r := range text {
		b.WriteString(write(r))
	}
	return b.String()
}

func notASCII(text string, write func(r rune) string) string {
	return each(text, func(r rune) string {
		if r < 0x80 {
			return string(r)
		}
		return write(r)
	})
}

func javascript(text string) string {
	return each(text, func(r rune) string { return fmt.Sprintf(`\u%04x`, r) })
}

var encodings = []encoding{
	{"plain", func(s string) string { return s }},
	{"capitals", strings.ToUpper},
	{"decomposed", norm.NFD.String},
	{"without accents", func(s string) string {
		return strings.Map(func(r rune) rune {
			if r >= 0x300 && r < 0x370 {
				return -1
			}
			return r
		}, norm.NFD.String(s))
	}},
	{"decimal references", func(s string) string { return each(s, func(r rune) string { return fmt.Sprintf("&#%d;", r) }) }},
	{"hexadecimal references", func(s string) string { return notASCII(s, func(r rune) string { return fmt.Sprintf("&#x%X;", r) }) }},
	{"soft hyphens", func(s string) string { return strings.ReplaceAll(s, "r", "r\u00ad") }},
	{"no-break spaces", func(s string) string { return strings.ReplaceAll(s, " ", "\u00a0") }},
}

// sink is a place of the output.
type sink struct {
	name, path string
	write      func(text string) []byte
	encodings  []encoding // nil for all
	kinds      string     // of the secrets that may not stand there; "" for all
}

var plain = encodings[:4]

func page(body string) []byte {
	return []byte("<!doctype html>\n<html lang=\"fr\"><head><title>Manuel</title></head>\n<body><main>\n<p>Accueil</p>\n" + body + "\n</main></body></html>\n")
}

func in(format string) func(string) []byte {
	return func(text string) []byte { return page(fmt.Sprintf(format, text)) }
}

func script(value any) []byte {
	data, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return fmt.Appendf(nil, "relaisSearch.put(%s)\n", data)
}

// leafOfWords writes words as search/format.go says, each in full.
func leafOfWords(text string) []byte {
	var leaf strings.Builder
	for _, word := range strings.Fields(strings.ToLower(text)) {
		leaf.WriteString("#" + word + "A")
	}
	return script(leaf.String())
}

func archive(text string) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	f, err := w.Create("word/document.xml")
	if err == nil {
		_, err = fmt.Fprintf(f, `<?xml version="1.0"?><w:p><w:t>%s</w:t></w:p>`, text)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		panic(err)
	}
	return b.Bytes()
}

func utf16le(text string) []byte {
	b := []byte{0xff, 0xfe}
	for _, unit := range utf16.Encode([]rune(text)) {
		b = append(b, byte(unit), byte(unit>>8))
	}
	return b
}

func windows(text string) []byte {
	b, err := charmap.Windows1252.NewEncoder().Bytes([]byte("Note : é " + norm.NFC.String(text)))
	if err != nil {
		panic(err)
	}
	return b
}

const names = "participant author"

// sinks are all kinds of places where a text may stand in a site.
var sinks = []sink{
	{name: "paragraph", path: "fonctions/accueil.html", write: in("<p>Avec %s, ici.</p>")},
	{name: "attribute", path: "fonctions/accueil.html", write: in(`<img alt="%s" src="x.png">`)},
	{name: "unknown attribute", path: "fonctions/accueil.html", write: in(`<p data-note='%s'>a</p>`)},
	{name: "feed", path: "flux.xml", write: func(s string) []byte {
		return []byte(`<?xml version="1.0"?><feed><entry><title>` + s + `</title></entry></feed>`)
	}},
	{name: "picture of lines", path: "fiches/dessin.svg", write: func(s string) []byte {
		return []byte(`<svg xmlns="http://www.w3.org/2000/svg"><desc>` + s + `</desc><path d="M0 0"/></svg>`)
	}},
	{name: "escaped markup in a feed", path: "flux.xml", encodings: plain, write: func(s string) []byte {
		return []byte(`<?xml version="1.0"?><rss><description>&lt;p&gt;` + s + `&lt;/p&gt;</description></rss>`)
	}},
	{name: "CDATA", path: "flux.xml", encodings: plain, write: func(s string) []byte {
		return []byte(`<?xml version="1.0"?><rss><description><![CDATA[<p>` + s + `</p>]]></description></rss>`)
	}},
	{name: "comment", path: "fonctions/accueil.html", encodings: plain, write: in("<!-- %s -->")},
	{name: "title", path: "fonctions/accueil.html", write: func(s string) []byte { return []byte("<!doctype html><title>" + s + "</title>") }},
	{name: "split by marks", path: "fonctions/accueil.html", encodings: plain, write: func(s string) []byte {
		r := []rune(s)
		return page("<p>" + string(r[:3]) + "<b>" + string(r[3:5]) + "</b>" + string(r[5:]) + "</p>")
	}},
	{name: "cells of a table", path: "fonctions/accueil.html", encodings: plain, write: func(s string) []byte {
		return page("<table><tr><td>" + strings.ReplaceAll(s, " ", "</td>\n<td>") + "</td></tr></table>")
	}},
	{name: "framed page", path: "fonctions/accueil.html", encodings: plain, write: in(`<iframe srcdoc="&lt;p&gt;%s&lt;/p&gt;"></iframe>`)},
	{name: "link", path: "fonctions/accueil.html", encodings: plain, write: func(s string) []byte {
		return page(`<a href="../recherche.html?q=` + url.QueryEscape(s) + `">a</a>`)
	}},
	{name: "data in base64", path: "fonctions/accueil.html", encodings: plain, write: func(s string) []byte {
		return page(`<a href="data:text/html;base64,` + base64.StdEncoding.EncodeToString([]byte("<p>"+s)) + `">a</a>`)
	}},
	{name: "words of the search", path: "search/00/words.js", encodings: plain[:1], write: leafOfWords, kinds: "word"},
	{name: "texts of the search", path: "search/00/texts.js", encodings: plain, write: func(s string) []byte {
		return script([][]string{{"fonctions/accueil.html", "Accueil", "fr", "", "", "Avec " + s}})
	}},
	{name: "facet of the search", path: "search/00/facet.js", encodings: plain, write: func(s string) []byte {
		return script(map[string]any{"values": [][]any{{"v", s, []string{}, 1}}, "sets": [][]int{}, "of": ""})
	}},
	{name: "label of the manifest", path: "search/manifest.js", encodings: plain[:1], write: func(s string) []byte {
		return script(map[string]any{"format": 3, "facets": []map[string]any{{"name": "theme", "label": s}}})
	}},
	{name: "JSON", path: "donnees.json", encodings: plain, write: func(s string) []byte { return []byte(`{"a":"` + javascript(s) + `"}`) }},
	{name: "script in a page", path: "fonctions/accueil.html", encodings: plain[:2], kinds: "no word", write: func(s string) []byte {
		return page(`<script>var a = "` + javascript(s) + `"</script>`)
	}},
	{name: "script", path: "assets/site.js", encodings: plain[:2], kinds: "no word", write: func(s string) []byte { return []byte(`put("` + javascript(s) + `")`) }},
	{name: "style", path: "assets/site.css", encodings: plain[:2], kinds: "no word", write: func(s string) []byte {
		return []byte(`p::after{content:"` + each(s, func(r rune) string { return fmt.Sprintf(`\%06x`, r) }) + `"}`)
	}},
	{name: "text", path: "robots.txt", encodings: plain, write: func(s string) []byte { return []byte("# " + s + "\n") }},
	{name: "text in UTF-16", path: "notes.txt", encodings: plain[:2], write: utf16le},
	{name: "text in Windows-1252", path: "notes.txt", encodings: plain[:1], write: windows},
	{name: "picture", path: "a.png", encodings: plain[:1], kinds: names, write: func(s string) []byte {
		return append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x20iTXtAuthor\x00\x00\x00\x00\x00"), s...)
	}},
	{name: "document in an archive", path: "a.docx", encodings: plain[:2], kinds: names, write: archive},
}

// The gate is not blind: whatever the secret, the place in the output and the
// way it is written, it is found, and the report does not repeat it.
func TestTheGateIsNotBlind(t *testing.T) {
	g, planted, caught := open(t), 0, 0
	for _, s := range sinks {
		ways := s.encodings
		if ways == nil {
			ways = encodings
		}
		for _, way := range ways {
			for _, secret := range secrets {
				if !s.takes(secret.kind) || secret.kind == "word" && way.name == "soft hyphens" && s.kinds == "word" {
					continue
				}
				data := s.write(way.encode(secret.text))
				planted++
				problems := leaks(t, g, s.path, data)
				if len(problems) == 0 {
					t.Errorf("%s in a %s, %s: not found in\n%s", secret.kind, s.name, way.name, data)
					continue
				}
				caught++
				silent(t, problems, secret.text)
			}
		}
	}
	for _, secret := range secrets {
		for _, way := range plain {
			planted++
			if problems := packedLeaks(t, g, way.encode(secret.text)); len(problems) == 0 {
				t.Errorf("%s in a packed text, %s: not found", secret.kind, way.name)
			} else {
				caught++
				silent(t, problems, secret.text)
			}
		}
	}
	for name, put := range map[string][2]string{
		"address of a page":   {"notions/colere.html", "<p>Rien"},
		"link in the folder":  {"notions/index.html", `<a href="colere.html">a</a>`},
		"link from elsewhere": {"fonctions/accueil.html", `<p><a href="../notions/colere.html#a">a</a>`},
		"link with escapes":   {"fonctions/accueil.html", `<p><a href="..%2Fnotions/c%6Flere.html">a</a>`},
		"address in the feed": {"flux.xml", `<?xml version="1.0"?><id>https://a.example/notions/colere.html</id>`},
		"address in an index": {"search/00/texts.js", `relaisSearch.put([["notions/colere.html"]])`},
		"attached file":       {"notions/plan-du-hall.png", "other bytes"},
		"picture of it":       {"fonctions/accueil.html", `<p><img src="../notions/plan-du-hall.png">`},
		"name of a file":      {"fichiers/elodie-durand.txt", "a"},
		"name with escapes":   {"fichiers/%C3%89lodie%20Durand.txt", "a"},
		"e-mail address":      {"fonctions/accueil.html", `<p><a href="mailto:solene.guerin@aurbelle.example">a</a>`},
		"name in an address":  {"fonctions/accueil.html", `<p><a href="mailto:elodie.durand@ville.example">a</a>`},
	} {
		planted++
		problems := leaks(t, g, put[0], []byte(put[1]))
		if len(problems) == 0 {
			t.Errorf("%s: not found", name)
			continue
		}
		caught++
	}
	t.Logf("%d leaks planted, %d caught", planted, caught)
	if planted < 200 {
		t.Errorf("%d leaks were planted, want 200 at least", planted)
	}
}

// takes reports whether a secret of a kind may not stand in s.
func (s sink) takes(kind string) bool {
	switch s.kinds {
	case "":
		return true
	case "no word":
		return kind != "word"
	}
	return strings.Contains(s.kinds, kind)
}

// packedLeaks hands over packed texts before the lexicon that they are packed with.
func packedLeaks(t *testing.T, g *gate.Gate, text string) []handbook.Problem {
	t.Helper()
	lexicon := pack.NewLexicon([][]string{{"Accueil", "Recevoir le public, une heure ou deux."}, {"Recevoir le public"}})
	g = g.Fresh()
	put := g.Watch(func(string, []byte) error { return nil })
	for path, value := range map[string]any{
		"search/00/packed.js": []string{lexicon.Pack([]string{"Accueil", "Recevoir " + text + " le public."})}, "search/00/lexicon.js": lexicon.File(),
	} {
		if err := put(path, script(value)); err != nil {
			t.Fatal(err)
		}
	}
	problems, err := g.Problems()
	if err != nil {
		t.Fatal(err)
	}
	return problems
}

// silent checks that no problem repeats a secret, in either language.
func silent(t *testing.T, problems []handbook.Problem, secret string) {
	t.Helper()
	messages, err := handbook.NewMessages()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		for _, lang := range []handbook.Lang{handbook.French, handbook.English} {
			what, remedy := messages.Of(p, lang)
			told := strings.ToLower(p.Path + what + remedy)
			for _, word := range strings.Fields(strings.ToLower(secret)) {
				if len(word) > 6 && strings.Contains(told, word) {
					t.Errorf("%s is told: %s", word, told)
				}
			}
		}
	}
}

// What is published by right raises nothing: the same places with words of published pages.
func TestTheGateLetsPublishedTextsThrough(t *testing.T) {
	g := open(t)
	for _, s := range sinks {
		for _, way := range encodings {
			for _, text := range []string{"Recevoir le public", "la salle est parfois pleine", "Durant", "Accueil"} {
				if problems := leaks(t, g, s.path, s.write(way.encode(text))); len(problems) > 0 && s.name != "picture" {
					t.Errorf("%q in a %s, %s: %v", text, s.name, way.name, problems)
				}
			}
		}
	}
}

// A file of the search that is in no known form is no secret, but the gate cannot answer for it.
func TestTheGateRefusesWhatItCannotRead(t *testing.T) {
	whole := open(t)
	for _, data := range []string{`relaisSearch.put([`, `relaisSearch.put(["((("])`, `relaisSearch.put({"lengths":"a","words":" a","marks":[],"special":[0,0,0,0,0]})`} {
		g := whole.Fresh()
		put := g.Watch(func(string, []byte) error { return nil })
		if err := put("search/00/a.js", []byte(data)); err != nil {
			t.Fatal(err)
		}
		if _, err := g.Problems(); err == nil {
			t.Errorf("%s: no error", data)
		}
	}
}
