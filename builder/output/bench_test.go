package output

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
)

// A site of 10,000 pages of 15 KB, in ten folders.
const benchPages, benchSize = 10_000, 15_000

func benchPublish(b *testing.B, dest string, edition int) {
	b.Helper()
	s, err := Open(dest)
	if err != nil {
		b.Fatal(err)
	}
	defer s.Abort()
	var writers sync.WaitGroup
	for w := range runtime.GOMAXPROCS(0) {
		writers.Go(func() {
			page := make([]byte, benchSize)
			for i := w; i < benchPages; i += runtime.GOMAXPROCS(0) {
				copy(page, fmt.Sprintf("%6d %6d", i, 0))
				if i == 0 { // the rest of the site is the same in every edition
					copy(page, fmt.Sprintf("%6d %6d", i, edition))
				}
				if err := s.Write(fmt.Sprintf("folder-%d/page-%d.html", i%10, i), page); err != nil {
					b.Error(err)
				}
			}
		})
	}
	writers.Wait()
	if _, err := s.Commit(); err != nil {
		b.Fatal(err)
	}
}

func BenchmarkFirstPublication(b *testing.B) {
	dest := filepath.Join(b.TempDir(), "public")
	for b.Loop() {
		benchPublish(b, dest, 0)
		b.StopTimer()
		if err := os.RemoveAll(dest); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
	}
}

func BenchmarkNothingChanged(b *testing.B) {
	dest := filepath.Join(b.TempDir(), "public")
	benchPublish(b, dest, 0)
	for b.Loop() {
		benchPublish(b, dest, 0)
	}
}

func BenchmarkOnePageChanged(b *testing.B) {
	dest := filepath.Join(b.TempDir(), "public")
	benchPublish(b, dest, 0)
	for edition := 1; b.Loop(); edition++ {
		benchPublish(b, dest, edition)
	}
}
