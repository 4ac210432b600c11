package search

import (
	"math"
	"math/bits"
)

// The ranking, in one formula:
//
//	score(d) = (Σ_slots slot(d) + Σ_pairs pair(d) + whole(d) + Σ_asking slot(d)) × (Σ_matched idf / Σ_asked idf)^¼ × w(d)
//	slot(d)  = idf · max over the slot's terms of weight · Σ_fields impact
//	impact   = boost · tf · (k1+1) / (tf + k1 · (1 − b + b · length/mean))
//	idf      = ln(1 + (N − df + ½) / (df + ½)), df of the slot's commonest term
//	pair(d)  = ½ · mean idf of both slots · max over their terms of weights · Σ_fields boost
//	whole(d) = Σ_asked idf · 4 when all that is typed is a title or a keyword, 8 when both
//
// A slot is one word of the query with all that it may stand for; df counts
// documents with a term in any field. The fields are added, each with its own
// mean length. It is Okapi BM25 (Robertson and Zaragoza, 2009) per field; one
// idf a slot keeps a rare completion or correction from outranking the common
// one that was more likely meant. A pair is two slots that follow each other,
// where a title, a heading or a keyword has their terms one after the other. A
// word that asks ("comment", "quand"), when others carry the subject, is looked
// for with a low weight and neither finds nor loses a page. w is the weight of the
// document's values of facets: a page that is archived comes lower. Folder
// relevance measures it.
//
// client/rank.js computes the same, operation by operation in the same order:
// IEEE 754 makes +, ×, ÷ and √ agree to the last bit everywhere. Two things
// would not: a fused multiply-add, which the conversions float64(x*y) forbid
// (Go specification, "Floating-point operators"), and the logarithm, which is
// therefore rounded. The power ¼ is two square roots.
const (
	k1 = 1.2
	b  = 0.75
)

// field is one of the fields that words are looked for in.
type field struct {
	name  string
	boost float64
}

// fields stand in the order in which their impacts are added and their bits
// set in a posting's mask.
var fields = [...]field{
	{"title", 2.5},
	{"headings", 2},
	{"keywords", 2},
	{"body", 1},
}

const (
	title = iota
	headings
	keywords
	body
)

// idf returns the weight of a term that df of n documents have, rounded to 1e-9.
func idf(n, df int) float64 {
	x := math.Log(1 + (float64(n-df)+0.5)/(float64(df)+0.5))
	return math.Floor(x*1e9+0.5) / 1e9
}

// coverage returns x^¼.
func coverage(x float64) float64 { return math.Sqrt(math.Sqrt(x)) }

// whole is what it counts, beside the idf of all slots, to be asked for by a
// whole keyword: "il m'a traitée de" finds first the page that has these words.
const whole = 4

// pairIDF returns what a pair counts beside a slot: half the mean idf of its words.
func pairIDF(first, second float64) float64 { return (first + second) / 4 }

// impacts holds the part of BM25's denominator that depends on the length of a
// field, for all codes of length.
type impacts [len(fields)][maxLengthCode + 1]float64

// newImpacts prepares the formula for an index of n documents whose fields
// have the given total lengths, in words.
func newImpacts(n int, totals [len(fields)]int) *impacts {
	var im impacts
	for f := range fields {
		if totals[f] == 0 {
			continue
		}
		mean := float64(totals[f]) / float64(n)
		for code := range im[f] {
			im[f][code] = k1 * float64(1-b+float64(b*lengthOf(code))/mean)
		}
	}
	return &im
}

// of returns the impact of a term that occurs so often in a field of such a
// length, both given by their codes.
func (im *impacts) of(f, frequency, length int) float64 {
	tf := frequencyOf(frequency)
	return fields[f].boost * float64(float64(tf*(k1+1))/(tf+im[f][length]))
}

// Lengths and frequencies are kept in five bits: two codes for each power of two,
// so at most a quarter off (which ranks no worse, and on our questions slightly
// better). A posting can then carry the length of its own field, few of its
// numbers differ from those of the next, and a small edit to a page mostly
// leaves its postings as they were. Lucene does the same with a byte.
const maxLengthCode = 31

// frequencyCode returns the code of how often a field has a term: 0 is once, and
// then come those of lengths from 2 on.
func frequencyCode(tf int) int { return max(lengthCode(tf)-1, 0) }

// frequencyOf returns the middle of the frequencies that share a code.
func frequencyOf(code int) float64 { return lengthOf(code + 1) }

// lengthCode returns the code of a length in words, at least 1.
func lengthCode(length int) int {
	if length < 2 {
		return 0
	}
	octave := bits.Len(uint(length)) - 1
	half := length >> (octave - 1) & 1
	return min(2*octave+half, maxLengthCode)
}

// lengthOf returns the middle of the lengths that share a code.
func lengthOf(code int) float64 {
	if code < 2 {
		return 1
	}
	width := float64(int(1) << (code/2 - 1))
	return width*float64(2+code%2) + (width-1)/2
}
