package builder

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"relais/builder/handbook"
	"relais/builder/load"
	"relais/search"
)

// day is the first of January 2026.
var day = handbook.Date{Year: 2026, Month: 1, Day: 1}

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
	for d := range documents(book, day) {
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
	rows := facets(b, day)
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

const facetedBook = `
-- fonctions/accueil.md --
---
titre: Accueil
diffusion: interne
---
-- groupes/gs.md --
---
titre: Guichets
fonction: accueil
diffusion: interne
---
-- groupes/autre.md --
---
titre: Groupe réservé
fonction: accueil
diffusion: groupe
---
-- seances/gs-1.md --
---
titre: Séance 1
groupe: gs
numero: 1
mois: 2025-06
statut: en-debat
diffusion: interne
---
-- situations/insulte.md --
---
titre: Insulte
fonctions: [accueil]
canal: [guichet, telephone]
diffusion: interne
---
-- fiches/limite.md --
---
titre: Poser la limite
fonctions: [accueil]
issue_de: [gs-1]
face_a: [insulte]
moment: pendant
canal: [guichet]
statut: en-debat
revision_le: 2025-12-31
themes: [Équipe, equipe, Langage]
diffusion: interne
---
-- fiches/ancienne.md --
---
titre: Ancienne
fonctions: [accueil]
statut: archivee
revision_le: 2025-12-31
diffusion: interne
---
-- fiches/neuve.md --
---
titre: Neuve
fonctions: [accueil]
statut: en-debat
revision_le: 2027-07-03
diffusion: interne
---
`

// The facets say of each page what its readers filter by, and nothing of pages
// that are not theirs.
func TestFacetsSayWhatAPageIs(t *testing.T) {
	files := map[string]string{}
	for _, f := range txtar.Parse([]byte(facetedBook)).Files {
		files[f.Name] = string(f.Data)
	}
	b := book(t, files)
	all := documentsOf(b)
	for id, want := range map[string]map[string][]string{
		"fiches/limite.html": {
			"type": {"sheet"}, "function": {"accueil"}, "status": {"in-debate", "stale"}, "moment": {"during"}, "channel": {"desk"},
			"situation": {"insulte"}, "group": {"gs"}, "theme": {"equipe", "langage"},
		},
		"fiches/ancienne.html":    {"type": {"sheet"}, "function": {"accueil"}, "status": {"archived"}},
		"situations/insulte.html": {"type": {"situation"}, "function": {"accueil"}, "channel": {"desk", "phone"}, "situation": {"insulte"}},
		"seances/gs-1.html":       {"type": {"session"}, "function": {"accueil"}, "status": {"in-debate"}, "group": {"gs"}},
		"groupes/gs.html":         {"type": {"group"}, "function": {"accueil"}, "group": {"gs"}},
	} {
		for _, row := range facetRows(day) {
			if got := all[id].Facets[row.name]; !slices.Equal(got, want[row.name]) {
				t.Errorf("%s: %s is %v, want %v", id, row.name, got, want[row.name])
			}
		}
	}
	for id, due := range map[string]string{
		"fiches/limite.html": "2025-12-31", "fiches/neuve.html": "2027-07-03", "fiches/ancienne.html": "", "groupes/gs.html": "",
	} {
		if all[id].Due != due {
			t.Errorf("%s is due on %q, want %q", id, all[id].Due, due)
		}
	}
	var names, statuses []string
	weights := map[string]float64{}
	for _, f := range facets(b, day) {
		names = append(names, f.Name)
		for _, v := range f.Values {
			if f.Name == "status" {
				statuses = append(statuses, v.Label)
			}
			if strings.Contains(v.Label, "réservé") {
				t.Errorf("%s tells of a page that is not for its readers", f.Name)
			}
			if v.Weight != 0 {
				weights[v.ID] = v.Weight
			}
		}
	}
	if want := []string{"type", "function", "status", "moment", "channel", "situation", "group", "theme"}; !slices.Equal(names, want) {
		t.Errorf("facets are %v", names)
	}
	if want := []string{"En débat", "Archivée", "À réviser"}; !slices.Equal(statuses, want) {
		t.Errorf("statuses are %v", statuses)
	}
	if want := map[string]float64{"stale": 0.8, "archived": 0.5}; !maps.Equal(weights, want) {
		t.Errorf("weights are %v", weights)
	}
}

// A filter is typed in either language, whatever the handbook's.
func TestFiltersAreTypedInBothLanguages(t *testing.T) {
	files := map[string]string{}
	for _, f := range txtar.Parse([]byte(facetedBook)).Files {
		files[f.Name] = string(f.Data)
	}
	b := book(t, files)
	ix, err := search.NewIndex(t.Context(), documents(b, day), facets(b, day))
	if err != nil {
		t.Fatal(err)
	}
	defer ix.Close()
	for typed, want := range map[string]string{
		"type:fiche": "fiches/ancienne fiches/limite fiches/neuve", "type:fiches statut:a-reviser": "fiches/limite",
		"type:sheet status:stale": "fiches/limite", "TYPE:Sheets statut:archivee": "fiches/ancienne", "status:archived": "fiches/ancienne",
		"moment:pendant": "fiches/limite", "moment:during": "fiches/limite", "canal:telephone": "situations/insulte",
		"channel:phone": "situations/insulte", "canal:téléphone": "situations/insulte", "thème:équipe": "fiches/limite",
		"theme:langage": "fiches/limite", `statut:"à réviser"`: "fiches/limite", "groupe:gs type:séance": "seances/gs-1",
		"group:guichets type:session": "seances/gs-1", "situation:insulte type:fiche": "fiches/limite",
		"fonction:accueil type:groupe": "groupes/gs", "function:accueil type:group": "groupes/gs",
	} {
		results, err := ix.Search(t.Context(), search.Query{Text: typed})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, hit := range results.Hits {
			got = append(got, strings.TrimSuffix(hit.ID, ".html"))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s finds %v, want %s", typed, got, want)
		}
	}
}
