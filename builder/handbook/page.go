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
	// Translates says that the page lies in the folder of a language that is not
	// the handbook's: it is there to translate the page of its type and id.
	Translates bool
	Refs       []Ref
	Body       Body
	// KeyPos tells where each key was written, by its English spelling.
	KeyPos map[string]Pos
	// Targets says where Body.Links lead, index by index. Empty until resolved.
	Targets []Target

	original          *Page   // of a translation; nil when there is none
	translations      []*Page // by language
	functions, groups []*Page
	to, from          ties
	words             map[Relation][]string
	at                int  // place in its handbook's Pages
	rank              int  // place of the title in the handbook's collation
	place             int  // place in the order in which readers see pages
	untitled          bool // whether Title was made, of what the page is tied to
}

// ties are the pages that a page is tied to, by relation. No page has many of these.
type ties []bond

type bond struct {
	relation Relation
	pages    []*Page
}

func (t ties) by(r Relation) []*Page {
	for _, b := range t {
		if b.relation == r {
			return b.pages
		}
	}
	return nil
}

func (t *ties) add(r Relation, p *Page) {
	for i := range *t {
		if (*t)[i].relation == r {
			(*t)[i].pages = append((*t)[i].pages, p)
			return
		}
	}
	*t = append(*t, bond{r, []*Page{p}})
}

// Target is where a link leads: to a Page, to a File of the handbook, or out of it. The zero
// Target leads nowhere: what it pointed to is missing, or is not for these readers.
type Target struct {
	Page     *Page
	File     string // path of an attachment or image, relative to the handbook's root
	External bool
	// Withdrawn says that it was a page, which was taken back: a wikilink without
	// label must not name it.
	Withdrawn bool
}

// withdrawn stands for the name of a withdrawn page.
func withdrawn() Text { return Text{"page retirée", "withdrawn page"} }

// Words returns what a wikilink without label reads when it leads nowhere: the
// words that the author wrote, unless they name a withdrawn page.
func (t Target) Words(link Link, lang Lang) string {
	if t.Withdrawn {
		return withdrawn().In(lang)
	}
	return link.Target
}

// Found reports whether the link leads somewhere.
func (t Target) Found() bool { return t.Page != nil || t.File != "" || t.External }

// Key names a page within its handbook: ids are unique within a type and a language.
func (p *Page) Key() string {
	if p.Translates {
		return string(p.Lang) + "/" + string(p.Type) + "/" + p.ID
	}
	return string(p.Type) + "/" + p.ID
}

// To returns the pages that p points to by r, in the order in which readers see
// them: for BeginsWith, the one in which they are written.
func (p *Page) To(r Relation) []*Page { return p.to.by(r) }

// From returns the pages that point to p by r, in the order in which readers see them.
func (p *Page) From(r Relation) []*Page { return p.from.by(r) }

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
	for _, b := range p.from {
		if slices.ContainsFunc(b.pages, func(q *Page) bool { return q != p }) {
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
		words := ""
		switch target := p.Targets[label.Link]; {
		case target.Page != nil:
			words = title(target.Page)
		case target.Withdrawn:
			words = target.Words(p.Body.Links[label.Link], p.Lang)
		default:
			continue
		}
		b.WriteString(s.Text[from:label.Start] + words)
		from = label.End
	}
	return b.String() + s.Text[from:]
}

// Stale reports whether p is due for review on day.
func (p *Page) Stale(day Date) bool {
	return !p.ReviewOn.IsZero() && !day.Before(p.ReviewOn) && p.Status != Archived
}

// Problem returns a problem of p, of the severity that its status deserves:
// nothing stops a build because of a draft, or delays that a page is withdrawn,
// and what is only worth a warning while a text is in debate is an error once it
// is validated.
func (p *Page) Problem(code string, pos Pos, args map[string]string) Problem {
	severity := Error
	switch {
	case p.Withdrawn(), p.Status == Draft, p.Status == Archived:
		severity = Advice
	case p.Status == InDebate:
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
	if _, said := p.KeyPos["status"]; (!said || p.Status == InDebate) && !p.Withdrawn() {
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

// compare orders pages as arrange does. Places differ, so only the same page
// compares equal.
func compare(a, b *Page) int { return cmp.Compare(a.place, b.place) }

// placeAll gives each page its place, and returns pages in that order. Sessions
// come after all else, because their order is not that of titles and the two cannot
// be mixed. The groups of sessions must be in the order of their titles.
func placeAll(pages []*Page) []*Page {
	placed := make([]*Page, len(pages))
	for _, p := range pages {
		placed[p.rank] = p
	}
	isSession := func(p *Page) bool { return p.Type == Session }
	var sessions []*Page
	for _, p := range placed {
		if isSession(p) {
			sessions = append(sessions, p)
		}
	}
	slices.SortStableFunc(sessions, func(a, b *Page) int {
		return cmp.Or(compareGroups(a, b), cmp.Compare(a.Number, b.Number))
	})
	placed = append(slices.DeleteFunc(placed, isSession), sessions...)
	for i, p := range placed {
		p.place = i
	}
	return placed
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
