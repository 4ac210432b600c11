package render

import (
	"strconv"
	"strings"
	"testing"

	"relais/builder/handbook"
	"relais/themes"
)

// TestTheGridHoldsEveryCriterion counts the criteria of the RGAA 4.1.2, theme by theme: each has
// a result, one that is met says how it was checked, one that is not says why.
func TestTheGridHoldsEveryCriterion(t *testing.T) {
	for _, lang := range []handbook.Lang{handbook.French, handbook.English} {
		w, err := readWords(lang, &faults{theme: themes.Default()})
		if err != nil {
			t.Fatal(err)
		}
		a, err := readAssessment(themes.Default(), w)
		if err != nil {
			t.Fatal(err)
		}
		counts := []int{9, 2, 3, 13, 8, 2, 5, 10, 4, 14, 13, 11, 12}
		if len(a.Themes) != len(counts) || a.Met+a.Unmet+a.Absent != 106 {
			t.Fatalf("%d themes and %d criteria, want %d and 106", len(a.Themes), a.Met+a.Unmet+a.Absent, len(counts))
		}
		for i, theme := range a.Themes {
			if len(theme.Criteria) != counts[i] {
				t.Errorf("theme %d has %d criteria, want %d", i+1, len(theme.Criteria), counts[i])
			}
			for j, c := range theme.Criteria {
				if want := strconv.Itoa(i+1) + "." + strconv.Itoa(j+1); c.ID != want || c.About == "" {
					t.Errorf("criterion %q (%q), want %s", c.ID, c.About, want)
				}
				if c.Result == "met" && len(c.By) == 0 || c.Result == "unmet" && c.Note == "" {
					t.Errorf("%s is %s, and nothing says how that is known", c.ID, c.Result)
				}
			}
		}
	}
}

// TestAnAssessmentIsCounted says what a rate comes to.
func TestAnAssessmentIsCounted(t *testing.T) {
	w := &words{lang: handbook.French}
	grid := func(results ...string) string {
		text := "of: {fr: Essai, en: Trial}\ndate: 2026-11-25\nmethods: {eye: {fr: à l’œil, en: by eye}}\nthemes:\n  - {fr: Images, en: Images, criteria: ["
		for i, result := range results {
			text += "{id: '1." + strconv.Itoa(i+1) + "', result: " + result + ", by: [eye], fr: Un, en: One},"
		}
		return text + "]}\n"
	}
	for _, c := range []struct {
		results  []string
		standing string
		rate     int
	}{
		{[]string{"met", "absent"}, "full", 100},
		{[]string{"met", "met", "unmet"}, "partial", 66},
		{[]string{"met", "unmet"}, "partial", 50},
		{[]string{"met", "unmet", "unmet", "absent"}, "none", 33},
		{[]string{"absent"}, "none", 0},
	} {
		a, err := assess([]byte(grid(c.results...)), w)
		if err != nil {
			t.Fatal(err)
		}
		if a.Standing != c.standing || a.Rate != c.rate {
			t.Errorf("%v is %s, %d, want %s, %d", c.results, a.Standing, a.Rate, c.standing, c.rate)
		}
	}
	for text, complaint := range map[string]string{
		grid("perhaps"): `criterion 1.1: result "perhaps"`,
		strings.Replace(grid("met"), "by: [eye]", "by: [guess]", 1):     `no method is called "guess"`,
		strings.Replace(grid("met"), "2026-11-25", "jadis", 1):          "date:",
		strings.Replace(grid("met"), "result: met", "resultat: met", 1): "resultat",
	} {
		if _, err := assess([]byte(text), w); err == nil || !strings.Contains(err.Error(), complaint) {
			t.Errorf("the error is %v, want %q", err, complaint)
		}
	}
}
