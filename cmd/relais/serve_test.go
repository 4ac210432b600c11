package main

import (
	"bufio"
	"io"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// served is a `relais serve` that a script has started.
type served struct {
	command *exec.Cmd
	lines   chan string
	url     string
}

// patience is how long a script waits for a line or a page.
const patience = 20 * time.Second

// servedKey is where a script keeps its served.
type servedKey struct{}

// startServe starts relais serve with the given arguments: serve manuel --follow.
func startServe(ts *testscript.TestScript, _ bool, args []string) {
	s := &served{command: exec.Command(lookRelais(ts), append([]string{"serve"}, args...)...), lines: make(chan string, 1000)}
	s.command.Dir, s.command.Env = ts.MkAbs("."), append(os.Environ(), "LANG=fr_FR.UTF-8")
	stderr, err := s.command.StderrPipe()
	ts.Check(err)
	ts.Check(s.command.Start())
	ts.Defer(func() { _ = s.command.Process.Kill() })
	go s.listen(stderr)
	*servedBy(ts) = s
}

// lookRelais returns the program that scripts call relais.
func lookRelais(ts *testscript.TestScript) string {
	for _, folder := range strings.Split(ts.Getenv("PATH"), string(os.PathListSeparator)) {
		if info, err := os.Stat(folder + "/relais"); err == nil && info.Mode().IsRegular() {
			return folder + "/relais"
		}
	}
	ts.Fatalf("relais is not in the PATH")
	return ""
}

func servedBy(ts *testscript.TestScript) **served {
	return ts.Value(servedKey{}).(**served)
}

func (s *served) listen(stderr io.Reader) {
	lines := bufio.NewScanner(stderr)
	for lines.Scan() {
		s.lines <- strings.ReplaceAll(lines.Text(), "\u00a0", " ")
	}
	close(s.lines)
}

// said waits for a line that serve prints: said PATTERN.
func said(ts *testscript.TestScript, _ bool, args []string) {
	pattern := regexp.MustCompile(args[0])
	s := *servedBy(ts)
	var others []string
	timeout := time.After(patience)
	for {
		select {
		case line, ok := <-s.lines:
			if !ok {
				ts.Fatalf("serve has ended, having said:\n%s", strings.Join(others, "\n"))
			}
			if address := regexp.MustCompile(`http://\S+`).FindString(line); address != "" {
				s.url = address
			}
			if pattern.MatchString(line) {
				return
			}
			others = append(others, line)
		case <-timeout:
			ts.Fatalf("serve did not say %q, but:\n%s", args[0], strings.Join(others, "\n"))
		}
	}
}

// page asks for a page: page ADDRESS STATUS PATTERN.
func page(ts *testscript.TestScript, _ bool, args []string) {
	response, err := http.Get((*servedBy(ts)).url + args[0])
	ts.Check(err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	ts.Check(err)
	if strconv.Itoa(response.StatusCode) != args[1] || !regexp.MustCompile(args[2]).Match(body) {
		ts.Fatalf("%s is %d, not %s with %q:\n%s", args[0], response.StatusCode, args[1], args[2], body)
	}
}

// stop interrupts serve, which ends well.
func stop(ts *testscript.TestScript, _ bool, _ []string) {
	s := *servedBy(ts)
	ts.Check(s.command.Process.Signal(os.Interrupt))
	ts.Check(s.command.Wait())
}

func TestServeScript(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Files: []string{"testdata/serve/serve.txtar"},
		Setup: func(env *testscript.Env) error {
			env.Setenv("LANG", "fr_FR.UTF-8")
			var s *served
			env.Values[servedKey{}] = &s
			return nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"serve": startServe, "said": said, "page": page, "stop": stop, "status": status,
		},
	})
}
