package gate

// matcher finds secrets in texts, all of them in one pass over the words: a word
// by its hash, a phrase by its last two words and those before them, a passage by a hash that rolls
// over the words. Hashes have 64 bits: that two words of a handbook share one is
// less likely than a failing disk.
type matcher struct {
	sieve    sieve // of the words and the people
	paired   sieve // of the last two words of phrases
	words    map[uint64]secret
	phrases  map[uint64][]phrase // by the last two words: many addresses end with the same one
	people   map[uint64]bool     // words with which the names of participants begin
	passages map[uint64]secret
	passed   sieve // of the passages
}

// phrase is words that stand one after the other.
type phrase struct {
	words []uint64
	secret
}

const (
	passageWords   = 8
	passageLetters = 25 // that it must have: else it may be numbers, or nothing that tells
	maxPhrase      = 16 // words
	roll           = 0x9E3779B97F4A7C15
)

// rollOut is roll to the power of passageWords.
const rollOut = roll * roll % (1 << 64) * roll % (1 << 64) * roll % (1 << 64) * roll % (1 << 64) * roll % (1 << 64) * roll % (1 << 64) * roll % (1 << 64)

// sieve lets few hashes through that are not in it.
type sieve []uint64

func newSieve(entries int) sieve {
	size := 1 << 10
	for size < entries/4 && size < 1<<18 { // larger ones are slower than what they spare
		size *= 2
	}
	return make(sieve, size)
}

// bits are the two of a hash, in one word of the sieve.
func bits(hash uint64) uint64 { return 1<<(hash&63) | 1<<(hash>>40&63) }

func (s sieve) add(hash uint64) { s[hash>>6&uint64(len(s)-1)] |= bits(hash) }

func (s sieve) has(hash uint64) bool {
	b := bits(hash)
	return s[hash>>6&uint64(len(s)-1)]&b == b
}

func newMatcher() *matcher {
	return &matcher{
		words: map[uint64]secret{}, phrases: map[uint64][]phrase{},
		people: map[uint64]bool{}, passages: map[uint64]secret{},
	}
}

// seal makes the matcher ready, once all is in it.
func (m *matcher) seal() {
	m.sieve = newSieve(8 * (len(m.words) + len(m.people)))
	m.paired = newSieve(8 * len(m.phrases))
	m.passed = newSieve(8 * len(m.passages))
	for hash := range m.words {
		m.sieve.add(hash)
	}
	for hash := range m.phrases {
		m.paired.add(hash)
	}
	for hash := range m.people {
		m.sieve.add(hash)
	}
	for hash := range m.passages {
		m.passed.add(hash)
	}
}

// match is a secret in a text.
type match struct {
	secret
	start, end int // in the text
	id
}

// id is how a matcher knows a secret.
type id struct {
	hash   uint64 // of a word or a passage; of a phrase, that of its last two words
	phrase int    // 1 for the first of the phrases with these, and so on; 0 for what is none
}

// find calls found for each secret in text, and reports whether it may name
// a participant.
func (m *matcher) find(text []byte, found func(match)) (people bool) {
	w := words{text: text}
	var hashes [maxPhrase]uint64
	var starts, letters [maxPhrase]int
	rolling, n, inPassage := uint64(0), 0, 0 // n words since the last break
	for w.next() {
		if w.breaks {
			rolling, n, inPassage = 0, 0, 0
		}
		i := n % maxPhrase
		rolling = rolling*roll + w.hash
		inPassage += w.letters
		if n >= passageWords {
			out := (n - passageWords) % maxPhrase
			rolling -= hashes[out] * rollOut
			inPassage -= letters[out]
		}
		hashes[i], starts[i], letters[i] = w.hash, w.start, w.letters
		n++
		if m.sieve.has(w.hash) {
			if s, ok := m.words[w.hash]; ok {
				found(match{s, w.start, w.end, id{w.hash, 0}})
			}
			people = people || m.people[w.hash]
		}
		if n > 1 {
			last := pair(hashes[(n-2)%maxPhrase], w.hash)
			if m.paired.has(last) {
				for k, p := range m.phrases[last] {
					if first := n - len(p.words); first >= 0 && stands(p.words, &hashes, first) {
						found(match{p.secret, starts[first%maxPhrase], w.end, id{last, k + 1}})
					}
				}
			}
		}
		if n >= passageWords && inPassage >= passageLetters && m.passed.has(rolling) {
			if s, ok := m.passages[rolling]; ok {
				found(match{s, starts[(n-passageWords)%maxPhrase], w.end, id{rolling, 0}})
			}
		}
	}
	return people
}

// stands reports whether the words of a phrase stand from word first on.
func stands(phrase []uint64, hashes *[maxPhrase]uint64, first int) bool {
	for k, hash := range phrase {
		if hashes[(first+k)%maxPhrase] != hash {
			return false
		}
	}
	return true
}

// addText adds the words and the passages of a text that must not be published.
// Secrets keep the line of their first place.
func (m *matcher) addText(text []byte, page int32) {
	w := words{text: text}
	var hashes, letters [passageWords]uint64
	rolling, inPassage := uint64(0), uint64(0)
	line, counted := int32(1), 0
	for n := 0; w.next(); {
		for ; counted < w.start; counted++ {
			if text[counted] == '\n' {
				line++
			}
		}
		if w.breaks {
			rolling, inPassage, n = 0, 0, 0
		}
		i := n % passageWords
		rolling = rolling*roll + w.hash
		inPassage += uint64(w.letters)
		if n >= passageWords {
			rolling -= hashes[i] * rollOut
			inPassage -= letters[i]
		}
		hashes[i], letters[i] = w.hash, uint64(w.letters)
		n++
		if w.letters > 0 && w.size >= minWord {
			if _, known := m.words[w.hash]; !known {
				m.words[w.hash] = secret{Word, page, line}
			}
		}
		if n >= passageWords && inPassage >= passageLetters {
			if _, known := m.passages[rolling]; !known {
				m.passages[rolling] = secret{Passage, page, line}
			}
		}
	}
}

// minWord is how many characters a word must have to tell where it comes from.
const minWord = 4

// pair is the hash of two words, one after the other.
func pair(first, second uint64) uint64 { return first*roll + second }

// addPhrase adds words that must not stand one after the other.
func (m *matcher) addPhrase(text string, s secret) {
	p := phrase{secret: s}
	for w := (words{text: []byte(text)}); len(p.words) < maxPhrase && w.next(); {
		p.words = append(p.words, w.hash)
	}
	if n := len(p.words); n > 1 {
		last := pair(p.words[n-2], p.words[n-1])
		m.phrases[last] = append(m.phrases[last], p)
	}
}

// forget drops what was found in a text that may be published.
func (m *matcher) forget(found []match) {
	gone := map[id]bool{}
	for _, f := range found {
		switch f.kind {
		case Word:
			delete(m.words, f.hash)
		case Passage:
			delete(m.passages, f.hash)
		default:
			gone[f.id] = true
		}
	}
	for last, phrases := range m.phrases {
		var kept []phrase
		for k, p := range phrases {
			if !gone[id{last, k + 1}] {
				kept = append(kept, p)
			}
		}
		if m.phrases[last] = kept; kept == nil {
			delete(m.phrases, last)
		}
	}
}
