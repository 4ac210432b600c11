package benchmark

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/evanw/esbuild/pkg/api"
)

var (
	pagesFlag    = flag.Int("pages", 10_000, "pages of the handbook that BenchmarkSearch weighs")
	chromiumFlag = flag.Bool("chromium", false, "time the search page in Chromium as well")
	pagefindFlag = flag.Bool("pagefind", false, "weigh Pagefind's index of the same pages as well (installs it by npm)")
)

// ranks of the words that are searched: the vocabulary's nth word for each.
var ranks = []int{30, 60, 100, 200, 400, 800, 1_500, 3_000, 6_000, 12_000}

const kib = 1024

// BenchmarkSearch builds one handbook, whatever the number of iterations, and
// reports what its search makes a browser load, gzipped: the client alone, what
// is always loaded (the search page's scripts and the manifest), a first search
// with all that comes before it (one word and a space; or typed, letter by
// letter from the second), what a second word adds, and the index. Each word
// of ranks is asked; the figures are of the median and of the worst.
func BenchmarkSearch(b *testing.B) {
	relais := filepath.Join(b.TempDir(), "relais")
	if out, err := exec.Command("go", "build", "-o", relais, "relais/cmd/relais").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	source, site := b.TempDir(), filepath.Join(b.TempDir(), "public")
	plan := Handbook{Pages: *pagesFlag, Words: 600, Seed: 1, Vocabulary: vocabulary(b)}
	if err := plan.Write(source); err != nil {
		b.Fatal(err)
	}
	cmd := exec.Command(relais, "build", source, "--destination", site, "--quiet", "--clock", "2026-11-22")
	if out, err := cmd.CombinedOutput(); err != nil {
		b.Fatalf("relais build: %v\n%.2000s", err, out)
	}
	words := plan.Vocabulary.atRanks(ranks)

	b.Run(fmt.Sprintf("bytes/pages=%d", *pagesFlag), func(b *testing.B) {
		for b.Loop() {
			weigh(b, site, words)
		}
		b.ReportMetric(0, "ns/op")
	})
	if *pagefindFlag {
		b.Run(fmt.Sprintf("pagefind/pages=%d", *pagesFlag), func(b *testing.B) {
			for b.Loop() {
				weighPagefind(b, site)
			}
			b.ReportMetric(0, "ns/op")
		})
	}
	if *chromiumFlag {
		b.Run(fmt.Sprintf("chromium/pages=%d", *pagesFlag), func(b *testing.B) {
			for b.Loop() {
				timeInChromium(b, site, words)
			}
			b.ReportMetric(0, "ns/op")
		})
	}
}

// atRanks returns the words at the ranks, or the next that people would look for.
func (v *Vocabulary) atRanks(ranks []int) []string {
	order := make([]int, len(v.words))
	for i := range order {
		order[i] = i
	}
	share := func(i int) float64 {
		if i == 0 {
			return v.upTo[0]
		}
		return v.upTo[i] - v.upTo[i-1]
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(share(b), share(a)) })
	var words []string
	for _, rank := range ranks {
		for ; rank < len(order); rank++ {
			word := v.words[order[rank]]
			if utf8.RuneCountInString(word) >= 5 && !slices.Contains(words, word) {
				words = append(words, word)
				break
			}
		}
	}
	return words
}

// weigh reports what searches load.
func weigh(b *testing.B, site string, words []string) {
	node := exec.Command("node", "../../search/client/test/weigh.js", site)
	node.Stdin, node.Stderr = strings.NewReader(strings.Join(words, "\n")+"\n"), os.Stderr
	out, err := node.Output()
	if err != nil {
		b.Fatal(err)
	}
	page := 0 // the scripts of the search page
	for _, script := range scripts(b, filepath.Join(site, "recherche.html")) {
		page += gzippedFile(b, filepath.Join(site, filepath.FromSlash(script)))
	}
	var always int
	var first, typed, second []int
	for decoder := json.NewDecoder(bytes.NewReader(out)); decoder.More(); {
		var w struct {
			Word                                string
			Total, Opened, First, Second, Typed int
		}
		if err := decoder.Decode(&w); err != nil {
			b.Fatal(err)
		}
		always = page + w.Opened
		first, typed, second = append(first, always+w.First), append(typed, always+w.Typed), append(second, w.Second)
		b.Logf("%-16s %6d hits: always %.1f KiB, first +%.1f, typed +%.1f, second word +%.1f",
			w.Word, w.Total, float64(always)/kib, float64(w.First)/kib, float64(w.Typed)/kib, float64(w.Second)/kib)
	}
	report := func(values []int, name string) {
		slices.Sort(values)
		b.ReportMetric(float64(values[len(values)/2])/kib, "KiB-"+name+"-median")
		b.ReportMetric(float64(values[len(values)-1])/kib, "KiB-"+name+"-max")
	}
	b.ReportMetric(float64(gzipped(b, bundledClient(b)))/kib, "KiB-client")
	b.ReportMetric(float64(always)/kib, "KiB-always")
	report(first, "first")
	report(typed, "typed")
	report(second, "second")
	raw, packed := weighFolder(b, filepath.Join(site, "search"))
	b.ReportMetric(float64(raw)/1e6, "MB-index")
	b.ReportMetric(float64(packed)/1e6, "MB-index-gzip")
}

var scriptSource = regexp.MustCompile(`<script[^>]*\ssrc="?([^"\s>]+)`)

// scripts returns the addresses of a page's scripts.
func scripts(b *testing.B, page string) []string {
	text, err := os.ReadFile(page)
	if err != nil {
		b.Fatal(err)
	}
	var found []string
	for _, script := range scriptSource.FindAllSubmatch(text, -1) {
		found = append(found, string(script[1]))
	}
	if len(found) == 0 {
		b.Fatalf("%s has no script", page)
	}
	return found
}

// bundledClient is the client alone, bundled as the builder does.
func bundledClient(b *testing.B) []byte {
	result := api.Build(api.BuildOptions{
		EntryPoints: []string{"../../search/client/index.js"}, Bundle: true, Format: api.FormatESModule, Target: api.ES2020,
		MinifyWhitespace: true, MinifyIdentifiers: true, MinifySyntax: true, Charset: api.CharsetUTF8,
		LegalComments: api.LegalCommentsNone, LogLevel: api.LogLevelSilent,
	})
	if len(result.Errors) > 0 {
		b.Fatal(result.Errors)
	}
	return result.OutputFiles[0].Contents
}

// weighPagefind has Pagefind index the same pages and reports what it writes.
func weighPagefind(b *testing.B, site string) {
	folder := b.TempDir()
	install := exec.Command("npm", "install", "--no-audit", "--no-fund", "--silent", "--prefix", folder, "pagefind@1.6.0")
	if out, err := install.CombinedOutput(); err != nil {
		b.Fatalf("npm install pagefind: %v\n%s", err, out)
	}
	index := filepath.Join(folder, "index")
	run := exec.Command(filepath.Join(folder, "node_modules", ".bin", "pagefind"),
		"--site", site, "--root-selector", "main", "--output-path", index, "--quiet")
	if out, err := run.CombinedOutput(); err != nil {
		b.Fatalf("pagefind: %v\n%.2000s", err, out)
	}
	_, packed := weighFolder(b, index)
	_, ours := weighFolder(b, filepath.Join(site, "search"))
	b.ReportMetric(float64(packed)/1e6, "MB-pagefind-gzip")
	b.ReportMetric(float64(ours)/float64(packed), "of-pagefind")
}

// timeInChromium reports what builder/browsertest/speed.mjs measures.
func timeInChromium(b *testing.B, site string, words []string) {
	node := exec.Command("node", append([]string{"../browsertest/speed.mjs"}, words...)...)
	node.Env, node.Stderr = append(os.Environ(), "RELAIS_SITE="+site), os.Stderr
	out, err := node.Output()
	if err != nil {
		b.Fatal(err)
	}
	var figures map[string]json.RawMessage
	if err := json.Unmarshal(out, &figures); err != nil {
		b.Fatal(err)
	}
	b.Logf("loaded: %s", figures["loaded"])
	delete(figures, "loaded")
	for name, text := range figures {
		var speed struct{ P50, P95, Max, LongestTask float64 }
		if err := json.Unmarshal(text, &speed); err != nil {
			b.Fatal(err)
		}
		b.Logf("%s: %s", name, text)
		unit := strings.NewReplacer(", ", "-", " ", "-").Replace(name)
		b.ReportMetric(speed.P95, "ms-p95-"+unit)
		b.ReportMetric(speed.LongestTask, "ms-task-"+unit)
	}
}

// weighFolder returns the bytes of all files, as they are and each gzipped.
func weighFolder(b *testing.B, folder string) (raw, packed int) {
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		raw += len(data)
		packed += gzipped(b, data)
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return raw, packed
}

func gzippedFile(b *testing.B, path string) int {
	data, err := os.ReadFile(path)
	if err != nil {
		b.Fatal(err)
	}
	return gzipped(b, data)
}

// gzipped returns the size of data after gzip, as web servers send it.
func gzipped(b *testing.B, data []byte) int {
	var size counter
	w := gzip.NewWriter(&size)
	if _, err := io.Copy(w, bytes.NewReader(data)); err != nil {
		b.Fatal(err)
	}
	if err := w.Close(); err != nil {
		b.Fatal(err)
	}
	return int(size)
}

type counter int

func (c *counter) Write(data []byte) (int, error) {
	*c += counter(len(data))
	return len(data), nil
}
