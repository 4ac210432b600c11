package render_test

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

var update = flag.Bool("update", false, "write the golden pages instead of comparing with them")

// TestPages compares one page of each kind with the page that was reviewed.
// The names of bundles are left out: they change with every style.
func TestPages(t *testing.T) {
	bundle := regexp.MustCompile(`assets/(site|search|dialog)\.[0-9a-f]{8}\.`)
	for name, pages := range map[string][]string{
		"fr": {
			"index.html", "recherche.html", "a-z.html", "404.html",
			"fonctions/accueil.html", "fonctions/reception.html", "besoins/besoin-accueil.html", "groupes/guichets.html",
			"chartes/charte-commune.html", "notions/relais.html", "situations/insulte-au-guichet.html", "seances/g-2.html",
			"fiches/face-a-une-insulte.html", "fiches/passer-le-relais.html", "fiches/ancienne-consigne.html",
			"ressources/secours.html", "pages/a-propos.html",
			"situations/index.html", "themes/index.html", "themes/equipe.html", "vieux/insulte.html", "fiches/retiree.html",
		},
		"en": {
			"index.html", "404.html", "sheets/set-the-limit.html",
			"feed.xml", "sitemap.xml", "opensearch.xml", "manifest.webmanifest",
		},
		"both": {
			"index.html", "fiches/insulte.html", "fiches/souffler.html", "old/slur.html", "sitemap.xml",
			"en/index.html", "en/functions/accueil.html", "en/sheets/insulte.html", "en/sheets/index.html", "en/search.html",
			"en/sheets/slur.html", "en/feed.xml", "en/opensearch.xml", "en/manifest.webmanifest",
		},
	} {
		files := site(t, book(t, name, everybody()))
		for _, page := range pages {
			got, ok := files[page]
			if !ok {
				t.Errorf("%s has no %s", name, page)
				continue
			}
			got = bundle.ReplaceAll(got, []byte("assets/$1.HASH."))
			golden := filepath.Join("testdata", "golden", name, filepath.FromSlash(page))
			if *update {
				if err := os.MkdirAll(filepath.Dir(golden), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(golden, got, 0o644); err != nil {
					t.Fatal(err)
				}
				continue
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != string(want) {
				t.Errorf("%s/%s is not as reviewed: look at the difference after go test ./builder/render -update", name, page)
			}
		}
	}
}
