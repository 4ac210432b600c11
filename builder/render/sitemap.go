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
	In      []sitemapVersion
}

// sitemapVersion is a page in one of its languages.
type sitemapVersion struct {
	XMLName xml.Name `xml:"http://www.w3.org/1999/xhtml link"`
	Rel     string   `xml:"rel,attr"`
	Lang    string   `xml:"hreflang,attr"`
	Address string   `xml:"href,attr"`
}

// sitemapEntry returns the entry of the file at address, with all its versions.
func (r *Renderer) sitemapEntry(address string) sitemapEntry {
	entry := sitemapEntry{Address: r.absolute(address)}
	for _, v := range r.at(address).versions() {
		entry.In = append(entry.In, sitemapVersion{Rel: "alternate", Lang: v.Lang, Address: string(v.Href)})
	}
	return entry
}

// sitemaps lists all pages that somebody may land on: neither the search page nor the one
// that stands for those that are missing, nor what has moved.
func (r *Renderer) sitemaps() []file {
	if r.folder != "" {
		return nil // there is one for the whole site
	}
	var pages []sitemapEntry
	for _, part := range r.parts {
		add := func(address string) { pages = append(pages, part.sitemapEntry(address)) }
		add(HomeAddress())
		add(AccessibilityAddress(part.lang))
		for _, p := range part.book.Pages {
			add(part.addressOf(p))
		}
		for _, f := range part.lists() {
			add(f.address)
		}
	}
	if len(pages) <= maxSitemap {
		return []file{xmlFile(SitemapAddress(), sitemap{Pages: pages})}
	}
	var lists []file
	var index sitemapIndex
	for chunk := range slices.Chunk(pages, maxSitemap) {
		address := "sitemap." + strconv.Itoa(len(lists)+1) + ".xml"
		lists = append(lists, xmlFile(address, sitemap{Pages: chunk}))
		index.Lists = append(index.Lists, sitemapEntry{Address: r.absolute(address)})
	}
	return append(lists, xmlFile(SitemapAddress(), index))
}

// xmlFile returns the file at address that holds v.
func xmlFile(address string, v any) file {
	return file{address, func(out *bytes.Buffer) error { return writeXML(out, v) }}
}
