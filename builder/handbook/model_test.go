package handbook

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// page makes a page with references written as "key value".

func page(t Type, id string, refs ...string) *Page {
	p := &Page{Path: t.Info().Folder.FR + "/" + id + ".md", KeyPos: map[string]Pos{}}
	p.Type, p.ID, p.Title, p.Audience = t, id, id, Internal
	for i, ref := range refs {
		key, value, _ := strings.Cut(ref, " ")
		for _, f := range AllFields() {
			if f.Refs != nil && f.On(t) && (f.Key.FR == key || f.Key.EN == key) {
				p.Refs = append(p.Refs, Ref{Spec: f.Refs, Key: key, Text: value, Pos: Pos{i + 2, 1}})
			}
		}
	}
	return p
}

func tied(t *testing.T, pages ...*Page) *Handbook {
	h, problems := New(Config{Lang: French}, pages, nil)
	for _, p := range problems {
		t.Errorf("unexpected: %+v", p)
	}
	return h
}

func ids(pages []*Page) string {
	var ids []string
	for _, p := range pages {
		ids = append(ids, p.ID)
	}
	return strings.Join(ids, " ")
}

func TestARelationDeclaredOnOneSideHoldsOnBoth(t *testing.T) {
	h := tied(t,
		page(Function, "accueil"),
		page(Need, "besoin", "fonction accueil"),
		page(Group, "g", "fonction accueil", "besoin besoin", "charte c"),
		page(Charter, "c"),
		page(Session, "s1", "groupe g", "situations insulte", "pistes fiche"),
		page(Session, "s2", "groupe g"),
		page(Situation, "insulte", "fonctions accueil", "seances s2"),
		page(Sheet, "fiche", "fonctions accueil", "issue_de s1", "issue_de s2", "face_a insulte", "notions calme", "remplace vieille"),
		page(Sheet, "vieille", "groupe g"),
		page(Notion, "calme"),
	)
	for _, c := range []struct {
		from     Type
		id       string
		relation Relation
		to       Type
		forward  string
	}{
		{Group, "g", FromNeed, Need, "besoin"},
		{Group, "g", UnderCharter, Charter, "c"},
		{Session, "s1", ByGroup, Group, "g"},
		{Session, "s1", WorkedOn, Situation, "insulte"},
		{Session, "s2", WorkedOn, Situation, "insulte"}, // declared by the situation
		{Session, "s1", LedTo, Sheet, "fiche"},
		{Sheet, "fiche", FromSession, Session, "s1 s2"},
		{Sheet, "fiche", Answers, Situation, "insulte"},
		{Sheet, "fiche", Uses, Notion, "calme"},
		{Sheet, "fiche", Replaces, Sheet, "vieille"},
	} {
		p := h.Page(c.from, c.id)
		if got := ids(p.To(c.relation)); got != c.forward {
			t.Errorf("%s %s leads to %q, not %q", c.id, c.relation, got, c.forward)
		}
		for _, to := range p.To(c.relation) {
			if to.Type != c.to || !slices.Contains(to.From(c.relation), p) {
				t.Errorf("%s does not know that %s comes to it by %s", to.ID, p.ID, c.relation)
			}
		}
	}
	if got := ids(h.Page(Function, "accueil").From(OfFunction)); got != "besoin fiche g insulte" {
		t.Errorf("the function gathers %q", got)
	}
}

func TestASymmetricRelationHoldsBothWays(t *testing.T) {
	for key, relation := range map[string]Relation{"complete": Complements, "alternative_a": AlternativeTo} {
		h := tied(t, page(Sheet, "a", key+" b"), page(Sheet, "b"), page(Sheet, "c", key+" b"))
		a, b := h.Page(Sheet, "a"), h.Page(Sheet, "b")
		if ids(a.To(relation)) != "b" || ids(b.To(relation)) != "a c" || ids(a.From(relation)) != "b" || ids(b.From(relation)) != "a c" {
			t.Errorf("%s: a → %q ← %q, b → %q ← %q", relation, ids(a.To(relation)), ids(a.From(relation)), ids(b.To(relation)), ids(b.From(relation)))
		}
		// Declared on both sides, it is still one.
		h = tied(t, page(Sheet, "a", key+" b"), page(Sheet, "b", key+" a"))
		if got := ids(h.Page(Sheet, "a").To(relation)); got != "b" {
			t.Errorf("%s declared twice leads to %q", relation, got)
		}
	}
}

func TestFunctionsAndGroupsFlowToWhatTheyMade(t *testing.T) {
	h := tied(t,
		page(Function, "accueil"), page(Function, "management"),
		page(Group, "g", "fonction accueil", "charte c"), page(Charter, "c"),
		page(Session, "s", "groupe g"),
		page(Sheet, "herite", "issue_de s", "notions n", "ressources r"),
		page(Sheet, "dit", "issue_de s", "fonctions management"),
		page(Notion, "n"), page(Resource, "r"), page(PlainPage, "p"),
	)
	for key, want := range map[string]string{
		"session/s": "accueil", "sheet/herite": "accueil", "sheet/dit": "management", "charter/c": "accueil",
		"notion/n": "accueil", "resource/r": "accueil", "page/p": "", "function/accueil": "accueil",
	} {
		typ, id, _ := strings.Cut(key, "/")
		if got := ids(h.Page(Type(typ), id).Functions()); got != want {
			t.Errorf("%s belongs to the functions %q, not %q", key, got, want)
		}
	}
	if got := ids(h.Page(Sheet, "herite").Groups()); got != "g" {
		t.Errorf("a sheet comes from the groups %q of its sessions", got)
	}
}

// handbooks draws handbooks with all types, audiences and statuses, with

// references and links from any page to any other.

// targetsOf returns the pages that a key may point to.

// The audience is the one promise that cannot be taken back: whatever the

// handbook and its readers, a walk through every field of what they get, exported

// or not, meets no page that they may not read.

// visit is a place that a walk has been at.

// reach walks through everything that can be reached from v and calls found for each page.

// Wider readers see all that narrower audiences exclude them from, never less

// of what is public.

// The order in which files are read never shows.

func TestTheOrderOfThePagesDoesNotShow(t *testing.T) {
	shape := func(h *Handbook, problems []Problem) string {
		var b strings.Builder
		SortProblems(problems)
		for _, p := range h.Pages {
			fmt.Fprintf(&b, "%s f:%s g:%s", p.Key(), ids(p.Functions()), ids(p.Groups()))
			for _, f := range AllFields() {
				if f.Refs != nil {
					fmt.Fprintf(&b, " %s>%s<%s", f.Key.EN, ids(p.To(f.Refs.Relation)), ids(p.From(f.Refs.Relation)))
				}
			}
			b.WriteString("\n")
		}
		return fmt.Sprintf("%s%+v", b.String(), problems)
	}
	rapid.Check(t, func(t *rapid.T) {
		h := handbooks(t)
		fresh := func() []*Page {
			var pages []*Page
			for _, p := range h.Pages {
				pages = append(pages, &Page{Fields: p.Fields, Path: p.Path, Translates: p.Translates, KeyPos: p.KeyPos, Refs: p.Refs, Body: p.Body})
			}
			return pages
		}
		a, b := fresh(), fresh()
		if len(b) > 0 {
			b = rapid.Permutation(b).Draw(t, "order")
		}
		if one, other := shape(New(h.Config, a, nil)), shape(New(h.Config, b, nil)); one != other {
			t.Fatalf("in one order:\n%s\nin another:\n%s", one, other)
		}
	})
}

func TestRelatedPagesShareSomethingAndSayWhat(t *testing.T) {
	a, b := page(Sheet, "a", "face_a insulte", "notions calme"), page(Sheet, "b", "face_a insulte")
	c, d := page(Sheet, "c", "notions calme"), page(Sheet, "d", "complete a", "face_a insulte")
	a.Themes, c.Themes = []string{"Écoute"}, []string{"ecoute"}
	h := tied(t, a, b, c, d, page(Sheet, "seule"), page(Situation, "insulte"), page(Notion, "calme"))
	kinship := h.Kinship()
	var got []string
	for _, r := range kinship.Related(h.Page(Sheet, "a")) {
		why := r.Page.ID + ":"
		for _, s := range r.Shared {
			if s.Page != nil {
				why += " " + s.Page.ID
			} else {
				why += " #" + s.Theme
			}
		}
		got = append(got, why)
	}
	// d is tied to a already; b shares a situation, c a notion and a theme.
	if want := []string{"b: insulte", "c: calme #Écoute"}; !slices.Equal(got, want) {
		t.Errorf("a is related to %q, not %q", got, want)
	}
	if len(kinship.Related(h.Page(Sheet, "seule"))) > 0 {
		t.Error("a page that shares nothing is related to some")
	}
}

// Ten thousand broken references must not cost ten thousand looks at each page.

// Severity rises with status; nothing stops a build because of a draft.

func TestThePathOfANewcomerKeepsItsOrder(t *testing.T) {
	accueil := page(Function, "accueil", "parcours c", "parcours a", "parcours b", "parcours a")
	tied(t, accueil, page(Sheet, "a"), page(Sheet, "b"), page(Sheet, "c"))
	if got := ids(accueil.To(BeginsWith)); got != "c a b" {
		t.Error(got)
	}
}
