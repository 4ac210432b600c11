package render

import (
	"bytes"
	"encoding/xml"
	"slices"
	"strconv"
)

// SitemapAddress returns the address of the list of pages for search engines.
func SitemapAddress() string { return "sitemap.xml" }

// maxSitemap is how many addresses one list may hold, by sitemaps.org.
const maxSitemap = 50_000

type sitemap struct {
	XMLName xml.Name       `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	Pages   []sitemapEntry `xml:"url"`
}

type sitemapIndex struct {
	XMLName xml.Name       `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemapindex"`
	Lists   []sitemapEntry `xml:"sitemap"`
}

type sitemapEntry struct {
	Address string `xml:"loc"`
}

// sitemaps lists all pages that somebody may land on: neither the search page nor the one
// that stands for those that are missing, nor what has moved.
func (r *Renderer) sitemaps() []file {
	pages := []sitemapEntry{{r.absolute(HomeAddress())}, {r.absolute(AccessibilityAddress(r.lang))}}
	for _, p := range r.book.Pages {
		pages = append(pages, sitemapEntry{r.absolute(p.Address(r.lang))})
	}
	for _, f := range r.lists() {
		pages = append(pages, sitemapEntry{r.absolute(f.address)})
	}
	if len(pages) <= maxSitemap {
		return []file{xmlFile(SitemapAddress(), sitemap{Pages: pages})}
	}
	var lists []file
	var index sitemapIndex
	for chunk := range slices.Chunk(pages, maxSitemap) {
		address := "sitemap." + strconv.Itoa(len(lists)+1) + ".xml"
		lists = append(lists, xmlFile(address, sitemap{Pages: chunk}))
		index.Lists = append(index.Lists, sitemapEntry{r.absolute(address)})
	}
	return append(lists, xmlFile(SitemapAddress(), index))
}

// xmlFile returns the file at address that holds v.
func xmlFile(address string, v any) file {
	return file{address, func(out *bytes.Buffer) error { return writeXML(out, v) }}
}
