package search

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// BenchmarkBuild indexes and exports pages of 600 words. It reports the peak of
// live memory above the documents' own (KB/page), and what is written.
func BenchmarkBuild(b *testing.B) {
	for _, n := range []int{1_000, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			documents := slices.Collect(newCorpus(realWords(b)).documents(n, 500))
			for b.Loop() {
				peak := watchMemory()
				start := time.Now()
				ix, err := NewIndex(context.Background(), slices.Values(documents), syntheticFacets())
				if err != nil {
					b.Fatal(err)
				}
				indexed := time.Now()
				var bytes, files atomic.Int64
				err = ix.Export(func(_ string, data []byte) error {
					bytes.Add(int64(len(data)))
					files.Add(1)
					return nil
				})
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(indexed.Sub(start).Milliseconds()), "ms-index")
				b.ReportMetric(float64(time.Since(indexed).Milliseconds()), "ms-export")
				b.ReportMetric(float64(peak())/1024/float64(n), "KB/page")
				b.ReportMetric(float64(bytes.Load())/1e6, "MB-written")
				b.ReportMetric(float64(files.Load()), "files")
				if err := ix.Close(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// watchMemory samples the heap, garbage included, until the returned function
// is called, which says by how much it grew at most.
func watchMemory() func() uint64 {
	runtime.GC()
	var before runtime.MemStats
	runtime.ReadMemStats(&before)
	done := make(chan struct{})
	result := make(chan uint64)
	go func() {
		peak := before.HeapInuse
		ticker := time.NewTicker(20 * time.Millisecond)
		defer ticker.Stop()
		for {
			select {
			case <-done:
				result <- peak - before.HeapInuse
				return
			case <-ticker.C:
				var now runtime.MemStats
				runtime.ReadMemStats(&now)
				peak = max(peak, now.HeapInuse)
			}
		}
	}()
	return func() uint64 {
		close(done)
		return <-result
	}
}

// BenchmarkExportSize reports what lies in the export of 10,000 pages, gzipped.
func BenchmarkExportSize(b *testing.B) {
	documents := newCorpus(realWords(b)).documents(10_000, 500)
	ix := newTestIndex(b, documents, syntheticFacets())
	for b.Loop() {
		var mu sync.Mutex
		total, manifest := 0, 0
		err := ix.Export(func(path string, data []byte) error {
			size := gzipped(data)
			mu.Lock()
			defer mu.Unlock()
			total += size
			if path == "search/manifest.js" {
				manifest = size
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(total)/1e6, "MB-gzip")
		b.ReportMetric(float64(manifest)/1024, "KB-manifest")
	}
}

func gzipped(data []byte) int {
	var buffer bytes.Buffer
	w := gzip.NewWriter(&buffer)
	if _, err := w.Write(data); err != nil {
		panic(err) // a buffer does not fail
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return buffer.Len()
}

// BenchmarkSearch asks 10,000 pages for one and for three words, as `relais
// search` does.
func BenchmarkSearch(b *testing.B) {
	words := realWords(b)
	ix := newTestIndex(b, newCorpus(words).documents(10_000, 500), syntheticFacets())
	queries := map[string]string{
		"one":   words[200] + " ",
		"three": words[100] + " " + words[700] + " " + words[3000],
		"typo":  "x" + words[900] + "x ",
	}
	for name, text := range queries {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := ix.Search(context.Background(), Query{Text: text}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
