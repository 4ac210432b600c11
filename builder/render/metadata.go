package render

import (
	"encoding/json"
	"html/template"
	"path"

	"relais/builder/handbook"
)

// Metadata is what a page says of itself to programs: to search engines, to those that
// preview links, to readers of feeds. All of it needs the site's address: without one
// it is zero.
type Metadata struct {
	Canonical string        // the address of the page
	Picture   string        // of the site, for previews
	Feeds     []Feed        // that tell of what is on the page
	Data      template.HTML // a block of data by schema.org; "" where nothing there describes the page
}

// Feed is a feed as a page names it.
type Feed struct {
	Title string
	Href  template.URL
}

// metadata returns what the page seen from here says of itself, with the feed of the whole site.
func (h here) metadata() Metadata {
	if h.base == "" {
		return Metadata{}
	}
	m := Metadata{Canonical: h.absolute(h.address), Picture: h.absolute(h.shared(icon512))}
	if len(latest(h.book.Of(handbook.Sheet))) > 0 {
		m.Feeds = []Feed{{h.site.Title, h.to(FeedAddress(h.lang))}}
	}
	return m
}

// thing is something of schema.org.
type thing map[string]any

// data returns things as a block of JSON-LD, which is data: no browser runs it. It
// may be trusted: encoding/json escapes what could end the block.
func (h here) data(things ...thing) template.HTML {
	if h.base == "" {
		return ""
	}
	text, err := json.Marshal(thing{"@context": "https://schema.org", "@graph": things})
	if err != nil {
		return ""
	}
	return template.HTML(`<script type="application/ld+json">` + string(text) + `</script>`)
}

// publisher returns the organisation, or nil when the handbook does not name it.
func (h here) publisher() any {
	if h.site.Organisation == "" {
		return nil
	}
	return thing{"@type": "Organization", "name": h.site.Organisation}
}

// described returns what schema.org can say of p and is true: a sheet is an article, a
// notion a term. crumbs lead to it.
func (h here) described(p *handbook.Page, crumbs []Link) template.HTML {
	if h.base == "" {
		return ""
	}
	card := h.card(p)
	things := []thing{h.breadcrumbs(crumbs, card.link.Title)}
	address := h.absolute(card.address)
	switch p.Type {
	case handbook.Sheet:
		article := thing{
			"@type": "Article", "headline": card.link.Title, "url": address, "inLanguage": string(h.langOf(p)),
			"isAccessibleForFree": true,
		}
		if publisher := h.publisher(); publisher != nil {
			article["publisher"] = publisher
		}
		if card.link.Summary != "" {
			article["description"] = card.link.Summary
		}
		if !p.ValidatedOn.IsZero() {
			article["dateModified"] = p.ValidatedOn.String()
		}
		things = append(things, article)
	case handbook.Notion:
		term := thing{
			"@type": "DefinedTerm", "name": card.link.Title, "url": address, "inLanguage": string(h.langOf(p)),
			"inDefinedTermSet": h.absolute(IndexAddress(handbook.Notion, h.lang)),
		}
		if p.Definition != "" {
			term["description"] = h.typeset(p.Definition, p)
		}
		things = append(things, term)
	}
	return h.data(things...)
}

// breadcrumbs returns the way to the page called title.
func (h here) breadcrumbs(crumbs []Link, title string) thing {
	home := Link{Title: h.site.Title, Href: h.to(HomeAddress())}
	var steps []thing
	for i, crumb := range append([]Link{home}, crumbs...) {
		address := path.Join(h.folder, string(crumb.Href)[len(h.from):]) // as it is seen from the root
		if i == 0 {
			address = h.folder
		}
		steps = append(steps, thing{"@type": "ListItem", "position": i + 1, "name": crumb.Title, "item": h.base + address})
	}
	steps = append(steps, thing{"@type": "ListItem", "position": len(steps) + 1, "name": title})
	return thing{"@type": "BreadcrumbList", "itemListElement": steps}
}

// website describes the whole site, with its search.
func (h here) website() template.HTML {
	site := thing{
		"@type": "WebSite", "name": h.site.Title, "url": h.base, "inLanguage": string(h.lang),
		"potentialAction": thing{
			"@type":       "SearchAction",
			"target":      h.absolute(SearchAddress(h.lang)) + "?q={search_term_string}",
			"query-input": "required name=search_term_string",
		},
	}
	if h.site.Description != "" {
		site["description"] = h.site.Description
	}
	if publisher := h.publisher(); publisher != nil {
		site["publisher"] = publisher
	}
	return h.data(site)
}
