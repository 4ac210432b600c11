package render

import (
	"html/template"
	"slices"
	"strconv"

	"relais/builder/handbook"
)

// ListView is a page that lists others: all of a type, those of a theme or of
// a function, all themes.
type ListView struct {
	Frame
	Heading string // "Toutes les fiches", or the theme's name
	Of      *Link  // the function that all are of; nil for the whole handbook
	Theme   bool   // all are of one theme, whose name is Heading
	Total   int    // entries on all its pages
	Groups  []Group
	Pager   Pager
	Others  *Untranslated // pages of the same type that this language lacks; nil for none
}

// Pager leads to the other pages of a long list. It is empty for a list of one page.
type Pager struct {
	Previous, Next template.URL
	Pages          []PageNumber
}

// PageNumber is one page of a long list.
type PageNumber struct {
	Number  int
	Href    template.URL
	Current bool
}

// pageSize is how many entries one page of a list shows.
const pageSize = 200

// listing is one page of a list, still to be rendered.
type listing struct {
	address string
	first   string // address of the first page of the same list
	number  int    // of this page, from 1
	numbers int    // how many pages the list has
	total   int
	heading string
	section string
	of      *handbook.Page
	theme   bool
	pages   []*handbook.Page
	themes  []theme // in the list of themes only
}

// listings returns the pages of every list of the site.
func (r *Renderer) listings() []listing {
	var all []listing
	for _, info := range handbook.Types() {
		pages := r.book.Of(info.Type)
		if len(pages) == 0 {
			continue
		}
		if info.Type == handbook.Situation {
			pages = r.bySeverity(pages)
		}
		all = append(all, paginate(listing{
			address: IndexAddress(info.Type, r.lang), heading: r.words.types[info.Type].all,
			section: string(info.Type), pages: pages,
		})...)
	}
	for _, function := range r.book.Of(handbook.Function) {
		for _, info := range handbook.Types() {
			if pages := r.members[function][info.Type]; len(pages) > maxList {
				all = append(all, paginate(listing{
					address: r.within(function, info.Type), heading: r.words.types[info.Type].all,
					section: string(handbook.Function), pages: pages, of: function,
				})...)
			}
		}
	}
	for _, t := range r.themes {
		all = append(all, paginate(listing{address: t.address, heading: t.name, section: "theme", theme: true, pages: t.pages})...)
	}
	if len(r.themes) > 0 {
		all = append(all, paginate(listing{address: ThemesAddress(), heading: r.words.themes, section: "theme", themes: r.themes})...)
	}
	return all
}

// paginate cuts a list into pages of pageSize entries; an empty list has one page.
func paginate(whole listing) []listing {
	whole.first, whole.total = whole.address, max(len(whole.pages), len(whole.themes))
	whole.numbers = max(1, (whole.total+pageSize-1)/pageSize)
	var all []listing
	for n := range whole.numbers {
		page := whole
		page.number = n + 1
		page.address = numbered(whole.first, page.number)
		start, end := n*pageSize, min((n+1)*pageSize, whole.total)
		if whole.themes != nil {
			page.themes = whole.themes[start:end]
		} else {
			page.pages = whole.pages[start:end]
		}
		all = append(all, page)
	}
	return all
}

// list returns the view of one page of a list.
func (h here) list(l listing) ListView {
	view := ListView{Heading: l.heading, Theme: l.theme, Total: l.total, Groups: h.grouped(l), Pager: h.pager(l.first, l.number, l.numbers)}
	if t := handbook.Type(l.section); l.first == IndexAddress(t, h.lang) && l.number == l.numbers {
		main := h.parts[0]
		view.Others = h.untranslated(main.book.Of(t), IndexAddress(t, main.lang))
	}
	title := l.heading
	var crumbs []Link
	if l.theme {
		crumbs = append(crumbs, h.linkTo(ThemesAddress(), h.words.themes))
	}
	if l.of != nil {
		function := h.link(l.of)
		view.Of = &function
		crumbs = append(crumbs, function)
		title += " · " + function.Title
	}
	if l.number > 1 {
		title += " · " + strconv.Itoa(l.number)
	}
	view.Frame = h.frame(title, "", l.section, crumbs...)
	return view
}

// grouped puts the entries of a list under headings: situations by gravity,
// sessions by group, the pages of a theme by type.
func (h here) grouped(l listing) []Group {
	if l.themes != nil {
		links := make([]Link, len(l.themes))
		for i, t := range l.themes {
			links[i] = h.linkTo(t.address, t.name)
			links[i].Note = strconv.Itoa(len(t.pages))
		}
		return []Group{{Links: links}}
	}
	pages := l.pages
	if l.theme {
		pages = byType(slices.Clone(pages))
	}
	var groups []Group
	for _, p := range pages {
		group := Group{}
		switch {
		case l.theme:
			group.Heading = h.words.types[p.Type].many
		case p.Type == handbook.Situation:
			group.Heading, group.Level = h.card(p).link.Note, h.card(p).link.Level
		case p.Type == handbook.Session && len(p.Groups()) > 0:
			group.Heading = h.card(p.Groups()[0]).link.Title
		}
		if n := len(groups); n == 0 || groups[n-1].Heading != group.Heading {
			groups = append(groups, group)
		}
		last := &groups[len(groups)-1]
		last.Links = append(last.Links, h.link(p))
	}
	return groups
}

// pager returns the way from the nth page of a list to the others. The list starts at address.
func (h here) pager(address string, n, numbers int) Pager {
	if numbers == 1 {
		return Pager{}
	}
	var pager Pager
	if n > 1 {
		pager.Previous = h.to(numbered(address, n-1))
	}
	if n < numbers {
		pager.Next = h.to(numbered(address, n+1))
	}
	for i := 1; i <= numbers; i++ {
		pager.Pages = append(pager.Pages, PageNumber{i, h.to(numbered(address, i)), i == n})
	}
	return pager
}
