package handbook

import (
	"io/fs"
	"path"
	"strings"
)

// Address returns where p is published: the folder of its type in lang, then
// its id. Like all addresses it is a path relative to the site's root,
// slash-separated and not escaped.
func (p *Page) Address(lang Lang) string {
	return p.Type.Info().Folder.In(lang) + "/" + fileName(p.ID) + ".html"
}

// addresses returns where p is published, and all its former addresses.
func (p *Page) addresses(lang Lang) []string {
	all := []string{p.Address(lang)}
	for _, alias := range p.Aliases {
		if address, ok := p.FormerAddress(alias, lang); ok {
			all = append(all, address)
		}
	}
	return all
}

// Published returns the page that is published at an address, or nil.
func (h *Handbook) Published(address string) *Page {
	folder, name, _ := strings.Cut(address, "/")
	name, isPage := strings.CutSuffix(name, ".html")
	t, known := TypeOfFolder(folder)
	if !isPage || !known {
		return nil
	}
	if name == fileName("index") {
		name = "index"
	}
	if p := h.Page(t, name); p != nil && p.Address(h.Config.Lang) == address {
		return p
	}
	return nil
}

// FormerAddress returns the address that one of p's aliases means: a former id
// of the page, or a path such as /anciennes-fiches/insulte/. It is false for an
// alias that no file can have.
func (p *Page) FormerAddress(alias string, lang Lang) (string, bool) {
	if !strings.ContainsAny(alias, "/.") {
		id := Slug(alias)
		return p.Type.Info().Folder.In(lang) + "/" + fileName(id) + ".html", id != ""
	}
	address := strings.TrimPrefix(alias, "/")
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

// fileName returns the name, without extension, of the page whose id is id:
// "index" is taken by the list of its folder, and a slug holds no dot.
func fileName(id string) string {
	if id == "index" {
		return "index.page"
	}
	return id
}
