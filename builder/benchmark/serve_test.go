package benchmark

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"relais/builder"
	"relais/builder/handbook"
	"relais/builder/serve"
)

// BenchmarkServe saves one page after another of a handbook that is served, and
// reports how long it takes until the page that is asked for is the new one, and
// until the search knows it; then it edits a template, and makes all pages. It asks
// when it is told that something is there, as a browser does: to ask all the time
// would take a processor.
func BenchmarkServe(b *testing.B) {
	for _, pages := range []int{1_000, 10_000} {
		b.Run(fmt.Sprintf("pages=%d", pages), func(b *testing.B) {
			source := b.TempDir()
			plan := Handbook{Pages: pages, Words: 600, Seed: 1, Vocabulary: vocabulary(b)}
			if err := plan.Write(source); err != nil {
				b.Fatal(err)
			}
			opts := builder.Options{Source: source, Drafts: true, Today: handbook.Date{Year: 2026, Month: 11, Day: 22}}
			url, screen, stop := served(b, opts)
			var shown, found []time.Duration
			for b.Loop() {
				for n := range 40 {
					page := fmt.Sprintf("fiches/fiche-%d", n*17%(pages/2))
					at, manifest := url+page+".html", get(b, url+"search/manifest.js")
					mark := fmt.Sprintf("Un mot%dbis de plus.", time.Now().UnixNano())
					add(b, filepath.Join(source, page+".md"), "\n"+mark+"\n")
					started := time.Now()
					for next := true; next; next = !strings.Contains(get(b, at), mark) {
						<-screen.shown
					}
					shown = append(shown, time.Since(started))
					for get(b, url+"search/manifest.js") == manifest {
						time.Sleep(5 * time.Millisecond)
					}
					found = append(found, time.Since(started))
				}
			}
			stop()
			report(b, shown, "shown")
			report(b, found, "found")
			b.ReportMetric(templateEdit(b, opts).Seconds(), "s-template")
		})
	}
}

// served serves a handbook until it is stopped. It returns its address, and who is
// told what happens.
func served(b *testing.B, opts builder.Options) (url string, told screen, stop func()) {
	ctx, cancel := context.WithCancel(b.Context())
	ended := make(chan error, 1)
	told = screen{make(chan string, 1), make(chan struct{}, 100)}
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-ended; err != nil {
			b.Error(err)
		}
	})
	b.Cleanup(stop)
	go func() {
		ended <- builder.Serve(ctx, builder.ServeOptions{Options: opts, Lang: handbook.French, Screen: told})
	}()
	url = <-told.ready
	for !strings.Contains(get(b, url+"search/manifest.js"), "relaisSearch.put") {
		time.Sleep(100 * time.Millisecond)
	}
	return url, told, stop
}

// templateEdit returns how long it takes to make all pages after the edit of a template.
func templateEdit(b *testing.B, opts builder.Options) time.Duration {
	preview := builder.NewPreview(opts)
	defer preview.Close()
	if _, _, err := preview.Refresh(b.Context(), serve.Change{All: true}); err != nil {
		b.Fatal(err)
	}
	name := "themes/templates/page.html"
	if err := os.MkdirAll(filepath.Join(opts.Source, "themes/templates"), 0o755); err != nil {
		b.Fatal(err)
	}
	text := `{{template "base" .}}{{define "title"}}{{.Title}}{{end}}{{define "main"}}<h1>{{.Title}}</h1>{{.Body}}{{end}}`
	if err := os.WriteFile(filepath.Join(opts.Source, name), []byte(text), 0o644); err != nil {
		b.Fatal(err)
	}
	started := time.Now()
	edition, _, err := preview.Refresh(b.Context(), serve.Change{Paths: []string{name}})
	if err != nil {
		b.Fatal(err)
	}
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for _, address := range edition.Pages() {
		group.Go(func() error { _, err := edition.File(address); return err })
	}
	if err := group.Wait(); err != nil {
		b.Fatal(err)
	}
	return time.Since(started)
}

func report(b *testing.B, took []time.Duration, name string) {
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "ms-"+name+"-median")
	b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "ms-"+name+"-p95")
}

func get(b *testing.B, url string) string {
	response, err := http.Get(url)
	if err != nil {
		b.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		b.Fatal(err)
	}
	return string(body)
}

func add(b *testing.B, file, text string) {
	data, err := os.ReadFile(file)
	if err == nil {
		err = os.WriteFile(file, append(data, text...), 0o644)
	}
	if err != nil {
		b.Fatal(err)
	}
}

// screen is told all that happens, and passes on where the handbook is read and that
// an edit is there.
type screen struct {
	ready chan string
	shown chan struct{}
}

func (s screen) Ready(url string)                                   { s.ready <- url }
func (s screen) Shown(serve.Change, *builder.Report, time.Duration) { s.shown <- struct{}{} }
func (screen) Stopped(serve.Change, *builder.Report)                {}
func (screen) Failed(err error, _ handbook.Lang) string             { return err.Error() }
func (screen) Searched([]handbook.Problem, handbook.Lang)           {}
func (screen) Polls(serve.PollReason)                               {}
