package markdown

import (
	"bytes"
	"slices"
	"strconv"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

	"relais/builder/handbook"
)

// document writes the whole body.
func (p *page) document(n ast.Node) {
	if hasTopHeading(n) {
		p.shift = 1
	}
	p.blocks(n)
	p.endSection()
	// All bodies are held at once: without the room they grew in.
	p.body.HTML, p.body.Prose = bytes.Clone(p.body.HTML), slices.Clone(p.body.Prose)
}

// hasTopHeading tells whether the body has an h1, which is the title's.
func hasTopHeading(n ast.Node) bool {
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		if child.Type() != ast.TypeBlock {
			return false
		}
		if h, ok := child.(*ast.Heading); ok && h.Level == 1 || hasTopHeading(child) {
			return true
		}
	}
	return false
}

func (p *page) blocks(parent ast.Node) {
	for child := parent.FirstChild(); child != nil; child = child.NextSibling() {
		p.block(child)
	}
}

// block writes one block and, into the section's text, its words.
func (p *page) block(n ast.Node) {
	switch n := n.(type) {
	case *ast.Paragraph:
		p.leaf("<p>", n, "</p>\n")
	case *ast.TextBlock:
		end := ""
		if n.NextSibling() != nil && n.HasChildren() {
			end = "\n"
		}
		p.leaf("", n, end)
	case *ast.Heading:
		p.heading(n)
	case *ast.List:
		p.list(n)
	case *ast.Blockquote:
		p.quote(n)
	case *ast.ThematicBreak:
		p.raw("<hr>\n")
	case *ast.FencedCodeBlock:
		p.code(n, n.Language(p.src))
	case *ast.CodeBlock:
		p.code(n, nil)
	case *ast.HTMLBlock:
		p.htmlBlock(n)
	case *east.Table:
		p.table(n)
	case *east.DefinitionList:
		p.raw("<dl>\n")
		p.blocks(n)
		p.raw("</dl>\n")
	case *east.DefinitionTerm:
		p.leaf("<dt>", n, "</dt>\n")
	case *east.DefinitionDescription:
		p.raw("<dd>")
		if _, tight := n.FirstChild().(*ast.TextBlock); !tight {
			p.raw("\n")
		}
		p.blocks(n)
		p.raw("</dd>\n")
	case *east.FootnoteList:
		p.noteList(n)
	case *ast.LinkReferenceDefinition: // holds nothing to read
	}
}

// leaf writes a block whose content is inline.
func (p *page) leaf(open string, n ast.Node, end string) {
	p.raw(open)
	p.inline(n)
	p.raw(end)
	p.endParagraph()
}

func (p *page) heading(n *ast.Heading) {
	level := min(n.Level+p.shift, 6)
	if level > p.level+1 {
		p.report("heading-jump", handbook.Advice, n.Pos(), "Level", strconv.Itoa(level), "Previous", strconv.Itoa(p.level))
	}
	p.level = level

	// The id stands before the words that it is made of.
	start, mark := len(p.body.HTML), len(p.text)
	hole := len(p.body.Holes)
	p.title(n)
	words := string(bytes.TrimSpace(p.text[mark:]))
	id := p.ids.next(words)
	tag := strconv.Itoa(level)
	p.insert(start, hole, `<h`+tag+` id="`+id+`">`)
	p.raw(`</h` + tag + ">\n")
	p.body.Headings = append(p.body.Headings, handbook.Heading{
		Level: level, ID: id, Text: words, Offset: start, Nested: n.Parent().Kind() != ast.KindDocument, Pos: p.position(n.Pos()),
	})

	if level <= maxSectionLevel {
		p.text = p.text[:mark]
		p.startSection(id, words)
	}
	p.endParagraph()
}

// insert puts html at an offset of what is written, and moves the holes from
// the given one on.
func (p *page) insert(offset, hole int, html string) {
	p.body.HTML = append(p.body.HTML, html...)
	copy(p.body.HTML[offset+len(html):], p.body.HTML[offset:])
	copy(p.body.HTML[offset:], html)
	for i := hole; i < len(p.body.Holes); i++ {
		p.body.Holes[i].Offset += len(html)
	}
}

func (p *page) list(n *ast.List) {
	open, end := "<ul>\n", "</ul>\n"
	if n.IsOrdered() {
		open, end = "<ol>\n", "</ol>\n"
		if n.Start != 1 {
			open = `<ol start="` + strconv.Itoa(n.Start) + "\">\n"
		}
	}
	p.raw(open)
	for item := n.FirstChild(); item != nil; item = item.NextSibling() {
		first := item.FirstChild()
		if isTask(first) {
			p.raw(`<li class="task">`)
		} else {
			p.raw("<li>")
		}
		if _, tight := first.(*ast.TextBlock); first != nil && !tight {
			p.raw("\n")
		}
		p.blocks(item)
		p.raw("</li>\n")
	}
	p.raw(end)
}

func isTask(block ast.Node) bool {
	if block == nil {
		return false
	}
	_, ok := block.FirstChild().(*east.TaskCheckBox)
	return ok
}

// table writes a table in a box that scrolls by itself, can be reached by the
// keyboard, and has a name of its own, as a region must.
func (p *page) table(n *east.Table) {
	p.tables++
	p.raw(`<div class="table" role="region" tabindex="0" aria-label="`)
	p.word(handbook.Text{FR: "Tableau", EN: "Table"})
	p.raw(" " + strconv.Itoa(p.tables) + "\">\n<table>\n")
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		_, header := row.(*east.TableHeader)
		if header {
			p.raw("<thead>\n")
		} else if _, first := row.PreviousSibling().(*east.TableHeader); first {
			p.raw("<tbody>\n")
		}
		p.raw("<tr>\n")
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			p.cell(cell.(*east.TableCell), header)
		}
		p.raw("</tr>\n")
		p.endParagraph()
		if header {
			p.raw("</thead>\n")
		} else if row.NextSibling() == nil {
			p.raw("</tbody>\n")
		}
	}
	p.raw("</table>\n</div>\n")
}

func (p *page) cell(n *east.TableCell, header bool) {
	open, end := "<td", "</td>\n"
	if header {
		open, end = `<th scope="col"`, "</th>\n"
	}
	switch n.Alignment {
	case east.AlignLeft:
		open += ` class="left"`
	case east.AlignCenter:
		open += ` class="center"`
	case east.AlignRight:
		open += ` class="right"`
	}
	p.raw(open + ">")
	if header {
		p.title(n)
	} else {
		p.inline(n)
	}
	p.raw(end)
	p.text = append(p.text, ' ')
}
