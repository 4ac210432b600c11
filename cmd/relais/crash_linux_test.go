package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// The runs of this file are killed, or fail, at the calls that change the disk. What
// must hold: the old site is published, or the new one, whole; and the next run
// publishes what a run that was never disturbed does.

// callsThatChange are the system calls that change the disk, by what they do.
var callsThatChange = []struct{ name, calls string }{
	{"write", "write,writev,pwrite64"},
	{"rename", "rename,renameat,renameat2"},
	{"link", "link,linkat,symlink,symlinkat"},
	{"remove", "unlink,unlinkat,rmdir"},
	{"folder", "mkdir,mkdirat"},
	{"open", "open,openat"},
	{"close", "close"},
}

// situations are those in which a run begins.
type situation struct {
	name     string
	workshop workshop
	old, new site // what is published before, nil for nothing, and after
}

func situations(t *testing.T) []situation {
	t.Helper()
	relais := compiled(t)
	begin := func(name string, edition string) workshop {
		w := workshop{relais, filepath.Join(t.TempDir(), name)}
		writeFiles(t, w.source(), editions(edition))
		return w
	}
	first := begin("first", "nouveau")
	clean := first.copied(t, filepath.Join(t.TempDir(), "clean"))
	clean.mustBuild(t)
	published := readSite(t, clean.public())

	edit := func(w workshop) site {
		w.mustBuild(t)
		old := readSite(t, w.public())
		for name := range editions("ancien") {
			if err := os.Remove(filepath.Join(w.source(), name)); err != nil {
				t.Fatal(err)
			}
		}
		writeFiles(t, w.source(), editions("nouveau"))
		return old
	}
	warm, cold := begin("warm", "ancien"), begin("cold", "ancien")
	old := edit(warm)
	edit(cold)
	if err := os.RemoveAll(filepath.Join(cold.source(), ".relais")); err != nil {
		t.Fatal(err)
	}
	return []situation{
		{"first", first, nil, published},
		{"again", cold, old, published},
		{"again, remembering", warm, old, published},
	}
}

// eachPoint tries the points 1, 2, … until one reports that there is none, eight
// side by side; unless all are tried, only two.
func eachPoint(try func(n int) (there bool)) {
	if !*campaign {
		for _, n := range []int{1, 19} {
			if !try(n) {
				return
			}
		}
		return
	}
	const sideBySide = 8
	for n, more := 1, true; more; n += sideBySide {
		there := make(chan bool)
		for i := range sideBySide {
			go func() {
				found := false
				defer func() { there <- found }()
				found = try(n + i)
			}()
		}
		for range sideBySide {
			more = <-there && more
		}
	}
}

// injected runs a build in which strace does something at a system call.
func injected(t *testing.T, strace string, w workshop, calls, what string) (string, *os.ProcessState) {
	t.Helper()
	args := append([]string{"-f", "-qq", "-o", os.DevNull, "-e", "trace=" + calls, "-e", "inject=" + calls + ":" + what, w.relais}, w.args()...)
	return ran(t, []string{"GOMAXPROCS=1"}, strace, args...) // so that most calls are those of one thread, which strace counts
}

func TestARunKilledAtAnyCallLeavesAWholeSiteAndTheNextRunIsClean(t *testing.T) {
	strace := needTool(t, "strace")
	var killed atomic.Int32
	for _, s := range sample(situations(t)) {
		for _, change := range callsThatChange {
			eachPoint(func(n int) bool {
				w := s.workshop.copied(t, filepath.Join(t.TempDir(), "w"))
				defer os.RemoveAll(w.dir)
				_, state := injected(t, strace, w, change.calls, fmt.Sprintf("signal=SIGKILL:when=%d", n))
				s.wantWhole(t, w, fmt.Sprintf("%s, killed at %s %d", s.name, change.name, n))
				if !died(state) {
					return false // there are fewer
				}
				killed.Add(1)
				return true
			})
		}
	}
	t.Logf("killed at %d points", killed.Load())
	if *campaign && killed.Load() < 1000 {
		t.Errorf("killed at %d points only", killed.Load())
	}
}

// wantWhole fails unless the old site is published or the new one, and the next run
// publishes the new one and leaves nothing beside it.
func (s situation) wantWhole(t *testing.T, w workshop, when string) {
	t.Helper()
	if got := readSite(t, w.public()); !got.is(s.old) && !got.is(s.new) {
		t.Errorf("%s: what is published differs from the old site in %q, from the new one in %q", when, got.differs(s.old), got.differs(s.new))
	}
	w.mustBuild(t)
	if got := readSite(t, w.public()); !got.is(s.new) {
		t.Errorf("%s: the next run differs from a clean one in %q", when, got.differs(s.new))
	}
	entries, err := os.ReadDir(w.dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if entry.Name() != "manuel" && entry.Name() != "public" {
			t.Errorf("%s: %s is left beside the site", when, entry.Name())
		}
	}
}

func TestARunKilledAtAnyTimeLeavesAWholeSiteAndTheNextRunIsClean(t *testing.T) {
	times := 6
	if *campaign {
		times = 200
	}
	all := situations(t)
	random := rand.New(rand.NewPCG(1, 2))
	for n := range times {
		s := all[n%len(all)]
		w := s.workshop.copied(t, filepath.Join(t.TempDir(), "w"))
		cmd := exec.Command(w.relais, w.args()...)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		delay := time.Duration(random.IntN(250)) * time.Millisecond
		time.Sleep(delay)
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		s.wantWhole(t, w, fmt.Sprintf("%s, killed after %v", s.name, delay))
		if t.Failed() {
			return
		}
		_ = os.RemoveAll(w.dir)
	}
}

// named is a file or folder, as a message names it; unforeseen is what says none.
var (
	named      = regexp.MustCompile(`« (?:[^».][^»]*|\.[^» ][^»]*) »`)
	unforeseen = regexp.MustCompile(`une panne imprévue|: un fichier`)
)

func TestARunWhoseDiskFailsAtAnyCallLeavesTheOldSiteAndNamesTheFile(t *testing.T) {
	strace := needTool(t, "strace")
	var failed, went atomic.Int32
	for _, s := range sample(situations(t)) {
		for _, change := range callsThatChange {
			eachPoint(func(n int) bool {
				failure := failureAt(change.name, n)
				when := fmt.Sprintf("%s, %s at %s", s.name, failure, change.name)
				w := s.workshop.copied(t, filepath.Join(t.TempDir(), "w"))
				defer os.RemoveAll(w.dir)
				said, state, met := meeting(t, strace, w, change.calls, failure)
				if !met {
					return false // there are fewer
				}
				if state.Success() {
					went.Add(1)
				} else {
					failed.Add(1)
				}
				s.wantTold(t, w, when, change.name, said, state)
				s.wantWhole(t, w, when)
				return true
			})
		}
	}
	t.Logf("%d runs failed, %d did without what they were refused", failed.Load(), went.Load())
	if tried := failed.Load() + went.Load(); *campaign && tried < 1000 {
		t.Errorf("%d points only", tried)
	}
}

// failureAt returns what strace is told to do at the nth call of a kind: a full disk,
// or a broken one, once or from then on. That a disk is full keeps nobody from reading.
func failureAt(kind string, n int) string {
	code, lasting := []string{"ENOSPC", "EIO"}[n%2], []string{"", "+"}[n/2%2]
	if kind == "open" {
		code = "EIO"
	}
	return fmt.Sprintf("error=%s:when=%d%s", code, n, lasting)
}

// sample returns the last of the situations, unless all points are tried.
func sample(all []situation) []situation {
	if *campaign {
		return all
	}
	return all[len(all)-1:]
}

// wantTold fails unless a run that met a failure published the new site all the same,
// or left the old one and said which file could not be read or written.
func (s situation) wantTold(t *testing.T, w workshop, when, kind, said string, state *os.ProcessState) {
	t.Helper()
	got := readSite(t, w.public())
	switch {
	case regexp.MustCompile("fatal error: |runtime: |shared libraries").MatchString(said):
		// What starts a program, or runs it, was refused what it cannot do without:
		// then, as when a run is killed, one site or the other is published.
	case state.Success():
		if !got.is(s.new) {
			t.Errorf("%s: it ends well, and differs from the new site in %q", when, got.differs(s.new))
		}
	case !got.is(s.old):
		t.Errorf("%s: %v, and the old site is no more: %q\n%s", when, state, got.differs(s.old), said)
	case said == "" && kind == "write": // nor can it say anything
	case !named.MatchString(said) || unforeseen.MatchString(said):
		t.Errorf("%s: the message names no file: %s", when, said)
	}
}

// meeting runs a build that meets a failure, and reports whether it did.
func meeting(t *testing.T, strace string, w workshop, calls, failure string) (said string, state *os.ProcessState, met bool) {
	t.Helper()
	log := filepath.Join(t.TempDir(), "log")
	args := append([]string{"-f", "-qq", "-o", log, "-e", "trace=" + calls, "-e", "inject=" + calls + ":" + failure, w.relais}, w.args()...)
	said, state = ran(t, []string{"GOMAXPROCS=1"}, strace, args...)
	data, err := os.ReadFile(log)
	if err != nil {
		t.Error(err)
	}
	return said, state, strings.Contains(string(data), "(INJECTED)")
}

// died reports whether a process, or the one that strace ran, was killed.
func died(state *os.ProcessState) bool {
	return state.Sys().(syscall.WaitStatus).Signaled() || state.ExitCode() == 128+int(syscall.SIGKILL)
}

// Of runs that begin at once one publishes, the others say why they do not.
func TestOfBuildsAtOnceOnePublishesAndTheOthersSaySo(t *testing.T) {
	times := 2
	if *campaign {
		times = 50
	}
	all := situations(t)
	refused := 0
	for n := range times {
		s := all[n%len(all)]
		w := s.workshop.copied(t, filepath.Join(t.TempDir(), "w"))
		type end struct {
			said  string
			state *os.ProcessState
		}
		ends := make(chan end)
		for range 4 {
			go func() {
				said, state := ran(t, nil, w.relais, w.args()...)
				ends <- end{said, state}
			}()
		}
		won := 0
		for range 4 {
			switch e := <-ends; {
			case e.state.Success():
				won++
			case strings.Contains(e.said, "une autre publication est en cours dans « "+w.public()+" »"):
				refused++
			default:
				t.Errorf("%v: %s", e.state, e.said)
			}
		}
		if won == 0 {
			t.Errorf("%s: nobody publishes", s.name)
		}
		s.wantWhole(t, w, s.name+", four at once")
		_ = os.RemoveAll(w.dir)
	}
	t.Logf("of %d runs, %d were refused", 4*times, refused)
}

// A run that holds the lock and does not go on is waited for; one that is dead is not.
func TestTheLockOfADeadRunIsFree(t *testing.T) {
	strace := needTool(t, "strace")
	s := situations(t)[1]
	w := s.workshop.copied(t, filepath.Join(t.TempDir(), "w"))
	args := append([]string{"-f", "-qq", "-o", os.DevNull, "-e", "trace=linkat", "-e", "inject=linkat:signal=SIGSTOP:when=1", w.relais}, w.args()...)
	holder := exec.Command(strace, args...)
	holder.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := holder.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = syscall.Kill(-holder.Process.Pid, syscall.SIGKILL) }()
	locked := filepath.Join(w.dir, ".public.lock")
	for range 600 {
		if _, err := os.Stat(locked); err == nil {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	time.Sleep(500 * time.Millisecond)
	if said, state := ran(t, nil, w.relais, w.args()...); state.Success() || !strings.Contains(said, "une autre publication est en cours") {
		t.Errorf("beside a run that holds the lock: %v: %s", state, said)
	}
	if err := syscall.Kill(-holder.Process.Pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	_ = holder.Wait()
	s.wantWhole(t, w, "after the death of the holder")
}

// Whoever reads while others publish meets one edition: all that is read in an open
// folder is of the same, and no file is cut.
func TestAReaderNeverMeetsTwoEditions(t *testing.T) {
	publications, reads := 4, 200
	if *campaign {
		publications, reads = 100, 10_000
	}
	relais := compiled(t)
	dir := t.TempDir()
	var sources [2]workshop
	var sites [2]site
	for i, text := range []string{"ancien", "nouveau"} {
		source := workshop{relais, filepath.Join(dir, text)}
		writeFiles(t, source.source(), editions(text))
		source.mustBuild(t)
		sources[i], sites[i] = source, readSite(t, source.public())
	}
	public := filepath.Join(dir, "public")
	publish := func(w workshop) {
		if said, state := ran(t, nil, relais, "build", w.source(), "--destination", public, "--clock", "2026-01-01", "--quiet"); !state.Success() {
			t.Errorf("%v: %s", state, said)
		}
	}
	publish(sources[0])
	common := []string{"index.html", "fiches/f0.html", "fiches/f3.html"}
	done := make(chan int)
	over := make(chan struct{})
	go func() {
		n := 0
		defer func() { done <- n }()
		for {
			select {
			case <-over:
				if n >= reads {
					return
				}
			default:
			}
			n += readOnce(t, public, common, sites)
			if t.Failed() {
				return
			}
		}
	}()
	for i := range publications {
		publish(sources[(i+1)%2])
	}
	close(over)
	if n := <-done; n < reads {
		t.Errorf("only %d reads", n)
	} else {
		t.Logf("%d reads during %d publications", n, publications)
	}
}

// readOnce reads some files in the published folder, opened once, and returns how many.
func readOnce(t *testing.T, public string, names []string, sites [2]site) (n int) {
	root, err := os.OpenRoot(public)
	if err != nil {
		t.Errorf("nothing is published: %v", err)
		return 0
	}
	defer root.Close()
	may := []site{sites[0], sites[1]}
	for _, name := range names {
		data, err := root.ReadFile(name)
		if os.IsNotExist(err) {
			return n // the folder was replaced meanwhile, and is being removed
		}
		n++
		may = slices.DeleteFunc(may, func(s site) bool { return s[name] != string(data) })
		if err != nil || len(may) == 0 {
			t.Errorf("%s: %v, and %d bytes of no edition, or of two", name, err, len(data))
			return n
		}
	}
	return n
}
