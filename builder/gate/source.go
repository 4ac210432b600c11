package gate

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"regexp"
	"runtime"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
	"golang.org/x/sync/errgroup"
	"golang.org/x/text/unicode/norm"

	"relais/builder/handbook"
)

// source is a file of Markdown, as the disk has it.
type source struct {
	path string // in NFC, as the model has it
	text []byte
}

// maxSource bounds what is read of a source, in bytes: as much as the loader reads.
const maxSource = 2 << 20

// sourceNames lists all Markdown below the root of a handbook, but for what is hidden,
// built or installed, as the disk spells it.
func sourceNames(fsys fs.FS) ([]string, error) {
	var names []string
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		base := path.Base(name)
		_, below := handbook.CutRoot(name)
		switch {
		case name == ".":
		case d.IsDir() && (base[0] == '.' || base == "node_modules" || below == "public" || below == "themes"):
			return fs.SkipDir
		case d.Type().IsRegular() && base[0] != '.' && strings.EqualFold(path.Ext(name), ".md"):
			names = append(names, name)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("listing the sources: %w", err)
	}
	return names, nil
}

// readSources calls each for the sources with some names, in any order and several at a time. Their
// texts are read over: they do not outlast the call.
func readSources(fsys fs.FS, names []string, each func(source)) error {
	var group errgroup.Group
	workers := runtime.GOMAXPROCS(0)
	for worker := range workers {
		group.Go(func() error {
			var buffer bytes.Buffer
			for i := worker; i < len(names); i += workers {
				file, err := fsys.Open(names[i])
				if errors.Is(err, fs.ErrNotExist) {
					continue // removed since: nothing of it to protect that can be read
				}
				if err != nil {
					return err
				}
				buffer.Reset()
				_, err = buffer.ReadFrom(io.LimitReader(file, maxSource))
				if err = cmp.Or(err, file.Close()); err != nil {
					return err
				}
				each(source{norm.NFC.String(names[i]), buffer.Bytes()})
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return fmt.Errorf("reading the sources: %w", err)
	}
	return nil
}

// neutral reports whether a file at the root is for those who visit the forge,
// and neither published nor secret.
func (s source) neutral() bool {
	_, below := handbook.CutRoot(s.path)
	return below == "README.md" || below == "LICENSE.md"
}

// header returns the front matter of a source, without its delimiters; nil when it has none.
func (s source) header() []byte {
	rest, ok := bytes.CutPrefix(s.text, []byte("---"))
	if !ok {
		return nil
	}
	end := bytes.Index(rest, []byte("\n---"))
	if end < 0 {
		return rest
	}
	return rest[:end+1]
}

// body returns the text of a source, without its front matter.
func (s source) body() []byte {
	header := s.header()
	if header == nil {
		return s.text
	}
	rest := s.text[len("---")+len(header):]
	if end := bytes.IndexByte(rest, '\n'); end >= 0 {
		return rest[end+1:]
	}
	return nil
}

// admits reports whether the front matter of a source says that readers may see it,
// and that it is no draft unless drafts are in. Where only relations tell who
// belongs to a function or a group, it takes the model's word. It fails closed: what it does not
// understand is for nobody.
func (s source) admits(readers handbook.Readers, drafts bool) bool {
	if !drafts && s.drafted() {
		return false
	}
	switch valueOf(s.header(), "diffusion", "audience") {
	case "publique", "public":
		return true
	case "interne", "internal":
		return readers.Audience != handbook.Public
	case "fonction", "function":
		return readers.Audience == handbook.WithinFunction || readers.Audience == handbook.WithinGroup
	case "groupe", "group":
		return readers.Audience == handbook.WithinGroup
	}
	return false
}

// drafted reports whether the front matter of a source says that it is a draft.
func (s source) drafted() bool {
	status := valueOf(s.header(), "statut", "status")
	return status == "brouillon" || status == "draft"
}

// inherits reports whether a source leaves it to another to say who may see it.
func (s source) inherits() bool {
	header := s.header()
	return !bytes.Contains(header, []byte("diffusion")) && !bytes.Contains(header, []byte("audience"))
}

// withdrawn reports whether the page was taken back: a neutral one stands at its address.
func (s source) withdrawn() bool {
	for _, key := range []string{"retrait", "withdrawal"} {
		if bytes.Contains(s.header(), []byte(key)) {
			return withdrawal.Match(s.header())
		}
	}
	return false
}

var withdrawal = regexp.MustCompile(`(?m)^["']?(retrait|withdrawal)["']?[ \t]*:`)

// valueOf returns the value of a key in either spelling, in lower case.
func valueOf(header []byte, fr, en string) string {
	said := false
	for line := range bytes.Lines(header) {
		key, value, _ := bytes.Cut(line, []byte(":"))
		if string(key) != fr && string(key) != en {
			said = said || bytes.Contains(line, []byte(fr)) || bytes.Contains(line, []byte(en))
			continue
		}
		value, _, _ = bytes.Cut(value, []byte(" #"))
		if value = bytes.TrimSpace(value); plainWord(value) {
			return strings.ToLower(string(value))
		}
		said = true
	}
	if !said {
		return ""
	}
	var values map[string]any // in the flow style, between quotes, on the next line
	if yaml.Load(header, &values) != nil {
		return ""
	}
	for _, key := range []string{fr, en} {
		if value, ok := values[key].(string); ok {
			return strings.ToLower(value)
		}
	}
	return ""
}

// plainWord reports whether a value is one word, as YAML reads it.
func plainWord(value []byte) bool {
	for _, c := range value {
		if c >= utf8.RuneSelf || ascii[c] <= '9' && c != '-' {
			return false
		}
	}
	return len(value) > 0
}

// comments returns what a source says to its authors only, apart from the rest:
// comments of its front matter and of its text. Both have as many lines as the source.
func (s source) comments() (text, comments []byte) {
	header := len(s.header())
	if !bytes.Contains(s.text, []byte("<!--")) && bytes.IndexByte(s.text[:min(len(s.text), 3+header)], '#') < 0 {
		return s.text, nil
	}
	text = bytes.Clone(s.text)
	comments = bytes.Repeat([]byte(" "), len(text))
	move := func(from, to int) {
		copy(comments[from:to], text[from:to])
		for i := from; i < to; i++ {
			if text[i] != '\n' {
				text[i] = ' '
			}
		}
	}
	for _, at := range yamlComment.FindAllIndex(text[:min(len(text), 3+header)], -1) {
		move(at[0], at[1])
	}
	for _, at := range markdownComment.FindAllIndex(text, -1) {
		if !inCode(text, at[0]) {
			move(at[0], at[1])
		}
	}
	for i, c := range text {
		if c == '\n' {
			comments[i] = c
		}
	}
	return text, comments
}

var (
	yamlComment     = regexp.MustCompile(`(?m)(?:^|[ \t])#[^\n"']*$`)
	markdownComment = regexp.MustCompile(`(?s)<!--.*?-->`)
)

// inCode reports whether a place is within a block of code, or a line of it,
// where a comment is shown to readers.
func inCode(text []byte, at int) bool {
	line := text[bytes.LastIndexByte(text[:at], '\n')+1 : at]
	if bytes.HasPrefix(line, []byte("    ")) || bytes.HasPrefix(line, []byte("\t")) || bytes.Count(line, []byte("`"))%2 == 1 {
		return true
	}
	return bytes.Count(text[:at], []byte("\n```"))%2 == 1 || bytes.Count(text[:at], []byte("\n~~~"))%2 == 1
}

// plain returns a text without what readers do not see of Markdown, or the index
// does not have: tags, the targets of links, the numbers of lists. It has as many lines as the text.
func plain(text []byte) []byte {
	out := bytes.Clone(text)
	blank := func(from, to int) {
		for i := from; i < to; i++ {
			if out[i] != '\n' {
				out[i] = ' '
			}
		}
	}
	for i, begins := 0, true; i < len(text); i++ {
		c := text[i]
		switch {
		case begins && c >= '0' && c <= '9':
			end := i
			for end < len(text) && text[end] >= '0' && text[end] <= '9' {
				end++
			}
			if end < len(text) && (text[end] == '.' || text[end] == ')') {
				blank(i, end)
			}
			i = end - 1
		case c == '<' && i+1 < len(text) && (text[i+1] == '/' || text[i+1]|0x20 >= 'a' && text[i+1]|0x20 <= 'z'):
			if end := bytes.IndexAny(text[i+1:], "<>"); end > 0 && text[i+1+end] == '>' {
				blank(i, i+1+end)
				i += end
			}
		case c == ']' && i+1 < len(text) && (text[i+1] == '(' || text[i+1] == '['):
			closing := byte(')')
			if text[i+1] == '[' {
				closing = ']'
			}
			if end := bytes.IndexByte(text[i+1:], closing); end > 0 && bytes.IndexByte(text[i:i+1+end], '\n') < 0 {
				blank(i+1, i+1+end)
				i += end
			}
		}
		begins = c == '\n' || begins && (c == ' ' || c == '\t' || c == '>')
	}
	return out
}
