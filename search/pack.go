package search

import (
	"hash/fnv"
	"maps"
	"math/bits"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// The texts of documents are packed: a range coder writes their words by a
// static model, the lexicon, which the client loads once. Half of the index is
// texts, and gzip sees too little of each to make much of it.
//
//	packed   digit³ (checksum of the rest) digit…    a digit is 6 bits, see packDigits
//	text     word mark { word mark }                 marks stand between words (", "); the last ends with U+0000
//	word     symbol [case]                           empty before a mark that starts the text
//	symbol   of the lexicon, or new letters… (spelled), or again number (spelled before in this document)
//	packed ends with the symbol stop in place of a text's first word
//
// No mark stands after a word with an apostrophe at its end ("l’"): a word
// follows at once. A document is a list of texts:
//
//	id, title, lang, label, due, summary, list of marks, list of keywords, { section id, title, text }
//	list: its length in decimal, then its texts
//
// The id of a section is "" when it is what anchor makes of the title; another
// that is empty or starts with "#" has one "#" more.
//
// The model is coarse, so that an edit hardly ever changes it and with it every
// document: it is counted on 256 to 511 documents, chosen by their IDs, and
// knows of each word only the bit length of its count.

const (
	maxSample  = 511  // documents that the model is counted on
	maxLexicon = 2500 // words; each that is left out costs the documents that have it, but not the first search
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

// lexicon is the model. It is not changed once made.
type lexicon struct {
	file     lexiconFile
	words    alphabet
	marks    alphabet
	special  [specials]symbol
	contexts map[uint64]*letters // by previous.key
}

// lexiconFile is what the client gets.
type lexiconFile struct {
	Special [specials]int `json:"special"`
	Words   string        `json:"words"`   // sorted; of each a character of sharedCounts, and the rest
	Lengths string        `json:"lengths"` // of each word the bit length of its count, a letter from "a"
	Marks   [][]string    `json:"marks"`   // by bit length of their counts
}

// alphabet is a set of symbols that can stand in one place.
type alphabet struct {
	symbols map[string]symbol
	total   uint64
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

// newLexicon makes the model of documents.
func newLexicon(documents []Document) *lexicon {
	sample := sampled(documents)
	words, marks := make(map[string]int), make(map[string]int)
	l := &lexicon{contexts: make(map[uint64]*letters)}
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
	for i, n := range counts {
		l.file.Special[i] = min(bits.Len(uint(n)|1), maxLength)
	}
	classes := classesOf(kept)
	l.file.Words, l.file.Lengths = listed(kept)
	l.file.Marks = classesOf(keptMarks)
	l.words = l.alphabet(classes, newWord, newMark)
	l.marks = l.alphabet(l.file.Marks, newMark, specials)
	l.learn(classes)
	l.learn(l.file.Marks)
	return l
}

// sampled returns the texts of the documents to count. A document is among them
// by its ID alone, unless the number of documents doubles.
func sampled(documents []Document) [][]string {
	mask := uint64(1)<<max(0, bits.Len(uint(len(documents)))-bits.Len(maxSample)) - 1
	var sample [][]string
	for _, d := range documents {
		hash := fnv.New64a()
		hash.Write([]byte(d.ID))
		if sum := hash.Sum64(); (sum^sum>>32)&mask == 0 {
			sample = append(sample, d.texts())
		}
	}
	return sample
}

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
		shared, rest := sharedUnits(previous, word)
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
func (l *lexicon) alphabet(classes [][]string, fromSpecial, toSpecial int) alphabet {
	a := alphabet{symbols: make(map[string]symbol)}
	for length := maxLength; length > 0; length-- {
		size := classSize(length)
		for s := fromSpecial; s < toSpecial; s++ {
			if l.file.Special[s] == length {
				l.special[s] = symbol{a.total, size}
				a.total += size
			}
		}
		if length < len(classes) {
			for _, text := range classes[length] {
				a.symbols[text] = symbol{a.total, size}
				a.total += size
			}
		}
	}
	return a
}

// classSize is twice the middle of the counts of a bit length.
func classSize(length int) uint64 { return 3 << (length - 1) }

// learn counts which letters follow which.
func (l *lexicon) learn(classes [][]string) {
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

func (l *lexicon) learnUnit(before previous, unit int) {
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

// pack codes texts.
func (l *lexicon) pack(texts []string) string {
	p := &packer{
		lexicon: l, coder: newCoder(),
		spelled: make(map[string]int),
		cases:   [2][3]uint64{{16, 1, 1}, {1, 16, 1}},
	}
	for _, text := range texts {
		scan(text, p.word, p.mark)
	}
	p.symbol(l.special[stop], l.words)
	return checked(p.finish())
}

type packer struct {
	*lexicon
	*coder
	spelled map[string]int
	cases   [2][3]uint64 // how often words began like this: after a sentence's end; by the case
}

func (p *packer) symbol(s symbol, of alphabet) { p.encode(s.from, s.size, of.total) }

func (p *packer) word(text string, first bool) {
	if text == "" {
		p.symbol(p.special[emptyWord], p.words)
		return
	}
	base, letterCase := uncase(text)
	if s, ok := p.words.symbols[base]; ok {
		p.symbol(s, p.words)
	} else if i, ok := p.spelled[base]; ok {
		p.symbol(p.special[again], p.words)
		p.encode(uint64(i), 1, uint64(len(p.spelled)))
	} else {
		p.symbol(p.special[newWord], p.words)
		p.spell(base)
		p.spelled[base] = len(p.spelled)
	}
	if c, _ := utf8.DecodeRuneInString(base); isLower(c) {
		counts := &p.cases[0]
		if first {
			counts = &p.cases[1]
		}
		from, total := uint64(0), uint64(0)
		for i, n := range counts {
			if i < letterCase {
				from += n
			}
			total += n
		}
		p.encode(from, counts[letterCase], total)
		counts[letterCase]++
	}
}

func (p *packer) mark(text string) {
	if s, ok := p.marks.symbols[text]; ok {
		p.symbol(s, p.marks)
		return
	}
	p.symbol(p.special[newMark], p.marks)
	p.spell(text)
}

func (p *packer) spell(text string) {
	before := start
	for _, unit := range utf16.Encode([]rune(text)) {
		p.unit(before, int(unit))
		before = before.then(int(unit))
	}
	p.unit(before, noUnit)
}

// unit codes a letter by those that the longest known context had, or an escape
// to a shorter one, in the end to any letter.
func (p *packer) unit(before previous, unit int) {
	for order := len(before); order >= 0; order-- {
		c := p.contexts[before.key(order)]
		if c == nil {
			continue
		}
		kinds := uint64(len(c.units))
		i := slices.Index(c.units, unit)
		if i < 0 {
			p.encode(c.total, kinds, c.total+kinds)
			continue
		}
		from := uint64(0)
		for _, n := range c.counts[:i] {
			from += n
		}
		p.encode(from, c.counts[i], c.total+kinds)
		return
	}
	const any = 1 << 16
	if unit == noUnit {
		unit = any
	}
	p.encode(uint64(unit), 1, any+1)
}

// coder is a range coder in digits of 6 bits.
type coder struct {
	digits     []byte // 0 to 63
	low, width uint64 // of what is still open, in units of 64^-8 of the last digit
}

const (
	fullWidth  = 1 << 48
	leastWidth = 1 << 42 // when less is open a digit is certain, but for a carry
	lastDigits = 8
)

func newCoder() *coder { return &coder{digits: make([]byte, 0, 1536), width: fullWidth} }

// encode narrows what is open to a symbol with the numbers from to from+size−1
// of total.
func (c *coder) encode(from, size, total uint64) {
	step := c.width / total
	c.low += from * step
	c.width = size * step
	if c.low >= fullWidth {
		c.low -= fullWidth
		c.carry()
	}
	for c.width < leastWidth {
		c.digits = append(c.digits, byte(c.low/leastWidth))
		c.low = c.low % leastWidth * lastDigit
		c.width *= lastDigit
	}
}

func (c *coder) carry() {
	i := len(c.digits) - 1
	for ; c.digits[i] == lastDigit-1; i-- {
		c.digits[i] = 0
	}
	c.digits[i]++
}

// finish returns the digits of the shortest number that is open; zeros follow.
func (c *coder) finish() []byte {
	for n, unit := 0, uint64(fullWidth); ; n, unit = n+1, unit/lastDigit {
		number := (c.low + unit - 1) / unit * unit
		if number >= c.low+c.width {
			continue
		}
		if number >= fullWidth {
			number -= fullWidth
			c.carry()
		}
		for range n {
			c.digits = append(c.digits, byte(number/leastWidth))
			number = number % leastWidth * lastDigit
		}
		return c.digits
	}
}

// packDigits are those characters that a file of the export has anyway: gzip
// then takes 6 bits for each.
const packDigits = "(.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

const (
	checkDigits = 3
	checkPrime  = 262139 // the largest below 64³
	checkFactor = 8191
)

// checked returns digits as text, with a checksum before them.
func checked(digits []byte) string {
	sum := 1
	for _, d := range digits {
		sum = (sum*checkFactor + int(d)) % checkPrime
	}
	text := make([]byte, 0, checkDigits+len(digits))
	text = append(text, packDigits[sum/lastDigit/lastDigit], packDigits[sum/lastDigit%lastDigit], packDigits[sum%lastDigit])
	for _, d := range digits {
		text = append(text, packDigits[d])
	}
	return string(text)
}

const endOfText = "\x00" // no mark has it

// scan cuts a text into words and the marks after them. It says of a word
// whether it is the first of a sentence.
func scan(text string, word func(text string, first bool), mark func(text string)) {
	first := true
	for i := 0; ; {
		j := run(text, i, true)
		if n := apostrophe(text[j:]); n > 0 && j > i && run(text, j+n, true) > j+n {
			word(text[i:j+n], first)
			first = false
			i = j + n
			continue
		}
		word(text[i:j], first)
		i = run(text, j, false)
		if i == len(text) {
			mark(text[j:] + endOfText)
			return
		}
		mark(text[j:i])
		first = strings.ContainsAny(text[j:i], ".!?\n")
	}
}

// run returns where the characters of words, or those of marks, end.
func run(text string, from int, ofWord bool) int {
	for i := from; i < len(text); {
		c, size := rune(text[i]), 1
		if c >= utf8.RuneSelf {
			c, size = utf8.DecodeRuneInString(text[i:])
		}
		if inWord(c) != ofWord {
			return i
		}
		i += size
	}
	return len(text)
}

func inWord(c rune) bool {
	if c < utf8.RuneSelf {
		return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '_' || c == 0
	}
	return unicode.IsLetter(c) || unicode.IsMark(c) || unicode.IsDigit(c)
}

// apostrophe returns the length of one that text starts with.
func apostrophe(text string) int {
	for _, a := range [...]string{"’", "'"} {
		if strings.HasPrefix(text, a) {
			return len(a)
		}
	}
	return 0
}

// Cases of a word's letters.
const (
	asIs = iota
	capital
	capitals
)

// uncase returns a word in the case in which the lexicon has it, and the case
// that it was in.
func uncase(word string) (base string, letterCase int) {
	first, size := utf8.DecodeRuneInString(word)
	lower := toLower(first)
	if lower == first {
		return word, asIs
	}
	upper := 0
	for _, c := range word {
		switch {
		case toLower(c) != c:
			upper++
		case (c < '0' || c > '9') && c != '’' && c != '\'':
			return string(lower) + word[size:], capital
		}
	}
	if upper < 2 {
		return string(lower) + word[size:], capital
	}
	return strings.Map(toLower, word), capitals
}

// toLower knows the letters whose case no version of Unicode will change.
func toLower(c rune) rune {
	switch {
	case 'A' <= c && c <= 'Z', 'À' <= c && c <= 'Þ' && c != '×', 'Α' <= c && c <= 'Ω' && c != 0x3A2, 'А' <= c && c <= 'Я':
		return c + 32
	case c == 'Œ':
		return 'œ'
	}
	return c
}

// isLower knows the letters that toLower returns, and ς.
func isLower(c rune) bool {
	return 'a' <= c && c <= 'z' || 'à' <= c && c <= 'þ' && c != '÷' || 'α' <= c && c <= 'ω' || 'а' <= c && c <= 'я' || c == 'œ'
}

// texts returns what is packed of a document.
func (d Document) texts() []string {
	texts := make([]string, 0, 8+len(d.Marks)+len(d.Keywords)+3*len(d.Sections))
	texts = append(texts, d.ID, d.Title, d.Lang, d.Label, d.Due, d.Summary)
	for _, list := range [][]string{d.Marks, d.Keywords} {
		texts = append(texts, strconv.Itoa(len(list)))
		texts = append(texts, list...)
	}
	for _, s := range d.Sections {
		id := s.ID
		switch {
		case id == anchor(s.Title):
			id = ""
		case id == "" || id[0] == '#':
			id = "#" + id
		}
		texts = append(texts, id, s.Title, s.Text)
	}
	return texts
}

// anchor is the id that a heading most likely has; the client makes the same.
func anchor(title string) string {
	id := make([]byte, 0, len(title))
	for _, c := range norm.NFD.String(title) {
		switch {
		case c == 'œ' || c == 'Œ':
			id = append(id, "oe"...)
		case 0 < c && c < utf8.RuneSelf && inWord(c):
			id = append(id, byte(unicode.ToLower(c)))
		case 0x300 <= c && c <= 0x36F:
		case len(id) > 0 && id[len(id)-1] != '-':
			id = append(id, '-')
		}
	}
	return strings.TrimSuffix(string(id), "-")
}
