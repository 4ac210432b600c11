package markdown

import (
	"slices"
	"testing"
)

func TestHeadingsHaveIDsOfTheirOwn(t *testing.T) {
	given := ids{}
	var got []string
	for _, text := range []string{"Usage", "usage", "Usage 2", "Usage", "?", "!"} {
		got = append(got, given.next(text))
	}
	want := []string{"usage", "usage-2", "usage-2-2", "usage-3", "section", "section-2"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
