package serve

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// seen is what a look at a file tells.
type seen struct {
	size, changed int64
	mode          fs.FileMode
}

// poll makes the Watcher look at every file from now on, and says why.
func (w *Watcher) poll(why PollReason) {
	w.folders = nil
	w.polls <- why
}

// nextPolled looks until something has changed.
func (w *Watcher) nextPolled(ctx context.Context) (Change, bool) {
	before := w.lookedAt
	if before == nil { // begins to poll: what happened until now is not known
		before = w.lookAtAll()
		w.lookedAt = before
		return Change{All: true, Since: time.Now()}, true
	}
	tick := time.NewTicker(w.opts.Poll)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return Change{}, false
		case <-tick.C:
		case <-w.pokes:
			return Change{All: true, Since: time.Now()}, true
		}
		since := time.Now()
		now := w.lookAtAll()
		if paths := differences(before, now); len(paths) > 0 {
			w.lookedAt = now
			return Change{Paths: paths, All: len(paths) > few, Since: since}, true
		}
	}
}

// lookAtAll returns what all files are. What cannot be looked at is not there:
// to say why is for those who read it.
func (w *Watcher) lookAtAll() map[string]seen {
	all := make(map[string]seen, len(w.lookedAt))
	_ = filepath.WalkDir(w.root+string(filepath.Separator), func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return nil
		}
		name, err := filepath.Rel(w.root, file)
		if err != nil {
			return err
		}
		switch name = filepath.ToSlash(name); {
		case name == ".":
			return nil
		case w.opts.Passed(name, d.IsDir()) && d.IsDir():
			return fs.SkipDir
		case d.IsDir(), w.opts.Passed(name, false):
			return nil
		}
		info, err := os.Lstat(file)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err == nil {
			all[name] = seen{info.Size(), info.ModTime().UnixNano(), info.Mode()}
		}
		return nil
	})
	return all
}

// differences returns the paths that are not in both alike, sorted.
func differences(before, now map[string]seen) []string {
	var paths []string
	for path, is := range now {
		if was, known := before[path]; !known || was != is {
			paths = append(paths, path)
		}
	}
	for path := range before {
		if _, there := now[path]; !there {
			paths = append(paths, path)
		}
	}
	slices.Sort(paths)
	return paths
}
