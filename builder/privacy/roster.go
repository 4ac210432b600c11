package privacy

import (
	"bufio"
	"bytes"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// Roster is the names of those who took part. It is never shown: printing it
// tells how many there are.
type Roster struct {
	people   []*person
	names    map[string][]name // by the first word of each name, folded
	initials map[string]bool   // of first and last name, such as "jd" and "jpd"
}

// person is one line of a roster.
type person struct {
	given  [][]string // the ways to write the first names, each by words, folded
	family [][]string // the same of the last name, the whole one first
}

// name is what a person may be called by.
type name struct {
	of    *person
	words []string
	part  part
}

// part says which part of somebody's name a name is.
type part int

const (
	familyName part = iota
	familyPart      // one of two last names
	givenName
	wholeName // first and last name in one word, as in "jeandupont"
)

// Len returns how many people are on the roster.
func (r *Roster) Len() int {
	if r == nil {
		return 0
	}
	return len(r.people)
}

// String tells no name.
func (r *Roster) String() string { return "roster" }

// GoString tells no name.
func (r *Roster) GoString() string { return r.String() }

// ParseRoster reads names, one a line: "Jean Dupont", "DUPONT Jean", "Dupont,
// Jean", or a table that separates its columns with ; or a tab, with or without a line of titles.
// Lines that begin with # are notes. It may be in UTF-8 or as old spreadsheets
// export (Windows-1252).
func ParseRoster(src []byte) *Roster {
	src = bytes.TrimPrefix(src, []byte("\ufeff"))
	if !utf8.Valid(src) {
		src, _ = charmap.Windows1252.NewDecoder().Bytes(src) // each byte means something there
	}
	r := &Roster{names: map[string][]name{}, initials: map[string]bool{}}
	known := firstNames()
	var table columns
	lines := bufio.NewScanner(bytes.NewReader(src))
	lines.Buffer(nil, len(src)+1)
	for lines.Scan() {
		line := strings.TrimSpace(decode(lines.Text()).text)
		if line == "" || line[0] == '#' {
			continue
		}
		if titles, ok := columnsOf(line); ok {
			table = titles
			continue
		}
		given, family := table.split(line)
		if family == "" {
			given, family = divide(given, known)
		}
		r.add(words(given), words(family))
	}
	return r
}

// columns says where a table has the names; the zero columns is no table.
type columns struct {
	separator     string
	given, family int
}

// columnsOf reads the line of titles of a table.
func columnsOf(line string) (columns, bool) {
	for _, separator := range []string{";", "\t", ","} {
		c := columns{separator, -1, -1}
		for i, title := range strings.Split(line, separator) {
			switch foldPhrase(title) {
			case "prenom", "prenoms", "first name", "given name", "firstname":
				c.given = i
			case "nom", "nom de famille", "last name", "family name", "surname", "lastname":
				c.family = i
			}
		}
		if c.given >= 0 && c.family >= 0 {
			return c, true
		}
	}
	return columns{}, false
}

// split returns the two parts of a name; family is "" when the line does not tell them apart.
func (c columns) split(line string) (given, family string) {
	if c.separator != "" {
		if cells := strings.Split(line, c.separator); len(cells) > max(c.given, c.family) {
			return unquoted(cells[c.given]), unquoted(cells[c.family])
		}
	}
	for _, separator := range []string{";", "\t", ","} { // without titles: last name first, as in lists
		if cells := strings.Split(line, separator); len(cells) > 1 {
			family, given = unquoted(cells[0]), unquoted(cells[1])
			if isCapitals(given) && !isCapitals(family) {
				return family, given
			}
			return given, family
		}
	}
	return line, ""
}

func unquoted(cell string) string { return strings.Trim(strings.TrimSpace(cell), `"`) }

func isCapitals(s string) bool { return s != "" && s == strings.ToUpper(s) }

// divide tells first names from the last name in "Jean Pierre Dupont": a last name
// is in capitals, or what comes after the first names.
func divide(line string, known map[string]bool) (given, family string) {
	fields := strings.Fields(line)
	if len(fields) > 1 && isTitle(fold(strings.Trim(fields[0], "."))) {
		fields = fields[1:]
	}
	var capitals, others []string
	for _, f := range fields {
		if utf8.RuneCountInString(f) > 1 && isCapitals(f) {
			capitals = append(capitals, f)
		} else {
			others = append(others, f)
		}
	}
	if len(capitals) > 0 && len(others) > 0 {
		for len(others) > 1 && isParticle(fold(others[len(others)-1])) && fields[0] != capitals[0] {
			capitals = append([]string{others[len(others)-1]}, capitals...)
			others = others[:len(others)-1]
		}
		return strings.Join(others, " "), strings.Join(capitals, " ")
	}
	if len(fields) < 2 {
		return "", strings.Join(fields, " ")
	}
	n := 1
	for n < len(fields)-1 {
		if _, is := known[fold(fields[n])]; !is || isParticle(fold(fields[n])) {
			break
		}
		n++
	}
	return strings.Join(fields[:n], " "), strings.Join(fields[n:], " ")
}

// isParticle reports whether a word of a last name may be left out, or written small.
func isParticle(word string) bool {
	return strings.Contains(" de d du des la le les l van von der den da do dos di del el al ben bin ait ould o mac mc ", " "+word+" ")
}

// words returns the words of a name, folded.
func words(s string) []string {
	var words []string
	for _, w := range tokens(s, nil) {
		words = append(words, fold(s[w.start:w.end]))
	}
	return words
}

// add puts a person on the roster with all the ways to call them.
func (r *Roster) add(given, family []string) {
	if len(family) == 0 {
		given, family = nil, given
	}
	if len(family) == 0 {
		return
	}
	p := &person{}
	r.people = append(r.people, p)
	p.given = ways(given)
	p.family = ways(family)
	bare := slices.DeleteFunc(slices.Clone(family), isParticle)
	if len(bare) > 0 && len(bare) < len(family) {
		p.family = append(p.family, bare, []string{strings.Join(bare, "")})
	}
	for _, words := range p.family {
		r.call(p, words, familyName)
	}
	if len(bare) > 1 {
		for _, word := range bare {
			p.family = append(p.family, []string{word})
			r.call(p, []string{word}, familyPart)
		}
	}
	if len(given) > 1 {
		p.given = append(p.given, given[:1])
	}
	for _, words := range p.given {
		r.call(p, words, givenName)
		for _, last := range p.family[:1] {
			first, last := strings.Join(words, ""), strings.Join(last, "")
			if len(first) > 1 && len(first)+len(last) > 6 {
				r.call(p, []string{first + last}, wholeName)
				r.call(p, []string{last + first}, wholeName)
			}
		}
	}
	r.sign(p)
}

// sign records the initials of a person, those of all first names and of the first alone.
func (r *Roster) sign(p *person) {
	for _, given := range p.given {
		var letters strings.Builder
		for _, word := range given {
			letters.WriteString(initial(word))
		}
		for _, family := range p.family {
			r.initials[letters.String()+initial(family[0])] = true
		}
	}
}

// ways returns words as they are and, when they are more than one, in one.
func ways(words []string) [][]string {
	switch len(words) {
	case 0:
		return nil
	case 1:
		return [][]string{words}
	}
	return [][]string{words, {strings.Join(words, "")}}
}

func (r *Roster) call(p *person, words []string, part part) {
	if utf8.RuneCountInString(words[0]) < 2 && len(words) == 1 {
		return // a letter names nobody by itself
	}
	same := func(n name) bool { return n.of == p && n.part == part && slices.Equal(n.words, words) }
	if !slices.ContainsFunc(r.names[words[0]], same) {
		r.names[words[0]] = append(r.names[words[0]], name{p, words, part})
	}
}

// token is one word of a text: letters and the marks on them.
type token struct{ start, end int }

// tokens appends the words of text to list.
func tokens(text string, list []token) []token {
	start := -1
	for i := 0; i < len(text); {
		c := text[i]
		size, is := 1, c|0x20 >= 'a' && c|0x20 <= 'z'
		switch {
		case c == 0xc3 && i+1 < len(text): // À to ÿ, which are letters but for two
			size, is = 2, text[i+1] != 0x97 && text[i+1] != 0xb7
		case c >= utf8.RuneSelf:
			var r rune
			r, size = utf8.DecodeRuneInString(text[i:])
			is = unicode.IsLetter(r) || unicode.IsMark(r) && start >= 0
		}
		switch {
		case is && start < 0:
			start = i
		case !is && start >= 0:
			list = append(list, token{start, i})
			start = -1
		}
		i += size
	}
	if start >= 0 {
		list = append(list, token{start, len(text)})
	}
	return list
}
