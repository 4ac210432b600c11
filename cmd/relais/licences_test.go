package main

import (
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

// All that is linked in, on any system, is on the list of licences in the version that is
// used, and nothing else is; so are the editor and the first names.
func TestTheLicencesOfAllThatIsShippedAreListed(t *testing.T) {
	list, err := os.ReadFile("../../.github/LICENCES.md")
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]string{} // version by name
	for _, row := range regexp.MustCompile(`(?m)^\| (\S+) \| (v?\d\S*) \| [\w.-]+ \|$`).FindAllStringSubmatch(string(list), -1) {
		listed[row[1]] = row[2]
	}
	editor, err := os.ReadFile("../../builder/editor/pinned.txt")
	if err != nil {
		t.Fatal(err)
	}
	names, err := os.ReadFile("../../builder/privacy/firstnames.txt")
	if err != nil {
		t.Fatal(err)
	}
	pin := strings.Fields(string(editor))
	if listed[pin[0]] != pin[1] {
		t.Errorf("%s %s is not listed: run make licences", pin[0], pin[1])
	}
	delete(listed, pin[0])
	source := regexp.MustCompile(`# From (\S+) (\S+)`).FindSubmatch(names)
	if row := "| the first names of " + string(source[1]) + " (`builder/privacy/firstnames.txt`) | " + string(source[2]) + " |"; !strings.Contains(string(list), row) {
		t.Errorf("the first names are not listed as %s", row)
	}
	used := map[string]string{}
	for _, system := range []string{"linux", "darwin", "windows"} {
		command := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}}{{end}}{{end}}", ".")
		command.Env = append(os.Environ(), "GOOS="+system, "GOFLAGS=", "CGO_ENABLED=0")
		modules, err := command.Output()
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(modules)) {
			if path, version, ok := strings.Cut(strings.TrimSpace(line), " "); ok {
				used[path] = version
			}
		}
	}
	if len(used) < 40 {
		t.Fatalf("only %d modules are linked in: go list no longer tells", len(used))
	}
	for path, version := range used {
		found := false
		for name, of := range listed {
			if name == path || strings.HasPrefix(name, path+"/") {
				found = of == version
				delete(listed, name)
			}
		}
		if !found {
			t.Errorf("%s %s is not listed: run make licences", path, version)
		}
	}
	for name, version := range listed {
		t.Errorf("%s %s is listed, and not linked in: run make licences", name, version)
	}
}
