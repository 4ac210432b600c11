package render

import "strings"

// WithdrawnView stands at the addresses of a page that was withdrawn. It says
// that there was one, and nothing of it: neither its title, nor who withdrew
// it, when or why.
type WithdrawnView struct {
	Frame
}

func (h here) withdrawn() WithdrawnView {
	frame := h.frame("", "", "")
	frame.Colophon, frame.Metadata = Colophon{}, Metadata{} // there is nothing to print or to follow
	return WithdrawnView{Frame: frame}
}

// withdrawn returns the addresses of withdrawn pages, but those at which
// something stands today, or one of moved does.
func (r *Renderer) withdrawn(moved []file) []string {
	if len(r.book.Withdrawn) == 0 {
		return nil
	}
	taken := r.taken()
	for _, f := range moved {
		taken[f.address] = true
	}
	var free []string
	for _, address := range r.book.Withdrawn {
		address = strings.TrimPrefix(address, r.folder)
		if !taken[address] {
			free = append(free, address)
		}
	}
	return free
}
