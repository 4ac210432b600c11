package load_test

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"relais/builder/handbook"
	"relais/builder/load"
)

var repeat = regexp.MustCompile(`\{\{(\d+) ((?s).*?)\}\}`)

var update = flag.Bool("update", false, "write what the cases give into their files")

// TestCases loads each testdata/*.txtar, a small handbook whose first line states a
// law, and compares what was read and what is wrong with it to the file "want".
//
// In a file, {{100 times}} stands for "times" a hundred times. A file whose name ends in " (escaped)"
// is Go escapes for what cannot be seen, its own line feeds aside; " (symlink)" and " (pipe)" are no
// regular files. A handbook.yaml is supplied unless the case has one, or says "handbook.yaml (absent)".
// A file "want-en" is what "want" is in English.
func TestCases(t *testing.T) {
	cases, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(cases) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range cases {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			fsys, want := files(t, archive)
			result, err := load.Load(context.Background(), fsys, load.Options{})
			if err != nil {
				t.Fatal(err)
			}
			noHeaderInBodies(t, result.Handbook)
			got := map[string]string{"want": describe(t, result, result.Handbook.Config.Lang)}
			if _, english := want["want-en"]; english {
				got["want-en"] = describe(t, result, handbook.English)
			}
			if again, err := load.Load(context.Background(), fsys, load.Options{}); err != nil || describe(t, again, again.Handbook.Config.Lang) != got["want"] {
				t.Errorf("a second run gave something else (%v)", err)
			}
			if *update {
				rewrite(t, file, archive, got)
				return
			}
			for name, got := range got {
				if got != want[name] {
					t.Errorf("%s\ngot:\n%s\n%s:\n%s", archive.Comment, got, name, want[name])
				}
			}
		})
	}
}

func files(t *testing.T, archive *txtar.Archive) (fsys fstest.MapFS, want map[string]string) {
	want = map[string]string{}
	fsys = fstest.MapFS{"handbook.yaml": {Data: []byte("titre: Essai\ndiffusion: interne\n")}}
	for _, f := range archive.Files {
		name, data := f.Name, f.Data
		if name == "want" || name == "want-en" {
			want[name] = string(data)
			continue
		}
		if name == "handbook.yaml (absent)" {
			delete(fsys, "handbook.yaml")
			continue
		}
		if base, escaped := strings.CutSuffix(name, " (escaped)"); escaped {
			name, data = unescape(t, base), []byte(unescape(t, strings.ReplaceAll(string(data), "\n", "")))
		}
		file := &fstest.MapFile{Data: repeat.ReplaceAllFunc(data, func(found []byte) []byte {
			parts := repeat.FindSubmatch(found)
			n, _ := strconv.Atoi(string(parts[1]))
			return bytes.Repeat(parts[2], n)
		})}
		for suffix, mode := range map[string]fs.FileMode{" (symlink)": fs.ModeSymlink, " (pipe)": fs.ModeNamedPipe} {
			if base, ok := strings.CutSuffix(name, suffix); ok {
				name, file.Mode = base, mode|0o644
			}
		}
		fsys[name] = file
	}
	return fsys, want
}

func unescape(t *testing.T, s string) string {
	u, err := strconv.Unquote(`"` + strings.ReplaceAll(s, `"`, `\"`) + `"`)
	if err != nil {
		t.Fatalf("unescaping %q: %v", s, err)
	}
	return u
}

// noHeaderInBodies is the law of all cases: nothing of a front matter is ever text.
func noHeaderInBodies(t *testing.T, h *handbook.Handbook) {
	for _, p := range h.Pages {
		for _, trace := range []string{"titre:", "diffusion:"} {
			if strings.Contains(string(p.Body.HTML), trace) {
				t.Errorf("%s: the body holds the front matter: %s", p.Path, p.Body.HTML)
			}
		}
	}
}

// describe prints what was read, then what is wrong, as a writer would read it.
func describe(t *testing.T, result *load.Result, lang handbook.Lang) string {
	messages, err := handbook.NewMessages()
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, p := range result.Handbook.Pages {
		fmt.Fprintf(&b, "%s: %s « %s »", p.Path, p.Key(), p.Title)
		for _, axis := range []string{string(p.Status), string(p.Maturity), string(p.Audience)} {
			if axis != "" {
				fmt.Fprintf(&b, ", %s", axis)
			}
		}
		b.WriteString("\n")
	}
	for _, p := range result.Problems {
		what, remedy := messages.Of(p, lang)
		fmt.Fprintf(&b, "%s:%d:%d: %s: %s\n\t%s\n\t%s\n", p.Path, p.Pos.Line, p.Pos.Column, p.Severity, p.Code, what, remedy)
	}
	if strings.Contains(b.String(), "<no value>") {
		t.Errorf("a message lacks a value:\n%s", b.String())
	}
	return b.String()
}

func rewrite(t *testing.T, file string, archive *txtar.Archive, got map[string]string) {
	kept := archive.Files[:0]
	for _, f := range archive.Files {
		if got[f.Name] == "" {
			kept = append(kept, f)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(got)) {
		kept = append(kept, txtar.File{Name: name, Data: []byte(got[name])})
	}
	archive.Files = kept
	if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
		t.Fatal(err)
	}
}
