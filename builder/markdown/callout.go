package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"relais/builder/handbook"
)

// callout is a kind of aside, as its author names it.
type callout struct {
	class string // the class is callout-<class>, one of the five of GitHub
	title handbook.Text
	names []string // slugs: neither case nor accents count
}

// callouts lists what may stand between the brackets of > [!NOTE].
func callouts() []callout {
	return []callout{
		{"note", handbook.Text{FR: "Note", EN: "Note"}, []string{"note"}},
		{"note", handbook.Text{FR: "Remarque", EN: "Remark"}, []string{"remarque", "remark"}},
		{"note", handbook.Text{FR: "À savoir", EN: "Good to know"}, []string{"a-savoir", "info", "information", "good-to-know"}},
		{"note", handbook.Text{FR: "Exemple", EN: "Example"}, []string{"exemple", "example"}},
		{"tip", handbook.Text{FR: "Conseil", EN: "Tip"}, []string{"conseil", "tip"}},
		{"tip", handbook.Text{FR: "Astuce", EN: "Hint"}, []string{"astuce", "hint"}},
		{"important", handbook.Text{FR: "Important", EN: "Important"}, []string{"important"}},
		{"important", handbook.Text{FR: "À retenir", EN: "Remember"}, []string{"a-retenir", "remember"}},
		{"warning", handbook.Text{FR: "Attention", EN: "Warning"}, []string{"attention", "warning", "avertissement"}},
		{"warning", handbook.Text{FR: "Vigilance", EN: "Watch out"}, []string{"vigilance", "point-de-vigilance", "watch-out"}},
		{"caution", handbook.Text{FR: "Danger", EN: "Danger"}, []string{"danger"}},
		{"caution", handbook.Text{FR: "Prudence", EN: "Caution"}, []string{"prudence", "caution"}},
	}
}

func calloutNamed(name string) (callout, bool) {
	name = handbook.Slug(name)
	for _, c := range callouts() {
		for _, n := range c.names {
			if n == name {
				return c, true
			}
		}
	}
	return callout{}, false
}

// calloutTitle is the first child of a quote that is a callout. Its lines are
// the title that the author gave, if any.
type calloutTitle struct {
	ast.BaseBlock
	callout callout
}

var kindCalloutTitle = ast.NewNodeKind("CalloutTitle")

func (*calloutTitle) Kind() ast.NodeKind { return kindCalloutTitle }

func (n *calloutTitle) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// calloutOpener takes the first line off a quote that begins with [!NAME].
type calloutOpener struct{}

func (calloutOpener) Transform(paragraph *ast.Paragraph, reader text.Reader, pc parser.Context) {
	quote, ok := paragraph.Parent().(*ast.Blockquote)
	if !ok || quote.FirstChild() != paragraph || paragraph.Lines().Len() == 0 {
		return
	}
	first := paragraph.Lines().At(0)
	line := first.Value(reader.Source())
	name, title, ok := cutCallout(line)
	if !ok {
		return
	}
	kind, ok := calloutNamed(string(name))
	if !ok {
		pageOf(pc).report("callout-unknown", handbook.Warning, first.Start, "Name", string(name))
		return
	}
	opening := &calloutTitle{callout: kind}
	opening.SetPos(first.Start)
	if len(title) > 0 {
		start := first.Start + len(line) - len(title) - first.Padding
		words := text.NewSegment(start, first.Stop)
		opening.Lines().Append(words.TrimRightSpace(reader.Source()))
	}
	quote.InsertBefore(quote, paragraph, opening)
	paragraph.Lines().SetSliced(1, paragraph.Lines().Len())
	if paragraph.Lines().Len() == 0 {
		quote.RemoveChild(quote, paragraph)
	}
}

// cutCallout splits "[!NAME]- title". The sign by which Obsidian folds a
// callout is read, and means nothing here. A title keeps its trailing space.
func cutCallout(line []byte) (name, title []byte, ok bool) {
	rest, ok := bytes.CutPrefix(line, []byte("[!"))
	if !ok {
		return nil, nil, false
	}
	end := bytes.IndexAny(rest[:min(len(rest), 60)], "[]\n")
	if end < 1 || rest[end] != ']' {
		return nil, nil, false
	}
	name, title = rest[:end], rest[end+1:]
	if len(title) > 0 && (title[0] == '-' || title[0] == '+') {
		title = title[1:]
	}
	if len(title) > 0 && title[0] != ' ' && title[0] != '\t' && title[0] != '\n' {
		return nil, nil, false
	}
	title = bytes.TrimLeft(title, " \t")
	if len(bytes.TrimSpace(title)) == 0 {
		title = nil
	}
	return name, title, true
}

// quote writes a quotation, or a callout.
func (p *page) quote(n *ast.Blockquote) {
	title, ok := n.FirstChild().(*calloutTitle)
	if !ok {
		p.raw("<blockquote>\n")
		p.blocks(n)
		p.raw("</blockquote>\n")
		return
	}
	p.raw(`<aside class="callout callout-` + title.callout.class + `" role="note">` + "\n" + `<p class="callout-title">`)
	if title.HasChildren() {
		p.title(title)
		p.endParagraph()
	} else {
		p.word(title.callout.title)
	}
	p.raw("</p>\n")
	for child := title.NextSibling(); child != nil; child = child.NextSibling() {
		p.block(child)
	}
	p.raw("</aside>\n")
}
