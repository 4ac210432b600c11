package output

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"
)

// A BusyError says that another run is publishing to the same folder.
type BusyError struct {
	Dest string // the folder, as given to Open
}

func (e *BusyError) Error() string {
	return fmt.Sprintf("another relais is publishing to %s: wait for it to end, then run this one again", e.Dest)
}

// A lock keeps other runs away from a place. It is a lock of the system on an open
// file, so a run that dies can't leave it locked.
type lock struct{ file *flock.Flock }

func acquire(p place) (*lock, error) {
	name := filepath.Join(p.parent, p.lock)
	for {
		file := flock.New(name, flock.SetPermissions(0o644))
		free, err := file.TryLock()
		if err != nil {
			return nil, fmt.Errorf("cannot publish to %s: its lock can't be taken: %w", p.dest, errors.Join(err, file.Close()))
		}
		if !free {
			return nil, errors.Join(&BusyError{Dest: p.dest}, file.Close())
		}
		// The holder before us removes the file as it leaves. If it did so between
		// our opening and our locking it, the lock is one that nobody else will meet.
		if current(file, name) {
			return &lock{file}, nil
		}
		if err := file.Close(); err != nil {
			return nil, err
		}
	}
}

func current(file *flock.Flock, name string) bool {
	held, err := file.Stat()
	if err != nil {
		return false
	}
	named, err := os.Stat(name)
	return err == nil && os.SameFile(held, named)
}

// release removes the file while it is locked, so that nobody can be between
// locking it and looking whether it is still there. A file that can't be removed
// (Windows keeps open files) stays, and does no harm: it is free.
func (l *lock) release() error {
	_ = os.Remove(l.file.Path())
	return l.file.Close()
}
