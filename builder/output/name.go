package output

import (
	"fmt"
	"io/fs"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// A NameError says that a file can't be published under its name, on this
// system or on another: a site is copied to Windows shares and USB sticks.
type NameError struct {
	Name  string // the name refused
	Clash string // the other path of the site that it can't stand beside, or ""
}

func (e *NameError) Error() string {
	if e.Clash != "" {
		return fmt.Sprintf("%q can't be published beside %q: on some systems they are one file", e.Name, e.Clash)
	}
	return fmt.Sprintf("%q can't be the path of a published file on every system", e.Name)
}

// CheckName returns a [*NameError] unless name is a path below the root whose
// every element is a file name on Linux, macOS and Windows.
// See https://learn.microsoft.com/windows/win32/fileio/naming-a-file.
func CheckName(name string) error {
	if name == "." || !fs.ValidPath(name) || strings.ContainsFunc(name, reservedRune) {
		return &NameError{Name: name}
	}
	for element := range strings.SplitSeq(name, "/") {
		if reservedElement(element) {
			return &NameError{Name: name}
		}
	}
	return nil
}

func reservedRune(r rune) bool {
	return r < ' ' || r == 0x7f || strings.ContainsRune(`<>:"|?*\`, r)
}

func reservedElement(element string) bool {
	if len(element) > 255 || strings.HasSuffix(element, ".") || strings.HasSuffix(element, " ") {
		return true
	}
	device, _, _ := strings.Cut(element, ".") // "aux.html" is the device AUX
	device = strings.ToUpper(strings.TrimRight(device, " "))
	switch device {
	case "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$":
		return true
	}
	port, found := strings.CutPrefix(device, "COM")
	if !found {
		port, found = strings.CutPrefix(device, "LPT")
	}
	return found && utf8.RuneCountInString(port) == 1 && strings.Contains("0123456789¹²³", port)
}

// fold maps names that are one file on a system that ignores case or Unicode
// normalization (Windows, macOS) to the same key.
func fold(name string) string {
	for i := range len(name) {
		if name[i] >= utf8.RuneSelf {
			return norm.NFC.String(cases.Fold().String(norm.NFC.String(name)))
		}
	}
	return strings.ToLower(name)
}
