package main

import (
	"strings"
	"testing"
	"testing/fstest"

	"relais/builder/handbook"
)

// On a terminal, what is long is folded between words under its own beginning,
// colours show what matters, and no text of an author commands it.
func TestProblemsOnATerminal(t *testing.T) {
	messages, err := handbook.NewMessages()
	if err != nil {
		t.Fatal(err)
	}
	problems := []handbook.Problem{
		{
			Code: "unknown-key", Severity: handbook.Error, Path: "fiches/a\u202e.md", Pos: handbook.Pos{Line: 2, Column: 1},
			Args: map[string]string{"Key": "ti\x1b[31mtr"}, Near: "titre",
		},
		{Code: "no-audience", Severity: handbook.Warning, Path: "fiches/a\u202e.md", Pos: handbook.Pos{Line: 2, Column: 1}},
		{Code: "special-file", Severity: handbook.Advice, Path: "fiches/b.md"},
	}
	folder := fstest.MapFS{"fiches/a\u202e.md": {Data: []byte("---\nti\x1b[31mtr: A\n")}}
	tell := func(s screen) string {
		var b strings.Builder
		s.Writer = &b
		list := problemList{mask: func(string) func(string) string { return func(text string) string { return text } }, screen: s, folder: folder, messages: messages, lang: handbook.French}
		for _, p := range problems {
			list.write(p)
		}
		return strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(b.String())
	}

	got := tell(screen{cells: 50, wraps: true})
	want := `fiches/a<U+202E>.md
  2:1 erreur : La clé « ti<U+001B>[31mtr »
      n’existe pas. [unknown-key]
      1 │ ---
      2 │ ti<U+001B>[31mtr: A
        │ ^^^^^^^^^^^^^^^^
    → Corrigez-la ou supprimez-la ; des valeurs
      libres se rangent sous « extra: ».
      Vouliez-vous dire « titre » ?

  2:1 avertissement : La page n’est pas publiée :
      elle ne dit pas qui peut la lire.
      [no-audience]
    → Ajoutez dans l’en-tête une ligne
      « diffusion: interne » (ou publique,
      fonction, groupe).

fiches/b.md
  conseil : Ce n’est pas un fichier ordinaire : il
  n’est pas lu. [special-file]
    → Ôtez-le du manuel.

`
	if got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
	for _, line := range strings.Split(got, "\n") {
		if cells := len([]rune(line)); cells > 50 {
			t.Errorf("%d cells: %s", cells, line)
		}
	}

	coloured := tell(screen{cells: 50, wraps: true, colours: true})
	if strings.Count(coloured, red) != 2 || strings.Count(coloured, yellow) != 1 || strings.Count(coloured, cyan) != 1 || !strings.Contains(coloured, boldOn+"fiches/b.md"+plain) {
		t.Errorf("colours are missing:\n%q", coloured)
	}
	bare := strings.NewReplacer(red, "", yellow, "", cyan, "", green, "", faint, "", boldOn, "", plain, "").Replace(coloured)
	if bare != want {
		t.Errorf("colours change the text:\n%s\nwant:\n%s", bare, want)
	}
}
