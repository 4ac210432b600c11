package markdown

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"golang.org/x/text/unicode/norm"

	"relais/builder/handbook"
)

// Address is where a source says what one or more of its links lead to: between
// the parentheses of a link or an image, between the brackets of a wikilink, or
// in a definition that links refer to.
type Address struct {
	Kind             handbook.LinkKind // PageLink, WikiLink or Image
	Target, Fragment string            // as handbook.Link has them
	Start, End       int               // the bytes of the source that write Target

	whole bool // whether they write Fragment too
}

// Addresses returns the addresses of src that lead into the handbook, in their
// order. Like Parse it is a pure function of src.
func (c *Converter) Addresses(src []byte) []Address {
	p := newPage(clean(src), Options{}, c.lexers)
	original := offsets(src, p.src)
	if original == nil {
		return nil
	}
	context := parser.NewContext()
	context.Set(pageKey, p)
	document := c.parser.Parse(text.NewReader(p.src), parser.WithContext(context))
	if p.refused {
		return nil
	}
	var addresses []Address
	add := func(a Address, ok bool) {
		if ok && a.Target != "" {
			a.Start, a.End = original(a.Start), original(a.End)
			addresses = append(addresses, a)
		}
	}
	published := map[ast.Node]bool{} // of the footnotes
	gather := func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *east.Footnote:
			published[n] = true
		case *ast.Link:
			if n.Reference == nil {
				add(p.address(handbook.PageLink, n.Destination, pastWords(n), "]("))
			}
		case *ast.Image:
			if n.Reference == nil {
				add(p.address(handbook.Image, n.Destination, pastWords(n), "]("))
			}
		case *ast.LinkReferenceDefinition:
			add(p.address(handbook.PageLink, n.Destination, n.Pos(), "]:"))
		case *wikiLink:
			start := n.Pos() + bytes.Index(p.src[n.Pos():], []byte("[[")) + len("[[")
			start += bytes.Index(p.src[start:], n.target)
			add(Address{
				Kind: handbook.WikiLink, Target: unescaped(n.target), Fragment: unescaped(n.fragment),
				Start: start, End: start + len(n.target),
			}, true)
		}
		return ast.WalkContinue, nil
	}
	_ = ast.Walk(document, gather)
	for _, note := range p.notes {
		if !published[note] {
			_ = ast.Walk(note, gather)
		}
	}
	slices.SortStableFunc(addresses, func(a, b Address) int { return cmp.Compare(a.Start, b.Start) })
	return addresses
}

// pastWords returns where the words between the brackets of a link end, or a place
// between its beginning and there: they may look like an address.
func pastWords(link ast.Node) int {
	past := link.Pos()
	for n := range descendants(link) {
		if t, ok := n.(*ast.Text); ok {
			past = max(past, t.Segment.Stop)
		}
	}
	return past
}

// maxBefore bounds how far past the words of a link its address is looked for, in bytes.
const maxBefore = 1 << 16

// address finds where destination is written: after opener, past from. The
// parser keeps the words of a destination but not their place.
func (p *page) address(kind handbook.LinkKind, destination []byte, from int, opener string) (Address, bool) {
	read := readAddress(unescaped(destination))
	if read.fault != "" || read.external {
		return Address{}, false
	}
	window := p.src[:min(len(p.src), from+maxBefore)]
	for {
		i := bytes.Index(window[from:], []byte(opener))
		if i < 0 {
			return Address{}, false
		}
		from += i + len(opener)
		start := from + len(window[from:]) - len(bytes.TrimLeft(window[from:], " \t\n"))
		if start < len(window) && window[start] == '<' {
			start++
		}
		end := start + len(destination)
		if !bytes.HasPrefix(window[start:], destination) || end < len(window) && !bytes.ContainsRune([]byte(" \t\n)>"), rune(window[end])) {
			continue
		}
		// Blanks around an address are none of it, but keep it from reading otherwise.
		a := Address{
			Kind: kind, Target: read.target, Fragment: read.fragment,
			Start: end - len(bytes.TrimLeft(destination, " \t")), End: start + len(bytes.TrimRight(destination, " \t")),
		}
		if i := bytes.IndexByte(destination, '#'); i >= 0 {
			if a.whole = bytes.ContainsAny(destination, `&\()`); !a.whole {
				a.End = start + i
			}
		}
		return a, true
	}
}

// With returns what to write from Start to End so that the link leads to
// target, which is a path as a Target is one or, in a wikilink, its words.
func (a Address) With(target string) string {
	if a.Kind == handbook.WikiLink {
		return target
	}
	written := percentEncoded(target, "")
	if a.whole && a.Fragment != "" {
		written += "#" + percentEncoded(a.Fragment, "/?:")
	}
	return written
}

// percentEncoded escapes what has a meaning in an address or in Markdown, but for
// what is spared; and a combining mark after an escape, whose last digit it
// would join in NFC.
func percentEncoded(s, spared string) string {
	var b strings.Builder
	escape := false
	for i, c := range s {
		combines := !norm.NFC.PropertiesString(s[i:]).BoundaryBefore()
		special := c <= ' ' || strings.ContainsRune("%#?:\\()<>[]|&\"'`*\x7f", c) && !strings.ContainsRune(spared, c)
		if escape = special || escape && combines; !escape {
			b.WriteRune(c)
			continue
		}
		for _, octet := range []byte(string(c)) {
			fmt.Fprintf(&b, "%%%02X", octet)
		}
	}
	return b.String()
}

// offsets returns the function from offsets of cleaned to those of src, which
// clean made it of; nil when src holds what no text of a handbook does.
func offsets(src, cleaned []byte) func(int) int {
	if bytes.Equal(src, cleaned) {
		return func(offset int) int { return offset }
	}
	if !utf8.Valid(src) {
		return nil
	}
	at := make([]int, 0, len(cleaned)+1)
	var segments norm.Iter
	segments.Init(norm.NFC, src)
	for !segments.Done() {
		from := segments.Pos()
		segment := segments.Next()
		same := bytes.Equal(segment, src[from:segments.Pos()])
		for i := range segment {
			switch {
			case same && segment[i] == '\r':
			case same:
				at = append(at, from+i)
			default:
				at = append(at, from)
			}
		}
	}
	if len(at) != len(cleaned) {
		return nil
	}
	at = append(at, len(src))
	return func(offset int) int { return at[offset] }
}
