package render

import (
	"relais/builder/handbook"
)

// FunctionView gathers all that concerns one professional function.
type FunctionView struct {
	Article
	Situations Section
	Sheets     Section
	Sessions   Section
	Groups     []GroupProgress
	Notions    []Definition
	Charters   []Link
	Needs      []Link
	Resources  []ResourceLink
	Pages      []Link
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
	shown := [][]*handbook.Page{notions, resources}
	for _, pages := range of {
		shown = append(shown, pages)
	}
	article := h.article(p, shown...)
	article.Chrome = h.chromeWithin(p)
	if len(latest(of[handbook.Sheet])) > 0 && h.base != "" {
		article.Metadata.Feeds = append(article.Metadata.Feeds, Feed{article.Title, h.to(feedOf(p, h.lang))})
	}
	return FunctionView{
		Article:    article,
		Situations: h.part(p, handbook.Situation, h.byGravity),
		Sheets:     h.part(p, handbook.Sheet, h.byMoment),
		Sessions:   h.part(p, handbook.Session, h.byGroup),
		Groups:     h.progress(of[handbook.Group]),
		Notions:    h.definitions(notions[:min(len(notions), maxList)]),
		Charters:   h.links(of[handbook.Charter]),
		Needs:      h.links(of[handbook.Need]),
		Resources:  h.resources(resources[:min(len(resources), maxList)]),
		Pages:      h.listOf(of[handbook.PlainPage]).Links,
	}
}

// part returns the pages of type t of a function, arranged by arrange.
func (h here) part(function *handbook.Page, t handbook.Type, arrange func([]*handbook.Page) []Group) Section {
	pages := h.members[function][t]
	section := cutSection(pages, arrange)
	if section.More > 0 {
		all := h.linkTo(within(function, t, h.lang), h.words.types[t].all)
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
