package output

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
)

// The runs of this file are stopped at every step that changes the disk, in every
// situation below, once with the system call that exchanges two folders and once
// as if it were missing.
var (
	oldSite = site{"index.html": "old", "d/same.html": "same", "d/gone.html": "gone", "e/deep/f.html": "old"}
	newSite = site{"index.html": "new", "d/same.html": "same", "e/deep/f.html": "new", "g/added.html": "added"}
)

type stopCase struct {
	name     string
	before   site // nil when nothing is published yet
	exchange bool
}

var stopCases = []stopCase{
	{"first, exchange", nil, true},
	{"first, two renames", nil, false},
	{"again, exchange", oldSite, true},
	{"again, two renames", oldSite, false},
	{"nothing changed", newSite, true},
}

// stopAt returns a stepFunc that calls stop at the nth step, counted from 1.
func stopAt(n int, exchange bool, stop func() error) stepFunc {
	return func(op, _ string) error {
		if n--; n == 0 {
			return stop()
		}
		if op == "exchange" && !exchange {
			return errors.ErrUnsupported
		}
		return nil
	}
}

// A process that TestARunKilled… starts publishes newSite and dies at a step.
func TestMain(m *testing.M) {
	if dest := os.Getenv("RELAIS_TEST_DEST"); dest != "" {
		n, err := strconv.Atoi(os.Getenv("RELAIS_TEST_STEP"))
		if err == nil {
			exchange := os.Getenv("RELAIS_TEST_EXCHANGE") == "true"
			_, err = publish(dest, newSite, stopAt(n, exchange, func() error { os.Exit(9); return nil }))
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func TestARunKilledAtAnyStepLeavesAWholeSiteAndTheNextRunIsClean(t *testing.T) {
	for _, test := range stopCases {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			for step := 1; ; step++ {
				dest := filepath.Join(t.TempDir(), "public")
				if test.before != nil {
					mustPublish(t, dest, test.before)
				}
				child := exec.Command(os.Args[0])
				child.Env = append(os.Environ(), "RELAIS_TEST_DEST="+dest,
					"RELAIS_TEST_STEP="+strconv.Itoa(step), "RELAIS_TEST_EXCHANGE="+strconv.FormatBool(test.exchange))
				report, err := child.CombinedOutput()
				var exit *exec.ExitError
				if err != nil && (!errors.As(err, &exit) || exit.ExitCode() != 9) {
					t.Fatalf("step %d: %v: %s", step, err, report)
				}
				wantOldOrNew(t, dest, test, step, !test.exchange)
				mustPublish(t, dest, newSite)
				wantSite(t, dest, newSite)
				wantAlone(t, dest)
				if child.ProcessState.Success() {
					return // there are fewer steps than that
				}
			}
		})
	}
}

func TestARunWhoseDiskFailsAtAnyStepLeavesAWholeSite(t *testing.T) {
	for _, test := range stopCases {
		for _, lasting := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, lasting: %v", test.name, lasting), func(t *testing.T) {
				for step := 1; ; step++ {
					dest := filepath.Join(t.TempDir(), "public")
					if test.before != nil {
						mustPublish(t, dest, test.before)
					}
					failed := false
					once := stopAt(step, test.exchange, func() error { failed = true; return syscall.ENOSPC })
					_, err := publish(dest, newSite, func(op, name string) error {
						if lasting && failed {
							return syscall.ENOSPC
						}
						return once(op, name)
					})
					if err != nil && !errors.Is(err, syscall.ENOSPC) {
						t.Errorf("step %d: %v", step, err)
					}
					wantOldOrNew(t, dest, test, step, !test.exchange && lasting)
					if err == nil {
						wantSite(t, dest, newSite)
					}
					mustPublish(t, dest, newSite)
					wantSite(t, dest, newSite)
					wantAlone(t, dest)
					if !failed {
						return
					}
				}
			})
		}
	}
}

// wantOldOrNew fails unless the published site is whole. A run that stops between two
// renames may leave a gap instead, where the next Open must bring the site back.
func wantOldOrNew(t *testing.T, dest string, test stopCase, step int, gap bool) {
	t.Helper()
	if _, err := os.Lstat(dest); err != nil && test.before != nil && gap {
		s, err := Open(dest)
		if err != nil {
			t.Fatalf("step %d: %v", step, err)
		}
		if err := s.Abort(); err != nil {
			t.Fatalf("step %d: %v", step, err)
		}
	}
	if _, err := os.Lstat(dest); err != nil && test.before == nil {
		return
	}
	if got := published(t, dest); !maps.Equal(got, test.before) && !maps.Equal(got, newSite) {
		t.Fatalf("step %d leaves %v", step, got)
	}
}
