package main

import (
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"relais/builder/editor"
)

var update = flag.Bool("update", false, "rewrite the golden parts of the scripts")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"relais": main})
}

// Every script of testdata is a small handbook and what its author types and reads.
func TestScripts(t *testing.T) { runScripts(t, "testdata") }

// Every script of testdata/problems makes the mistakes of one kind, and holds
// word for word what check says of them in French and in English.
func TestProblems(t *testing.T) { runScripts(t, "testdata/problems") }

func runScripts(t *testing.T, dir string) {
	testscript.Run(t, testscript.Params{
		Dir:           dir,
		UpdateScripts: *update,
		Setup: func(env *testscript.Env) error {
			env.Setenv("LANG", "fr_FR.UTF-8")
			env.Setenv("SOURCE_DATE_EPOCH", "1767225600") // 1 January 2026
			cache, err := os.UserCacheDir()
			if err != nil {
				return err
			}
			file := editor.Pinned().File()
			env.Setenv("EDITOR_FILE", file)
			env.Setenv("EDITOR_ARCHIVE", filepath.Join(cache, "relais", file)) // where make editor puts it
			return nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"expand":    expand,
			"same-tree": sameTree,
			"status":    status,
		},
	})
}

// expand replaces, in the names and contents of files, the Go escapes of what
// cannot be seen (\u200b, \xff), and {{100 times}} by "times" a hundred times.
func expand(ts *testscript.TestScript, _ bool, names []string) {
	repeat := regexp.MustCompile(`\{\{(\d+) ((?s).*?)\}\}`)
	escape := regexp.MustCompile(`\\(u[0-9a-fA-F]{4}|x[0-9a-f]{2}|r)`)
	unescape := func(text string) string {
		return escape.ReplaceAllStringFunc(text, func(code string) string {
			text, err := strconv.Unquote(`"` + code + `"`)
			ts.Check(err)
			return text
		})
	}
	for _, name := range names {
		file := ts.MkAbs(name)
		text := unescape(ts.ReadFile(name))
		text = repeat.ReplaceAllStringFunc(text, func(found string) string {
			parts := repeat.FindStringSubmatch(found)
			times, err := strconv.Atoi(parts[1])
			ts.Check(err)
			return strings.Repeat(parts[2], times)
		})
		ts.Check(os.Remove(file))
		ts.Check(os.WriteFile(unescape(file), []byte(text), 0o600))
	}
}

// status runs a program that must end with the given exit status.
func status(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) < 2 {
		ts.Fatalf("usage: status N PROGRAM [ARG...]")
	}
	got := 0
	var exit *exec.ExitError
	switch err := ts.Exec(args[1], args[2:]...); {
	case errors.As(err, &exit):
		got = exit.ExitCode()
	default:
		ts.Check(err)
	}
	if strconv.Itoa(got) != args[0] {
		ts.Fatalf("exit status %d, want %s", got, args[0])
	}
}

// sameTree checks that two folders hold the same files with the same bytes.
func sameTree(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: same-tree A B")
	}
	a, b := readTree(ts, args[0]), readTree(ts, args[1])
	difference := ""
	for name, data := range a {
		if other, ok := b[name]; !ok || other != data {
			difference = name
		}
	}
	for name := range b {
		if _, ok := a[name]; !ok {
			difference = name
		}
	}
	switch {
	case len(a) == 0:
		ts.Fatalf("%s is empty", args[0])
	case difference != "" && !neg:
		ts.Fatalf("%s and %s differ in %s", args[0], args[1], difference)
	case difference == "" && neg:
		ts.Fatalf("%s and %s are the same", args[0], args[1])
	}
}

func readTree(ts *testscript.TestScript, dir string) map[string]string {
	dir = ts.MkAbs(dir)
	files := map[string]string{}
	ts.Check(filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		files[path[len(dir):]] = string(data)
		return err
	}))
	return files
}
