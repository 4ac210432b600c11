package render_test

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"sync"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"relais/builder/handbook"
	"relais/builder/load"
	"relais/builder/render"
	"relais/themes"
)

// today is the day on which every fixture is rendered.
func today() handbook.Date { return handbook.Date{Year: 2026, Month: 8, Day: 1} }

// searchClient is a search that has the names that scripts import, and no more.
func searchClient() fs.FS {
	return fstest.MapFS{
		"index.js":  {Data: []byte("export async function open() { return { search() {} }; }\nexport class SearchError {}\nexport function tired() {}\nexport async function rest() {}")},
		"script.js": {Data: []byte("export function scriptLoader() {}")},
	}
}

// everybody are readers who see all that is internal.
func everybody() handbook.Readers { return handbook.Readers{Audience: handbook.Internal} }

// book loads testdata/<name>.txtar for readers, drafts included.
func book(t testing.TB, name string, readers handbook.Readers) *handbook.Handbook {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name + ".txtar")
	if err != nil {
		t.Fatal(err)
	}
	return parse(t, data, readers)
}

// parse loads a handbook written as a txtar archive, which must hold no mistake.
func parse(t testing.TB, archive []byte, readers handbook.Readers) *handbook.Handbook {
	t.Helper()
	files := fstest.MapFS{}
	for _, file := range txtar.Parse(archive).Files {
		files[file.Name] = &fstest.MapFile{Data: file.Data}
	}
	loaded, err := load.Load(context.Background(), files, load.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range loaded.Problems {
		if p.Severity == handbook.Error {
			t.Fatalf("%s:%d: %s %v", p.Path, p.Pos.Line, p.Code, p.Args)
		}
	}
	h, _ := loaded.Handbook.For(readers, true)
	return h
}

// site renders h with the default theme and returns its files by address.
func site(t testing.TB, h *handbook.Handbook) map[string][]byte {
	t.Helper()
	return siteWith(t, h, themes.Default())
}

func siteWith(t testing.TB, h *handbook.Handbook, theme themes.Theme) map[string][]byte {
	t.Helper()
	return rendered(t, h, render.Options{Today: today(), Theme: theme, Search: searchClient()})
}

// rendered returns the files of a site by address.
func rendered(t testing.TB, h *handbook.Handbook, opts render.Options) map[string][]byte {
	t.Helper()
	look, err := render.NewLook(opts.Theme, opts.Search, h.Config.Lang, h.Languages()[1:]...)
	if err != nil {
		t.Fatal(err)
	}
	return siteIn(t, h, look)
}

// siteIn renders h with a look that is ready.
func siteIn(t testing.TB, h *handbook.Handbook, look *render.Look) map[string][]byte {
	t.Helper()
	r, err := look.Renderer(h, render.Options{Today: today()})
	if err != nil {
		t.Fatal(err)
	}
	var lock sync.Mutex
	files := map[string][]byte{}
	err = r.Render(t.Context(), func(path string, data []byte) error {
		lock.Lock()
		defer lock.Unlock()
		if _, twice := files[path]; twice {
			t.Errorf("%s is made twice", path)
		}
		files[path] = bytes.Clone(data)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range r.Attachments() {
		files[path] = []byte("attached")
	}
	return files
}
