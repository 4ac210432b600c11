package markdown

import (
	"bytes"
	"cmp"
	"iter"

	"github.com/yuin/goldmark/ast"
	"golang.org/x/net/html"

	"relais/builder/handbook"
)

// htmlBlock keeps the words of a block of raw HTML, and nothing else of it.
func (p *page) htmlBlock(n *ast.HTMLBlock) {
	source := n.Lines().Value(p.src)
	if n.HasClosure() {
		source = append(bytes.Clone(source), n.ClosureLine.Value(p.src)...)
	}
	source, open := withoutComments(source)
	if open {
		p.refuse("comment-open", n.Pos())
		return
	}
	words, tag := wordsOf(source)
	if len(words) > 0 || tag != "" && tag[0] != '/' {
		p.report("raw-html", handbook.Warning, n.Pos(), "Tag", cmp.Or(tag, "!--"))
	}
	if len(words) > 0 {
		p.raw("<p>")
		p.shown([]byte(Typeset(string(words), p.opt.Lang)))
		p.raw("</p>\n")
		p.endParagraph()
	}
}

// withoutComments returns source less its comments, and whether the last one
// has no end. Where a comment ends is what CommonMark says, not HTML: that is
// how far the parser went.
func withoutComments(source []byte) (rest []byte, open bool) {
	for {
		before, after, found := bytes.Cut(source, []byte("<!--"))
		rest = append(rest, before...)
		if !found {
			return rest, false
		}
		switch {
		case bytes.HasPrefix(after, []byte(">")):
			source = after[1:]
		case bytes.HasPrefix(after, []byte("->")):
			source = after[2:]
		default:
			_, source, found = bytes.Cut(after, []byte("-->"))
			if !found {
				return rest, true
			}
		}
	}
}

// wordsOf returns the text of source, on one line, and the name of its first
// tag, "" for none. Scripts and styles are no words.
func wordsOf(source []byte) (words []byte, tag string) {
	tokens, skip := html.NewTokenizer(bytes.NewReader(source)), false
	for {
		switch tokens.Next() {
		case html.ErrorToken:
			return bytes.Join(bytes.Fields(words), []byte{' '}), tag
		case html.TextToken:
			if !skip {
				words = append(append(words, ' '), tokens.Text()...)
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			name, _ := tokens.TagName()
			if tag == "" {
				tag = string(name)
			}
			skip = string(name) == "script" || string(name) == "style"
		case html.EndTagToken:
			name, _ := tokens.TagName()
			if tag == "" {
				tag = "/" + string(name)
			}
			skip = false
		}
	}
}

// rawHTML drops an inline tag or comment. The words around it are text of their own.
func (p *page) rawHTML(n *ast.RawHTML) {
	first := n.Segments.At(0)
	source := first.Value(p.src)
	if bytes.HasPrefix(source, []byte("<!--")) {
		return
	}
	_, tag := wordsOf(source)
	switch {
	case tag == "br":
		p.lineBreak()
	case tag != "" && tag[0] == '/': // its opening tag was reported
	default:
		p.report("raw-html", handbook.Warning, first.Start, "Tag", cmp.Or(tag, string(source[1:2])))
	}
}

// refuseComment refuses the page when a comment that was begun in text was not
// ended there: what its author meant to hide would be shown.
func (p *page) refuseComment(n *ast.Text) {
	text := n.Segment.Value(p.src)
	for i, c := range text {
		if c == '<' && bytes.HasPrefix(p.src[n.Segment.Start+i:], []byte("<!--")) && !isEscaped(text, i) {
			p.refuse("comment-open", n.Segment.Start+i)
			return
		}
	}
}

// refuseCommentIn does the same for what is no text of its own: a link's title.
func (p *page) refuseCommentIn(title []byte, offset int) {
	if bytes.Contains(title, []byte("<!--")) {
		p.refuse("comment-open", offset)
	}
}

// isEscaped tells whether an odd number of backslashes precedes text[i].
func isEscaped(text []byte, i int) bool {
	n := 0
	for n < i && text[i-n-1] == '\\' {
		n++
	}
	return n%2 == 1
}

// descendants yields what stands below n, in reading order.
func descendants(n ast.Node) iter.Seq[ast.Node] {
	return func(yield func(ast.Node) bool) {
		_ = ast.Walk(n, func(child ast.Node, entering bool) (ast.WalkStatus, error) {
			if entering && child != n && !yield(child) {
				return ast.WalkStop, nil
			}
			return ast.WalkContinue, nil
		})
	}
}
