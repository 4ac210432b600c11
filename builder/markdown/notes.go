package markdown

import (
	"bytes"
	"strconv"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"relais/builder/handbook"
)

// countedNotes remembers the definitions of footnotes, because goldmark drops
// without a word the ones that no reference reaches.
type countedNotes struct{ parser.BlockParser }

func (c countedNotes) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	p := pageOf(pc)
	if len(p.notes) >= maxNotes {
		_, segment := reader.PeekLine()
		p.refuse("too-many-notes", segment.Start, "Max", strconv.Itoa(maxNotes))
		return nil, parser.NoChildren
	}
	node, state := c.BlockParser.Open(parent, reader, pc)
	if note, ok := node.(*east.Footnote); ok {
		p.notes = append(p.notes, note)
	}
	return node, state
}

// unusedNotes reports the definitions that are about to be dropped.
type unusedNotes struct{}

func (unusedNotes) Transform(_ *ast.Document, _ text.Reader, pc parser.Context) {
	p := pageOf(pc)
	seen := map[string]bool{}
	for _, note := range p.notes {
		label := string(note.Ref)
		switch {
		case seen[label]:
			p.report("note-duplicate", handbook.Warning, note.Pos(), "Label", label)
		case note.Index < 0:
			p.report("note-unused", handbook.Warning, note.Pos(), "Label", label)
		}
		seen[label] = true
	}
}

// undefinedNote comes after goldmark's parser of references: what reaches it
// has no definition.
type undefinedNote struct{}

func (undefinedNote) Trigger() []byte { return []byte{'['} }

func (undefinedNote) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, segment := block.PeekLine()
	label, ok := bytes.CutPrefix(line, []byte("[^"))
	if !ok {
		return nil
	}
	end := bytes.IndexAny(label[:min(len(label), 100)], "[] \t\n")
	if end < 1 || label[end] != ']' || bytes.HasPrefix(label[end:], []byte("](")) {
		return nil
	}
	pageOf(pc).report("note-undefined", handbook.Warning, segment.Start, "Label", string(label[:end]))
	return nil
}

// Ids of notes have a colon, which no slug has: they never meet a heading's.

func (p *page) noteReference(n *east.FootnoteLink) {
	number := strconv.Itoa(n.Index)
	p.raw(`<sup id="` + noteReferenceID(n.Index, n.RefIndex) + `"><a class="note-ref" role="doc-noteref" href="#fn:` + number + `" aria-label="`)
	p.word(handbook.Text{FR: "Note", EN: "Note"})
	p.raw(` ` + number + `">` + number + `</a></sup>`)
}

func (p *page) noteBacklink(n *east.FootnoteBacklink) {
	p.raw(` <a class="note-back" role="doc-backlink" href="#` + noteReferenceID(n.Index, n.RefIndex) + `" aria-label="`)
	p.word(handbook.Text{FR: "Retour au texte, note", EN: "Back to the text, note"})
	p.raw(` ` + strconv.Itoa(n.Index))
	if n.RefCount > 1 {
		p.raw(`, `)
		p.word(handbook.Text{FR: "renvoi", EN: "reference"})
		p.raw(` ` + strconv.Itoa(n.RefIndex+1))
	}
	p.raw(`">↩&#xFE0E;</a>`)
}

func noteReferenceID(index, reference int) string {
	id := "fnref:" + strconv.Itoa(index)
	if reference > 0 {
		id += ":" + strconv.Itoa(reference+1)
	}
	return id
}

// noteList writes the notes at the end of the page. For the search they are a
// section of their own, so that a hit leads to them.
func (p *page) noteList(n *east.FootnoteList) {
	title := handbook.Text{FR: "Notes", EN: "Notes"}.In(p.opt.Lang)
	id := p.ids.next(title)
	p.startSection(id, title)
	p.raw(`<section class="notes" role="doc-endnotes" id="` + id + `" aria-label="` + title + `">` + "\n<ol>\n")
	for note := n.FirstChild(); note != nil; note = note.NextSibling() {
		p.raw(`<li id="fn:` + strconv.Itoa(note.(*east.Footnote).Index) + "\">\n")
		p.blocks(note)
		p.raw("</li>\n")
	}
	p.raw("</ol>\n</section>\n")
}
