package benchmark

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// BenchmarkCachedSearch runs relais search as a whole process, over a handbook
// that has not changed since the last search. It reports the median and the
// quickest run, which other processes disturb least, and the processor time.
func BenchmarkCachedSearch(b *testing.B) {
	relais := filepath.Join(b.TempDir(), "relais")
	if out, err := exec.Command("go", "build", "-o", relais, "relais/cmd/relais").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	source := b.TempDir()
	plan := Handbook{Pages: *pagesFlag, Words: 600, Seed: 1, Vocabulary: vocabulary(b)}
	if err := plan.Write(source); err != nil {
		b.Fatal(err)
	}
	age(b, source)
	words := plan.Vocabulary.atRanks(ranks)
	typo := []rune(words[2])
	typo[2], typo[3] = typo[3], typo[2]
	for _, question := range []struct{ name, text string }{
		{"word", words[0]},
		{"words", words[0] + " " + words[3]},
		{"typo", string(typo)},
		{"phrase", `"` + words[0] + " " + words[1] + `"`},
	} {
		b.Run(fmt.Sprintf("%s/pages=%d", question.name, *pagesFlag), func(b *testing.B) {
			ask := func() (took, cpu time.Duration) {
				cmd := exec.Command(relais, "search", "--source", source, "--clock", "2026-11-22", question.text)
				cmd.Stderr = os.Stderr
				start := time.Now()
				out, err := cmd.Output()
				if err != nil {
					b.Fatalf("relais search: %v\n%.2000s", err, out)
				}
				return time.Since(start), cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
			}
			ask() // fills the cache
			if kept, err := filepath.Glob(filepath.Join(source, ".relais/search/*/index")); err != nil || len(kept) != 1 {
				b.Fatalf("there are %d caches (%v)", len(kept), err)
			}
			var took, cpu []time.Duration
			for b.Loop() {
				t, c := ask()
				took, cpu = append(took, t), append(cpu, c)
			}
			slices.Sort(took)
			slices.Sort(cpu)
			milliseconds := func(d time.Duration) float64 { return d.Seconds() * 1000 }
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(milliseconds(took[len(took)/2]), "ms-median")
			b.ReportMetric(milliseconds(took[0]), "ms-min")
			b.ReportMetric(milliseconds(cpu[len(cpu)/2]), "ms-cpu-median")
		})
	}
}

// age makes the files below dir an hour old: what has just changed is not kept.
func age(b *testing.B, dir string) {
	b.Helper()
	err := filepath.WalkDir(dir, func(name string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return os.Chtimes(name, time.Time{}, time.Now().Add(-time.Hour))
	})
	if err != nil {
		b.Fatal(err)
	}
}
