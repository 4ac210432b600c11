package render

import (
	"cmp"
	"html/template"
	"slices"

	"relais/builder/handbook"
)

// Article is a page's text and what stands around it whatever its type. The
// view of every type embeds one.
type Article struct {
	Frame
	Kind          string   // name of the type: "Fiche"
	Circumstances []string // when and where a sheet helps: "Pendant", "Guichet"; none for other types
	Summary       string
	TextLang      string // of the text; "" when it is the interface's
	Notices       Notices
	Contents      []Heading // the table of contents; empty for a short page
	Body          template.HTML
	Parts         []Part // Body again, cut at its headings of the second level
	Notes         []Note // on the notions that Body uses, in its order
	Themes        []Link
	Owner         string // the role that answers for the page
	Review        Review
	Sources       []Citation // legal and professional texts
	CitedBy       List       // pages that lead here and that the view does not show elsewhere
	Related       []Related
	Feedback      Feedback
	Edit          template.URL   // where a change to the page is proposed; "" for nowhere
	Extra         map[string]any // the author's `extra:`, for a theme's own use
}

// Notices warn of the state of a page.
type Notices struct {
	Draft, InDebate, Archived bool
	ReplacedBy                []Link
	Outdated                  *Outdated // of a translation; nil when the original has not changed since
}

// Outdated says that the original of a translation was revised since.
type Outdated struct {
	Original            Link
	Translated, Revised Date
}

// Review is the day from which a page is due for review. The reader's browser
// computes Due again: a site may be read long after it was built.
type Review struct {
	On  Date
	Due bool
}

// Heading is one line of a table of contents.
type Heading struct {
	Href template.URL
	Text string
}

// Citation is a legal or professional text.
type Citation struct {
	Text    string
	Checked Date
}

// Related is a page worth reading after this one, and why.
type Related struct {
	Link
	Reasons []Reason
}

// Reason is something that two pages share.
type Reason struct {
	What string // "même situation"
	Link Link   // to what is shared
}

// many asks for a plural.
const many = 2

// minContents is how many headings make a table of contents worth its place.
const minContents = 4

// article returns what the views of every type share. shown are the pages
// that the view shows by itself.
func (h here) article(p *handbook.Page, shown ...[]*handbook.Page) Article {
	card := h.card(p).link
	crumbs := h.crumbs(p)
	frame := h.frame(card.Title, card.Summary, string(p.Type), crumbs...)
	frame.Metadata.Data = h.described(p, crumbs)
	body, parts, notes := h.body(p)
	article := Article{
		Frame:    frame,
		Kind:     card.Kind,
		Summary:  h.typeset(p.Summary, p),
		TextLang: card.Lang,
		Notices: Notices{
			Draft:      p.Status == handbook.Draft,
			InDebate:   p.Status == handbook.InDebate,
			Archived:   p.Status == handbook.Archived,
			ReplacedBy: h.links(p.From(handbook.Replaces)),
			Outdated:   h.outdated(p),
		},
		Contents: contents(p),
		Body:     body,
		Parts:    parts,
		Notes:    notes,
		Themes:   h.themesOf(p),
		Owner:    h.typeset(p.Owner, p),
		Review:   h.review(p),
		Sources:  h.citations(p),
		CitedBy:  h.citedBy(p, shown...),
		Related:  h.relatedTo(p, shown...),
		Edit:     h.edit(p),
		Extra:    p.Extra,
	}
	article.Colophon.Version = article.version(p)
	article.Feedback = h.feedback(p, article.Colophon.Version)
	if h.inBook {
		article.Contents, article.Themes, article.CitedBy, article.Related = nil, nil, List{}, nil
		article.Feedback, article.Edit = Feedback{}, ""
	}
	return article
}

func (h here) outdated(p *handbook.Page) *Outdated {
	if !p.Revised() {
		return nil
	}
	original := p.Original()
	return &Outdated{h.link(original), h.words.date(p.TranslatedOn), h.words.date(original.ValidatedOn)}
}

// crumbs returns the way to p: its function when it has only one, the list of
// its type otherwise.
func (h here) crumbs(p *handbook.Page) []Link {
	crumbs := []Link{}
	if functions := p.Functions(); len(functions) == 1 && functions[0] != p {
		crumbs = append(crumbs, h.link(functions[0]))
	}
	if groups := p.To(handbook.ByGroup); p.Type == handbook.Session && len(groups) == 1 {
		return append(crumbs, h.link(groups[0]))
	}
	return append(crumbs, h.indexLink(p.Type, many))
}

// contents returns the table of contents of p, by its headings of the second level.
func contents(p *handbook.Page) []Heading {
	var headings []Heading
	for _, heading := range p.Body.Headings {
		if heading.Level == 2 {
			headings = append(headings, Heading{template.URL("#" + heading.ID), heading.Text})
		}
	}
	if len(headings) < minContents {
		return nil
	}
	return headings
}

func (h here) review(p *handbook.Page) Review {
	if p.Status == handbook.Archived {
		return Review{}
	}
	return Review{On: h.words.date(p.ReviewOn), Due: p.Stale(h.today)}
}

func (h here) citations(p *handbook.Page) []Citation {
	citations := make([]Citation, len(p.Citations))
	for i, c := range p.Citations {
		citations[i] = Citation{h.typeset(c.Text, p), h.words.date(c.CheckedOn)}
	}
	return citations
}

// citedBy returns the pages that point to p by any relation and that are not
// among those shown: by type, then by title.
func (h here) citedBy(p *handbook.Page, shown ...[]*handbook.Page) List {
	var from []*handbook.Page
	for _, relation := range citing() {
		from = append(from, p.From(relation)...)
	}
	return h.listOf(byType(without(union(from), append(shown, []*handbook.Page{p})...)))
}

// citing lists the relations by which a page refers to another. The rest say
// what a page is made of or belongs to: each view shows them in its own way.
func citing() []handbook.Relation {
	return []handbook.Relation{handbook.Mentions, handbook.LedTo, handbook.Uses, handbook.PointsTo, handbook.DistinctFrom}
}

// byType sorts pages by type, in the order in which the site shows types. Within a type
// their order is kept.
func byType(pages []*handbook.Page) []*handbook.Page {
	rank := map[handbook.Type]int{}
	for i, info := range handbook.Types() {
		rank[info.Type] = i
	}
	slices.SortStableFunc(pages, func(a, b *handbook.Page) int { return cmp.Compare(rank[a.Type], rank[b.Type]) })
	return pages
}

// relatedTo returns the pages worth reading after p that are not among those shown.
func (h here) relatedTo(p *handbook.Page, shown ...[]*handbook.Page) []Related {
	isShown := func(q *handbook.Page) bool {
		return slices.ContainsFunc(shown, func(list []*handbook.Page) bool { return slices.Contains(list, q) })
	}
	var related []Related
	for _, r := range h.kinship().Related(p) {
		if isShown(r.Page) {
			continue
		}
		view := Related{Link: h.link(r.Page)}
		for _, shared := range r.Shared {
			if shared.Page != nil {
				view.Reasons = append(view.Reasons, Reason{h.words.same[shared.Page.Type], h.link(shared.Page)})
			} else if link, ok := h.themeLink(shared.Theme); ok {
				view.Reasons = append(view.Reasons, Reason{h.words.same["theme"], link})
			}
		}
		related = append(related, view)
	}
	return related
}

// edit returns where a change to p is proposed: in the site's own editor or,
// where that does not show it, in the forge's. It may be trusted: it is made of a
// path that we escaped, or of the settings, which were read as an https address.
func (h here) edit(p *handbook.Page) template.URL {
	editing := h.book.Config.Editing
	if !editing.On() || p.Root() != "" { // a further folder is kept elsewhere
		return ""
	}
	if fragment, ok := p.EntryFragment(); ok && h.admin {
		return h.toShared(handbook.AdminAddress) + template.URL("#"+fragment)
	}
	return template.URL(editing.SourceAddress(p))
}
