package builder_test

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"relais/builder"
	"relais/builder/handbook"
	"relais/builder/serve"
)

// recovery is how soon after the last of many events the site must be that of a
// clean build. A machine that does other things at once gets a little longer.
const recovery = 2 * time.Second

// watched is a preview that a watcher keeps up to date, as Serve does.
type watched struct {
	t       *testing.T
	w       *writer
	preview *builder.Preview

	mu      sync.Mutex
	edition *builder.Edition
	report  *builder.Report
	err     error
	reason  serve.PollReason
	changed time.Time
}

func watch(t *testing.T, w *writer, poll time.Duration) *watched {
	x := &watched{t: t, w: w, preview: builder.NewPreview(w.options())}
	ctx, stop := context.WithCancel(t.Context())
	watcher := builder.Watch(w.options(), poll)
	var group sync.WaitGroup
	group.Go(func() { watcher.Run(ctx) })
	group.Go(func() {
		change := serve.Change{All: true}
		for {
			edition, report, err := x.preview.Refresh(ctx, change)
			x.mu.Lock()
			x.edition, x.report, x.err, x.changed = edition, report, err, time.Now()
			x.mu.Unlock()
			var again <-chan time.Time
			if err != nil {
				again = time.After(100 * time.Millisecond)
			}
			select {
			case <-ctx.Done():
				return
			case change = <-watcher.Changes():
				change.All = change.All || err != nil
			case <-again:
				change = serve.Change{All: true}
			case why := <-watcher.Polls():
				x.mu.Lock()
				x.reason = why
				x.mu.Unlock()
				change = serve.Change{All: true}
			}
		}
	})
	t.Cleanup(func() { stop(); group.Wait(); _ = x.preview.Close() })
	return x
}

// settle waits until the preview is that of the files as they are, and fails when
// that takes longer than recovery.
func (x *watched) settle() {
	x.t.Helper()
	want, err := builder.NewPreview(x.w.options()), error(nil)
	defer want.Close()
	edition, report, err := want.Refresh(x.t.Context(), serve.Change{All: true})
	x.w.check(err)
	expected := x.w.describe(edition, report)
	started := time.Now()
	for {
		x.mu.Lock()
		got, failed := "", x.err
		if x.report != nil {
			got = x.w.describe(x.edition, x.report)
		}
		x.mu.Unlock()
		if failed == nil && got == expected {
			return
		}
		if time.Since(started) > recovery+slack {
			x.t.Fatalf("after %s, %s later, the preview is\n%.2000s (%v)\nand the files say\n%.2000s", x.w.did, recovery, got, failed, expected)
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// slack is for machines that run other tests at once.
const slack = 8 * time.Second

// describe tells one state of a handbook from another: all that pages show, or
// all that is wrong.
func (w *writer) describe(edition *builder.Edition, report *builder.Report) string {
	if edition == nil {
		return fmt.Sprint(report.Problems)
	}
	text := ""
	for _, address := range edition.Pages() {
		data, err := edition.File(address)
		text += fmt.Sprintf("%s %v\n%s\n", address, err, data)
	}
	return text
}

// What the watcher tells is enough: after each of many edits, and after many at
// once, the site is that of the files.
func TestWatchingSurvivesRandomEdits(t *testing.T) {
	w := newWriter(t)
	x := watch(t, w, 0)
	x.settle()
	for n := range *edits {
		bad := x.isBad()
		if !bad {
			w.keep()
		}
		w.edit(bad)
		if n%5 == 0 {
			x.settle()
		}
	}
	x.settle()
}

func (x *watched) isBad() bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.edition == nil && x.w.good != nil
}

func TestPollingSurvivesRandomEdits(t *testing.T) {
	w := newWriter(t)
	x := watch(t, w, 20*time.Millisecond)
	x.settle()
	for n := range *edits / 4 {
		bad := x.isBad()
		if !bad {
			w.keep()
		}
		w.edit(bad)
		if n%5 == 0 {
			x.settle()
		}
	}
	x.settle()
	if x.reason != serve.PollingAsked {
		t.Errorf("the watcher does not say that it was asked to poll: %v", x.reason)
	}
}

// More events than the system keeps are no reason to miss one.
func TestWatchingSurvivesABurst(t *testing.T) {
	w := newWriter(t)
	x := watch(t, w, 0)
	x.settle()
	for n := 0; n < *events; n++ {
		file := filepath.Join(w.root, "fiches", fmt.Sprintf("brouillon-%d.md", n%500))
		w.check(os.WriteFile(file, fmt.Appendf(nil, "---\ntitre: Essai %d\ndiffusion: interne\n---\n", n), 0o644))
		if n%7 == 0 {
			w.check(os.Remove(file))
		}
	}
	w.did = "the burst"
	x.settle()
}

// The folder of the handbook, or one in it, may go and come back, as when another
// branch is checked out.
func TestWatchingSurvivesFoldersThatGoAndComeBack(t *testing.T) {
	w := newWriter(t)
	x := watch(t, w, 0)
	x.settle()
	away := w.root + "-away"
	for n, step := range []func(){
		func() {
			w.check(os.Rename(filepath.Join(w.root, "fiches"), filepath.Join(w.root, "notions", "fiches")))
		},
		func() {
			w.check(os.Rename(filepath.Join(w.root, "notions", "fiches"), filepath.Join(w.root, "fiches")))
		},
		func() { // another handbook in the place of this one
			w.check(os.CopyFS(away, os.DirFS(w.root)))
			w.check(os.RemoveAll(w.root))
			time.Sleep(20 * time.Millisecond)
			w.check(os.Rename(away, w.root))
		},
		func() { w.write("fiches/nouveau/un/deux.md", "---\ntitre: Deux\ndiffusion: interne\n---\n") },
		func() { w.write("fiches/nouveau/un/trois.md", "---\ntitre: Trois\ndiffusion: interne\n---\n") },
		func() {
			w.check(os.CopyFS(away, os.DirFS(w.root)))
			w.check(os.RemoveAll(w.root))
			w.check(os.Rename(away, w.root))
		},
		func() { w.write("fiches/nouveau/un/trois.md", "---\ntitre: Quatre\ndiffusion: interne\n---\n") },
	} {
		step()
		w.did = fmt.Sprintf("step %d", n)
		x.settle()
	}
}

// quietScreen passes over all that a terminal is told.
type quietScreen struct{ url chan string }

func (s quietScreen) Ready(url string)                                 { s.url <- url }
func (quietScreen) Shown(serve.Change, *builder.Report, time.Duration) {}
func (quietScreen) Stopped(serve.Change, *builder.Report)              {}
func (quietScreen) Failed(err error, _ handbook.Lang) string           { return err.Error() }
func (quietScreen) Searched([]handbook.Problem, handbook.Lang)         {}
func (quietScreen) Polls(serve.PollReason)                             {}

// A page that is asked for after the folder above the handbook has been replaced,
// of which nothing tells, makes the new one be read.
func TestAFolderReplacedUnseenIsReadWhenAPageIsAskedFor(t *testing.T) {
	w := newWriter(t)
	above := filepath.Join(t.TempDir(), "above")
	w.check(os.Mkdir(above, 0o755))
	w.check(os.CopyFS(filepath.Join(above, "manuel"), os.DirFS(w.root)))
	opts := w.options()
	opts.Source = filepath.Join(above, "manuel")
	ctx, stop := context.WithCancel(t.Context())
	screen, ended := quietScreen{make(chan string, 1)}, make(chan error, 1)
	go func() {
		ended <- builder.Serve(ctx, builder.ServeOptions{Options: opts, Lang: handbook.French, Screen: screen})
	}()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	url := <-screen.url
	w.write("fiches/a.md", "---\ntitre: Un autre titre\ndiffusion: interne\nstatut: en-debat\n---\n")
	get := func() int {
		response, err := http.Get(url + "fiches/tout-autre.html")
		w.check(err)
		defer response.Body.Close()
		return response.StatusCode
	}
	wait := func(status int) {
		t.Helper()
		for started := time.Now(); get() != status; time.Sleep(10 * time.Millisecond) {
			if time.Since(started) > recovery+slack {
				t.Fatalf("status %d, want %d", get(), status)
			}
		}
	}
	wait(http.StatusNotFound)
	w.check(os.Rename(above, above+"-old"))
	w.write("fiches/tout-autre.md", "---\ntitre: Tout autre\ndiffusion: interne\nstatut: en-debat\n---\n")
	w.check(os.Mkdir(above, 0o755))
	w.check(os.CopyFS(filepath.Join(above, "manuel"), os.DirFS(w.root)))
	wait(http.StatusOK)
}

// Where the system does not follow enough folders, the watcher says so, and why,
// and looks at the files by itself. The limits are those of a user namespace that
// the test makes for itself.
func TestWithLowLimitsItPollsAndSaysWhy(t *testing.T) {
	for limit, why := range map[string]serve.PollReason{
		"max_inotify_instances": serve.TooManyWatchers,
		"max_inotify_watches":   serve.TooManyFolders,
	} {
		script := "echo 0 > /proc/sys/user/" + limit + ` && exec "$0" -test.run '^TestPollingForWantOfWatches$'`
		limited := exec.Command("unshare", "--user", "--map-root-user", "sh", "-c", script, os.Args[0])
		limited.Env = append(os.Environ(), fmt.Sprintf("%s=%d", wantedReason, why))
		if out, err := limited.CombinedOutput(); err != nil {
			if exec.Command("unshare", "--user", "--map-root-user", "test", "-w", "/proc/sys/user/"+limit).Run() != nil {
				t.Skip("this system lets nobody set limits of their own")
			}
			t.Errorf("%s: %v\n%s", limit, err, out)
		}
	}
}

// wantedReason tells the test below, in the environment, why it will have to poll.
const wantedReason = "RELAIS_TEST_POLL_REASON"

func TestPollingForWantOfWatches(t *testing.T) {
	want := os.Getenv(wantedReason)
	if want == "" {
		t.Skip("run by TestWithLowLimitsItPollsAndSaysWhy")
	}
	w := newWriter(t)
	x := watch(t, w, 0)
	x.settle()
	w.keep()
	for range 3 {
		w.edit(x.isBad())
		x.settle()
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if got := fmt.Sprint(int(x.reason)); got != want {
		t.Errorf("it polls for reason %s, not %s", got, want)
	}
}
