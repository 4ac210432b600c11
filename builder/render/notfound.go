package render

import (
	"net/url"
	"path"
	"strings"
)

// NotFoundView is the page that a web server shows in the place of one that
// does not exist. It may be shown at any depth, where no relative link is right:
// its links start at the site's own root, when the handbook says where that is.
type NotFoundView struct {
	Frame
	Linked bool // the root is known, and the frame's links lead somewhere
}

func (h here) notFound() NotFoundView {
	h.from = h.siteRoot()
	frame := h.frame("", "", "")
	frame.Colophon, frame.Metadata = Colophon{}, Metadata{} // it is read at other addresses than its own
	return NotFoundView{Frame: frame, Linked: h.from != ""}
}

// siteRoot returns the path at which the handbook will be published, with a
// slash at both ends, or "" when the handbook does not say.
func (r *Renderer) siteRoot() string {
	base, err := url.Parse(r.book.Config.BaseURL)
	if err != nil || r.book.Config.BaseURL == "" {
		return ""
	}
	return strings.TrimSuffix(path.Clean("/"+base.EscapedPath()), "/") + "/"
}
