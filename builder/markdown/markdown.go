// Package markdown turns the Markdown of one page into a [handbook.Body]: HTML
// with holes where links stand, the headings, the links as written, and the
// plain text by section that the search indexes.
//
// The two fundamental types are [Converter], what all pages share (a goldmark
// parser and the lexers, both immutable), and page, what is known of the one
// page being converted. goldmark does the parsing: CommonMark, tables, task
// lists, strikethrough, footnotes and definition lists from its extensions,
// [[wikilinks]] and callouts from ours. The writing is ours, in one walk over
// the syntax tree: blocks.go, inlines.go and a file for each construct that
// needs more than a tag.
//
// What is published, and what is not:
//
//   - No raw HTML. Tags are dropped and their words kept, save <br>, which is a
//     line break. A comment never reaches the HTML, the sections nor a Problem; one
//     that its author forgot to close refuses the page.
//   - A link is http, https, mailto, tel or relative. Any other loses its link
//     and keeps its words.
//   - An image comes from the handbook: one from another host becomes a link to it.
//   - The title of a page is its h1. A body that has an h1 of its own is shifted
//     down by one level as a whole, so that its outline stays valid.
//   - Links do not nest: the outer one wins.
//
// Some inputs make a Markdown parser take minutes or grow a thousandfold. The
// guards in limits.go refuse them: the Body is empty, and a Problem says why.
package markdown

import (
	"github.com/alecthomas/chroma/v2"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"relais/builder/handbook"
)

// Options say which page a source is.
type Options struct {
	Path      string        // of the file, for problems: slash-separated, relative to the handbook's root
	Lang      handbook.Lang // whose typography applies; a language other than fr and en keeps its text as written
	FirstLine int           // line of the file on which the source begins, from 1; 0 means 1
}

// A Converter parses pages. It is immutable, and safe for concurrent use.
type Converter struct {
	parser parser.Parser
	lexers map[string]chroma.Lexer
}

// New returns a Converter. Making one costs more than parsing a page: share it.
func New() *Converter {
	return &Converter{parser: newParser(), lexers: lexersByName()}
}

// Parse converts the Markdown of one page. It is a pure function of its
// arguments and keeps no reference to src. The problems are sorted by place. A
// page that one of the guards refuses has an empty Body and an Error among its
// problems.
func (c *Converter) Parse(src []byte, opt Options) (handbook.Body, []handbook.Problem) {
	p := newPage(clean(src), opt, c.lexers)
	context := parser.NewContext()
	context.Set(pageKey, p)
	document := c.parser.Parse(text.NewReader(p.src), parser.WithContext(context))
	if !p.refused {
		p.document(document)
	}
	handbook.SortProblems(p.problems)
	if p.refused {
		return handbook.Body{}, p.problems
	}
	return p.body, p.problems
}
