package changes_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"

	"relais/builder/changes"
	"relais/builder/handbook"
	"relais/builder/load"
)

// state loads a handbook as readers see it.
func state(t interface{ Fatal(...any) }, fsys fstest.MapFS, readers handbook.Readers) changes.State {
	loaded, err := load.Load(context.Background(), fsys, load.Options{})
	if err != nil {
		t.Fatal(err)
	}
	book, _ := loaded.Handbook.For(readers, false)
	return changes.State{
		Whole: loaded.Handbook, Book: book, Searches: loaded.Searches,
		Rank: func(_ string, p *handbook.Page) (int, error) { return 1 + slices.Index(book.Pages, p), nil },
	}
}

func between(t interface{ Fatal(...any) }, before, after changes.State) *changes.Changes {
	told, err := changes.Between(before, after)
	if err != nil {
		t.Fatal(err)
	}
	return told
}

// drawHandbook makes a handbook whose page number n says "page<n>x" wherever it
// says anything, and where pages are tied at random.
func drawHandbook(t *rapid.T, label string) fstest.MapFS {
	fsys := fstest.MapFS{
		"handbook.yaml":           {Data: []byte("titre: Essai\nlangue: fr\n")},
		"fonctions/accueil.md":    {Data: []byte("---\ntitre: Accueil\ndiffusion: publique\n---\n")},
		"groupes/guichets.md":     {Data: []byte("---\ntitre: Guichets\nfonction: accueil\ndiffusion: publique\n---\n")},
		"situations/situation.md": {Data: []byte("---\ntitre: Situation\nfonctions: accueil\ndiffusion: publique\n---\n")},
	}
	audience := rapid.SampledFrom([]string{"publique", "interne", "fonction", "groupe", "", "erreur"})
	status := rapid.SampledFrom([]string{"brouillon", "en-debat", "validee"})
	var searches strings.Builder
	for n := range 5 {
		at := fmt.Sprintf("%s %d", label, n)
		if rapid.Bool().Draw(t, at+" absent") {
			continue
		}
		word := fmt.Sprintf("page%dx", n)
		name := word
		var aliases string
		if rapid.Bool().Draw(t, at+" renamed") {
			name, aliases = word+"bis", "anciens_liens: ["+word+"]\n"
		}
		other := fmt.Sprintf("page%dx", rapid.IntRange(0, 4).Draw(t, at+" other"))
		text := rapid.SampledFrom([]string{"", "## Sur " + word + "\n\nEncore " + word + ".\n", "Voir [[" + other + "]] et " + word + ".\n"}).Draw(t, at+" text")
		fsys["fiches/"+name+".md"] = &fstest.MapFile{Data: fmt.Appendf(nil,
			"---\ntitre: Titre %s\n%sfonctions: accueil\nface_a: situation\ncomplete: [%s]\ngroupe: guichets\nstatut: %s\ndiffusion: %s\n---\n%s",
			word, aliases, other, status.Draw(t, at+" status"), audience.Draw(t, at+" audience"), text)}
		fmt.Fprintf(&searches, "- {cherche: trouver %s, trouve: fiches/%s}\n", word, name)
	}
	if searches.Len() > 0 {
		fsys["recherches.yaml"] = &fstest.MapFile{Data: []byte(searches.String())}
	}
	return fsys
}

func drawReaders(t *rapid.T) handbook.Readers {
	return rapid.SampledFrom([]handbook.Readers{
		{Audience: handbook.Public},
		{Audience: handbook.Internal},
		{Audience: handbook.WithinFunction, ID: "accueil"},
		{Audience: handbook.WithinGroup, ID: "guichets"},
	}).Draw(t, "readers")
}

// A page that the readers see in neither state is named nowhere, in no way.
func TestWhatReadersDoNotSeeIsNotTold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		readers := drawReaders(t)
		before, after := state(t, drawHandbook(t, "before"), readers), state(t, drawHandbook(t, "after"), readers)
		told, err := json.Marshal(between(t, before, after))
		if err != nil {
			t.Fatal(err)
		}
		for n := range 5 {
			word := fmt.Sprintf("page%dx", n)
			seen := slices.ContainsFunc(append(slices.Clone(before.Book.Pages), after.Book.Pages...), func(p *handbook.Page) bool {
				return strings.HasPrefix(p.ID, word)
			})
			// What a page that they see says of another in its own text, they see.
			if !seen && strings.Contains(string(told), word) {
				t.Fatalf("%s is told: %s", word, told)
			}
		}
	})
}

// From a state to itself nothing changes; there and back, what comes goes.
func TestChangesAreTheirOwnInverse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		readers := drawReaders(t)
		a, b := state(t, drawHandbook(t, "a"), readers), state(t, drawHandbook(t, "b"), readers)
		same := between(t, a, a)
		if n := len(same.New) + len(same.Changed) + len(same.Moved) + len(same.Withdrawn) + len(same.Gained) + len(same.Lost) + len(same.Searches) + same.Others; n > 0 {
			t.Fatalf("nothing changed, and %d things are told: %+v", n, same)
		}
		there, back := between(t, a, b), between(t, b, a)
		for i, sum := range there.Audiences {
			if other := back.Audiences[i]; sum.Before != other.After || sum.After != sum.Before+sum.Entering-sum.Leaving {
				t.Fatalf("%+v, then %+v", sum, other)
			}
		}
		if len(a.Book.Pages)+len(there.New)-len(there.Withdrawn) != len(b.Book.Pages) {
			t.Fatalf("%d pages, %d new, %d withdrawn, then %d", len(a.Book.Pages), len(there.New), len(there.Withdrawn), len(b.Book.Pages))
		}
	})
}

// one tells what changes between two versions of one page.
func one(t *testing.T, before, after string) *changes.Changes {
	public := handbook.Readers{Audience: handbook.Public}
	page := func(text string) fstest.MapFS {
		fsys := fstest.MapFS{
			"handbook.yaml":   {Data: []byte("titre: Essai\n")},
			"pages/autre.md":  {Data: []byte("---\ntitre: Autre\ndiffusion: publique\n---\n")},
			"pages/secret.md": {Data: []byte("---\ntitre: Secret\ndiffusion: groupe\n---\n" + text)},
		}
		if text != "" {
			name, text, _ := strings.Cut(text, "\n")
			fsys[name] = &fstest.MapFile{Data: []byte(text)}
		}
		return fsys
	}
	return between(t, state(t, page(before), public), state(t, page(after), public))
}

func TestOnePage(t *testing.T) {
	const head = "pages/une.md\n---\ntitre: Une\ndiffusion: publique\n---\n"
	for _, c := range []struct {
		law, before, after, want string
	}{
		{"A new page is new", "", head, `"new":[{"type":"page","id":"une","title":"Une","path":"pages/une.md"}]`},
		{"A page that is gone is withdrawn, by the title that it had", head, "", `"withdrawn":[{"type":"page","id":"une","title":"Une","path":"pages/une.md"}]`},
		{"A draft that is published is new, and was a draft", strings.Replace(head, "---\n", "---\nstatut: brouillon\n", 1), head, `"was":"draft"`},
		{"A page that is kept for fewer readers is withdrawn", head, strings.Replace(head, "publique", "interne", 1), `"now":"internal"`},
		{"A page that was taken back is told without its title", head, strings.Replace(head, "titre: Une\n", "titre: Une\nretrait: {le: 2026-01-02}\n", 1), `"withdrawn":[{"type":"page","id":"une","title":"une","path":"pages/une.md","now":"withdrawn"}]`},
		{"Changed sections are named, and only they", head + "a\n## B\nb\n## C\nc\n", head + "a\n## B\nb b\n## D\nd\n", `"added_sections":["D"],"changed_sections":["B"],"removed_sections":["C"]`},
		{"The text before the first heading is a section", head + "a\n", head + "b\n", `"changed_sections":[""]`},
		{"A key that changed is named", head, strings.Replace(head, "titre: Une", "titre: Deux", 1), `"keys":["title"]`},
		{"A link that leads elsewhere is a change of form", head + "[a](https://a.example)\n", head + "[a](https://b.example)\n", `"form":true`},
		{"A link gained is a relation", head + "a\n", head + "a [[autre]]\n", `"relations_gained":[{"from":{"type":"page","id":"une","title":"Une","path":"pages/une.md"},"relation":"mentions","to":{"type":"page","id":"autre","title":"Autre","path":"pages/autre.md"}}]`},
		{"A page that keeps its old address is moved", head, strings.Replace(head, "une.md\n---\n", "deux.md\n---\nanciens_liens: [une]\n", 1), `"moved":[{"type":"page","id":"deux","title":"Une","path":"pages/deux.md","from":"pages/une.md"}],"withdrawn":[]`},
		{"A page that does not is another", head, strings.Replace(head, "une.md", "deux.md", 1), `"moved":[],"withdrawn":[{`},
		{"A page of others is counted", head, head + "x\n", `"others":1`},
	} {
		got, err := json.Marshal(one(t, c.before, c.after))
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(got), c.want) || strings.Contains(string(got), "Secret") {
			t.Errorf("%s\ngot:  %s\nwant: %s", c.law, got, c.want)
		}
	}
}
