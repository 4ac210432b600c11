package privacy

import (
	_ "embed"
	"strings"
)

//go:embed sensitive.txt
var sensitiveFile string

// sensitiveWords returns, folded, the words that tell of somebody what the law
// protects most (GDPR, articles 9 and 10), and those that judge.
func sensitiveWords() map[string]Kind {
	words := map[string]Kind{}
	kind := Sensitive
	for line := range strings.Lines(sensitiveFile) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#':
		case line == "[judgement]":
			kind = Judgement
		case line[0] == '[':
			kind = Sensitive
		default:
			for word := range strings.FieldsSeq(line) {
				words[fold(word)] = kind
			}
		}
	}
	return words
}

// sensitive reports word i when its sentence is about one person: it names
// somebody, or says "my colleague". What is said of people in general is what a
// handbook is for.
func (r *reading) sensitive(i int, kind Kind) {
	const reach = 12 // words on either side, within the sentence
	for k := i - 1; k >= 0 && k >= i-reach && !r.sentenceEnds(k); k-- {
		if r.tellsOfOne(k) {
			r.report(kind, i, i)
			return
		}
	}
	for k := i + 1; k < len(r.words) && k <= i+reach && !r.sentenceEnds(k-1); k++ {
		if r.tellsOfOne(k) {
			r.report(kind, i, i)
			return
		}
	}
}

// sentenceEnds reports whether a sentence ends between words k and k+1.
func (r *reading) sentenceEnds(k int) bool {
	gap := r.text[r.words[k].end:r.words[k+1].start]
	if strings.Contains(gap, "\n\n") || strings.ContainsAny(gap, "!?|") {
		return true
	}
	return strings.Contains(gap, ".") && !r.isInitial(k) && !isTitle(r.folded(k))
}

// tellsOfOne reports whether word k speaks of one person.
func (r *reading) tellsOfOne(k int) bool {
	folded := r.folded(k)
	known := r.Scanner.words[folded]
	switch {
	case known.title && k+1 < len(r.words) && r.adjoin(k) && r.capital(k+1):
		return true
	case len(known.names) > 0 && r.capital(k), known.first && r.capital(k) && !known.ordinary:
		return true
	}
	switch folded {
	case "mon", "ma", "notre", "my", "our":
		return k+1 < len(r.words) && isColleague(r.folded(k+1))
	}
	return false
}

func isColleague(word string) bool {
	return strings.Contains(" collegue chef cheffe responsable directeur directrice manager voisin voisine binome adjoint adjointe secretaire stagiaire agent agente colleague boss ", " "+word+" ")
}
