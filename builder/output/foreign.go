package output

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

// markerName is the file by which Relais knows a folder that it wrote.
const markerName = ".relais"

// marker begins with a line that never changes: it is what is recognized.
const marker = markerLine + `
Ce dossier est écrit par « relais build », qui le remplace en entier à chaque fois.
N’y modifiez et n’y ajoutez rien : ce serait perdu.

This folder is written by “relais build”, which replaces all of it each time.
Change nothing here and add nothing: it would be lost.
`

const markerLine = "relais: site\n"

// A ForeignError says that a folder is not replaced because it holds what
// Relais did not write.
type ForeignError struct {
	Dest  string // the folder, as given to Open
	Entry string // something that is in there
}

func (e *ForeignError) Error() string {
	return fmt.Sprintf("%s was not written by relais (it holds %s): it is not replaced; publish to a new folder, or empty this one first", e.Dest, e.Entry)
}

// refuseForeign returns a ForeignError unless the published folder is missing,
// empty or ours. A repository is never ours to replace: someone may have made
// one of a published folder, to push it.
func (d disk) refuseForeign(p place) error {
	entries, err := fs.ReadDir(d.root.FS(), p.site)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("cannot publish to %s: %w", p.dest, err)
	}
	ours := false
	for _, e := range entries {
		switch e.Name() {
		case ".git", ".hg", ".svn":
			return &ForeignError{Dest: p.dest, Entry: e.Name()}
		case markerName:
			text, err := d.root.ReadFile(path.Join(p.site, markerName))
			ours = err == nil && strings.HasPrefix(string(text), markerLine)
		}
	}
	if len(entries) > 0 && !ours {
		return &ForeignError{Dest: p.dest, Entry: entries[0].Name()}
	}
	return nil
}
