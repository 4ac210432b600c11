package builder

import (
	"context"
	"slices"
	"strings"

	"relais/builder/handbook"
	"relais/builder/load"
	"relais/search"
)

// Listing is the handbook as a writer looks through it. Unless the options say
// for which readers, it holds all pages, drafts and those of narrow audiences too.
type Listing struct {
	Lang   handbook.Lang
	Errors int // texts that could not be read as they should, and may be missing

	book  *handbook.Handbook
	today handbook.Date
}

// NewListing reads the handbook.
func NewListing(ctx context.Context, opts Options) (*Listing, error) {
	b, err := begin(opts)
	if err != nil {
		return nil, err
	}
	defer b.close()

	loaded, err := b.load(ctx)
	if err != nil {
		return nil, err
	}
	l := &Listing{Lang: loaded.Handbook.Config.Lang, book: loaded.Handbook, today: opts.Today}
	for _, p := range loaded.Problems {
		if p.Severity == handbook.Error {
			l.Errors++
		}
	}
	if opts.Readers != (handbook.Readers{}) {
		l.book, _, err = b.opts.narrow(loaded.Handbook)
	}
	return l, err
}

// axisRows lists what pages can be filtered by: the facets of the search, and what only writers ask for.
func axisRows(today handbook.Date) []facet {
	return append(facetRows(today), languageFacet(),
		facet{
			name: "maturity", label: handbook.Text{FR: "Maturité", EN: "Maturity"},
			values: func(p *handbook.Page) []string { return some(string(p.Maturity)) },
			all: func(b *handbook.Handbook) []search.FacetValue {
				return choices(handbook.Maturities(), b.Config.Lang)
			},
		},
		facet{
			name: "audience", label: handbook.Text{FR: "Diffusion", EN: "Audience"},
			values: func(p *handbook.Page) []string { return some(string(p.Audience)) },
			all: func(b *handbook.Handbook) []search.FacetValue {
				return choices(handbook.Audiences(), b.Config.Lang)
			},
		},
		facet{
			name: "owner", label: handbook.Text{FR: "Référent", EN: "Owner"},
			values: func(p *handbook.Page) []string { return some(handbook.Fold(p.Owner)) },
			all:    owners,
		},
	)
}

// owners makes values of those who answer for pages.
func owners(b *handbook.Handbook) []search.FacetValue {
	var values []search.FacetValue
	seen := map[string]bool{"": true}
	for _, p := range b.Pages {
		if id := handbook.Fold(p.Owner); !seen[id] {
			seen[id] = true
			values = append(values, search.FacetValue{ID: id, Label: p.Owner})
		}
	}
	return values
}

// Axis is one thing that pages can be filtered by.
type Axis struct {
	Name  string
	Label handbook.Text
	Pages bool // whether its values are pages, named by their ids
}

// Axes lists what pages can be filtered by.
func Axes() []Axis {
	var axes []Axis
	for _, row := range axisRows(handbook.Date{}) {
		axes = append(axes, Axis{row.name, row.label, slices.Contains([]string{"function", "situation", "group"}, row.name)})
	}
	return axes
}

// Axes returns what pages can be filtered by, with every value that may be asked for.
func (l *Listing) Axes() []search.Facet {
	var axes []search.Facet
	for _, row := range axisRows(l.today) {
		axes = append(axes, search.Facet{
			Name: row.name, Label: row.label.In(l.Lang), Also: []string{row.label.FR, row.label.EN}, Values: row.valuesIn(l.book),
		})
	}
	return axes
}

// Pages returns the pages that have, on each axis, one of the values asked
// for, which are named as people name them. A *FilterError says which value is
// none. They come by type, then as readers see them.
func (l *Listing) Pages(asked map[string][]string) ([]*handbook.Page, error) {
	axes := l.Axes()
	pages := l.ordered()
	for _, row := range axisRows(l.today) {
		values := asked[row.name]
		if len(values) == 0 {
			continue
		}
		var ids []string
		for _, value := range values {
			_, id, err := namedValue(axes, row.name, value)
			if err != nil {
				return nil, err
			}
			ids = append(ids, id)
		}
		pages = slices.DeleteFunc(pages, func(p *handbook.Page) bool {
			return !slices.ContainsFunc(row.values(p), func(id string) bool { return slices.Contains(ids, id) })
		})
	}
	return pages, nil
}

// ordered returns all pages by type, then as readers see them.
func (l *Listing) ordered() []*handbook.Page {
	var pages []*handbook.Page
	for _, t := range handbook.Types() {
		pages = append(pages, l.book.Of(t.Type)...)
	}
	return pages
}

// Due keeps the pages that are due for review, longest due first.
func (l *Listing) Due(pages []*handbook.Page) []*handbook.Page {
	due := slices.DeleteFunc(pages, func(p *handbook.Page) bool { return !p.Stale(l.today) })
	slices.SortStableFunc(due, func(a, b *handbook.Page) int {
		return strings.Compare(a.ReviewOn.String(), b.ReviewOn.String())
	})
	return due
}

// Orphans keeps the pages that no other page links to, nor relates to.
func (l *Listing) Orphans(pages []*handbook.Page) []*handbook.Page {
	return slices.DeleteFunc(pages, (*handbook.Page).Reached)
}

// TranslationState says why somebody should see to a translation.
type TranslationState string

// What may be the matter with it.
const (
	TranslationMissing  TranslationState = "missing"
	TranslationDraft    TranslationState = "draft"
	TranslationOutdated TranslationState = "outdated" // the original was revised since
)

// ToTranslate is a page that is to be translated, or whose translation is to be seen to.
type ToTranslate struct {
	Original *handbook.Page
	Lang     handbook.Lang
	State    TranslationState
	Page     *handbook.Page // the translation; nil while it is missing
}

// Translations returns what is to be translated of pages: to each language that the
// handbook is translated to or, when there is none yet, to the other one.
func (l *Listing) Translations(pages []*handbook.Page) []ToTranslate {
	languages := l.book.Languages()[1:]
	for _, c := range handbook.Languages() {
		if lang := handbook.Lang(c.Value); len(languages) == 0 && lang != l.book.Config.Lang {
			languages = []handbook.Lang{lang}
		}
	}
	var all []ToTranslate
	for _, p := range pages {
		if p.Translates || p.Status == handbook.Archived || p.Withdrawn() {
			continue
		}
		for _, lang := range languages {
			one := ToTranslate{Original: p, Lang: lang, Page: p.Translation(lang)}
			switch {
			case one.Page == p: // written in that language
				continue
			case one.Page == nil:
				one.State = TranslationMissing
			case one.Page.Revised():
				one.State = TranslationOutdated
			case one.Page.Status == handbook.Draft && p.Status != handbook.Draft:
				one.State = TranslationDraft
			default:
				continue
			}
			all = append(all, one)
		}
	}
	return all
}

// Lead is a practice that a session spoke of, and that no sheet holds yet.
type Lead struct {
	Text    string
	Session *handbook.Page
	Pos     handbook.Pos
}

// Leads returns the leads of the sessions among pages.
func (l *Listing) Leads(pages []*handbook.Page) []Lead {
	var leads []Lead
	for _, p := range pages {
		open := p.OpenLeads()
		for _, ref := range p.Refs {
			if ref.Spec.Relation == handbook.LedTo && slices.Contains(open, ref.Text) {
				leads = append(leads, Lead{ref.Text, p, ref.Pos})
			}
		}
	}
	return leads
}

// LinkState says where a link leads.
type LinkState string

// States of a link.
const (
	LinkGood     LinkState = "ok"
	LinkBroken   LinkState = "broken" // no page, no file, or no such heading of the page
	LinkExternal LinkState = "external"
)

// ListedLink is a link of a text, or a reference of a front matter.
type ListedLink struct {
	Source *handbook.Page
	Pos    handbook.Pos
	Kind   string // "page", "wikilink", "image", "external", or the English spelling of a key
	Target string // as written
	Path   string // of the page or file that it leads to, from the handbook's root; "" when none
	State  LinkState
}

// Links returns the links and references of pages, in the order of their places.
// A lead that is no sheet yet is no link.
func (l *Listing) Links(pages []*handbook.Page) []ListedLink {
	var links []ListedLink
	keys := map[string]string{} // from spellings to the English one
	for _, p := range pages {
		for _, ref := range p.Refs {
			if keys[ref.Key] == "" {
				field, _ := load.KeyOf(ref.Key)
				keys[ref.Key] = field.Key.EN
			}
			if link, ok := l.reference(p, ref); ok {
				link.Kind = keys[ref.Key]
				links = append(links, link)
			}
		}
		for i, link := range p.Body.Links {
			links = append(links, listed(p, link, p.Targets[i]))
		}
	}
	return links
}

// reference is a reference as a link; it is false for words that are no page.
func (l *Listing) reference(p *handbook.Page, ref handbook.Ref) (ListedLink, bool) {
	link := ListedLink{Source: p, Pos: ref.Pos, Target: ref.Text, State: LinkBroken}
	found := l.book.Referred(ref)
	if len(found) == 1 && found[0] != p {
		link.Path, link.State = found[0].Path, LinkGood
	}
	return link, len(found) > 0 || !ref.Spec.Soft
}

func listed(p *handbook.Page, link handbook.Link, target handbook.Target) ListedLink {
	kinds := map[handbook.LinkKind]string{
		handbook.PageLink: "page", handbook.WikiLink: "wikilink", handbook.Image: "image", handbook.External: "external",
	}
	written := link.Target
	if link.Fragment != "" {
		written += "#" + link.Fragment
	}
	out := ListedLink{Source: p, Pos: link.Pos, Kind: kinds[link.Kind], Target: written, State: LinkBroken}
	switch {
	case target.External:
		out.State = LinkExternal
	case target.File != "":
		out.State, out.Path = LinkGood, target.File
	case target.Page != nil:
		out.Path = target.Page.Path
		_, found := target.Page.Body.Heading(link)
		if found || link.Fragment == "" || len(target.Page.Body.HTML) == 0 {
			out.State = LinkGood
		}
	}
	return out
}
