package builder

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"relais/builder/handbook"
	"relais/search"
)

// oldHandbook writes a handbook whose files are old enough for its index to be kept.
func oldHandbook(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	put(t, dir, "handbook.yaml", "titre: Essai\nlangue: fr\ndiffusion: interne\n", time.Hour)
	put(t, dir, "fonctions/accueil.md", "---\ntitre: Accueil\ndiffusion: interne\n---\nRecevoir le public.\n", time.Hour)
	for i := range 60 {
		text := fmt.Sprintf("---\ntitre: Fiche %d\nfonctions: [accueil]\nstatut: en-debat\nthemes: [Thème %d]\ndiffusion: interne\n---\n## Partie\n\nLe ton agressif, mot%d et évaluation.\n", i, i%7, i)
		put(t, dir, fmt.Sprintf("fiches/f-%d.md", i), text, time.Hour)
	}
	put(t, dir, "fiches/secret.md", "---\ntitre: Secret\nfonctions: [accueil]\nstatut: en-debat\ndiffusion: groupe\n---\nConfidence.\n", time.Hour)
	put(t, dir, "fiches/brouillon.md", "---\ntitre: Brouillon\nfonctions: [accueil]\ndiffusion: interne\n---\nEsquisse.\n", time.Hour)
	return dir
}

// put writes a file that was last changed some time ago.
func put(t *testing.T, dir, name, text string, ago time.Duration) {
	t.Helper()
	file := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	changed := time.Now().Add(-ago)
	if err := os.Chtimes(file, changed, changed); err != nil {
		t.Fatal(err)
	}
}

// answerTo asks as one run of the command does; cached says whether the index
// came from the cache.
func answerTo(t *testing.T, opts Options, text string) (answer string, cached bool) {
	t.Helper()
	f, err := Find(t.Context(), opts)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	}()
	cached = f.cache != ""
	return ask(t, f, text), cached
}

func ask(t *testing.T, f *Finder, text string) string {
	t.Helper()
	q := search.Query{Text: text, Limit: 20}
	for _, facet := range f.Facets() {
		q.Facets = append(q.Facets, facet.Name)
	}
	results, err := f.Search(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	encoded, err := json.Marshal(results)
	if err != nil {
		t.Fatal(err)
	}
	return string(encoded)
}

// What is answered from the cache is what the texts answer.
func TestTheCacheAnswersAsTheTexts(t *testing.T) {
	for _, source := range []string{oldHandbook(t), "../content"} {
		dir := source
		if source == "../content" {
			dir = t.TempDir()
			if err := os.CopyFS(dir, os.DirFS(source)); err != nil {
				t.Fatal(err)
			}
			err := filepath.WalkDir(dir, func(name string, d os.DirEntry, err error) error {
				if err != nil || d.IsDir() {
					return err
				}
				return os.Chtimes(name, time.Time{}, time.Now().Add(-time.Hour))
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		opts := Options{Source: dir, Today: day}
		fresh, err := find(t.Context(), opts)
		if err != nil {
			t.Fatal(err)
		}
		defer fresh.Close()
		answerTo(t, opts, "accueil")
		kept, err := Find(t.Context(), opts)
		if err != nil || kept.cache == "" {
			t.Fatalf("the second search does not come from the cache (%v)", err)
		}
		defer kept.Close()
		if kept.Lang != fresh.Lang || kept.Errors != fresh.Errors {
			t.Errorf("the cache says %v and %v, the texts %v and %v", kept.Lang, kept.Errors, fresh.Lang, fresh.Errors)
		}
		for _, query := range strings.Split(`accueil|agresif|acceuil|"ton agressif"|-ton agressif|mot1|mot|evaluatio|type:fiche|fonction:accueil ton|thème:"Thème 3"|
			statut:en-debat mot5|il m'a traitée de|DESC|l'équipe|reformultion|zzzz|type:rien|insulte -guichet|« passage de relais »|Le|a|é|moment:pendant`, "|") {
			if want, got := ask(t, fresh, query), ask(t, kept, query); want != got {
				t.Errorf("%s: %q\ntexts %s\ncache %s", source, query, want, got)
			}
		}
	}
}

// Any change of the content is seen by the very next search.
func TestAChangeIsSeenAtOnce(t *testing.T) {
	dir := oldHandbook(t)
	opts := Options{Source: dir, Today: day}
	finds := func(word string, want, fromCache bool) {
		t.Helper()
		answer, cached := answerTo(t, opts, word)
		if got := !strings.Contains(answer, `"total":0`); got != want || cached != fromCache {
			t.Errorf("%s: found %t (want %t), from the cache %t (want %t)", word, got, want, cached, fromCache)
		}
	}
	finds("mot3", true, false)
	finds("mot3", true, true)
	text := "---\ntitre: Autre\nfonctions: [accueil]\nstatut: en-debat\ndiffusion: interne\n---\nNouveauté.\n"
	put(t, dir, "fiches/f-3.md", text, 10*time.Minute)
	finds("nouveauté", true, false)
	finds("nouveauté", true, true)
	put(t, dir, "fiches/neuve.md", strings.Replace(text, "Nouveauté", "Inédit", 1), 10*time.Minute)
	finds("inédit", true, false)
	if err := os.Remove(filepath.Join(dir, "fiches/neuve.md")); err != nil {
		t.Fatal(err)
	}
	finds("inédit", false, false)
	if err := os.Rename(filepath.Join(dir, "fiches/f-4.md"), filepath.Join(dir, "fiches/renommee.md")); err != nil {
		t.Fatal(err)
	}
	finds("mot4", true, false)
	put(t, dir, "handbook.yaml", "titre: Essai\nlangue: fr\ndiffusion: publique\n", 10*time.Minute)
	finds("mot4", false, false)

	// Two changes within the grain of a file system's clock have one time: what
	// has just changed is not kept.
	put(t, dir, "handbook.yaml", "titre: Essai\nlangue: fr\ndiffusion: interne\n", 0)
	finds("mot4", true, false)
	finds("mot4", true, false)
}

// Ask never lets stand what a cache says that is no longer so, or is damaged.
func TestAskAnswersFromTheTextsAsTheyAre(t *testing.T) {
	dir := oldHandbook(t)
	opts := Options{Source: dir, Today: day}
	asks := func(word string, want bool, wantCalls int) {
		t.Helper()
		calls, answer := 0, ""
		err := Ask(t.Context(), opts, func(f *Finder) error {
			calls++
			answer = ask(t, f, word)
			return nil
		})
		if got := !strings.Contains(answer, `"total":0`); err != nil || got != want || calls != wantCalls {
			t.Errorf("%s: found %t (want %t), asked %d times (want %d), %v", word, got, want, calls, wantCalls, err)
		}
	}
	asks("mot3", true, 1)
	asks("mot3", true, 1)
	put(t, dir, "fiches/f-3.md", "---\ntitre: Autre\nfonctions: [accueil]\nstatut: en-debat\ndiffusion: interne\n---\nNouveauté.\n", 10*time.Minute)
	asks("nouveauté", true, 2)
	asks("nouveauté", true, 1)
	texts, err := filepath.Glob(filepath.Join(dir, ".relais/search/*/texts"))
	if err != nil || len(texts) != 1 {
		t.Fatalf("%v, %v", texts, err)
	}
	if err := os.WriteFile(texts[0], nil, 0o600); err != nil {
		t.Fatal(err)
	}
	asks("nouveauté", true, 1)
	if err := Ask(t.Context(), opts, func(*Finder) error { return os.ErrInvalid }); !errors.Is(err, os.ErrInvalid) {
		t.Errorf("%v, want what the answer returned", err)
	}
}

// Readers, drafts and days each have their own index, and none answers for another.
func TestEachReaderHasTheirOwnCache(t *testing.T) {
	dir := oldHandbook(t)
	internal := Options{Source: dir, Today: day}
	drafts, public, later := internal, internal, internal
	drafts.Drafts = true
	public.Readers = handbook.Readers{Audience: handbook.Public}
	later.Today = handbook.Date{Year: 2030, Month: 1, Day: 1}
	for range 2 {
		for _, c := range []struct {
			opts Options
			word string
			want bool
		}{
			{internal, "esquisse", false},
			{drafts, "esquisse", true},
			{public, "agressif", false},
			{internal, "agressif", true},
			{internal, "confidence", false},
		} {
			if answer, _ := answerTo(t, c.opts, c.word); strings.Contains(answer, `"total":0`) == c.want {
				t.Errorf("%v: %s gives %s", c.opts, c.word, answer)
			}
		}
	}
	answerTo(t, later, "agressif") // replaces that of the day before
	folders, err := os.ReadDir(filepath.Join(dir, ".relais", "search"))
	if err != nil || len(folders) != 3 {
		t.Errorf("%d caches, want one for each of three kinds of readers (%v)", len(folders), err)
	}
}

// A damaged cache is made anew, and nobody notices.
func TestADamagedCacheIsMadeAnew(t *testing.T) {
	dir := oldHandbook(t)
	opts := Options{Source: dir, Today: day}
	want, _ := answerTo(t, opts, "agresif mot7")
	for _, name := range []string{"texts", "index", "index_meta.json", "store/root.bolt"} {
		if _, cached := answerTo(t, opts, "agressif"); !cached {
			t.Fatal("there is no cache to damage")
		}
		files, err := filepath.Glob(filepath.Join(dir, ".relais/search/*", name))
		if err != nil || len(files) != 1 {
			t.Fatalf("%s: %v, %v", name, files, err)
		}
		data, err := os.ReadFile(files[0])
		if err != nil {
			t.Fatal(err)
		}
		for i := range data {
			data[i] ^= 0x20
		}
		if err := os.WriteFile(files[0], data, 0o600); err != nil {
			t.Fatal(err)
		}
		if got, _ := answerTo(t, opts, "agresif mot7"); got != want {
			t.Errorf("with a damaged %s: %s, want %s", name, got, want)
		}
	}
	// A cache that cannot be written is done without.
	if err := os.RemoveAll(filepath.Join(dir, ".relais")); err != nil {
		t.Fatal(err)
	}
	put(t, dir, ".relais", "a file", time.Hour)
	if got, cached := answerTo(t, opts, "agresif mot7"); got != want || cached {
		t.Errorf("without a cache: %s, want %s", got, want)
	}
}
