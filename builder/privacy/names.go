package privacy

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxWord bounds the words that may be names, in bytes.
const maxWord = 64

// names adds to found the people that text names: those on the roster, and
// words that may be names.
func (s *Scanner) names(text string, found []Finding) []Finding {
	list := s.lists.Get().(*[]token)
	defer s.lists.Put(list)
	*list = tokens(text, (*list)[:0])
	r := &reading{Scanner: s, text: text, words: *list, found: found}
	var buffer [maxWord]byte
	for i, w := range r.words {
		if w.end-w.start > len(buffer) {
			continue
		}
		if w.end-w.start <= 2 && s.initials != nil { // a letter, which may have an accent
			r.signature(i)
		}
		folded := appendFold(buffer[:0], text[w.start:w.end])
		if !s.likely.has(folded) {
			continue
		}
		known, ok := s.words[string(folded)]
		if !ok {
			continue
		}
		for _, n := range known.names {
			r.person(i, n)
		}
		switch {
		case known.title:
			r.afterTitle(i)
		case known.first && r.capital(i):
			r.firstName(i, known.ordinary)
		}
		if known.sensitive != "" {
			r.sensitive(i, known.sensitive)
		}
	}
	return r.found
}

// word is what the Scanner knows of one word, by its folded form.
type word struct {
	names     []name // of people on the roster, that begin with it
	first     bool   // it is a first name
	ordinary  bool   // and a word of the language too
	title     bool   // it announces a name
	sensitive Kind
}

// vocabulary gathers what is known of words, so that each word of a text is looked up once.
func vocabulary(roster *Roster) map[string]word {
	words := map[string]word{}
	for first, ordinary := range firstNames() {
		words[first] = word{first: true, ordinary: ordinary}
	}
	for folded, kind := range sensitiveWords() {
		w := words[folded]
		w.sensitive = kind
		words[folded] = w
	}
	for _, title := range strings.Fields(titles) {
		w := words[title]
		w.title, w.first = true, false
		words[title] = w
	}
	if roster != nil {
		for first, names := range roster.names {
			w := words[first]
			w.names = names
			words[first] = w
		}
	}
	return words
}

// sieve tells of most words that they are not in a vocabulary, faster than it does.
type sieve [1 << 12]uint64

func (s *sieve) add(word []byte) {
	at, bit := place(word)
	s[at] |= bit
}

func (s *sieve) has(word []byte) bool {
	at, bit := place(word)
	return s[at]&bit != 0
}

// place returns where in a sieve a word has its bit, by its FNV-1a hash.
func place(word []byte) (at int, bit uint64) {
	hash := uint32(2166136261)
	for _, c := range word {
		hash = (hash ^ uint32(c)) * 16777619
	}
	hash ^= hash >> 15
	return int(hash >> 6 & (1<<12 - 1)), 1 << (hash & 63)
}

// titles announce a name.
const titles = "m mr mme mlle mrs ms monsieur madame mademoiselle messieurs mesdames docteur dr pr maitre"

func isTitle(word string) bool { return strings.Contains(" "+titles+" ", " "+word+" ") }

// reading is one text being read.
type reading struct {
	*Scanner
	text  string
	words []token
	found []Finding
}

func (r *reading) report(kind Kind, first, last int) {
	start, end := r.words[first].start, r.words[last].end
	if end < len(r.text) && r.text[end] == '.' && r.isInitial(last) {
		end++
	}
	r.found = append(r.found, Finding{kind, start, end, r.text[start:end]})
}

// is reports whether word i, folded, is w.
func (r *reading) is(i int, w string) bool {
	var buffer [maxWord]byte
	written := r.text[r.words[i].start:r.words[i].end]
	return len(written) <= maxWord && string(appendFold(buffer[:0], written)) == w
}

func (r *reading) folded(i int) string { return fold(r.text[r.words[i].start:r.words[i].end]) }

// capital reports whether word i begins with a capital.
func (r *reading) capital(i int) bool {
	c, _ := utf8.DecodeRuneInString(r.text[r.words[i].start:])
	return unicode.IsUpper(c)
}

// capitals reports whether all letters of word i are capitals, and it has more than one.
func (r *reading) capitals(i int) bool {
	w := r.text[r.words[i].start:r.words[i].end]
	return utf8.RuneCountInString(w) > 1 && strings.ToUpper(w) == w
}

// isInitial reports whether word i is one capital.
func (r *reading) isInitial(i int) bool {
	w := r.text[r.words[i].start:r.words[i].end]
	return utf8.RuneCountInString(w) == 1 && r.capital(i)
}

// adjoin reports whether words i and i+1 may be parts of one name: little stands between
// them, no end of a sentence, and one line's end at most.
func (r *reading) adjoin(i int) bool {
	if i < 0 || i+1 >= len(r.words) {
		return false
	}
	gap := r.text[r.words[i].end:r.words[i+1].start]
	if len(gap) == 0 || len(gap) > 5 {
		return false
	}
	lines := 0
	for k := range len(gap) {
		switch gap[k] {
		case ' ', '\t', '-', '_', ',', ';', '|', '\'', '`', '+', '/', '(', '>', '"':
		case '\n':
			lines++
		case '.':
			if gap != "." && !r.isInitial(i) && !isTitle(r.folded(i)) {
				return false
			}
		default:
			return false
		}
	}
	return lines <= 1
}

// follows reports whether words stand from word i on, as parts of one name.
func (r *reading) follows(i int, words []string) bool {
	if i < 0 || i+len(words) > len(r.words) {
		return false
	}
	for k, w := range words {
		if k > 0 && !r.adjoin(i+k-1) || !r.is(i+k, w) {
			return false
		}
	}
	return true
}

// person reports the person whom word i begins to name, if it does.
func (r *reading) person(i int, n name) {
	last := i + len(n.words) - 1
	if !r.follows(i, n.words) {
		return
	}
	switch n.part {
	case wholeName:
		r.report(Participant, i, last)
	case givenName:
		r.given(i, last, n.of)
	default:
		r.family(i, last, n)
	}
}

// family reports a last name with what stands beside it: first names or
// initials, before or after; a title; nothing.
func (r *reading) family(i, last int, n name) {
	for _, given := range n.of.given {
		if before := i - len(given); before >= 0 && r.adjoin(i-1) && r.follows(before, given) && r.deliberate(before, i, last) {
			r.report(Participant, before, last)
			return
		}
		if r.adjoin(last) && r.follows(last+1, given) && r.deliberate(i, last+1, last+len(given)) {
			r.report(Participant, i, last+len(given))
			return
		}
	}
	if first, end, ok := r.besideInitials(i, last, n.of); ok {
		r.report(Participant, first, end)
		return
	}
	main := i // the word that tells: "de La Fontaine" may begin small
	for main < last && isParticle(r.folded(main)) {
		main++
	}
	if !r.capital(main) {
		return
	}
	switch {
	case i > 0 && r.adjoin(i-1) && isTitle(r.folded(i-1)):
		r.report(Participant, i, last)
	case len(n.words[len(n.words)-1]) < 3:
	case n.part == familyPart, r.beginsSentence(i), r.capitals(main) && r.amongCapitals(i, last):
		r.report(PartOfName, i, last)
	default:
		r.report(Participant, i, last)
	}
}

// deliberate reports whether words first to last name somebody rather than being two
// ordinary words that happen to stand side by side: short ones need their
// capitals, or a sign that ties them.
func (r *reading) deliberate(first, second, last int) bool {
	if r.words[last].end-r.words[first].start > 8 || strings.IndexByte("-_.", r.text[r.words[second].start-1]) >= 0 {
		return true
	}
	return r.capital(first) && r.capital(second)
}

// besideInitials looks for the first letters of a person's first names beside their last name, words i to
// last: "J.-P. Dupont", "JP Dupont", "Dupont J.", "j.dupont".
func (r *reading) besideInitials(i, last int, p *person) (first, end int, ok bool) {
	if len(p.given) == 0 {
		return 0, 0, false
	}
	given := p.given[0]
	letter := func(k, of int) bool {
		if r.words[k].end-r.words[k].start > utf8.UTFMax || r.folded(k) != initial(given[of]) {
			return false
		}
		if r.capital(k) && (r.capital(i) || r.capital(last)) {
			return true
		}
		// j.dupont, j-dupont, j. dupont: as in addresses and in haste.
		gap := r.text[r.words[k].end:r.words[min(k+1, len(r.words)-1)].start]
		return k+1 == i && (gap == "." || gap == "-" || gap == "_" || gap == ". ") && !r.beginsPart(k)
	}
	if len(given) > 1 && r.capital(last) {
		var joined strings.Builder
		for _, g := range given {
			joined.WriteString(initial(g))
		}
		if i > 0 && r.adjoin(i-1) && r.capitals(i-1) && r.folded(i-1) == joined.String() {
			return i - 1, last, true
		}
	}
	if k := i - 1; k >= 0 && r.adjoin(k) {
		if n := len(given); n > 1 && k >= n-1 && letter(k, n-1) && r.adjoin(k-1) && letter(k-1, n-2) {
			return k - 1, last, true
		}
		if letter(k, 0) {
			return k, last, true
		}
	}
	if k := last + 1; k < len(r.words) && r.adjoin(last) && r.isInitial(k) && r.capital(i) && r.folded(k) == initial(given[0]) {
		if after := r.words[k].end; after >= len(r.text) || r.text[after] != '\'' {
			return i, k, true
		}
	}
	return 0, 0, false
}

// initial returns the first letter of a folded word.
func initial(word string) string {
	_, size := utf8.DecodeRuneInString(word)
	return word[:size]
}

// signature reports initials that may be a participant's, each with its full
// stop: "J. D.", "J.-P.D.". More or fewer of them are an acronym.
func (r *reading) signature(i int) {
	dotted := func(k int) bool {
		return k < len(r.words) && r.isInitial(k) && r.words[k].end < len(r.text) && r.text[r.words[k].end] == '.'
	}
	if !dotted(i) || i > 0 && dotted(i-1) && r.adjoin(i-1) {
		return
	}
	last := i
	for dotted(last+1) && r.adjoin(last) {
		last++
	}
	var letters strings.Builder
	for k := i; k <= last; k++ {
		letters.WriteString(r.folded(k))
	}
	if last > i && r.initials[letters.String()] {
		r.report(PartOfName, i, last)
	}
}

// beginsPart reports whether letter k is rather the rest of a word: "a-t-il".
func (r *reading) beginsPart(k int) bool {
	start := r.words[k].start
	return start > 0 && strings.IndexByte("-'", r.text[start-1]) >= 0
}

// given reports first names with the initial of the last name, or alone: then
// it may be anybody's.
func (r *reading) given(i, last int, p *person) {
	if !r.capital(i) {
		return
	}
	if k := last + 1; k < len(r.words) && r.adjoin(last) && r.isInitial(k) && !r.apostropheAfter(k) {
		for _, family := range p.family {
			if r.folded(k) == initial(family[0]) {
				r.report(Participant, i, k)
				return
			}
		}
	}
	if r.folded(i) != "" && !(r.beginsSentence(i) && r.Scanner.words[r.folded(i)].ordinary) {
		r.report(PartOfName, i, last)
	}
}

func (r *reading) apostropheAfter(i int) bool {
	end := r.words[i].end
	return end < len(r.text) && r.text[end] == '\''
}

// amongCapitals reports whether the words around are in capitals too, as in a heading.
func (r *reading) amongCapitals(i, last int) bool {
	tied := func(k int) bool { return r.text[r.words[k].end:r.words[k+1].start] == " " }
	return i > 0 && tied(i-1) && r.capitals(i-1) || last+1 < len(r.words) && tied(last) && r.capitals(last+1)
}

// beginsSentence reports whether word i has its capital because a sentence, a
// heading, an item or a value begins with it.
func (r *reading) beginsSentence(i int) bool {
	k := r.words[i].start
	lines := 0
	for k > 0 {
		k--
		switch r.text[k] {
		case ' ', '\t', '"', '\'', '(', '[', '_', '`':
		case '\n':
			if lines++; lines > 1 {
				return true
			}
		case '#', '-', '>', '|', '+', '{', ']', ')':
			return true
		case '.', '!', '?', ':', ';':
			return true
		default:
			return isDigit(r.text[k]) && lines == 0 && k == 0
		}
	}
	return true
}

// afterTitle reports what follows a title as a name, unless it is a charge
// ("Madame la Maire") or a letter that stands for anybody.
func (r *reading) afterTitle(i int) {
	k := i + 1
	if k >= len(r.words) || !r.adjoin(i) || !r.capital(k) || r.isInitial(k) || !r.capital(i) && r.words[i].end-r.words[i].start < 5 {
		return
	}
	gap := r.text[r.words[i].end:r.words[k].start]
	if strings.Trim(gap, ". \n") != "" || isTitle(r.folded(k)) || isCharge(r.folded(k)) {
		return
	}
	if r.words[i].end-r.words[i].start == 1 && gap[0] != '.' && gap[0] != ' ' {
		return
	}
	last := k
	for last+1 < len(r.words) && last < k+2 && r.adjoin(last) && r.capital(last+1) && r.text[r.words[last].end] != ',' {
		last++
	}
	r.report(FirstName, k, last)
}

// isCharge reports whether what follows a title is a charge, not a name.
func isCharge(word string) bool {
	return strings.Contains(" le la les l maire president presidente directeur directrice ministre prefet prefete juge tout untel unetelle ", " "+word+" ")
}

// firstName reports a first name, unless its capital is that of an ordinary
// word, or a saint's in the name of a place. In capitals by itself it is rather an acronym.
func (r *reading) firstName(i int, ordinary bool) {
	if ordinary && r.beginsSentence(i) || r.capitals(i) && (ordinary || !r.amongCapitals(i, i)) {
		return
	}
	if i > 0 && r.adjoin(i-1) {
		switch r.folded(i - 1) {
		case "le", "la", "les", "des", "du", "the":
			if ordinary { // la Marine, rue des Lilas
				return
			}
		case "saint", "sainte", "st", "ste", "hopital", "lycee", "college", "ecole", "institut", "rue", "avenue", "place", "boulevard", "loi", "prix", "fondation":
			return
		}
	}
	r.report(FirstName, i, i)
}
