package builder

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"relais/builder/handbook"
	"relais/builder/load"
	"relais/search"
)

// book loads a handbook of the given files and narrows it to internal readers.
func book(t *testing.T, files map[string]string) *handbook.Handbook {
	t.Helper()
	source := fstest.MapFS{"handbook.yaml": {Data: []byte("titre: Essai\nlangue: fr\ndiffusion: interne\n")}}
	for name, text := range files {
		source[name] = &fstest.MapFile{Data: []byte(text)}
	}
	loaded, err := load.Load(t.Context(), source, load.Options{})
	if err != nil {
		t.Fatal(err)
	}
	narrow, _ := loaded.Handbook.For(loaded.Handbook.Config.Readers, false)
	return narrow
}

func documentsOf(book *handbook.Handbook) map[string]search.Document {
	all := map[string]search.Document{}
	for d := range documents(book, handbook.Date{Year: 2026, Month: 1, Day: 1}) {
		all[d.ID] = d
	}
	return all
}

// The search knows a page by the words that readers see: a link by the title
// of its target or, when that is not for them, by what the author wrote.
func TestTheSearchReadsLinksAsReadersDo(t *testing.T) {
	all := documentsOf(book(t, map[string]string{
		"notions/ecoute.md": "---\ntitre: L'écoute active\ndefinition: Écouter.\ndiffusion: interne\n---\n",
		"notions/secret.md": "---\ntitre: Titre réservé\ndefinition: Rien.\ndiffusion: groupe\n---\n",
		"pages/a.md":        "---\ntitre: A\ndiffusion: interne\n---\n  Voir [[ecoute]], [[ecoute|écouter]] et [[secret]].\n",
	}))
	want := "Voir L’écoute active, écouter et secret."
	if got := all["pages/a.html"].Sections[0].Text; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if len(all) != 2 {
		t.Errorf("%d documents, want those of the two pages that readers may see", len(all))
	}
	for id, d := range all {
		if text := strings.Join(append(d.Keywords, d.Title, d.Summary), " "); strings.Contains(text, "réservé") {
			t.Errorf("%s tells of a page that is not for its readers: %q", id, text)
		}
	}
}

// A facet has the values that some page has, and each page only such values.
func TestFacetsListWhatPagesHave(t *testing.T) {
	b := book(t, map[string]string{
		"fonctions/accueil.md": "---\ntitre: Accueil\ndiffusion: interne\n---\n",
		"fonctions/vide.md":    "---\ntitre: Réservée\ndiffusion: groupe\n---\n",
		"fiches/insulte.md":    "---\ntitre: Insulte\nfonctions: [accueil, vide]\nstatut: archivee\ndiffusion: interne\n---\n",
	})
	rows := facets(b)
	if got := rows[1].Values; len(got) != 1 || got[0].ID != "accueil" || got[0].Label != "Accueil" {
		t.Errorf("functions: %v", got)
	}
	if got := rows[0].Values; len(got) != 2 || got[0].Label != "Fonctions" || got[1].Label != "Fiches" {
		t.Errorf("types: %v", got)
	}
	sheet := documentsOf(b)["fiches/insulte.html"]
	if !slices.Equal(sheet.Facets["function"], []string{"accueil"}) || !slices.Equal(sheet.Marks, []string{"archived"}) {
		t.Errorf("the sheet has %v and %v", sheet.Facets, sheet.Marks)
	}
}
