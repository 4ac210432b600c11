package render_test

import (
	"context"
	"sync"
	"testing"
	"testing/fstest"

	"relais/builder/handbook"
	"relais/builder/render"
	"relais/themes"
)

func TestThin(t *testing.T) {
	h, _ := handbook.New(handbook.Config{Title: "x", Lang: "fr"}, nil, nil)
	r, err := render.New(h, render.Options{Theme: themes.Default(), Search: fstest.MapFS{"index.js": {Data: []byte("export function open() {}")}}})
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	err = r.Render(context.Background(), func(p string, d []byte) error { mu.Lock(); defer mu.Unlock(); t.Log(p, len(d)); return nil })
	if err != nil {
		t.Fatal(err)
	}
}
