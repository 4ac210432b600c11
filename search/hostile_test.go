package search

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/sync/errgroup"

	"relais/search/twin"
)

// namesOfObjects are those that a plain JavaScript object has by birth.
var namesOfObjects = []string{"__proto__", "constructor", "toString", "hasOwnProperty", "valueOf"}

// hostileTexts break what is written, run or shown without care.
var hostileTexts = []string{
	"</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<!--", "]]>", "{{.}}", "${alert(1)}", "`", `\u0041`, `\`, `"`, `");alert(1)//`,
	"avant\u2028après\u2029fin", "nul\x00milieu", "\xed\xa0\x80seul", "\xff\xfe", "\ufeffdébut", "\u202Eenvers\u202C", "שלום עולם", "مرحبا بالعالم", "𝐆𝐫𝐚𝐬 😀👨‍👩‍👧", "日本語の文章", "e" + strings.Repeat("\u0301", 300),
	strings.Repeat("interminable", 500), strings.Repeat("l'", 200), strings.Repeat("a·", 200), strings.Repeat("(", 3000), "\r\n\t\v\f", "\u0085\u00A0\u3000",
	"javascript:alert(1)", "../../etc/passwd", "%00", "İstanbul ıĳ ﬁ ß ſ ς", "½ ² ① Ⅳ", "-", "\u00AD\u200D",
}

// hostileDocuments are 200 pages of such texts.
func hostileDocuments() []Document {
	random := rand.New(rand.NewPCG(9, 9))
	any := func() string {
		text := hostileTexts[random.IntN(len(hostileTexts))]
		if random.IntN(2) == 0 {
			text += " relais " + hostileTexts[random.IntN(len(hostileTexts))]
		}
		return text
	}
	documents := make([]Document, 200)
	for i := range documents {
		d := Document{
			ID: fmt.Sprintf("hostile/%03d.html", i), Title: any(), Label: any(), Lang: []string{"fr", "en"}[i%2], Summary: any(),
			Keywords: []string{any(), namesOfObjects[i%len(namesOfObjects)]}, Marks: []string{any()}, Due: any(),
			Facets: map[string][]string{"__proto__": {"constructor"}},
		}
		for range random.IntN(5) {
			d.Sections = append(d.Sections, Section{ID: any(), Title: any(), Text: any()})
		}
		documents[i] = d
	}
	for i := range 3000 {
		documents[0].Sections = append(documents[0].Sections, Section{ID: fmt.Sprint("s", i), Title: "Relais", Text: "Encore " + strconv.Itoa(i)})
	}
	for i, name := range namesOfObjects {
		documents[i+1].ID = name
	}
	documents[10].ID = `<"quoted" & 'spaced'>.html`
	return documents
}

func TestHostileDocumentsAreFoundAlike(t *testing.T) {
	documents := hostileDocuments()
	facets := []Facet{{Name: "__proto__", Label: "</script>", Values: []FacetValue{{ID: "constructor", Label: "<b>"}}}}
	queries := generateQueries(documents, 150)
	for _, text := range append(slices.Clone(namesOfObjects), hostileTexts...) {
		text = strings.ToValidUTF8(text, "\uFFFD") // as a browser's box holds it
		for _, text := range []string{text, "relais " + text, `"` + text + `"`, "__proto__:constructor " + text} {
			q := twin.Query{Kind: "hostile", Text: text, Facets: []string{"__proto__"}}
			queries = append(queries, q)
		}
	}
	for i := range queries {
		queries[i].Text = strings.ToValidUTF8(queries[i].Text, "\uFFFD")
		if i%9 == 0 {
			queries[i].Filters = map[string][]string{"__proto__": {"constructor"}}
		}
	}
	compare(t, documents, facets, queries)
}

// Every file of the export is one line of text that any script parser takes:
// valid UTF-8, without the separators that older ones end a line at.
func TestHostileDocumentsAreWrittenAsPlainText(t *testing.T) {
	facets := []Facet{{Name: "__proto__", Values: []FacetValue{{ID: "constructor"}}}}
	ix := newTestIndex(t, slices.Values(hostileDocuments()), facets)
	for path, data := range files(t, ix) {
		if !utf8.Valid(data) || strings.ContainsAny(string(data), "\u2028\u2029\x00") || strings.Count(string(data), "\n") > 1 {
			t.Errorf("%s is not plain text on a line", path)
		}
	}
}

// A file that is missing or cut short makes a search fail with a reason, or is
// not needed for it: no answer is wrong.
func TestABrokenFileNeverMakesAWrongAnswer(t *testing.T) {
	handbook, facets := readHandbook(t)
	ix := newTestIndex(t, slices.Values(handbook), facets)
	site := exportTo(t, ix)
	queries := readQueries(t)
	intact := make([]Results, len(queries))
	for i, q := range queries {
		var err error
		if intact[i], err = ix.Search(t.Context(), fromTwin(q)); err != nil {
			t.Fatal(err)
		}
	}
	names, err := fs.Glob(os.DirFS(site), "search/*")
	if err != nil {
		t.Fatal(err)
	}
	deeper, err := fs.Glob(os.DirFS(site), "search/*/*")
	if err != nil {
		t.Fatal(err)
	}
	damages := map[string]func(file string, data []byte) error{
		"missing": func(file string, _ []byte) error { return os.Remove(file) },
		"cut":     func(file string, data []byte) error { return os.WriteFile(file, data[:len(data)/2], 0o644) },
		"empty":   func(file string, _ []byte) error { return os.WriteFile(file, nil, 0o644) },
	}
	var group errgroup.Group
	group.SetLimit(2)
	for _, name := range append(names, deeper...) {
		if filepath.Ext(name) == "" {
			continue
		}
		for damage, apply := range damages {
			broken := t.TempDir()
			group.Go(func() error {
				if err := os.CopyFS(broken, os.DirFS(site)); err != nil {
					return err
				}
				file := filepath.Join(broken, name)
				data, err := os.ReadFile(file)
				if err != nil {
					return err
				}
				if err := apply(file, data); err != nil {
					return err
				}
				answers, err := shippedClient.Ask(t.Context(), broken, queries)
				if err != nil {
					return fmt.Errorf("%s %s: %w", name, damage, err)
				}
				failed := 0
				for i, q := range queries {
					switch answers[i].Error {
					case "missing", "damaged":
						failed++
					default:
						if err := twin.Compare(q, intact[i], answers[i]); err != nil {
							t.Errorf("%s %s: %v", name, damage, err)
						}
					}
				}
				if failed == 0 {
					t.Logf("%s %s: no query needs it", name, damage)
				}
				return nil
			})
		}
	}
	if err := group.Wait(); err != nil {
		t.Error(err)
	}
}

// A client refuses the index of a build before or after its own.
func TestAnIndexOfAnotherVersionIsRefused(t *testing.T) {
	handbook, facets := readHandbook(t)
	site := exportTo(t, newTestIndex(t, slices.Values(handbook), facets))
	file := filepath.Join(site, "search", "manifest.js")
	source, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	version := regexp.MustCompile(`"format":(\d+)`)
	found := version.FindSubmatch(source)
	if found == nil {
		t.Fatalf("the manifest names no format: %.80s", source)
	}
	number, err := strconv.Atoi(string(found[1]))
	if err != nil {
		t.Fatal(err)
	}
	for _, other := range []int{number - 1, number + 1} {
		if err := os.WriteFile(file, version.ReplaceAll(source, fmt.Appendf(nil, `"format":%d`, other)), 0o644); err != nil {
			t.Fatal(err)
		}
		answers, err := shippedClient.Ask(t.Context(), site, []twin.Query{{Text: "relais"}})
		if err != nil {
			t.Fatal(err)
		}
		if answers[0].Error != "format" {
			t.Errorf("format %d: %q", other, answers[0].Error)
		}
	}
}
