package search

import (
	"bufio"
	"fmt"
	"iter"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
)

// vocabularyFile holds the words of real French texts with their frequencies,
// when it stands beside the repository; the syllables below stand in for it.
const vocabularyFile = "../../shared/bench/vocab-fr.tsv"

// corpus makes up documents, always the same for a seed.
type corpus struct {
	random *rand.Rand
	words  []string
	zipf   *rand.Zipf
}

func newCorpus(words []string) *corpus {
	random := rand.New(rand.NewPCG(1, 2))
	return &corpus{random, words, rand.NewZipf(random, 1.07, 2.7, uint64(len(words)-1))}
}

// inventedWords makes up n words that look like French: accents, elisions,
// ligatures, inclusive forms, decomposed letters.
func inventedWords(n int) []string {
	random := rand.New(rand.NewPCG(3, 4))
	starts := strings.Fields("b c d f g l m n p r s t v ch pr tr cl œ é a qu gr fl")
	middles := strings.Fields("a e i o u é è ê ou an on oi eu ai in ar er ï ô")
	ends := strings.Fields("tion ment er é ée ées ant eur euse if ive té s x que le re nce e\u0301s l nt r")
	words := make([]string, 0, n)
	for len(words) < n {
		var b strings.Builder
		for range 1 + random.IntN(3) {
			b.WriteString(starts[random.IntN(len(starts))])
			b.WriteString(middles[random.IntN(len(middles))])
		}
		b.WriteString(ends[random.IntN(len(ends))])
		word := b.String()
		switch random.IntN(40) {
		case 0:
			word = "l’" + word
		case 1:
			word += "·e·s"
		case 2:
			word = strings.ToUpper(word)
		case 3:
			word = "qu'" + word
		}
		words = append(words, word)
	}
	return words
}

// realWords reads the shared vocabulary, most frequent first, or makes one up.
func realWords(tb testing.TB) []string {
	file, err := os.Open(vocabularyFile)
	if err != nil {
		tb.Log("the shared vocabulary is not beside the repository: made-up words stand in for it")
		return inventedWords(18_000)
	}
	defer file.Close()
	var words []string
	scanner := bufio.NewScanner(file)
	for scanner.Scan() {
		word, _, _ := strings.Cut(scanner.Text(), "\t")
		words = append(words, word)
	}
	return words
}

func (c *corpus) text(words int) string {
	var b strings.Builder
	for i := range words {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(c.words[c.zipf.Uint64()])
		if c.random.IntN(12) == 0 {
			b.WriteByte('.')
		}
	}
	return b.String()
}

var (
	syntheticTypes     = []string{"sheet", "session", "situation", "notion"}
	syntheticFunctions = []string{"accueil", "management", "enseignement", "soin", "terrain", "conseil"}
)

func syntheticFacets() []Facet {
	facets := []Facet{{Name: "type", Label: "Type", Orders: true}, {Name: "function", Label: "Fonction"}}
	for _, id := range syntheticTypes {
		facets[0].Values = append(facets[0].Values, FacetValue{ID: id, Label: "Le type " + id})
	}
	for _, id := range syntheticFunctions {
		facets[1].Values = append(facets[1].Values, FacetValue{ID: id, Label: "La fonction " + id})
	}
	return facets
}

// documents makes up n documents of about size words.
func (c *corpus) documents(n, size int) iter.Seq[Document] {
	return func(yield func(Document) bool) {
		for i := range n {
			kind := syntheticTypes[i*len(syntheticTypes)/n]
			d := Document{
				ID:       fmt.Sprintf("%s/%s-%05d.html", kind, strings.ReplaceAll(c.text(2), " ", "-"), i),
				Title:    c.text(3 + c.random.IntN(6)),
				Lang:     "fr",
				Keywords: []string{c.text(2), c.text(1)},
				Summary:  c.text(15),
				Facets:   map[string][]string{"type": {kind}},
			}
			if c.random.IntN(5) == 0 {
				d.Lang = "en"
			}
			for range c.random.IntN(3) {
				d.Facets["function"] = append(d.Facets["function"], syntheticFunctions[c.random.IntN(len(syntheticFunctions))])
			}
			sections := 1 + c.random.IntN(5)
			for s := range sections {
				section := Section{Text: c.text(size/sections + c.random.IntN(1+size/4))}
				if s > 0 {
					section.ID, section.Title = fmt.Sprint("s", s), c.text(1+c.random.IntN(5))
				}
				d.Sections = append(d.Sections, section)
			}
			if !yield(d) {
				return
			}
		}
	}
}
