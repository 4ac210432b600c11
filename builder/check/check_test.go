package check_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"relais/builder/check"
	"relais/builder/handbook"
	"relais/builder/load"
)

var update = flag.Bool("update", false, "write what the cases give into their files")

// TestCases checks each testdata/*.txtar, a small handbook whose first line
// states a law, and compares what is found to the file "want". Each case loads
// without a problem, so that what is found is the checks' own.
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
			book, want := open(t, archive)
			_, hidden := book.For(book.Config.Readers, false)
			got := describe(t, book, append(hidden, check.Run(book)...))
			if *update {
				archive.Files = append(archive.Files[:len(archive.Files)-1], txtar.File{Name: "want", Data: []byte(got)})
				if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if got != want {
				t.Errorf("%s\ngot:\n%s\nwant:\n%s", archive.Comment, got, want)
			}
		})
	}
}

// open loads a case, whose last file is "want".
func open(t *testing.T, archive *txtar.Archive) (book *handbook.Handbook, want string) {
	fsys := fstest.MapFS{"handbook.yaml": {Data: []byte("titre: Essai\ndiffusion: interne\n")}}
	for _, f := range archive.Files[:len(archive.Files)-1] {
		fsys[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	last := archive.Files[len(archive.Files)-1]
	if last.Name != "want" {
		t.Fatalf("the last file is %q, not want", last.Name)
	}
	result, err := load.Load(context.Background(), fsys, load.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(result.Problems) > 0 {
		t.Fatalf("the case does not load:\n%s", describe(t, result.Handbook, result.Problems))
	}
	return result.Handbook, string(last.Data)
}

// describe prints problems as a writer would read them.
func describe(t *testing.T, book *handbook.Handbook, problems []handbook.Problem) string {
	messages, err := handbook.NewMessages()
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, p := range problems {
		what, remedy := messages.Of(p, book.Config.Lang)
		fmt.Fprintf(&b, "%s:%d:%d: %s: %s\n\t%s\n\t%s\n", p.Path, p.Pos.Line, p.Pos.Column, p.Severity, p.Code, what, remedy)
	}
	if strings.Contains(b.String(), "<no value>") {
		t.Errorf("a message lacks a value:\n%s", b.String())
	}
	return b.String()
}

// TestChecksAreListedOnce keeps the list in order: sorted, each check with a
// name of its own and a case of the same name.
func TestChecksAreListedOnce(t *testing.T) {
	last := ""
	for _, c := range check.All() {
		if c.Name <= last {
			t.Errorf("%q comes after %q", c.Name, last)
		}
		last = c.Name
		if cases, _ := filepath.Glob("testdata/" + c.Name + "*.txtar"); len(cases) == 0 {
			t.Errorf("the check %q has no case", c.Name)
		}
	}
}
