package render

import (
	"cmp"
	"html/template"
	"slices"
	"sync"

	"relais/builder/handbook"
)

// Link leads to a page, as lists show it.
type Link struct {
	Anchor  template.HTML // the <a> element as most places need it: one value to print in the place of three
	Href    template.URL
	Title   string
	Summary string
	Kind    string // name of the page's type: "Fiche"
	Lang    string // of the title and summary; "" when it is the interface's
	Written string // "en anglais": what warns of Lang, with which it is empty
	Note    string // what a list says beside the title: a month, a rank, a gravity
	Level   int    // gravity of a situation, 1 to 4; 0 for none and for other types

	Status     string // "draft", "in-debate", "archived", or "" when there is nothing to say
	StatusName string // "Brouillon"
}

// List is links, cut short when there are too many for one page.
type List struct {
	Links []Link
	More  int   // how many are not shown
	All   *Link // where all of them are; nil when there is no such page
}

// Group is links under a heading, which may be "".
type Group struct {
	Heading string
	Links   []Link
	Level   int    // gravity of the situations, 1 to 4; 0 for none
	Moment  string // at which the sheets help: "before", "during" or "after"; "" for none
}

// Section is the pages of one type under headings, cut short when there are
// too many for one page.
type Section struct {
	Total  int
	Groups []Group
	More   int   // how many are not shown
	All    *Link // where all of them are; nil when all are shown, or when there is no such page
}

// card is what any page may show of another.
type card struct {
	address string
	link    Link   // without its address
	anchor  string // the end of its anchor
}

// lazyCard is a card that is made when a page first shows it.
type lazyCard struct {
	once sync.Once
	card card
}

// card returns what any page may show of p.
func (r *Renderer) card(p *handbook.Page) card {
	c := r.cards[p]
	c.once.Do(func() { c.card = r.cardOf(p) })
	return c.card
}

// maxList bounds what a page lists of one kind, so that no page grows with the handbook.
const maxList = 60

func (r *Renderer) cardOf(p *handbook.Page) card {
	link := Link{
		Title:   r.typeset(p.Title, p),
		Summary: r.typeset(cmp.Or(p.Summary, p.Definition), p),
		Kind:    r.words.types[p.Type].one,
	}
	if lang := r.langOf(p); lang != r.lang {
		link.Lang = string(lang)
		link.Written = r.words.written[link.Lang]
	}
	if p.Status != handbook.Validated {
		link.Status = string(p.Status)
		link.StatusName = handbook.Name(handbook.Statuses(), link.Status, r.lang)
	}
	switch p.Type {
	case handbook.Session:
		link.Note = r.words.month(p.Month).Words
	case handbook.Situation:
		link.Level = max(0, min(p.Gravity, len(r.words.gravities)-1))
		link.Note = r.words.gravities[link.Level]
	}
	return card{r.addressOf(p), link, r.anchorEnd(link)}
}

// link returns the link from here to p.
func (h here) link(p *handbook.Page) Link {
	c := h.card(p)
	return c.link.at(h.to(c.address), c.anchor)
}

// cutSection arranges the first of pages, as many as one page shows.
func cutSection(pages []*handbook.Page, arrange func([]*handbook.Page) []Group) Section {
	shown := first(maxList, pages)
	return Section{Total: len(pages), Groups: arrange(shown), More: len(pages) - len(shown)}
}

// linkTo returns a link from here to an address that is no page's.
func (h here) linkTo(address, title string) Link {
	return Link{Title: title}.at(h.to(address), h.anchorEnd(Link{Title: title}))
}

// at returns the link with its address. end is the rest of its anchor, after the address.
func (l Link) at(href template.URL, end string) Link {
	l.Href = href
	l.Anchor = template.HTML(`<a href="` + string(href) + end)
	return l
}

// anchorEnd returns an anchor's HTML after its address. What it is given is escaped here.
func (r *Renderer) anchorEnd(link Link) string {
	title := template.HTMLEscapeString(link.Title)
	if link.Lang == "" {
		return `">` + title + `</a>`
	}
	return `" hreflang="` + link.Lang + `">` + inLanguage(title, link.Lang) + r.foreignMark(link.Lang) + `</a>`
}

// inLanguage returns HTML that is in another language than what is around it. A
// language is one that handbook.Languages lists.
func inLanguage(html, lang string) string { return `<span lang="` + lang + `">` + html + `</span>` }

// foreignMark says, at the end of a link, that it leads to a text in another language.
func (r *Renderer) foreignMark(lang string) string {
	return `<span class="foreign" lang="` + string(r.lang) + `"> (` + template.HTMLEscapeString(r.words.written[lang]) + `)</span>`
}

// links returns the links from here to pages.
func (h here) links(pages []*handbook.Page) []Link {
	links := make([]Link, len(pages))
	for i, p := range pages {
		links[i] = h.link(p)
	}
	return links
}

// listOf returns the links from here to pages, cut short.
func (h here) listOf(pages []*handbook.Page) List {
	shown := min(len(pages), maxList)
	return List{Links: h.links(pages[:shown]), More: len(pages) - shown}
}

// indexLink returns the link from here to the list of all pages of type t, of
// which there are n.
func (h here) indexLink(t handbook.Type, n int) Link {
	title := h.words.types[t].many
	if n == 1 {
		title = h.words.types[t].one
	}
	return h.linkTo(IndexAddress(t, h.lang), title)
}

// byMoment groups sheets by when they help: before, during and after the hard
// moment, then those that do not say. What is archived comes last.
func (h here) byMoment(sheets []*handbook.Page) []Group {
	sheets = append(slices.DeleteFunc(slices.Clone(sheets), isArchived),
		slices.DeleteFunc(slices.Clone(sheets), func(p *handbook.Page) bool { return !isArchived(p) })...)
	var groups []Group
	for _, moment := range append(handbook.Moments(), handbook.Choice{}) {
		of := slices.DeleteFunc(slices.Clone(sheets), func(p *handbook.Page) bool { return p.Moment != moment.Value })
		if len(of) > 0 {
			groups = append(groups, Group{Heading: moment.Name.In(h.lang), Links: h.links(of), Moment: moment.Value})
		}
	}
	return groups
}

func isArchived(p *handbook.Page) bool { return p.Status == handbook.Archived }

// byGravity groups situations, gravest first.
func (h here) byGravity(situations []*handbook.Page) []Group {
	var groups []Group
	for level := len(h.words.gravities) - 1; level >= 0; level-- {
		var links []Link
		for _, p := range situations {
			if link := h.link(p); link.Level == level {
				links = append(links, link)
			}
		}
		if len(links) > 0 {
			groups = append(groups, Group{Heading: h.words.gravities[level], Links: links, Level: level})
		}
	}
	return groups
}

// union returns the pages of all lists, each once, in the order in which they first come.
func union(lists ...[]*handbook.Page) []*handbook.Page {
	var all []*handbook.Page
	seen := map[*handbook.Page]bool{}
	for _, list := range lists {
		for _, p := range list {
			if !seen[p] {
				seen[p] = true
				all = append(all, p)
			}
		}
	}
	return all
}

// without returns the pages that none of lists holds.
func without(pages []*handbook.Page, lists ...[]*handbook.Page) []*handbook.Page {
	drop := map[*handbook.Page]bool{}
	for _, list := range lists {
		for _, p := range list {
			drop[p] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(pages), func(p *handbook.Page) bool { return drop[p] })
}
