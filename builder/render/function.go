package render

import (
	"slices"

	"relais/builder/handbook"
)

// FunctionView gathers all that concerns one professional function.
type FunctionView struct {
	Article
	Path      []Link     // sheets that a newcomer reads first, in order
	Facing    FacingList // the situations, gravest first, and what answers each
	Sheets    Section
	Others    *Untranslated // sheets that this language lacks; nil for none
	Recent    []RecentSheet // last validated first
	Map       *Link         // of its practices; nil when there is nothing to draw
	Sessions  Section
	Groups    []GroupProgress
	Notions   []Definition
	Charters  []Link
	Needs     []Link
	Resources []ResourceLink
	Pages     []Link
}

// GroupProgress is a group and how far it has come.
type GroupProgress struct {
	Link
	Held, Planned int
	Sheets        int
}

func (h here) function(p *handbook.Page) FunctionView {
	of := h.members[p]
	resources := union(p.To(handbook.PointsTo), of[handbook.Resource])
	notions := union(p.To(handbook.Uses), of[handbook.Notion])
	shown := [][]*handbook.Page{notions, resources, p.To(handbook.BeginsWith)}
	for _, pages := range of {
		shown = append(shown, pages)
	}
	article := h.article(p, shown...)
	article.Chrome = h.chromeWithin(p)
	if len(latest(of[handbook.Sheet])) > 0 && h.base != "" {
		article.Metadata.Feeds = append(article.Metadata.Feeds, Feed{article.Title, h.to(h.feedOf(p))})
	}
	return FunctionView{
		Article:   article,
		Path:      h.links(p.To(handbook.BeginsWith)),
		Facing:    h.facing(p),
		Map:       h.mapLink(p),
		Recent:    h.recent(of[handbook.Sheet]),
		Sheets:    h.part(p, handbook.Sheet, h.byMoment),
		Others:    h.othersOf(p),
		Sessions:  h.part(p, handbook.Session, h.byGroup),
		Groups:    h.progress(of[handbook.Group]),
		Notions:   h.definitions(notions[:min(len(notions), maxList)]),
		Charters:  h.links(of[handbook.Charter]),
		Needs:     h.links(of[handbook.Need]),
		Resources: h.resources(resources[:min(len(resources), maxList)]),
		Pages:     h.listOf(of[handbook.PlainPage]).Links,
	}
}

// othersOf returns the sheets of a function that this language lacks.
func (h here) othersOf(function *handbook.Page) *Untranslated {
	original := function.Original()
	if original == nil {
		return nil
	}
	main := h.parts[0]
	return h.untranslated(main.members[original][handbook.Sheet], main.addressOf(original))
}

// FacingList is situations with the sheets that answer each, cut short when there are too many.
type FacingList struct {
	Total int
	Rows  []Facing
	More  int
	All   *Link // where all of them are
}

// Facing is a situation and what answers it.
type Facing struct {
	Link
	Answers []Group // by moment
}

// maxFacing is how many situations a function shows with their answers, and
// maxAnswers how many sheets at one moment.
const (
	maxFacing  = 40
	maxAnswers = 5
)

// facing returns the situations of a function, gravest first, and what answers them.
func (h here) facing(function *handbook.Page) FacingList {
	situations := h.bySeverity(h.members[function][handbook.Situation])
	shown := first(maxFacing, situations)
	list := FacingList{Total: len(situations), More: len(situations) - len(shown)}
	if list.More > 0 {
		address := IndexAddress(handbook.Situation, h.lang)
		if len(situations) > maxList {
			address = h.within(function, handbook.Situation)
		}
		all := h.linkTo(address, h.words.types[handbook.Situation].all)
		list.All = &all
	}
	for _, p := range shown {
		answers := h.byMoment(slices.DeleteFunc(slices.Clone(p.From(handbook.Answers)), isArchived))
		for i := range answers {
			answers[i].Links = first(maxAnswers, answers[i].Links)
		}
		list.Rows = append(list.Rows, Facing{h.link(p), answers})
	}
	return list
}

// bySeverity returns situations gravest first.
func (r *Renderer) bySeverity(situations []*handbook.Page) []*handbook.Page {
	sorted := slices.Clone(situations)
	slices.SortStableFunc(sorted, func(a, b *handbook.Page) int { return r.card(b).link.Level - r.card(a).link.Level })
	return sorted
}

// part returns the pages of type t of a function, arranged by arrange.
func (h here) part(function *handbook.Page, t handbook.Type, arrange func([]*handbook.Page) []Group) Section {
	pages := h.members[function][t]
	section := cutSection(pages, arrange)
	if section.More > 0 {
		all := h.linkTo(h.within(function, t), h.words.types[t].all)
		section.All = &all
	}
	return section
}

// byGroup groups sessions, which come sorted by group, under their group's title.
func (h here) byGroup(sessions []*handbook.Page) []Group {
	return h.grouped(listing{pages: sessions})
}

func (h here) progress(groups []*handbook.Page) []GroupProgress {
	var progress []GroupProgress
	for _, group := range groups {
		sessions := sessionsOf(group)
		progress = append(progress, GroupProgress{
			Link: h.link(group), Held: len(sessions), Planned: planned(group),
			Sheets: len(sheetsOf(group, sessions)),
		})
	}
	return progress
}
