package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

	"relais/builder/handbook"
)

// run is the text of one block. Typography needs it whole, because a quotation
// mark or a colon may stand in another element than what it follows; the HTML
// needs it in pieces. Piece i ends at cuts[i], in raw as in shown.
type run struct {
	raw   []byte // the text as written, unescaped
	shown []byte // the same with its typography
	cuts  []int
	next  int // the piece to be taken
	from  int // where it begins in shown
}

// opaque stands in a run for what has no text of its own: code, an image.
const opaque = "\uFFFC"

func (r *run) cut() { r.cuts = append(r.cuts, len(r.raw)) }

// take returns the next piece.
func (r *run) take() []byte {
	piece := r.shown[r.from:r.cuts[r.next]]
	r.from = r.cuts[r.next]
	r.next++
	return piece
}

// inline writes the content of a block. It walks it twice, first to gather its
// text and then to write it: both walks must make and take the same pieces.
func (p *page) inline(block ast.Node) {
	p.run = run{raw: p.run.raw[:0], shown: p.run.shown[:0], cuts: p.run.cuts[:0]}
	p.gather(block)
	p.run.shown = p.rules.set(p.run.shown, p.run.raw, p.run.cuts)
	p.inlines(block, 0)
}

func (p *page) gather(parent ast.Node) {
	for child := parent.FirstChild(); child != nil; child = child.NextSibling() {
		switch n := child.(type) {
		case *ast.Text:
			p.refuseComment(n)
			p.run.raw = appendUnescaped(p.run.raw, n.Segment.Value(p.src), p.rules != nil)
			if n.SoftLineBreak() && !n.HardLineBreak() {
				p.run.raw = append(p.run.raw, '\n')
			}
			p.run.cut()
			if n.HardLineBreak() {
				p.run.raw = append(p.run.raw, '\n')
				p.run.cut()
			}
		case *wikiLink:
			if len(n.label) > 0 {
				p.run.raw = appendUnescaped(p.run.raw, n.label, p.rules != nil)
			} else {
				p.run.raw = append(p.run.raw, opaque...)
			}
			p.run.cut()
		case *ast.CodeSpan, *ast.Image, *ast.AutoLink, *east.FootnoteLink:
			p.run.raw = append(p.run.raw, opaque...)
			p.run.cut()
		case *ast.RawHTML, *east.TaskCheckBox, *east.FootnoteBacklink: // no text, and typography looks through them
		default:
			p.gather(child)
		}
	}
}

// inlines writes the children of parent; depth is how many inline elements are open.
func (p *page) inlines(parent ast.Node, depth int) {
	if depth > maxNesting {
		p.refuse("nesting-too-deep", parent.Pos(), "Max", "100")
		return
	}
	for child := parent.FirstChild(); child != nil && !p.refused; child = child.NextSibling() {
		switch n := child.(type) {
		case *ast.Text:
			p.running(p.run.take())
			if n.HardLineBreak() {
				p.run.take()
				p.lineBreak()
			}
		case *ast.CodeSpan:
			p.run.take()
			p.codeSpan(n)
		case *ast.Emphasis:
			tag := "em>"
			if n.Level == 2 {
				tag = "strong>"
			}
			p.element(tag, n, depth)
		case *east.Strikethrough:
			p.element("del>", n, depth)
		case *ast.Link:
			p.link(n, depth)
		case *ast.AutoLink:
			p.run.take()
			p.autoLink(n)
		case *wikiLink:
			p.wikiLink(n, p.run.take())
		case *ast.Image:
			p.run.take()
			p.image(n)
		case *ast.RawHTML:
			p.rawHTML(n)
		case *east.FootnoteLink:
			p.run.take()
			p.noteReference(n)
		case *east.FootnoteBacklink:
			p.noteBacklink(n)
		case *east.TaskCheckBox:
			p.checkBox(n)
		default:
			p.inlines(child, depth+1)
		}
	}
}

// shown writes words into the HTML and into the section's text.
func (p *page) shown(words []byte) {
	p.escaped(words)
	p.plain(words)
}

// running writes words of the text itself, in which notions may be explained,
// and records where they stand, unless they are in a link or a title.
func (p *page) running(words []byte) {
	start := len(p.body.HTML)
	p.shown(words)
	end := len(p.body.HTML)
	if p.inLink > 0 || p.inTitle || start == end {
		return
	}
	if n := len(p.body.Prose); n > 0 && int(p.body.Prose[n-1].End) == start && !p.holeAt(start) {
		p.body.Prose[n-1].End = uint32(end)
		return
	}
	p.body.Prose = append(p.body.Prose, handbook.Stretch{Start: uint32(start), End: uint32(end)})
}

// title writes the content of a heading, of a table or of the page.
func (p *page) title(block ast.Node) {
	p.inTitle = true
	p.inline(block)
	p.inTitle = false
}

func (p *page) element(tag string, n ast.Node, depth int) {
	p.raw("<" + tag)
	p.inlines(n, depth+1)
	p.raw("</" + tag)
}

func (p *page) lineBreak() {
	p.raw("<br>\n")
	p.text = append(p.text, ' ')
}

func (p *page) codeSpan(n *ast.CodeSpan) {
	p.raw("<code>")
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		code := child.(*ast.Text).Segment.Value(p.src)
		p.shown(bytes.ReplaceAll(code, []byte{'\n'}, []byte{' '}))
	}
	p.raw("</code>")
}

func (p *page) checkBox(n *east.TaskCheckBox) {
	done := handbook.Text{FR: "À faire", EN: "To do"}
	checked := ""
	if n.IsChecked {
		done, checked = handbook.Text{FR: "Fait", EN: "Done"}, " checked"
	}
	p.raw(`<input type="checkbox" disabled` + checked + ` aria-label="`)
	p.word(done)
	p.raw(`"> `)
}
