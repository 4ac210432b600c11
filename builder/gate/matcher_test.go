package gate

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// Any eleven words in a row of a secret text are found, whatever stands around
// them, when all of them are ordinary words; in a text that has none of its passages, nothing is.
func TestElevenWordsInARowAreFound(t *testing.T) {
	ordinary := strings.Fields("public accueil guichet attente service bureau dossier colère refus parole équipe besoin réponse question heure rendez-vous")
	r := rand.New(rand.NewPCG(1, 2))
	some := func(n int) []string {
		words := make([]string, n)
		for i := range words {
			words[i] = ordinary[r.IntN(len(ordinary))]
		}
		return words
	}
	for range 500 {
		secret := some(200)
		m := newMatcher()
		m.addPassages([]byte(strings.Join(secret, " ")), 0)
		m.seal()
		from := r.IntN(len(secret) - 11)
		around := some(40)
		at := r.IntN(len(around))
		text := strings.Join(around[:at], " ") + " " + strings.Join(secret[from:from+11], ", ") + ". " + strings.Join(around[at:], " ")
		found := 0
		m.find([]byte(text), func(match) { found++ })
		if found == 0 {
			t.Fatalf("%q is not found in %q", secret[from:from+11], text)
		}
		m.find([]byte(strings.Join(around, " ")), func(found match) {
			t.Fatalf("%q is found in %q", text, around)
		})
	}
}
