package render

import (
	"html/template"
	"net/url"
	"strconv"
	"strings"

	"relais/builder/handbook"
)

// An address is the path of a published file relative to the root of its part of the
// site, slash-separated and not escaped. Ids are slugs, which hold no dot: what we
// add to an id after a dot can't be the address of another page.

// HomeAddress returns the address of the first page of the site.
func HomeAddress() string { return "index.html" }

// SearchAddress returns the address of the search page.
func SearchAddress(lang handbook.Lang) string {
	return handbook.Text{FR: "recherche.html", EN: "search.html"}.In(lang)
}

// NotFoundAddress returns the address of the page that a web server shows in
// the place of one that does not exist.
func NotFoundAddress() string { return "404.html" }

// AZAddress returns the address of the alphabetical index.
func AZAddress() string { return "a-z.html" }

// letterAddress returns the address of one letter of a long alphabetical index.
func letterAddress(letter string) string { return "a-z/" + letter + ".html" }

// IndexAddress returns the address of the list of all pages of type t.
func IndexAddress(t handbook.Type, lang handbook.Lang) string {
	return t.Info().Folder.In(lang) + "/index.html"
}

// ThemesAddress returns the address of the list of themes.
func ThemesAddress() string { return "themes/index.html" }

// themeAddress returns the address of the pages of one theme.
func themeAddress(slug string) string {
	if slug == "index" {
		slug = "index.theme" // the list of themes is there
	}
	return "themes/" + slug + ".html"
}

// addressOf returns the address of p as this part of the site names it: from the part's
// own folder, out of which it leads when p is in another.
func (r *Renderer) addressOf(p *handbook.Page) string {
	address := p.Address(r.main)
	if below, in := strings.CutPrefix(address, r.folder); in {
		return below
	}
	return r.shared(address)
}

// shared returns the address, as this part names it, of what stands in the folder of
// the whole site: assets, attachments, the pages in the handbook's own language.
func (r *Renderer) shared(address string) string { return root(r.folder) + address }

// within returns the address of the pages of type t of a function, for a
// function that has more of them than its own page can show.
func (r *Renderer) within(function *handbook.Page, t handbook.Type) string {
	folder := t.Info().Folder.In(r.lang)
	return strings.TrimSuffix(r.addressOf(function), ".html") + "." + folder + ".html"
}

// numbered returns the address of the nth sheet, from 1, of a list that starts at address.
func numbered(address string, n int) string {
	if n == 1 {
		return address
	}
	return strings.TrimSuffix(address, ".html") + "." + strconv.Itoa(n) + ".html"
}

// root returns the way from address up to the site's root: "" or "../", repeated.
func root(address string) string { return strings.Repeat("../", strings.Count(address, "/")) }

// escaped returns address as it stands in a link.
func escaped(address string) string {
	if !strings.ContainsFunc(address, needsEscape) {
		return address
	}
	path := (&url.URL{Path: address}).EscapedPath()
	return strings.ReplaceAll(path, ":", "%3A") // or the first element would read as a scheme
}

func needsEscape(r rune) bool {
	return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '/' || r == '-' || r == '.' || r == '_')
}

// outside returns address as the target of a link that leaves the site. Only
// the schemes that a text may use are let through: the address comes from the content.
func outside(address string) (template.URL, bool) {
	u, err := url.Parse(address)
	if err != nil {
		return "", false
	}
	switch strings.ToLower(u.Scheme) {
	case "http", "https":
		if u.Host == "" {
			return "", false
		}
	case "mailto", "tel":
	default:
		return "", false
	}
	return template.URL(u.String()), true
}

// dial returns the target of a link that calls number, which must be one
// number: digits and what people put between them.
func dial(number string) (template.URL, bool) {
	var digits strings.Builder
	for i, r := range number {
		switch {
		case r >= '0' && r <= '9', r == '+' && i == 0:
			digits.WriteRune(r)
		case strings.ContainsRune(" .-()\u00a0\u202f", r):
		default:
			return "", false
		}
	}
	if n := digits.Len(); n < 2 || n > 16 {
		return "", false
	}
	return template.URL("tel:" + digits.String()), true
}
