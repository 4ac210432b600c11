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

// maxRelated and maxShared bound what a page shows. A thing that more pages
// than crowd share says little of any two of them, and comparing all with all
// would cost their square: beyond it, each page meets only its neighbours in the list.
const (
	maxRelated = 5
	maxShared  = 3
	crowd      = 48
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

// Kinship knows what the pages of a handbook share. It is safe for concurrent use.
type Kinship struct {
	circles [][]circle // those that each page is in, by its place in Pages
}

// Kinship looks at what pages share.
func (h *Handbook) Kinship() *Kinship {
	places := 0 // of the whole handbook, of which h may be the part in one language
	for _, p := range h.Pages {
		places = max(places, p.at+1)
	}
	k := &Kinship{circles: make([][]circle, places)}
	foreign := func(p *Page) bool { return p.Translates != h.Pages[0].Translates }
	gather := func(s Shared, pages []*Page) {
		if slices.ContainsFunc(pages, foreign) {
			pages = slices.DeleteFunc(slices.Clone(pages), foreign)
		}
		for i, p := range pages {
			k.circles[p.at] = append(k.circles[p.at], circle{s, around(pages, i)})
		}
	}
	for _, p := range h.Pages {
		switch p.Type {
		case Situation:
			gather(Shared{Page: p}, Of(Sheet, p.From(Answers)))
		case Session:
			gather(Shared{Page: p}, Of(Sheet, p.From(FromSession)))
		case Notion:
			gather(Shared{Page: p}, p.From(Uses))
		}
	}
	for _, theme := range h.Themes() {
		gather(Shared{Theme: theme.Name}, theme.Pages)
	}
	return k
}

// circle is the pages that share one thing.
type circle struct {
	shared Shared
	pages  []*Page
}

// around returns pages, or those nearest to pages[i] when they are a crowd.
func around(pages []*Page, i int) []*Page {
	if len(pages) <= crowd {
		return pages
	}
	start := min(max(0, i-crowd/2), len(pages)-crowd)
	return pages[start : start+crowd]
}

// Related tells which pages share situations, sessions, notions or themes with
// p: the nearest five at most, nearest first. Pages that a relation of their own
// already ties to p are left out: readers see those elsewhere.
func (k *Kinship) Related(p *Page) []Related {
	shared := map[*Page][]Shared{}
	for _, c := range k.circles[p.at] {
		for _, q := range c.pages {
			if q != p {
				shared[q] = append(shared[q], c.shared)
			}
		}
	}
	var related []Related
	for q, things := range shared {
		if !p.tiedTo(q) {
			related = append(related, Related{q, things})
		}
	}
	slices.SortFunc(related, func(a, b Related) int {
		return cmp.Or(cmp.Compare(b.kinship(), a.kinship()), compare(a.Page, b.Page))
	})
	related = slices.Clone(related[:min(len(related), maxRelated)])
	for i := range related {
		related[i].Shared = related[i].Shared[:min(len(related[i].Shared), maxShared)]
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

// tiedTo reports whether a relation other than a link in the text ties p and q.
func (p *Page) tiedTo(q *Page) bool {
	for _, ties := range []ties{p.to, p.from} {
		for _, t := range ties {
			if t.relation != Mentions && slices.Contains(t.pages, q) {
				return true
			}
		}
	}
	return false
}
