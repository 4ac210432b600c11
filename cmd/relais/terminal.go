package main

import (
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"relais/builder/frame"
)

// Colours and weights of a terminal (ECMA-48).
const (
	faint  = "\x1b[2m"
	red    = "\x1b[1;31m"
	yellow = "\x1b[1;33m"
	cyan   = "\x1b[1;36m"
	green  = "\x1b[32m"
	plain  = "\x1b[0m"
)

// unknownCells is how many cells a line takes where nobody says how wide the
// terminal is: in a file, or in the log of a forge.
const unknownCells = 100

// screen is what a person reads on: a terminal, or a file that is read later.
type screen struct {
	io.Writer
	cells   int  // that a line may take
	wraps   bool // whether longer lines are to be folded
	colours bool
}

// screenOf looks at what w is.
func screenOf(w io.Writer) screen {
	s := screen{Writer: w, cells: unknownCells, colours: isTerminal(w)}
	if file, ok := w.(*os.File); ok {
		if cells, _, err := term.GetSize(int(file.Fd())); err == nil && cells > 0 {
			s.cells, s.wraps = cells, true
		}
	}
	return s
}

// in returns text in a colour, where there are colours.
func (s screen) in(colour, text string) string {
	if !s.colours || text == "" {
		return text
	}
	return colour + text + plain
}

// fold breaks text between words, so that it reads well after an indent of so
// many cells, with the same indent before the lines that follow.
func (s screen) fold(text string, indent int) string {
	room := s.cells - indent
	if !s.wraps || room < 20 {
		return text
	}
	var b strings.Builder
	at := 0
	for i, word := range strings.Split(text, " ") {
		cells := frame.Cells(word)
		switch {
		case i == 0:
		case at+1+cells > room:
			b.WriteString("\n" + strings.Repeat(" ", indent))
			at = 0
		default:
			b.WriteString(" ")
			at++
		}
		b.WriteString(word)
		at += cells
	}
	return b.String()
}

// isTerminal reports whether a person sees w as it is written, and has not
// asked for plain text (no-color.org).
func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	if !ok || os.Getenv("NO_COLOR") != "" || os.Getenv("TERM") == "dumb" {
		return false
	}
	return term.IsTerminal(int(file.Fd()))
}
