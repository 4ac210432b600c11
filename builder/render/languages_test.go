package render_test

import (
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
	"pgregory.net/rapid"

	"relais/builder/handbook"
	"relais/builder/render"
	"relais/themes"
)

// versions are what a page says of its languages.
type versions struct {
	lang       string
	alternates map[string]string // addresses by language
	to         string            // where the switch leads
	same       bool              // whether that is the page itself
}

// versionsOf reads a page of a handbook whose address is not known.
func versionsOf(address string, data []byte) versions {
	v := versions{alternates: map[string]string{}}
	for _, tag := range tags(data) {
		hreflang := tag.attributes["hreflang"]
		at := path.Join(path.Dir(address), tag.attributes["href"])
		switch {
		case tag.name == "html":
			v.lang = tag.attributes["lang"]
		case tag.name == "link" && hreflang != "":
			v.alternates[hreflang] = at
		case tag.name == "a" && hreflang != "" && tag.attributes["lang"] == hreflang:
			v.to = at
		}
	}
	_, after, _ := strings.Cut(string(data), `class="languages"`)
	words, _, _ := strings.Cut(after, "</nav>")
	v.same = !strings.Contains(words, "<span>")
	return v
}

// TestLanguagesLeadToEachOther takes translations away at random: of each page that
// is left the switch leads to the same page and back, or to one that is near; what a
// page says of its versions each of them says too.
func TestLanguagesLeadToEachOther(t *testing.T) {
	archive, err := txtar.ParseFile("testdata/both.txtar")
	if err != nil {
		t.Fatal(err)
	}
	look, err := render.NewLook(themes.Default(), searchClient(), handbook.French, handbook.English)
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(rt *rapid.T) {
		some := &txtar.Archive{}
		for _, f := range archive.Files {
			f.Data = []byte(strings.Replace(string(f.Data), "adresse: https://manuel.example/guide/\n", "", 1))
			if !strings.HasPrefix(f.Name, "en/") || rapid.Bool().Draw(rt, f.Name) {
				some.Files = append(some.Files, f)
			}
		}
		readers := handbook.Readers{Audience: rapid.SampledFrom([]handbook.Audience{handbook.Public, handbook.Internal}).Draw(rt, "readers")}
		h := parse(t, txtar.Format(some), readers)
		files := siteIn(t, h, look)
		read := map[string]versions{}
		for address, data := range files {
			if strings.HasSuffix(address, ".html") && address != "404.html" && !strings.Contains(string(data), `http-equiv="refresh"`) {
				read[address] = versionsOf(address, data)
			}
		}
		for address, v := range read {
			in := "fr"
			if strings.HasPrefix(address, "en/") {
				in = "en"
			}
			if v.lang != in {
				rt.Errorf("%s is in %q", address, v.lang)
			}
			if len(h.Languages()) == 1 {
				if v.to != "" || len(v.alternates) > 0 {
					rt.Errorf("%s leads to another language, and there is none", address)
				}
				continue
			}
			other, there := read[v.to]
			if !there || other.lang == v.lang {
				rt.Fatalf("%s: the switch leads to %q", address, v.to)
			}
			if v.same != (len(v.alternates) > 0) {
				rt.Errorf("%s: the switch leads to the page itself: %t; its versions are %v", address, v.same, v.alternates)
			}
			if v.same && (other.to != address || !other.same) {
				rt.Errorf("%s leads to %s, and that to %s", address, v.to, other.to)
			}
			for _, version := range v.alternates {
				if !maps.Equal(read[version].alternates, v.alternates) {
					rt.Errorf("%s has the versions %v, and %s %v", address, v.alternates, version, read[version].alternates)
				}
			}
			if len(v.alternates) > 0 && (v.alternates[v.lang] != address || v.alternates["x-default"] != v.alternates["fr"]) {
				rt.Errorf("%s has the versions %v", address, v.alternates)
			}
		}
	})
}

// TestAddressesDoNotChangeWithTranslations holds the pages in the handbook's own language
// to where they were before some were translated.
func TestAddressesDoNotChangeWithTranslations(t *testing.T) {
	data, err := os.ReadFile("testdata/both.txtar")
	if err != nil {
		t.Fatal(err)
	}
	alone := txtar.Parse(data)
	alone.Files = slices.DeleteFunc(alone.Files, func(f txtar.File) bool { return strings.HasPrefix(f.Name, "en/") })
	before, after := site(t, parse(t, txtar.Format(alone), everybody())), site(t, parse(t, data, everybody()))
	for address := range before {
		if after[address] == nil {
			t.Errorf("%s is gone", address)
		}
	}
	for address := range after {
		if before[address] == nil && !strings.HasPrefix(address, "en/") && address != "old/slur.html" { // a former address of a translation
			t.Errorf("%s is new", address)
		}
	}
}
