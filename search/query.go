package search

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Query is a question to an [Index].
type Query struct {
	Text    string              // what a person typed
	Filters map[string][]string // name of a facet: ids of its values
	Facets  []string            // names of the facets to count
	Limit   int                 // hits wanted; 0 means 10
}

// clause is a part of the query's text.
type clause struct {
	text    string // what to look for
	start   int    // where it stands in the query's text, in bytes
	quoted  bool   // "…" or « … »: all its words are required
	exclude bool   // -mot: pages with it are left out
	field   string // type:fiche: the name of a facet, if there is one of that name
}

// parse cuts a query's text into clauses. Every text has a meaning: what does
// not fit the syntax is words.
//
//	query  = { space | ( [ "-" ] | [ name ":" ] ) ( quoted | word ) }
//	quoted = `"` … `"` | "“" … "”" | "«" … "»", the closing mark being optional
//
// client/query.js cuts in the same way.
func parse(text string) []clause {
	var clauses []clause
	for i := 0; i < len(text); {
		c, size := utf8.DecodeRuneInString(text[i:])
		if unicode.IsSpace(c) {
			i += size
			continue
		}
		part, end := parseClause(text, i)
		clauses = append(clauses, part)
		i = end
	}
	return clauses
}

func parseClause(text string, i int) (clause, int) {
	var c clause
	if rest := text[i:]; len(rest) > 1 && rest[0] == '-' && !startsWith(rest[1:], unicode.IsSpace) {
		c.exclude = true
		i++
	}
	if n := fieldName(text[i:]); n > 0 && !c.exclude {
		c.field = text[i : i+n]
		i += n + 1
	}
	for _, marks := range [...][2]string{{`"`, `"`}, {"“", "”"}, {"«", "»"}} {
		open, shut := marks[0], marks[1]
		if inside, ok := strings.CutPrefix(text[i:], open); ok {
			c.quoted = true
			c.start = i + len(open)
			c.text, _, ok = strings.Cut(inside, shut)
			end := c.start + len(c.text)
			if ok {
				end += len(shut)
			}
			return c, end
		}
	}
	end := i + strings.IndexFunc(text[i:], unicode.IsSpace)
	if end < i {
		end = len(text)
	}
	c.text, c.start = text[i:end], i
	return c, end
}

// fieldName returns the length of the name before a colon that something
// follows, or 0.
func fieldName(text string) int {
	n := strings.IndexFunc(text, func(c rune) bool { return !unicode.IsLetter(c) })
	if n <= 0 || text[n] != ':' || len(text) == n+1 || startsWith(text[n+1:], unicode.IsSpace) {
		return 0
	}
	return n
}

func startsWith(text string, is func(rune) bool) bool {
	c, _ := utf8.DecodeRuneInString(text)
	return is(c)
}
