package search

import (
	"cmp"
	"maps"
	"math/bits"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"relais/search/analysis"
)

// dictionary holds the words of the index as people would type them: folded,
// not stemmed, because a stem is not a prefix of its word ("évaluatio", "évalu").
type dictionary struct {
	words []string // sorted by bytes
	codes []int    // how frequent each is: the bit length of its count, at most 25

	languages []*analysis.Language
}

const (
	maxCorrections = 4 // words that a word that no page has may stand for
	maxNearest     = 3 // words to propose for one when nothing is found
)

func newDictionary(counts map[string]int, languages []*analysis.Language) dictionary {
	d := dictionary{words: slices.Sorted(maps.Keys(counts)), languages: languages}
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
	return best(candidates, maxCompletions(prefix))
}

// maxCompletions returns how many words the last word of a query may stand for:
// few as long as it says little, because each may cost the browser a file.
func maxCompletions(prefix string) int {
	switch letters := utf8.RuneCountInString(prefix); {
	case letters <= 2:
		return 4
	case letters == 3:
		return 6
	default:
		return 8
	}
}

// correct returns the words that one that is not in the dictionary may stand
// for, the likeliest first: those with its first letter, and what follows a head
// typed without its apostrophe; when there are none and it may go on
// (unfinished), those of which a beginning is near; else those with any letter.
func (d dictionary) correct(word string, unfinished bool) []string {
	limit := maxCost * reach(word)
	if limit == 0 {
		return nil
	}
	from, to := d.initial(word)
	near := d.near(d.elided(word), word, from, to, limit, false)
	if len(near) == 0 && unfinished {
		near = d.near(nil, word, from, to, limit, true)
	}
	if len(near) == 0 {
		near = d.near(near, word, 0, from, limit, false)
		near = d.near(near, word, to, len(d.words), limit, false)
	}
	return best(near, maxCorrections)
}

// elided returns what follows a head typed without its apostrophe.
func (d dictionary) elided(word string) []candidate {
	var elided []candidate
	for _, language := range d.languages {
		for _, rest := range language.Elided(word) {
			if i, found := slices.BinarySearch(d.words, rest); found {
				elided = append(elided, candidate{rest, d.codes[i], maxCost})
			}
		}
	}
	return elided
}

// nearest returns the words of the same first letter that are nearest to one
// for which nothing was found, within a wider reach: two letters in five.
func (d dictionary) nearest(word string) []string {
	if word == "" {
		return nil
	}
	from, to := d.initial(word)
	limit := maxCost * max(1, utf8.RuneCountInString(word)*2/5)
	near := d.near(nil, word, from, to, limit, false)
	sortCandidates(near)
	var words []string
	for _, c := range near[:min(maxNearest, len(near))] {
		words = append(words, c.word)
	}
	return words
}

// initial returns the range of the words with the first letter of word.
func (d dictionary) initial(word string) (from, to int) {
	_, size := utf8.DecodeRuneInString(word)
	first := word[:size]
	from, _ = slices.BinarySearch(d.words, first)
	to = from
	for to < len(d.words) && strings.HasPrefix(d.words[to], first) {
		to++
	}
	return from, to
}

// near appends the words d.words[from:to] of which the word is a misspelling of
// at most the cost limit: of the whole or, when it is unfinished, of a beginning.
func (d dictionary) near(near []candidate, word string, from, to, limit int, unfinished bool) []candidate {
	typed := []rune(word)
	sounds := d.sounds(word)
	for i := from; i < to; i++ {
		other := d.words[i]
		if abs(len(other)-len(word)) > 4*limit/minCost && !unfinished {
			continue // whatever its letters: a letter has at most four bytes
		}
		cost := distance(typed, []rune(other), limit, unfinished)
		if cost > soundCost && !unfinished && abs(len(other)-len(word)) <= 3 && d.sound(other, sounds) {
			cost = soundCost
		}
		if cost <= limit {
			near = append(near, candidate{other, d.codes[i], cost})
		}
	}
	return near
}

// sounds returns how each language says a word.
func (d dictionary) sounds(word string) []string {
	sounds := make([]string, len(d.languages))
	for i, language := range d.languages {
		sounds[i] = language.Sound(word)
	}
	return sounds
}

// sound says whether a language says a word like another, given as sounds.
func (d dictionary) sound(word string, sounds []string) bool {
	for i, language := range d.languages {
		if sounds[i] != "" && language.Sound(word) == sounds[i] {
			return true
		}
	}
	return false
}

// candidate is a word that another may stand for.
type candidate struct {
	word string
	code int
	cost int
}

// errors is about how many typing errors the candidate's cost stands for.
func (c candidate) errors() int { return (c.cost + maxCost - 1) / maxCost }

// best returns at most limit words of the fewest errors, the likeliest first.
func best(candidates []candidate, limit int) []string {
	sortCandidates(candidates)
	var words []string
	for _, c := range candidates {
		if len(words) == limit || c.errors() != candidates[0].errors() {
			break
		}
		words = append(words, c.word)
	}
	return words
}

// sortCandidates sorts by cost, then by frequency.
func sortCandidates(candidates []candidate) {
	slices.SortFunc(candidates, func(a, b candidate) int {
		return cmp.Or(
			cmp.Compare(a.cost, b.cost),
			cmp.Compare(b.code, a.code),
			cmp.Compare(a.word, b.word),
		)
	})
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

// What a typing error costs: less when a finger slips easily.
const (
	minCost   = 4 // two letters swapped, one doubled or not, one of the keys around it
	soundCost = 5 // any number of errors in a word that sounds the same
	maxCost   = 6
)

// keys are the letters of a French keyboard, where they lie.
const keys = "azertyuiop" + "qsdfghjklm" + "wxcvbn"

// beside says whether the keys of two letters touch.
func beside(a, b rune) bool {
	i, j := strings.IndexRune(keys, a), strings.IndexRune(keys, b)
	if i < 0 || j < 0 {
		return false
	}
	rows, columns := abs(i/10-j/10), abs(i%10-j%10)
	return rows == 0 && columns == 1 || rows == 1 && columns == 0
}

// distance is the cost of the cheapest errors that turn b, or a beginning of b,
// into a, no part edited twice (the optimal string alignment distance, with
// costs), or more than limit.
func distance(a, b []rune, limit int, beginning bool) int {
	if len(a)-len(b) > limit/minCost || !beginning && len(b)-len(a) > limit/minCost {
		return limit + 1
	}
	if beginning {
		b = b[:min(len(b), len(a)+limit/minCost)]
	}
	var rows [3][64]int // words are at most 40 letters
	before, above, row := rows[0][:len(b)+1], rows[1][:len(b)+1], rows[2][:len(b)+1]
	for j := 1; j <= len(b); j++ {
		above[j] = above[j-1] + gap(b, j-1)
	}
	for i := 1; i <= len(a); i++ {
		row[0] = above[0] + gap(a, i-1)
		least := row[0]
		for j := 1; j <= len(b); j++ {
			d := above[j-1]
			if a[i-1] != b[j-1] {
				if beside(a[i-1], b[j-1]) {
					d += minCost
				} else {
					d += maxCost
				}
				d = min(d, above[j]+gap(a, i-1), row[j-1]+gap(b, j-1))
				if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
					d = min(d, before[j-2]+minCost)
				}
			} else {
				d = min(d, above[j]+gap(a, i-1), row[j-1]+gap(b, j-1))
			}
			row[j] = d
			least = min(least, d)
		}
		if least > limit {
			return limit + 1
		}
		before, above, row = above, row, before
	}
	if beginning {
		return slices.Min(above)
	}
	return above[len(b)]
}

// gap is the cost of a letter that only one of two words has.
func gap(word []rune, i int) int {
	if i > 0 && word[i] == word[i-1] {
		return minCost
	}
	return maxCost
}

func abs(x int) int { return max(x, -x) }
