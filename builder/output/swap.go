package output

import (
	"errors"
	"io/fs"
	"os"
)

// swap makes the stage the published site, and what was published, if anything, the
// stage. After an error the published site is as it was.
func (s *Stage) swap() error {
	p := s.place
	if _, err := s.disk.root.Lstat(p.site); errors.Is(err, fs.ErrNotExist) {
		return s.disk.rename(p.stage, p.site)
	}
	err := s.disk.exchange(p.stage, p.site)
	if !errors.Is(err, errors.ErrUnsupported) {
		return err
	}
	if err := s.disk.rename(p.site, p.previous); err != nil {
		return err
	}
	if err := s.disk.rename(p.stage, p.site); err != nil {
		return errors.Join(err, s.disk.rename(p.previous, p.site))
	}
	// The new site is published: what is left to do is housekeeping, which the
	// next Open does too.
	_ = s.disk.rename(p.previous, p.stage)
	return nil
}

// restore brings the folder to the state between two runs, wherever the last one
// stopped: a site that was moved away is put back, and leftovers are removed.
func (s *Stage) restore() error {
	p := s.place
	if _, err := s.disk.root.Lstat(p.previous); err == nil {
		_, err := s.disk.root.Lstat(p.site)
		if errors.Is(err, fs.ErrNotExist) {
			err = s.disk.rename(p.previous, p.site)
		}
		if err != nil {
			return err
		}
	}
	return errors.Join(s.disk.remove(p.previous), s.disk.remove(p.stage))
}

// exchange makes two folders change places in one step. The error wraps
// errors.ErrUnsupported where the system or the file system can't.
func (d disk) exchange(a, b string) error {
	if err := d.before("exchange", a); err != nil {
		return err
	}
	dir, err := d.root.Open(".")
	if err != nil {
		return err
	}
	defer dir.Close()
	if err := exchange(dir, a, b); err != nil {
		return &os.LinkError{Op: "exchange", Old: a, New: b, Err: err}
	}
	return nil
}
