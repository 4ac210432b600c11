package handbook

import (
	"fmt"
	"slices"
	"strings"
)

// Audience says who may read a page. The zero Audience, "not said", is
// narrower than all: such a page is in no build.
type Audience string

// Audiences, widest first.
const (
	Public         Audience = "public"
	Internal       Audience = "internal"
	WithinFunction Audience = "function"
	WithinGroup    Audience = "group"
)

// Audiences lists the choices of the key `diffusion` / `audience`.
func Audiences() []Choice {
	return []Choice{
		{string(Public), Text{"publique", "public"}, Text{"Publique", "Public"}},
		{string(Internal), Text{"interne", "internal"}, Text{"Interne", "Internal"}},
		{string(WithinFunction), Text{"fonction", "function"}, Text{"Fonction", "Function"}},
		{string(WithinGroup), Text{"groupe", "group"}, Text{"Groupe", "Group"}},
	}
}

// Readers are those for whom one build is made: everybody (Public), the
// organisation (Internal), or one function or group (ID says which).
type Readers struct {
	Audience Audience
	ID       string
}

// ParseReaders reads "publique", "interne", "fonction:ID" or "groupe:ID", in
// either language.
func ParseReaders(s string) (Readers, error) {
	word, id, _ := strings.Cut(s, ":")
	for _, c := range Audiences() {
		if word != c.Key.FR && word != c.Key.EN {
			continue
		}
		r := Readers{Audience(c.Value), id}
		if narrow := r.Audience == WithinFunction || r.Audience == WithinGroup; narrow != (id != "") {
			break
		}
		return r, nil
	}
	return Readers{}, fmt.Errorf("audience %q: want publique, interne, fonction:ID or groupe:ID", s)
}

// String returns r as ParseReaders reads it, in English.
func (r Readers) String() string {
	if r.ID == "" {
		return string(r.Audience)
	}
	return string(r.Audience) + ":" + r.ID
}

// May reports whether r may read p: p's audience is as wide as theirs or
// wider and, below Internal, p belongs to their function or group. A page
// whose audience was not written, or not understood, is for nobody.
func (r Readers) May(p *Page) bool {
	switch p.Audience {
	case Public:
		return true
	case Internal:
		return r.Audience != Public
	case WithinFunction:
		return slices.ContainsFunc(p.Functions(), r.isIn)
	case WithinGroup:
		return r.Audience == WithinGroup && slices.ContainsFunc(p.groups, func(g *Page) bool { return g.ID == r.ID })
	}
	return false
}

// Standing says whether a page is in the build made for some readers and, when
// it is not, why.
type Standing string

// What can become of a page. The reasons are tried in this order.
const (
	NotSaid   Standing = "no-audience" // its audience was not written, or not understood
	Elsewhere Standing = "audience"    // it is for narrower readers, or for another function or group
	Nowhere   Standing = "nowhere"     // it is for its function or group, and has none
	Unready   Standing = "draft"
	TakenBack Standing = "withdrawn"
	Held      Standing = "in"
)

// Standing returns what becomes of p in the build made for r. A translation goes
// nowhere without its original: it tells the same.
func (r Readers) Standing(p *Page, drafts bool) Standing {
	if p.original != nil {
		if s := r.Standing(p.original, drafts); s != Held {
			return s
		}
	}
	switch {
	case p.Audience == "":
		return NotSaid
	case p.Audience == WithinFunction && len(p.functions) == 0, p.Audience == WithinGroup && len(p.groups) == 0:
		return Nowhere
	case !r.May(p):
		return Elsewhere
	case p.Status == Draft && !drafts:
		return Unready
	case p.Withdrawn():
		return TakenBack
	}
	return Held
}

// isIn reports whether r are the people of function, or of a group within it.
func (r Readers) isIn(function *Page) bool {
	switch r.Audience {
	case WithinFunction:
		return function.ID == r.ID
	case WithinGroup:
		return slices.ContainsFunc(function.From(OfFunction), func(p *Page) bool { return p.Type == Group && p.ID == r.ID })
	}
	return false
}
