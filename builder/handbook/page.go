package handbook

import (
	"cmp"
	"slices"
	"strings"
)

// Page is one text of the handbook: the front matter (Fields and Refs), the
// body, and, once the handbook is resolved, what ties it to other pages.
type Page struct {
	Fields
	Path string // of the source: slash-separated, NFC, relative to the handbook's root
	Refs []Ref
	Body Body
	// KeyPos tells where each key was written, by its English spelling.
	KeyPos map[string]Pos
	// Targets says where Body.Links lead, index by index. Empty until resolved.
	Targets []Target

	functions, groups []*Page
	to, from          map[Relation][]*Page
	words             map[Relation][]string
	rank              int // place of the title in the handbook's collation
}

// Target is where a link leads: to a Page, to a File of the handbook, or out of it. The zero
// Target leads nowhere: what it pointed to is missing, or is not for these readers.
type Target struct {
	Page     *Page
	File     string // path of an attachment or image, relative to the handbook's root
	External bool
}

// Found reports whether the link leads somewhere.
func (t Target) Found() bool { return t.Page != nil || t.File != "" || t.External }

// Key names a page within its handbook: ids are unique within a type.
func (p *Page) Key() string { return string(p.Type) + "/" + p.ID }

// To returns the pages that p points to by r, in the order in which readers see
// them: for BeginsWith, the one in which they are written.
func (p *Page) To(r Relation) []*Page { return p.to[r] }

// From returns the pages that point to p by r, in the order in which readers see them.
func (p *Page) From(r Relation) []*Page { return p.from[r] }

// Words returns what p names by r that is no page of the handbook, for readers
// or not: the leads of a session that nobody has formalized (LedTo), the words
// not to be confused with a notion (DistinctFrom).
func (p *Page) Words(r Relation) []string { return p.words[r] }

// OpenLeads returns the leads of a session that have no sheet yet.
func (p *Page) OpenLeads() []string { return p.Words(LedTo) }

// Functions returns the functions that p belongs to: those that it declares
// or, when it declares none, those of its group, or of the pages that use it.
func (p *Page) Functions() []*Page { return p.functions }

// Groups returns the groups that p comes from: its own or those of its sessions.
func (p *Page) Groups() []*Page { return p.groups }

// Reached reports whether another page links to p, or declares a relation to it.
func (p *Page) Reached() bool {
	for _, pages := range p.from {
		if slices.ContainsFunc(pages, func(q *Page) bool { return q != p }) {
			return true
		}
	}
	return false
}

// Pos returns where the key with this English spelling was written, or the top of the file.
func (p *Page) Pos(key string) Pos {
	if pos, ok := p.KeyPos[key]; ok {
		return pos
	}
	return Pos{Line: 1, Column: 1}
}

// Text returns the text of one of p's sections as readers see it: where a
// wikilink names a page that they may read, with that page's title.
func (p *Page) Text(s Section, title func(*Page) string) string {
	if len(s.Labels) == 0 {
		return s.Text
	}
	var b strings.Builder
	from := 0
	for _, label := range s.Labels {
		if to := p.Targets[label.Link].Page; to != nil {
			b.WriteString(s.Text[from:label.Start] + title(to))
			from = label.End
		}
	}
	return b.String() + s.Text[from:]
}

// Stale reports whether p is due for review on day.
func (p *Page) Stale(day Date) bool {
	return !p.ReviewOn.IsZero() && !day.Before(p.ReviewOn) && p.Status != Archived
}

// Problem returns a problem of p, of the severity that its status deserves:
// nothing stops a build because of a draft, and what is only worth a warning
// while a text is in debate is an error once it is validated.
func (p *Page) Problem(code string, pos Pos, args map[string]string) Problem {
	severity := Error
	switch p.Status {
	case Draft, Archived:
		severity = Advice
	case InDebate:
		severity = Warning
	}
	return Problem{Code: code, Severity: severity, Path: p.Path, Pos: pos, Args: args}
}

// KeyProblem returns a problem of p's front matter: a key, a value or a
// reference that is not understood. It is an error however far the text has
// come, because what is misspelt may be what decides whether the page is
// published; only a page that says itself that it is a draft, or archived, has time.
func (p *Page) KeyProblem(code string, pos Pos, args map[string]string) Problem {
	problem := p.Problem(code, pos, args)
	if _, said := p.KeyPos["status"]; !said || p.Status == InDebate {
		problem.Severity = Error
	}
	return problem
}

// Of returns those of pages that are of type t.
func Of(t Type, pages []*Page) []*Page {
	var of []*Page
	for _, p := range pages {
		if p.Type == t {
			of = append(of, p)
		}
	}
	return of
}

// arrange sorts pages as readers expect them and drops repeats: sessions of a group by their
// number, all else by title in the handbook's collation.
func arrange(pages []*Page) []*Page {
	slices.SortFunc(pages, compare)
	return slices.Compact(pages)
}

// once drops repeats and keeps the order.
func once(pages []*Page) []*Page {
	var all []*Page
	for _, p := range pages {
		if !slices.Contains(all, p) {
			all = append(all, p)
		}
	}
	return all
}

// compare orders pages as arrange does. Sessions come after all else, because
// their order is not that of titles and the two cannot be mixed. Ranks differ,
// so only the same page compares equal.
func compare(a, b *Page) int {
	switch aLast, bLast := a.Type == Session, b.Type == Session; {
	case aLast && bLast:
		return cmp.Or(compareGroups(a, b), cmp.Compare(a.Number, b.Number), cmp.Compare(a.rank, b.rank))
	case aLast:
		return 1
	case bLast:
		return -1
	}
	return cmp.Compare(a.rank, b.rank)
}

// compareGroups orders two sessions by the title of their groups.
func compareGroups(a, b *Page) int {
	rank := func(session *Page) int {
		if len(session.groups) == 0 {
			return -1
		}
		return session.groups[0].rank
	}
	return cmp.Compare(rank(a), rank(b))
}
