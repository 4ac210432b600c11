package main

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"

	"relais/builder/frame"
)

// table is rows of values under headings. On a terminal it is drawn in aligned
// columns that fit its width; anywhere else it is lines of values separated by
// tabs, without headings, for cut, grep and sort.
type table struct {
	headings []string
	rows     [][]cell
}

// cell is one value, and the colour that a terminal may show it in.
type cell struct{ text, colour string }

// columnGap separates the columns of a drawn table.
const columnGap = "  "

// narrowest is how narrow a column may become before the table is let wider
// than the terminal, in cells.
const narrowest = 8

func (t *table) add(cells ...cell) { t.rows = append(t.rows, cells) }

// draw shows the table to a person.
func (t *table) draw(s screen) {
	if len(t.rows) == 0 {
		return
	}
	widths := t.fit(s.cells)
	var head []cell
	for _, heading := range t.headings {
		head = append(head, cell{heading, faint})
	}
	for _, row := range append([][]cell{head}, t.rows...) {
		var b strings.Builder
		for i, c := range row {
			text := cut(oneLine(c.text), widths[i])
			if c.colour != "" {
				b.WriteString(s.in(c.colour, text))
			} else {
				b.WriteString(text)
			}
			if i < len(row)-1 {
				b.WriteString(strings.Repeat(" ", widths[i]-frame.Cells(text)) + columnGap)
			}
		}
		fmt.Fprintln(s, strings.TrimRight(b.String(), " "))
	}
}

// fit returns the width of each column, in cells: what its values need or, when
// the terminal is narrower, what is left once the widest have given way. The
// first column, the file, does not: without it a row is of no use. The second,
// what the row is about, gives half as much as the others.
func (t *table) fit(cells int) []int {
	widths := make([]int, len(t.headings))
	total := len(columnGap) * (len(widths) - 1)
	for i, heading := range t.headings {
		widths[i] = frame.Cells(heading)
		for _, row := range t.rows {
			widths[i] = max(widths[i], frame.Cells(oneLine(row[i].text)))
		}
		total += widths[i]
	}
	for ; total > cells; total-- {
		widest, most := 0, 0
		for i := 1; i < len(widths); i++ {
			weight := widths[i]
			if i == 1 {
				weight /= 2
			}
			if widths[i] > narrowest && weight > most {
				widest, most = i, weight
			}
		}
		if widest == 0 {
			break
		}
		widths[widest]--
	}
	return widths
}

// cut shortens a text to so many cells.
func cut(text string, cells int) string {
	if frame.Cells(text) <= cells {
		return text
	}
	short := []rune(text)
	for len(short) > 0 && frame.Cells(string(short))+1 > cells {
		short = short[:len(short)-1]
	}
	return strings.TrimRight(string(short), " ") + "…"
}

// oneLine returns a text as it can stand in a row: on one line, with what could
// command a terminal written out.
func oneLine(text string) string { return frame.Visible(strings.Join(strings.Fields(text), " ")) }

// writeLines writes the rows for other programs.
func (t *table) writeLines(w io.Writer) error {
	for _, row := range t.rows {
		var values []string
		for _, c := range row {
			values = append(values, oneLine(c.text))
		}
		if _, err := fmt.Fprintln(w, strings.Join(values, "\t")); err != nil {
			return err
		}
	}
	return nil
}

// writeCSV writes the table for a spreadsheet (RFC 4180), with its headings.
func (t *table) writeCSV(w io.Writer) error {
	out := csv.NewWriter(w)
	_ = out.Write(t.headings) // Flush tells
	for _, row := range t.rows {
		var values []string
		for _, c := range row {
			values = append(values, inert(c.text))
		}
		_ = out.Write(values)
	}
	out.Flush()
	return out.Error()
}

// inert returns a value that no spreadsheet takes for a formula, which could
// send what the sheet holds elsewhere: an apostrophe goes before what could
// begin one (owasp.org/www-community/attacks/CSV_Injection).
func inert(value string) string {
	start := strings.TrimLeft(value, " \u00a0\u202f\ufeff\u200b")
	if start != "" && strings.ContainsRune("=+-@＝＋－＠\t\r\n", []rune(start)[0]) {
		return "'" + value
	}
	return value
}
