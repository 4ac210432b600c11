// Package frame shows a problem where it stands: the line of the source, those
// around it, and a mark under the place.
//
// The two fundamental types are [Source], a text by lines, and [Frame], the few
// of them around one problem. A frame holds its lines as they are written, for
// a page that shows them in its own way; [Frame.Draw] sets them for a terminal,
// where a tab, a wide character or one that is not seen would put the mark
// under the wrong place, and a control character would command the terminal.
package frame

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"relais/builder/handbook"
)

// maxSource bounds what is read to show a place, in bytes. No page is as long.
const maxSource = 4 << 20

// Source is a text by lines.
type Source struct {
	lines []string // without their ends
}

// Read reads the file of a problem, whose path is relative to fsys and in NFC;
// on the disk it may be in NFD, as some systems write it. What mask hides is not
// shown; it leaves lines and their lengths as they are. What is no regular
// file is an error: a symbolic link or a pipe has no line to show.
func Read(fsys fs.FS, path string, mask func(text string) string) (Source, error) {
	info, err := fs.Lstat(fsys, path)
	if errors.Is(err, fs.ErrNotExist) {
		path = norm.NFD.String(path)
		info, err = fs.Lstat(fsys, path)
	}
	if err != nil {
		return Source{}, err
	}
	if !info.Mode().IsRegular() {
		return Source{}, fmt.Errorf("%s: not a regular file", path)
	}
	file, err := fsys.Open(path)
	if err != nil {
		return Source{}, err
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, maxSource))
	if err != nil {
		return Source{}, fmt.Errorf("reading %s: %w", path, err)
	}
	return NewSource([]byte(mask(string(data)))), nil
}

// NewSource returns a text by lines, which end in LF or CRLF.
func NewSource(data []byte) Source {
	var s Source
	for line := range bytes.Lines(data) {
		line = bytes.TrimSuffix(line, []byte("\n"))
		s.lines = append(s.lines, string(bytes.TrimSuffix(line, []byte("\r"))))
	}
	return s
}

// Frame is some lines of a source, in order, and the place in them. The zero
// Frame shows nothing.
type Frame struct {
	Lines  []Line `json:"lines"`
	Line   int    `json:"line"`   // the marked one, from 1 in the file
	Column int    `json:"column"` // where the mark begins in it, from 1, in characters
	Width  int    `json:"width"`  // characters under the mark, at least 1
}

// Line is one line of a source.
type Line struct {
	Number int    `json:"number"` // from 1
	Text   string `json:"text"`   // without its end
}

// Around returns the frame of a problem: its line, and those above and below
// unless they are blank. A problem of the file as a whole, or of a line that
// is no longer there, has none.
func (s Source) Around(p handbook.Problem) Frame {
	at := p.Pos.Line
	if at < 1 || at > len(s.lines) {
		return Frame{}
	}
	f := Frame{Line: at}
	for number := max(1, at-1); number <= min(len(s.lines), at+1); number++ {
		if text := s.lines[number-1]; number == at || strings.TrimSpace(text) != "" {
			f.Lines = append(f.Lines, Line{number, text})
		}
	}
	line := []rune(s.lines[at-1])
	f.Column = min(max(1, p.Pos.Column), len(line)+1)
	f.Width = extent(line[f.Column-1:], p.Args)
	return f
}

// extent returns how many characters of rest, which begins at the place of a
// problem, the problem is about: up to the end of the words that its message
// quotes, or else the list or group, the word, the path or the run of one sign
// that stands there.
func extent(rest []rune, quoted map[string]string) int {
	nearest, width := len(rest), 0
	for _, words := range quoted {
		words := []rune(words)
		at := find(rest, words)
		if at >= 0 && (at < nearest || at == nearest && at+len(words) > width) {
			nearest, width = at, at+len(words)
		}
	}
	switch {
	case width > 0 && strings.ContainsRune("[{<!", rest[0]): // the signs that close belong to it
		for width < len(rest) && strings.ContainsRune("]})>", rest[width]) {
			width++
		}
		return width
	case width > 0:
		return width
	case len(rest) == 0:
		return 1
	case rest[0] == '[':
		return enclosed(rest, '[', ']')
	case rest[0] == '{':
		return enclosed(rest, '{', '}')
	}
	for width < len(rest) && (rest[width] == rest[0] || inWord(rest[0]) && (inWord(rest[width]) || rest[width] == '/')) {
		width++
	}
	return width
}

// enclosed returns how many characters of rest, which begins with open, there
// are up to the sign that closes it, or 1 when nothing does.
func enclosed(rest []rune, open, closing rune) int {
	depth := 0
	for i, c := range rest {
		switch c {
		case open:
			depth++
		case closing:
			depth--
		}
		if depth == 0 {
			return i + 1
		}
	}
	return 1
}

// find returns where words stand in line, as words and not within others, or -1.
func find(line, words []rune) int {
	if len(words) == 0 {
		return -1
	}
	for at := 0; at+len(words) <= len(line); at++ {
		end := at + len(words)
		if string(line[at:end]) == string(words) &&
			(at == 0 || !inWord(line[at-1]) || !inWord(words[0])) &&
			(end == len(line) || !inWord(line[end]) || !inWord(words[len(words)-1])) {
			return at
		}
	}
	return -1
}

func inWord(c rune) bool {
	return unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.IsMark(c) || c == '_' || c == '-'
}
