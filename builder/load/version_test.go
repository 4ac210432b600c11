package load

import "testing"

// TestVersion holds versions to what git hash-object says.
func TestVersion(t *testing.T) {
	for src, want := range map[string]string{
		"":        "e69de29bb2", // the empty blob, known to every git
		"hello\n": "ce01362503",
	} {
		if got := version([]byte(src)); got != want {
			t.Errorf("version of %q is %s, want %s", src, got, want)
		}
	}
}
