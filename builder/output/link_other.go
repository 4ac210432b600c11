//go:build !linux && !darwin

package output

import (
	"errors"
	"os"
)

// link is not there: Root.Link serves.
func link(_, _ *os.File, _ string) error { return errors.ErrUnsupported }
