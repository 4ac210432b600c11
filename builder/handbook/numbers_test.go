package handbook

import (
	"strings"
	"testing"
)

func TestNumbersToCallAreTold(t *testing.T) {
	for text, want := range map[string]string{
		"Composer le 17 ou le 112 si la personne reste.": "17 112",
		"S’éloigner ; danger : 17 ou 112.":               "17 112",
		"Appeler le 15.":                                 "15",
		"Appeler le 15 mars.":                            "",
		"Rendez-vous le 17, à 15 heures.":                "",
		"La fiche 17, la page 112, en 2017.":             "",
		"Le 3114 répond jour et nuit.":                   "3114",
		"Au 01 23 45 67 89.":                             "0123456789",
		"+33 1 23 45 67 89":                              "+33123456789",
		"Article 433-5, n° 0123456789012":                "",
		"Call 112 now":                                   "112",
		"3,112 pages, 112&amp;":                          "",
	} {
		var got []string
		for _, n := range Numbers(text) {
			got = append(got, n.Dial)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: %v, not %s", text, got, want)
		}
	}
}

func FuzzNumbersStayInTheText(f *testing.F) {
	f.Add("Composer le 17 ou le 112")
	f.Fuzz(func(t *testing.T, text string) {
		last := 0
		for _, n := range Numbers(text) {
			if n.Start < last || n.End <= n.Start || n.End > len(text) || len(n.Dial) < 2 {
				t.Fatalf("%+v in %q", n, text)
			}
			last = n.End
		}
	})
}
