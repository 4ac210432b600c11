package handbook

import (
	"github.com/gosimple/unidecode"
	"golang.org/x/text/unicode/norm"
)

// Slug returns text as it stands in an address: ASCII letters, digits and
// underscores, in lower case, words joined by hyphens. "Été à l'école" is
// "ete-a-l-ecole"; other scripts are transliterated. A text without letter or
// digit has the empty slug.
func Slug(text string) string {
	slug := make([]byte, 0, len(text))
	for _, r := range text {
		switch {
		case r < 0x80:
			slug = appendSlug(slug, byte(r))
		case r == '’' || r == 'ʼ': // parts words, where the library would drop it
			slug = appendSlug(slug, '-')
		default:
			for _, c := range []byte(transliterate(r)) {
				slug = appendSlug(slug, c)
			}
		}
	}
	for len(slug) > 0 && slug[len(slug)-1] == '-' {
		slug = slug[:len(slug)-1]
	}
	return string(slug)
}

// transliterate returns r in ASCII. The library makes ready 65,536 runes to spell
// one, for some milliseconds: accented letters, which the commands' own options
// have, do without it. Both spell them alike.
func transliterate(r rune) string {
	if r <= 'ÿ' {
		if parts := norm.NFD.PropertiesString(string(r)).Decomposition(); len(parts) > 0 && parts[0] < 0x80 {
			return string(parts[:1])
		}
	}
	return unidecode.Unidecode(string(r))
}

// appendSlug appends c, or a hyphen where one may stand.
func appendSlug(slug []byte, c byte) []byte {
	switch {
	case 'a' <= c && c <= 'z', '0' <= c && c <= '9', c == '_':
		return append(slug, c)
	case 'A' <= c && c <= 'Z':
		return append(slug, c+'a'-'A')
	case len(slug) > 0 && slug[len(slug)-1] != '-':
		return append(slug, '-')
	}
	return slug
}
