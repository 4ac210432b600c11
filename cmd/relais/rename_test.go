package main

import (
	"bytes"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// After a page has been renamed, the site is the same but for its address, and
// the old address leads to the new one.
func TestARenamedPageIsTheSameAtItsNewAddress(t *testing.T) {
	before := siteOf(t, "../../content")
	for _, page := range []string{
		"notions/relais", "fiches/face-a-une-insulte", "fonctions/management", "groupes/guichets-standard", "seances/gs-3",
		"situations/insulte-au-guichet", "ressources/numeros-d-urgence", "chartes/charte-commune", "besoins/besoin-accueil-2025", "pages/methode",
	} {
		t.Run(page, func(t *testing.T) {
			source := filepath.Join(t.TempDir(), "content")
			if err := os.CopyFS(source, os.DirFS("../../content")); err != nil {
				t.Fatal(err)
			}
			const newID = "zz-un-tout-autre-nom"
			folder, id := path.Split(page)
			var stderr bytes.Buffer
			if code := run([]string{"rename", "-s", source, page, newID}, nil, &bytes.Buffer{}, &stderr); code != exitGood {
				t.Fatalf("exit status %d\n%s", code, stderr.String())
			}
			after := siteOf(t, source)
			if old := after[page+".html"]; !strings.Contains(old, newID+".html") {
				t.Errorf("the old address does not lead to the new one:\n%s", old)
			}
			for _, name := range slices.Collect(maps.Keys(after)) { // the page, and what is made of it: the map of a function
				at, base := path.Split(name)
				if rest, ok := strings.CutPrefix(base, newID+"."); ok && (at == folder || strings.HasPrefix(at, "en/")) { // its translation too
					after[at+id+"."+rest] = after[name]
					delete(after, name)
				}
			}
			for _, name := range slices.Sorted(maps.Keys(before)) {
				if got := strings.ReplaceAll(after[name], newID, id); got != before[name] {
					t.Errorf("%s has changed:\n%s", name, firstDifference(before[name], got))
				}
			}
			if len(after) != len(before) {
				t.Errorf("%d pages, want %d", len(after), len(before))
			}
		})
	}
}

// siteOf builds a handbook, drafts too, and returns its pages.
func siteOf(t *testing.T, source string) map[string]string {
	t.Helper()
	site := filepath.Join(t.TempDir(), "public")
	var stderr bytes.Buffer
	if code := run([]string{"build", source, "-D", "-d", site, "--clock", "2026-11-22"}, nil, &bytes.Buffer{}, &stderr); code != exitGood {
		t.Fatalf("exit status %d\n%s", code, stderr.String())
	}
	pages := files(t, site, ".html")
	version := regexp.MustCompile(`Version(%20|	return files(t, site, ".html")nbsp;| )[0-9a-f]{10}`) // of what the page says, addresses included
	for name, html := range pages {
		pages[name] = version.ReplaceAllString(html, "Version")
	}
	return pages
}

func firstDifference(a, b string) string {
	i := 0
	for i < min(len(a), len(b)) && a[i] == b[i] {
		i++
	}
	around := func(s string) string { return s[max(0, i-80):min(len(s), i+80)] }
	return around(a) + "\n---\n" + around(b)
}
