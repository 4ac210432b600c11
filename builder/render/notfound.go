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
	view := NotFoundView{}
	base, err := url.Parse(h.book.Config.BaseURL)
	view.Linked = h.book.Config.BaseURL != "" && err == nil
	if view.Linked {
		h.from = strings.TrimSuffix(path.Clean("/"+base.EscapedPath()), "/") + "/"
	}
	view.Frame = h.frame("", "", "")
	return view
}
