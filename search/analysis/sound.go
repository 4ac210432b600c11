package analysis

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// parseSounds reads replacements "letters>sound", of which the first that fits
// is made at each place, from left to right.
func parseSounds(fields []string) (*strings.Replacer, error) {
	var pairs []string
	for _, field := range fields {
		letters, sound, ok := strings.Cut(field, ">")
		if !ok || letters == "" {
			return nil, fmt.Errorf("%q is not a sound \"letters>sound\"", field)
		}
		pairs = append(pairs, letters, sound)
	}
	return strings.NewReplacer(pairs...), nil
}

// Sound returns roughly how a folded word is said, so that two spellings of one
// sound are one: each run of a letter counts once, and a final e, s, t or x is
// mute. It is "" in a language without sounds, and when it is too short to tell words apart.
func (l *Language) Sound(word string) string {
	if l.sounds == nil {
		return ""
	}
	var b strings.Builder
	var previous rune
	for _, c := range l.sounds.Replace(word) {
		if c != previous {
			b.WriteRune(c)
		}
		previous = c
	}
	sound := b.String()
	if short := strings.TrimRight(sound, "estx"); utf8.RuneCountInString(short) > 2 {
		return short
	}
	if utf8.RuneCountInString(sound) < 3 {
		return ""
	}
	return sound
}

// Elided returns what is left of a folded word when it begins with a head that
// the language joins with an apostrophe, typed without one: "lequipe" is
// equipe. Four letters are left, the first of them a vowel or an h.
func (l *Language) Elided(word string) []string {
	var left []string
	// Heads have one letter or two ("qu"): a longer one is a word by itself.
	for n := 1; n <= 2 && n+4 <= len(word); n++ {
		if l.elisions[word[:n]] && strings.IndexByte("aeiouyh", word[n]) >= 0 {
			left = append(left, word[n:])
		}
	}
	return left
}
