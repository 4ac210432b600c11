package markdown

import (
	"bytes"
	"strconv"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// The limits beyond which a page is refused. Each bounds a place where the
// parser's time or output is not linear in the size of the source; with all of
// them, both are. No page that a person wrote comes near.
const (
	maxNesting     = 100    // containers (quotes, list items, definitions, notes) in one another; emphasis and links too
	maxColumns     = 100    // of a table
	maxBlankCells  = 10_000 // of a table: cells that its rows leave out and that the HTML must hold
	maxMarks       = 2_000  // formatting marks in one paragraph: each may scan the rest of it
	maxNotes       = 1_000  // footnotes of a page: each reference compares itself with all
	maxPipesInCode = 1_000  // escaped pipes in the code of a page's tables: goldmark visits them by pairs
	maxAddress     = 2_000  // bytes of one address
)

// budget counts what the limits bound and the tree does not show.
type budget struct {
	block       ast.Node // the one whose marks are being counted
	marks       int
	pipesInCode int
	repeated    int // bytes of addresses that stand in a reference definition
}

// shallow keeps a parser of containers from nesting them too deep.
type shallow struct{ parser.BlockParser }

func (s shallow) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	if len(pc.OpenedBlocks()) >= maxNesting && depth(pc) >= maxNesting {
		_, segment := reader.PeekLine()
		pageOf(pc).refuse("nesting-too-deep", segment.Start, "Max", strconv.Itoa(maxNesting))
		return nil, parser.NoChildren
	}
	return s.BlockParser.Open(parent, reader, pc)
}

// depth is how many containers are open: a list and its item are one.
func depth(pc parser.Context) (n int) {
	for _, block := range pc.OpenedBlocks() {
		switch block.Node.(type) {
		case *ast.Blockquote, *ast.ListItem, *east.DefinitionDescription, *east.Footnote:
			n++
		}
	}
	return n
}

// inlineBudget is asked before any other inline parser. It counts the marks of
// each block, and swallows what follows the last one allowed.
type inlineBudget struct{}

func (inlineBudget) Trigger() []byte { return []byte("[]!<`*_~(") }

func (inlineBudget) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	p := pageOf(pc)
	if p.budget.block != parent {
		p.budget.block, p.budget.marks = parent, 0
	}
	p.budget.marks++
	if p.budget.marks <= maxMarks {
		return nil
	}
	_, segment := block.PeekLine()
	p.refuse("too-many-marks", segment.Start, "Max", strconv.Itoa(maxMarks))
	for line, _ := block.PeekLine(); line != nil; line, _ = block.PeekLine() {
		block.AdvanceLine()
	}
	return ast.NewTextSegment(segment)
}

// tableGuard looks at a paragraph just before goldmark makes a table of it.
type tableGuard struct{}

func (tableGuard) Transform(paragraph *ast.Paragraph, reader text.Reader, pc parser.Context) {
	lines, source := paragraph.Lines(), reader.Source()
	for i := 1; i < lines.Len(); i++ {
		row, header := lines.At(i), lines.At(i-1)
		delimiters := row.Value(source)
		if !isDelimiterRow(delimiters) {
			continue
		}
		columns := max(countColumns(delimiters), countColumns(header.Value(source)))
		size, pipes := 0, 0
		for j := i; j < lines.Len(); j++ {
			row := lines.At(j)
			line := row.Value(source)
			size += len(line)
			if bytes.IndexByte(line, '`') >= 0 {
				pipes += bytes.Count(line, []byte(`\|`))
			}
		}
		p := pageOf(pc)
		p.budget.pipesInCode += pipes
		switch {
		case columns > maxColumns:
			p.refuse("table-too-wide", header.Start, "Columns", strconv.Itoa(columns), "Max", strconv.Itoa(maxColumns))
		case columns*(lines.Len()-i) > size+maxBlankCells:
			p.refuse("table-too-sparse", header.Start, "Columns", strconv.Itoa(columns), "Rows", strconv.Itoa(lines.Len()-i-1))
		case p.budget.pipesInCode > maxPipesInCode:
			p.refuse("too-many-marks", header.Start, "Max", strconv.Itoa(maxPipesInCode))
		default:
			return
		}
		paragraph.Parent().RemoveChild(paragraph.Parent(), paragraph)
		return
	}
}

// isDelimiterRow tells whether line may be the row of dashes below a table's header.
func isDelimiterRow(line []byte) bool {
	return bytes.IndexByte(line, '-') >= 0 && len(bytes.Trim(line, "-|: \t\n")) == 0
}

func countColumns(row []byte) int {
	return bytes.Count(bytes.Trim(row, "| \t\n"), []byte{'|'}) + 1
}
