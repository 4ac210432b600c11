package search

// leafCache keeps the leaves of an earlier export, and says which still hold.
type leafCache struct {
	generation   int // of this export: larger than that of any before
	before, kept map[string]cachedLeaf
	elsewhere    bool // whether the data of the leaves is elsewhere, and not kept here
}

// cachedLeaf is a file of a tree. It holds for the same keys in a row, as long as
// nothing that it says of them has changed since.
type cachedLeaf struct {
	last       string // key
	keys       int
	generation int
	name       string
	data       []byte // nil when the file is kept as it is
}

// leaf hands over the leaf for some keys in a row, made anew unless it is known.
// changed says when what a leaf says of a key last changed; nil, that nobody knows.
func (e *exporter) leaf(kind string, s span, key func(int) string, changed func(int) int, value func() any) (string, error) {
	if e.cache == nil || changed == nil {
		return e.write(value())
	}
	latest := 0
	for i := s.from; i < s.to; i++ {
		latest = max(latest, changed(i))
	}
	at, last := kind+" "+key(s.from), key(s.to-1)
	leaf, known := e.cache.before[at]
	if !known || leaf.last != last || leaf.keys != s.to-s.from || leaf.generation < latest {
		name, data, err := script(value())
		if err != nil {
			return "", err
		}
		leaf = cachedLeaf{last, s.to - s.from, e.cache.generation, name, data}
	}
	data := leaf.data
	if e.cache.elsewhere {
		leaf.data = nil
	}
	e.mu.Lock()
	e.cache.kept[at] = leaf
	e.mu.Unlock()
	return leaf.name, e.hand(leaf.name, data)
}
