package benchmark

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// vocabularyFile holds word frequencies of real French texts, where the
// checkout has them beside it; the words that we invent serve elsewhere.
const vocabularyFile = "../../../shared/bench/vocab-fr.tsv"

func vocabulary(b testing.TB) *Vocabulary {
	v, err := ReadVocabulary(vocabularyFile)
	if os.IsNotExist(err) {
		return InventVocabulary(25_000)
	}
	if err != nil {
		b.Fatal(err)
	}
	return v
}

// BenchmarkBuild runs the command as a whole process: cold (nothing published
// before) and warm (nothing changed since). It reports seconds by phase, the peak memory of
// the process and what it wrote.
func BenchmarkBuild(b *testing.B) {
	relais := filepath.Join(b.TempDir(), "relais")
	if out, err := exec.Command("go", "build", "-o", relais, "relais/cmd/relais").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	for _, pages := range []int{1_000, 10_000} {
		source := b.TempDir()
		plan := Handbook{Pages: pages, Words: 600, Seed: 1, Vocabulary: vocabulary(b)}
		if err := plan.Write(source); err != nil {
			b.Fatal(err)
		}
		b.Run(fmt.Sprintf("cold/pages=%d", pages), func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				site := filepath.Join(b.TempDir(), "public")
				b.StartTimer()
				build(b, relais, source, site, pages)
				b.StopTimer()
				b.ReportMetric(siteSize(b, site)/1e6, "MB-site")
				b.StartTimer()
			}
		})
		b.Run(fmt.Sprintf("unchanged/pages=%d", pages), func(b *testing.B) {
			site := filepath.Join(b.TempDir(), "public")
			build(b, relais, source, site, pages)
			b.ResetTimer()
			for b.Loop() {
				build(b, relais, source, site, pages)
			}
		})
	}
}

// build runs one build and reports its figures on b.
func build(b *testing.B, relais, source, site string, pages int) {
	b.Helper()
	cmd := exec.Command(relais, "build", source, "--destination", site, "--json", "--clock", "2026-11-22")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		b.Fatalf("relais build: %v\n%.2000s", err, out)
	}
	var report struct {
		Phases []struct {
			Name    string
			Seconds float64
		}
	}
	if err := json.Unmarshal(out, &report); err != nil {
		b.Fatal(err)
	}
	for _, phase := range report.Phases {
		b.ReportMetric(phase.Seconds, "s-"+phase.Name)
	}
	peak := peakOf(cmd.ProcessState) * 1024 // KiB
	b.ReportMetric(peak/1024, "MiB-peak")
	b.ReportMetric(peak/float64(pages), "KiB-peak/page")
	b.ReportMetric((cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds(), "s-cpu")
}

func siteSize(b *testing.B, dir string) float64 {
	size := 0.0
	err := filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			size += float64(info.Size())
		}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return size
}

// The same plan gives the same files: figures of two runs are comparable.
func TestSamePlanSameHandbook(t *testing.T) {
	plan := Handbook{Pages: 60, Words: 200, Seed: 7, Vocabulary: InventVocabulary(500)}
	read := func() map[string]string {
		dir, files := t.TempDir(), map[string]string{}
		if err := plan.Write(dir); err != nil {
			t.Fatal(err)
		}
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := os.ReadFile(path)
			files[path[len(dir):]] = string(data)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return files
	}
	first, second := read(), read()
	if len(first) != plan.Pages+1 {
		t.Errorf("%d files, want one a page and handbook.yaml", len(first))
	}
	for name, text := range first {
		if second[name] != text {
			t.Errorf("%s differs between two runs", name)
		}
	}
}
