//go:build linux || darwin

package output

import (
	"os"

	"golang.org/x/sys/unix"
)

// link makes a name in one open folder for a file of another: nothing is looked up
// but the two names.
func link(from, to *os.File, name string) error {
	err := unix.Linkat(int(from.Fd()), name, int(to.Fd()), name, 0)
	return os.NewSyscallError("linkat", err)
}
