package search

import (
	"hash/fnv"
	"strings"
)

// node is a file of a tree, as its parent sees it.
type node struct {
	key   string // the least key in it: where it stands, and where trees are cut
	label string // what the parent writes of it
	name  string // of its file
}

// tree is how the manifest writes a tree: the text of its root, and how many
// levels of files lie below it.
type tree struct {
	Depth int    `json:"depth"`
	Root  string `json:"root"`
}

// Sizes of files, in bytes before compression. A search loads few leaves of
// terms and words and one leaf for each document that it shows, so the nodes
// above documents are small: ten documents lie in ten different nodes.
const (
	maxLeaf          = 8 << 10
	maxDocuments     = 8 << 10
	maxNode          = 6 << 10
	maxDocumentsNode = 1 << 10
	maxRoot          = 6 << 10
)

// grow writes the levels of a tree above its leaves until one node is small
// enough to be the root in the manifest. join makes the label of a node from
// those of its children.
func (e *exporter) grow(nodes []node, max int, join func([]node) string) (tree, error) {
	depth := 1
	for {
		root := nodeText(nodes)
		if len(root) <= maxRoot {
			return tree{depth, root}, nil
		}
		groups := cuts(len(nodes), max,
			func(i int) int { return len(nodes[i].label) + len(nodes[i].name) + 2 },
			func(i int) string { return nodes[i].key })
		if len(groups) == len(nodes) {
			return tree{depth, root}, nil // every node has one child: no use going on
		}
		parents := make([]node, len(groups))
		err := each(len(groups), func(i int) error {
			children := nodes[groups[i].from:groups[i].to]
			name, err := e.write(nodeText(children))
			parents[i] = node{key: children[0].key, label: join(children), name: name}
			return err
		})
		if err != nil {
			return tree{}, err
		}
		nodes = parents
		depth++
	}
}

func nodeText(children []node) string {
	var b strings.Builder
	for i, child := range children {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(child.label)
		b.WriteByte(' ')
		b.WriteString(child.name)
	}
	return b.String()
}

type span struct{ from, to int }

// cuts shares n items in a row out into groups of at most max bytes; an item
// larger than that is a group of its own. Where it cuts depends on the items'
// keys alone: a group that is too large is cut before the item whose key has
// the least hash. So a change to one item moves no cut but those around it, and
// the other files stay as they were.
func cuts(n, max int, size func(int) int, key func(int) string) []span {
	hashes := make([]uint64, n)
	sums := make([]int, n+1) // sums[i] is the size of the items before i
	for i := range n {
		h := fnv.New64a()
		h.Write([]byte(key(i)))
		hashes[i] = scatter(h.Sum64())
		sums[i+1] = sums[i] + size(i)
	}
	var groups []span
	var cut func(from, to int)
	cut = func(from, to int) {
		if sums[to]-sums[from] <= max || to-from == 1 {
			groups = append(groups, span{from, to})
			return
		}
		at := from + 1
		for i := from + 2; i < to; i++ {
			if hashes[i] < hashes[at] {
				at = i
			}
		}
		cut(from, at)
		cut(at, to)
	}
	from := 0
	for i := range n {
		if sums[i+1]-sums[i] > max {
			if from < i {
				cut(from, i)
			}
			groups = append(groups, span{i, i + 1})
			from = i + 1
		}
	}
	if from < n {
		cut(from, n)
	}
	return groups
}

// scatter spreads the bits of FNV, whose high ones hardly differ between short keys.
func scatter(h uint64) uint64 {
	h ^= h >> 32
	h *= 0x9E3779B97F4A7C15
	return h ^ h>>29
}
