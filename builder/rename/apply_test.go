package rename

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"strings"
	"testing"
)

// When any one step fails, every file is what it was, at its place, and nothing
// is left beside it.
func TestARenameThatFailsPutsEverythingBack(t *testing.T) {
	root := folder(t, demonstration)
	before := everything(t, root)
	plan, err := Page(context.Background(), root, "notions/relais.md", "notions/sous/dossier/passage.md")
	if err != nil {
		t.Fatal(err)
	}
	steps := 0
	for {
		failing := errors.New("no room")
		steps++
		countdown := steps
		err := plan.apply(fragile{durable{root}, func() error {
			if countdown--; countdown == 0 {
				return failing
			}
			return nil
		}})
		if err == nil {
			break
		}
		var unwritten *WriteError
		if !errors.As(err, &unwritten) || !errors.Is(err, failing) || len(unwritten.Left) > 0 || unwritten.Path == "" {
			t.Fatalf("step %d: %v", steps, err)
		}
		if after := everything(t, root); !maps.Equal(before, after) {
			t.Fatalf("step %d changed the handbook", steps)
		}
		if _, err := root.Stat("notions/sous"); !errors.Is(err, os.ErrNotExist) {
			t.Fatalf("step %d left a folder", steps)
		}
	}
	if steps < 10 {
		t.Errorf("only %d steps can fail", steps)
	}
	for name := range everything(t, root) {
		if strings.Contains(name, "relais-") && strings.HasSuffix(name, ".tmp") {
			t.Errorf("%s is left", name)
		}
	}
}

// fragile is a disk on which any step may fail.
type fragile struct {
	durable
	step func() error
}

func (f fragile) WriteFile(name string, data []byte, mode fs.FileMode) error {
	if err := f.step(); err != nil {
		_ = f.durable.WriteFile(name, data[:len(data)/2], mode) // as a full disk does
		return err
	}
	return f.durable.WriteFile(name, data, mode)
}

func (f fragile) Rename(from, to string) error {
	if err := f.step(); err != nil {
		return err
	}
	return f.durable.Rename(from, to)
}

func (f fragile) Mkdir(name string, mode fs.FileMode) error {
	if err := f.step(); err != nil {
		return err
	}
	return f.durable.Mkdir(name, mode)
}

// A file that is saved while a person reads the plan stops it.
func TestAFileChangedMeanwhileStopsTheRename(t *testing.T) {
	root := folder(t, demonstration)
	plan, err := Page(context.Background(), root, "notions/relais.md", "notions/passage.md")
	if err != nil {
		t.Fatal(err)
	}
	if err := root.WriteFile("notions/eric.md", []byte("---\ntitre: autre\n---\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	before := everything(t, root)
	var changed *ChangedError
	if err := plan.Apply(); !errors.As(err, &changed) || changed.Path != "notions/eric.md" {
		t.Fatal(err)
	}
	if !maps.Equal(before, everything(t, root)) {
		t.Error("the handbook changed")
	}
}
