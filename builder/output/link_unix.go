//go:build linux || darwin

package output

import (
	"os"
	"path"

	"golang.org/x/sys/unix"
)

// link makes a name in one open folder for a file of another: nothing is looked up
// but the two names.
func link(from, to *os.File, name string) error {
	err := unix.Linkat(int(from.Fd()), name, int(to.Fd()), name, 0)
	if err != nil {
		return &os.LinkError{Op: "link", Old: path.Join(from.Name(), name), New: path.Join(to.Name(), name), Err: err}
	}
	return nil
}
