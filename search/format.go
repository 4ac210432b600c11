package search

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
)

// formatVersion is written in the manifest. The client refuses another one.
//
// History:
//
//	1  the first: trees of terms, words and documents; a column a facet
//	2  lengths of bodies in a file of their own; one number for a term that stands
//	   once in a body; weights of facets; documents packed; pairs of terms ("passag_relai")
//	   and whole titles and keywords ("=…") among the terms
//	3  impacts field by field, frequencies in codes; documents as they are in a
//	   small handbook; files no longer say their own names
const formatVersion = 3

// The files of the export are classic scripts, the only kind that a page opened
// from a disk may load:
//
//	search/manifest.js       relaisSearch.put({…})   the only stable name
//	search/ab/cdef0123ef.js  relaisSearch.put(…)     named by its content
//
// A name is the first 12 hexadecimal digits of the SHA-256 of the value, so a
// file never changes, may be cached for ever, and an unchanged page leaves its
// files as they were.
//
// Numbers are written in 91 printable characters that need no escape in a JSON
// string: a digit below 64 ends a number, the other 27 carry on. Most numbers
// of an index are small and take one character, on which gzip then works well.
//
//	leaf of terms      { number(shared) number(n) suffix[n] number(df) number(len) postings[len] }
//	postings           steps kinds impacts
//	steps              { number(2 · gap + more) }  one for each document; gap: ordinal − the one before − 1;
//	                                               more: 0 says "once, in the body"
//	kinds              { number(kind) }            one for each more: below 16 the mask of the fields that
//	                                               have the term, else 15 + frequency, in the body only
//	impacts            { impact }                  one for each field of each mask: all titles, all headings, …
//	impact             number(frequency) in the body, else
//	                   number(3 · code of the field's length + min(frequency, 2)), then number(frequency − 2) when it is 2 or more
//	frequency          code of how often the field has the term, as rank.go says; 0 is once
//
// Like stands with like, so that gzip makes little of a term that most pages have.
//
//	lengths            { number(code of the body's length) }        by ordinal
//	leaf of words      { number(shared) suffix letter }          letter: A–Z, how frequent
//	leaf of documents  [packed…], as package pack says, or [[text…]…], each listed as texts.go says
//	lexicon            what they are packed with
//	inner node         label " " name { "," label " " name }     label: least key, or number of documents
//	facet              {values: [[id, label, [other name…], weight]…], sets: [[value…]…], of: { number(set) }}
//
// shared counts the letters that a key has in common with the key before it;
// all lengths are in UTF-16 units, as JavaScript counts.
const (
	digits    = 91
	lastDigit = 64
	carry     = digits - lastDigit
)

// appendNumber appends n ≥ 0.
func appendNumber(to []byte, n int) []byte {
	var reversed [12]byte
	i := len(reversed) - 1
	reversed[i] = digit(n % lastDigit)
	for n /= lastDigit; n > 0; n /= carry {
		n--
		i--
		reversed[i] = digit(lastDigit + n%carry)
	}
	return append(to, reversed[i:]...)
}

// digit returns the character for 0 ≤ d < 91: '#' to '~' without '\'.
func digit(d int) byte {
	c := byte(d) + '#'
	if c >= '\\' {
		c++
	}
	return c
}

// posting is what one field of one document holds of a term.
type posting struct {
	ordinal, field    int
	frequency, length int // codes, as rank.go says
}

// masks is how many kinds of posting are masks of fields; the others tell how
// often the body alone has the term, from twice on.
const masks = 1 << len(fields)

// appendPostings appends the postings of a term, sorted by ordinal and field,
// and returns how many documents they are.
func appendPostings(to []byte, postings []posting) ([]byte, int) {
	var steps, kinds []byte
	var impacts [len(fields)][]byte
	df, previous := 0, -1
	for len(postings) > 0 {
		n := 1
		for n < len(postings) && postings[n].ordinal == postings[0].ordinal {
			n++
		}
		gap := postings[0].ordinal - previous - 1
		switch first := postings[0]; {
		case n > 1 || first.field != body:
			mask := 0
			for _, p := range postings[:n] {
				mask |= 1 << p.field
				impacts[p.field] = appendImpact(impacts[p.field], p)
			}
			steps, kinds = appendNumber(steps, 2*gap+1), appendNumber(kinds, mask)
		case first.frequency > 0:
			steps, kinds = appendNumber(steps, 2*gap+1), appendNumber(kinds, masks+first.frequency-1)
		default:
			steps = appendNumber(steps, 2*gap)
		}
		previous = postings[0].ordinal
		postings = postings[n:]
		df++
	}
	return slices.Concat(to, steps, kinds, slices.Concat(impacts[:]...)), df
}

func appendImpact(to []byte, p posting) []byte {
	if p.field == body {
		return appendNumber(to, p.frequency)
	}
	to = appendNumber(to, 3*p.length+min(p.frequency, 2))
	if p.frequency >= 2 {
		to = appendNumber(to, p.frequency-2)
	}
	return to
}

// script wraps a value as a file of the export and returns its name.
func script(value any) (name string, data []byte, err error) {
	encoded, err := encode(value)
	if err != nil {
		return "", nil, err
	}
	sum := sha256.Sum256(encoded)
	name = hex.EncodeToString(sum[:6])
	return name, put(encoded), nil
}

func put(encoded []byte) []byte {
	return fmt.Appendf(make([]byte, 0, len(encoded)+40), "relaisSearch.put(%s)\n", encoded)
}

// encode returns value as JSON on one line, which JavaScript reads alike:
// U+2028 and U+2029 are escaped.
func encode(value any) ([]byte, error) {
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return nil, fmt.Errorf("encode a file of the search: %w", err)
	}
	return bytes.TrimSuffix(buffer.Bytes(), []byte("\n")), nil
}

// path returns where the file of the given name lies, relative to the site's root.
func path(name string) string {
	if name == "manifest" {
		return "search/manifest.js"
	}
	return "search/" + name[:2] + "/" + name[2:] + ".js"
}
