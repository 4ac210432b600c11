package output

import (
	"errors"
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

func exchange(dir *os.File, a, b string) error {
	fd := int(dir.Fd())
	err := unix.Renameat2(fd, a, fd, b, unix.RENAME_EXCHANGE)
	// EINVAL is what file systems without the flag answer (NFS, FAT, older FUSE).
	if err == unix.EINVAL || err == unix.ENOSYS || err == unix.ENOTSUP {
		return fmt.Errorf("%w: %w", errors.ErrUnsupported, err)
	}
	return err
}

// isMount reports whether something is mounted on the folder: such a folder can't
// be renamed. Kernels before 5.8 don't say; there the swap fails, and changes nothing.
func isMount(folder string) bool {
	var st unix.Statx_t
	err := unix.Statx(unix.AT_FDCWD, folder, 0, 0, &st)
	return err == nil && st.Attributes&unix.STATX_ATTR_MOUNT_ROOT != 0
}
