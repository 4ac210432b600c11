package handbook

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func handbooks(t *rapid.T) *Handbook {
	var pages []*Page
	audiences := []Audience{Public, Internal, WithinFunction, WithinGroup, ""}
	statuses := []Status{"", Draft, InDebate, Validated, Archived}
	for _, info := range Types() {
		for i := range rapid.IntRange(0, 4).Draw(t, string(info.Type)) {
			p := page(info.Type, fmt.Sprintf("%s-%d", info.Type, i))
			p.Audience = rapid.SampledFrom(audiences).Draw(t, "audience")
			p.Status = rapid.SampledFrom(statuses).Draw(t, "status")
			if rapid.IntRange(0, 5).Draw(t, "withdrawn") == 0 {
				p.KeyPos["withdrawal"] = Pos{2, 1}
			}
			p.Themes = rapid.SliceOfN(rapid.SampledFrom([]string{"Accueil", "accueil", "Écoute"}), 0, 2).Draw(t, "themes")
			pages = append(pages, p)
		}
	}
	for _, p := range pages {
		if rapid.IntRange(0, 3).Draw(t, "translated") > 0 {
			continue
		}
		translation := page(p.Type, p.ID)
		translation.Translates, translation.Lang, translation.Path = true, English, "en/"+p.Path
		translation.Title, translation.KeyPos["title"] = "In English "+p.ID, Pos{2, 1}
		if rapid.Bool().Draw(t, "says its audience") {
			translation.KeyPos["audience"] = Pos{3, 1}
			translation.Audience = rapid.SampledFrom(audiences).Draw(t, "audience")
		}
		if rapid.IntRange(0, 3).Draw(t, "says its status") == 0 {
			translation.KeyPos["status"] = Pos{4, 1}
			translation.Status = rapid.SampledFrom(statuses).Draw(t, "status")
		}
		pages = append(pages, translation)
	}
	for _, p := range pages {
		for _, f := range AllFields() {
			to := targetsOf(f.Refs, pages)
			if f.Refs == nil || !f.On(p.Type) || len(to) == 0 {
				continue
			}
			for range rapid.IntRange(0, 2).Draw(t, "refs") {
				p.Refs = append(p.Refs, Ref{Spec: f.Refs, Key: f.Key.FR, Text: rapid.SampledFrom(to).Draw(t, "to").ID})
			}
		}
		for range rapid.IntRange(0, 2).Draw(t, "links") {
			to := rapid.SampledFrom(pages).Draw(t, "link")
			link := Link{Kind: WikiLink, Target: to.ID}
			if rapid.Bool().Draw(t, "by path") {
				link = Link{Kind: PageLink, Target: "/" + to.Path}
			}
			p.Body.Links = append(p.Body.Links, link)
		}
	}
	h, _ := New(Config{Lang: French}, pages, nil)
	return h
}

func targetsOf(spec *RefSpec, pages []*Page) []*Page {
	if spec == nil {
		return nil
	}
	return Of(spec.To, pages)
}

func TestNothingOfAPageLeftOutCanBeReached(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := handbooks(t)
		readers := []Readers{{Public, ""}, {Internal, ""}, {WithinFunction, "function-0"}, {WithinGroup, "group-0"}, {WithinFunction, "absent"}}
		r := rapid.SampledFrom(readers).Draw(t, "readers")
		drafts := rapid.Bool().Draw(t, "drafts")
		narrow, problems := h.For(r, drafts)

		may := map[string]bool{}
		for _, p := range h.Pages {
			sees := func(p *Page) bool { return r.May(p) && (drafts || p.Status != Draft) && !p.Withdrawn() }
			if sees(p) && (p.Original() == nil || sees(p.Original())) {
				may[p.Key()] = true
			}
		}
		if len(narrow.Pages) != len(may) {
			t.Fatalf("%d pages instead of %d", len(narrow.Pages), len(may))
		}
		originals := map[*Page]bool{}
		for _, p := range h.Pages {
			originals[p] = true
		}
		reach(reflect.ValueOf(narrow), map[visit]bool{}, func(p *Page) {
			if !may[p.Key()] {
				t.Fatalf("%s can be reached by %s", p.Key(), r)
			}
			if originals[p] {
				t.Fatalf("%s is not a copy: from it, all can be reached", p.Key())
			}
		})
		kinship := narrow.Kinship()
		for _, p := range narrow.Pages {
			for _, other := range kinship.Related(p) {
				if !may[other.Page.Key()] {
					t.Fatalf("%s is related to %s", p.Key(), other.Page.Key())
				}
			}
		}
		for _, problem := range problems {
			if problem.Code != "link-to-unpublished" && problem.Code != "link-to-withdrawn" {
				t.Fatalf("unexpected: %+v", problem)
			}
		}
	})
}

type visit struct {
	pointer uintptr
	kind    reflect.Type
}

func reach(v reflect.Value, seen map[visit]bool, found func(*Page)) {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() || seen[visit{v.Pointer(), v.Type()}] {
			return
		}
		seen[visit{v.Pointer(), v.Type()}] = true
		if v.Type() == reflect.TypeFor[*Page]() {
			found((*Page)(v.UnsafePointer()))
		}
		reach(v.Elem(), seen, found)
	case reflect.Interface:
		reach(v.Elem(), seen, found)
	case reflect.Struct:
		for i := range v.NumField() {
			reach(v.Field(i), seen, found)
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			reach(v.Index(i), seen, found)
		}
	case reflect.Map:
		for entries := v.MapRange(); entries.Next(); {
			reach(entries.Key(), seen, found)
			reach(entries.Value(), seen, found)
		}
	}
}

func TestAPublicPageIsForAllAndAPageWithoutAudienceForNobody(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		for _, p := range handbooks(t).Pages {
			for _, r := range []Readers{{Public, ""}, {Internal, ""}, {WithinFunction, "function-0"}, {WithinGroup, "group-0"}} {
				switch {
				case p.Audience == Public && !r.May(p):
					t.Fatalf("%s may not read the public %s", r, p.Key())
				case p.Audience == "" && r.May(p):
					t.Fatalf("%s may read %s, whose audience was not said", r, p.Key())
				case r.Audience == Public && p.Audience != Public && r.May(p):
					t.Fatalf("the public may read %s, which is for %s", p.Key(), p.Audience)
				case r.Audience == Internal && (p.Audience == WithinFunction || p.Audience == WithinGroup) && r.May(p):
					t.Fatalf("the whole organisation may read %s, which is for %s", p.Key(), p.Audience)
				}
			}
		}
	})
}

func TestReadersAreReadInBothLanguages(t *testing.T) {
	for s, want := range map[string]Readers{
		"publique": {Public, ""}, "public": {Public, ""}, "interne": {Internal, ""}, "internal": {Internal, ""},
		"fonction:accueil": {WithinFunction, "accueil"}, "function:accueil": {WithinFunction, "accueil"},
		"groupe:g": {WithinGroup, "g"}, "group:g": {WithinGroup, "g"},
	} {
		got, err := ParseReaders(s)
		if err != nil || got != want {
			t.Errorf("%q reads %+v (%v), not %+v", s, got, err, want)
		}
		if again, err := ParseReaders(got.String()); err != nil || again != got {
			t.Errorf("%q is written %q, which reads %+v (%v)", s, got, again, err)
		}
	}
	for _, s := range []string{"", "tous", "fonction", "groupe:", "interne:x", "publique:", "Public", "fonction:", ":x"} {
		if r, err := ParseReaders(s); err == nil && !(s == "publique:" && r == Readers{Public, ""}) {
			t.Errorf("%q reads %+v", s, r)
		}
	}
}

// A page takes neither its name nor its function from one that its readers may not see.
func TestAPageLeftOutNamesNoOther(t *testing.T) {
	hidden, need := page(Function, "secret"), page(Need, "besoin", "fonction secret")
	hidden.Title, hidden.Audience, need.Title = "Titre secret", WithinGroup, ""
	sheet, notion := page(Sheet, "fiche", "fonctions accueil", "notions calme"), page(Notion, "calme")
	sheet.Audience = WithinFunction
	whole := tied(t, hidden, need, sheet, notion, page(Function, "accueil"))
	if got := whole.Page(Need, "besoin").Title; got != "Besoin · Titre secret" {
		t.Errorf("the whole handbook calls the need %q", got)
	}
	if got := ids(whole.Page(Notion, "calme").Functions()); got != "accueil" {
		t.Errorf("the notion belongs to %q", got)
	}
	narrow, _ := whole.For(Readers{Internal, ""}, false)
	if got := narrow.Page(Need, "besoin").Title; got != "besoin" {
		t.Errorf("the need is called %q", got)
	}
	if got := ids(narrow.Page(Notion, "calme").Functions()); got != "" {
		t.Errorf("a sheet that is left out ties the notion to %q", got)
	}
}

// Whatever follows it, and however it is misspelt, a page with `retrait` is withdrawn from
// its own readers, who find its addresses and nothing else.
func TestAWithdrawnPageLeavesItsAddresses(t *testing.T) {
	p := page(Sheet, "fiche", "fonctions accueil")
	p.Aliases, p.KeyPos["withdrawal"] = []string{"ancienne", "/vieux/chemin/"}, Pos{2, 1}
	whole := tied(t, page(Function, "accueil"), p)
	for readers, want := range map[Readers]string{
		{Internal, ""}: "fiches/ancienne.html fiches/fiche.html vieux/chemin/index.html",
		{Public, ""}:   "",
	} {
		narrow, _ := whole.For(readers, true)
		if got := strings.Join(narrow.Withdrawn, " "); got != want || narrow.Page(Sheet, "fiche") != nil {
			t.Errorf("for %s, %q remains", readers, got)
		}
	}
}
