package handbook

import (
	"testing"

	"pgregory.net/rapid"
)

func TestFoldMakesAlikeWhatPeopleTakeForTheSame(t *testing.T) {
	for _, same := range [][]string{
		{"Été à l'école", "ete-a-l-ecole", "ÉTÉ  À L’ÉCOLE", "e\u0301te\u0301 a\u0300 l'e\u0301cole"},
		{"cœur", "coeur", "CŒUR"},
		{"Insultes & menaces", "insultes menaces"},
		{"", "—", " "},
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
