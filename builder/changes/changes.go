// Package changes tells what readers see change between two states of a handbook.
//
// Its fundamental types are [State], a handbook as its authors and its readers see
// it, and [Changes], what is told. Only pages that the readers see in one of the
// states are named, by what they see of them there; all others are counted.
package changes

import (
	"bytes"
	"cmp"
	"reflect"
	"slices"

	"relais/builder/handbook"
)

// State is one state of a handbook.
type State struct {
	Whole *handbook.Handbook // all pages
	Book  *handbook.Handbook // those that the readers see
	// Rank returns the place of a page of Book among what a search finds, from 1; 0
	// when it is not among them. Nil when there is nothing to try.
	Rank     func(search string, page *handbook.Page) (int, error)
	Searches []handbook.Expectation
}

// Changes is what changes for readers. Lists are in the order in which readers see pages.
type Changes struct {
	Audience  string        `json:"audience"` // of the readers
	New       []Arrival     `json:"new"`
	Changed   []Edit        `json:"changed"`
	Moved     []Move        `json:"moved"`
	Withdrawn []Departure   `json:"withdrawn"`
	Gained    []Tie         `json:"relations_gained"`
	Lost      []Tie         `json:"relations_lost"`
	Searches  []RankChange  `json:"searches"`
	Audiences []AudienceSum `json:"audiences"` // widest first
	// Others counts the pages that change and that the readers see in neither state.
	Others int `json:"others"`
	// Unread counts the texts of the later state that could not be read, and may seem withdrawn.
	Unread int `json:"unread"`
}

// Page names a page.
type Page struct {
	Type  handbook.Type `json:"type"`
	ID    string        `json:"id"`
	Title string        `json:"title"`
	Path  string        `json:"path"` // of the source, from the handbook's root
}

// Arrival is a page that the readers did not see. Was is the audience that it had,
// "draft", or "" for a page that did not exist or said no audience.
type Arrival struct {
	Page
	Was string `json:"was,omitempty"`
}

// Departure is a page that the readers no longer see. Now is as Was in Arrival,
// or "withdrawn" for a page that was taken back, whose title is told no more.
type Departure struct {
	Page
	Now string `json:"now,omitempty"`
}

// Edit is a page that reads otherwise: which keys of its front matter changed, by
// their English spelling, and which sections, by their titles; "" is the text
// before the first heading. Form says that only links, images or the setting did.
type Edit struct {
	Page
	Keys            []string `json:"keys"`
	AddedSections   []string `json:"added_sections"`
	ChangedSections []string `json:"changed_sections"`
	RemovedSections []string `json:"removed_sections"`
	Form            bool     `json:"form"`
}

// Move is a page that has another address. The old one leads to it.
type Move struct {
	Page
	From string `json:"from"` // path of the former source
}

// Tie is a relation between two pages, or a link when the relation is "mentions".
type Tie struct {
	From     Page              `json:"from"`
	Relation handbook.Relation `json:"relation"`
	To       Page              `json:"to"`
}

// RankChange is a search test whose page comes at another place; 0 is nowhere.
type RankChange struct {
	Search string `json:"search"`
	Page   Page   `json:"page"`
	Before int    `json:"before"`
	After  int    `json:"after"`
}

// AudienceSum counts the pages that an audience may read, narrower ones reading
// what wider ones do.
type AudienceSum struct {
	Audience handbook.Audience `json:"audience"`
	Before   int               `json:"before"`
	Entering int               `json:"entering"`
	Leaving  int               `json:"leaving"`
	After    int               `json:"after"`
}

// Mask hides in all that is told what mask hides in a text.
func (c *Changes) Mask(mask func(text string) string) {
	c.each(func(p *Page) { p.ID, p.Title, p.Path = mask(p.ID), mask(p.Title), mask(p.Path) })
	all := func(texts []string) {
		for i := range texts {
			texts[i] = mask(texts[i])
		}
	}
	for i := range c.Changed {
		e := &c.Changed[i]
		all(e.AddedSections)
		all(e.ChangedSections)
		all(e.RemovedSections)
	}
	for i := range c.Moved {
		c.Moved[i].From = mask(c.Moved[i].From)
	}
	for i := range c.Searches {
		c.Searches[i].Search = mask(c.Searches[i].Search)
	}
}

// each gives change every page that is named.
func (c *Changes) each(change func(*Page)) {
	for i := range c.New {
		change(&c.New[i].Page)
	}
	for i := range c.Changed {
		change(&c.Changed[i].Page)
	}
	for i := range c.Moved {
		change(&c.Moved[i].Page)
	}
	for i := range c.Withdrawn {
		change(&c.Withdrawn[i].Page)
	}
	for _, ties := range [][]Tie{c.Gained, c.Lost} {
		for i := range ties {
			change(&ties[i].From)
			change(&ties[i].To)
		}
	}
	for i := range c.Searches {
		change(&c.Searches[i].Page)
	}
}

// Between compares two states, which are for the same readers.
func Between(before, after State) (*Changes, error) {
	c := comparison{
		before: before, after: after, pairs: pairs(before.Whole, after.Whole),
		// An empty list is [] in JSON, not null.
		told: &Changes{
			Audience: after.Book.Config.Readers.String(),
			New:      []Arrival{}, Changed: []Edit{}, Moved: []Move{}, Withdrawn: []Departure{},
			Gained: []Tie{}, Lost: []Tie{}, Searches: []RankChange{}, Audiences: []AudienceSum{},
		},
	}
	c.comparePages()
	c.compareTies()
	c.countAudiences()
	if err := c.compareRanks(); err != nil {
		return nil, err
	}
	c.untitle()
	return c.told, nil
}

// untitle calls the pages that were taken back by their ids: their titles were too.
func (c *comparison) untitle() {
	taken := map[string]bool{}
	for _, both := range c.pairs {
		if both.before != nil && both.after != nil && both.after.Withdrawn() {
			taken[both.before.Path] = true
		}
	}
	c.told.each(func(p *Page) {
		if taken[p.Path] {
			p.Title = p.ID
		}
	})
}

// pair is one page in the two states; either may be nil.
type pair struct{ before, after *handbook.Page }

// comparison is one run.
type comparison struct {
	before, after State
	pairs         []pair // of the whole handbooks
	told          *Changes
}

// pairs finds each page in the other state: by type and id or, for a page that was
// renamed, by the address that it keeps alive.
func pairs(before, after *handbook.Handbook) []pair {
	var all []pair
	former := map[string]*handbook.Page{} // by the addresses that the later pages keep alive
	paired := map[*handbook.Page]bool{}
	for _, p := range after.Pages {
		if before.Counterpart(p) != nil {
			continue
		}
		for _, alias := range p.Aliases {
			if address, ok := p.FormerAddress(alias, after.Config.Lang); ok && former[address] == nil {
				former[address] = p
			}
		}
	}
	for _, p := range before.Pages {
		now := after.Counterpart(p)
		if now == nil {
			now = former[p.Address(before.Config.Lang)]
		}
		if paired[now] {
			now = nil
		}
		if now != nil {
			paired[now] = true
		}
		all = append(all, pair{p, now})
	}
	for _, p := range after.Pages {
		if !paired[p] {
			all = append(all, pair{nil, p})
		}
	}
	return all
}

// seen returns a page as the readers of a state see it, or nil.
func (s State) seen(p *handbook.Page) *handbook.Page {
	if p == nil {
		return nil
	}
	return s.Book.At(p.Path)
}

func (c *comparison) comparePages() {
	for _, both := range c.pairs {
		before, after := c.before.seen(both.before), c.after.seen(both.after)
		edit, edited := compare(both)
		switch {
		case before == nil && after == nil:
			if edited || both.before == nil || both.after == nil {
				c.told.Others++
			}
		case before == nil:
			c.told.New = append(c.told.New, Arrival{named(after), standing(both.before)})
		case after == nil:
			c.told.Withdrawn = append(c.told.Withdrawn, Departure{named(before), standing(both.after)})
		default:
			if before.Address(c.before.Book.Config.Lang) != after.Address(c.after.Book.Config.Lang) {
				c.told.Moved = append(c.told.Moved, Move{named(after), before.Path})
			}
			if edited {
				edit.Page = named(after)
				c.told.Changed = append(c.told.Changed, edit)
			}
		}
	}
}

// standing says why readers may not see a page: its audience, or that it is a draft.
func standing(p *handbook.Page) string {
	switch {
	case p == nil:
		return ""
	case p.Withdrawn():
		return "withdrawn"
	case p.Status == handbook.Draft:
		return string(handbook.Draft)
	}
	return string(p.Audience)
}

func named(p *handbook.Page) Page { return Page{p.Type, p.ID, p.Title, p.Path} }

// compare tells what changed in a page, but for its name and what it is tied to.
func compare(both pair) (Edit, bool) {
	e := Edit{Keys: []string{}, AddedSections: []string{}, ChangedSections: []string{}, RemovedSections: []string{}}
	if both.before == nil || both.after == nil {
		return e, false
	}
	for _, field := range handbook.AllFields() {
		if field.Into == nil || field.Key.EN == "id" || field.Key.EN == "aliases" {
			continue
		}
		if !reflect.DeepEqual(field.Into(&both.before.Fields), field.Into(&both.after.Fields)) {
			e.Keys = append(e.Keys, field.Key.EN)
		}
	}
	e.compareSections(both.before.Body.Sections, both.after.Body.Sections)
	told := len(e.Keys) + len(e.AddedSections) + len(e.ChangedSections) + len(e.RemovedSections)
	e.Form = told == 0 && !sameForm(both.before.Body, both.after.Body)
	return e, told > 0 || e.Form
}

// compareSections tells sections apart by their titles and, where several have one
// title, by their order.
func (e *Edit) compareSections(before, after []handbook.Section) {
	type name struct {
		title string
		nth   int
	}
	texts := func(sections []handbook.Section) (map[name]string, []name) {
		byName, order, times := map[name]string{}, []name{}, map[string]int{}
		for _, s := range sections {
			if s.Title == "" && s.Text == "" {
				continue
			}
			times[s.Title]++
			n := name{s.Title, times[s.Title]}
			byName[n], order = s.Text, append(order, n)
		}
		return byName, order
	}
	old, oldOrder := texts(before)
	now, nowOrder := texts(after)
	for _, n := range nowOrder {
		switch text, known := old[n]; {
		case !known:
			e.AddedSections = append(e.AddedSections, n.title)
		case text != now[n]:
			e.ChangedSections = append(e.ChangedSections, n.title)
		}
	}
	for _, n := range oldOrder {
		if _, kept := now[n]; !kept {
			e.RemovedSections = append(e.RemovedSections, n.title)
		}
	}
}

// sameForm reports whether two bodies read alike to the last link.
func sameForm(a, b handbook.Body) bool {
	return bytes.Equal(a.HTML, b.HTML) && slices.EqualFunc(a.Links, b.Links, func(a, b handbook.Link) bool {
		a.Pos, b.Pos = handbook.Pos{}, handbook.Pos{}
		return a == b
	})
}

// compareTies tells the relations between pages that the readers see. What the text of
// a page links to is told when both pages were there and stay: that a new page has
// links is no news.
func (c *comparison) compareTies() {
	type ends struct {
		from     int // in c.pairs
		relation handbook.Relation
		to       int
	}
	at := map[*handbook.Page]int{}
	for i, both := range c.pairs {
		for _, p := range []*handbook.Page{c.before.seen(both.before), c.after.seen(both.after)} {
			if p != nil {
				at[p] = i
			}
		}
	}
	stays := func(i int) bool {
		return c.before.seen(c.pairs[i].before) != nil && c.after.seen(c.pairs[i].after) != nil
	}
	ties := func(book *handbook.Handbook) (map[ends]Tie, []ends) {
		all, order := map[ends]Tie{}, []ends{}
		for _, p := range book.Pages {
			for _, relation := range relations() {
				if p.Original() != nil && relation != handbook.Mentions {
					continue // told of its original
				}
				for _, to := range p.To(relation) {
					e := ends{at[p], relation, at[to]}
					if relation == handbook.Mentions && !(stays(e.from) && stays(e.to)) {
						continue
					}
					if _, told := all[ends{e.to, relation, e.from}]; told && relation.Symmetric() {
						continue
					}
					if _, told := all[e]; !told {
						all[e], order = Tie{named(p), relation, named(to)}, append(order, e)
					}
				}
			}
		}
		return all, order
	}
	had := func(all map[ends]Tie, e ends) bool {
		_, straight := all[e]
		_, turned := all[ends{e.to, e.relation, e.from}]
		return straight || turned && e.relation.Symmetric()
	}
	old, oldOrder := ties(c.before.Book)
	now, nowOrder := ties(c.after.Book)
	for _, e := range nowOrder {
		if !had(old, e) {
			c.told.Gained = append(c.told.Gained, now[e])
		}
	}
	for _, e := range oldOrder {
		if !had(now, e) {
			c.told.Lost = append(c.told.Lost, old[e])
		}
	}
}

// relations lists those that a front matter declares, then links.
func relations() []handbook.Relation {
	var all []handbook.Relation
	for _, field := range handbook.AllFields() {
		if field.Refs != nil && !slices.Contains(all, field.Refs.Relation) {
			all = append(all, field.Refs.Relation)
		}
	}
	return append(all, handbook.Mentions)
}

// countAudiences counts all pages of the handbook but for drafts.
func (c *comparison) countAudiences() {
	reads := func(rank int, p *handbook.Page) bool {
		if p == nil || p.Status == handbook.Draft || p.Withdrawn() {
			return false
		}
		of := slices.IndexFunc(handbook.Audiences(), func(c handbook.Choice) bool { return c.Value == string(p.Audience) })
		return of >= 0 && of <= rank
	}
	for rank, choice := range handbook.Audiences() {
		sum := AudienceSum{Audience: handbook.Audience(choice.Value)}
		for _, both := range c.pairs {
			before, after := reads(rank, both.before), reads(rank, both.after)
			switch {
			case before && !after:
				sum.Leaving++
			case after && !before:
				sum.Entering++
			}
			if before {
				sum.Before++
			}
			if after {
				sum.After++
			}
		}
		c.told.Audiences = append(c.told.Audiences, sum)
	}
}

// compareRanks tries the search tests of both states in both.
func (c *comparison) compareRanks() error {
	type question struct {
		search string
		pair   int
	}
	asked := map[question]bool{}
	for _, s := range []State{c.after, c.before} {
		for _, e := range s.Searches {
			for _, w := range e.Finds {
				page := s.Whole.Named(w.Name)
				if page == nil {
					continue
				}
				i := slices.IndexFunc(c.pairs, func(p pair) bool { return p.before == page || p.after == page })
				if i < 0 || asked[question{e.Search, i}] {
					continue
				}
				asked[question{e.Search, i}] = true
				if err := c.compareRank(e.Search, c.pairs[i]); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (c *comparison) compareRank(search string, both pair) error {
	before, after := c.before.seen(both.before), c.after.seen(both.after)
	if before == nil && after == nil {
		return nil
	}
	told := RankChange{Search: search, Page: named(cmp.Or(after, before))}
	for _, side := range []struct {
		state State
		page  *handbook.Page
		rank  *int
	}{{c.before, before, &told.Before}, {c.after, after, &told.After}} {
		if side.page == nil {
			continue
		}
		rank, err := side.state.Rank(search, side.page)
		if err != nil {
			return err
		}
		*side.rank = rank
	}
	if told.Before != told.After {
		c.told.Searches = append(c.told.Searches, told)
	}
	return nil
}
