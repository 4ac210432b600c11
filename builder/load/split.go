package load

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/adrg/frontmatter"

	"relais/builder/handbook"
)

// parts is a source cut in two: the YAML between the delimiter lines, and the
// Markdown after them.
type parts struct {
	header, body         []byte
	headerLine, bodyLine int // lines of the file on which each begins, from 1
}

// fault is what is wrong with a text at one place, before it is known how
// severe that is.
type fault struct {
	code string
	pos  handbook.Pos
	args map[string]string
	near string
}

// maxHeader bounds the front matter, in bytes: fifty times what a long one
// holds, and little enough that a hostile one costs nothing.
const maxHeader = 64 << 10

// split cuts a source at its two delimiter lines. The library that cuts fails
// open: what it does not take for a front matter it hands back as text, to be
// published. So everything that merely looks like a delimiter is a fault first,
// and the library only sees sources that it cannot misread.
func split(src []byte) (parts, *fault) {
	if f := unreadable(src); f != nil {
		return parts{}, f
	}
	closing, f := closingLine(src)
	if f != nil {
		return parts{}, f
	}
	p := parts{headerLine: 2, bodyLine: closing + 1}
	raw := frontmatter.NewFormat("---", "---", func(block []byte, to any) error {
		*to.(*[]byte) = block
		return nil
	})
	var err error
	if p.body, err = frontmatter.MustParse(bytes.NewReader(src), &p.header, raw); err != nil {
		return parts{}, notClosed()
	}
	if len(p.header) > maxHeader {
		return parts{}, &fault{
			code: "header-too-long", pos: handbook.Pos{Line: 1, Column: 1},
			args: map[string]string{"Size": fmt.Sprint(len(p.header) >> 10), "Limit": fmt.Sprint(maxHeader >> 10)},
		}
	}
	if line := secondHeader(p.body, p.bodyLine); line > 0 {
		return parts{}, &fault{code: "second-header", pos: handbook.Pos{Line: line, Column: 1}}
	}
	return p, nil
}

// closingLine returns the number of the line that closes the front matter: the
// first after the opening one that is exactly "---", blanks after it aside.
func closingLine(src []byte) (int, *fault) {
	line, rest := cutLine(src)
	if !isDelimiter(line) {
		return 0, noHeader(src)
	}
	for number := 2; len(rest) > 0; number++ {
		line, rest = cutLine(rest)
		if isDelimiter(line) {
			return number, nil
		}
		if code := lookalike(line); code != "" {
			return 0, badDelimiter(code, line, number)
		}
		if bytes.Equal(bytes.TrimSpace(line), []byte("---")) {
			return 0, &fault{code: "delimiter-indented", pos: handbook.Pos{Line: number, Column: 1}}
		}
	}
	return 0, notClosed()
}

func notClosed() *fault {
	return &fault{code: "header-not-closed", pos: handbook.Pos{Line: 1, Column: 1}}
}

// unreadable finds what makes bytes no text in UTF-8 with line feeds: each
// would make the delimiters invisible to us, or hide text from its author.
func unreadable(src []byte) *fault {
	switch {
	case bytes.HasPrefix(src, []byte("\xff\xfe")), bytes.HasPrefix(src, []byte("\xfe\xff")),
		bytes.HasPrefix(src, []byte("-\x00")), bytes.HasPrefix(src, []byte("\x00-")):
		return &fault{code: "utf-16", pos: handbook.Pos{Line: 1, Column: 1}}
	case bytes.HasPrefix(src, []byte("\uFEFF")):
		return &fault{code: "byte-order-mark", pos: handbook.Pos{Line: 1, Column: 1}}
	}
	for i := 0; i < len(src); {
		c := src[i]
		if c >= ' ' && c < 0x7f || c == '\n' || c == '\t' {
			i++
			continue
		}
		if c == '\r' {
			if i+1 < len(src) && src[i+1] == '\n' {
				i++
				continue
			}
			return &fault{code: "carriage-return", pos: position(src, i)}
		}
		r, size := utf8.DecodeRune(src[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			return &fault{code: "invalid-utf-8", pos: position(src, i)}
		// U+2028 and U+2029 are not controls, but YAML takes them for line ends.
		case unicode.IsControl(r), r == '\u2028', r == '\u2029':
			return &fault{code: "control-character", pos: position(src, i), args: map[string]string{"Character": codePoint(r)}}
		}
		i += size
	}
	return nil
}

// noHeader says why the first line does not open a front matter.
func noHeader(src []byte) *fault {
	first, rest := cutLine(src)
	if code := lookalike(first); code != "" && code != "delimiter-dots" {
		return badDelimiter(code, first, 1)
	}
	if t := bytes.Trim(first, " \t\r"); bytes.Equal(t, []byte("---")) {
		return &fault{code: "delimiter-indented", pos: handbook.Pos{Line: 1, Column: 1}}
	}
	for line := 2; len(rest) > 0; line++ {
		var l []byte
		l, rest = cutLine(rest)
		next, _ := cutLine(rest)
		if isDelimiter(l) && isKey(next) {
			return &fault{code: "text-before-header", pos: handbook.Pos{Line: 1, Column: 1}, args: map[string]string{"Line": fmt.Sprint(line)}}
		}
	}
	return &fault{code: "no-header", pos: handbook.Pos{Line: 1, Column: 1}}
}

// lookalike names what is wrong with a line, at the left margin, that its
// author or their editor meant as a delimiter; "" when it is none. Neither YAML
// nor people begin a line of front matter like that.
func lookalike(line []byte) string {
	if len(line) == 0 || line[0] < utf8.RuneSelf && !bytes.ContainsRune([]byte("-.+;"), rune(line[0])) {
		return ""
	}
	text := strings.TrimRight(string(line), " \t\r")
	visible := strings.Map(func(r rune) rune {
		if isInvisible(r) {
			return -1
		}
		return r
	}, text)
	switch {
	case visible == "---" && text != "---":
		return "delimiter-invisible"
	case visible == "...":
		return "delimiter-dots"
	case visible == "+++", visible == ";;;", strings.HasPrefix(visible, "---") && strings.Trim(visible, "-") != "":
		return "delimiter-format"
	case visible == "--", len(visible) > 3 && strings.Trim(visible, "-") == "":
		return "delimiter-length"
	case visible != "" && strings.Trim(visible, "-‐‑‒–—―−") == "" && strings.Trim(visible, "-") != "":
		return "delimiter-dash"
	}
	return ""
}

func badDelimiter(code string, line []byte, number int) *fault {
	text := strings.TrimRight(string(line), " \t\r")
	args := map[string]string{"Found": excerpt(text)}
	if code == "delimiter-invisible" {
		at := strings.IndexFunc(text, isInvisible)
		r, _ := utf8.DecodeRuneInString(text[at:])
		args = map[string]string{"Character": codePoint(r)}
	}
	return &fault{code: code, pos: handbook.Pos{Line: number, Column: 1}, args: args}
}

// secondHeader returns the line on which body opens a front matter of its own,
// or 0. A rule "---" on top of a text is none: no key follows it.
func secondHeader(body []byte, line int) int {
	opened := 0
	for len(body) > 0 {
		var l []byte
		l, body = cutLine(body)
		next, _ := cutLine(body)
		switch {
		case opened > 0 && isDelimiter(l):
			return opened
		case opened == 0 && isDelimiter(l) && isKey(next):
			opened = line
		case opened == 0 && len(bytes.TrimSpace(l)) > 0, opened > 0 && len(bytes.TrimSpace(l)) == 0:
			return 0
		}
		line++
	}
	return 0
}

// cutLine returns the first line of src, without its line feed, and the rest.
func cutLine(src []byte) (line, rest []byte) {
	line, rest, _ = bytes.Cut(src, []byte("\n"))
	return line, rest
}

func isDelimiter(line []byte) bool {
	return bytes.Equal(bytes.TrimRight(line, " \t\r"), []byte("---"))
}

// isKey reports whether a line looks like "key: value" or "key :".
func isKey(line []byte) bool {
	key, _, ok := bytes.Cut(line, []byte(":"))
	key = bytes.TrimRight(key, " ")
	return ok && len(key) > 0 && bytes.IndexFunc(key, func(r rune) bool {
		return r != '_' && r != '-' && !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}) < 0
}

// isInvisible reports whether r shows as nothing or as a plain space: it makes
// two lines look alike that are not.
func isInvisible(r rune) bool {
	return unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Zs, r) && r != ' '
}

// position returns the place of the byte at offset.
func position(src []byte, offset int) handbook.Pos {
	before := src[:offset]
	start := bytes.LastIndexByte(before, '\n') + 1
	return handbook.Pos{Line: 1 + bytes.Count(before, []byte("\n")), Column: 1 + utf8.RuneCount(before[start:])}
}

func codePoint(r rune) string { return fmt.Sprintf("U+%04X", r) }

// excerpt shortens what a message quotes.
func excerpt(s string) string {
	const most = 60
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return s
}
