package scaffold_test

import (
	"bytes"
	"flag"
	"os"
	"testing"

	"golang.org/x/tools/txtar"

	"relais/builder/handbook"
	"relais/builder/scaffold"
)

var update = flag.Bool("update", false, "write what new pages are into testdata")

// What writers are given is read in a diff before they are: a page of each type,
// about all that it can be about.
func TestWhatANewPageIs(t *testing.T) {
	for lang, fsys := range languages {
		book, _ := open(t, fsys)
		got := &txtar.Archive{Comment: []byte("A new page of each type, about all that it can be about.\n")}
		for _, info := range handbook.Types() {
			requests := about(book, info.Type)
			r := requests[len(requests)-1]
			r.Title = handbook.Text{FR: "Une page : la première", EN: "A page: the first"}.In(lang)
			f, err := scaffold.New(book, r)
			if err != nil {
				t.Fatal(err)
			}
			got.Files = append(got.Files, txtar.File{Name: f.Path, Data: f.Data})
		}
		file, data := "testdata/"+string(lang)+".txtar", txtar.Format(got)
		if *update {
			if err := os.WriteFile(file, data, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if want, err := os.ReadFile(file); err != nil || !bytes.Equal(data, want) {
			t.Errorf("%s is no longer what new pages are (%v); if they are better so, run go test ./builder/scaffold -update", file, err)
		}
	}
}
