package markdown

import (
	"strconv"

	"relais/builder/handbook"
)

// ids gives each heading of a page an id of its own: "usage", then "usage-2".
// The value is how often a slug was asked for.
type ids map[string]int

func (s ids) next(text string) string {
	base := handbook.Slug(text)
	if base == "" {
		base = "section"
	}
	id := base
	for s[id] > 0 {
		s[base]++
		id = base + "-" + strconv.Itoa(s[base])
	}
	s[id]++
	return id
}
