package handbook

import (
	"cmp"
	"slices"
)

// Related is a page worth reading after another, and why.
type Related struct {
	Page   *Page
	Shared []Shared
}

// Shared is one thing that two pages have in common: a page that both point
// to, or a theme that both carry.
type Shared struct {
	Page  *Page  // the situation, session or notion; nil for a theme
	Theme string // the theme; "" for a page
}

// Bounds of the search for related pages. A thing that more pages than
// crowd share says little of any two of them, and comparing all with all would cost
// their square: beyond it, each page meets only its neighbours in the list.
const (
	crowd       = 48
	maxRelated  = 5
	minKinship  = 2
	maxShared   = 3
	neighbourly = crowd / 2
)

// kinship says how much sharing one thing ties two pages together.
func (s Shared) kinship() int {
	if s.Page == nil {
		return 2 // a theme
	}
	switch s.Page.Type {
	case Situation:
		return 4
	case Session:
		return 3
	}
	return 2 // a notion
}

// Related tells for each page which others share situations, sessions,
// notions or themes with it: the nearest five at most, nearest first. Pages that
// a relation of their own already ties together are left out: readers see those elsewhere.
func (h *Handbook) Related() map[*Page][]Related {
	type pair struct{ a, b *Page }
	shared := map[pair][]Shared{}
	meet := func(s Shared, pages []*Page) {
		for i, a := range pages {
			others := pages[i+1:]
			if len(pages) > crowd {
				others = others[:min(len(others), neighbourly)]
			}
			for _, b := range others {
				shared[pair{a, b}] = append(shared[pair{a, b}], s)
				shared[pair{b, a}] = append(shared[pair{b, a}], s)
			}
		}
	}
	for _, p := range h.Pages {
		switch p.Type {
		case Situation:
			meet(Shared{Page: p}, Of(Sheet, p.From(Answers)))
		case Session:
			meet(Shared{Page: p}, Of(Sheet, p.From(FromSession)))
		case Notion:
			meet(Shared{Page: p}, p.From(Uses))
		}
	}
	for _, theme := range h.Themes() {
		meet(Shared{Theme: theme.Name}, theme.Pages)
	}
	related := map[*Page][]Related{}
	for pair, things := range shared {
		if !kindred(things) || pair.a.tiedTo(pair.b) {
			continue
		}
		related[pair.a] = append(related[pair.a], Related{pair.b, things})
	}
	for p, list := range related {
		slices.SortFunc(list, func(a, b Related) int {
			return cmp.Or(cmp.Compare(b.kinship(), a.kinship()), compare(a.Page, b.Page))
		})
		list = slices.Clone(list[:min(len(list), maxRelated)])
		for i := range list {
			list[i].Shared = list[i].Shared[:min(len(list[i].Shared), maxShared)]
		}
		related[p] = list
	}
	return related
}

func (r Related) kinship() int {
	sum := 0
	for _, s := range r.Shared {
		sum += s.kinship()
	}
	return sum
}

func kindred(things []Shared) bool { return Related{Shared: things}.kinship() >= minKinship }

// tiedTo reports whether a relation other than a link in the text ties p and q.
func (p *Page) tiedTo(q *Page) bool {
	for _, relations := range []map[Relation][]*Page{p.to, p.from} {
		for relation, pages := range relations {
			if relation != Mentions && slices.Contains(pages, q) {
				return true
			}
		}
	}
	return false
}
