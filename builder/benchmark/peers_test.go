package benchmark

import (
	"embed"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

var (
	peersFlag = flag.String("peers", "", "`folder` of hugo and, below node_modules, of pagefind: compare builds with theirs")
	pairsFlag = flag.Int("pairs", 3, "how many times BenchmarkPeers builds with each, in turn")
)

// hugoSite is what a Hugo site needs to show of a handbook what ours shows: the
// navigation, terms with their pages, tables of contents, related pages.
//
//go:embed all:hugo
var hugoSite embed.FS

// cost is what one build took, all its processes together.
type cost struct {
	wall, cpu time.Duration
	peak      float64 // MiB, of the process that took most
}

func (c cost) plus(d cost) cost { return cost{c.wall + d.wall, c.cpu + d.cpu, max(c.peak, d.peak)} }

// BenchmarkPeers builds the same pages with Relais and with Hugo and Pagefind, in turn,
// as whole processes: with nothing kept, then after an edit of one page with all kept
// that each keeps. It logs medians and the ratios of each pair; make bench-peers runs it.
func BenchmarkPeers(b *testing.B) {
	if *peersFlag == "" {
		b.Skip("make bench-peers says where Hugo and Pagefind are")
	}
	relais := filepath.Join(b.TempDir(), "relais")
	if out, err := exec.Command("go", "build", "-o", relais, "relais/cmd/relais").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	source, site := filepath.Join(b.TempDir(), "handbook"), filepath.Join(b.TempDir(), "hugo")
	plan := Handbook{Pages: *pagesFlag, Words: 600, Seed: 1, Vocabulary: vocabulary(b)}
	if err := plan.Write(source); err != nil {
		b.Fatal(err)
	}
	if err := writeHugo(source, site); err != nil {
		b.Fatal(err)
	}
	ours := func() cost {
		return run(b, source, relais, "build", source, "--destination", filepath.Join(source, "public"), "--quiet", "--clock", "2026-11-22")
	}
	theirs := func() cost {
		built := run(b, site, filepath.Join(*peersFlag, "hugo"), "--quiet", "--source", site)
		return built.plus(run(b, site, filepath.Join(*peersFlag, "node_modules", ".bin", "pagefind"), "--site", filepath.Join(site, "public"), "--root-selector", "main", "--quiet"))
	}
	for b.Loop() {
		pairs := map[string][][2]cost{}
		for n := range *pairsFlag {
			forget(b, filepath.Join(source, "public"), filepath.Join(source, ".relais"), filepath.Join(site, "public"), filepath.Join(site, "resources"))
			pairs["cold"] = append(pairs["cold"], [2]cost{ours(), theirs()})
			for _, page := range []string{filepath.Join(source, "fiches", "fiche-3.md"), filepath.Join(site, "content", "fiches", "fiche-3.md")} {
				edit(b, page, n)
			}
			pairs["one page changed"] = append(pairs["one page changed"], [2]cost{ours(), theirs()})
		}
		for _, what := range []string{"cold", "one page changed"} {
			compare(b, what, pairs[what])
		}
	}
	b.ReportMetric(0, "ns/op")
}

// run runs one process to its end.
func run(b *testing.B, folder, program string, args ...string) cost {
	b.Helper()
	cmd := exec.Command(program, args...)
	cmd.Dir = folder
	began := time.Now()
	out, err := cmd.CombinedOutput()
	if err != nil {
		b.Fatalf("%s: %v\n%.2000s", program, err, out)
	}
	return cost{time.Since(began), cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), peakOf(cmd.ProcessState)}
}

// peakOf returns the most memory that an ended process, or one that it waited for, held, in MiB.
func peakOf(ended *os.ProcessState) float64 {
	peak := float64(ended.SysUsage().(*syscall.Rusage).Maxrss) / 1024 // in KiB on Linux, in bytes on macOS: getrusage(2)
	if runtime.GOOS == "darwin" {
		peak /= 1024
	}
	return peak
}

func forget(b *testing.B, folders ...string) {
	b.Helper()
	for _, folder := range folders {
		if err := os.RemoveAll(folder); err != nil {
			b.Fatal(err)
		}
	}
}

func edit(b *testing.B, page string, n int) {
	b.Helper()
	file, err := os.OpenFile(page, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		b.Fatal(err)
	}
	fmt.Fprintf(file, "\nUne phrase de plus, la %d.\n", n)
	if err := file.Close(); err != nil {
		b.Fatal(err)
	}
}

// compare reports the medians of both sides and the ratios of their pairs.
func compare(b *testing.B, what string, pairs [][2]cost) {
	median := func(of func(cost) float64, side int) float64 {
		var values []float64
		for _, pair := range pairs {
			values = append(values, of(pair[side]))
		}
		slices.Sort(values)
		return values[len(values)/2]
	}
	for _, measure := range []struct {
		unit string
		of   func(cost) float64
	}{
		{"s-wall", func(c cost) float64 { return c.wall.Seconds() }},
		{"s-cpu", func(c cost) float64 { return c.cpu.Seconds() }},
		{"MiB-peak", func(c cost) float64 { return c.peak }},
	} {
		var ratios []float64
		for _, pair := range pairs {
			ratios = append(ratios, measure.of(pair[0])/measure.of(pair[1]))
		}
		slices.Sort(ratios)
		b.Logf("%-17s %-8s relais %8.2f, hugo + pagefind %8.2f; ratio of each pair: min %.3f, median %.3f, max %.3f",
			what, measure.unit, median(measure.of, 0), median(measure.of, 1), ratios[0], ratios[len(ratios)/2], ratios[len(ratios)-1])
		b.ReportMetric(ratios[len(ratios)/2], strings.ReplaceAll(what, " ", "-")+"-"+measure.unit+"/peers")
	}
}

// writeHugo writes as a Hugo site what the handbook in source says: the same texts and
// links, its keys that group pages as taxonomies.
func writeHugo(source, site string) error {
	below, err := fs.Sub(hugoSite, "hugo")
	if err != nil {
		return err
	}
	if err := os.CopyFS(site, below); err != nil {
		return err
	}
	return filepath.WalkDir(source, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(name) != ".md" {
			return err
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		way, err := filepath.Rel(source, name)
		if err != nil {
			return err
		}
		to := filepath.Join(site, "content", way)
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			return err
		}
		return os.WriteFile(to, []byte(asHugo(string(text))), 0o644)
	})
}

var (
	wikilink = regexp.MustCompile(`\[\[(fiche-\d+)\|([^\]]*)\]\]`)
	titleKey = regexp.MustCompile(`(?m)^titre:`)
	axesKey  = regexp.MustCompile(`(?m)^fonctions:`)
	summary  = regexp.MustCompile(`(?m)^(resume|definition): (.*)$`)
)

// asHugo returns a page of ours as Hugo reads it.
func asHugo(text string) string {
	head, body, _ := strings.Cut(strings.TrimPrefix(text, "---\n"), "\n---\n")
	head = titleKey.ReplaceAllString(head, "title:")
	head = axesKey.ReplaceAllString(head, "axes:")
	head = summary.ReplaceAllString(head, "summary: $2")
	return "---\n" + head + "\n---\n" + wikilink.ReplaceAllString(body, `[$2]({{< relref "/fiches/$1" >}})`)
}

// The Hugo site has every page, with its title and its links.
func TestTheHugoSiteSaysWhatTheHandbookSays(t *testing.T) {
	source, site := t.TempDir(), filepath.Join(t.TempDir(), "hugo")
	plan := Handbook{Pages: 40, Words: 200, Seed: 7, Vocabulary: InventVocabulary(500)}
	if err := plan.Write(source); err != nil {
		t.Fatal(err)
	}
	if err := writeHugo(source, site); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(site, "layouts", "_default", "single.html")); err != nil {
		t.Fatal(err)
	}
	pages, err := filepath.Glob(filepath.Join(site, "content", "*", "*.md"))
	if err != nil || len(pages) != plan.Pages {
		t.Fatalf("%d pages, %v", len(pages), err)
	}
	linked := false
	for _, page := range pages {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		linked = linked || strings.Contains(string(text), `({{< relref "/fiches/fiche-`)
		if !strings.Contains(string(text), "\ntitle: ") && !strings.HasPrefix(string(text), "---\ntitle: ") || strings.Contains(string(text), "[[") {
			t.Errorf("%s:\n%.300s", page, text)
		}
	}
	if !linked {
		t.Error("no page links to another")
	}
}
