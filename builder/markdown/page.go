package markdown

import (
	"sort"
	"unicode/utf8"

	"github.com/alecthomas/chroma/v2"
	"github.com/yuin/goldmark/parser"

	east "github.com/yuin/goldmark/extension/ast"

	"relais/builder/handbook"
)

// pageKey is where goldmark's context carries the page to our parsers.
var pageKey = parser.NewContextKey()

func pageOf(pc parser.Context) *page { return pc.Get(pageKey).(*page) }

// page is the state of one conversion: what the source holds, what the parsers
// noticed, and the body being written.
type page struct {
	src    []byte
	opt    Options
	rules  *rules // of typography; nil when the language has none
	lexers map[string]chroma.Lexer
	starts []int // offsets of the lines of src; made when first needed
	last   place // the last one asked for

	problems []handbook.Problem
	refused  bool

	budget  budget           // what the guards have counted
	notes   []*east.Footnote // every definition, in order
	shift   int              // added to the level of headings
	ids     ids
	level   int // of the last heading
	tables  int
	inLink  int  // how many links are open; only the outermost is written
	inTitle bool // whether what is written names a section, a column or a callout
	text    []byte
	section handbook.Section // being filled; its Text is in text
	run     run              // the inline content being written
	body    handbook.Body
}

// place is an offset of src and the column that it is in.
type place struct{ offset, column int }

func newPage(src []byte, opt Options, lexers map[string]chroma.Lexer) *page {
	opt.FirstLine = max(opt.FirstLine, 1)
	return &page{
		src: src, opt: opt, rules: rulesOf(opt.Lang), lexers: lexers,
		ids: ids{}, level: 1, last: place{column: 1},
		text: make([]byte, 0, len(src)),
		body: handbook.Body{HTML: make([]byte, 0, len(src)+len(src)/4+64)},
	}
}

// raw writes trusted HTML.
func (p *page) raw(html string) { p.body.HTML = append(p.body.HTML, html...) }

// escaped writes untrusted text, in content or in a quoted attribute.
func (p *page) escaped(text []byte) { p.body.HTML = appendEscaped(p.body.HTML, text) }

// word writes one of our own words, in the page's language.
func (p *page) word(t handbook.Text) { p.escaped([]byte(t.In(p.opt.Lang))) }

// report records a problem at an offset of src. Its args are pairs of a
// placeholder and a value.
func (p *page) report(code string, severity handbook.Severity, offset int, args ...string) {
	problem := handbook.Problem{Code: code, Severity: severity, Path: p.opt.Path, Pos: p.position(offset)}
	for i := 0; i+1 < len(args); i += 2 {
		if problem.Args == nil {
			problem.Args = make(map[string]string, len(args)/2)
		}
		problem.Args[args[i]] = args[i+1]
	}
	p.problems = append(p.problems, problem)
}

// refuse reports why the page cannot be published at all. Only the first reason counts.
func (p *page) refuse(code string, offset int, args ...string) {
	if !p.refused {
		p.report(code, handbook.Error, offset, args...)
	}
	p.refused = true
}

// position returns the place in the file of an offset of src. Offsets mostly
// rise, and a line may hold thousands of links: it counts on from the last one.
func (p *page) position(offset int) handbook.Pos {
	offset = min(max(offset, 0), len(p.src))
	if p.starts == nil {
		p.starts = append(p.starts, 0)
		for i, c := range p.src {
			if c == '\n' {
				p.starts = append(p.starts, i+1)
			}
		}
	}
	line := sort.SearchInts(p.starts, offset+1) - 1
	from, column := p.starts[line], 1
	if p.last.offset >= from && p.last.offset <= offset {
		from, column = p.last.offset, p.last.column
	}
	column += utf8.RuneCount(p.src[from:offset])
	p.last = place{offset, column}
	return handbook.Pos{Line: p.opt.FirstLine + line, Column: column}
}
