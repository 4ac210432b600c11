// Package booklet binds pages of a handbook into one booklet, to be printed or to
// be read on a reading light: cover, contents, chapters.
//
// Its fundamental type is [Book]: the pages as HTML that was meant for the site,
// in their order. [Book.WriteEPUB] and [Book.WritePDF] make the two forms of it.
// Either way each fragment goes through one rewriting (fragment.go) that keeps
// what a book has a use for, and makes its links lead within the book, to the
// site where that has an address, or nowhere.
//
// The same Book gives the same bytes as EPUB. As PDF it gives the same pages; what
// is around them is up to the browser that prints them.
package booklet

import (
	"fmt"
	"path"
	"strings"
)

// Book is a handbook, or a part of it, from cover to cover.
type Book struct {
	ID        string // the same for all editions of one book
	Title     string
	Lang      string // BCP 47
	Publisher string // "" for none
	Day       string // of this edition: "2026-07-03"
	Site      string // absolute address of the site's root, with a slash at its end; "" when it has none
	Contents  string // what the table of contents is called

	// Cover and Front are pages of their own, which no table of contents names. Front is
	// the table of contents on paper: in an element with the attribute
	// data-folio="ADDRESS" stands the page on which that chapter begins.
	Cover, Front []byte
	Parts        []Part

	PrintStyle, ReadStyle []byte // style sheets for paper and for readers of EPUB

	Pictures map[string][]byte // those that chapters show, by their address on the site
}

// Part is chapters under one title.
type Part struct {
	Title    string
	Chapters []Chapter
}

// Chapter is one page of the handbook.
type Chapter struct {
	Address string // on the site; links of its HTML are relative to it
	Title   string
	Lang    string // of the text, BCP 47
	HTML    []byte // the main part of the page
	Recto   bool   // on paper, begins on the face of a leaf, so that it may be taken out
}

// chapters returns all chapters in their order.
func (b *Book) chapters() []Chapter {
	var all []Chapter
	for _, part := range b.Parts {
		all = append(all, part.Chapters...)
	}
	return all
}

// Texts returns all that the book says in either form, by the name of the file in which it does: what
// an EPUB holds and, as book.html, what is printed. Pictures are not in it.
func (b *Book) Texts() (map[string][]byte, error) {
	texts, pictures, err := b.texts()
	if err != nil {
		return nil, err
	}
	paper, _, err := b.paper(layout{})
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{
		"book.html": []byte(paper), "book.css": b.PrintStyle,
		"book/package.opf": []byte(b.packageOPF(texts, pictures)), "book/nav.xhtml": []byte(b.nav(texts)), "book/style.css": b.ReadStyle,
	}
	for _, t := range texts {
		files["book/"+t.name] = []byte(t.xhtml)
	}
	return files, nil
}

// image is a picture that the book shows.
type image struct {
	name  string // within the book
	media string // MIME type
	data  []byte
}

// images collects the pictures of a book as its fragments ask for them.
type images struct {
	data   map[string][]byte // by address
	names  map[string]string // of those asked for, by address
	wanted []image           // as they were first asked for
}

func newImages(data map[string][]byte) *images {
	return &images{data: data, names: map[string]string{}}
}

// Shows reports whether a book can show the picture at an address: whether it is of a
// kind that every reader of EPUB 3 knows.
func Shows(address string) bool { return media(address) != "" }

// media returns the MIME type of a picture that a book can show, or "".
func media(address string) string {
	switch strings.ToLower(path.Ext(address)) {
	case ".png":
		return "image/png"
	case ".jpg", ".jpeg":
		return "image/jpeg"
	case ".gif":
		return "image/gif"
	case ".svg":
		return "image/svg+xml"
	}
	return ""
}

// named returns the name within the book of the picture at address, or "" when the
// book has no such picture.
func (i *images) named(address string) string {
	if name, known := i.names[address]; known {
		return name
	}
	data, ok := i.data[address]
	if !ok || !Shows(address) {
		return ""
	}
	name := fmt.Sprintf("image-%d%s", len(i.wanted)+1, strings.ToLower(path.Ext(address)))
	i.names[address] = name
	i.wanted = append(i.wanted, image{name, media(address), data})
	return name
}
