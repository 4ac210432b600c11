package handbook

import "golang.org/x/text/collate"

// A Binder ties the pages of a handbook together, and again after each edit. It
// remembers what is dear to compute and depends on a title or a name alone: most
// are the same the next time. It is not safe for concurrent use.
type Binder struct {
	lang   Lang
	order  *collate.Collator
	buffer collate.Buffer
	folded map[string]string // by name
	keys   map[string]string // of collation, by title
}

// begin makes the memory ready for a handbook of so many pages. When most of what
// is in it is of titles that no page has any longer, it begins anew.
func (b *Binder) begin(lang Lang, pages int) {
	if b.order == nil || b.lang != lang {
		b.lang, b.order, b.keys = lang, collator(lang), map[string]string{}
	}
	const much = 16
	if b.folded == nil || len(b.folded)+len(b.keys) > much*(pages+1000) {
		b.folded, b.keys = map[string]string{}, map[string]string{}
	}
}

// fold returns Fold(name).
func (b *Binder) fold(name string) string {
	folded, known := b.folded[name]
	if !known {
		folded = Fold(name)
		b.folded[name] = folded
	}
	return folded
}

// key returns the collation key of a title.
func (b *Binder) key(title string) string {
	key, known := b.keys[title]
	if !known {
		key = string(b.order.KeyFromString(&b.buffer, title))
		b.buffer.Reset()
		b.keys[title] = key
	}
	return key
}
