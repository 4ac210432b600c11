package gate

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"slices"
	"strings"
)

// Authors returns the names and e-mail addresses of those who committed to the
// repository that holds folder: authors, committers and co-authors. There are none where there is no
// repository, or no git. Whole is false when the history is cut short (a shallow
// clone), which hides most of them.
func Authors(ctx context.Context, folder string) (authors []string, whole bool) {
	git := func(args ...string) ([]byte, error) {
		// In a pipeline the folder is often another user's. That it is not
		// trusted is no reason not to read it, but none of its programs may run.
		command := exec.CommandContext(ctx, "git", append([]string{
			"-C", folder, "--no-pager", "-c", "safe.directory=*", "-c", "core.fsmonitor=false", "-c", "log.showSignature=false",
		}, args...)...)
		command.Env = append(os.Environ(), "GIT_NO_LAZY_FETCH=1", "GIT_TERMINAL_PROMPT=0")
		return command.Output()
	}
	out, err := git("log", "--format=%an%n%ae%n%cn%n%ce%n%(trailers:key=Co-authored-by,valueonly)")
	if err != nil {
		return nil, true
	}
	for line := range bytes.Lines(out) {
		name, address, _ := strings.Cut(strings.TrimSpace(string(line)), "<")
		for _, author := range []string{strings.TrimSpace(name), strings.TrimSuffix(address, ">")} {
			if author != "" {
				authors = append(authors, author)
			}
		}
	}
	slices.Sort(authors)
	shallow, err := git("rev-parse", "--is-shallow-repository")
	return slices.Compact(authors), err == nil && strings.TrimSpace(string(shallow)) != "true"
}
