package main

import (
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A variation is one way to build the same content.
type variation struct {
	name  string
	run   func(t *testing.T, b builds) workshop // returns where it was built
	quick bool                                  // whether it is of the sample
}

// builds is what the variations build from.
type builds struct {
	relais string
	source string // read only
	dir    string // an empty folder
}

// here returns a workshop with a copy of the content.
func (b builds) here(t *testing.T) workshop {
	t.Helper()
	w := workshop{b.relais, b.dir}
	if err := os.CopyFS(w.source(), os.DirFS(b.source)); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(filepath.Join(w.source(), ".relais")); err != nil { // a build here may have remembered
		t.Fatal(err)
	}
	return w
}

// with runs the build of a workshop with some environment, behind a command if any.
func (w workshop) with(t *testing.T, env []string, before ...string) workshop {
	t.Helper()
	command := append(append(slices.Clone(before), w.relais), w.args()...)
	if said, state := ran(t, env, command[0], command[1:]...); !state.Success() {
		t.Fatalf("%v:\n%s", state, said)
	}
	return w
}

func variations() []variation {
	env := func(env ...string) func(t *testing.T, b builds) workshop {
		return func(t *testing.T, b builds) workshop { return b.here(t).with(t, env) }
	}
	behind := func(command ...string) func(t *testing.T, b builds) workshop {
		return func(t *testing.T, b builds) workshop {
			needTool(t, command[0])
			return b.here(t).with(t, nil, command...)
		}
	}
	return []variation{
		{"as it is", env(), true},
		{"time zone +14", env("TZ=Pacific/Kiritimati"), true},
		{"time zone -12", env("TZ=Etc/GMT+12"), false},
		{"time zone of half hours", env("TZ=America/St_Johns"), false},
		{"Turkish", env("LC_ALL=tr_TR.UTF-8", "LANG=tr_TR.UTF-8"), true},
		{"English", env("LANG=en_GB.UTF-8"), false},
		{"no locale", env("LC_ALL=C", "LANG="), false},
		{"private files", behind("sh", "-c", `umask 077 && exec "$@"`, "sh"), true},
		{"open files", behind("sh", "-c", `umask 000 && exec "$@"`, "sh"), false},
		{"one processor", env("GOMAXPROCS=1"), true},
		{"sixteen threads", env("GOMAXPROCS=16"), false},
		{"tied to one processor", behind("taskset", "--cpu-list", "0"), false},
		{"garbage collected all the time", env("GOGC=1"), false},
		{"another path", elsewhere("Les fiches d’été, n° 2"), true},
		{"a deep path", elsewhere(strings.Repeat("profond/", 20)), false},
		{"behind a link", behindALink, false},
		{"another user", anotherUser, false},
		{"folders listed in random order", listed("--shuffle-dirents=yes"), false},
		{"folders listed backwards", listed("--sort-dirents=yes", "--reverse-dirents=yes"), false},
		{"files written in random order", shuffled, true},
		{"another clock", clock2009, false},
		{"remembering", remembering(func(*testing.T, workshop) {}), true},
		{"remembering, after touch", remembering(touch), true},
		{"over another edition, nothing remembered", overAnother, false},
	}
}

// The same content gives the same bytes, whoever builds it, where, when and how.
func TestTheSameContentGivesTheSameBytes(t *testing.T) {
	relais := compiled(t)
	source, err := filepath.Abs("../../content")
	if err != nil {
		t.Fatal(err)
	}
	hashes := map[string][]string{}
	var first site
	for _, v := range variations() {
		if !v.quick && !*campaign {
			continue
		}
		dir := filepath.Join(t.TempDir(), "w")
		if err := os.Mkdir(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		started := time.Now()
		got := readSite(t, v.run(t, builds{relais, source, dir}).public())
		hash := got.hash()
		hashes[hash] = append(hashes[hash], v.name)
		t.Logf("%s  %s (%v)", hash[:16], v.name, time.Since(started).Round(time.Millisecond))
		if first == nil {
			first = got
		}
		if names := got.differs(first); len(names) > 0 {
			t.Errorf("%s: %q differ", v.name, names)
		}
		_ = os.RemoveAll(dir)
	}
	if len(hashes) != 1 {
		t.Errorf("%d hashes: %q", len(hashes), hashes)
	}
}

// hash returns the digest of a site's names and bytes.
func (s site) hash() string {
	all := sha256.New()
	var names []string
	for name := range s {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		fmt.Fprintf(all, "%q %x\n", name, sha256.Sum256([]byte(s[name])))
	}
	return fmt.Sprintf("%x", all.Sum(nil))
}

func elsewhere(folder string) func(t *testing.T, b builds) workshop {
	return func(t *testing.T, b builds) workshop {
		b.dir = filepath.Join(b.dir, folder)
		return b.here(t).with(t, nil)
	}
}

func behindALink(t *testing.T, b builds) workshop {
	b.here(t)
	link := b.dir + "-link"
	if err := os.Symlink(b.dir, link); err != nil {
		t.Fatal(err)
	}
	return workshop{b.relais, link}.with(t, nil)
}

// anotherUser builds as nobody, who may write in the folder and owns nothing else.
func anotherUser(t *testing.T, b builds) workshop {
	needTool(t, "setpriv")
	if os.Getuid() != 0 {
		t.Log("only root can build as somebody else: built as oneself")
		return b.here(t).with(t, nil)
	}
	open, err := os.MkdirTemp("/var/tmp", "relais-") // where nobody may go
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(open) })
	program, err := os.ReadFile(b.relais)
	if err != nil {
		t.Fatal(err)
	}
	b.dir, b.relais = filepath.Join(open, "w"), filepath.Join(open, "relais")
	if err := os.WriteFile(b.relais, program, 0o755); err != nil {
		t.Fatal(err)
	}
	w := b.here(t)
	err = filepath.WalkDir(open, func(path string, _ os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return os.Chown(path, 65534, 65534)
	})
	if err != nil {
		t.Fatal(err)
	}
	return w.with(t, []string{"HOME=/nonexistent"}, "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
}

// listed builds from a folder that disorderfs shows in another order.
func listed(options ...string) func(t *testing.T, b builds) workshop {
	return func(t *testing.T, b builds) workshop {
		w := b.here(t)
		if _, err := os.Stat("/dev/fuse"); err != nil {
			t.Logf("there is no FUSE here: files are written in random order instead (%v)", err)
			return shuffled(t, builds{b.relais, b.source, filepath.Join(b.dir, "again")})
		}
		disorderfs := needTool(t, "disorderfs")
		shown := filepath.Join(w.dir, "shown")
		if err := os.Mkdir(shown, 0o755); err != nil {
			t.Fatal(err)
		}
		args := append(append([]string{"--quiet"}, options...), w.source(), shown)
		if out, err := exec.Command(disorderfs, args...).CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		defer func() {
			if err := syscall.Unmount(shown, 0); err != nil {
				_ = exec.Command("fusermount3", "-u", shown).Run()
			}
		}()
		command := []string{"build", shown, "--destination", w.public(), "--clock", "2026-01-01", "--quiet"}
		if said, state := ran(t, nil, w.relais, command...); !state.Success() {
			t.Fatalf("%v:\n%s", state, said)
		}
		return w
	}
}

// shuffled writes the content's files one by one in random order, with names in
// between that are removed again, so that folders list them in another.
func shuffled(t *testing.T, b builds) workshop {
	files := readSite(t, b.source)
	var names []string
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	rand.New(rand.NewPCG(3, 4)).Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	w := workshop{b.relais, b.dir}
	for i, name := range names {
		writeFiles(t, w.source(), map[string]string{name: files[name], fmt.Sprintf("vide-%d", i): ""})
	}
	for i := range names {
		if err := os.Remove(filepath.Join(w.source(), fmt.Sprintf("vide-%d", i))); err != nil {
			t.Fatal(err)
		}
	}
	return w.with(t, nil)
}

// clock2009 builds with a clock that stands in 2009: that of the Go runtime when it is
// compiled so. What replaces the clock of the C library (faketime) does not reach Go.
func clock2009(t *testing.T, b builds) workshop {
	b.relais = compiled(t, "-tags", "faketime")
	return b.here(t).with(t, nil)
}

// remembering builds twice, with something in between.
func remembering(between func(t *testing.T, w workshop)) func(t *testing.T, b builds) workshop {
	return func(t *testing.T, b builds) workshop {
		w := b.here(t).with(t, nil)
		between(t, w)
		return w.with(t, nil)
	}
}

func touch(t *testing.T, w workshop) {
	t.Helper()
	for _, dir := range []string{w.source(), w.public()} {
		for name := range readSite(t, dir) {
			when := time.Date(2031, 1, 1, 0, 0, 0, 0, time.UTC)
			if err := os.Chtimes(filepath.Join(dir, name), when, when); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// overAnother publishes over what another content gave.
func overAnother(t *testing.T, b builds) workshop {
	other := workshop{b.relais, b.dir}
	writeFiles(t, other.source(), editions("ancien"))
	other.with(t, nil)
	if err := os.RemoveAll(other.source()); err != nil {
		t.Fatal(err)
	}
	return b.here(t).with(t, nil)
}
