package markdown

import (
	"strconv"
	"strings"

	"github.com/gosimple/slug"
)

// Slug returns text as it stands in an address: ASCII letters and digits, in
// lower case, words joined by hyphens. "Été à l'école" is "ete-a-l-ecole". A
// text without letter or digit has the empty slug.
func Slug(text string) string {
	return slug.Make(betweenWords.Replace(text))
}

// betweenWords holds what separates words, where the library would glue them
// ("lecole") or spell the character in English ("and", "at").
var betweenWords = strings.NewReplacer("'", " ", "’", " ", "ʼ", " ", "&", " ", "@", " ")

// ids gives each heading of a page an id of its own: "usage", then "usage-2".
// The value is how often a slug was asked for.
type ids map[string]int

func (s ids) next(text string) string {
	base := Slug(text)
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
