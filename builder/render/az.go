package render

import (
	"html/template"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"relais/builder/handbook"
)

// AZView is the alphabetical index: every page by its title, every notion by
// its other names too. A long one has a page for each letter.
type AZView struct {
	Frame
	Letters []Letter
	Groups  []AZGroup // the letters shown on this page; none on the first of a long index
	Pager   Pager     // of a letter that has too many entries for one page
}

// Letter leads to the entries of one letter.
type Letter struct {
	Name    string // "A", or "0–9"
	Href    template.URL
	Count   int
	Current bool
}

// AZGroup is the entries of one letter.
type AZGroup struct {
	Name    string
	Anchor  string
	Entries []AZEntry
}

// AZEntry is a page under its title or, when See is set, a notion under another name.
type AZEntry struct {
	Link
	See string // the other name
}

// maxAZ is how many entries one page of the index shows.
const maxAZ = 500

// digits is the anchor and the name of what no letter begins.
const (
	digits     = "0-9"
	digitsName = "0–9"
)

// index is one page of the alphabetical index, still to be rendered.
type index struct {
	address string
	letter  string // anchor of the only letter shown; "" for the first page
	letters []letter
	whole   bool // all letters are shown on one page
	number  int  // of this page among those of its letter, from 1
	numbers int  // how many pages its letter has
}

type letter struct {
	name, anchor string
	entries      []entry
}

type entry struct {
	page *handbook.Page
	see  string
}

// alphabet returns the pages of the alphabetical index.
func (r *Renderer) alphabet() []index {
	var entries []entry
	for _, p := range r.book.Pages {
		entries = append(entries, entry{page: p})
		for _, name := range append(slices.Clone(p.Acronyms), p.Synonyms...) {
			if handbook.Fold(name) != handbook.Fold(p.Title) {
				entries = append(entries, entry{p, r.typeset(name, p)})
			}
		}
	}
	r.sortEntries(entries)
	letters := byLetter(entries, r.nameOf)
	first := index{address: AZAddress(), letters: letters, whole: len(entries) <= maxAZ}
	pages := []index{first}
	if !first.whole {
		for _, l := range letters {
			numbers := (len(l.entries) + maxAZ - 1) / maxAZ
			for n := 1; n <= numbers; n++ {
				pages = append(pages, index{
					address: numbered(letterAddress(l.anchor), n), letter: l.anchor, letters: letters,
					number: n, numbers: numbers,
				})
			}
		}
	}
	return pages
}

// nameOf returns the words under which an entry stands.
func (r *Renderer) nameOf(e entry) string {
	if e.see != "" {
		return e.see
	}
	return r.card(e.page).link.Title
}

// sortEntries sorts entries as a dictionary of the interface's language does.
func (r *Renderer) sortEntries(entries []entry) {
	order, buffer := collate.New(language.Make(string(r.lang)), collate.Numeric), collate.Buffer{}
	type keyed struct {
		key []byte
		entry
	}
	sorted := make([]keyed, len(entries))
	for i, e := range entries {
		sorted[i] = keyed{order.KeyFromString(&buffer, handbook.Fold(r.nameOf(e))), e}
	}
	slices.SortStableFunc(sorted, func(a, b keyed) int { return slices.Compare(a.key, b.key) })
	for i, k := range sorted {
		entries[i] = k.entry
	}
}

// byLetter groups sorted entries by their first letter, without its accent.
// What begins with no letter of the Latin alphabet comes under digits.
func byLetter(entries []entry, name func(entry) string) []letter {
	at := map[string]int{}
	var letters []letter
	for _, e := range entries {
		anchor := digits
		if folded := handbook.Fold(name(e)); folded != "" && folded[0] >= 'a' && folded[0] <= 'z' {
			anchor = folded[:1]
		}
		i, known := at[anchor]
		if !known {
			i = len(letters)
			at[anchor] = i
			letters = append(letters, letter{name: strings.Map(unicode.ToUpper, anchor), anchor: anchor})
		}
		letters[i].entries = append(letters[i].entries, e)
	}
	slices.SortFunc(letters, func(a, b letter) int { return strings.Compare(a.anchor, b.anchor) })
	if len(letters) > 0 && letters[0].anchor == digits {
		letters[0].name = digitsName
	}
	return letters
}

// az returns the view of one page of the alphabetical index.
func (h here) az(x index) AZView {
	view := AZView{}
	name := ""
	for _, l := range x.letters {
		current := l.anchor == x.letter
		href := h.to(letterAddress(l.anchor))
		if x.whole {
			href = template.URL("#_" + l.anchor)
		}
		view.Letters = append(view.Letters, Letter{l.name, href, len(l.entries), current})
		if x.whole {
			view.Groups = append(view.Groups, h.azGroup(l, l.entries))
		}
		if current {
			name = l.name
			if x.number > 1 {
				name += " · " + strconv.Itoa(x.number)
			}
			start := (x.number - 1) * maxAZ
			view.Groups = append(view.Groups, h.azGroup(l, l.entries[start:min(start+maxAZ, len(l.entries))]))
			view.Pager = h.pager(letterAddress(l.anchor), x.number, x.numbers)
		}
	}
	view.Frame = h.frame(name, "", "az")
	if name != "" {
		view.Crumbs = []Link{h.linkTo(AZAddress(), "A–Z")}
	}
	return view
}

func (h here) azGroup(l letter, entries []entry) AZGroup {
	group := AZGroup{Name: l.name, Anchor: "_" + l.anchor}
	for _, e := range entries {
		group.Entries = append(group.Entries, AZEntry{h.link(e.page), e.see})
	}
	return group
}
