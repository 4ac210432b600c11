// Package annotate puts problems into the forms that forges show beside the
// lines of a change: workflow commands (GitHub, Gitea and Forgejo), SARIF and
// GitLab's Code Quality.
//
// Its fundamental type is [Note], a problem told in words, with its file as the
// repository names it. None of the forms holds more of a text than these words:
// whatever they mask stays masked.
package annotate

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"relais/builder/frame"
	"relais/builder/handbook"
)

// Note is a problem as its author reads it.
type Note struct {
	Problem handbook.Problem
	Path    string // of the file: slash-separated, relative to the root of the repository
	What    string // is wrong
	Remedy  string // or ""
}

// message is the whole of a note's words. What is not seen is written out.
func (n Note) message() string {
	if n.Remedy == "" {
		return frame.Visible(n.What)
	}
	return frame.Visible(n.What + "\n→ " + n.Remedy)
}

// line is the line of a note, the first when it is about the file as a whole:
// two of the forms cannot do without one.
func (n Note) line() int { return max(1, n.Problem.Pos.Line) }

// fingerprints tell the same problem in two versions of a text, wherever its line has
// moved, from any other. They are made only of what the notes say in plain words,
// so that nothing that is masked there can be guessed from them; the same words
// again in a file are told apart by their order.
func fingerprints(notes []Note) []string {
	prints := make([]string, len(notes))
	seen := map[string]int{}
	for i, n := range notes {
		said := fmt.Sprintf("relais fingerprint 1\x00%s\x00%s\x00%s", n.Path, n.Problem.Code, n.What)
		seen[said]++
		sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%d", said, seen[said]))
		prints[i] = hex.EncodeToString(sum[:16])
	}
	return prints
}

// worstFirst returns notes with the gravest first, each severity in its order.
func worstFirst(notes []Note) []Note {
	sorted := slices.Clone(notes)
	slices.SortStableFunc(sorted, func(a, b Note) int { return cmp.Compare(b.Problem.Severity, a.Problem.Severity) })
	return sorted
}
