// Package front does front coding: of sorted keys, each is written as what it
// adds to the one before.
package front

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Shared returns how many UTF-16 units, as JavaScript counts, key has in common
// with the key before it, and the rest of it. No letter is cut in two.
func Shared(previous, key string) (units int, rest string) {
	n := common(previous, key)
	for _, c := range key[:n] {
		units += utf16.RuneLen(c)
	}
	return units, key[n:]
}

// Separator returns the shortest beginning of key that sorts after previous,
// which sorts before key.
func Separator(previous, key string) string {
	n := common(previous, key)
	_, size := utf8.DecodeRuneInString(key[n:])
	return strings.Clone(key[:n+size])
}

// common is the length in bytes of what both begin with, in whole letters.
func common(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	for n > 0 && n < len(b) && !utf8.RuneStart(b[n]) {
		n--
	}
	return n
}
