// Package scaffold writes the files that facilitators start from.
//
// The fundamental types are [Request], a page that somebody wants to write, and
// [File], what is written. [New] makes the file of a page: its keys explained,
// what is known filled in, and its sections as questions. [Handbook] makes all
// files of a new handbook, [Editor] those that help to write one. All are made from the tables of the content model,
// and none touches a disk: [Write] does, and never over a file. What is made
// for editors is made again when the handbook changes, by [Rewrite].
package scaffold

import (
	"cmp"
	"fmt"
	"os"
	"path"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v4"
	"golang.org/x/text/unicode/norm"
)

// File is a file to be written: its slash-separated path in the handbook, and its bytes.
type File struct {
	Path string
	Data []byte
}

// Write creates f in root, with the folders that it needs. A file that stands
// there already is left alone, and the error is then fs.ErrExist.
func Write(root *os.Root, f File) error { return write(root, f, os.O_EXCL) }

// Rewrite writes f in root, over what an earlier run made.
func Rewrite(root *os.Root, f File) error { return write(root, f, os.O_TRUNC) }

func write(root *os.Root, f File, mode int) (err error) {
	if err := root.MkdirAll(path.Dir(f.Path), 0o755); err != nil {
		return fmt.Errorf("making the folder of %s: %w", f.Path, err)
	}
	file, err := root.OpenFile(f.Path, os.O_WRONLY|os.O_CREATE|mode, 0o644)
	if err != nil {
		return fmt.Errorf("creating %s: %w", f.Path, err)
	}
	defer func() { err = cmp.Or(err, file.Close()) }()
	if _, err := file.Write(f.Data); err != nil {
		return fmt.Errorf("writing %s: %w", f.Path, err)
	}
	return nil
}

// oneLine returns words as they stand on one line of a handbook: valid UTF-8 in NFC, no
// control character, no blank at either end.
func oneLine(words string) string {
	line := strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(words, ""))
	return norm.NFC.String(strings.TrimSpace(line))
}

// quoted returns a line as a value of YAML, between quotation marks when it needs them.
func quoted(line string) string {
	if line == "" {
		return ""
	}
	// A string and an unlimited width leave nothing that can fail.
	data, err := yaml.Dump(line, yaml.WithLineWidth(-1))
	if err != nil {
		panic(fmt.Sprintf("scaffold: quoting %q: %v", line, err))
	}
	return strings.TrimSuffix(string(data), "\n")
}
