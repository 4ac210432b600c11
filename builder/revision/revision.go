// Package revision reads a folder as it was in a revision of its git repository.
//
// It has one function, [Extract], and leaves the repository and the work tree as
// they are. The git of the machine does the work: it knows every format of its
// repositories, and people have it.
package revision

import (
	"archive/tar"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path"
	"strings"
)

// ErrNoGit says that the machine has no git.
var ErrNoGit = errors.New("git is not installed")

// NotRepositoryError says that a folder is in no repository, or in one that git
// refuses to read.
type NotRepositoryError struct {
	Folder string
	Said   string // by git
}

func (e *NotRepositoryError) Error() string {
	return fmt.Sprintf("%s is in no repository: %s", e.Folder, e.Said)
}

// UnknownError says that the repository does not have a revision.
type UnknownError struct {
	Revision string
	Shallow  bool // whether the clone lacks the earlier history, which may be why
}

func (e *UnknownError) Error() string { return fmt.Sprintf("there is no revision %q", e.Revision) }

// Extract writes what folder held in a revision (a branch, a tag, a commit, as git
// names them) into the empty folder into. It is false when the revision does not have
// the folder. Symbolic links are left out: they could lead anywhere.
func Extract(ctx context.Context, folder, revision string, into *os.Root) (bool, error) {
	if _, err := exec.LookPath("git"); err != nil {
		return false, fmt.Errorf("%w: %w", ErrNoGit, err)
	}
	shallow, err := git(ctx, folder, "rev-parse", "--is-shallow-repository")
	if err != nil {
		return false, &NotRepositoryError{folder, err.Error()}
	}
	commit, err := git(ctx, folder, "rev-parse", "--verify", "--quiet", "--end-of-options", revision+"^{commit}")
	if err != nil {
		return false, &UnknownError{revision, shallow == "true"}
	}
	tree, err := git(ctx, folder, "rev-parse", "--verify", "--quiet", commit+":./")
	if err != nil {
		return false, nil
	}
	return true, unpack(ctx, folder, tree, into)
}

// unpack writes the files of a tree.
func unpack(ctx context.Context, folder, tree string, into *os.Root) (err error) {
	// From the root of the repository: elsewhere git looks for the folder in the tree.
	top, err := git(ctx, folder, "rev-parse", "--show-toplevel")
	if err != nil {
		return err
	}
	archive := command(ctx, top, "archive", "--format=tar", tree)
	var said bytes.Buffer
	archive.Stderr = &said
	files, err := archive.StdoutPipe()
	if err != nil {
		return err
	}
	if err := archive.Start(); err != nil {
		return err
	}
	defer func() {
		_, _ = io.Copy(io.Discard, files) // else git waits for a reader
		if waited := archive.Wait(); err == nil && waited != nil {
			err = fmt.Errorf("git archive: %w: %s", waited, strings.TrimSpace(said.String()))
		}
	}()
	for reader := tar.NewReader(files); ; {
		header, err := reader.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("reading git archive: %w", err)
		}
		if header.Typeflag != tar.TypeReg {
			continue
		}
		if err := into.MkdirAll(path.Dir(header.Name), 0o700); err != nil {
			return err
		}
		file, err := into.OpenFile(header.Name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if err != nil {
			return err
		}
		_, err = io.Copy(file, reader)
		if err := errors.Join(err, file.Close()); err != nil {
			return err
		}
	}
}

// git runs git in folder and returns the line that it answers.
func git(ctx context.Context, folder string, args ...string) (string, error) {
	c := command(ctx, folder, args...)
	var said bytes.Buffer
	c.Stderr = &said
	answer, err := c.Output()
	if err != nil {
		return "", fmt.Errorf("git %s: %w: %s", args[0], err, strings.TrimSpace(said.String()))
	}
	return strings.TrimSpace(string(answer)), nil
}

func command(ctx context.Context, folder string, args ...string) *exec.Cmd {
	c := exec.CommandContext(ctx, "git", args...)
	c.Dir = folder
	c.Env = append(os.Environ(), "LC_ALL=C", "GIT_OPTIONAL_LOCKS=0")
	return c
}
