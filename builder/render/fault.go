package render

import (
	"errors"
	"fmt"
	"html/template"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"relais/builder/handbook"
	"relais/themes"
)

// ThemeError is all that is wrong with a theme, as problems of its files.
type ThemeError struct{ Problems []handbook.Problem }

func (e *ThemeError) Error() string {
	var b strings.Builder
	b.WriteString("the theme cannot serve:")
	for _, p := range e.Problems {
		fmt.Fprintf(&b, " %s:%d:%d: %s %v", p.Path, p.Pos.Line, p.Pos.Column, p.Code, p.Args)
	}
	return b.String()
}

// faults gathers what is wrong with a theme while it is read.
type faults struct {
	theme themes.Theme
	found []handbook.Problem
}

// report records what is wrong in a file of the theme; args are names and values in turn.
func (f *faults) report(code, file string, pos handbook.Pos, near string, args ...string) {
	p := handbook.Problem{Code: code, Severity: handbook.Error, Path: f.theme.Place(file), Pos: pos, Near: near, Args: map[string]string{}}
	for i := 0; i < len(args); i += 2 {
		p.Args[args[i]] = args[i+1]
	}
	for _, other := range f.found { // a part is read once for each page that has it
		if other.Code == p.Code && other.Path == p.Path && other.Pos == p.Pos {
			return
		}
	}
	f.found = append(f.found, p)
}

// in reports whether something is wrong in a file.
func (f *faults) in(file string) bool {
	place := f.theme.Place(file)
	return slices.ContainsFunc(f.found, func(p handbook.Problem) bool { return p.Path == place })
}

// err returns what was found, or nil.
func (f *faults) err() error {
	if len(f.found) == 0 {
		return nil
	}
	handbook.SortProblems(f.found)
	return &ThemeError{f.found}
}

// placeOf returns the place of a byte offset in a text.
func placeOf(text string, offset int) handbook.Pos {
	before := text[:min(max(0, offset), len(text))]
	start := strings.LastIndexByte(before, '\n') + 1
	return handbook.Pos{Line: 1 + strings.Count(before, "\n"), Column: 1 + utf8.RuneCountInString(before[start:])}
}

// failure is where a template failed, and at what.
type failure struct {
	file string
	pos  handbook.Pos
	at   string // the expression; "" when it is not known
	code string
}

// failed tells where a template failed from what the library says of it, whose form is
// stable: "template: FILE:LINE:COLUMN: executing "NAME" at <EXPRESSION>: …".
// The column there counts bytes, from 0.
func failed(err error) (failure, bool) {
	found := regexp.MustCompile(`template: ?(templates/[^:\s]+):(\d+)(?::(\d+))?:(?: executing "[^"]*" at <([^>]*)>)?`).FindStringSubmatch(err.Error())
	if found == nil {
		return failure{}, false
	}
	f := failure{file: found[1], at: found[4], code: "theme-fails"}
	f.pos.Line, _ = strconv.Atoi(found[2])
	if found[3] != "" {
		f.pos.Column, _ = strconv.Atoi(found[3])
		f.pos.Column++
	}
	var unsafe *template.Error
	if errors.As(err, &unsafe) {
		f.code = "theme-unsafe"
	}
	return f, true
}

// inTheme returns err as a problem of the theme when a template failed on the page at an
// address. Any other error is nobody's but ours.
func (l *Look) inTheme(err error, address string) (handbook.Problem, bool) {
	if unsaid := (*messageError)(nil); errors.As(err, &unsaid) && l.words.at[unsaid.key].own {
		return handbook.Problem{
			Code: "theme-message-fails", Severity: handbook.Error, Path: l.places["strings/"+string(l.lang)+".yaml"], Pos: l.words.at[unsaid.key].pos,
			Args: map[string]string{"Key": unsaid.key},
		}, true
	}
	f, ok := failed(err)
	if !ok {
		return handbook.Problem{}, false
	}
	path := f.file
	if place, known := l.places[f.file]; known {
		path = place
	}
	return handbook.Problem{
		Code: f.code, Severity: handbook.Error, Path: path, Pos: f.pos, Args: map[string]string{"At": f.at, "Page": address},
	}, true
}

// orTheme returns err, as a [ThemeError] when it is the theme's.
func (r *Renderer) orTheme(err error) error {
	if p, isTheme := r.inTheme(err, HomeAddress()); isTheme {
		return &ThemeError{[]handbook.Problem{p}}
	}
	return err
}

// themeError returns the problems that pages had with the theme, each told of the first
// page that has it.
func themeError(problems []handbook.Problem) error {
	slices.SortFunc(problems, func(a, b handbook.Problem) int { return strings.Compare(a.Args["Page"], b.Args["Page"]) })
	var all []handbook.Problem
	for _, p := range problems {
		if !slices.ContainsFunc(all, func(other handbook.Problem) bool { return other.Path == p.Path && other.Pos == p.Pos }) {
			all = append(all, p)
		}
	}
	handbook.SortProblems(all)
	return &ThemeError{all}
}
