// Package gate is the last gate before a publication: it searches every file
// that is about to be published for what must not be there.
//
// Its fundamental types are [Gate], which reads each file of the output as a
// browser would, and [Leak], a secret that it found: where it comes from and
// where it stands, never what it says. It is no second filter and shares no code
// with the first: it decides from the bytes of the sources which of them the
// readers may see (source.go), gathers what stands in the others and nowhere else
// (gather.go), and looks for that and for the names of people in the bytes of
// the output, whoever wrote them (html.go, index.go, file.go).
//
// # What counts as a leak
//
// All texts are compared word by word, without case and accents (words.go). In
// the output there must be
//
//   - no name of the roster, in any of the forms that package privacy knows;
//   - no name of two words or more, nor e-mail address, of those who committed
//     to the repository, unless a published page says it;
//   - no word of at least 4 characters that stands in the sources of other pages,
//     or in comments, and in no text that may be published: the output is made
//     of the published sources, the theme and the model's own words alone, so
//     such a word has come from elsewhere;
//   - no 8 words in a row of such a source that no published one has, even
//     when each of them is ordinary;
//   - no title or id of such a page, if it is three words or two long ones that
//     no published text has in a row: "Accueil" is nobody's secret;
//   - no address of such a page, nor an attachment that only such pages use.
//
// RESULTS.md says how much it finds, how often it is wrong, and what it costs.
package gate

import (
	"cmp"
	"fmt"
	"hash/maphash"
	"slices"
	"strings"
	"sync"

	"relais/builder/handbook"
	"relais/builder/privacy"
)

// Gate reads what is about to be published. Its methods may be called from
// several goroutines.
type Gate struct {
	*matcher
	people    *privacy.Scanner
	sources   []string          // paths of what must not be published
	addresses map[string]secret // of the output, in which such a page or file would be
	ends      map[string]bool   // the last parts of addresses
	trusted   map[string]bool   // attachments of published pages: their words are their authors'

	// closely tells what published texts say after all, read as their readers see them:
	// that takes longer than the rest, so it is done when a leak is suspected.
	closely func() (map[id]bool, error)

	seed    maphash.Seed
	footers sync.Map // hashes of what pages end with, and their folder: those that have nothing secret

	mu         sync.Mutex
	leaks      map[Leak]bool
	failed     error    // of the closer reading
	lexicon    lexicon  // of the search
	unreadable []string // files that are in no form that the gate knows
}

// maxLeaks is how many leaks are told: the first ones say what is wrong.
const maxLeaks = 50

// Watch returns put, which takes the files of the output, searching each on its way.
func (g *Gate) Watch(put func(path string, data []byte) error) func(path string, data []byte) error {
	if g.empty() && len(g.addresses) == 0 {
		return put // nothing is secret
	}
	return func(path string, data []byte) error {
		g.read(path, data)
		return put(path, data)
	}
}

// Problems returns what must not be published, once all files have been handed
// over. It is an error when there is one that the gate cannot read, and so
// cannot answer for.
func (g *Gate) Problems() ([]handbook.Problem, error) {
	for _, w := range g.lexicon.waiting {
		g.unreadable = append(g.unreadable, w.path)
	}
	if g.failed != nil {
		return nil, g.failed
	}
	if len(g.unreadable) > 0 {
		return nil, fmt.Errorf("the last check cannot read %s", slices.Min(g.unreadable))
	}
	var problems []handbook.Problem
	for _, leak := range g.told() {
		problems = append(problems, leak.Problem())
	}
	return problems, nil
}

// told returns the leaks in order: one of a source in a file is enough.
func (g *Gate) told() []Leak {
	g.mu.Lock()
	defer g.mu.Unlock()
	var leaks []Leak
	for leak := range g.leaks {
		leaks = append(leaks, leak)
	}
	slices.SortFunc(leaks, func(a, b Leak) int {
		return cmp.Or(
			cmp.Compare(a.Sink, b.Sink), cmp.Compare(a.Source, b.Source), cmp.Compare(rank(a.Kind), rank(b.Kind)),
			cmp.Compare(a.Line, b.Line), cmp.Compare(a.From, b.From), cmp.Compare(a.Where.Kind, b.Where.Kind),
			cmp.Compare(a.Where.Name, b.Where.Name), cmp.Compare(a.Found, b.Found),
		)
	})
	leaks = slices.CompactFunc(leaks, func(a, b Leak) bool {
		return a.Sink == b.Sink && a.Source == b.Source && (a.Source != "" || a.Kind == b.Kind)
	})
	return leaks[:min(len(leaks), maxLeaks)]
}

// rank puts what tells most of a leak first.
func rank(k Kind) int {
	return slices.Index([]Kind{File, Address, Participant, Author, Title, Passage, Word}, k)
}

// Place says where in a file of the output something stands.
type Place struct {
	Kind PlaceKind
	Name string // of an attribute or a property
}

// PlaceKind is a kind of place.
type PlaceKind string

// Kinds of places.
const (
	InText      PlaceKind = "text"
	InAttribute PlaceKind = "attribute"
	InComment   PlaceKind = "comment"
	InScript    PlaceKind = "script"
	InIndex     PlaceKind = "index"
	InMetadata  PlaceKind = "metadata"
	InName      PlaceKind = "name"
)

// rule says which secrets a text must not have.
type rule int

// Rules, strictest first.
const (
	all      rule = iota // text that comes of published sources
	phrases              // program text, which has words of its own
	personal             // an attachment, whose words are its author's: names only
)

func (r rule) forbids(k Kind) bool {
	switch k {
	case Word:
		return r == all
	case Passage, Title, Address:
		return r < personal
	}
	return true
}

// sink is the text of a file that is being read.
type sink struct {
	*Gate
	path   string
	data   []byte
	rule   rule
	within *spot // where in the file the text stands that is read as a file; nil for the file itself
}

// spot is a place in a file and its offset in bytes, −1 when it is packed.
type spot struct {
	Place
	offset int
}

// text searches a text; offset is where in the file it stands, −1 when it is packed.
func (s *sink) text(text []byte, where Place, offset int) { s.search(text, where, offset, s.rule) }

func (s *sink) search(text []byte, where Place, offset int, r rule) {
	people := false
	s.find(text, func(m match) {
		switch {
		case m.kind == Participant:
			people = true
		case s.forbidden(m, text, r):
			s.report(m.secret, string(text[m.start:m.end]), where, offset)
		}
	})
	if !people {
		return
	}
	for _, f := range s.people.Scan(string(text)) {
		switch f.Kind {
		case privacy.Participant:
			s.leak(Leak{Kind: Participant, Where: where, Found: f.Masked()}, offset)
		case privacy.Email: // that says more than the name in it
			name, _, _ := strings.Cut(string(text[f.Start:f.End]), "@")
			s.search([]byte(name), where, offset, r)
		}
	}
}

// names reports whether a text may name a participant.
func (g *Gate) names(text []byte) bool {
	return slices.ContainsFunc(g.people.Scan(string(text)), func(f privacy.Finding) bool {
		return f.Kind == privacy.Participant || f.Kind == privacy.Email
	})
}

// forbidden reports whether what was found in a text must not be there, and is
// in no published text however closely these are read.
func (g *Gate) forbidden(m match, text []byte, r rule) bool {
	if !r.forbids(m.kind) || m.kind == Author && g.people.IsPublic(string(text[m.start:m.end])) {
		return false
	}
	said, err := g.closely()
	if err != nil {
		g.mu.Lock()
		defer g.mu.Unlock()
		g.failed = err
	}
	return !said[m.id]
}

// report notes a secret.
func (s *sink) report(found secret, text string, where Place, offset int) {
	leak := Leak{Kind: found.kind, From: int(found.line), Where: where, Found: privacy.MaskName(text)}
	if found.page >= 0 {
		leak.Source = privacy.MaskFile(s.sources[found.page])
	}
	s.leak(leak, offset)
}

func (s *sink) leak(leak Leak, offset int) {
	if s.within != nil {
		leak.Where, offset = s.within.Place, s.within.offset
	}
	leak.Sink = s.path
	if leak.Where.Kind == InName || s.says(s.path) {
		leak.Sink = privacy.MaskFile(s.path)
	}
	if offset >= 0 && leak.Where.Kind != InName {
		leak.Line = 1 + strings.Count(string(s.data[:min(offset, len(s.data))]), "\n")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.leaks) < 100*maxLeaks {
		s.leaks[leak] = true
	}
}

// says reports whether a text names a secret.
func (g *Gate) says(text string) bool {
	said := false
	g.find([]byte(text), func(match) { said = true })
	return said
}
