package markdown

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"relais/builder/handbook"
)

// In the expectations ⍽ is the no-break space and ␣ the narrow one.
func TestFrenchTypography(t *testing.T) {
	for _, c := range []struct{ law, in, want string }{
		{"straight quotes become guillemets", `Il dit "oui".`, "Il dit «⍽oui⍽»."},
		{"quotes with spaces inside too", `Il dit " oui ".`, "Il dit «⍽oui⍽»."},
		{"inner quotes are curly", `"Il a dit "non" hier"`, "«⍽Il a dit “non” hier⍽»"},
		{"a quote may follow an elision", `l'"accueil"`, "l’«⍽accueil⍽»"},
		{"a quote without its pair stays", `un écran de 15" posé`, `un écran de 15" posé`},
		{"an opening quote without its pair stays", `il dit "oui`, `il dit "oui`},
		{"quotes may cross lines", "\"deux\nlignes\"", "«⍽deux\nlignes⍽»"},
		{"guillemets get their spaces", "«oui» et « non »", "«⍽oui⍽» et «⍽non⍽»"},
		{"apostrophes curl", "l'équipe d'aujourd'hui", "l’équipe d’aujourd’hui"},
		{"single quotes pair", "le 'relais'", "le ‘relais’"},
		{"feet stay", "5' de haut", "5' de haut"},
		{"high punctuation gets a narrow space", "Qui ? Moi ! Bien ;", "Qui␣? Moi␣! Bien␣;"},
		{"a colon gets a full space", "À faire : rien", "À faire⍽: rien"},
		{"a forgotten space is added", "Qui? Moi! Bien; à faire: rien", "Qui␣? Moi␣! Bien␣; à faire⍽: rien"},
		{"marks in a row are one", "Quoi ?! Non !!!", "Quoi␣?! Non␣!!!"},
		{"a mark in brackets has none", "bien (?) sûr (!)", "bien (?) sûr (!)"},
		{"a line break before a mark goes", "vraiment\n?", "vraiment␣?"},
		{"times, ratios, addresses and smileys stay", "14:30, 16:9, http://x.fr/?a;b, merci :) :-)", "14:30, 16:9, http://x.fr/?a;b, merci :) :-)"},
		{"a method call stays", "Array.map!important a?b:c", "Array.map!important a?b:c"},
		{"thousands", "10 000 et 1 250 000 habitants", "10␣000 et 1␣250␣000 habitants"},
		{"a year is no thousand", "en 2024 150 personnes", "en 2024 150 personnes"},
		{"a telephone number is no thousand", "01 42 76 40 40", "01 42 76 40 40"},
		{"units", "45 %, 12 €, 3 km, 14 h 30, 8 agents", "45⍽%, 12⍽€, 3⍽km, 14⍽h 30, 8 agents"},
		{"ellipsis", "attendez... puis", "attendez… puis"},
		{"four dots and paths stay", "a.... ../x .../y", "a.... ../x .../y"},
		{"dashes", "oui -- non --- peut-être", "oui – non — peut-être"},
		{"options keep their hyphens", "relais build --strict -v", "relais build --strict -v"},
		{"what is right stays", "« Qui␣? »⍽: l’accueil – 10␣000⍽€…", "«⍽Qui␣?⍽»⍽: l’accueil – 10␣000⍽€…"},
		{"empty", "", ""},
	} {
		if got := visible(Typeset(spaces(c.in), handbook.French)); got != c.want {
			t.Errorf("%s: %q\n got %q\nwant %q", c.law, c.in, got, c.want)
		}
	}
}

func TestEnglishTypography(t *testing.T) {
	for _, c := range []struct{ law, in, want string }{
		{"double quotes curl", `He said "yes".`, "He said “yes”."},
		{"single quotes curl", `He said 'yes'.`, "He said ‘yes’."},
		{"inner quotes", `"A 'b' c"`, "“A ‘b’ c”"},
		{"apostrophes", "it's the students' room", "it’s the students’ room"},
		{"no space before marks", "Who? Me! Well; to do: none", "Who? Me! Well; to do: none"},
		{"dashes and dots", "a -- b... 1--2", "a – b… 1–2"},
		{"inches", `a 15" screen`, `a 15" screen`},
	} {
		if got := visible(Typeset(c.in, handbook.English)); got != c.want {
			t.Errorf("%s: %q\n got %q\nwant %q", c.law, c.in, got, c.want)
		}
	}
}

func TestAnotherLanguageKeepsItsText(t *testing.T) {
	const text = `"Wer? l'x -- 10 000 ..."`
	if got := Typeset(text, "de"); got != text {
		t.Errorf("got %q", got)
	}
}

func TestTypographyIsInTextOnly(t *testing.T) {
	const source = "`\"a\" : b`, <https://x.fr/?a=\"b\">, \\\"c\\\" et &quot;d&quot;\n\n    \"e\" ?\n\n```\n'f' !\n```\n"
	body, _ := New().Parse([]byte(source), Options{Lang: handbook.French})
	if got := string(body.HTML); strings.ContainsAny(got, "«»’“”\u00A0\u202F") {
		t.Errorf("got %s", got)
	}
}

func spaces(s string) string {
	return strings.NewReplacer("⍽", "\u00A0", "␣", "\u202F").Replace(s)
}

// written draws texts made of what typography looks at.
func written(t *rapid.T) (string, handbook.Lang) {
	pieces := rapid.SliceOfN(rapid.SampledFrom([]string{
		"a", "é", "mot", "5", "10", "000", " ", "  ", "\n", "\u00A0", "\u202F", `"`, "'", "’", "«", "»", "“", "”", "‘",
		".", "...", "…", "-", "--", "---", "–", "—", ":", ";", "!", "?", "%", "€", "h", "km", "(", ")", "/", ",", "°", "\uFFFC", "=",
	}), 0, 14).Draw(t, "pieces")
	lang := rapid.SampledFrom([]handbook.Lang{handbook.French, handbook.English}).Draw(t, "lang")
	return strings.Join(pieces, ""), lang
}

func TestTypesettingTwiceIsTypesettingOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text, lang := written(t)
		once := Typeset(text, lang)
		if twice := Typeset(once, lang); twice != once {
			t.Fatalf("%q\n once %q\ntwice %q", text, once, twice)
		}
	})
}

func TestOnlySpacesQuotesDashesAndDotsChange(t *testing.T) {
	words := func(s string) string {
		return strings.Map(func(r rune) rune {
			if isSpace(r) || strings.ContainsRune(`"'’«»“”‘-–—.…`, r) {
				return -1
			}
			return r
		}, s)
	}
	rapid.Check(t, func(t *rapid.T) {
		text, lang := written(t)
		if got := Typeset(text, lang); words(got) != words(text) {
			t.Fatalf("%q became %q", text, got)
		}
	})
}

// The pieces of a run, joined, are the run set as one: where elements begin and
// end has no say in the typography.
func TestCutsDoNotChangeTheText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text, lang := written(t)
		var cuts []int
		for i := range text {
			if rapid.Bool().Draw(t, "cut") {
				cuts = append(cuts, i)
			}
		}
		cuts = append(cuts, len(text))
		set := rulesOf(lang).set(nil, []byte(text), cuts)
		last := 0
		for _, cut := range cuts {
			if cut < last {
				t.Fatalf("cuts fall back: %v", cuts)
			}
			last = cut
		}
		if last != len(set) || string(set) != Typeset(text, lang) {
			t.Fatalf("%q cut: %q, whole: %q", text, set, Typeset(text, lang))
		}
	})
}
