package gate

import (
	"bytes"
	"hash/maphash"
	"html"
	"path"
	"slices"
	"sync"
)

// skim reads a page of HTML as html does, many times faster: it puts what a browser
// would show into one text, and all attributes into another, and tells whether
// nothing in them deserves a closer look. What it does not expect on a page
// deserves one. What pages of a folder all end with is read once.
func (s *sink) skim(data []byte) (clean bool) {
	p := pages.Get().(*pageText)
	defer pages.Put(p)
	below := bytes.Index(data, []byte("</main>"))
	known := false
	var footer uint64
	if below >= 0 && s.rule == all {
		footer = maphash.Bytes(s.seed, data[below:]) ^ maphash.String(s.seed, path.Dir(s.path))
		if _, known = s.footers.Load(footer); known {
			data = data[:below]
		}
	}
	clean = p.read(data) && !s.leadsAnywhere(p.addresses) &&
		s.harmless(p.shown, s.rule) && s.harmless(p.pieces, s.rule) && s.harmless(p.attributes, s.rule) && s.harmless(p.code, max(s.rule, phrases))
	if clean && below >= 0 && !known && s.rule == all {
		s.footers.Store(footer, true)
	}
	return clean
}

// harmless reports whether a text has nothing secret, as it is or with what it stands for.
func (s *sink) harmless(text []byte, r rule) bool {
	decoded, changed := decode(text)
	if !changed {
		return !s.suspicious(text, r)
	}
	_, again := decode(decoded)
	// Halves of what is encoded are no words.
	return !again && !bytes.ContainsRune(decoded, '<') && !s.suspicious(text, max(r, phrases)) && !s.suspicious(decoded, r)
}

// suspicious reports whether a text may have a secret.
func (s *sink) suspicious(text []byte, r rule) bool {
	found := false
	s.find(text, func(m match) {
		switch {
		case found:
		case m.kind == Participant:
			found = s.names(text[max(0, m.start-around):min(len(text), m.end+around)])
		default:
			found = s.forbidden(m, text, r)
		}
	})
	return found
}

// around is how far from its first word a whole name may reach, in bytes.
const around = 200

// pageText is what a page says, each text ended by a separator.
type pageText struct {
	shown      []byte   // the words of each block, whatever marks them
	last       int      // where in it the last text between two tags begins
	pieces     []byte   // of blocks whose marks stand within words: these words apart
	attributes []byte   // their values
	code       []byte   // the values of those that hold HTML's own words
	addresses  [][]byte // values that may lead to a file; they belong to the page
}

var pages = sync.Pool{New: func() any { return new(pageText) }}

// read reads a page. It is false for one that has anything but elements, attributes and text.
func (p *pageText) read(data []byte) bool {
	*p = pageText{shown: p.shown[:0], pieces: p.pieces[:0], attributes: p.attributes[:0], code: p.code[:0], addresses: p.addresses[:0]}
	data = bytes.TrimPrefix(data, []byte("<!doctype html>"))
	for {
		tag := bytes.IndexByte(data, '<')
		if tag < 0 {
			p.show(data)
			return !bytes.Contains(p.attributes, base64Mark)
		}
		p.show(data[:tag])
		rest, ok := p.element(data[tag+1:])
		if !ok {
			return false
		}
		data = rest
	}
}

// show adds a text that is shown.
func (p *pageText) show(text []byte) {
	if len(text) == 0 {
		return
	}
	from := len(p.shown)
	p.shown = unescape(p.shown, text)
	if from > 0 && len(p.shown) > from && touches(p.shown[from-1]) && touches(p.shown[from]) { // a mark within a word
		p.pieces = slices.Concat(p.pieces, p.shown[p.last:from], end, p.shown[from:], end)
	}
	p.last = from
}

var (
	end        = []byte{separator}
	base64Mark = []byte(";base64,")
)

// unescape appends a text to another without its character references.
func unescape(to, text []byte) []byte {
	if bytes.IndexByte(text, '&') < 0 {
		return append(to, text...)
	}
	return append(to, html.UnescapeString(string(text))...)
}

// element reads a tag, whose "<" is left behind.
func (p *pageText) element(data []byte) (rest []byte, ok bool) {
	closing := len(data) > 0 && data[0] == '/'
	if closing {
		data = data[1:]
	}
	size := 0
	for size < len(data) && ascii[data[size]&0x7f] != 0 && data[size] < 0x80 {
		size++
	}
	name := data[:size]
	switch {
	case size == 0, strange(name):
		return nil, false
	case cell(name):
		p.shown = append(p.shown, ' ')
	case !inline(name) && len(p.shown) > 0 && p.shown[len(p.shown)-1] != separator:
		p.shown = append(p.shown, separator)
	}
	rest, ok = p.attribute(data[size:])
	for ok && rest[0] != '>' {
		rest, ok = p.attribute(rest)
	}
	if !ok {
		return nil, false
	}
	rest = rest[1:]
	if rawElement(name) != "" && !closing { // an empty one, which loads what it names
		return rest, bytes.HasPrefix(rest, []byte("</"))
	}
	return rest, true
}

// strange reports whether what stands in an element is no ordinary text.
func strange(name []byte) bool {
	switch string(name) {
	case "iframe", "noembed", "noframes", "noscript", "plaintext", "textarea", "xmp":
		return true
	}
	return false
}

// attribute reads one attribute, with the blanks around it. What is left begins
// with ">" when it was the last; it is false at the end of the page.
func (p *pageText) attribute(data []byte) (rest []byte, ok bool) {
	i := 0
	for i < len(data) && (data[i] <= ' ' || data[i] == '/') {
		i++
	}
	start := i
	for i < len(data) && data[i] > ' ' && data[i] != '=' && data[i] != '>' && data[i] != '/' {
		i++
	}
	key := data[start:i]
	switch {
	case i == len(data):
		return nil, false
	case data[i] != '=':
		if len(key) > 0 {
			p.attributes = append(append(p.attributes, key...), separator)
		}
		return data[i:], true
	case len(key) == 0 || i+1 == len(data):
		return nil, false
	}
	quote := data[i+1]
	if quote != '"' && quote != '\'' {
		return nil, false
	}
	data = data[i+2:]
	last := bytes.IndexByte(data, quote)
	if last < 0 || last+1 == len(data) {
		return nil, false
	}
	return data[last+1:], p.value(key, data[:last])
}

// value adds the value of an attribute.
func (p *pageText) value(key, value []byte) bool {
	switch string(key) {
	case "srcdoc":
		return false
	case "class", "role", "type", "rel", "d", "viewBox", "width", "height":
		p.code = append(unescape(p.code, value), separator)
		return true
	}
	if bytes.IndexByte(value, '.') >= 0 {
		p.addresses = append(p.addresses, value)
	}
	p.attributes = append(unescape(p.attributes, value), separator)
	return true
}

// leadsAnywhere reports whether one of the addresses may be that of a hidden page or file.
func (s *sink) leadsAnywhere(addresses [][]byte) bool {
	if len(s.ends) == 0 {
		return false
	}
	for _, address := range addresses {
		if s.leadsSomewhere(address) {
			return true
		}
	}
	return false
}

// leadsSomewhere reports whether an address, as HTML has it, is that of a hidden page or file.
func (s *sink) leadsSomewhere(address []byte) bool {
	name, last := 0, len(address)
	for i, c := range address {
		switch c {
		case '%', '&', ',':
			return s.leadsTo(html.UnescapeString(string(address))) != nil
		case '#', '?':
			last = min(last, i)
		case '/':
			if i < last {
				name = i + 1
			}
		}
	}
	return s.ends[string(address[name:last])] && s.leadsTo(string(address[:last])) != nil
}
