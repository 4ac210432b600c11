package booklet

import (
	"archive/zip"
	"crypto/sha256"
	"fmt"
	"io"
	"strings"
)

// WriteEPUB writes the book as EPUB 3.
func (b *Book) WriteEPUB(w io.Writer) error {
	texts, pictures, err := b.texts()
	if err != nil {
		return err
	}
	archive := zip.NewWriter(w)
	// The type of the whole comes first and is not compressed: readers look for it
	// at a fixed place.
	if err := add(archive, "mimetype", zip.Store, "application/epub+zip"); err != nil {
		return err
	}
	files := []struct{ name, text string }{
		{"META-INF/container.xml", containerXML},
		{"book/package.opf", b.packageOPF(texts, pictures)},
		{"book/nav.xhtml", b.nav(texts)},
		{"book/style.css", string(b.ReadStyle)},
	}
	for _, t := range texts {
		files = append(files, struct{ name, text string }{"book/" + t.name, t.xhtml})
	}
	for _, p := range pictures {
		files = append(files, struct{ name, text string }{"book/" + p.name, string(p.data)})
	}
	for _, f := range files {
		if err := add(archive, f.name, zip.Deflate, f.text); err != nil {
			return err
		}
	}
	return archive.Close()
}

// add writes one file, without a date: the same book gives the same bytes.
func add(archive *zip.Writer, name string, method uint16, text string) error {
	file, err := archive.CreateHeader(&zip.FileHeader{Name: name, Method: method})
	if err != nil {
		return err
	}
	_, err = io.WriteString(file, text)
	return err
}

// text is one document of the EPUB.
type text struct {
	name  string
	title string
	part  int // index of the part that it is in; -1 for the cover
	xhtml string
}

// texts returns the cover and the chapters as documents, and the pictures in them.
func (b *Book) texts() ([]text, []image, error) {
	chapters := b.chapters()
	names := make(map[string]string, len(chapters))
	for i, c := range chapters {
		names[c.Address] = fmt.Sprintf("chapter-%d.xhtml", i+1)
	}
	pictures := newImages(b.Pictures)
	bind := binder{site: b.Site, images: pictures, link: func(address, fragment string) (string, bool) {
		name, within := names[address]
		if within && fragment != "" {
			name += "#" + fragment
		}
		return name, within
	}}
	cover, err := bind.bind("", b.Cover)
	if err != nil {
		return nil, nil, fmt.Errorf("cover: %w", err)
	}
	texts := []text{{"cover.xhtml", b.Title, -1, document(b.Lang, b.Title, cover)}}
	for i, part := range b.Parts {
		for _, c := range part.Chapters {
			body, err := bind.bind(c.Address, c.HTML)
			if err != nil {
				return nil, nil, fmt.Errorf("%s: %w", c.Address, err)
			}
			texts = append(texts, text{names[c.Address], c.Title, i, document(c.Lang, c.Title, body)})
		}
	}
	return texts, pictures.wanted, nil
}

const containerXML = `<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="book/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
`

// document returns a page of the EPUB around body.
func document(lang, title, body string) string {
	return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="` + escape(lang) + `" xml:lang="` + escape(lang) + `">
<head>
<title>` + escape(title) + `</title>
<link rel="stylesheet" type="text/css" href="style.css"/>
</head>
<body>
` + body + `
</body>
</html>
`
}

// packageOPF lists what is in the EPUB, and in which order it is read.
func (b *Book) packageOPF(texts []text, pictures []image) string {
	var manifest, spine strings.Builder
	item := func(name, media, properties string) {
		id := strings.ReplaceAll(name, ".", "-")
		if properties != "" {
			properties = ` properties="` + properties + `"`
		}
		fmt.Fprintf(&manifest, "<item id=%q href=%q media-type=%q%s/>\n", id, name, media, properties)
	}
	item("nav.xhtml", "application/xhtml+xml", "nav")
	item("style.css", "text/css", "")
	for _, t := range texts {
		drawn := ""
		if strings.Contains(t.xhtml, "<svg") {
			drawn = "svg"
		}
		item(t.name, "application/xhtml+xml", drawn)
		fmt.Fprintf(&spine, "<itemref idref=%q/>\n", strings.ReplaceAll(t.name, ".", "-"))
		if t.part < 0 {
			spine.WriteString("<itemref idref=\"nav-xhtml\"/>\n")
		}
	}
	for _, p := range pictures {
		item(p.name, p.media, "")
	}
	publisher := ""
	if b.Publisher != "" {
		publisher = "<dc:publisher>" + escape(b.Publisher) + "</dc:publisher>\n"
	}
	return `<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="` + escape(b.Lang) + `">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">` + uuid(b.ID) + `</dc:identifier>
<dc:title>` + escape(b.Title) + `</dc:title>
<dc:language>` + escape(b.Lang) + `</dc:language>
` + publisher + `<dc:date>` + escape(b.Day) + `</dc:date>
<meta property="dcterms:modified">` + escape(b.Day) + `T00:00:00Z</meta>
<meta property="schema:accessMode">textual</meta>
<meta property="schema:accessModeSufficient">textual</meta>
<meta property="schema:accessibilityFeature">structuralNavigation</meta>
<meta property="schema:accessibilityFeature">tableOfContents</meta>
<meta property="schema:accessibilityHazard">none</meta>
</metadata>
<manifest>
` + manifest.String() + `</manifest>
<spine>
` + spine.String() + `</spine>
</package>
`
}

// nav returns the table of contents, which the reader's device shows too.
func (b *Book) nav(texts []text) string {
	var list strings.Builder
	for i, part := range b.Parts {
		if len(part.Chapters) == 0 {
			continue
		}
		list.WriteString("<li><span>" + escape(part.Title) + "</span>\n<ol>\n")
		for _, t := range texts {
			if t.part == i {
				fmt.Fprintf(&list, "<li><a href=%q>%s</a></li>\n", t.name, escape(t.title))
			}
		}
		list.WriteString("</ol></li>\n")
	}
	return document(b.Lang, b.Contents, `<nav epub:type="toc" id="toc">
<h1>`+escape(b.Contents)+`</h1>
<ol>
`+list.String()+`</ol>
</nav>`)
}

// uuid names a book for ever by what makes it the same book: a UUID of version 8, which
// is free to be made of a hash.
func uuid(id string) string {
	sum := sha256.Sum256([]byte(id))
	sum[6], sum[8] = sum[6]&0x0f|0x80, sum[8]&0x3f|0x80
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", sum[:4], sum[4:6], sum[6:8], sum[8:10], sum[10:16])
}
