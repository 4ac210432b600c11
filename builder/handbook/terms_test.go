package handbook

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// notion makes a notion with other names.
func notion(title string, synonyms ...string) *Page {
	p := page(Notion, Slug(title))
	p.Title, p.Synonyms = title, synonyms
	return p
}

// running makes a sheet whose text is running text and nothing else.
func running(text string, refs ...string) *Page {
	p := page(Sheet, "texte", refs...)
	p.Body = Body{HTML: []byte(text), Prose: []Stretch{{0, uint32(len(text))}}}
	return p
}

// marked returns the text of p with brackets around what Find finds.
func marked(h *Handbook, p *Page) string {
	html, at, out := string(p.Body.HTML), 0, strings.Builder{}
	for _, term := range h.Terms().Find(p) {
		fmt.Fprintf(&out, "%s[%s]", html[at:term.Start], html[term.Start:term.End])
		at = term.End
	}
	return out.String() + html[at:]
}

func TestANotionIsFoundWhereItIsFirstUsed(t *testing.T) {
	eric := notion("Boucle verbale E.R.I.C.")
	eric.Acronyms = []string{"ERIC", "E.R.I.C."}
	notions := []*Page{
		eric,
		notion("Incivilité", "manque de respect"), notion("Retour d'expérience"), notion("Expérience"), notion("Médiateur"),
		notion("Contrainte"), notion("Marché"), notion("Travail"), notion("Protection fonctionnelle"), notion("Œuvre (sociale)"),
		notion("Relais"),
	}
	for text, want := range map[string]string{
		"Une incivilité, deux incivilités.":             "Une [incivilité], deux incivilités.",
		"Les INCIVILITÉS":                               "Les [INCIVILITÉS]",
		"Des manques de respect":                        "Des [manques de respect]",
		"Un retour d’expérience, puis l’expérience":     "Un [retour d’expérience], puis l’[expérience]",
		"Des retours\nd’expérience":                     "Des [retours\nd’expérience]",
		"Un retour. D’expérience, on sait":              "Un retour. D’[expérience], on sait",
		"La médiatrice":                                 "La [médiatrice]",
		"Un·e médiateur·trice·s est là":                 "Un·e [médiateur·trice·s] est là",
		"Être contraint":                                "Être contraint",
		"Il marche au marché":                           "Il marche au [marché]",
		"Les travaux":                                   "Les [travaux]",
		"Des protections fonctionnelles":                "Des [protections fonctionnelles]",
		"Éric parle de la méthode ERIC":                 "Éric parle de la méthode [ERIC]",
		"La boucle E.R.I.C. aide":                       "La boucle [E.R.I.C.] aide",
		"Une oeuvre":                                    "Une [oeuvre]",
		"Il relaie, au relais":                          "Il relaie, au [relais]",
		"ince\u0301vilite\u0301 incivilite\u0301 &amp;": "ince\u0301vilite\u0301 [incivilite\u0301] &amp;",
		"": "",
	} {
		p := running(text)
		if got := marked(tied(t, append(slices.Clone(notions), p)...), p); got != want {
			t.Errorf("%q: found %q, not %q", text, got, want)
		}
	}
}

func TestANumberToCallIsFoundEachTime(t *testing.T) {
	p := running("Au relais, composer le 17. Sinon le 112, puis le 112.")
	if got := marked(tied(t, notion("Relais"), p), p); got != "Au [relais], composer le [17]. Sinon le [112], puis le [112]." {
		t.Error(got)
	}
}

func TestEnglishWordsInflectAsEnglishOnes(t *testing.T) {
	policy, crisis := notion("Policy"), notion("Crisis")
	p := running("Policies in a crisis")
	policy.Lang, crisis.Lang, p.Lang = English, English, English
	if got := marked(tied(t, policy, crisis, p), p); got != "[Policies] in a [crisis]" {
		t.Error(got)
	}
	if p.Lang = French; marked(tied(t, policy, crisis, p), p) != "Policies in a crisis" {
		t.Error("a notion is found in the text of another language")
	}
}

func TestWordsThatMayMeanSeveralNotionsAreLeftAlone(t *testing.T) {
	one, other := notion("Cadre"), page(Notion, "cadre-2")
	other.Title = "Cadre"
	p := running("Le cadre")
	if got := marked(tied(t, one, other, p), p); got != "Le cadre" {
		t.Error(got)
	}
	if p = running("Le cadre", "notions cadre-2"); marked(tied(t, one, other, p), p) != "Le [cadre]" {
		t.Error("the notion that the page declares is not preferred")
	}
}

func TestAnAuthorsLinkIsTheFirstUse(t *testing.T) {
	relais := notion("Relais")
	p := running("Le relais, le relais")
	p.Body.Prose = []Stretch{{10, 20}} // the first is in the author's link
	p.Body.Links = []Link{{Kind: WikiLink, Target: "relais"}}
	p.Body.Holes = []Hole{{3, 0, LinkStart}, {9, 0, LinkEnd}}
	h := tied(t, relais, p)
	if found := h.Terms().Find(p); len(found) != 1 || !found[0].Linked || found[0].Start != 3 {
		t.Errorf("%+v", found)
	}
	if found := h.Terms().Find(relais); found != nil {
		t.Error("a notion is explained on its own page")
	}
}

// TestTheLongestNameWinsAndEachNotionIsFoundOnce holds for any text: what is
// found lies in the running text, in order, without overlap, once a notion; and no
// longer name begins at the same word.
func TestTheLongestNameWinsAndEachNotionIsFoundOnce(t *testing.T) {
	words := []string{"retour", "expérience", "de", "l’équipe", "relais", "calme", "retours", "du", ".", ",", "&amp;", "é", "ERIC", "·e", "\u00ad", "\u00a0", "-"}
	rapid.Check(t, func(rt *rapid.T) {
		draw := func(most int) string {
			return strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 1, most).Draw(rt, "words"), " ")
		}
		var pages []*Page
		for i := range rapid.IntRange(1, 5).Draw(rt, "notions") {
			n := page(Notion, fmt.Sprint("n", i))
			n.Title, n.Synonyms = draw(3), []string{draw(2)}
			pages = append(pages, n)
		}
		p := running(draw(20))
		h, _ := New(Config{Lang: French}, append(pages, p), nil)
		last, met := 0, map[*Page]bool{}
		for _, term := range h.Terms().Find(p) {
			if term.Start < last || term.End <= term.Start || term.End > len(p.Body.HTML) || met[term.Notion] {
				rt.Fatalf("%+v after %d in %q", term, last, p.Body.HTML)
			}
			last, met[term.Notion] = term.End, true
		}
	})
}

func FuzzTermsStayInTheText(f *testing.F) {
	f.Add("Retour d'expérience", "Un retour d’expérience, des E.R.I.C. et agent·e·s")
	f.Add("E.R.I.C.", "\xff\u0301é·e.R.")
	f.Fuzz(func(t *testing.T, title, text string) {
		n, p := page(Notion, "n"), running(text)
		n.Title = title
		h, _ := New(Config{Lang: French}, []*Page{n, p}, nil)
		for _, term := range h.Terms().Find(p) {
			if term.Start < 0 || term.End <= term.Start || term.End > len(text) {
				t.Fatalf("%+v in %d bytes", term, len(text))
			}
		}
	})
}

func BenchmarkTerms(b *testing.B) {
	pages := []*Page{running(strings.Repeat("Un agent reçoit une personne en colère au guichet, puis fait un retour d’expérience. ", 40))}
	for i := range 500 {
		pages = append(pages, notion(fmt.Sprint("Notion numéro ", i), fmt.Sprint("synonyme ", i)))
	}
	h, _ := New(Config{Lang: French}, pages, nil)
	terms := h.Terms()
	b.SetBytes(int64(len(pages[0].Body.HTML)))
	for b.Loop() {
		terms.Find(pages[0])
	}
}
