// Package output publishes the files of one run in one step, or not at all.
//
// Its fundamental type is [Stage]: a run opens one on the folder to publish,
// writes each of its files into it once, and commits. A reader of the published
// folder sees the whole old site or the whole new one, also when the run is
// killed, the disk is full or two runs start at once.
//
// How it holds:
//
//   - New and changed files are written to a folder beside the published one,
//     ".public.stage" for "public", so that nothing crosses a file system.
//   - A file whose bytes are those of the published one is not written: it is
//     linked into the new site and keeps its inode and its time, so that rsync,
//     HTTP caches and backups see only what changed. When nothing changed at
//     all, the published folder is not touched.
//   - Whoever remembers what was published need not make it again to say that it is
//     still wanted: when the sizes and times are those remembered ([Stage.Knows]),
//     files are kept by their names ([Stage.Keep]).
//   - The two folders change places in one system call where there is one (Linux,
//     macOS), else by two renames, between which a killed run leaves no site; the
//     next Open puts the old one back.
//   - A lock beside the folder keeps runs apart. The system frees the lock of a
//     run that died, and the next Open removes what that run left.
//   - A folder that Relais did not write is never replaced: a marker file in each
//     published folder tells (see [ForeignError]).
//
// This covers the death of the process, not of the machine: nothing is synced to
// disk. A sync of each file costs more than the build (10,000 pages: 4 s), one syncfs
// for all waits for whatever else the machine has to write, and a site can be built
// again: after a power cut a file may be cut short, and the next build, which compares
// bytes and not times, replaces it.
package output

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"
	"golang.org/x/text/unicode/norm"
)

// Stage collects the files of one run beside the folder that it will publish.
// Write may be called from several goroutines. Commit and Abort come after all
// calls of Write have returned.
type Stage struct {
	place place // where the site goes
	disk  disk  // the folder that holds the site and the stage
	lock  *lock

	mu     sync.Mutex
	names  map[string]*entry // every path of the new site, its folders too, by fold(path)
	known  map[string]File   // what is published, when it is what an earlier run published; else nil
	staged map[string]bool   // the folders that the stage has
	failed error             // the first Write that failed: such a run publishes nothing
	closed bool
}

// An entry is one path of the new site.
type entry struct {
	path     string
	size     int64
	modified int64 // of the file, in nanoseconds since 1970
	dir      bool
	same     bool // the published file has these bytes, and nothing is staged
}

// Result says what a Commit changed in the published folder. The marker file
// is not counted.
type Result struct {
	Written   int      // files that are new or have new bytes
	Unchanged int      // files left as they were
	Removed   int      // files that this run did not produce
	Bytes     int64    // size of the whole site
	Changed   []string // the paths of the Written files, sorted
}

// Open prepares to publish into the folder dest, creating the folders above it
// when they are missing. dest itself may be missing, empty, or a site that
// Relais wrote earlier; a symbolic link to such a folder is followed, and stays.
//
// Open returns a [*BusyError] when another run publishes there, a
// [*ForeignError] when dest holds what Relais did not write, and an
// [*UnusableError] when it is no folder that can be replaced.
func Open(dest string) (*Stage, error) { return open(dest, nil) }

func open(dest string, step stepFunc) (_ *Stage, err error) {
	p, err := locate(dest)
	if err != nil {
		return nil, err
	}
	s := &Stage{place: p, disk: disk{step: step}}
	defer func() {
		if err != nil {
			err = p.named(errors.Join(err, s.Abort()))
		}
	}()
	if s.lock, err = acquire(p); err != nil {
		return nil, err
	}
	if s.disk.root, err = os.OpenRoot(p.parent); err != nil {
		return nil, fmt.Errorf("cannot publish to %s: %w", dest, err)
	}
	if err := s.restore(); err != nil {
		return nil, fmt.Errorf("cannot clean up after an earlier run that published to %s: %w", dest, err)
	}
	if err := s.disk.refuseForeign(p); err != nil {
		return nil, err
	}
	if err := s.disk.mkdir(p.stage); err != nil {
		return nil, fmt.Errorf("cannot publish to %s: a new site is prepared beside the old one: %w", dest, err)
	}
	s.names, s.staged = make(map[string]*entry), map[string]bool{".": true}
	if err := s.Write(markerName, []byte(marker)); err != nil {
		return nil, err
	}
	return s, nil
}

// Write adds a file to the new site. name is a slash-separated path below the
// published folder; data is not kept. A name that some system could not hold, or
// that another file of this run has already, is a [*NameError]. After any error
// the run can't be committed.
func (s *Stage) Write(name string, data []byte) error {
	err := s.place.named(s.write(name, data))
	if err != nil {
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.failed == nil {
			s.failed = err
		}
	}
	return err
}

func (s *Stage) write(name string, data []byte) error {
	name = norm.NFC.String(name)
	if err := CheckName(name); err != nil {
		return err
	}
	e, err := s.claim(name, len(data))
	if err != nil {
		return err
	}
	e.modified, e.same = s.disk.holds(path.Join(s.place.site, name), data) // read by Commit only
	if e.same {
		return nil
	}
	if err := s.ensureFolder(path.Dir(name)); err != nil {
		return fmt.Errorf("staging %s: %w", name, err)
	}
	if e.modified, err = s.disk.write(path.Join(s.place.stage, name), data); err != nil {
		return fmt.Errorf("staging %s: %w", name, err)
	}
	return nil
}

// Commit makes the files written so far the published site, and ends the run. When
// it returns an error, what was published before is still there, whole.
func (s *Stage) Commit() (Result, error) {
	if s.closed {
		return Result{}, errors.New("this run has published or given up already")
	}
	result, err := s.publish()
	// What can't be removed now (on Windows a reader may hold a file of the old site
	// open) the next Open removes, and says so if it can't.
	_ = s.Abort()
	return result, s.place.named(err)
}

func (s *Stage) publish() (Result, error) {
	if s.failed != nil {
		return Result{}, fmt.Errorf("nothing is published, because a file could not be staged: %w", s.failed)
	}
	result, stale, err := s.compare()
	if err != nil {
		return Result{}, fmt.Errorf("comparing with what is published in %s: %w", s.place.dest, err)
	}
	if !stale {
		return result, nil
	}
	if err := s.linkUnchanged(); err != nil {
		return Result{}, err
	}
	if err := s.swap(); err != nil {
		return Result{}, fmt.Errorf("publishing %s: %w", s.place.dest, err)
	}
	return result, nil
}

// Abort discards what was staged and lets other runs publish. It leaves the
// published folder as it is, and does nothing after Commit or another Abort.
func (s *Stage) Abort() error {
	if s.closed {
		return nil
	}
	s.closed = true
	var err error
	if s.disk.root != nil {
		err = errors.Join(s.disk.remove(s.place.stage), s.disk.root.Close())
	}
	if s.lock != nil {
		err = errors.Join(err, s.lock.release())
	}
	return err
}

// claim enters name and the folders above it into the new site.
func (s *Stage) claim(name string, size int) (*entry, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, c := range name {
		if c != '/' {
			continue
		}
		above := name[:i]
		switch e := s.names[fold(above)]; {
		case e == nil:
			s.names[fold(above)] = &entry{path: above, dir: true}
		case !e.dir || e.path != above:
			return nil, &NameError{Name: name, Clash: e.path}
		}
	}
	if e := s.names[fold(name)]; e != nil {
		return nil, &NameError{Name: name, Clash: e.path}
	}
	e := &entry{path: name, size: int64(size)}
	s.names[fold(name)] = e
	return e, nil
}

// ensureFolder makes the folder name, and those above it, in the stage.
func (s *Stage) ensureFolder(name string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.staged[name] {
		return nil
	}
	s.staged[name] = true
	return s.disk.mkdir(path.Join(s.place.stage, name))
}

// compare returns what Commit will report, and whether the published folder
// differs from the new site at all: an empty folder too many counts there.
func (s *Stage) compare() (result Result, stale bool, err error) {
	for _, e := range s.names {
		stale = stale || !e.dir && !e.same
		switch {
		case e.dir || e.path == markerName:
			continue
		case e.same:
			result.Unchanged++
		default:
			result.Changed = append(result.Changed, e.path)
		}
		result.Bytes += e.size
	}
	slices.Sort(result.Changed)
	result.Written = len(result.Changed)
	err = s.disk.walk(s.place.site, func(name string, dir bool) {
		if e := s.names[fold(name)]; e != nil && e.path == norm.NFC.String(name) && e.dir == dir {
			return
		}
		stale = true
		if !dir {
			result.Removed++
		}
	})
	return result, stale, err
}

// linkUnchanged completes the stage with the files that are published already, folder
// by folder.
func (s *Stage) linkUnchanged() error {
	kept := map[string][]string{} // by folder
	for _, e := range s.names {
		if e.same {
			kept[path.Dir(e.path)] = append(kept[path.Dir(e.path)], path.Base(e.path))
		}
	}
	folders := slices.Sorted(maps.Keys(kept)) // so that a run that is stopped at its nth step can be replayed
	for _, folder := range folders {
		if err := s.ensureFolder(folder); err != nil {
			return fmt.Errorf("keeping the published %s: %w", folder, err)
		}
	}
	var group errgroup.Group
	group.SetLimit(s.disk.hands())
	for _, folder := range folders {
		group.Go(func() error {
			names := kept[folder]
			slices.Sort(names)
			return s.disk.linkAll(path.Join(s.place.site, folder), path.Join(s.place.stage, folder), names)
		})
	}
	return group.Wait()
}
