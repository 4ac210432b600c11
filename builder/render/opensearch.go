package render

import (
	"encoding/xml"

	"relais/builder/handbook"
)

// OpenSearchAddress returns the address of what lets a browser search the handbook
// from its address bar.
func OpenSearchAddress() string { return "opensearch.xml" }

type openSearch struct {
	XMLName     xml.Name `xml:"http://a9.com/-/spec/opensearch/1.1/ OpenSearchDescription"`
	ShortName   string   `xml:"ShortName"`   // at most 16 characters, by the specification
	LongName    string   `xml:"LongName"`    // at most 48
	Description string   `xml:"Description"` // at most 1,024
	Language    string   `xml:"Language"`
	Encoding    string   `xml:"InputEncoding"`
	Image       openSearchImage
	URL         openSearchURL `xml:"Url"`
}

type openSearchImage struct {
	Width   int    `xml:"width,attr"`
	Height  int    `xml:"height,attr"`
	Type    string `xml:"type,attr"`
	Address string `xml:",chardata"`
}

type openSearchURL struct {
	Type     string `xml:"type,attr"`
	Template string `xml:"template,attr"`
}

// openSearches describes the search.
func (r *Renderer) openSearches() []file {
	return []file{xmlFile(OpenSearchAddress(), openSearch{
		ShortName: r.shortName(), LongName: cut(r.site.Title, 48), Description: cut(r.site.Description, 1024),
		Language: string(r.lang), Encoding: "UTF-8",
		Image: openSearchImage{64, 64, "image/svg+xml", r.absolute(r.shared(r.assets.icon))},
		URL:   openSearchURL{"text/html", r.absolute(SearchAddress(r.lang)) + "?q={searchTerms}"},
	})}
}

// shortName returns the title or, when there is no room for it where applications and
// search engines are listed, what it is the title of.
func (r *Renderer) shortName() string {
	if title := r.site.Title; len([]rune(title)) <= 16 {
		return title
	}
	return handbook.Text{FR: "Manuel", EN: "Handbook"}.In(r.lang)
}

// cut returns the first n characters of text.
func cut(text string, n int) string { return string(first(n, []rune(text))) }
