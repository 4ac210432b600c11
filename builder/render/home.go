package render

import (
	"slices"

	"relais/builder/handbook"
)

// HomeView is the first page of the site.
type HomeView struct {
	Frame
	Situations Section // gravest first
	Functions  []FunctionCard
	Recent     []RecentSheet // last validated first
	Themes     []Link        // those that most pages carry, by name
	About      []Link        // plain pages
	Groups     List          // whom one may join
	Map        *Link         // of all practices; nil when there is nothing to draw
	State      *Link         // of the handbook; nil when it is not published
	Counts     []Count       // how many there are of each type that has pages
}

// FunctionCard is a function on the first page.
type FunctionCard struct {
	Link
	Situations, Sheets, Sessions int
}

// RecentSheet is a sheet and the day on which it was validated.
type RecentSheet struct {
	Link
	On       Date
	Replaces []Link // what it revises
}

// Count is how many pages there are of a type, and the list of them.
type Count struct {
	N    int
	Link Link
}

// What the first page shows at most of each.
const (
	maxHomeSituations = 24
	maxHomeFunctions  = 24
	maxHomeRecent     = 5
	maxHomeThemes     = 18
	maxHomeAbout      = 6
)

func (h here) home() HomeView {
	view := HomeView{
		Frame:      h.frame("", h.site.Description, ""),
		Situations: h.gravest(),
		Recent:     h.recent(h.book.Of(handbook.Sheet)),
		Themes:     h.mainThemes(),
		About:      h.links(first(maxHomeAbout, h.book.Of(handbook.PlainPage))),
		Groups:     List{Links: h.links(first(maxHomeAbout, h.book.Of(handbook.Group)))},
	}
	view.Metadata.Data = h.website()
	for _, p := range first(maxHomeFunctions, h.book.Of(handbook.Function)) {
		of := h.members[p]
		view.Functions = append(view.Functions, FunctionCard{
			h.link(p), len(of[handbook.Situation]), len(of[handbook.Sheet]), len(of[handbook.Session]),
		})
	}
	view.Map = h.mapLink(nil)
	if h.book.Config.State {
		state := h.linkTo(StateAddress(h.lang), h.words.state["state-title"])
		view.State = &state
	}
	for _, info := range handbook.Types() {
		if n := len(h.book.Of(info.Type)); n > 0 {
			view.Counts = append(view.Counts, Count{n, h.indexLink(info.Type, n)})
		}
	}
	return view
}

// gravest returns the situations by gravity, as many as the page may show.
func (h here) gravest() Section {
	situations := h.bySeverity(h.book.Of(handbook.Situation))
	shown := first(maxHomeSituations, situations)
	section := Section{Total: len(situations), Groups: h.byGravity(shown), More: len(situations) - len(shown)}
	if section.More > 0 {
		all := h.linkTo(IndexAddress(handbook.Situation, h.lang), h.words.types[handbook.Situation].all)
		section.All = &all
	}
	return section
}

// recent returns those of sheets that were validated last.
func (h here) recent(sheets []*handbook.Page) []RecentSheet {
	var recent []RecentSheet
	for _, p := range first(maxHomeRecent, latest(sheets)) {
		recent = append(recent, RecentSheet{h.link(p), h.words.date(p.ValidatedOn), h.links(p.To(handbook.Replaces))})
	}
	return recent
}

// mainThemes returns the themes that most pages carry, in the order of their names.
func (h here) mainThemes() []Link {
	order := make([]int, len(h.themes))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return len(h.themes[b].pages) - len(h.themes[a].pages) })
	order = first(maxHomeThemes, order)
	slices.Sort(order)
	var links []Link
	for _, i := range order {
		links = append(links, h.linkTo(h.themes[i].address, h.themes[i].name))
	}
	return links
}

// first returns the first n elements of list, or all.
func first[T any](n int, list []T) []T { return list[:min(n, len(list))] }
