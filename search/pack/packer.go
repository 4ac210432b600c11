package pack

import (
	"slices"
	"unicode/utf16"
	"unicode/utf8"
)

// Pack codes texts, in characters that need no escape in a JSON string.
func (l *Lexicon) Pack(texts []string) string {
	p := &packer{
		Lexicon: l, coder: newCoder(),
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
	*Lexicon
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
