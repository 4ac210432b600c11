package front

import (
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestSharedReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		letters := rapid.StringOfN(rapid.SampledFrom([]rune("aàâ😀🤝")), 0, 6, -1)
		previous, key := letters.Draw(t, "previous"), letters.Draw(t, "key")
		n, rest := Shared(previous, key)
		before := utf16.Encode([]rune(previous))
		if n > len(before) || string(utf16.Decode(before[:n]))+rest != key || !utf8.ValidString(rest) {
			t.Fatalf("%q after %q is %d units, then %q", key, previous, n, rest)
		}
	})
}

func TestSeparatorStandsBetween(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		letters := rapid.StringOfN(rapid.SampledFrom([]rune("aàâ😀🤝")), 1, 6, -1)
		previous, key := letters.Draw(t, "previous"), letters.Draw(t, "key")
		if previous >= key {
			t.Skip("not sorted")
		}
		separator := Separator(previous, key)
		_, last := utf8.DecodeLastRuneInString(separator)
		shorter := separator[:len(separator)-last]
		if !strings.HasPrefix(key, separator) || separator <= previous || strings.HasPrefix(key, shorter) && shorter > previous {
			t.Fatalf("%q separates %q from %q", separator, previous, key)
		}
	})
}
