package search

import (
	"slices"
	"strings"
	"unicode/utf16"

	"relais/search/analysis"
)

// Excerpt is a piece of a section, on one line, with the words that matched.
type Excerpt struct {
	Text  string   `json:"text"`
	Marks [][2]int `json:"marks"` // start and end of each word, in bytes of Text
}

const (
	keywordMark = " · " // between keywords shown on one line

	maxExcerpt = 196 // UTF-16 units, as the browser counts; with both ellipses, 200
	before     = 60  // units of context before the first word that matched
)

// marker finds the best section of a document and the words in it that match,
// by analysing the text as the index was: a word is marked as well when it
// matched by its stem, without its accents or as a correction.
type marker struct {
	readers map[string]*reader // by language
	slots   map[string]int     // by term
	weights []float64          // by slot: its idf
}

// takeReaders returns one of each language, to read documents with.
func (ix *Index) takeReaders() map[string]*reader {
	readers, ok := ix.readers.Get().(map[string]*reader)
	if !ok {
		readers = make(map[string]*reader)
		for _, language := range ix.languages {
			readers[language.Code] = newReader(language)
		}
	}
	return readers
}

func newMarker(readers map[string]*reader, r request, idfs []float64) *marker {
	m := &marker{readers: readers, slots: make(map[string]int), weights: idfs}
	for i, s := range r.slots {
		for _, t := range s.terms {
			if _, ok := m.slots[t.term]; !ok {
				m.slots[t.term] = i
			}
		}
	}
	return m
}

// excerpt returns the best section and a piece of it, or the keywords when they
// say more of the query than any section. When neither has a word of it, it is
// the summary or the beginning of the text.
func (m *marker) excerpt(d Document) (SectionRef, Excerpt) {
	reader := m.readers[d.Lang]
	best, bestScore := Section{Text: d.Summary}, 0.0
	if d.Summary == "" && len(d.Sections) > 0 {
		best.Text = d.Sections[0].Text
	}
	words := Section{Text: strings.Join(d.Keywords, keywordMark)}
	for _, section := range append(slices.Clip(d.Sections), words) {
		if score := m.scoreSection(reader, section); score > bestScore {
			best, bestScore = section, score
		}
	}
	return SectionRef{best.ID, best.Title, m.title(d.Lang, best.Title)}, m.cut(reader, best.Text)
}

// title returns the marks of a title: it is an excerpt that nothing was cut from.
func (m *marker) title(lang, title string) [][2]int {
	return m.assemble(title, 0, len(title), m.places(m.readers[lang], title)).Marks
}

// scoreSection adds for each slot its idf × (2 when it is in the title + n/(n+1)
// for n times in the text).
func (m *marker) scoreSection(reader *reader, section Section) float64 {
	inTitle, inText := make([]int, len(m.weights)), make([]int, len(m.weights))
	m.count(reader, section.Title, inTitle)
	m.count(reader, section.Text, inText)
	score := 0.0
	for i, weight := range m.weights {
		n := float64(inText[i])
		score += float64(weight * (2*float64(min(inTitle[i], 1)) + n/(n+1)))
	}
	return score
}

func (m *marker) count(reader *reader, text string, counts []int) {
	reader.language.Each(text, reader.look, func(_, _ int, word *analysis.Word) {
		if slot, ok := m.slots[word.Stem]; ok {
			counts[slot]++
		}
	})
}

// place is a word of a text, in bytes and in UTF-16 units. slot is -1 when it
// does not match.
type place struct {
	start, end     int
	start16, end16 int
	slot           int
}

func (m *marker) places(reader *reader, text string) []place {
	var places []place
	at, at16 := 0, 0
	to16 := func(i int) int {
		at16 += units(text[at:i])
		at = i
		return at16
	}
	reader.language.Each(text, reader.look, func(start, end int, word *analysis.Word) {
		slot, ok := m.slots[word.Stem]
		if !ok {
			slot = -1
		}
		places = append(places, place{start, end, to16(start), to16(end), slot})
	})
	return places
}

// units returns the length of valid UTF-8 in UTF-16 units.
func units(text string) int {
	n := 0
	for _, c := range text {
		n += utf16.RuneLen(c)
	}
	return n
}

// cut returns the piece of text that holds the most of the query, with some
// words before it.
func (m *marker) cut(reader *reader, text string) Excerpt {
	places := m.places(reader, text)
	first := m.densest(places)
	from := first
	for from > 0 && places[first].start16-places[from-1].start16 <= before {
		from--
	}
	last := from
	for last+1 < len(places) && places[last+1].end16-places[from].start16 <= maxExcerpt {
		last++
	}
	start, end := 0, len(text)
	if len(places) == 0 {
		end = 0
	} else {
		if from > 0 || places[0].start16 > before {
			start = places[from].start
		}
		if last+1 < len(places) || units(text[places[last].end:]) > before {
			end = places[last].end
		}
	}
	return m.assemble(text, start, end, places)
}

// densest returns the index of the first place from which the words that match
// within the length of an excerpt weigh the most.
func (m *marker) densest(places []place) int {
	best, bestWeight := 0, 0.0
	seen := make([]bool, len(m.weights))
	for i, p := range places {
		if p.slot < 0 {
			continue
		}
		clear(seen)
		weight := 0.0
		for _, q := range places[i:] {
			if q.end16-p.start16 > maxExcerpt-before {
				break
			}
			if q.slot >= 0 && !seen[q.slot] {
				seen[q.slot] = true
				weight += m.weights[q.slot]
			}
		}
		if weight > bestWeight {
			best, bestWeight = i, weight
		}
	}
	return best
}

var lines = strings.NewReplacer("\n", " ", "\r", " ", "\t", " ")

func (m *marker) assemble(text string, start, end int, places []place) Excerpt {
	var e Excerpt
	if start > 0 {
		e.Text = "… "
	}
	shift := len(e.Text) - start
	e.Text += lines.Replace(text[start:end])
	if end < len(text) {
		e.Text += " …"
	}
	e.Marks = [][2]int{}
	for _, p := range places {
		if p.slot >= 0 && p.start >= start && p.end <= end {
			e.Marks = append(e.Marks, [2]int{p.start + shift, p.end + shift})
		}
	}
	return e
}
