package render

import (
	"io/fs"
	"path"
	"strings"

	"relais/builder/handbook"
	"relais/builder/markdown"
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

// aliases returns the former addresses of all pages, but those at which one of
// files now stands: what is there today wins over what was there once.
func (r *Renderer) aliases(files []file) []alias {
	taken := map[string]bool{}
	for _, f := range files {
		taken[f.address] = true
	}
	for _, a := range r.assets.files {
		taken[a.address] = true
	}
	var all []alias
	for _, p := range r.book.Pages {
		for _, written := range p.Aliases {
			address, ok := r.aliasAddress(p, written)
			if ok && !taken[address] {
				taken[address] = true
				all = append(all, alias{address, p})
			}
		}
	}
	return all
}

// aliasAddress returns the address that an author's alias names: a former id of
// the page, or a path such as /anciennes-fiches/insulte/.
func (r *Renderer) aliasAddress(p *handbook.Page, written string) (string, bool) {
	if !strings.ContainsAny(written, "/.") {
		id := markdown.Slug(written)
		return p.Type.Info().Folder.In(r.lang) + "/" + named(id) + ".html", id != ""
	}
	address := strings.TrimPrefix(written, "/")
	if address == "" {
		return "", false // the home page is never a former address
	}
	switch extension := path.Ext(address); {
	case strings.HasSuffix(address, "/"):
		address += "index.html"
	case extension == ".md":
		address = strings.TrimSuffix(address, extension) + ".html"
	case extension != ".html" && extension != ".htm":
		address += ".html"
	}
	return address, fs.ValidPath(address) && !strings.ContainsAny(address, `:?#*"<>|\`)
}

func (h here) moved(a alias) MovedView {
	return MovedView{Frame: h.frame("", "", ""), To: h.link(a.page)}
}
