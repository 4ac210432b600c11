package handbook

import (
	"cmp"
	"slices"
)

// Severity says what a Problem does to the run. Only an Error stops a build.
type Severity int

// Severities, mildest first. They rise with the status of the page: what is
// advice in a draft is an error in a validated page.
const (
	Advice Severity = iota
	Warning
	Error
)

// String returns the stable English name of s, used in machine-readable output.
func (s Severity) String() string {
	return [...]string{"advice", "warning", "error"}[s]
}

// Pos is a place in a source file. Line and Column count from 1; Column counts
// characters (runes), not bytes. The zero Pos means the file as a whole.
type Pos struct{ Line, Column int }

// Problem is a mistake in the content: the author's to mend, never ours or the
// machine's (those are Go errors, and they stop the run). Its Code names a
// message in every language of the interface; Args fill the message.
type Problem struct {
	Code     string // stable, kebab-case, as in messages/fr.yaml
	Severity Severity
	Path     string // slash-separated, relative to the handbook's root
	Pos      Pos
	Args     map[string]string // values for the message's {{.Placeholders}}
	Near     string            // what the author may have meant; "" when nothing is near
}

// SortProblems puts problems in the order in which they are shown: by file,
// then by place, then by code, so that two runs print the same text.
func SortProblems(problems []Problem) {
	slices.SortStableFunc(problems, func(a, b Problem) int {
		return cmp.Or(
			cmp.Compare(a.Path, b.Path),
			cmp.Compare(a.Pos.Line, b.Pos.Line),
			cmp.Compare(a.Pos.Column, b.Pos.Column),
			cmp.Compare(a.Code, b.Code),
		)
	})
}

// Worst returns the highest severity among problems, Advice when there are none.
func Worst(problems []Problem) Severity {
	worst := Advice
	for _, p := range problems {
		worst = max(worst, p.Severity)
	}
	return worst
}
