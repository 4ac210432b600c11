package handbook

import (
	"slices"
	"sync"
)

// naming tells pages by their ids, titles and aliases. Two titles alike are no
// problem until a reference means either.
type naming struct {
	fold  func(name string) string
	pages map[string][]*Page // by folded name
}

// newNaming learns the names of the pages of h, which are folded as Fold does.
func newNaming(h *Handbook, fold func(name string) string) *naming {
	n := &naming{fold: fold, pages: make(map[string][]*Page, 2*len(h.Pages))}
	for _, p := range h.Pages {
		if p.original != nil { // its own words name the page that it translates
			n.learn(p.original, p.Title)
			continue
		}
		if h.Page(p.Type, p.ID) != p {
			continue // two pages with one id: a problem, told elsewhere
		}
		n.learn(p, p.ID)
		n.learn(p, p.Title)
		for _, alias := range p.Aliases {
			n.learn(p, alias)
		}
	}
	return n
}

func (n *naming) learn(p *Page, name string) {
	name = n.fold(name)
	if name != "" && !slices.Contains(n.pages[name], p) {
		n.pages[name] = append(n.pages[name], p)
	}
}

// of returns the pages that name may mean.
func (n *naming) of(name string) []*Page { return n.pages[n.fold(name)] }

// nameLater makes the names of h known when somebody first asks, from several
// goroutines perhaps: the Binder that knows them now is not for that.
func (h *Handbook) nameLater() {
	later := sync.OnceValue(func() *naming { return newNaming(h, Fold) })
	h.byName = func(name string) []*Page { return later().of(name) }
}
