package render_test

import (
	"context"
	"testing"

	"relais/builder/render"
	"relais/themes"
)

// BenchmarkRender renders 1,000 sheets of one function, one notion and one theme.
func BenchmarkRender(b *testing.B) {
	h := parse(b, long(1000), everybody())
	r, err := render.New(h, render.Options{Today: today(), Theme: themes.Default(), Search: searchClient()})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if err := r.Render(context.Background(), nil, func(string, []byte) error { return nil }); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(len(h.Pages)), "µs/page")
}

// BenchmarkNew prepares to render 1,000 sheets, the theme's bundles included.
func BenchmarkNew(b *testing.B) {
	h := parse(b, long(1000), everybody())
	b.ReportAllocs()
	for b.Loop() {
		if _, err := render.New(h, render.Options{Today: today(), Theme: themes.Default(), Search: searchClient()}); err != nil {
			b.Fatal(err)
		}
	}
}
