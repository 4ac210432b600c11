// What the campaigns of publication and of determinism share: relais as a whole
// process, a small handbook in two editions, and what is published of it.

package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

var campaign = flag.Bool("campaign", false, "try all points of the campaigns, and not a sample")

// needTool returns the path of a program that a test runs.
func needTool(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Fatalf("%s is missing: type .ci/install, or have the package %[1]s installed", name)
	}
	return path
}

// compiled returns the path of a relais that was just compiled.
func compiled(t *testing.T, flags ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "relais")
	args := append(append([]string{"build", "-o", path}, flags...), "relais/cmd/relais")
	if out, err := exec.Command("go", args...).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return path
}

// editions are two states of one handbook: most of a page is the same in both, some
// pages are in one only.
func editions(text string) map[string]string {
	files := map[string]string{
		"handbook.yaml":          "titre: Essai " + text + "\nlangue: fr\ndiffusion: interne\n",
		"fiches/plan.svg":        `<svg xmlns="http://www.w3.org/2000/svg"><title>` + text + `</title></svg>`,
		"fiches/" + text + ".md": "---\ntitre: Propre à " + text + "\ndiffusion: interne\nstatut: en-debat\n---\nTexte.\n",
	}
	for i := range 12 {
		said := ""
		if i%3 == 0 {
			said = text
		}
		files[fmt.Sprintf("fiches/f%d.md", i)] = fmt.Sprintf(
			"---\ntitre: Fiche %d\ndiffusion: interne\nstatut: en-debat\n---\n## En bref\n\nNommer la limite %d %s. ![Le plan](plan.svg)\n", i, i, said)
	}
	return files
}

func writeFiles(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// site is what a published folder holds, by path.
type site map[string]string

// readSite returns what is published, nil when nothing is.
func readSite(t *testing.T, dir string) site {
	t.Helper()
	files := site{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		data, err := os.ReadFile(path)
		files[filepath.ToSlash(name)] = string(data)
		return err
	})
	if errors.Is(err, fs.ErrNotExist) && len(files) == 0 {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func (s site) is(other site) bool { return (s == nil) == (other == nil) && maps.Equal(s, other) }

// differs tells the files by which two sites differ.
func (s site) differs(other site) []string {
	var names []string
	for _, all := range []site{s, other} {
		for name := range all {
			if s[name] != other[name] || (s == nil) != (other == nil) {
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// workshop is a folder with a handbook in manuel and what is published of it in public.
type workshop struct {
	relais string
	dir    string
}

func (w workshop) source() string { return filepath.Join(w.dir, "manuel") }
func (w workshop) public() string { return filepath.Join(w.dir, "public") }

// args are those of a build.
func (w workshop) args() []string {
	return []string{"build", w.source(), "--destination", w.public(), "--clock", "2026-01-01", "--quiet"}
}

// ran runs a command to its end, and returns what it says. It fails when that takes five minutes.
func ran(t *testing.T, env []string, name string, args ...string) (said string, state *os.ProcessState) {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Env = append(os.Environ(), append([]string{"LANG=fr_FR.UTF-8", "LC_ALL=", "LC_MESSAGES="}, env...)...)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	cmd.WaitDelay = 5 * time.Minute
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	timer := time.AfterFunc(5*time.Minute, func() { _ = cmd.Process.Kill() })
	err := cmd.Wait()
	if !timer.Stop() {
		t.Fatalf("%s %s hangs:\n%s", name, strings.Join(args, " "), out.String())
	}
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return out.String(), cmd.ProcessState
}

func (w workshop) mustBuild(t *testing.T) {
	t.Helper()
	if said, state := ran(t, nil, w.relais, w.args()...); !state.Success() {
		t.Fatalf("%v:\n%s", state, said)
	}
}

// copied returns a copy of a workshop in an empty folder. Files are linked: nothing
// here may be written in place, and a run that does is found out.
func (w workshop) copied(t *testing.T, dir string) workshop {
	t.Helper()
	err := filepath.WalkDir(w.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(w.dir, path)
		if err != nil {
			return err
		}
		if d.IsDir() {
			return os.MkdirAll(filepath.Join(dir, name), 0o755)
		}
		return os.Link(path, filepath.Join(dir, name))
	})
	if err != nil {
		t.Fatal(err)
	}
	return workshop{w.relais, dir}
}
