package analysis_test

import (
	"strings"
	"testing"
)

func TestSpellingsThatSoundAlikeAreOneSound(t *testing.T) {
	french := load(t, "fr")
	for _, spellings := range []string{
		"question kestion questions", "photo foto photos", "agressif agresif aggressif",
		"cotisation cotisassion", "langage languages", "bureau buro", "pharmacie farmassie", "accueil akueil",
	} {
		words := strings.Fields(spellings)
		for _, word := range words[1:] {
			if first := french.Sound(words[0]); french.Sound(word) != first {
				t.Errorf("%s sounds %s, %s sounds %s", words[0], first, word, french.Sound(word))
			}
		}
	}
	for _, pair := range [][2]string{{"conseil", "conflit"}, {"relais", "relation"}, {"accueil", "ecueil"}} {
		if sound := french.Sound(pair[0]); sound == french.Sound(pair[1]) {
			t.Errorf("%s and %s both sound %s", pair[0], pair[1], sound)
		}
	}
}

func TestAHeadTypedWithoutItsApostropheIsCutOff(t *testing.T) {
	french := load(t, "fr")
	for word, want := range map[string]string{
		"lequipe": "equipe", "dacceuil": "acceuil", "lhotel": "hotel", "jamais": "amais", "le": "", "relais": "",
		"quinsulte": "insulte",
	} {
		if got := strings.Join(french.Elided(word), " "); got != want {
			t.Errorf("%s: %q, want %q", word, got, want)
		}
	}
}
