package twin

import (
	"math/rand/v2"
	"slices"
	"strings"
	"unicode"

	"relais/search/analysis"
)

// Source is what queries are made of: texts of the pages, and the facets that
// they have.
type Source struct {
	Texts  []string
	Facets []Facet
}

// Facet is a facet as queries may name it.
type Facet struct {
	Name   string
	IDs    []string // of its values
	Spoken []string // "type:sheet", "fonction:Accueil": how a query may type a value
}

// Queries makes up n queries, as many of each kind, the same for the same seed.
func (s Source) Queries(n int, seed uint64) []Query {
	m := &maker{rand: rand.New(rand.NewPCG(seed, 0)), facets: s.Facets}
	for _, text := range s.Texts {
		if words := strings.Fields(text); len(words) > 0 {
			m.texts = append(m.texts, words)
		}
	}
	if len(m.texts) == 0 {
		m.texts = [][]string{{"relais"}}
	}
	queries := make([]Query, n)
	for i := range queries {
		kind := kinds[i%len(kinds)]
		q := kind.make(m)
		q.Kind = kind.name
		if m.rand.IntN(2) == 0 {
			q.Limit = 1 + m.rand.IntN(25)
		}
		for _, f := range s.Facets {
			if m.rand.IntN(3) > 0 {
				q.Facets = append(q.Facets, f.Name)
			}
		}
		queries[i] = q
	}
	return queries
}

// Counts says how many queries there are of each kind.
func Counts(queries []Query) map[string]int {
	counts := make(map[string]int)
	for _, q := range queries {
		counts[q.Kind]++
	}
	return counts
}

type maker struct {
	rand   *rand.Rand
	texts  [][]string
	facets []Facet
}

type kind struct {
	name string
	make func(m *maker) Query
}

func text(name string, write func(m *maker) string) kind {
	return kind{name, func(m *maker) Query { return Query{Text: write(m)} }}
}

// spoilt is some words of a page, of which one is written otherwise.
func spoilt(name string, spoil func(m *maker, letters []rune) string) kind {
	return text(name, func(m *maker) string {
		words := m.some(1 + m.rand.IntN(3))
		at := m.rand.IntN(len(words))
		words[at] = spoil(m, []rune(words[at]))
		return strings.Join(words, " ") + m.space()
	})
}

var kinds = []kind{
	text("word", func(m *maker) string { return m.word() }),
	text("word and space", func(m *maker) string { return m.word() + " " }),
	text("words of a page", func(m *maker) string { return m.run(2+m.rand.IntN(3)) + m.space() }),
	text("words of anywhere", func(m *maker) string { return m.word() + " " + m.word() + " " + m.word() + m.space() }),
	text("sentence", func(m *maker) string { return m.run(5 + m.rand.IntN(15)) }),
	text("prefix", func(m *maker) string { return m.cut(m.word()) }),
	text("words and a prefix", func(m *maker) string {
		words := m.some(2 + m.rand.IntN(2))
		words[len(words)-1] = m.cut(words[len(words)-1])
		return strings.Join(words, " ")
	}),
	text("first letters", func(m *maker) string {
		letters := []rune(m.word())
		return string(letters[:min(len(letters), 1+m.rand.IntN(3))])
	}),

	spoilt("letter missing", func(m *maker, w []rune) string { i := m.rand.IntN(len(w)); return string(slices.Delete(w, i, i+1)) }),
	spoilt("first letter missing", func(_ *maker, w []rune) string { return string(w[1:]) }),
	spoilt("letter doubled", func(m *maker, w []rune) string { i := m.rand.IntN(len(w)); return string(slices.Insert(w, i, w[i])) }),
	spoilt("letters swapped", func(m *maker, w []rune) string {
		if i := m.rand.IntN(len(w)); i > 0 {
			w[i], w[i-1] = w[i-1], w[i]
		}
		return string(w)
	}),
	spoilt("neighbouring key", func(m *maker, w []rune) string {
		const keys = "azertyuiopqsdfghjklmwxcvbn"
		i := m.rand.IntN(len(w))
		if at := strings.IndexRune(keys, w[i]); at > 0 {
			w[i] = rune(keys[at-1])
		}
		return string(w)
	}),
	spoilt("two errors", func(m *maker, w []rune) string {
		for range 2 {
			w[m.rand.IntN(len(w))] = 'a' + rune(m.rand.IntN(26))
		}
		return string(w)
	}),
	spoilt("as it sounds", func(_ *maker, w []rune) string {
		return strings.NewReplacer("ph", "f", "qu", "k", "eau", "o", "au", "o", "ss", "s", "cc", "c", "tion", "sion", "gu", "g", "ai", "é", "ll", "l", "mm", "m").Replace(string(w))
	}),

	spoilt("upper case", func(_ *maker, w []rune) string { return strings.ToUpper(string(w)) }),
	spoilt("without accents", func(_ *maker, w []rune) string { return analysis.Fold(string(w)) }),
	spoilt("elision", func(m *maker, w []rune) string {
		return m.of("l'", "d’", "qu'", "L’", "jusqu'", "s'", "O'") + string(w)
	}),
	spoilt("elision run together", func(m *maker, w []rune) string { return m.of("l", "d", "qu") + string(w) }),
	spoilt("inclusive form", func(m *maker, w []rune) string {
		return string(w) + m.of("·e·s", ".e.s", "·e", "-e-s", "(e)s", "•trice", "/ère")
	}),
	spoilt("other ending", func(m *maker, w []rune) string {
		return string(w) + m.of("s", "e", "es", "ment", "er", "ing", "ed", "'s", "x")
	}),
	spoilt("word with another run in", func(m *maker, w []rune) string { return string(w) + m.word() }),
	spoilt("compound", func(m *maker, w []rune) string { return string(w) + m.of("-", "_", "/", "’", "·", ".") + m.word() }),
	spoilt("punctuation", func(m *maker, w []rune) string {
		return m.of("(", "«", "¿", "…", "") + string(w) + m.of(")", " ?", "!", ":", "”", ",")
	}),
	text("initials", func(m *maker) string {
		initials := ""
		for _, word := range m.some(3) {
			initials += strings.ToUpper(string([]rune(word)[:1]))
		}
		return initials
	}),
	text("number", func(m *maker) string { return m.word() + m.of(" 12", " 2026", " 1er", " n°3", " 10 000", " 5e") }),
	text("word twice", func(m *maker) string { w := m.word(); return w + " " + m.word() + " " + w }),
	text("small words", func(m *maker) string {
		return m.of("le", "face à", "on ne peut pas", "the", "is it", "de la", "qui est là") + m.space()
	}),

	text("phrase", func(m *maker) string { return m.quote(m.run(2 + m.rand.IntN(3))) }),
	text("phrase and words", func(m *maker) string { return m.word() + " " + m.quote(m.run(2)) + " " + m.word() }),
	text("two phrases", func(m *maker) string { return m.quote(m.run(2)) + " " + m.quote(m.run(2)) }),
	text("phrase of no page", func(m *maker) string { return m.quote(m.word() + " " + m.word()) }),
	text("phrase not closed", func(m *maker) string { return m.of(`"`, "«", "“") + m.run(2) }),
	text("word in quotes", func(m *maker) string { return m.quote(m.word()) + " " + m.word() }),
	text("exclusion", func(m *maker) string { return m.word() + " -" + m.word() + m.space() }),
	text("exclusion of the same", func(m *maker) string { words := m.some(2); return words[0] + " " + words[1] + " -" + words[1] }),
	text("exclusion alone", func(m *maker) string { return "-" + m.word() }),
	text("excluded phrase", func(m *maker) string { return m.word() + " -" + m.quote(m.run(2)) }),

	{"filter", func(m *maker) Query { return Query{Text: m.run(2), Filters: m.filters()} }},
	{"filter alone", func(m *maker) Query { return Query{Filters: m.filters()} }},
	{"filter and exclusion", func(m *maker) Query { return Query{Text: "-" + m.word(), Filters: m.filters()} }},
	{"filter and phrase", func(m *maker) Query { return Query{Text: m.quote(m.run(2)), Filters: m.filters()} }},
	{"filter and error", func(m *maker) Query { return Query{Text: m.word() + "x" + m.word(), Filters: m.filters()} }},
	text("typed filter", func(m *maker) string { return m.typed() + " " + m.run(2) }),
	text("typed filter alone", func(m *maker) string { return m.typed() }),
	text("typed filters", func(m *maker) string { return m.word() + " " + m.typed() + " " + m.typed() }),
	text("typed filter of nothing", func(m *maker) string { return m.of("type", "function", "licorne") + ":" + m.word() + " " + m.word() }),
	{"typed and chosen filter", func(m *maker) Query { return Query{Text: m.typed() + " " + m.word(), Filters: m.filters()} }},
	text("anything", func(m *maker) string {
		letters := []rune("aàeéioœßçİſ 0½ﬁ’'·•.-()«»“”\":+ \u00A0\t\u0085\uFEFF\u00AD\u200D\u0301日한😀𝐀")
		var b strings.Builder
		for range m.rand.IntN(20) {
			b.WriteRune(letters[m.rand.IntN(len(letters))])
		}
		return b.String() + m.of("", " "+m.word())
	}),
}

// run is n words as they follow each other in a page, or fewer.
func (m *maker) run(n int) string {
	words := m.texts[m.rand.IntN(len(m.texts))]
	from := m.rand.IntN(max(1, len(words)-n+1))
	return strings.Join(words[from:min(from+n, len(words))], " ")
}

// some is n words of one text, without the punctuation around them.
func (m *maker) some(n int) []string {
	words := m.texts[m.rand.IntN(len(m.texts))]
	found := make([]string, n)
	for i := range found {
		found[i] = bare(words[m.rand.IntN(len(words))])
	}
	return found
}

func (m *maker) word() string { return m.some(1)[0] }

func (m *maker) cut(word string) string {
	letters := []rune(word)
	return string(letters[:max(1, len(letters)*6/10)])
}

func (m *maker) of(choices ...string) string { return choices[m.rand.IntN(len(choices))] }

func (m *maker) space() string { return m.of("", " ") }

func (m *maker) quote(text string) string {
	marks := [][2]string{{`"`, `"`}, {"«\u00A0", "\u00A0»"}, {"“", "”"}}[m.rand.IntN(3)]
	return marks[0] + text + marks[1]
}

func (m *maker) filters() map[string][]string {
	filters := make(map[string][]string)
	for _, f := range m.facets {
		for range m.rand.IntN(3) {
			if len(f.IDs) > 0 {
				filters[f.Name] = append(filters[f.Name], f.IDs[m.rand.IntN(len(f.IDs))])
			}
		}
	}
	if m.rand.IntN(10) == 0 {
		filters[m.of("type", "nothing", "__proto__")] = []string{m.of("unknown", "")}
	}
	return filters
}

func (m *maker) typed() string {
	var spoken []string
	for _, f := range m.facets {
		spoken = append(spoken, f.Spoken...)
	}
	if len(spoken) == 0 {
		return "type:fiche"
	}
	typed := m.of(spoken...)
	return m.of(typed, strings.ToUpper(typed), analysis.Fold(strings.SplitN(typed, ":", 2)[0])+":"+strings.SplitN(typed, ":", 2)[1])
}

// bare is the word without the punctuation around it, if any of it is left.
func bare(word string) string {
	trimmed := strings.TrimFunc(word, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsNumber(c) })
	if trimmed == "" {
		return word
	}
	return trimmed
}
