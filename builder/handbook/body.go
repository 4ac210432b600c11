package handbook

// Body is the parsed Markdown of one page: HTML with holes where links stand,
// because where a link leads is known only once all pages are loaded. It is a
// pure function of the file's bytes and of the page's language; package
// markdown makes it, package render fills the holes.
type Body struct {
	HTML     []byte
	Holes    []Hole    // by rising Offset
	Prose    []Stretch // running text in HTML, by rising Start: no heading, link or code
	Headings []Heading
	Links    []Link
	Sections []Section
}

// Stretch is a piece of Body.HTML, from Start to before End, in bytes. It holds
// escaped text and no tag; no Hole is inside it.
type Stretch struct{ Start, End uint32 } // half an int: a handbook holds a million of them

// Hole is a place in Body.HTML that depends on where Links[Link] leads.
type Hole struct {
	Offset int // byte offset in HTML
	Link   int // index in Links
	Kind   HoleKind
}

// HoleKind says what fills a Hole.
type HoleKind int

const (
	// LinkStart is filled by the opening <a>, or by nothing when the link leads nowhere.
	LinkStart HoleKind = iota
	// LinkEnd is filled by the closing </a>, or by nothing.
	LinkEnd
	// LinkLabel is filled by the title of the page that a wikilink without
	// label leads to, or by the words that the author wrote.
	LinkLabel
	// ImageHole is filled by the <img>, or by its alternative text.
	ImageHole
)

// LinkKind says how an author wrote a link.
type LinkKind int

// Kinds of link.
const (
	PageLink LinkKind = iota // [text](../notions/relais.md#usage), or an attachment, or #anchor in the page
	WikiLink                 // [[relais]], [[notions/relais|label]], [[relais#usage]]
	Image                    // ![alt](plan.png)
	External                 // http, https, mailto, tel
)

// Link is one link of a body, as written.
type Link struct {
	Kind     LinkKind
	Target   string // decoded, without the fragment; a wikilink's words; a whole URL for External
	Fragment string // decoded, without #; "" when there is none
	Label    string // plain text between the brackets: an image's alternative text, a wikilink's label ("" when it has none)
	Title    string // the optional title of a link or image
	Pos      Pos
}

// Heading is one heading of a body. ID is unique in the page.
type Heading struct {
	Level  int // 1 to 6
	ID     string
	Text   string // plain
	Offset int    // of its tag in Body.HTML, in bytes
	Nested bool   // in a list, a quotation or a note, of which it is a part
	Pos    Pos
}

// Heading returns the heading that the fragment of a link to the page of b names:
// by its ID or, in a wikilink as in Obsidian, by its words.
func (b *Body) Heading(link Link) (Heading, bool) {
	if link.Fragment == "" {
		return Heading{}, false
	}
	for _, h := range b.Headings {
		if h.ID == link.Fragment || link.Kind == WikiLink && Fold(h.Text) == Fold(link.Fragment) {
			return h, true
		}
	}
	return Heading{}, false
}

// Section is the plain text below one heading, as the search indexes it. The
// first section of a page, before any heading, has no ID and no Title.
type Section struct {
	ID     string
	Title  string
	Text   string  // paragraphs separated by \n; neither markup, nor comments, nor link targets
	Labels []Label // by rising Start
}

// Label is a stretch of Section.Text, in bytes, that stands for the title of the
// page that Links[Link] leads to: the words of a wikilink without label.
type Label struct{ Start, End, Link int }
