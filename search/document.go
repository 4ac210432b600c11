// Package search finds pages of a handbook, in the terminal and in the browser,
// with the same hits in the same order.
//
// Its fundamental types are [Document], what a page is to the search, and
// [Index], a Bleve index over documents. An Index is asked by [Index.Search]
// and written out by [Index.Export] as small text files that the client (the
// folder client, in JavaScript) loads as it needs them. Both sides share one
// analysis (package analysis), one expansion of the query's words (expand.go,
// client/expand.js), one way with phrases (phrase.go, client/phrase.js), one
// formula (rank.go, client/rank.js) and one format (format.go, client/format.js;
// package pack, client/pack.js for texts); a differential test (package twin) holds
// them together. disk.go keeps an Index between two runs of the terminal, memory.go what a
// [Publisher] needs between two builds.
//
// The package knows neither HTML nor the handbook's types.
package search

// Document is one page. The index keeps its strings for excerpts and for the
// export, so a caller that holds them anyway pays for them once.
type Document struct {
	ID       string              // address relative to the site's root, "fiches/face-a-une-insulte.html"; unique
	Title    string              // indexed in field title
	Label    string              // what a result says beside the title ("Fiche · Accueil"), opaque here
	Lang     string              // "fr", "en": a language of package analysis
	Keywords []string            // field words, synonyms, acronyms; indexed in field keywords, shown when they match best
	Summary  string              // shown when nothing else matches; indexed with the text
	Sections []Section           // in reading order
	Facets   map[string][]string // name of a facet: ids of its values
	Marks    []string            // small notes for display ("archived"), opaque here
	Due      string              // the day from which the page is to be reviewed ("2027-07-03") or "", opaque here
}

// Section is a part of a document that a result can lead to.
type Section struct {
	ID    string // anchor in the page; "" for the text before the first heading
	Title string // indexed in field headings
	Text  string // plain text
}

// Facet is a row of the facet table. Values stand in the order of display; a
// value that no document has is kept, with the count 0.
type Facet struct {
	Name   string // "type": key of Document.Facets and of Query.Filters
	Label  string
	In     map[string]string // Label in other languages, by code; nil for none
	Also   []string          // other names by which a query may type it: "fonction" for "function"
	Orders bool              // documents of one value stand together, and have small numbers in the index
	Values []FacetValue
}

// FacetValue is one value that a facet can take.
type FacetValue struct {
	ID, Label string
	In        map[string]string // as that of a Facet
	Also      []string          // other names by which a query may type it: "fiche" for "sheet"
	Weight    float64           // what the scores of its documents are multiplied by; 0 means 1
}
