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
// them, both are, up to 2 MiB in about a second. No page that a person wrote
// comes near.
const (
	maxNesting     = 100         // containers (quotes, list items, definitions, notes) in one another; emphasis and links too
	maxContinued   = 1_000_000   // containers that a line goes on, over all lines
	maxScanned     = 200_000_000 // bytes that formatting marks may scan: each may go to the end of its paragraph
	maxColumns     = 100         // of a table
	maxBlankCells  = 10_000      // of a page's tables: cells that rows leave out and that the HTML must hold
	maxPipesInCode = 1_000       // escaped pipes in the code of a page's tables: goldmark visits them by pairs
	maxNotes       = 1_000       // footnotes of a page: each reference compares itself with all
	maxDefinitions = 1_000       // references defined in one paragraph of as many lines, which each moves
	maxAddress     = 2_000       // bytes of one address
	maxRepeated    = 1 << 16     // bytes of repeated addresses, beyond four times the page
)

// budget counts what the limits bound and the tree does not show.
type budget struct {
	continued   int
	scanned     int
	pipesInCode int
	repeated    int
	blankCells  int
	coloured    int
}

// shallow keeps a parser of containers from nesting them too deep, and from
// carrying deep ones over too many lines.
type shallow struct{ parser.BlockParser }

func (s shallow) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	if len(pc.OpenedBlocks()) >= maxNesting && depth(pc) >= maxNesting {
		_, segment := reader.PeekLine()
		pageOf(pc).refuse("nesting-too-deep", segment.Start, "Max", strconv.Itoa(maxNesting))
		return nil, parser.NoChildren
	}
	return s.BlockParser.Open(parent, reader, pc)
}

func (s shallow) Continue(node ast.Node, reader text.Reader, pc parser.Context) parser.State {
	p := pageOf(pc)
	if p.budget.continued++; p.budget.continued > maxContinued {
		p.refuse("nesting-too-deep", node.Pos(), "Max", strconv.Itoa(maxNesting))
		return parser.Close
	}
	return s.BlockParser.Continue(node, reader, pc)
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

// inlineBudget is asked before any other inline parser. It counts what each
// mark may cost, and swallows the rest of the block when that is too much.
type inlineBudget struct{}

func (inlineBudget) Trigger() []byte { return []byte("[]!<`*_~(") }

func (inlineBudget) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	p, lines := pageOf(pc), parent.Lines()
	_, segment := block.PeekLine()
	p.budget.scanned += lines.At(lines.Len()-1).Stop - segment.Start
	if p.budget.scanned <= maxScanned {
		return nil
	}
	p.refuse("too-many-marks", segment.Start)
	for line, _ := block.PeekLine(); line != nil; line, _ = block.PeekLine() {
		block.AdvanceLine()
	}
	return ast.NewTextSegment(segment)
}

// referenceGuard looks at a paragraph just before goldmark takes the definitions
// of references off it, one by one, moving all the lines that follow.
type referenceGuard struct{}

func (referenceGuard) Transform(paragraph *ast.Paragraph, reader text.Reader, pc parser.Context) {
	lines, definitions := paragraph.Lines(), 0
	if lines.Len() < maxDefinitions {
		return
	}
	for i := range lines.Len() {
		line := lines.At(i)
		if bytes.HasPrefix(bytes.TrimLeft(line.Value(reader.Source()), " "), []byte("[")) {
			definitions++
		}
	}
	if definitions*lines.Len() > maxDefinitions*maxDefinitions {
		pageOf(pc).refuse("too-many-references", lines.At(0).Start)
		paragraph.Parent().RemoveChild(paragraph.Parent(), paragraph)
	}
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
		p.budget.blankCells += max(0, columns*(lines.Len()-i)-size)
		switch {
		case columns > maxColumns:
			p.refuse("table-too-wide", header.Start, "Columns", strconv.Itoa(columns), "Max", strconv.Itoa(maxColumns))
		case p.budget.blankCells > maxBlankCells:
			p.refuse("table-too-sparse", header.Start, "Columns", strconv.Itoa(columns), "Rows", strconv.Itoa(lines.Len()-i-1))
		case p.budget.pipesInCode > maxPipesInCode:
			p.refuse("too-many-marks", header.Start)
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
