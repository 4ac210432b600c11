package frame

import (
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// Row is a line of a drawn frame: one of the source or, when Number is 0, the
// marks under the one before it.
type Row struct {
	Number int
	Text   string
}

const (
	tabStop = 4
	cut     = "…" // stands for what a line has beyond the edge
	mark    = "^"
)

// Draw sets the frame for a terminal, in rows of at most so many cells, at
// least 20. A line that is longer is cut, around the place and not at it.
func (f Frame) Draw(cells int) []Row {
	cells = max(20, cells)
	from, start, end := 0, 0, 0
	for _, line := range f.Lines {
		if line.Number == f.Line {
			set := setLine(line.Text)
			start = set.column(f.Column)
			end = max(start+1, set.column(f.Column+f.Width))
			from = firstCell(set.column(len(set)+1), start, end, cells)
		}
	}
	var rows []Row
	for _, line := range f.Lines {
		row := Row{line.Number, setLine(line.Text).window(from, cells)}
		switch {
		case line.Number == f.Line:
			marks := strings.Repeat(mark, min(end, from+cells)-start)
			rows = append(rows, row, Row{0, strings.Repeat(" ", start-from) + marks})
		case row.Text != "" && row.Text != cut:
			rows = append(rows, row)
		}
	}
	return rows
}

// firstCell returns from which cell a line of so many cells is shown, so that
// its place, from start to end, is seen with what stands around it.
func firstCell(length, start, end, cells int) int {
	if max(length, end) <= cells {
		return 0
	}
	around := max(cells/4, (cells-(end-start))/2)
	return max(0, min(start-around, max(length, end)-cells))
}

// glyph is how a terminal shows one character of a source.
type glyph struct {
	text  string
	cells int
}

// setting is a line as a terminal shows it, one glyph a character.
type setting []glyph

func setLine(line string) setting {
	var set setting
	at := 0
	for _, c := range line {
		g := glyph{visible(c), 1}
		switch {
		case c == '\t':
			g.cells = tabStop - at%tabStop
			g.text = strings.Repeat(" ", g.cells)
		case unseen(c):
			g.cells = len(g.text)
		case unicode.In(c, unicode.Mn, unicode.Me):
			g.cells = 0
		case wide(c):
			g.cells = 2
		}
		at += g.cells
		set = append(set, g)
	}
	return set
}

// column returns the cell, from 0, at which a character, from 1, begins.
func (s setting) column(character int) int {
	at := 0
	for _, g := range s[:min(len(s), character-1)] {
		at += g.cells
	}
	return at
}

// window returns the part of a line that lies in so many cells after the first
// from, with a sign at an edge beyond which there is more.
func (s setting) window(from, cells int) string {
	var b strings.Builder
	length := s.column(len(s) + 1)
	first, last := from, from+cells
	if from > 0 && length > from {
		b.WriteString(cut)
		first++
	}
	if length > last {
		last--
	}
	at := 0
	for _, g := range s {
		begin, end := at, at+g.cells
		at = end
		switch {
		case g.cells == 0 && begin <= first && from > 0: // its letter is beyond the edge
		case begin >= first && end <= last:
			b.WriteString(g.text)
		case begin < last && end > first: // half in
			b.WriteString(strings.Repeat(" ", min(end, last)-max(begin, first)))
		}
	}
	if length > from+cells {
		b.WriteString(cut)
	}
	return strings.TrimRight(b.String(), " ")
}

func wide(c rune) bool {
	kind := width.LookupRune(c).Kind()
	return kind == width.EastAsianWide || kind == width.EastAsianFullwidth
}

// Visible returns text with what is not seen written out, such as <U+202E>:
// characters that command a terminal, turn the direction of the text or take no
// room. Tabs and line ends stay.
func Visible(text string) string {
	var b strings.Builder
	for _, c := range text {
		if c == '\t' || c == '\n' {
			b.WriteRune(c)
			continue
		}
		b.WriteString(visible(c))
	}
	return b.String()
}

func visible(c rune) string {
	if unseen(c) {
		return fmt.Sprintf("<U+%04X>", c)
	}
	return string(c)
}

func unseen(c rune) bool { return unicode.In(c, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) }

// Cells returns how many cells of a terminal a line of text takes.
func Cells(text string) int {
	set := setLine(text)
	return set.column(len(set) + 1)
}
