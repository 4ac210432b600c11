package pack

import (
	"errors"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// errDamaged is what a file or a packed text gets that Pack did not make.
var errDamaged = errors.New("damaged")

// maxSymbols bounds what is unpacked of one document: a damaged one may never end.
const maxSymbols = 1 << 24

// ReadLexicon makes again the lexicon whose file is given, as the client does.
func ReadLexicon(file File) (*Lexicon, error) {
	for _, length := range file.Special {
		if length < 1 || length > maxLength {
			return nil, errDamaged
		}
	}
	if len(file.Marks) > maxLength+1 {
		return nil, errDamaged
	}
	classes, err := file.classes()
	if err != nil {
		return nil, err
	}
	l := &Lexicon{file: file, contexts: make(map[uint64]*letters)}
	l.model(classes)
	return l, nil
}

// classes returns the words by bit length of their counts.
func (f File) classes() ([][]string, error) {
	classes := make([][]string, maxLength+1)
	var previous []uint16
	words, lengths := f.Words, f.Lengths
	for words != "" {
		shared := strings.IndexByte(sharedCounts, words[0])
		end := strings.IndexAny(words[1:], sharedCounts)
		if end < 0 {
			end = len(words) - 1
		}
		if shared < 0 || shared > len(previous) || lengths == "" || lengths[0] < 'a' || lengths[0] > 'a'+maxLength {
			return nil, errDamaged
		}
		previous = append(previous[:shared:shared], utf16.Encode([]rune(words[1:1+end]))...)
		length := lengths[0] - 'a'
		classes[length] = append(classes[length], string(utf16.Decode(previous)))
		words, lengths = words[1+end:], lengths[1:]
	}
	return classes, nil
}

// Known returns the words that the lexicon has.
func (l *Lexicon) Known() []string {
	var known []string
	for _, c := range l.words.classes {
		known = append(known, c.texts...)
	}
	return known
}

// Unpack calls each for the texts that Pack was given, in their order. A text is
// read only until each returns.
func (l *Lexicon) Unpack(packed string, each func(text []byte)) (err error) {
	u := &unpacker{Lexicon: l, cases: [2][3]uint64{{16, 1, 1}, {1, 16, 1}}}
	if u.decoder, err = newDecoder(packed); err != nil {
		return err
	}
	text := make([]byte, 0, 3*len(packed))
	first := true
	for range maxSymbols {
		word, special := u.symbol(&u.words)
		switch special {
		case stop:
			if u.failed || len(text) > 0 {
				return errDamaged
			}
			return nil
		case newWord:
			word = u.spell()
			u.spelled = append(u.spelled, word)
		case again:
			if len(u.spelled) == 0 {
				return errDamaged
			}
			word = u.spelled[u.number(uint64(len(u.spelled)))]
		}
		text = u.inCase(text, word, first)
		first = false
		if strings.HasSuffix(word, "’") || strings.HasSuffix(word, "'") {
			continue
		}
		mark, special := u.symbol(&u.marks)
		if special == newMark {
			mark = u.spell()
		}
		if u.failed {
			return errDamaged
		}
		if rest, ends := strings.CutSuffix(mark, endOfText); ends {
			each(append(text, rest...))
			text, first = text[:0], true
			continue
		}
		text = append(text, mark...)
		first = mark != " " && strings.ContainsAny(mark, ".!?\n")
	}
	return errDamaged
}

type unpacker struct {
	*Lexicon
	*decoder
	spelled []string
	cases   [2][3]uint64 // as in packer
}

// symbol reads a text of an alphabet, or one of its special symbols; special is −1 for a text.
func (u *unpacker) symbol(of *alphabet) (text string, special int) {
	n := u.peek(of.total)
	i := len(of.classes) - 1
	for of.classes[i].from > n {
		i--
	}
	c := &of.classes[i]
	nth := (n - c.from) / c.size
	u.take(c.from+nth*c.size, c.size)
	if nth < uint64(len(c.special)) {
		return "", c.special[nth]
	}
	return c.texts[nth-uint64(len(c.special))], -1
}

// inCase appends a word in the case that it was in.
func (u *unpacker) inCase(text []byte, word string, first bool) []byte {
	c, size := utf8.DecodeRuneInString(word)
	if !isLower(c) {
		return append(text, word...)
	}
	counts := &u.cases[0]
	if first {
		counts = &u.cases[1]
	}
	letterCase := u.counted(counts[:], 0)
	counts[letterCase]++
	switch letterCase {
	case capital:
		return append(append(text, strings.ToUpper(word[:size])...), word[size:]...)
	case capitals:
		return append(text, strings.ToUpper(word)...)
	}
	return append(text, word...)
}

func (u *unpacker) spell() string {
	var units []uint16
	before := start
	for !u.failed {
		unit := u.unit(before)
		if unit == noUnit {
			break
		}
		units = append(units, uint16(unit))
		before = before.then(unit)
	}
	return string(utf16.Decode(units))
}

// unit reads a letter, as packer.unit writes it.
func (u *unpacker) unit(before previous) int {
	for order := len(before); order >= 0; order-- {
		c := u.contexts[before.key(order)]
		if c == nil {
			continue
		}
		if i := u.counted(c.counts, uint64(len(c.units))); i < len(c.units) {
			return c.units[i]
		}
	}
	const any = 1 << 16
	if n := u.number(any + 1); n < any {
		return int(n)
	}
	return noUnit
}

// decoder reads what coder wrote. Once failed, it reads nonsense.
type decoder struct {
	digits            []byte
	at                int
	code, width, step uint64
	failed            bool
}

func newDecoder(packed string) (*decoder, error) {
	if len(packed) < checkDigits {
		return nil, errDamaged
	}
	digits := make([]byte, len(packed))
	wanted, sum := 0, 1
	for i := range len(packed) {
		d := strings.IndexByte(packDigits, packed[i])
		if d < 0 {
			return nil, errDamaged
		}
		digits[i] = byte(d)
		if i < checkDigits {
			wanted = wanted*base + d
		} else {
			sum = (sum*checkFactor + d) % checkPrime
		}
	}
	if sum != wanted {
		return nil, errDamaged
	}
	d := &decoder{digits: digits[checkDigits:], width: 1}
	for range lastDigits {
		d.shift()
	}
	return d, nil
}

func (d *decoder) shift() {
	digit := byte(0) // zeros stand after the end
	if d.at < len(d.digits) {
		digit = d.digits[d.at]
	} else if d.at >= len(d.digits)+lastDigits {
		d.failed = true
	}
	d.at++
	d.code = d.code*base + uint64(digit)
	d.width *= base
}

// peek returns a number below total, one of those of a symbol; take must follow.
func (d *decoder) peek(total uint64) uint64 {
	if d.step = d.width / total; d.step == 0 {
		d.failed, d.step = true, 1
	}
	return min(d.code/d.step, total-1)
}

// take leaves a symbol behind that has the numbers from to from+size−1.
func (d *decoder) take(from, size uint64) {
	d.code -= from * d.step
	d.width = size * d.step
	for d.width < leastWidth && !d.failed {
		d.shift()
	}
}

// number reads one of total equally likely numbers.
func (d *decoder) number(total uint64) uint64 {
	n := d.peek(total)
	d.take(n, 1)
	return n
}

// counted reads which of the things is next that were seen so often, or
// len(counts), which the number of others stands for.
func (d *decoder) counted(counts []uint64, others uint64) int {
	total := others
	for _, n := range counts {
		total += n
	}
	n, from := d.peek(total), uint64(0)
	for i, count := range counts {
		if n < from+count {
			d.take(from, count)
			return i
		}
		from += count
	}
	d.take(from, others)
	return len(counts)
}
