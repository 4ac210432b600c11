package search

import (
	"context"
	"slices"
	"strings"
	"testing"
)

// pageOf makes an index of one page that holds words.
func pageOf(t *testing.T, words string) *Index {
	return newTestIndex(t, slices.Values([]Document{{
		ID: "a.html", Title: "Mots", Lang: "fr", Sections: []Section{{Text: words}},
	}}), nil)
}

func TestWhatPeopleTypeIsReadAsWhatTheyMeant(t *testing.T) {
	ix := pageOf(t, "accueil langage reformulation agressif agression question photocopie équipe évaluation entretien licenciement absence harcèlement cotisation cœur aujourd’hui sécurité actions sanctions lettre")
	for typed, want := range map[string]string{
		"acceuil ":       "accueil",
		"language ":      "langage",
		"reformultion ":  "reformulation",
		"reformultio":    "reformulation",
		"agresif ":       "agressif",
		"agresi":         "agressif",
		"kestion ":       "question",
		"fotocopie ":     "photocopie",
		"lequipe ":       "equipe",
		"levaluation ":   "evaluation",
		"dacceuil ":      "accueil",
		"ntretien ":      "entretien",
		"licensiement ":  "licenciement",
		"abscence ":      "absence",
		"cotisassion ":   "cotisation",
		"sekurite ":      "securite",
		"sactions ":      "actions", // both are one letter away
		"letre ":         "lettre",
		"aujourdui ":     "aujourdhui",
		"evalaution ":    "evaluation",
		"EVALUATOIN ":    "evaluation",
		"aggressif ":     "agressif",
		"reformulassion": "reformulation",
	} {
		results, err := ix.Search(context.Background(), Query{Text: typed})
		if err != nil {
			t.Fatal(err)
		}
		if len(results.Corrected) != 1 || results.Corrected[0].To != want || results.Total != 1 {
			t.Errorf("%q: %+v, want %s", typed, results.Corrected, want)
		}
	}
	for typed := range strings.FieldsSeq("accueil agressif Équipe coeur AUJOURD’HUI securites") {
		results, err := ix.Search(context.Background(), Query{Text: typed + " "})
		if err != nil {
			t.Fatal(err)
		}
		if len(results.Corrected) != 0 || results.Total != 1 {
			t.Errorf("%q: corrected %+v, %d found", typed, results.Corrected, results.Total)
		}
	}
}

func TestNothingFoundProposesWhatIsNear(t *testing.T) {
	ix := pageOf(t, "accueil reformulation relais relation")
	for typed, want := range map[string]string{
		"relasion xyz":      "relation relais",
		"zzzzzz":            "",
		"acculturation":     "",
		"reformeulationsss": "reformulation",
	} {
		results, err := ix.Search(context.Background(), Query{Text: typed})
		if err != nil {
			t.Fatal(err)
		}
		var near []string
		for _, s := range results.Near {
			near = append(near, s.To...)
		}
		if results.Total > 0 && len(near) > 0 {
			t.Errorf("%q is found, and yet near: %v", typed, near)
		}
		if results.Total == 0 && strings.Join(near, " ") != want {
			t.Errorf("%q: near %v, want %s", typed, near, want)
		}
	}
}

func TestWhatIsAskedInTheTitleComesFirst(t *testing.T) {
	page := func(id, title string, keywords ...string) Document {
		return Document{ID: id, Title: title, Lang: "fr", Keywords: keywords, Sections: []Section{{Text: "Le relais et le passage, la demande, l’équipe, traiter, une insulte."}}}
	}
	ix := newTestIndex(t, slices.Values([]Document{
		page("a.html", "Le passage, puis le relais"),
		page("b.html", "Le relais sans passage"),
		page("c.html", "Traiter une demande, et la traiter bien", "traiter", "traitement"),
		page("d.html", "Face à une insulte", "il m’a traitée de", "gros mots"),
		page("e.html", "Pourquoi un passage de relais"),
		page("f.html", "Quand changer d’équipe", "mots"),
		page("g.html", "Comment changer d’équipe", "gros"),
	}), nil)
	for typed, want := range map[string]string{
		"passage de relais ":       "e.html",
		"passage relais ":          "e.html",
		"il m'a traitée de":        "d.html",
		"gros mots":                "d.html",
		"quand changer d'équipe ?": "f.html",
		"comment changer d'équipe": "g.html",
		"traitement":               "c.html",
	} {
		results, err := ix.Search(context.Background(), Query{Text: typed})
		if err != nil {
			t.Fatal(err)
		}
		if len(results.Hits) == 0 || results.Hits[0].ID != want {
			t.Errorf("%q: %+v, want %s", typed, results.Hits, want)
		}
	}
}
