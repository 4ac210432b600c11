package render_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"maps"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"relais/builder/handbook"
	"relais/builder/load"
	"relais/builder/render"
	"relais/search"
	"relais/themes"
)

// demonstration renders the demonstration handbook with a theme, as it is published.
func demonstration(t *testing.T, theme themes.Theme) map[string][]byte {
	t.Helper()
	loaded, err := load.Load(t.Context(), os.DirFS("../../content"), load.Options{})
	if err != nil {
		t.Fatal(err)
	}
	h, _ := loaded.Handbook.For(everybody(), false)
	h.Config.BaseURL, h.Config.State, h.Config.Offline, h.Config.Contact = "https://manuel.example/", true, true, "manuel@aurbelle.example"
	return rendered(t, h, render.Options{Today: today(), Theme: theme, Search: search.Client()})
}

// TestEveryThemeConforms holds each of our themes to what its readers are promised, on every
// page of the demonstration handbook.
func TestEveryThemeConforms(t *testing.T) {
	links := map[string]map[string][]string{} // of each theme, by page
	for _, name := range themes.Names() {
		theme, _ := themes.Named(name)
		files := demonstration(t, theme)
		links[name] = map[string][]string{}
		t.Run(name, func(t *testing.T) {
			for address, data := range files {
				if strings.HasSuffix(address, ".html") && !bytes.Contains(data, []byte(`http-equiv="refresh"`)) {
					checkPage(t, address, data)
					links[name][address] = mainLinks(data)
				}
			}
			checkStyle(t, files)
			checkWeights(t, files)
			checkSearchPage(t, files["recherche.html"])
			checkPaper(t, files["fiches/face-a-une-insulte.html"])
		})
	}
	for name, pages := range links {
		for address, all := range links[themes.Names()[0]] {
			for _, link := range all {
				if !slices.Contains(pages[address], link) {
					t.Errorf("%s: %s does not lead to %s, as another theme does", name, address, link)
				}
			}
		}
	}
}

// checkPage looks for what every page has and for what none may.
func checkPage(t *testing.T, address string, page []byte) {
	t.Helper()
	count := map[string]int{}
	ids := map[string]bool{}
	for _, tag := range tags(page) {
		count[tag.name]++
		if id, ok := tag.attributes["id"]; ok && ids[id] {
			t.Errorf("%s: id %q stands twice", address, id)
		} else if ok {
			ids[id] = true
		}
		if tag.name == "nav" && tag.attributes["aria-label"] == "" {
			t.Errorf("%s: a <nav> has no name", address)
		}
		for attribute, value := range tag.attributes {
			if attribute == "style" || strings.HasPrefix(attribute, "on") {
				t.Errorf("%s: <%s> has %s, which the policy forbids", address, tag.name, attribute)
			}
			loads := attribute == "src" || attribute == "href" && tag.name == "link" && slices.Contains([]string{"stylesheet", "icon", "manifest", "apple-touch-icon"}, tag.attributes["rel"])
			if loads && (strings.Contains(value, "//") || strings.HasPrefix(value, "data:")) && address != "404.html" {
				t.Errorf("%s: <%s> loads %s", address, tag.name, value)
			}
		}
		if _, outside := tag.attributes["src"]; tag.name == "style" || tag.name == "script" && !outside && tag.attributes["type"] != "application/ld+json" {
			t.Errorf("%s: a <%s> stands in the page", address, tag.name)
		}
	}
	for name, want := range map[string]int{"html": 1, "h1": 1, "main": 1, "style": 0} {
		if count[name] != want {
			t.Errorf("%s: %d <%s>, want %d", address, count[name], name, want)
		}
	}
	for what, pattern := range map[string]string{
		"a language":            `<html lang="(fr|en)">`,
		"a policy":              `http-equiv="Content-Security-Policy" content="default-src 'none'`,
		"a width for phones":    `name="viewport" content="width=device-width`,
		"a way past its header": `<body>\s*<a [^>]*href="#_main"`,
		"a main part to go to":  `<main id="_main" tabindex="-1">`,
		"a navigation":          `<nav `,
		"both colour schemes":   `name="color-scheme" content="light dark"`,
		"the words of scripts":  `<template id="search-words"`,
	} {
		if !regexp.MustCompile(pattern).Match(page) {
			t.Errorf("%s has not %s", address, what)
		}
	}
}

// mainLinks lists where the main part of a page leads, within the site.
func mainLinks(page []byte) []string {
	_, main, _ := strings.Cut(string(page), "<main")
	main, _, _ = strings.Cut(main, "</main>")
	found := map[string]bool{}
	for _, tag := range tags([]byte(main)) {
		if href, ok := tag.attributes["href"]; ok && tag.name == "a" && !strings.HasPrefix(href, "#") {
			found[href] = true
		}
	}
	return slices.Collect(maps.Keys(found))
}

// checkStyle looks in the style sheet for what readers may need.
func checkStyle(t *testing.T, files map[string][]byte) {
	t.Helper()
	css := string(bundleOf(files, ".css"))
	for _, want := range []string{
		"@media print", "prefers-color-scheme", "forced-colors", ":focus-visible", "[hidden]", ".sr-only", ".term-note",
		".table", ".callout", ".dial", ".qr", ".map", ".hit-title", ".hit-excerpt", ".chip", ".count", ".tag", "mark",
	} {
		if !strings.Contains(css, want) {
			t.Errorf("the style sheet has nothing for %s", want)
		}
	}
	for _, never := range []string{"http:", "https:", "@font-face", "url(//"} {
		if strings.Contains(css, never) {
			t.Errorf("the style sheet has %s", never)
		}
	}
}

// bundleOf returns the bundle for all pages that has an extension.
func bundleOf(files map[string][]byte, extension string) []byte {
	for address, data := range files {
		if match, _ := path.Match("assets/site.*"+extension, address); match {
			return data
		}
	}
	return nil
}

// budget is what a page may weigh with its style sheet and script, compressed, in bytes.
const budget = 30 << 10

func checkWeights(t *testing.T, files map[string][]byte) {
	t.Helper()
	shared := compressed(bundleOf(files, ".css")) + compressed(bundleOf(files, ".js"))
	heaviest, weight := "", 0
	for address, data := range files {
		if w := shared + compressed(data); strings.HasSuffix(address, ".html") && w > weight {
			heaviest, weight = address, w
		}
	}
	if t.Logf("the heaviest page is %s: %d bytes", heaviest, weight); weight > budget {
		t.Errorf("%s weighs %d bytes, the budget is %d", heaviest, weight, budget)
	}
}

func compressed(data []byte) int {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write(data)
	_ = w.Close()
	return b.Len()
}

func checkSearchPage(t *testing.T, page []byte) {
	t.Helper()
	for _, want := range []string{
		`<input id="q" type="search" name="q"`, `role="search"`, `<label for="q">`, `id="search-status"[^>]* role="status"`, `<noscript>`, `<ol id="search-results"`,
		`id="search-lacking"`,
	} {
		if !regexp.MustCompile(want).Match(page) {
			t.Errorf("the search page has no %s", want)
		}
	}
}

// checkPaper looks in a page for what paper shows.
func checkPaper(t *testing.T, page []byte) {
	t.Helper()
	for _, want := range []string{"Document non maîtrisé", "Version [0-9a-f]{10}", `<span data-today>`, `class="qr"`, "https://manuel.example/fiches/", `role="tooltip"`} {
		if !regexp.MustCompile(want).Match(page) {
			t.Errorf("a sheet on paper would lack %s", want)
		}
	}
}

// TestEveryThemeServesEveryLanguageAndEmptyHandbooks renders what is least.
func TestEveryThemeServesEveryLanguageAndEmptyHandbooks(t *testing.T) {
	for _, name := range themes.Names() {
		theme, _ := themes.Named(name)
		for _, lang := range []string{"fr", "en"} {
			h := parse(t, fmt.Appendf(nil, "-- handbook.yaml --\ntitre: Vide\nlangue: %s\n", lang), handbook.Readers{Audience: handbook.Public})
			for address, data := range siteWith(t, h, theme) {
				if strings.HasSuffix(address, ".html") && address != "404.html" {
					checkPage(t, name+" "+lang+" "+address, data)
				}
			}
			siteWith(t, book(t, lang, everybody()), theme)
		}
	}
}
