package scaffold_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"relais/builder/handbook"
	"relais/builder/scaffold"
)

// The pipelines that publish this repository's demonstration handbook are those
// that init writes for anybody, with the repository as the source of relais.
func TestThisRepositoryUsesThePipelinesOfInit(t *testing.T) {
	for _, forge := range []handbook.Forge{handbook.GitHub, handbook.GitLab} {
		want := made(t, scaffold.Plan{
			Config: handbook.Config{Title: "Relais", Lang: handbook.French}, Forge: forge, Tool: ".",
			Today: handbook.Date{Year: 2026, Month: 1, Day: 1},
		})[scaffold.Pipeline(forge)].Data
		file := filepath.Join("..", "..", filepath.FromSlash(scaffold.Pipeline(forge)))
		if *update {
			if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, want, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := os.ReadFile(file); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is no longer what init writes (%v): run go test ./builder/scaffold -update", file, err)
		}
	}
}
