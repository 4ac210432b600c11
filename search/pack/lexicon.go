package pack

import (
	"maps"
	"math/bits"
	"slices"
	"unicode/utf16"

	"relais/search/front"
)

const (
	maxLexicon = 4000 // words
	maxWord    = 40   // bytes of a word, or mark, of the lexicon
	maxLength  = 25   // of a count, in bits
)

// Special symbols; the bit lengths of their counts stand in this order in the file.
const (
	newWord   = iota // letters follow
	again            // number of a word spelled before follows
	stop             // the document ends
	emptyWord        // a text that starts or ends with a mark
	newMark          // letters follow
	specials
)

// Lexicon is the model. It is not changed once made.
type Lexicon struct {
	counts   Counts
	file     File
	words    alphabet
	marks    alphabet
	special  [specials]symbol
	contexts map[uint64]*letters // by previous.key
}

// File is what the client gets of a lexicon.
type File struct {
	Special [specials]int `json:"special"`
	Words   string        `json:"words"`   // sorted; of each a character of sharedCounts, and the rest
	Lengths string        `json:"lengths"` // of each word the bit length of its count, a letter from "a"
	Marks   [][]string    `json:"marks"`   // by bit length of their counts
}

// Equal reports whether two lexicons pack alike.
func (f File) Equal(other File) bool {
	return f.Special == other.Special && f.Words == other.Words && f.Lengths == other.Lengths &&
		slices.EqualFunc(f.Marks, other.Marks, slices.Equal)
}

// alphabet is a set of symbols that can stand in one place.
type alphabet struct {
	symbols map[string]symbol
	classes []class // by rising from
	total   uint64
}

// class is a part of an alphabet's range that some symbols share in equal parts:
// special ones, then texts.
type class struct {
	from, size uint64 // of the first of them
	special    []int
	texts      []string
}

// symbol is a part of an alphabet's range.
type symbol struct{ from, size uint64 }

// letters are those that follow some others, in the order they were seen.
type letters struct {
	units  []int // UTF-16, or noUnit at the end of a word
	counts []uint64
	total  uint64
}

const noUnit = -1

// NewLexicon makes the model of a sample of documents, each a list of texts.
func NewLexicon(sample [][]string) *Lexicon {
	words, marks := make(map[string]int), make(map[string]int)
	var counts [specials]int
	for _, texts := range sample {
		counts[stop]++
		for _, text := range texts {
			scan(text, func(word string, _ bool) {
				if word == "" {
					counts[emptyWord]++
					return
				}
				base, _ := uncase(word)
				words[base]++
			}, func(mark string) { marks[mark]++ })
		}
	}
	kept := keep(words)
	keptMarks := keep(marks)
	for _, texts := range sample {
		spelled := make(map[string]bool)
		for _, text := range texts {
			scan(text, func(word string, _ bool) {
				base, _ := uncase(word)
				switch {
				case word == "" || kept[base] > 0:
				case spelled[base]:
					counts[again]++
				default:
					spelled[base] = true
					counts[newWord]++
				}
			}, func(mark string) {
				if keptMarks[mark] == 0 {
					counts[newMark]++
				}
			})
		}
	}
	c := Counts{Words: kept, Marks: keptMarks}
	for i, n := range counts {
		c.Special[i] = min(bits.Len(uint(n)|1), maxLength)
	}
	return c.Lexicon()
}

// Counts are all that a lexicon is made of: the bit lengths of counts.
type Counts struct {
	Special      [specials]int
	Words, Marks map[string]int
}

// Lexicon makes the lexicon.
func (c Counts) Lexicon() *Lexicon {
	l := &Lexicon{counts: c, contexts: make(map[uint64]*letters)}
	classes := classesOf(c.Words)
	l.file.Special = c.Special
	l.file.Words, l.file.Lengths = listed(c.Words)
	l.file.Marks = classesOf(c.Marks)
	l.model(classes)
	return l
}

// model makes the model of the words by bit length of their counts, and of the file.
func (l *Lexicon) model(classes [][]string) {
	l.words = l.alphabet(classes, newWord, newMark)
	l.marks = l.alphabet(l.file.Marks, newMark, specials)
	l.learn(classes)
	l.learn(l.file.Marks)
}

// Counts returns what the lexicon was made of, to make it again.
func (l *Lexicon) Counts() Counts { return l.counts }

// File returns what the client unpacks with.
func (l *Lexicon) File() File { return l.file }

// keep returns the bit lengths of the counts of what is worth a place: all that
// has been seen twice, or more often when they are too many.
func keep(counts map[string]int) map[string]int {
	kept := make(map[string]int)
	for least := 2; ; least++ {
		for text, count := range counts {
			if count >= least && len(text) <= maxWord {
				kept[text] = min(bits.Len(uint(count)), maxLength)
			}
		}
		if len(kept) <= maxLexicon {
			return kept
		}
		clear(kept)
	}
}

// sharedCounts say how many letters a word has in common with the one before.
const sharedCounts = " !#$%&()*+,-./:;<=>?@[]^`{|}~"

func listed(kept map[string]int) (words, lengths string) {
	var list, letters []byte
	previous := ""
	for _, word := range slices.Sorted(maps.Keys(kept)) {
		shared, rest := front.Shared(previous, word)
		if shared >= len(sharedCounts) {
			shared, rest = 0, word
		}
		list = append(list, sharedCounts[shared])
		list = append(list, rest...)
		letters = append(letters, 'a'+byte(kept[word]))
		previous = word
	}
	return string(list), string(letters)
}

// classesOf sorts by bit length, then by text.
func classesOf(kept map[string]int) [][]string {
	classes := [][]string{}
	for text, length := range kept {
		for len(classes) <= length {
			classes = append(classes, []string{})
		}
		classes[length] = append(classes[length], text)
	}
	for _, class := range classes {
		slices.Sort(class)
	}
	return classes
}

// alphabet shares a range out: to the classes, the most frequent first, and in
// each to its special symbols first.
func (l *Lexicon) alphabet(classes [][]string, fromSpecial, toSpecial int) alphabet {
	a := alphabet{symbols: make(map[string]symbol)}
	for length := maxLength; length > 0; length-- {
		c := class{from: a.total, size: classSize(length)}
		for s := fromSpecial; s < toSpecial; s++ {
			if l.file.Special[s] == length {
				c.special = append(c.special, s)
				l.special[s] = a.next(c.size)
			}
		}
		if length < len(classes) {
			c.texts = classes[length]
			for _, text := range c.texts {
				a.symbols[text] = a.next(c.size)
			}
		}
		if a.total > c.from {
			a.classes = append(a.classes, c)
		}
	}
	return a
}

// next returns the next part of the range.
func (a *alphabet) next(size uint64) symbol {
	s := symbol{a.total, size}
	a.total += size
	return s
}

// classSize is twice the middle of the counts of a bit length.
func classSize(length int) uint64 { return 3 << (length - 1) }

// learn counts which letters follow which.
func (l *Lexicon) learn(classes [][]string) {
	for _, class := range classes {
		for _, text := range class {
			before := start
			for _, unit := range utf16.Encode([]rune(text)) {
				l.learnUnit(before, int(unit))
				before = before.then(int(unit))
			}
			l.learnUnit(before, noUnit)
		}
	}
}

func (l *Lexicon) learnUnit(before previous, unit int) {
	for order := range len(before) + 1 {
		key := before.key(order)
		c := l.contexts[key]
		if c == nil {
			c = &letters{}
			l.contexts[key] = c
		}
		c.add(unit)
	}
}

// previous is the two letters before one.
type previous [2]int

var start = previous{' ', ' '}

func (c previous) then(unit int) previous { return previous{c[1], unit} }

// key names the last letters, as many as order says.
func (c previous) key(order int) uint64 {
	switch order {
	case 0:
		return 0
	case 1:
		return 1<<16 | uint64(c[1])
	default:
		return 1<<32 | uint64(c[0])<<16 | uint64(c[1])
	}
}

func (c *letters) add(unit int) {
	c.total++
	if i := slices.Index(c.units, unit); i >= 0 {
		c.counts[i]++
		return
	}
	c.units, c.counts = append(c.units, unit), append(c.counts, 1)
}
