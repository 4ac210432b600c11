package handbook

import (
	"io/fs"
	"path"
	"strings"
)

// Address returns where p is published in a handbook in lang: the folder of its
// type, then its id, and for a translation all that in the part of the site that is
// in its language. Like all addresses it is a path relative to the site's root,
// slash-separated and not escaped.
func (p *Page) Address(lang Lang) string { return p.folder(lang) + fileName(p.ID) + ".html" }

// folder returns the folder that p is published in, with a slash at its end.
func (p *Page) folder(lang Lang) string {
	if p.Translates {
		return PartOf(p.Lang) + p.Type.Info().Folder.In(p.Lang) + "/"
	}
	return p.Type.Info().Folder.In(lang) + "/"
}

// PartOf returns the folder of the site that is in a language which is not the
// handbook's, with a slash at its end.
func PartOf(lang Lang) string { return string(lang) + "/" }

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
	below := strings.TrimPrefix(address, PartOf(h.Config.Lang))
	folder, name, _ := strings.Cut(below, "/")
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
		return p.folder(lang) + fileName(id) + ".html", id != ""
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
