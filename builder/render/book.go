package render

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"

	"relais/builder/booklet"
	"relais/builder/handbook"
	"relais/themes"
)

// BookView is what the cover and the contents of a booklet are given.
type BookView struct {
	Site     *Site
	Lang     string // of the interface
	Function string // title of the function that the booklet is about; "" for the whole handbook
	Title    string
	Summary  string // "" for none
	Day      Date   // of this edition
	Colophon Colophon
	Parts    []BookPart
}

// BookPart is the chapters of one kind.
type BookPart struct {
	Title    string
	Chapters []BookChapter
}

// BookChapter is a page of the handbook, as the contents name it.
type BookChapter struct {
	Link
	Address string // names the chapter in data-folio, where its page number goes
}

// The style sheets of a booklet, on paper and as EPUB.
const (
	bookPrintEntry = "assets/css/book.css"
	bookReadEntry  = "assets/css/epub.css"
)

// Book binds the pages of one function, or of the whole handbook when function is nil.
func (r *Renderer) Book(function *handbook.Page, styles BookStyles) (*booklet.Book, error) {
	config := r.book.Config
	b := &booklet.Book{
		ID:        config.Title + "\n" + config.Organisation,
		Title:     r.site.Title,
		Lang:      string(r.lang),
		Publisher: r.site.Organisation,
		Day:       r.today.String(),
		Site:      r.base,
	}
	home := r.at(HomeAddress())
	home.inBook = true
	view := BookView{Site: &r.site, Lang: r.site.Lang, Title: r.site.Title, Summary: r.site.Description, Day: r.words.date(r.today)}
	address := HomeAddress()
	if function != nil {
		card := r.card(function)
		b.ID += "\n" + function.ID
		b.Title = card.link.Title + " · " + r.site.Title
		view.Function, view.Title, view.Summary, address = card.link.Title, card.link.Title, card.link.Summary, card.address
	}
	var texts []string
	for _, pages := range r.bound(function) {
		part := booklet.Part{Title: r.partTitle(pages)}
		shown := BookPart{Title: part.Title}
		for _, p := range pages {
			chapter, err := r.chapter(p)
			if err != nil {
				return nil, err
			}
			part.Chapters = append(part.Chapters, chapter)
			shown.Chapters = append(shown.Chapters, BookChapter{home.link(p), chapter.Address})
			texts = append(texts, string(chapter.HTML))
		}
		b.Parts, view.Parts = append(b.Parts, part), append(view.Parts, shown)
	}
	view.Colophon = r.at(address).colophon()
	view.Colophon.Version = versionOf(texts...)
	var err error
	if b.Contents, err = r.words.say("book-contents"); err != nil {
		return nil, err
	}
	if b.Cover, err = r.front("book-cover.html", view); err != nil {
		return nil, err
	}
	if b.Front, err = r.front("book-contents.html", view); err != nil {
		return nil, err
	}
	b.PrintStyle, b.ReadStyle = styles.Print, styles.Read
	return b, nil
}

// BookStyles are the style sheets of booklets.
type BookStyles struct{ Print, Read []byte }

// ReadBookStyles reads them from a theme. The error is a [ThemeError].
func ReadBookStyles(theme themes.Theme) (BookStyles, error) {
	found := &faults{theme: theme}
	styles := BookStyles{bundled(nil, bookPrintEntry, found), bundled(nil, bookReadEntry, found)}
	return styles, found.err()
}

// bound returns the pages that make the booklet, part by part: what is read, not how it
// came about. What is archived or replaced is not for the shelf.
func (r *Renderer) bound(function *handbook.Page) [][]*handbook.Page {
	of := func(t handbook.Type) []*handbook.Page { return r.book.Of(t) }
	order := []handbook.Type{handbook.PlainPage, handbook.Function}
	if function != nil {
		members := r.members[function]
		of = func(t handbook.Type) []*handbook.Page {
			switch t {
			case handbook.Function:
				return []*handbook.Page{function}
			case handbook.Notion:
				return union(function.To(handbook.Uses), members[t])
			case handbook.Resource:
				return union(function.To(handbook.PointsTo), members[t])
			}
			return members[t]
		}
		order = []handbook.Type{handbook.Function, handbook.PlainPage}
	}
	order = append(order, handbook.Situation, handbook.Sheet, handbook.Notion, handbook.Resource, handbook.Charter)
	var parts [][]*handbook.Page
	for _, t := range order {
		pages := slices.DeleteFunc(slices.Clone(of(t)), func(p *handbook.Page) bool {
			return p.Status == handbook.Archived || len(p.From(handbook.Replaces)) > 0
		})
		if t == handbook.Sheet {
			slices.SortStableFunc(pages, func(a, b *handbook.Page) int { return cmp.Compare(bookPlace(a), bookPlace(b)) })
		}
		if len(pages) > 0 {
			parts = append(parts, pages)
		}
	}
	return parts
}

// bookPlace orders sheets as the hard moment goes: before, during, after, any time.
func bookPlace(p *handbook.Page) int {
	if i := momentRank(p); i >= 0 {
		return i
	}
	return len(handbook.Moments())
}

// partTitle names pages of one type.
func (r *Renderer) partTitle(pages []*handbook.Page) string {
	words := r.words.types[pages[0].Type]
	if len(pages) == 1 {
		return words.one
	}
	return words.many
}

// chapter returns the main part of a page as a book has it. Of a function that is its
// text: the lists of its pages are the book's own contents.
func (r *Renderer) chapter(p *handbook.Page) (booklet.Chapter, error) {
	card := r.card(p)
	h := r.at(card.address)
	h.inBook = true
	view, name := h.page(p), string(p.Type)+".html"
	if p.Type == handbook.Function {
		view, name = h.plainPage(p), string(handbook.PlainPage)+".html"
	}
	var out bytes.Buffer
	if err := r.templates[name].ExecuteTemplate(&out, "main", view); err != nil {
		if p, isTheme := r.inTheme(err, card.address); isTheme {
			return booklet.Chapter{}, &ThemeError{[]handbook.Problem{p}}
		}
		return booklet.Chapter{}, fmt.Errorf("chapter %s: %w", card.address, err)
	}
	return booklet.Chapter{
		Address: card.address, Title: card.link.Title, Lang: string(r.langOf(p)), HTML: out.Bytes(),
		Recto: p.Type == handbook.Sheet,
	}, nil
}

// front returns a page of a booklet that is no page of the handbook.
func (r *Renderer) front(template string, view BookView) ([]byte, error) {
	var out bytes.Buffer
	err := r.templates[template].Execute(&out, view)
	return out.Bytes(), err
}
