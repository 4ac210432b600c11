package render

import (
	"slices"
	"strings"

	"relais/builder/handbook"
)

// MovedView stands at a former address of a page and leads to the new one.
type MovedView struct {
	Frame
	To Link
}

// alias is a former address of a page.
type alias struct {
	address string
	page    *handbook.Page
}

// aliases returns the former addresses of all pages, but those at which
// another file now stands: what is there today wins over what was there once.
func (r *Renderer) aliases() []alias {
	taken := r.taken()
	var all []alias
	for _, p := range r.book.Pages {
		for _, written := range p.Aliases {
			address, ok := p.FormerAddress(written, r.main)
			below, within := strings.CutPrefix(address, r.folder)
			if !within { // it was elsewhere on the site
				ok, below = ok && !r.parts[0].has(address), r.shared(address)
			}
			if address = below; ok && !taken[address] {
				taken[address] = true
				all = append(all, alias{address, p})
			}
		}
	}
	return all
}

// has reports whether something stands at an address of this part, or has moved from it.
func (r *Renderer) has(address string) bool {
	return r.taken()[address] || slices.ContainsFunc(r.aliases(), func(a alias) bool { return a.address == address })
}

// taken tells the addresses at which something stands today.
func (r *Renderer) taken() map[string]bool {
	taken := map[string]bool{}
	for _, p := range r.book.Pages {
		taken[r.addressOf(p)] = true
	}
	for _, f := range slices.Concat(r.singles(), r.lists(), r.assetFiles(), r.followed()) {
		taken[f.address] = true
	}
	return taken
}

func (h here) movedTo(a alias) MovedView {
	return MovedView{Frame: h.frame("", "", ""), To: h.link(a.page)}
}
