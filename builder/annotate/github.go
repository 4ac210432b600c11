package annotate

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"strconv"
	"strings"

	"relais/builder/handbook"
)

// GitHub writes notes as workflow commands, which the runners of GitHub, Gitea
// and Forgejo take out of the log:
//
//	::error file=content/fiches/a.md,line=4,col=9,title=unknown-key::La clé…
//
// The gravest come first, because GitHub shows only ten of each kind a step.
// https://docs.github.com/actions/reference/workflow-commands-for-github-actions
func GitHub(w io.Writer, notes []Note) error {
	var b bytes.Buffer
	for _, n := range worstFirst(notes) {
		command := map[handbook.Severity]string{handbook.Error: "error", handbook.Warning: "warning", handbook.Advice: "notice"}[n.Problem.Severity]
		fmt.Fprintf(&b, "::%s file=%s", command, property(n.Path))
		if n.Problem.Pos.Line > 0 {
			fmt.Fprintf(&b, ",line=%s,col=%s", strconv.Itoa(n.Problem.Pos.Line), strconv.Itoa(max(1, n.Problem.Pos.Column)))
		}
		fmt.Fprintf(&b, ",title=%s::%s\n", property(n.Problem.Code), data(n.message()))
	}
	_, err := b.WriteTo(w)
	return err
}

// GitHubLog writes text that authors had a part in, such that no line of it is
// taken for a command. The word that ends it cannot be known to them: it is made
// of all that they wrote.
func GitHubLog(w io.Writer, text []byte) error {
	if len(text) == 0 {
		return nil
	}
	sum := sha256.Sum256(text)
	_, err := fmt.Fprintf(w, "::stop-commands::relais-%x\n%s\n::relais-%[1]x::\n", sum[:16], bytes.TrimSuffix(text, []byte("\n")))
	return err
}

// data escapes the message of a command, property the value of a parameter, as
// the runner takes them back: the percent sign first.
func data(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}

func property(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C").Replace(s)
}
