package search

import (
	"cmp"
	"maps"
	"math/bits"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// dictionary holds the words of the index as people would type them: folded,
// not stemmed, because a stem is not a prefix of its word ("évaluatio", "évalu").
type dictionary struct {
	words []string // sorted by bytes
	codes []int    // how frequent each is: the bit length of its count, at most 25
}

const (
	maxCompletions = 8 // words that the last word of a query may stand for
	maxCorrections = 4 // words that a word that no page has may stand for
)

func newDictionary(counts map[string]int) dictionary {
	d := dictionary{words: slices.Sorted(maps.Keys(counts))}
	d.codes = make([]int, len(d.words))
	for i, word := range d.words {
		d.codes[i] = min(bits.Len(uint(counts[word])), 25)
	}
	return d
}

// complete returns the most frequent words that begin with prefix and go on.
func (d dictionary) complete(prefix string) []string {
	from, found := slices.BinarySearch(d.words, prefix)
	if found {
		from++
	}
	to := from
	for to < len(d.words) && strings.HasPrefix(d.words[to], prefix) {
		to++
	}
	candidates := make([]candidate, 0, to-from)
	for i := from; i < to; i++ {
		candidates = append(candidates, candidate{d.words[i], d.codes[i], 0})
	}
	return best(candidates, maxCompletions)
}

// correct returns the words nearest to one that is not in the dictionary:
// those with its first letter or, when there are none, any.
func (d dictionary) correct(word string) []string {
	reach := reach(word)
	if reach == 0 {
		return nil
	}
	_, size := utf8.DecodeRuneInString(word)
	first := word[:size]
	from, _ := slices.BinarySearch(d.words, first)
	to := from
	for to < len(d.words) && strings.HasPrefix(d.words[to], first) {
		to++
	}
	if near := d.near(nil, word, from, to, reach); len(near) > 0 {
		return best(near, maxCorrections)
	}
	near := d.near(nil, word, 0, from, reach)
	return best(d.near(near, word, to, len(d.words), reach), maxCorrections)
}

// near appends the words d.words[from:to] within reach.
func (d dictionary) near(near []candidate, word string, from, to, reach int) []candidate {
	typed := []rune(word)
	for i := from; i < to; i++ {
		if abs(len(d.words[i])-len(word)) > 4*reach {
			continue // whatever its letters: a letter has at most four bytes
		}
		if distance := distance(typed, []rune(d.words[i]), reach); distance <= reach {
			near = append(near, candidate{d.words[i], d.codes[i], distance})
		}
	}
	return near
}

// candidate is a word that another may stand for.
type candidate struct {
	word     string
	code     int
	distance int
}

// best returns at most limit words of the least distance, the most frequent first.
func best(candidates []candidate, limit int) []string {
	slices.SortFunc(candidates, func(a, b candidate) int {
		return cmp.Or(
			cmp.Compare(a.distance, b.distance),
			cmp.Compare(b.code, a.code),
			cmp.Compare(a.word, b.word),
		)
	})
	var words []string
	for _, c := range candidates {
		if len(words) == limit || c.distance != candidates[0].distance {
			break
		}
		words = append(words, c.word)
	}
	return words
}

// reach returns how many typing errors a word may hold: none below four
// letters or with a digit, one below eight, else two.
func reach(word string) int {
	letters := utf8.RuneCountInString(word)
	switch {
	case letters < 4 || strings.ContainsFunc(word, unicode.IsNumber):
		return 0
	case letters < 8:
		return 1
	default:
		return 2
	}
}

// distance is the optimal string alignment distance (Damerau's errors: a
// letter wrong, missing, too many, or two swapped, no part edited twice), or
// limit+1 when it is larger than limit.
func distance(a, b []rune, limit int) int {
	if abs(len(a)-len(b)) > limit {
		return limit + 1
	}
	var rows [3][64]int // words are at most 40 letters
	before, above, row := rows[0][:len(b)+1], rows[1][:len(b)+1], rows[2][:len(b)+1]
	for j := range above {
		above[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d := min(above[j]+1, row[j-1]+1, above[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, before[j-2]+1)
			}
			row[j] = d
			least = min(least, d)
		}
		if least > limit {
			return limit + 1
		}
		before, above, row = above, row, before
	}
	return min(above[len(b)], limit+1)
}

func abs(x int) int { return max(x, -x) }
