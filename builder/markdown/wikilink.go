package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// wikiLink is [[target#fragment|label]], as written. The embed of Obsidian,
// ![[target]], reads as a link.
type wikiLink struct {
	ast.BaseInline
	target, fragment, label []byte
	embed                   bool
}

var kindWikiLink = ast.NewNodeKind("WikiLink")

func (*wikiLink) Kind() ast.NodeKind { return kindWikiLink }

func (n *wikiLink) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// words are what stands for the link where no page's title does.
func (n *wikiLink) words() []byte {
	if len(n.target) == 0 {
		return n.fragment
	}
	if len(n.fragment) == 0 {
		return n.target
	}
	return bytes.Join([][]byte{n.target, n.fragment}, []byte(" "))
}

// maxWikiLink is the longest text between the brackets, in bytes: the limit
// that CommonMark sets for a link's label.
const maxWikiLink = 999

// wikiLinkParser parses wikilinks. [[1]](address) is left to CommonMark: people
// write it for a link whose words are [1].
type wikiLinkParser struct{}

func (wikiLinkParser) Trigger() []byte { return []byte("![") }

func (wikiLinkParser) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, _ := block.PeekLine()
	inside, embed := bytes.CutPrefix(line, []byte("!"))
	inside, ok := bytes.CutPrefix(inside, []byte("[["))
	if !ok {
		return nil
	}
	end := bytes.IndexAny(inside[:min(len(inside), maxWikiLink+1)], "[]\n")
	if end < 0 || !bytes.HasPrefix(inside[end:], []byte("]]")) || bytes.HasPrefix(inside[end:], []byte("]](")) {
		return nil
	}
	inside = inside[:end]
	if bytes.Contains(inside, []byte("<!--")) {
		return nil
	}
	target, label, labelled := bytes.Cut(inside, []byte{'|'})
	target = bytes.TrimSuffix(target, []byte{'\\'}) // in a table the bar is escaped
	target, fragment, _ := bytes.Cut(target, []byte{'#'})
	n := &wikiLink{
		target: bytes.TrimSpace(target), fragment: bytes.TrimSpace(fragment), label: bytes.TrimSpace(label),
		embed: embed,
	}
	if len(n.target)+len(n.fragment) == 0 || labelled && len(n.label) == 0 {
		return nil
	}
	block.Advance(len(line) - len(bytes.TrimPrefix(line, []byte("!"))) + len("[[") + end + len("]]"))
	return n
}
