package handbook

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Terms knows the notions of a handbook by every name they have, and finds them in
// running text, inflected or not. It is immutable, and safe for concurrent use.
type Terms struct {
	book     *Handbook
	lexicons map[Lang]*lexicon
}

// Term is the place where a page first uses a notion, or gives a number to call.
type Term struct {
	Notion *Page  // nil for a telephone number
	Dial   string // the number; numbers are found each time
	// Start and End bound the words in Body.HTML, in bytes. They are both where
	// the link begins when the author made one.
	Start, End int
	Linked     bool // by the author
}

// maxTerms bounds how many notions are explained in one page: beyond it, links
// would hide the text.
const maxTerms = 30

// lexicon holds the names of the notions of one language, word by word.
type lexicon struct {
	lang  Lang
	folds [0x250]string // of the letters of Latin scripts
	root  *branch
}

// branch is what may follow some words of a name.
type branch struct {
	next  map[string]*branch
	names []termName // those that end here
}

// termName is one of a notion's names.
type termName struct {
	notion  *Page
	rank    int  // 0 for the title, 1 for an acronym, 2 for a synonym
	shouted bool // it is in capitals: only words in capitals are it
}

// Terms learns the names of h's notions.
func (h *Handbook) Terms() *Terms {
	t := &Terms{book: h, lexicons: map[Lang]*lexicon{}}
	for _, notion := range h.Pages {
		if notion.Type != Notion {
			continue
		}
		lang := t.langOf(notion)
		l := t.lexicons[lang]
		if l == nil {
			l = newLexicon(lang)
			t.lexicons[lang] = l
		}
		l.add(notion, 0, notion.Title)
		l.add(notion, 1, notion.Acronyms...)
		l.add(notion, 2, notion.Synonyms...)
	}
	return t
}

func (t *Terms) langOf(p *Page) Lang { return cmp.Or(p.Lang, t.book.Config.Lang, French) }

// Find returns the notions that p's text uses, each where it is used first, and
// the numbers to call that it gives, in the order of the text. What names a notion is the words of the text, the longest name
// first, or a link that the author made to it. Names are sought in p.Body.Prose alone.
func (t *Terms) Find(p *Page) []Term {
	l := t.lexicons[t.langOf(p)]
	if l == nil {
		l = &lexicon{root: &branch{}}
	}
	search := termSearch{lexicon: l, page: p, met: map[*Page]bool{p: true}}
	hole := 0
	for _, stretch := range p.Body.Prose {
		hole = search.links(hole, int(stretch.Start))
		search.read(int(stretch.Start), p.Body.HTML[stretch.Start:stretch.End])
		search.numbers(int(stretch.Start), p.Body.HTML[stretch.Start:stretch.End])
		if len(search.found) >= maxTerms {
			return search.found[:maxTerms]
		}
	}
	search.links(hole, len(p.Body.HTML)+1)
	return search.found[:min(len(search.found), maxTerms)]
}

// termSearch is the state of one Find.
type termSearch struct {
	*lexicon
	page    *Page
	met     map[*Page]bool
	found   []Term
	words   words
	scratch []byte // of masculine
}

// links notes the author's links to notions that begin before an offset, from
// the given hole on, and returns the next hole.
func (s *termSearch) links(hole, before int) int {
	for ; hole < len(s.page.Body.Holes) && s.page.Body.Holes[hole].Offset < before; hole++ {
		at := s.page.Body.Holes[hole]
		if at.Kind != LinkStart || at.Link >= len(s.page.Targets) {
			continue
		}
		if to := s.page.Targets[at.Link].Page; to != nil && to.Type == Notion && !s.met[to] {
			s.met[to] = true
			s.found = append(s.found, Term{Notion: to, Start: at.Offset, End: at.Offset, Linked: true})
		}
	}
	return hole
}

// read notes the notions that text names; start is its place in the body.
func (s *termSearch) read(start int, text []byte) {
	s.words.read(text, &s.folds, s.lang)
	for i := 0; i < len(s.words.list); {
		end, notion := s.longest(s.root, i, i)
		if notion == nil {
			i++
			continue
		}
		if !s.met[notion] {
			s.met[notion] = true
			s.found = append(s.found, Term{Notion: notion, Start: start + s.words.list[i].start, End: start + s.words.end(text, end-1)})
		}
		i = end
	}
}

// numbers notes the numbers to call that text gives, but for those that name a notion.
func (s *termSearch) numbers(start int, text []byte) {
	if !bytes.ContainsAny(text, "0123456789") {
		return
	}
	for _, n := range Numbers(string(text)) {
		number := Term{Dial: n.Dial, Start: start + n.Start, End: start + n.End}
		i, _ := slices.BinarySearchFunc(s.found, number.Start, func(t Term, at int) int { return cmp.Compare(t.End, at+1) })
		if i == len(s.found) || s.found[i].Start >= number.End {
			s.found = slices.Insert(s.found, i, number)
		}
	}
}

// longest returns the notion with the longest name that begins with the words
// from first, of which those before i led to b, and the word after that name.
func (s *termSearch) longest(b *branch, first, i int) (end int, notion *Page) {
	if len(b.names) > 0 {
		if notion = s.choose(b.names, first, i); notion != nil {
			end = i
		}
	}
	if len(b.next) == 0 || i == len(s.words.list) || i > first && !s.words.list[i].joined {
		return end, notion
	}
	key := s.words.key(i)
	follow := func(next *branch) {
		if next == nil {
			return
		}
		if far, found := s.longest(next, first, i+1); far > end {
			end, notion = far, found
		}
	}
	follow(b.next[string(key)])
	if masculine := s.masculine(key); masculine != nil {
		follow(b.next[string(masculine)])
	}
	return end, notion
}

// choose returns the notion that words first to end, less one, mean among those
// that have them as a name: one that the page declares, else one of its functions,
// else the only one. A title is preferred to an acronym, an acronym to a synonym.
// Words that may mean several are left alone.
func (s *termSearch) choose(names []termName, first, end int) *Page {
	best, worth, tied := (*Page)(nil), 0, false
	for _, n := range names {
		if n.shouted && !s.words.shouted(first, end) {
			continue
		}
		w := 3 - n.rank
		if slices.Contains(s.page.To(Uses), n.notion) {
			w += 8
		}
		if slices.ContainsFunc(s.page.Functions(), func(f *Page) bool { return slices.Contains(n.notion.Functions(), f) }) {
			w += 4
		}
		switch {
		case w > worth:
			best, worth, tied = n.notion, w, false
		case w == worth && best != n.notion:
			tied = true
		}
	}
	if tied {
		return nil
	}
	return best
}

func newLexicon(lang Lang) *lexicon {
	l := &lexicon{lang: lang, root: &branch{}}
	for r := range rune(len(l.folds)) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			l.folds[r] = strings.ReplaceAll(Fold(string(r)), " ", "")
		}
	}
	return l
}

// add learns names of a notion. What stands between parentheses in one is no part of it.
func (l *lexicon) add(notion *Page, rank int, names ...string) {
	var words words
	for _, written := range names {
		if before, _, cut := strings.Cut(written, "("); cut && strings.TrimSpace(before) != "" {
			written = before
		}
		words.read([]byte(written), &l.folds, l.lang)
		if len(words.list) == 0 || len(strings.TrimSpace(written)) < 2 {
			continue
		}
		b := l.root
		for i := range words.list {
			key := string(words.key(i))
			if b.next == nil {
				b.next = map[string]*branch{}
			}
			if b.next[key] == nil {
				b.next[key] = &branch{}
			}
			b = b.next[key]
		}
		shouted := words.shouted(0, len(words.list)) && utf8.RuneCountInString(written) > 1
		if !slices.ContainsFunc(b.names, func(n termName) bool { return n.notion == notion }) {
			b.names = append(b.names, termName{notion, rank, shouted})
		}
	}
}

// words are the words of a text, folded and without the mark of the plural.
type words struct {
	list []lexeme
	keys []byte // of all words
}

// lexeme is one of them. A letter folded from é at its end is written E: without
// it, "marché" would be "marche".
type lexeme struct {
	start, end       int  // in the text
	keyStart, keyEnd int  // in words.keys
	joined           bool // only a space, a hyphen or an apostrophe parts it from the one before
	capitals         bool // it has no small letter
}

func (w *words) key(i int) []byte { return w.keys[w.list[i].keyStart:w.list[i].keyEnd] }

// shouted reports whether words first to end, less one, are all in capitals.
func (w *words) shouted(first, end int) bool {
	for _, word := range w.list[first:end] {
		if !word.capitals {
			return false
		}
	}
	return true
}

// end returns where word i ends in text, with the last point of E.R.I.C.
func (w *words) end(text []byte, i int) int {
	end := w.list[i].end
	if i > 0 && end == w.list[i].start+1 && end < len(text) && text[end] == '.' && text[w.list[i].start-1] == '.' {
		end++
	}
	return end
}

// read replaces the words by those of text, which may be escaped.
func (w *words) read(text []byte, folds *[0x250]string, lang Lang) {
	w.list, w.keys = w.list[:0], w.keys[:0]
	current := lexeme{start: -1}
	accent := -1    // place in keys of the last é
	joined := false // so far, since the last word
	finish := func(end int) {
		if current.start < 0 {
			return
		}
		current.end, current.keyEnd = end, len(w.keys)
		key := w.keys[current.keyStart:]
		if tail := len(w.keys) - accent; accent >= current.keyStart && (tail == 1 ||
			tail == 2 && (key[len(key)-1] == 's' || key[len(key)-1] == 'e') || tail == 3 && string(key[len(key)-2:]) == "es") {
			w.keys[accent] = 'E'
		}
		current.keyEnd = current.keyStart + singular(key, lang)
		w.list = append(w.list, current)
		current.start, joined = -1, true
	}
	for i := 0; i < len(text); {
		c, size := rune(text[i]), 1
		if c >= utf8.RuneSelf {
			c, size = utf8.DecodeRune(text[i:])
		}
		fold := ""
		if int(c) < len(folds) {
			fold = folds[c]
		} else if unicode.IsLetter(c) {
			fold = string(unicode.ToLower(c))
		}
		switch {
		case fold != "":
			if current.start < 0 {
				current = lexeme{start: i, keyStart: len(w.keys), joined: joined, capitals: true}
			}
			if c == 'é' || c == 'É' {
				accent = len(w.keys)
			}
			w.keys = append(w.keys, fold...)
			if unicode.IsLower(c) {
				current.capitals = false
			}
		case c == '\u00ad' || unicode.Is(unicode.Mn, c): // a soft hyphen, an accent of its own
			if c == '\u0301' && len(w.keys) > 0 && w.keys[len(w.keys)-1] == 'e' {
				accent = len(w.keys) - 1
			}
		case c == '·' && current.start >= 0 && suffix(text[i+size:]) > 0: // agent·e·s
			size += suffix(text[i+size:])
			last := i + size
			for last < len(text) && bytesAt(text, last, "·") && suffix(text[last+len("·"):]) > 0 {
				last += len("·") + suffix(text[last+len("·"):])
			}
			finish(last)
			size = last - i
		default:
			dotted := c == '.' && current.start >= 0 && i == current.start+1
			finish(i)
			joined = joined && (dotted || c == ' ' || c == '\n' || c == '-' || c == '’' || c == '\'' || c == '\u00a0' || c == '\u2011')
		}
		i += size
	}
	finish(len(text))
}

func bytesAt(text []byte, at int, s string) bool {
	return at+len(s) <= len(text) && string(text[at:at+len(s)]) == s
}

// suffix returns the length of an inclusive ending at the beginning of text: "e", "trice", "s".
func suffix(text []byte) int {
	n := 0
	for n < len(text) && text[n] >= 'a' && text[n] <= 'z' {
		n++
	}
	if n > 5 {
		return 0
	}
	return n
}

// singular takes the mark of the plural off key, in place, and returns its length.
func singular(key []byte, lang Lang) int {
	n := len(key)
	if n < 4 {
		return n
	}
	ends := func(end string) bool { return strings.HasSuffix(string(key[max(0, n-4):n]), end) }
	switch lang {
	case French:
		switch {
		case ends("aux") && !ends("eaux"): // journaux, travaux
			key[n-2] = 'l'
			return n - 1
		case ends("ail") && n > 4: // travail, as travaux
			key[n-2] = 'l'
			return n - 1
		case ends("x"), ends("s") && !ends("ss"):
			return n - 1
		}
	case English:
		switch {
		case ends("ies") && n > 4:
			key[n-3] = 'y'
			return n - 2
		case ends("sses"), ends("xes"), ends("ches"), ends("shes"):
			return n - 2
		case ends("s") && !ends("ss") && !ends("us") && !ends("is"):
			return n - 1
		}
	}
	return n
}

// masculine returns the masculine of a singular that may be a feminine, or nil: a
// notion called "médiateur" is found in "médiatrice", and never the other way, or
// "contrainte" would be found in "contraint".
func (s *termSearch) masculine(key []byte) []byte {
	n := len(key)
	if s.lang != French || n < 5 || key[n-1] != 'e' {
		return nil
	}
	replace := func(cut int, by string) []byte {
		s.scratch = append(append(s.scratch[:0], key[:n-cut]...), by...)
		return s.scratch
	}
	switch tail := string(key[n-5:]); {
	case tail == "trice":
		return replace(5, "teur")
	case tail[1:] == "euse":
		return replace(4, "eur")
	case tail[2:] == "ive":
		return replace(3, "if")
	case key[n-2] == key[n-3] && strings.ContainsRune("lnt", rune(key[n-2])): // fonctionnelle
		return replace(2, "")
	case !strings.ContainsRune("aeiouy", rune(key[n-2])):
		return replace(1, "")
	}
	return nil
}
