package serve

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"time"

	"github.com/fsnotify/fsnotify"
)

// Change is what happened below a folder since the last Change.
type Change struct {
	Paths []string  // slash-separated, relative to the folder, as the disk spells them
	All   bool      // anything may have changed: a folder, or more than could be followed
	Since time.Time // when the first of it was noticed
}

// WatchOptions say how to watch.
type WatchOptions struct {
	// Poll, when not zero, is how often to look at every file rather than to be
	// told by the system, which tells nothing of what happens on a network drive.
	Poll time.Duration
	// Passed reports whether nothing is to be told of a path: a folder with all
	// that it holds, or a file.
	Passed func(path string, folder bool) bool
}

// PollReason says why a Watcher looks at every file, again and again.
type PollReason int

// Reasons to poll.
const (
	NotPolling       PollReason = iota
	PollingAsked                // WatchOptions.Poll
	TooManyFolders              // the system follows no more folders for this user (fs.inotify.max_user_watches)
	TooManyWatchers             // the system has no more watchers for this user (fs.inotify.max_user_instances), or files for this process
	CannotBeFollowed            // the system cannot follow this folder
)

// pollInterval is how often a Watcher looks that nobody asked to poll.
const pollInterval = time.Second

// returnInterval is how often a Watcher looks whether its folder is there again.
const returnInterval = 200 * time.Millisecond

// How long a Watcher waits for more before it tells a Change. Saving one file is
// a few events within a millisecond; switching branches is thousands, with pauses.
const (
	quiet      = 8 * time.Millisecond
	quietBurst = 60 * time.Millisecond // after more than few paths
	longest    = 500 * time.Millisecond
	few        = 8
)

// Watcher tells what changes below a folder, which may be replaced by another
// of the same name. It follows folders, not files, because editors replace files:
// each folder is followed by itself, and one that comes or goes makes the Watcher
// look for all of them anew, before it tells the Change. So nothing is lost between.
type Watcher struct {
	root    string
	opts    WatchOptions
	changes chan Change
	polls   chan PollReason
	pokes   chan struct{}
	system  *fsnotify.Watcher // nil when polling
	folders map[string]bool   // those that are followed

	lookedAt map[string]seen // when polling: what the last look saw
}

// NewWatcher starts to watch; Run tells.
func NewWatcher(root string, opts WatchOptions) *Watcher {
	w := &Watcher{root: filepath.Clean(root), opts: opts, changes: make(chan Change), polls: make(chan PollReason, 1), pokes: make(chan struct{}, 1)}
	if opts.Poll > 0 {
		w.poll(PollingAsked)
		return w
	}
	w.opts.Poll = pollInterval
	w.follow()
	return w
}

// Changes yields what happens while Run runs.
func (w *Watcher) Changes() <-chan Change { return w.changes }

// Polls yields, once, why the Watcher polls, if it does.
func (w *Watcher) Polls() <-chan PollReason { return w.polls }

// Poke makes the Watcher look at everything, because of something that it cannot
// have been told: that the folder is another than it was.
func (w *Watcher) Poke() {
	select {
	case w.pokes <- struct{}{}:
	default: // it will look anyway
	}
}

// Run tells changes until ctx ends. It waits for each to be taken.
func (w *Watcher) Run(ctx context.Context) {
	defer w.stop()
	for {
		change, ok := w.next(ctx)
		if !ok {
			return
		}
		select {
		case w.changes <- change:
		case <-ctx.Done():
			return
		}
	}
}

// next waits for a Change.
func (w *Watcher) next(ctx context.Context) (Change, bool) {
	var p pending
	for !p.settled() {
		switch {
		case w.system == nil:
			return w.nextPolled(ctx)
		case !w.folders["."]:
			return w.nextReturn(ctx)
		}
		var enough <-chan time.Time
		if p.noticed() {
			enough = time.After(p.wait())
		}
		select {
		case <-ctx.Done():
			return Change{}, false
		case e := <-w.system.Events:
			w.note(&p, e)
		case err := <-w.system.Errors:
			w.noteError(&p, err)
		case <-w.pokes:
			p.touch()
			p.all = true
		case <-enough:
		}
	}
	if p.all {
		w.follow()
	}
	return Change{Paths: p.sorted(), All: p.all, Since: p.first}, true
}

// nextReturn waits for the folder to be there again: it was deleted or moved, and
// no system tells of what does not exist.
func (w *Watcher) nextReturn(ctx context.Context) (Change, bool) {
	tick := time.NewTicker(returnInterval)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return Change{}, false
		case <-tick.C:
		case <-w.pokes:
		}
		if w.follow(); w.system == nil || w.folders["."] {
			return Change{All: true, Since: time.Now()}, true
		}
	}
}

// pending is a Change that may still grow.
type pending struct {
	paths       map[string]bool
	all         bool
	first, last time.Time
}

func (p *pending) noticed() bool { return !p.first.IsZero() }

func (p *pending) add(path string) {
	p.touch()
	if p.paths == nil {
		p.paths = map[string]bool{}
	}
	p.paths[path] = true
}

func (p *pending) touch() {
	p.last = time.Now()
	if p.first.IsZero() {
		p.first = p.last
	}
}

// wait returns how long nothing more must come.
func (p *pending) wait() time.Duration {
	calm := quiet
	if p.all || len(p.paths) > few {
		calm = quietBurst
	}
	return min(time.Until(p.last.Add(calm)), time.Until(p.first.Add(longest)))
}

func (p *pending) settled() bool { return p.noticed() && p.wait() <= 0 }

func (p *pending) sorted() []string {
	var paths []string
	for path := range p.paths {
		paths = append(paths, path)
	}
	slices.Sort(paths)
	return paths
}

// note adds what the system tells.
func (w *Watcher) note(p *pending, e fsnotify.Event) {
	name, err := filepath.Rel(w.root, e.Name)
	if err != nil || e.Op == fsnotify.Chmod {
		return
	}
	name = filepath.ToSlash(name)
	if name == "." || w.folders[name] && e.Has(fsnotify.Remove|fsnotify.Rename) {
		p.touch()
		p.all = true // the folder itself went, or moved
		return
	}
	info, err := os.Lstat(e.Name)
	folder := err == nil && info.IsDir()
	switch {
	case w.opts.Passed(name, folder):
	case folder:
		p.touch()
		p.all = p.all || e.Has(fsnotify.Create)
	default:
		p.add(name)
	}
}

// noteError tells that events were lost: what they were is found by looking.
func (w *Watcher) noteError(p *pending, _ error) {
	p.touch()
	p.all = true
}

// follow follows the folder as it is now, with all that it holds, or begins to poll.
func (w *Watcher) follow() {
	if w.system != nil {
		_ = w.system.Close()
	}
	var err error
	w.folders = map[string]bool{}
	if w.system, err = newSystem(); err != nil {
		w.system = nil
		w.poll(TooManyWatchers)
		return
	}
	err = w.eachFolder(func(name string) error {
		err := w.system.Add(filepath.Join(w.root, filepath.FromSlash(name)))
		w.folders[name] = err == nil
		if errors.Is(err, fs.ErrNotExist) {
			return nil // gone meanwhile: the folder that it was in tells
		}
		return err
	})
	if err == nil {
		return
	}
	_ = w.system.Close()
	w.system = nil
	if errors.Is(err, syscall.ENOSPC) {
		w.poll(TooManyFolders)
	} else {
		w.poll(CannotBeFollowed)
	}
}

// newSystem returns a watcher of the system. Linux takes some time to give back
// those that were closed: that there is none left may be true for a moment only.
func newSystem() (system *fsnotify.Watcher, err error) {
	for range 10 {
		if system, err = fsnotify.NewWatcher(); !errors.Is(err, syscall.EMFILE) {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	return system, err
}

// eachFolder calls do with each folder of content.
func (w *Watcher) eachFolder(do func(name string) error) error {
	return filepath.WalkDir(w.root+string(filepath.Separator), func(file string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) || err == nil && !d.IsDir() {
			return nil
		}
		if err != nil {
			return err
		}
		name, err := filepath.Rel(w.root, file)
		if err != nil {
			return err
		}
		if name = filepath.ToSlash(name); name != "." && w.opts.Passed(name, true) {
			return fs.SkipDir
		}
		return do(name)
	})
}

func (w *Watcher) stop() {
	if w.system != nil {
		_ = w.system.Close()
	}
}
