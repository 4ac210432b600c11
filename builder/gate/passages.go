package gate

// passages are the passages that must not be published, by the hash of their
// words: there may be a million of them, so they are in one table, where each
// stands at the first free place from the one that its hash says.
type passages struct {
	table []passage // as many as a power of two; a hash of 0 is none
	count int
}

// passage is some words, one after the other, of a text that must not be published.
type passage struct {
	hash uint64
	page int32 // index in Gate.sources; published for one that a published text has too
	line int32
}

// published is the page of what may be published.
const published = -2

// add adds a passage, unless its words are known.
func (p *passages) add(new passage) {
	if 2*p.count >= len(p.table) {
		p.grow()
	}
	at := p.place(new.hash)
	if p.table[at].hash == 0 {
		p.table[at] = new
		p.count++
	}
}

// place returns where the passage with a hash is, or would be.
func (p *passages) place(hash uint64) int {
	last := len(p.table) - 1
	at := int(hash) & last
	for p.table[at].hash != 0 && p.table[at].hash != hash {
		at = (at + 1) & last
	}
	return at
}

func (p *passages) grow() {
	old := p.table
	p.table = make([]passage, max(1<<10, 2*len(old)))
	for _, known := range old {
		if known.hash != 0 {
			p.table[p.place(known.hash)] = known
		}
	}
}

// get returns where the words with a hash stand, if they must not be published.
func (p *passages) get(hash uint64) (secret, bool) {
	if len(p.table) == 0 {
		return secret{}, false
	}
	known := p.table[p.place(hash)]
	return secret{Passage, known.page, known.line}, known.hash != 0 && known.page != published
}

// forget lets the words with a hash be published.
func (p *passages) forget(hash uint64) {
	p.table[p.place(hash)].page = published
}
