package privacy

import (
	_ "embed"
	"strings"
)

//go:embed firstnames.txt
var firstNamesFile string

// firstNames returns the first names that are known, folded, and whether each
// is an ordinary word too.
func firstNames() map[string]bool {
	names := make(map[string]bool, 5000)
	for line := range strings.Lines(firstNamesFile) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		name, ordinary := strings.CutSuffix(line, " ~")
		names[fold(name)] = ordinary
	}
	return names
}
