package gate

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"

	"relais/search/pack"
)

// lexicon is what the search's documents are packed with, and those of them that came before it.
type lexicon struct {
	*pack.Lexicon
	waiting []packedFile
}

type packedFile struct {
	path   string
	packed []string
}

// index searches a file of the search, in the format that search/format.go
// describes and that the browser reads: front-coded words and terms, packed texts, facets.
func (s *sink) index(data []byte) {
	value, isPut := bytes.CutPrefix(data, []byte("relaisSearch.put("))
	value, ends := bytes.CutSuffix(bytes.TrimSpace(value), []byte(")"))
	if isPut && !ends {
		s.cannotRead()
		return
	}
	if !isPut {
		s.rule = max(s.rule, phrases)
		s.script(data, 0, 0) // the client
		return
	}
	var decoded any
	decoder := json.NewDecoder(bytes.NewReader(value))
	if err := decoder.Decode(&decoded); err != nil || decoder.More() {
		s.cannotRead()
		return
	}
	switch decoded := decoded.(type) {
	case string:
		s.node(decoded)
	case []any:
		s.documents(decoded)
	case map[string]any:
		if _, is := decoded["lengths"].(string); is && decoded["marks"] != nil {
			s.lexiconFile(value)
			return
		}
		s.values(decoded, "")
	}
}

var inIndex = Place{Kind: InIndex}

// node searches a leaf of terms or of words, told by its form; what is neither
// is a node above them, numbers, or a text that has no business there.
func (s *sink) node(text string) {
	if terms, ok := readTerms(text); ok {
		for _, term := range terms {
			s.term(term)
		}
		return
	}
	if list, ok := readWords(text); ok {
		s.loose([]byte(strings.Join(list, string(rune(separator)))), inIndex, -1, 0)
		return
	}
	s.search([]byte(text), inIndex, -1, max(s.rule, phrases))
}

// term searches a stem, a pair of them ("passag_relai") or a whole title ("passag_=pasrel").
// A stem is mostly the beginning of many words: it tells by itself only what begins none that may be published.
func (s *sink) term(term string) {
	stem, _, _ := strings.Cut(term, "_")
	s.search([]byte(stem), inIndex, -1, max(s.rule, phrases))
}

// documents searches the texts of documents, packed or not.
func (s *sink) documents(list []any) {
	var packed []string
	for _, document := range list {
		switch document := document.(type) {
		case string:
			packed = append(packed, document)
		default:
			s.values(document, "")
		}
	}
	if len(packed) == 0 {
		return
	}
	s.mu.Lock()
	lexicon := s.lexicon.Lexicon
	if lexicon == nil {
		s.lexicon.waiting = append(s.lexicon.waiting, packedFile{s.path, packed})
	}
	s.mu.Unlock()
	if lexicon != nil {
		s.unpack(lexicon, packed)
	}
}

func (s *sink) unpack(lexicon *pack.Lexicon, packed []string) {
	p := pages.Get().(*pageText)
	defer pages.Put(p)
	all := p.shown[:0]
	for _, document := range packed {
		if err := lexicon.Unpack(document, func(text []byte) { all = append(append(all, text...), separator) }); err != nil {
			s.cannotRead()
			return
		}
	}
	p.shown = all
	if bytes.Contains(all, base64Mark) || !s.harmless(all, s.rule) {
		for text := range bytes.SplitSeq(all, end) {
			s.loose(text, inIndex, -1, 0)
		}
	}
}

// lexiconFile searches the words that documents are packed with, and reads the
// documents that came before them.
func (s *sink) lexiconFile(value []byte) {
	var file pack.File
	err := json.Unmarshal(value, &file)
	var lexicon *pack.Lexicon
	if err == nil {
		lexicon, err = pack.ReadLexicon(file)
	}
	if err != nil {
		s.cannotRead()
		return
	}
	s.loose([]byte(strings.Join(lexicon.Known(), string(rune(separator)))), inIndex, -1, 0)
	s.mu.Lock()
	waiting := s.lexicon.waiting
	s.lexicon.Lexicon, s.lexicon.waiting = lexicon, nil
	s.mu.Unlock()
	for _, w := range waiting {
		(&sink{Gate: s.Gate, path: w.path, rule: s.rule}).unpack(lexicon, w.packed)
	}
}

// cannotRead notes that the file is in no form that the search writes.
func (s *sink) cannotRead() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.unreadable = append(s.unreadable, s.path)
}

// values searches all texts of a value of JSON. Under some keys there is code,
// not language.
func (s *sink) values(value any, key string) {
	switch value := value.(type) {
	case string:
		switch key {
		case "of", "sets", "folds", "languages", "root", "lengths", "lexicon", "file":
			s.search([]byte(value), inIndex, -1, max(s.rule, phrases))
		default:
			s.loose([]byte(value), inIndex, -1, 0)
		}
	case []any:
		for _, v := range value {
			s.values(v, key)
		}
	case map[string]any:
		for k, v := range value {
			s.search([]byte(k), inIndex, -1, max(s.rule, phrases)) // a key is the format's
			s.values(v, k)
		}
	}
}

// readTerms reads a leaf of terms; it is false for anything else.
func readTerms(leaf string) (terms []string, ok bool) {
	r, term := leafReader{text: leaf}, ""
	for r.text != "" {
		shared := r.number()
		suffix := r.units(r.number())
		r.number()
		r.skip(r.number())
		next := beginning(term, shared) + suffix
		if r.failed || next <= term {
			return nil, false
		}
		term = next
		terms = append(terms, term)
	}
	return terms, len(terms) > 0
}

// readWords reads a leaf of words; it is false for anything else.
func readWords(leaf string) (list []string, ok bool) {
	r, word := leafReader{text: leaf}, ""
	for r.text != "" {
		shared := r.number()
		end := strings.IndexFunc(r.text, func(c rune) bool { return c >= 'A' && c <= 'Z' })
		if r.failed || end < 1 {
			return nil, false
		}
		next := beginning(word, shared) + r.text[:end]
		if next <= word {
			return nil, false
		}
		word, r.text = next, r.text[end+1:]
		list = append(list, word)
	}
	return list, len(list) > 0 && slices.IsSorted(list)
}

// leafReader reads numbers and texts from left to right.
type leafReader struct {
	text   string
	failed bool
}

func (r *leafReader) number() int {
	n := 0
	for {
		if r.text == "" || n > 1<<40 {
			r.failed, r.text = true, ""
			return 0
		}
		d := int(r.text[0]) - '#'
		if d > '\\'-'#' {
			d--
		}
		r.text = r.text[1:]
		switch {
		case d < 0 || d >= 91:
			r.failed, r.text = true, ""
			return 0
		case d < 64:
			return n*64 + d
		}
		n = n*27 + d - 64 + 1
	}
}

// units reads a text of n UTF-16 units.
func (r *leafReader) units(n int) string {
	read := beginning(r.text, n)
	r.text = r.text[len(read):]
	return read
}

func (r *leafReader) skip(bytes int) {
	if bytes > len(r.text) {
		r.failed, r.text = true, ""
		return
	}
	r.text = r.text[bytes:]
}

// beginning returns the first n UTF-16 units of s.
func beginning(s string, n int) string {
	i := 0
	for i < len(s) && n > 0 {
		c, size := utf8.DecodeRuneInString(s[i:])
		n--
		if c > 0xffff {
			n--
		}
		i += size
	}
	return s[:i]
}
