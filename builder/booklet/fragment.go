package booklet

import (
	"bytes"
	"net/url"
	"path"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A binder rewrites fragments of the site for one form of the book.
type binder struct {
	site    string // absolute address of the site's root, or ""
	images  *images
	link    func(address, fragment string) (href string, within bool) // to a chapter
	anchors map[string]map[string]string                              // address → id → anchor to put there; nil for none
	folios  map[string]int                                            // page of each chapter; nil while not known
}

// bind returns a fragment of the page at address, as XHTML that is HTML too.
func (b *binder) bind(address string, fragment []byte) (string, error) {
	nodes, err := html.ParseFragment(bytes.NewReader(fragment), &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body})
	if err != nil {
		return "", err
	}
	w := writer{binder: b, address: address}
	for _, n := range nodes {
		w.node(n)
	}
	return strings.TrimSpace(w.out.String()), nil
}

// writer writes one fragment.
type writer struct {
	*binder
	address string
	out     strings.Builder
}

// unread are elements that a book has no use for, with all that is in them.
func unread(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Template, atom.Form, atom.Dialog, atom.Link, atom.Meta, atom.Noscript, atom.Iframe, atom.Object:
		return true
	}
	return has(n, "hidden") || has(n, "popover")
}

// unwrapped are elements of which a book keeps what is in them: those that ask for
// a hand, and those that HTML does not know.
func unwrapped(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Button, atom.Label, atom.Fieldset, atom.Legend, atom.Select, atom.Option, atom.Textarea:
		return true
	case 0:
		return n.Namespace == "" || strings.ContainsFunc(n.Data, func(r rune) bool { return !unicode.IsLetter(r) })
	}
	return false
}

func (w *writer) node(n *html.Node) {
	switch n.Type {
	case html.TextNode:
		w.out.WriteString(escape(n.Data))
		return
	case html.ElementNode:
	default:
		return
	}
	switch {
	case unread(n):
		return
	case unwrapped(n):
		w.children(n)
		return
	case n.DataAtom == atom.Input:
		w.checkbox(n)
		return
	case n.DataAtom == atom.Img:
		w.image(n)
		return
	case n.DataAtom == atom.A && has(n, "href"):
		href := w.href(get(n, "href"))
		if href == "" {
			w.children(n)
			return
		}
		set(n, "href", href)
	}
	w.element(n)
}

func (w *writer) children(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		w.node(c)
	}
}

// element writes n as it is, but for the attributes that no reader needs.
func (w *writer) element(n *html.Node) {
	w.out.WriteString("<" + n.Data)
	if n.DataAtom == atom.Svg {
		w.out.WriteString(` xmlns="http://www.w3.org/2000/svg"`)
	}
	for _, a := range n.Attr {
		if a.Namespace != "" || !kept(a.Key) {
			continue
		}
		w.out.WriteString(" " + a.Key + `="` + escape(a.Val) + `"`)
		if a.Key == "lang" {
			w.out.WriteString(` xml:lang="` + escape(a.Val) + `"`)
		}
	}
	if isVoid(n) {
		w.out.WriteString("/>")
		return
	}
	w.out.WriteString(">")
	if anchor := w.anchors[w.address][get(n, "id")]; anchor != "" {
		w.out.WriteString(`<a id="` + escape(anchor) + `"></a>`)
	}
	if chapter := get(n, "data-folio"); chapter != "" {
		w.out.WriteString(strconv.Itoa(w.folios[chapter]))
	} else {
		w.children(n)
	}
	w.out.WriteString("</" + n.Data + ">")
}

// href returns where a link leads in the book, or "" for nowhere.
func (w *writer) href(href string) string {
	u, err := url.Parse(href)
	if err != nil {
		return ""
	}
	switch u.Scheme {
	case "http", "https", "mailto", "tel":
		return href
	case "":
	default:
		return ""
	}
	if u.Host != "" {
		return ""
	}
	address := w.address
	if u.Path != "" {
		address = path.Join(path.Dir(w.address), u.Path)
	}
	if to, within := w.link(address, u.Fragment); within {
		return to
	}
	if w.site == "" || strings.HasPrefix(address, "../") {
		return ""
	}
	u.Path = address
	return w.site + strings.TrimPrefix(u.String(), "./")
}

// image writes a picture or, where the book cannot show it, its words.
func (w *writer) image(n *html.Node) {
	name := ""
	if u, err := url.Parse(get(n, "src")); err == nil && u.Scheme == "" {
		name = w.images.named(path.Join(path.Dir(w.address), u.Path))
	}
	if name == "" {
		w.out.WriteString(escape(get(n, "alt")))
		return
	}
	set(n, "src", name)
	w.element(n)
}

// checkbox writes the box of a task as a sign: there is nothing to click on.
func (w *writer) checkbox(n *html.Node) {
	switch {
	case get(n, "type") != "checkbox":
	case has(n, "checked"):
		w.out.WriteString("☑")
	default:
		w.out.WriteString("☐")
	}
}

// kept reports whether a book keeps an attribute.
func kept(key string) bool {
	switch key {
	case "id", "class", "lang", "dir", "href", "src", "alt", "title", "start", "reversed", "value", "max", "datetime",
		"colspan", "rowspan", "scope", "aria-label", "aria-hidden", "role",
		"viewBox", "d", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "rx", "ry", "width", "height", "transform", "points",
		"fill", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin", "text-anchor", "font-size":
		return true
	}
	return false
}

func isVoid(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Br, atom.Hr, atom.Img, atom.Wbr, atom.Col:
		return true
	}
	return false
}

// escape writes text for HTML and XML alike. What XML has no way to write is left out.
func escape(text string) string {
	text = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' || r == 0xfffe || r == 0xffff {
			return -1
		}
		return r
	}, text)
	return html.EscapeString(text)
}

func has(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}

func get(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func set(n *html.Node, key, value string) {
	for i, a := range n.Attr {
		if a.Key == key {
			n.Attr[i].Val = value
		}
	}
}
