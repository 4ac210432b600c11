package handbook

import (
	"regexp"
	"testing"

	"github.com/gosimple/unidecode"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

func TestSlug(t *testing.T) {
	for _, c := range []struct{ law, in, want string }{
		{"accents fold", "Été à l'école", "ete-a-l-ecole"},
		{"an apostrophe parts words, straight or curly", "L’équipe d'accueil", "l-equipe-d-accueil"},
		{"ligatures open", "Cœur et œuvre, ex æquo", "coeur-et-oeuvre-ex-aequo"},
		{"signs join nothing", "Qui ? « Moi » & vous !", "qui-moi-vous"},
		{"spaces that do not break part words", "10\u202F000\u00A0pas", "10-000-pas"},
		{"underscores stay", "ma_page", "ma_page"},
		{"a decomposed accent is the same accent", norm.NFD.String("Été"), "ete"},
		{"other scripts are transliterated", "Привет", "privet"},
		{"nothing is nothing", "— ? !", ""},
	} {
		if got := Slug(c.in); got != c.want {
			t.Errorf("%s: Slug(%q) = %q, want %q", c.law, c.in, got, c.want)
		}
	}
}

func TestASlugIsSafeAndItsOwnSlug(t *testing.T) {
	safe := regexp.MustCompile(`^([a-z0-9_]+(-[a-z0-9_]+)*)?$`)
	rapid.Check(t, func(t *rapid.T) {
		slug := Slug(rapid.String().Draw(t, "text"))
		if !safe.MatchString(slug) || Slug(slug) != slug {
			t.Fatalf("%q", slug)
		}
	})
}

func TestAccentedLettersAreSpeltAsTheLibrarySpellsThem(t *testing.T) {
	for r := rune(0x80); r < 0x10000; r++ {
		if got, want := transliterate(r), unidecode.Unidecode(string(r)); got != want {
			t.Errorf("%q is %q, want %q", r, got, want)
		}
	}
}

func BenchmarkSlug(b *testing.B) {
	for b.Loop() {
		Slug("Ce qui s’est passé, et comment s’y prendre")
	}
}
