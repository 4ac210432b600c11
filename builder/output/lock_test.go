package output

import (
	"errors"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
)

// A holder removes the lock's file as it leaves, while others open, lock and make it.
func TestALockHasOneHolderAtATime(t *testing.T) {
	p := place{dest: "public", parent: t.TempDir(), lock: ".public.lock"}
	var holders, taken atomic.Int32
	var runs sync.WaitGroup
	for range 8 {
		runs.Go(func() {
			for range 1000 {
				l, err := acquire(p)
				var busy *BusyError
				if errors.As(err, &busy) {
					continue
				}
				if err != nil {
					t.Error(err)
					return
				}
				taken.Add(1)
				if n := holders.Add(1); n != 1 {
					t.Errorf("%d holders at once", n)
				}
				runtime.Gosched() // let another one in, if the lock does
				holders.Add(-1)
				if err := l.release(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	runs.Wait()
	if taken.Load() == 0 {
		t.Error("nobody got the lock")
	}
	wantAlone(t, filepath.Join(p.parent, "public"))
}
