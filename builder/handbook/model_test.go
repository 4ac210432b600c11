package handbook

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

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

func tie2(t *testing.T, pages ...*Page) *Handbook {
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
	h := tie2(t,
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
		h := tie2(t, page(Sheet, "a", key+" b"), page(Sheet, "b"), page(Sheet, "c", key+" b"))
		a, b := h.Page(Sheet, "a"), h.Page(Sheet, "b")
		if ids(a.To(relation)) != "b" || ids(b.To(relation)) != "a c" || ids(a.From(relation)) != "b" || ids(b.From(relation)) != "a c" {
			t.Errorf("%s: a → %q ← %q, b → %q ← %q", relation, ids(a.To(relation)), ids(a.From(relation)), ids(b.To(relation)), ids(b.From(relation)))
		}
		// Declared on both sides, it is still one.
		h = tie2(t, page(Sheet, "a", key+" b"), page(Sheet, "b", key+" a"))
		if got := ids(h.Page(Sheet, "a").To(relation)); got != "b" {
			t.Errorf("%s declared twice leads to %q", relation, got)
		}
	}
}

func TestFunctionsAndGroupsFlowToWhatTheyMade(t *testing.T) {
	h := tie2(t,
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
func handbooks(t *rapid.T) *Handbook {
	var pages []*Page
	audiences := []Audience{Public, Internal, WithinFunction, WithinGroup, ""}
	statuses := []Status{"", Draft, InDebate, Validated, Archived}
	for _, info := range Types() {
		for i := range rapid.IntRange(0, 4).Draw(t, string(info.Type)) {
			p := page(info.Type, fmt.Sprintf("%s-%d", info.Type, i))
			p.Audience = rapid.SampledFrom(audiences).Draw(t, "audience")
			p.Status = rapid.SampledFrom(statuses).Draw(t, "status")
			p.Themes = rapid.SliceOfN(rapid.SampledFrom([]string{"Accueil", "accueil", "Écoute"}), 0, 2).Draw(t, "themes")
			pages = append(pages, p)
		}
	}
	for _, p := range pages {
		for _, f := range AllFields() {
			to := Of0(f.Refs, pages)
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

// Of0 returns the pages that a key may point to.
func Of0(spec *RefSpec, pages []*Page) []*Page {
	if spec == nil {
		return nil
	}
	return Of(spec.To, pages)
}

// The audience is the one promise that cannot be taken back: whatever the
// handbook and its readers, a walk through every field of what they get, exported
// or not, meets no page that they may not read.
func TestNothingOfAPageLeftOutCanBeReached(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := handbooks(t)
		readers := []Readers{{Public, ""}, {Internal, ""}, {WithinFunction, "function-0"}, {WithinGroup, "group-0"}, {WithinFunction, "absent"}}
		r := rapid.SampledFrom(readers).Draw(t, "readers")
		drafts := rapid.Bool().Draw(t, "drafts")
		narrow, problems := h.For(r, drafts)

		may := map[string]bool{}
		for _, p := range h.Pages {
			if r.May(p) && (drafts || p.Status != Draft) {
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
		for related, others := range narrow.Related() {
			for _, other := range others {
				if !may[related.Key()] || !may[other.Page.Key()] {
					t.Fatalf("%s is related to %s", related.Key(), other.Page.Key())
				}
			}
		}
		for _, problem := range problems {
			if problem.Code != "link-to-unpublished" {
				t.Fatalf("unexpected: %+v", problem)
			}
		}
	})
}

// visit is a place that a walk has been at.
type visit struct {
	pointer uintptr
	kind    reflect.Type
}

// reach walks through everything that can be reached from v and calls found for each page.
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

// Wider readers see all that narrower audiences exclude them from, never less
// of what is public.
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
				pages = append(pages, &Page{Fields: p.Fields, Path: p.Path, Refs: p.Refs, Body: p.Body})
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
	h := tie2(t, a, b, c, d, page(Sheet, "seule"), page(Situation, "insulte"), page(Notion, "calme"))
	related := h.Related()
	var got []string
	for _, r := range related[h.Page(Sheet, "a")] {
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
	if len(related[h.Page(Sheet, "seule")]) > 0 {
		t.Error("a page that shares nothing is related to some")
	}
}

func TestFoldMakesAlikeWhatPeopleTakeForTheSame(t *testing.T) {
	for _, same := range [][]string{
		{"Été à l'école", "ete-a-l-ecole", "ÉTÉ  À L’ÉCOLE", "e\u0301te\u0301 a\u0300 l'e\u0301cole"},
		{"cœur", "coeur", "CŒUR"}, {"Insultes & menaces", "insultes menaces"}, {"", "—", " "},
	} {
		for _, s := range same[1:] {
			if Fold(s) != Fold(same[0]) {
				t.Errorf("%q folds to %q, %q to %q", same[0], Fold(same[0]), s, Fold(s))
			}
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "s")
		if Fold(Fold(s)) != Fold(s) {
			t.Fatalf("%q folds to %q, then to %q", s, Fold(s), Fold(Fold(s)))
		}
	})
}

func TestNearestIsWhatAPersonMayHaveMeant(t *testing.T) {
	candidates := []string{"titre", "resume", "fonctions", "face-a-une-insulte", "guichets-standard"}
	for word, want := range map[string]string{
		"tire": "titre", "Titre": "titre", "résumé": "resume", "fonction": "fonctions", "face-a-une-insule": "face-a-une-insulte",
		"Face à une insulte": "face-a-une-insulte", "auteur": "", "x": "", "": "", "une phrase pour proposer de lire à voix haute": "",
	} {
		if got := Nearest(word, candidates); got != want {
			t.Errorf("%q is near %q, not %q", word, got, want)
		}
	}
	if got := Nearest("tutre", []string{"titre", "tutre"}); got != "tutre" {
		t.Errorf("the nearest is not the one: %q", got)
	}
}

// Ten thousand broken references must not cost ten thousand looks at each page.
func TestNamesAnswerABoundedNumberOfTimes(t *testing.T) {
	names := NewNames([]string{"titre"})
	answered := 0
	for range 10 * maxQuestions {
		if names.Nearest("tire") != "" {
			answered++
		}
	}
	if answered != maxQuestions {
		t.Errorf("%d answers", answered)
	}
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

func TestAMonthIsNeverReadFromADay(t *testing.T) {
	if m, err := ParseMonth("2025-06"); err != nil || m != (Month{2025, time.June}) || m.String() != "2025-06" {
		t.Errorf("2025-06 reads %v (%v)", m, err)
	}
	for _, s := range []string{"2025-06-12", "2025-13", "06-2025", "2025", "juin 2025", ""} {
		if m, err := ParseMonth(s); err == nil {
			t.Errorf("%q reads %v", s, m)
		}
	}
	if !(Month{2024, time.December}).Before(Month{2025, time.January}) || (Month{2025, time.June}).Before(Month{2025, time.June}) {
		t.Error("months are out of order")
	}
}

func TestAPageIsStaleFromItsReviewDayUnlessArchived(t *testing.T) {
	p := page(Sheet, "a")
	day := Date{2026, time.July, 3}
	p.ReviewOn = day
	for today, want := range map[Date]bool{{2026, time.July, 2}: false, day: true, {2027, time.January, 1}: true} {
		if p.Stale(today) != want {
			t.Errorf("on %s stale is %v", today, !want)
		}
	}
	p.Status = Archived
	if p.Stale(Date{2030, time.January, 1}) {
		t.Error("an archived page is stale")
	}
	p.Status, p.ReviewOn = Validated, Date{}
	if p.Stale(Date{2030, time.January, 1}) {
		t.Error("a page without a review day is stale")
	}
}

// Severity rises with status; nothing stops a build because of a draft.
func TestSeverityRisesWithStatus(t *testing.T) {
	p := page(Sheet, "a")
	for status, want := range map[Status]Severity{Draft: Advice, Archived: Advice, InDebate: Warning, Validated: Error, "": Error} {
		p.Status = status
		if got := p.Problem("x", Pos{}, nil).Severity; got != want {
			t.Errorf("%q deserves %s, not %s", status, want, got)
		}
	}
}
