package main

import (
	"testing"

	"relais/builder/handbook"
	"relais/search"
)

// What matched is bold in a terminal, and no text commands the terminal.
func TestAnswersMarkWordsAndNothingElse(t *testing.T) {
	a := answer{lang: handbook.French, results: search.Results{
		Total: 1,
		Hits: []search.Hit{{
			ID: "fiches/a.html", Title: "Face\x1b]0;piège\a à", TitleMarks: [][2]int{{8, 14}}, Label: "Fiche",
			Section: search.SectionRef{ID: "b", Title: "En été", TitleMarks: [][2]int{{3, 8}}},
			Excerpt: search.Excerpt{Text: "Une été, deux", Marks: [][2]int{{4, 9}, {11, 15}}},
		}},
	}}
	for bold, want := range map[bool]string{
		true:  "1 résultat.\n\n 1. Face]0;\x1b[1mpiège\x1b[22m à\n    Fiche › En \x1b[1mété\x1b[22m\n    Une \x1b[1mété\x1b[22m, \x1b[1mdeux\x1b[22m\n    fiches/a.html#b\n",
		false: "1 résultat.\n\n 1. Face]0;piège à\n    Fiche › En été\n    Une été, deux\n    fiches/a.html#b\n",
	} {
		a.bold = bold
		if got := a.String(); got != want {
			t.Errorf("bold %v: got %q, want %q", bold, got, want)
		}
	}
}
