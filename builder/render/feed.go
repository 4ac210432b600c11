package render

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"slices"
	"strings"

	"relais/builder/handbook"
)

// FeedAddress returns the address of the feed of the whole handbook.
func FeedAddress(lang handbook.Lang) string {
	return handbook.Text{FR: "flux.xml", EN: "feed.xml"}.In(lang)
}

// feedOf returns the address of the feed of one function.
func (r *Renderer) feedOf(function *handbook.Page) string {
	return strings.TrimSuffix(r.addressOf(function), "html") + FeedAddress(r.lang)
}

// maxFeed is how many sheets a feed tells of. A reader of feeds keeps the older ones.
const maxFeed = 30

// atomFeed is a feed as RFC 4287 writes it.
type atomFeed struct {
	XMLName  xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang     string      `xml:"xml:lang,attr"`
	Title    string      `xml:"title"`
	Subtitle string      `xml:"subtitle,omitempty"`
	ID       string      `xml:"id"`
	Updated  string      `xml:"updated"`
	Links    []atomLink  `xml:"link"`
	Icon     string      `xml:"icon"`
	Author   atomAuthor  `xml:"author"`
	Entries  []atomEntry `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr"`
	Href string `xml:"href,attr"`
}

type atomAuthor struct {
	Name string `xml:"name"`
}

type atomEntry struct {
	Title      string         `xml:"title"`
	ID         string         `xml:"id"`
	Updated    string         `xml:"updated"`
	Link       atomLink       `xml:"link"`
	Summary    string         `xml:"summary,omitempty"`
	Categories []atomCategory `xml:"category"`
}

type atomCategory struct {
	Term string `xml:"term,attr"`
}

// feeds lists the feeds of the site: of all sheets, then of each function that has
// some.
func (r *Renderer) feeds() []file {
	var files []file
	add := func(address, title, about, page string, sheets []*handbook.Page) {
		if sheets = latest(sheets); len(sheets) > 0 {
			files = append(files, file{address, func(out *bytes.Buffer) error {
				return writeXML(out, r.feed(address, title, about, page, first(maxFeed, sheets)))
			}})
		}
	}
	add(FeedAddress(r.lang), r.site.Title, r.site.Description, HomeAddress(), r.book.Of(handbook.Sheet))
	for _, p := range r.book.Of(handbook.Function) {
		card := r.card(p)
		add(r.feedOf(p), card.link.Title+" · "+r.site.Title, card.link.Summary, card.address, r.members[p][handbook.Sheet])
	}
	return files
}

// latest returns the sheets that a group agreed on and that say when, last first.
func latest(sheets []*handbook.Page) []*handbook.Page {
	sheets = slices.DeleteFunc(slices.Clone(sheets), func(p *handbook.Page) bool {
		return p.ValidatedOn.IsZero() || p.Status != handbook.Validated
	})
	slices.SortStableFunc(sheets, func(a, b *handbook.Page) int {
		return cmp.Compare(b.ValidatedOn.String(), a.ValidatedOn.String())
	})
	return sheets
}

// feed returns the feed at address of sheets, last first. A feed has the date of its last sheet.
func (r *Renderer) feed(address, title, about, page string, sheets []*handbook.Page) atomFeed {
	feed := atomFeed{
		Lang: string(r.lang), Title: title, Subtitle: about,
		ID: r.absolute(address), Updated: midnight(sheets[0].ValidatedOn), Icon: r.absolute(r.shared(r.assets.icon)),
		Links: []atomLink{
			{"self", "application/atom+xml", r.absolute(address)},
			{"alternate", "text/html", r.absolute(page)},
		},
		Author: atomAuthor{cmp.Or(r.site.Organisation, r.site.Title)},
	}
	for _, p := range sheets {
		card := r.card(p)
		entry := atomEntry{
			Title: card.link.Title, ID: r.absolute(card.address), Updated: midnight(p.ValidatedOn),
			Link: atomLink{"alternate", "text/html", r.absolute(card.address)}, Summary: card.link.Summary,
		}
		for _, function := range p.Functions() {
			entry.Categories = append(entry.Categories, atomCategory{r.card(function).link.Title})
		}
		feed.Entries = append(feed.Entries, entry)
	}
	return feed
}

// midnight returns the instant at which a day begins, in UTC.
func midnight(d handbook.Date) string { return d.String() + "T00:00:00Z" }

// writeXML writes v as an XML file.
func writeXML(out *bytes.Buffer, v any) error {
	out.WriteString(xml.Header)
	encoder := xml.NewEncoder(out)
	encoder.Indent("", " ")
	if err := encoder.Encode(v); err != nil {
		return err
	}
	return out.WriteByte('\n')
}
