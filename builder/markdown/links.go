package markdown

import (
	"bytes"
	"net/url"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
	"golang.org/x/text/unicode/norm"

	"relais/builder/handbook"
)

// address is a destination as an author meant it.
type address struct {
	external         bool
	target, fragment string // as handbook.Link has them
	fault            string // code of the Problem, "" when the address can be followed
}

// readAddress reads a destination whose escapes are resolved. What a browser
// would take for a scheme or a host counts as one, so that no relative address
// leaves the handbook.
func readAddress(s string) address {
	s = strings.TrimSpace(s)
	switch {
	case s == "" || s == "#":
		return address{fault: "link-empty"}
	case len(s) > maxAddress || strings.ContainsFunc(s, isControlOrBreak):
		return address{fault: "bad-address"}
	}
	scheme, rest, ok := strings.Cut(s, ":")
	if ok && !strings.ContainsAny(scheme, "/?#\\") {
		return readExternal(strings.ToLower(scheme), rest, s)
	}
	// \ is / to a browser, and to whoever writes on Windows.
	s = strings.ReplaceAll(s, `\`, "/")
	if strings.HasPrefix(s, "//") {
		return address{fault: "bad-scheme"}
	}
	target, fragment, _ := strings.Cut(s, "#")
	a := address{target: decoded(target), fragment: decoded(fragment)}
	if strings.ContainsFunc(a.target+a.fragment, isControlOrBreak) {
		return address{fault: "bad-address"}
	}
	return a
}

func readExternal(scheme, rest, whole string) address {
	switch scheme {
	case "http", "https":
		if u, err := url.Parse(whole); err != nil || u.Hostname() == "" {
			return address{fault: "bad-address"}
		}
	case "mailto", "tel":
		if strings.TrimLeft(rest, "/ ") == "" {
			return address{fault: "bad-address"}
		}
	default:
		return address{fault: "bad-scheme"}
	}
	return address{external: true, target: string(util.URLEscape([]byte(whole), false))}
}

func isControlOrBreak(r rune) bool { return isControl(r) || r == '\n' || r == '\t' }

// decoded resolves percent escapes, once. A name that only looks escaped stays as it is.
func decoded(s string) string {
	if d, err := url.PathUnescape(s); err == nil {
		s = strings.ToValidUTF8(d, "\uFFFD")
	}
	return norm.NFC.String(s)
}

// openLink begins a link and returns its index; its label is set when it ends.
func (p *page) openLink(link handbook.Link) int {
	p.inLink++
	p.body.Links = append(p.body.Links, link)
	index := len(p.body.Links) - 1
	p.hole(index, handbook.LinkStart)
	return index
}

func (p *page) closeLink(index int) {
	p.inLink--
	p.hole(index, handbook.LinkEnd)
}

func (p *page) hole(link int, kind handbook.HoleKind) {
	p.body.Holes = append(p.body.Holes, handbook.Hole{Offset: len(p.body.HTML), Link: link, Kind: kind})
}

// holeAt reports whether the last hole is at an offset of the HTML.
func (p *page) holeAt(offset int) bool {
	n := len(p.body.Holes)
	return n > 0 && p.body.Holes[n-1].Offset == offset
}

// follow reads a destination and reports what is wrong with it.
func (p *page) follow(destination []byte, offset int) address {
	a := readAddress(unescaped(destination))
	if a.fault != "" {
		p.report(a.fault, handbook.Error, offset, "Target", excerpt(string(destination)))
	}
	return a
}

// excerpt is s, short enough for a message.
func excerpt(s string) string {
	const most = 80
	for i := range s {
		if i > most {
			return s[:i] + "…"
		}
	}
	return s
}

// countReference keeps a reference definition from being copied into a page
// more often than its own length allows.
func (p *page) countReference(reference *ast.ReferenceLink, copied, offset int) {
	if reference == nil {
		return
	}
	p.budget.repeated += copied
	if p.budget.repeated > maxRepeated+4*len(p.src) {
		p.refuse("too-many-references", offset)
	}
}

func (p *page) link(n *ast.Link, depth int) {
	p.countReference(n.Reference, len(n.Destination)+len(n.Title), n.Pos())
	p.refuseCommentIn(n.Title, n.Pos())
	if p.inLink > 0 {
		p.inlines(n, depth+1)
		return
	}
	a := p.follow(n.Destination, n.Pos())
	if a.fault != "" {
		p.inlines(n, depth+1)
		return
	}
	link := handbook.Link{Target: a.target, Fragment: a.fragment, Title: p.typeset(n.Title), Pos: p.position(n.Pos())}
	if a.external {
		link.Kind = handbook.External
	}
	mark := len(p.text)
	index := p.openLink(link)
	p.inlines(n, depth+1)
	p.body.Links[index].Label = string(bytes.TrimSpace(p.text[mark:]))
	p.closeLink(index)
}

func (p *page) autoLink(n *ast.AutoLink) {
	label, offset := n.Label(p.src), n.Pos()
	if !bytes.HasPrefix(p.src[offset:], label) {
		offset++ // goldmark counts what precedes the address, a space or a <
	}
	destination := string(n.URL(p.src))
	if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(destination), "mailto:") {
		destination = "mailto:" + destination
	}
	a := readAddress(destination)
	switch {
	case p.inLink > 0:
		p.shown(label)
	case a.fault != "":
		p.report(a.fault, handbook.Error, offset, "Target", excerpt(destination))
		p.shown(label)
	default:
		index := p.openLink(handbook.Link{Kind: handbook.External, Target: a.target, Label: string(label), Pos: p.position(offset)})
		p.shown(label)
		p.closeLink(index)
	}
}

// wikiLink writes a wikilink; label is the one its author gave, with its
// typography, or the placeholder of none.
func (p *page) wikiLink(n *wikiLink, label []byte) {
	if n.embed {
		p.report("embed", handbook.Warning, n.Pos(), "Target", excerpt(string(n.words())))
	}
	words := []byte(unescaped(n.words()))
	if p.inLink > 0 {
		if len(n.label) > 0 {
			words = label
		}
		p.shown(words)
		return
	}
	link := handbook.Link{
		Kind: handbook.WikiLink, Pos: p.position(n.Pos()),
		Target: unescaped(n.target), Fragment: unescaped(n.fragment),
	}
	if len(n.label) > 0 {
		link.Label = string(label)
	}
	index := p.openLink(link)
	if len(n.label) > 0 {
		p.shown(label)
	} else {
		p.hole(index, handbook.LinkLabel)
		p.label(words, index)
	}
	p.closeLink(index)
}

// image writes an image of the handbook. One from another host would be a
// request that the reader did not ask for: it becomes a link.
func (p *page) image(n *ast.Image) {
	p.countReference(n.Reference, len(n.Destination)+len(n.Title), n.Pos())
	p.refuseCommentIn(n.Title, n.Pos())
	alt := p.alternative(n)
	destination := unescaped(n.Destination)
	remote := strings.HasPrefix(strings.TrimSpace(destination), "//")
	a := readAddress(destination)
	switch {
	case remote || a.external:
		p.report("remote-image", handbook.Warning, n.Pos(), "Target", excerpt(destination))
	case a.fault != "":
		p.report(a.fault, handbook.Error, n.Pos(), "Target", excerpt(destination))
	case alt == "":
		p.report("image-without-alt", handbook.Advice, n.Pos(), "Target", excerpt(destination))
	}
	words := []byte(alt)
	switch {
	case a.fault != "" || a.external && p.inLink > 0:
		p.shown(words)
	case a.external:
		if alt == "" {
			words = []byte(a.target)
		}
		index := p.openLink(handbook.Link{Kind: handbook.External, Target: a.target, Label: string(words), Title: p.typeset(n.Title), Pos: p.position(n.Pos())})
		p.shown(words)
		p.closeLink(index)
	default:
		p.body.Links = append(p.body.Links, handbook.Link{
			Kind: handbook.Image, Target: a.target, Fragment: a.fragment, Label: alt, Title: p.typeset(n.Title), Pos: p.position(n.Pos()),
		})
		p.hole(len(p.body.Links)-1, handbook.ImageHole)
		p.plain(words)
	}
}

// alternative returns the alternative text of an image.
func (p *page) alternative(n ast.Node) string {
	var words []byte
	for child := range descendants(n) {
		switch child := child.(type) {
		case *ast.Text:
			p.refuseComment(child)
			words = appendUnescaped(words, child.Segment.Value(p.src), false)
			if child.SoftLineBreak() || child.HardLineBreak() {
				words = append(words, ' ')
			}
		case *ast.AutoLink:
			words = append(words, child.Label(p.src)...)
		case *wikiLink:
			words = append(words, child.words()...)
		}
	}
	return strings.TrimSpace(Typeset(string(words), p.opt.Lang))
}

// typeset is the text of a title, which stands alone.
func (p *page) typeset(source []byte) string {
	if len(source) == 0 {
		return ""
	}
	return Typeset(unescaped(source), p.opt.Lang)
}
