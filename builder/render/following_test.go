package render_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"path"
	"regexp"
	"strings"
	"testing"

	"relais/builder/handbook"
)

const trialSite = "https://manuel.example/pratiques/"

// published returns the files of testdata/fr.txtar as readers get them at trialSite.
func published(t *testing.T, readers handbook.Readers) map[string][]byte {
	t.Helper()
	h := book(t, "fr", readers)
	h.Config.BaseURL = strings.TrimSuffix(trialSite, "/")
	return site(t, h)
}

// followed returns what is written for programs and not for readers.
func followed(files map[string][]byte) []string {
	var found []string
	for address := range files {
		if path.Ext(address) == ".xml" || path.Ext(address) == ".webmanifest" {
			found = append(found, address)
		}
	}
	return found
}

// TestNothingIsFollowedWithoutAnAddress: what must be absolute is absent, in files and in pages.
func TestNothingIsFollowedWithoutAnAddress(t *testing.T) {
	for _, address := range []string{"", "javascript:alert(1)", "/manuel/", "ftp://manuel.example/"} {
		h := book(t, "fr", everybody())
		h.Config.BaseURL = address
		files := site(t, h)
		if found := followed(files); len(found) > 0 {
			t.Errorf("with the address %q there are %v", address, found)
		}
		for _, mark := range []string{`rel="canonical"`, "og:", "ld+json", "atom+xml", `class="qr"`, `rel="manifest"`} {
			if bytes.Contains(files["index.html"], []byte(mark)) {
				t.Errorf("with the address %q the first page has %s", address, mark)
			}
		}
	}
}

// TestWhatIsFollowedIsThere: each address in feeds, site map and search description is
// one of a file of the site, also of the site for narrower readers.
func TestWhatIsFollowedIsThere(t *testing.T) {
	for _, readers := range []handbook.Readers{everybody(), {Audience: handbook.Public}} {
		files := published(t, readers)
		if len(followed(files)) == 0 {
			t.Fatal("there is nothing to follow")
		}
		for _, address := range followed(files) {
			for _, found := range regexp.MustCompile(regexp.QuoteMeta(trialSite)+`([^<"?]*)`).FindAllSubmatch(files[address], -1) {
				target := string(found[1])
				if target == "" {
					target = "index.html"
				}
				if _, ok := files[target]; !ok {
					t.Errorf("for %s, %s names %s, which is not published", readers, address, target)
				}
			}
		}
	}
}

// TestEachPageIsOnTheSiteMapOnce: but for what stands where a page was, or in the place of one.
func TestEachPageIsOnTheSiteMapOnce(t *testing.T) {
	files := published(t, everybody())
	var list struct {
		Pages []string `xml:"url>loc"`
	}
	if err := xml.Unmarshal(files["sitemap.xml"], &list); err != nil {
		t.Fatal(err)
	}
	times := map[string]int{}
	for _, page := range list.Pages {
		times[strings.TrimPrefix(page, trialSite)]++
	}
	times["index.html"] = times[""]
	for address, data := range files {
		want := 0
		if path.Ext(address) == ".html" && address != "404.html" && address != "recherche.html" && !bytes.Contains(data, []byte(`content="noindex"`)) {
			want = 1
		}
		if times[address] != want {
			t.Errorf("%s is there %d times, want %d", address, times[address], want)
		}
	}
}

// TestFeedsGoBackInTime: a feed is dated by its first entry, and the later come first.
func TestFeedsGoBackInTime(t *testing.T) {
	files := published(t, everybody())
	feeds := 0
	for address, data := range files {
		if !strings.HasSuffix(address, "flux.xml") {
			continue
		}
		feeds++
		var feed struct {
			Updated string `xml:"updated"`
			Entries []struct {
				Updated string `xml:"updated"`
			} `xml:"entry"`
		}
		if err := xml.Unmarshal(data, &feed); err != nil {
			t.Fatalf("%s: %v", address, err)
		}
		before := feed.Updated
		for i, entry := range feed.Entries {
			if i == 0 && entry.Updated != feed.Updated || entry.Updated > before {
				t.Errorf("%s: entry %d is of %s, after %s", address, i, entry.Updated, before)
			}
			before = entry.Updated
		}
	}
	if feeds < 2 {
		t.Errorf("%d feeds, want that of all and that of a function", feeds)
	}
}

// TestDataIsData: each block of JSON-LD is JSON, and nothing in it can end the block.
func TestDataIsData(t *testing.T) {
	h := parse(t, []byte(`-- handbook.yaml --
titre: "</script><script>alert(1)</script>"
adresse: https://manuel.example/
-- notions/fin.md --
---
titre: "Fin </script> & <!--"
definition: "</script>"
diffusion: interne
---
Texte.
`), everybody())
	block := regexp.MustCompile(`(?s)<script type="application/ld\+json">(.*?)</script>`)
	blocks := 0
	for address, data := range site(t, h) {
		for _, found := range block.FindAllSubmatch(data, -1) {
			blocks++
			if !json.Valid(found[1]) {
				t.Errorf("%s: no JSON: %s", address, found[1])
			}
		}
		if bytes.Contains(data, []byte("<script>")) && path.Ext(address) == ".html" {
			t.Errorf("%s: a script got through", address)
		}
	}
	if blocks < 2 {
		t.Errorf("%d blocks of data", blocks)
	}
}
