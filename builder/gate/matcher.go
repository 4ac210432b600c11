package gate

// matcher finds secrets in texts, all of them in one pass over the words: a word
// by its hash, a phrase by its last two words and those before them, a passage by
// the hash of its words. Hashes have 64 bits: that two words of a handbook share
// one is less likely than a failing disk.
//
// Nearly all words are none of them, and must cost little: they fall through a
// sieve of each kind. Of any few passages in a row only that with the least hash is
// known and looked up, which is the same one wherever these words stand (winnowing,
// Schleimer, Wilkerson and Aiken 2003).
type matcher struct {
	sieve    sieve // of words and people
	paired   sieve // of the last two words of phrases
	passed   sieve // of passages
	words    map[uint64]secret
	phrases  map[uint64][]phrase // by the last two words: many addresses end with the same one
	people   map[uint64]bool     // words with which the names of participants begin
	passages map[uint64]secret
}

// phrase is words that stand one after the other.
type phrase struct {
	words []uint64
	secret
}

const (
	passageWords   = 8
	passageLetters = 25 // that it must have: else it may be numbers, or nothing that tells
	window         = 4  // passages of which one is looked at: any eleven words in a row have one
	ring           = 16 // words that are remembered
	roll           = 0x9E3779B97F4A7C15
)

// rollOut is roll to the power of passageWords.
const rollOut = roll * roll % (1 << 64) * roll % (1 << 64) * roll % (1 << 64) * roll % (1 << 64) * roll % (1 << 64) * roll % (1 << 64) * roll % (1 << 64)

// sieve lets few hashes through that are not in it.
type sieve []uint64

// newSieve returns one for so many hashes, of which it lets one in a hundred through.
func newSieve(entries int) sieve {
	size := 1 << 6
	for size < entries/3 && size < 1<<16 { // larger ones are slower than what they spare
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
	return &matcher{words: map[uint64]secret{}, phrases: map[uint64][]phrase{}, people: map[uint64]bool{}, passages: map[uint64]secret{}}
}

// empty reports whether nothing is secret.
func (m *matcher) empty() bool {
	return len(m.words)+len(m.phrases)+len(m.people)+len(m.passages) == 0
}

// seal makes the matcher ready, once all is in it.
func (m *matcher) seal() {
	m.sieve = newSieve(len(m.words) + len(m.people))
	for hash := range m.words {
		m.sieve.add(hash)
	}
	for hash := range m.people {
		m.sieve.add(hash)
	}
	m.paired = newSieve(len(m.phrases))
	for hash := range m.phrases {
		m.paired.add(hash)
	}
	m.passed = newSieve(len(m.passages))
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

// find calls found for each secret in text, a participant's name being one as soon as its first
// word stands there: such a match has no id.
func (m *matcher) find(text []byte, found func(match)) {
	w := words{text: text}
	var p passing
	var starts [ring]int
	for w.next() {
		hash, back, chosen := p.next(&w)
		n := p.n
		starts[(n-1)%ring] = w.start
		if m.sieve.has(w.hash) {
			if s, ok := m.words[w.hash]; ok {
				found(match{s, w.start, w.end, id{w.hash, 0}})
			}
			if m.people[w.hash] {
				found(match{secret{Participant, -1, 0}, w.start, w.end, id{}})
			}
		}
		if n > 1 {
			if last := pair(p.hashes[(n-2)%ring], w.hash); m.paired.has(last) {
				for k, phrase := range m.phrases[last] {
					if first := n - len(phrase.words); first >= 0 && stands(phrase.words, &p.hashes, first) {
						found(match{phrase.secret, starts[first%ring], w.end, id{last, k + 1}})
					}
				}
			}
		}
		if chosen && m.passed.has(hash) {
			if s, ok := m.passages[hash]; ok {
				found(match{s, starts[(n-back-passageWords)%ring], w.end, id{hash, 0}})
			}
		}
	}
}

// passing is the last words of a text that is being read.
type passing struct {
	n       int // words since the last break
	hashes  [ring]uint64
	letters [ring]int
	rolling uint64 // of the hashes of the last passageWords
	sum     int    // of their letters

	passages [window]uint64 // hashes of the last ones, by the number of the word that each ends with
	least    int            // the number of the word that the one with the least hash ends with; 0 for none
}

// never is the hash of words that are no passage.
const never = 1<<64 - 1

// next takes the next word. When that makes another one of the last few passages the one with the
// least hash, it is chosen: next returns its hash, and how many words back it ends.
func (p *passing) next(w *words) (hash uint64, back int, chosen bool) {
	if w.breaks {
		p.n, p.rolling, p.sum, p.least = 0, 0, 0, 0
	}
	p.rolling = p.rolling*roll + w.hash
	p.sum += w.letters
	if p.n >= passageWords {
		out := (p.n - passageWords) % ring
		p.rolling -= p.hashes[out] * rollOut
		p.sum -= p.letters[out]
	}
	p.hashes[p.n%ring], p.letters[p.n%ring] = w.hash, w.letters
	p.n++
	hash = never
	if p.n >= passageWords && p.sum >= passageLetters {
		hash = p.rolling ^ p.rolling>>31
	}
	p.passages[p.n%window] = hash
	switch {
	case p.n < passageWords+window-1:
		return 0, 0, false
	case p.least > p.n-window && hash >= p.passages[p.least%window]:
		return 0, 0, false // it is still the same
	case p.least > p.n-window:
		p.least = p.n
	default: // it is left behind, or there was none yet
		p.least = p.n
		for i := p.n - 1; i > p.n-window; i-- {
			if p.passages[i%window] < p.passages[p.least%window] {
				p.least = i
			}
		}
	}
	hash = p.passages[p.least%window]
	return hash, p.n - p.least, hash != never
}

// stands reports whether the words of a phrase stand from word first on.
func stands(phrase []uint64, hashes *[ring]uint64, first int) bool {
	for k, hash := range phrase {
		if hashes[(first+k)%ring] != hash {
			return false
		}
	}
	return true
}

// addWords adds the words of a text that must not be published. They keep the
// line of their first place.
func (m *matcher) addWords(text []byte, page int32) {
	lines := lineCounter{text: text}
	for w := (words{text: text}); w.next(); {
		if w.letters == 0 || w.size < minWord {
			continue
		}
		if _, known := m.words[w.hash]; !known {
			m.words[w.hash] = secret{Word, page, lines.at(w.start)}
		}
	}
}

// addPassages adds the passages of such a text.
func (m *matcher) addPassages(text []byte, page int32) {
	lines := lineCounter{text: text}
	var p passing
	for w := (words{text: text}); w.next(); {
		hash, _, chosen := p.next(&w)
		if !chosen {
			continue
		}
		if _, known := m.passages[hash]; !known {
			m.passages[hash] = secret{Passage, page, lines.at(w.start)}
		}
	}
}

// lineCounter tells the lines of places that come one after the other.
type lineCounter struct {
	text    []byte
	counted int
	lines   int32
}

func (c *lineCounter) at(place int) int32 {
	for i := c.counted; i < place; i++ {
		if c.text[i] == '\n' {
			c.lines++
		}
	}
	c.counted = place
	return c.lines + 1
}

// minWord is how many characters a word must have to tell where it comes from.
const minWord = 4

// pair is the hash of two words, one after the other.
func pair(first, second uint64) uint64 { return first*roll + second }

// addPhrase adds words that must not stand one after the other.
func (m *matcher) addPhrase(text string, s secret) {
	p := phrase{secret: s}
	for w := (words{text: []byte(text)}); len(p.words) < ring && w.next(); {
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
