// Package privacy finds, in what a handbook would publish, what says who
// somebody is: addresses, numbers, plates, the names of those who took part.
//
// The fundamental types are [Finding], a stretch of a text and what it seems to
// be; [Detector], which recognises one kind of identifier by its own rules and
// keys; [Roster], the names of the participants in all the forms that people
// write; and [Scanner], which holds a text against all of them. A text is read
// as its reader would see it: character references, percent signs and escapes
// are decoded, soft hyphens and emphasis dropped (text.go), and yet each finding
// stands where its author wrote it.
//
// Two rules hold everywhere. What was found is never said again: a Finding
// prints itself masked, and nothing else of it can be read. And nothing is
// certain but identifiers with a key and names on a roster: first names and
// sensitive words are questions for a person ([Kind.Certain]).
//
// Package metadata reads, and takes out, what files say beside their content.
package privacy

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"unicode"
)

// Kind is what a Finding seems to be.
type Kind string

// Kinds. Those up to Participant are certain enough to stop a publication.
const (
	Email       Kind = "email"
	Phone       Kind = "phone"
	Social      Kind = "social-security" // French social-security number (NIR), its key being right
	IBAN        Kind = "iban"            // bank account, its key being right
	Plate       Kind = "plate"           // French vehicle, since 2009 (SIV) or before (FNI)
	Street      Kind = "street-address"
	Birth       Kind = "birth-date"
	Participant Kind = "participant" // a name on the roster
	Mailbox     Kind = "mailbox"     // an address of an administration that seems to be nobody's
	PartOfName  Kind = "name-part"   // what may be a part of one: a first name alone, two initials
	FirstName   Kind = "first-name"  // a first name, or whatever name follows a title
	Sensitive   Kind = "sensitive"   // health, origin, religion, union, offences, said of somebody
	Judgement   Kind = "judgement"   // a judgement on somebody
)

// Certain reports whether what is of kind k identifies somebody whatever the
// context. The other kinds are questions that only a person can answer.
func (k Kind) Certain() bool {
	switch k {
	case Mailbox, PartOfName, FirstName, Sensitive, Judgement:
		return false
	}
	return true
}

// A Finding is a stretch of a text that may tell who somebody is. It keeps what
// it found to itself: printing it shows its mask.
type Finding struct {
	Kind       Kind
	Start, End int // bytes of the text that was scanned
	found      string
}

// Masked returns what was found with just enough left for its author to know it again.
func (f Finding) Masked() string { return mask(f.Kind, f.found) }

// String returns what Masked returns, so that no log shows more.
func (f Finding) String() string { return string(f.Kind) + " " + f.Masked() }

// GoString returns what String returns.
func (f Finding) GoString() string { return f.String() }

// Options says what a Scanner looks for besides identifiers.
type Options struct {
	Roster *Roster  // names of the participants; nil when there is none
	Public []string // what may be published although it looks personal: a service's address, an author's name
}

// Scanner holds texts against all detectors, names and words. It is safe for
// concurrent use.
type Scanner struct {
	public   map[string]bool // canonical
	anchored [256][]Detector // by the first byte of their anchor
	words    map[string]word // folded
	likely   sieve           // of words
	initials map[string]bool // of the people on the roster; nil without one
	lists    sync.Pool       // of *[]token: each text needs one as long as itself
}

// New returns a Scanner.
func New(opts Options) *Scanner {
	s := &Scanner{
		public: make(map[string]bool, len(opts.Public)),
		words:  vocabulary(opts.Roster),
		lists:  sync.Pool{New: func() any { return new([]token) }},
	}
	if opts.Roster != nil {
		s.initials = opts.Roster.initials
	}
	for word := range s.words {
		s.likely.add([]byte(word))
	}
	for _, text := range opts.Public {
		s.public[canonical(text)] = true
	}
	for _, d := range Detectors() {
		for i := range len(d.Anchors) {
			s.anchored[d.Anchors[i]] = append(s.anchored[d.Anchors[i]], d)
		}
	}
	return s
}

// Scan returns what a text seems to tell of people, in its order. Findings do
// not overlap: of two, the one that says more stays.
func (s *Scanner) Scan(src string) []Finding {
	t := decode(src)
	found := s.identifiers(t.text)
	found = s.names(t.text, found)
	found = slices.DeleteFunc(distinct(found), func(f Finding) bool { return s.public[canonical(f.found)] })
	for i, f := range found {
		found[i].Start, found[i].End = t.at(f.Start), t.after(f.End)
	}
	return found
}

// NameWords returns the words with which the names of participants begin, folded
// and in no order: a text that has none of them names none of them.
func (s *Scanner) NameWords() []string {
	var list []string
	for folded, known := range s.words {
		if len(known.names) > 0 {
			list = append(list, folded)
		}
	}
	return list
}

// IsPublic reports whether text may be published although it looks personal.
func (s *Scanner) IsPublic(text string) bool { return s.public[canonical(text)] }

// Mask returns text with all that Scan finds masked, but words of the language,
// which are nobody's name. It has as many characters as text, on the same lines.
func (s *Scanner) Mask(text string) string {
	return s.mask(text, func(k Kind) bool { return k != Sensitive && k != Judgement })
}

// MaskCertain returns text with only that masked which is certain: the rest of a
// path must still lead to its file.
func (s *Scanner) MaskCertain(text string) string { return s.mask(text, Kind.Certain) }

func (s *Scanner) mask(text string, hidden func(Kind) bool) string {
	var b strings.Builder
	from := 0
	for _, f := range s.Scan(text) {
		if hidden(f.Kind) {
			b.WriteString(text[from:f.Start] + mask(f.Kind, text[f.Start:f.End]))
			from = f.End
		}
	}
	if from == 0 {
		return text
	}
	return b.String() + text[from:]
}

// identifiers runs each detector where its anchor stands.
func (s *Scanner) identifiers(text string) []Finding {
	var found []Finding
	from := 0 // end of the last finding
	for at := 0; at < len(text); at++ {
		detectors := s.anchored[text[at]]
		if detectors == nil {
			continue
		}
		for _, d := range detectors {
			if start, end, ok := d.Match(text, from, at); ok {
				f := Finding{d.Kind, start, end, text[start:end]}
				if f.Kind == Email && s.isMailbox(f.found) {
					f.Kind = Mailbox
				}
				found = append(found, f)
				from, at = end, end-1
				break
			}
		}
		if at >= from && isDigit(text[at]) { // an anchor is where a run of digits begins
			for at+1 < len(text) && isDigit(text[at+1]) {
				at++
			}
		}
	}
	return found
}

// distinct sorts findings and drops those that others cover.
func distinct(found []Finding) []Finding {
	if len(found) < 2 {
		return found
	}
	slices.SortStableFunc(found, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), -cmp.Compare(a.End, b.End))
	})
	kept := found[:1]
	for _, f := range found[1:] {
		last := &kept[len(kept)-1]
		switch {
		case f.Start >= last.End:
			kept = append(kept, f)
		case f.Kind.Certain() && !last.Kind.Certain():
			*last = f
		}
	}
	return kept
}

// Detectors lists the kinds of identifiers in the order in which they are
// tried: what has a key comes first.
func Detectors() []Detector {
	const digits = "0123456789"
	return []Detector{
		{Email, "@", email},
		{Email, "([{", speltEmail},
		{IBAN, digits, iban},
		{Social, digits, social},
		{Birth, digits, birth},
		{Phone, digits, phone},
		{Plate, digits, plate},
		{Street, digits, street},
	}
}

// A Detector recognises one kind of identifier, beginning at what each of them
// has: a run of digits, an at sign. Match is given the first byte of the anchor
// and tells the whole identifier, if it is one, which cannot begin before from.
type Detector struct {
	Kind    Kind
	Anchors string // the bytes that an anchor begins with
	Match   func(text string, from, at int) (start, end int, ok bool)
}

// canonical returns what two spellings of one identifier have in common.
func canonical(s string) string {
	plain := strings.Map(func(r rune) rune {
		if r == '@' || unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, fold(decode(s).text))
	if local, ok := strings.CutPrefix(plain, "0033"); ok {
		plain = "33" + local
	}
	if local, ok := strings.CutPrefix(plain, "33"); ok && len(plain) >= 11 && len(plain) <= 12 && isDigits(plain) {
		plain = "0" + strings.TrimPrefix(local, "0")
	}
	return plain
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isDigits(s string) bool { return strings.Trim(s, "0123456789") == "" }

func isUpper(c byte) bool { return c >= 'A' && c <= 'Z' }

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// inWord reports whether c is part of a word: all bytes beyond ASCII are, for
// the spaces and dashes that are not have been made plain by decode.
func inWord(c byte) bool { return isLetter(c) || isDigit(c) || c >= 0x80 }
