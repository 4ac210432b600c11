package main

import (
	"bytes"
	"encoding/csv"
	"io"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"relais/builder/frame"
)

// Columns are aligned whatever the letters are made of, and no row is wider than
// the terminal, unless its file is.
func TestTablesAreAlignedAndFit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringOf(rapid.SampledFrom([]rune("aé\u0301e\u0300漢字カ😀ｆ\u200d\x1b[ \t\nœ—")))
		drawn := table{headings: []string{"Fichier", "Titre", "Statut", "Fonction"}}
		for range rapid.IntRange(1, 6).Draw(t, "rows") {
			drawn.add(cell{text: rapid.StringMatching(`[a-z/]{1,30}\.md`).Draw(t, "file")}, cell{word.Draw(t, "title"), red}, cell{text: word.Draw(t, "status")}, cell{text: "|"})
		}
		cells := rapid.IntRange(10, 120).Draw(t, "cells")
		var out bytes.Buffer
		drawn.draw(screen{Writer: &out, cells: cells})
		lines := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
		if len(lines) != len(drawn.rows)+1 {
			t.Fatalf("%d lines for %d rows:\n%s", len(lines), len(drawn.rows), out.String())
		}
		widths := drawn.fit(cells)
		last := widths[0] + widths[1] + widths[2] + 3*len(columnGap)
		for i, line := range lines {
			before, _, found := strings.Cut(line, "|")
			if i > 0 && (!found || frame.Cells(before) != last) {
				t.Errorf("row %d: the last column begins at %d, want %d:\n%s", i, frame.Cells(before), last, out.String())
			}
			if most := max(cells, widths[0]+3*(narrowest+len(columnGap))); frame.Cells(line) > most {
				t.Errorf("row %d takes %d cells of %d:\n%s", i, frame.Cells(line), most, out.String())
			}
			if strings.ContainsAny(line, "\x1b\t") {
				t.Errorf("row %d commands the terminal: %q", i, line)
			}
		}
	})
}

// A spreadsheet reads back what was written, and takes nothing for a formula.
func TestNoValueIsAFormula(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		value := rapid.StringOf(rapid.SampledFrom([]rune("=+-@＝＠\t\n\"',; a1é\u00a0|"))).Draw(t, "value")
		value = strings.ReplaceAll(value, "\r", "")
		var out bytes.Buffer
		written := table{headings: []string{"a", "b"}, rows: [][]cell{{{text: value}, {text: "fin"}}}}
		if err := written.writeCSV(&out); err != nil {
			t.Fatal(err)
		}
		in := csv.NewReader(&out)
		in.FieldsPerRecord = 2
		_, _ = in.Read()
		row, err := in.Read()
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.TrimPrefix(row[0], "'"); got != strings.TrimPrefix(value, "'") {
			t.Errorf("%q came back as %q", value, row[0])
		}
		if first := strings.TrimLeft(row[0], " \u00a0"); first != "" && strings.ContainsRune("=+-@＝＠\t\n", []rune(first)[0]) {
			t.Errorf("%q can be a formula", row[0])
		}
		if _, err := in.Read(); err != io.EOF {
			t.Errorf("more than two rows: %v", err)
		}
	})
}
