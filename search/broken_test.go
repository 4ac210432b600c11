package search

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/sync/errgroup"

	"relais/search/twin"
)

// change is a slip in one place of the client.
type change struct {
	file string
	old  string // regular expression of what is there
	new  string
}

// slips are the operators that answers hang on. Constants need no row: each is
// found and changed by itself.
var slips = []change{
	{"rank.js", `K1 \+ 1\b`, `K1`},
	{"rank.js", `1 - B\b`, `1 + B`},
	{"rank.js", `1e9\b`, `1e3`},
	{"rank.js", `Math\.log\(1 \+`, `Math.log(2 +`},
	{"rank.js", `Math\.sqrt\(Math\.sqrt\(x\)\)`, `Math.sqrt(x)`},
	{"rank.js", `Math\.max\(`, `Math.min(`},
	{"rank.js", `term\.weight \* at\(sums, i\)`, `at(sums, i)`},
	{"rank.js", `score < candidate\.score`, `score <= candidate.score`},
	{"rank.js", `\* this\.weight\(ordinal\)`, ``},
	{"phrase.js", `has\[ordinal\] === looked`, `true`},
	{"words.js", `b\.code - a\.code`, `a.code - b.code`},
	{"words.js", `a\.cost - b\.cost`, `b.cost - a.cost`},
	{"words.js", `letters < 4`, `letters < 5`},
	{"words.js", `letters < 8`, `letters < 7`},
	{"excerpt.js", `weight > bestWeight`, `weight >= bestWeight`},
	{"excerpt.js", `score > bestScore`, `score >= bestScore`},
	{"excerpt.js", `n \+ 1\b`, `n + 2`},
	{"facets.js", `\?\? 0\) \+ 1`, `?? 0) + 2`},
	{"query.js", `quoted = true`, `quoted = false`},
	{"query.js", `exclude = true`, `exclude = false`},
	{"expand.js", `COMPLETION : GUESS`, `GUESS : GUESS`},
}

// beyondAnswers are constants that no answer shows.
var beyondAnswers = []string{
	"TIMEOUT",       // of a script element
	"MAX_DOCUMENTS", // kept in memory
	"MAX_REMEMBERED",
	"LONGEST", // task
}

// TestABrokenClientIsFoundOut changes one constant or operator of the client
// at a time and demands that its answers then differ from the index's: every fourth
// of them, or all in the campaign.
func TestABrokenClientIsFoundOut(t *testing.T) {
	documents, facets := breakable(t)
	ix := newTestIndex(t, slices.Values(documents), facets)
	site := exportTo(t, ix)
	queries := slices.Concat(readQueries(t), telling(), generateQueries(documents[:300], 60))
	answers := make([]Results, len(queries))
	for i, q := range queries {
		var err error
		if answers[i], err = ix.Search(t.Context(), fromTwin(q)); err != nil {
			t.Fatal(err)
		}
	}
	differs := func(client twin.Client) error {
		got, err := client.Ask(t.Context(), site, queries)
		if err != nil {
			return err
		}
		for i, q := range queries {
			if err := twin.Compare(q, answers[i], got[i]); err != nil {
				return err
			}
		}
		return nil
	}

	if err := differs(shippedClient); err != nil {
		t.Fatalf("the client as it is: %v", err)
	}
	var changes []change
	for i, c := range append(changedConstants(t), slips...) {
		if *campaign || i%4 == 0 {
			changes = append(changes, c)
		}
	}
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for _, c := range changes {
		group.Go(func() error {
			broken, err := c.copyOf(shippedClient, t.TempDir())
			if err != nil {
				return err
			}
			if differs(broken) == nil { // one that does not even run is found out
				t.Errorf("%s: nothing tells %q from %q", c.file, c.old, c.new)
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d broken clients, %d queries", len(changes), len(queries))
}

// breakable has a document for each constant: synthetic pages, some of which
// tie, the invented handbook, and tellingTexts.
func breakable(t *testing.T) ([]Document, []Facet) {
	documents := slices.Collect(newCorpus(inventedWords(800)).documents(300, 100))
	handbook, _ := readHandbook(t)
	for _, d := range handbook {
		d.Facets = nil // of other facets
		documents = append(documents, d)
	}
	for i := range 3 {
		twinned := documents[7]
		twinned.ID = fmt.Sprint("twin-", i)
		documents = append(documents, twinned)
	}
	for i, words := range tellingTexts {
		sections := []Section{{Text: words}}
		documents = append(documents, Document{ID: fmt.Sprint("telling-", i), Title: "Exemple", Lang: "fr", Sections: sections})
	}
	for _, title := range []string{"Comment plombaka", "Prune, poire, pomme, figue, datte, coing", "Prune poire pomme figue datte coing autre"} {
		documents = append(documents, Document{ID: title, Title: title, Lang: "fr"})
	}
	for i := range max(20*readPerHit+20, 700) { // more than are read, and postings whose length takes three digits
		documents = append(documents, Document{ID: fmt.Sprint("phrase-", i), Title: "Barque bleue", Lang: "fr"})
	}
	facets := syntheticFacets()
	facets[0].Values[0].Weight = 0.5
	return documents, facets
}

// tellingTexts hold what chance does not: the nearest words, more than are
// taken, beside others that are farther; a word, and a text, longer than is told apart.
var tellingTexts = []string{
	"kadeau kadp", "plombaka", "plombaku", "plombako", "plombaky", "plombaki", "plombakzz plombzky", "trottes",
	strings.Repeat("z", 39), strings.Repeat("z", 41),
	"interminable " + strings.Repeat("remplissage ", 50_000),
}

func telling() []twin.Query {
	var queries []twin.Query
	for _, text := range []string{
		`"barque bleue"`, `bleue -"barque bleue"`, `"bleue bleue"`, strings.Repeat("licorne ", maxWords-1) + "plombaka plombaku ",
		"comment plombaka ", "prune poire pomme figue datte coing", "plombwww ", "kado ", strings.Repeat(" ", maxLetters-8) + "plombaka",
		"plombakx ", "plombakxz ", "trottox ", "interminable ", "remplissage ", strings.Repeat("z", 39), strings.Repeat("z", 40) + "y",
	} {
		queries = append(queries, twin.Query{Kind: "telling", Text: text, Limit: 20})
	}
	return queries
}

var constant = regexp.MustCompile(`(?m)^\s*(?:export )?const ([A-Z][A-Z0-9_]*) = (\[[-\d., _]+\]|[\d._]+);`)

// changedConstants makes a change of each number in the client's constants.
func changedConstants(t *testing.T) []change {
	var changes []change
	numbers := regexp.MustCompile(`[\d._]+`)
	sources, err := fs.Glob(client, "client/*.js")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range sources {
		if file == "client/pack.js" {
			continue // what it unpacks is held to the build's own vectors, TestPackedVectors
		}
		source, err := fs.ReadFile(client, file)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range constant.FindAllSubmatch(source, -1) {
			if slices.Contains(beyondAnswers, string(found[1])) {
				continue
			}
			for _, at := range numbers.FindAllIndex(found[2], -1) {
				number := string(found[2][at[0]:at[1]])
				changed := string(found[2][:at[0]]) + another(t, number) + string(found[2][at[1]:])
				changes = append(changes, change{
					strings.TrimPrefix(file, "client/"),
					regexp.QuoteMeta(string(found[1]) + " = " + string(found[2])),
					string(found[1]) + " = " + changed,
				})
			}
		}
	}
	if len(changes) < 10 {
		t.Errorf("only %d constants are found in the client", len(changes))
	}
	return changes
}

// another is the number less one, or, for a fraction, a little more.
func another(t *testing.T, number string) string {
	x, err := strconv.ParseFloat(strings.ReplaceAll(number, "_", ""), 64)
	if err != nil {
		t.Fatal(err)
	}
	if x == float64(int(x)) && x > 1 {
		return fmt.Sprint(x - 1)
	}
	return fmt.Sprint(x + 0.01)
}

// copyOf copies the client with the change made, in the one or more places
// where the old text stands.
func (c change) copyOf(client twin.Client, folder string) (twin.Client, error) {
	if err := os.CopyFS(folder, os.DirFS(string(client))); err != nil {
		return "", err
	}
	file := filepath.Join(folder, c.file)
	source, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	old := regexp.MustCompile(c.old)
	if !old.Match(source) {
		return "", fmt.Errorf("%s no longer has %q: name what took its place", c.file, c.old)
	}
	return twin.Client(folder), os.WriteFile(file, old.ReplaceAllLiteral(source, []byte(c.new)), 0o644)
}
