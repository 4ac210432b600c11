package frame_test

import (
	"strings"
	"testing"
	"testing/fstest"
	"unicode"

	"pgregory.net/rapid"

	"relais/builder/frame"
	"relais/builder/handbook"
)

// draw returns a frame as a terminal shows it, a row a line.
func draw(text string, p handbook.Problem, cells int) string {
	var b strings.Builder
	for _, row := range frame.NewSource([]byte(text)).Around(p).Draw(cells) {
		number := "   "
		if row.Number > 0 {
			number = string(rune('0'+row.Number)) + ": "
		}
		b.WriteString(number + row.Text + "\n")
	}
	return b.String()
}

func TestTheMarkStandsUnderThePlace(t *testing.T) {
	long := strings.Repeat("avant ", 20) + "ICI" + strings.Repeat(" après", 20)
	for _, c := range []struct {
		law, text string
		pos       handbook.Pos
		args      map[string]string
		cells     int
		want      string
	}{
		{"The words that the message quotes are marked", "a\nstatut: validé\nb\n", handbook.Pos{Line: 2, Column: 9}, map[string]string{"Key": "statut", "Value": "validé"}, 40, "1: a\n2: statut: validé\n           ^^^^^^\n3: b\n"},
		{"A key is marked up to the value that the message quotes", "debut: 2025-09\n", handbook.Pos{Line: 1, Column: 1}, map[string]string{"Start": "2025-09"}, 40, "1: debut: 2025-09\n   ^^^^^^^^^^^^^^\n"},
		{"Without quoted words, the word is marked", "grand-mère ici\n", handbook.Pos{Line: 1, Column: 1}, nil, 40, "1: grand-mère ici\n   ^^^^^^^^^^\n"},
		{"Without a word, the run of the sign is marked", "--- x\n", handbook.Pos{Line: 1, Column: 1}, nil, 40, "1: --- x\n   ^^^\n"},
		{"Quoted words within another word are not those", "numero: 12 1\n", handbook.Pos{Line: 1, Column: 9}, map[string]string{"N": "1"}, 40, "1: numero: 12 1\n           ^^^^\n"},
		{"A list is marked to its end", "a: [x, [y]] z\n", handbook.Pos{Line: 1, Column: 4}, nil, 40, "1: a: [x, [y]] z\n      ^^^^^^^^\n"},
		{"Of a list that is left open, the bracket is marked", "a: [x, y\n", handbook.Pos{Line: 1, Column: 4}, nil, 40, "1: a: [x, y\n      ^\n"},
		{"A link is marked to its end", "![x](a(b).png) z\n", handbook.Pos{Line: 1, Column: 1}, map[string]string{"Target": "a(b).png"}, 40, "1: ![x](a(b).png) z\n   ^^^^^^^^^^^^^^\n"},
		{"A place in a folder is marked whole", "- notions/calme, x\n", handbook.Pos{Line: 1, Column: 3}, nil, 40, "1: - notions/calme, x\n     ^^^^^^^^^^^^^\n"},
		{"Blank lines around are not shown", "\nx\n \n", handbook.Pos{Line: 2, Column: 1}, nil, 40, "2: x\n   ^\n"},
		{"The end of a line is a place", "abc\n", handbook.Pos{Line: 1, Column: 9}, nil, 40, "1: abc\n      ^\n"},
		{"A tab is as wide as it shows", "\tab\tc\n", handbook.Pos{Line: 1, Column: 5}, nil, 40, "1:     ab  c\n           ^\n"},
		{"A wide character is two cells", "日本 x\n", handbook.Pos{Line: 1, Column: 4}, nil, 40, "1: 日本 x\n        ^\n"},
		{"An accent of its own takes no cell", "e\u0301e\u0301 x\n", handbook.Pos{Line: 1, Column: 6}, nil, 40, "1: e\u0301e\u0301 x\n      ^\n"},
		{"What is not seen is written out", "a\u200b: \x1b[31m\u202e\n", handbook.Pos{Line: 1, Column: 3}, nil, 60, "1: a<U+200B>: <U+001B>[31m<U+202E>\n            ^\n"},
		{"A long line is cut around the place", long, handbook.Pos{Line: 1, Column: 121}, nil, 24, "1: …nt avant ICI après apr…\n             ^^^\n"},
		{"A long line is cut after a place at its start", long, handbook.Pos{Line: 1, Column: 1}, nil, 24, "1: avant avant avant avant…\n   ^^^^^\n"},
		{"A long line is cut before a place at its end", long, handbook.Pos{Line: 1, Column: 244}, nil, 24, "1: …près après après après\n                          ^\n"},
		{"A lone surrogate of bytes is shown as unreadable", "a\xffb\n", handbook.Pos{Line: 1, Column: 3}, nil, 40, "1: a\ufffdb\n     ^\n"},
		{"CRLF ends a line", "a\r\nb\r\n", handbook.Pos{Line: 2, Column: 1}, nil, 40, "1: a\n2: b\n   ^\n"},
		{"A problem of the whole file has no frame", "a\n", handbook.Pos{}, nil, 40, ""},
		{"A line that is gone has no frame", "a\n", handbook.Pos{Line: 7, Column: 1}, nil, 40, ""},
	} {
		if got := draw(c.text, handbook.Problem{Pos: c.pos, Args: c.args}, c.cells); got != c.want {
			t.Errorf("%s\ngot:\n%s\nwant:\n%s", c.law, got, c.want)
		}
	}
}

// Whatever an author wrote: no row is wider than asked, nothing in it commands
// the terminal, and the mark stands under the place.
func TestDrawingIsSafeAndAligned(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		character := rapid.RuneFrom([]rune("aé\t日 -\u0301\u200b\u202e\x1b\"…😀"))
		text := rapid.StringOfN(character, 0, 200, -1).Draw(t, "text")
		cells := rapid.IntRange(20, 120).Draw(t, "cells")
		checkDrawing(t, text, rapid.IntRange(1, 210).Draw(t, "column"), cells)
	})
}

func FuzzDraw(f *testing.F) {
	f.Add("titre: \"Un", 8, 40)
	f.Add("\t日本\u202e\x1b]0;x\a\xff", 3, 20)
	f.Fuzz(func(t *testing.T, text string, column, cells int) {
		if cells > 500 {
			t.Skip()
		}
		checkDrawing(t, text, column, max(20, cells))
	})
}

func checkDrawing(t interface{ Fatalf(string, ...any) }, text string, column, cells int) {
	f := frame.NewSource([]byte(text)).Around(handbook.Problem{Pos: handbook.Pos{Line: 1, Column: column}})
	if text == "" {
		return
	}
	rows := f.Draw(cells)
	for _, row := range rows {
		if got := frame.Cells(row.Text); got > cells {
			t.Fatalf("%d cells, more than %d: %q", got, cells, row.Text)
		}
		if strings.ContainsFunc(row.Text, func(c rune) bool { return unicode.In(c, unicode.Cc, unicode.Cf) }) {
			t.Fatalf("what is not seen is not written out: %q", row.Text)
		}
	}
	line, marks := f.Lines[0].Text, rows[1].Text
	place := frame.Cells(string([]rune(line)[:f.Column-1]))
	indent := len(marks) - len(strings.TrimLeft(marks, " "))
	if whole := max(frame.Cells(line), place+1) <= cells; whole && indent != place || indent > place {
		t.Fatalf("the place is at cell %d, its mark at %d:\n%s\n%s", place, indent, rows[0].Text, marks)
	}
}

func asWritten(text string) string { return text }

// What is masked is shown nowhere, and the mark stays where it was.
func TestWhatIsMaskedIsNotShown(t *testing.T) {
	fsys := fstest.MapFS{"a.md": {Data: []byte("appeler Jean\r\nDupont demain\n")}}
	mask := func(text string) string { return strings.ReplaceAll(text, "Jean\r\nDupont", "J***\r\n******") }
	source, err := frame.Read(fsys, "a.md", mask)
	if err != nil {
		t.Fatal(err)
	}
	got := source.Around(handbook.Problem{Pos: handbook.Pos{Line: 2, Column: 8}})
	if len(got.Lines) != 2 || got.Lines[0].Text != "appeler J***" || got.Lines[1].Text != "****** demain" || got.Column != 8 {
		t.Errorf("got %+v", got)
	}
}

func TestOnlyRegularFilesAreShown(t *testing.T) {
	fsys := fstest.MapFS{"a.md": {Data: []byte("x\n")}, "dossier/b.md": {}, "e\u0301te\u0301.md": {Data: []byte("x\n")}}
	if _, err := frame.Read(fsys, "dossier", asWritten); err == nil {
		t.Error("a folder is read as a source")
	}
	if _, err := frame.Read(fsys, "absent.md", asWritten); err == nil {
		t.Error("a file that does not exist is read")
	}
	if _, err := frame.Read(fsys, "\u00e9t\u00e9.md", asWritten); err != nil {
		t.Errorf("a file whose name is in NFD on the disk is not read: %v", err)
	}
	source, err := frame.Read(fsys, "a.md", asWritten)
	if err != nil {
		t.Fatal(err)
	}
	if got := source.Around(handbook.Problem{Pos: handbook.Pos{Line: 1}}); len(got.Lines) != 1 || got.Column != 1 {
		t.Errorf("got %+v", got)
	}
}
