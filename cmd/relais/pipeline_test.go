package main

import (
	"archive/tar"
	"bytes"
	"cmp"
	"compress/gzip"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v4"

	"relais/builder/annotate"
	"relais/builder/handbook"
	"relais/builder/scaffold"
)

// What a forge does for the scripts of a pipeline, in a folder of its own: clones,
// variables, and somebody who answers at the address of its API.
type forge struct {
	t      *testing.T
	name   handbook.Forge
	folder string            // for all that follows
	origin string            // the bare repository
	env    map[string]string // of every script
	api    *httptest.Server

	mu       sync.Mutex
	comments []string // of the request
	released []byte   // archive of relais
}

// event is why a pipeline runs.
type event string

const (
	request  event = "request"
	merge    event = "merge"
	schedule event = "schedule"
)

// newForge makes a handbook with the pipeline of a forge, pushes it to a bare
// repository, and a request that changes it.
func newForge(t *testing.T, name handbook.Forge) *forge {
	f := &forge{t: t, name: name, folder: t.TempDir(), released: releasedArchive(t)}
	f.origin = filepath.Join(f.folder, "origin.git")
	f.api = httptest.NewServer(f)
	t.Cleanup(f.api.Close)
	f.standIns()
	f.env = map[string]string{
		"HOME": f.folder, "PATH": filepath.Join(f.folder, "bin") + string(os.PathListSeparator) + os.Getenv("PATH"),
		"LANG": "C.UTF-8", "TMPDIR": f.folder, "CI": "true", "SOURCE_DATE_EPOCH": "1767225600",
		"GOCACHE": goEnv(t, "GOCACHE"), "GOMODCACHE": goEnv(t, "GOMODCACHE"), "GOFLAGS": "-buildvcs=false",
		"GIT_CONFIG_GLOBAL": os.DevNull, "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example",
	}
	work := filepath.Join(f.folder, "work")
	files, err := scaffold.Handbook(scaffold.Plan{
		Config: handbook.Config{Title: "Manuel", Lang: handbook.French, LangSaid: true, Readers: handbook.Readers{Audience: handbook.Internal}},
		Forge:  name, Tool: filepath.Join(f.folder, "source"), Today: handbook.Date{Year: 2025, Month: 12, Day: 1},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		f.write(filepath.Join(work, filepath.FromSlash(file.Path)), file.Data)
	}
	f.write(filepath.Join(work, "pages", "publique.md"), []byte("---\ntitre: Page publique\ndiffusion: publique\n---\nOuverte.\n"))
	f.write(filepath.Join(work, "pages", "interne.md"), []byte("---\ntitre: Page interne\ndiffusion: interne\n---\nFermée.\n"))
	f.git(f.folder, "init", "-q", "--bare", "-b", "main", f.origin)
	f.git(work, "init", "-q", "-b", "main")
	f.git(work, "add", ".")
	f.git(work, "commit", "-q", "-m", "un")
	f.git(work, "push", "-q", f.origin, "main")
	f.git(work, "checkout", "-q", "-b", "proposition")
	f.write(filepath.Join(work, "pages", "neuve.md"), []byte("---\ntitre: Page neuve\ndiffusion: publique\n---\nNeuve.\n"))
	f.git(work, "add", ".")
	f.git(work, "commit", "-q", "-m", "deux")
	f.git(work, "push", "-q", f.origin, "proposition")
	return f
}

// breakRequest adds a mistake to the request.
func (f *forge) breakRequest() {
	work := filepath.Join(f.folder, "work")
	f.write(filepath.Join(work, "pages", "neuve.md"), []byte("---\ntitre: Page neuve\ndiffusion: publique\nstatu: validee\n---\nNeuve.\n"))
	f.git(work, "commit", "-q", "-a", "-m", "trois")
	f.git(work, "push", "-q", f.origin, "proposition")
}

// standIns puts what a test cannot have into the folder bin: the sources of relais,
// as a program that is this very one, and GitHub's gh.
func (f *forge) standIns() {
	source := filepath.Join(f.folder, "source")
	f.write(filepath.Join(source, "go.mod"), []byte("module relais\n\ngo 1.26\n"))
	f.write(filepath.Join(source, "cmd", "relais", "main.go"), []byte(`package main

import (
	"os"
	"syscall"
)

func main() {
	panic(syscall.Exec(`+fmt.Sprintf("%q", self(f.t))+`, append([]string{"relais"}, os.Args[1:]...), os.Environ()))
}
`))
	f.write(filepath.Join(f.folder, "bin", "gh"), []byte(`#!/bin/bash
[ "$1 $2 $3 $4 $5 $6" = "pr comment 7 --edit-last --create-if-none --body-file" ] && [ "$GH_TOKEN" = secret ] || exit 1
curl --fail --silent --request PUT --data-binary "@$7" "$GITHUB_API_URL/gh"
`))
	if err := os.Chmod(filepath.Join(f.folder, "bin", "gh"), 0o755); err != nil {
		f.t.Fatal(err)
	}
}

// releasedArchive makes the archive of a released relais: a script that is this program.
func releasedArchive(t *testing.T) []byte {
	var b bytes.Buffer
	zip := gzip.NewWriter(&b)
	archive := tar.NewWriter(zip)
	script := fmt.Appendf(nil, "#!/bin/bash\nexec -a relais %q \"$@\"\n", self(t))
	if err := archive.WriteHeader(&tar.Header{Name: "relais", Mode: 0o755, Size: int64(len(script))}); err != nil {
		t.Fatal(err)
	}
	_, _ = archive.Write(script)
	_, _ = archive.Close(), zip.Close()
	return b.Bytes()
}

// ServeHTTP answers as the API of the forge does, and gives away the release.
func (f *forge) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	body, _ := io.ReadAll(r.Body)
	if r.URL.Path == "/relais.tar.gz" {
		_, _ = w.Write(f.released)
		return
	}
	if r.URL.Path == "/gh" {
		f.comments = []string{string(body)}
		return
	}
	comments, one, change := "/projects/3/merge_requests/7/notes", "/projects/3/merge_requests/7/notes/12", http.MethodPut
	authorized := r.Header.Get("PRIVATE-TOKEN") == "secret"
	if f.name == handbook.Gitea {
		comments, one, change = "/repos/ville/manuel/issues/7/comments", "/repos/ville/manuel/issues/comments/12", http.MethodPatch
		authorized = r.Header.Get("Authorization") == "token secret"
	}
	var sent struct{ Body string }
	switch {
	case !authorized:
		w.WriteHeader(http.StatusUnauthorized)
	case r.Method == http.MethodGet && r.URL.Path == comments:
		list := []map[string]any{{"id": 11, "body": "Un avis."}}
		for i, comment := range f.comments {
			list = append(list, map[string]any{"id": 12 + i, "body": comment})
		}
		_ = json.NewEncoder(w).Encode(list)
	case r.Method == http.MethodPost && r.URL.Path == comments && json.Unmarshal(body, &sent) == nil:
		f.comments = append(f.comments, sent.Body)
		w.WriteHeader(http.StatusCreated)
	case r.Method == change && r.URL.Path == one && json.Unmarshal(body, &sent) == nil:
		f.comments[0] = sent.Body
	default:
		w.WriteHeader(http.StatusNotFound)
	}
}

// run does what the forge does on an event in a fresh clone, and returns the clone, the
// log and whether all scripts succeeded.
func (f *forge) run(why event, variables map[string]string) (clone, log string, ok bool) {
	clone, err := os.MkdirTemp(f.folder, "clone-*")
	if err != nil {
		f.t.Fatal(err)
	}
	branch := "main"
	if why == request {
		branch = "proposition"
	}
	f.git(f.folder, "clone", "-q", "--no-local", "--branch", branch, f.origin, clone)
	source, err := os.ReadFile(filepath.Join(clone, filepath.FromSlash(scaffold.Pipeline(f.name))))
	if err != nil {
		f.t.Fatal(err)
	}
	var pipeline map[string]any
	if err := yaml.Load(source, &pipeline); err != nil {
		f.t.Fatal(err)
	}
	env := maps.Clone(f.env)
	maps.Copy(env, f.variables(why, clone))
	var scripts []script
	if f.name == handbook.GitLab {
		for name, value := range pipeline["variables"].(map[string]any) {
			env[name] = value.(string)
		}
		scripts = f.gitLabScripts(pipeline, why)
	} else {
		for name, value := range pipeline["env"].(map[string]any) {
			env[name] = value.(string)
		}
		scripts = f.steps(pipeline, why)
	}
	maps.Copy(env, variables)
	ok = true
	var all strings.Builder
	for _, script := range scripts {
		if !ok && !script.always {
			continue
		}
		if added, err := os.ReadFile(env["GITHUB_PATH"]); err == nil {
			env["PATH"] = strings.TrimSpace(string(added)) + string(os.PathListSeparator) + f.env["PATH"]
		}
		c := exec.Command("bash", "-e", "-o", "pipefail", "-c", script.text)
		c.Dir = clone
		for _, vars := range []map[string]string{env, script.env} {
			for name, value := range vars {
				c.Env = append(c.Env, name+"="+value)
			}
		}
		said, err := c.CombinedOutput()
		all.Write(said)
		ok = ok && err == nil
	}
	return clone, all.String(), ok
}

// script is one that a pipeline runs.
type script struct {
	text   string
	env    map[string]string
	always bool // also after a failure
}

// steps returns the scripts of the first job, as GitHub and Gitea run them on an event.
func (f *forge) steps(pipeline map[string]any, why event) []script {
	inRequest, onMain := why == request, why != request
	conditions := map[string]bool{
		"": true,
		"always() && github.event_name == 'pull_request'":                        inRequest,
		"github.event_name == 'pull_request'":                                    inRequest,
		"always() && hashFiles('.relais/ci/relais.sarif') != ''":                 true,
		"github.ref == 'refs/heads/main' && github.event_name != 'pull_request'": onMain,
		"env.RELAIS_RELEASE == ''":                                               true,
	}
	expressions := strings.NewReplacer("${{ github.token }}", "secret", "${{ github.event.pull_request.number }}", "7", "${{ steps.site.outputs.base_url }}", "")
	var scripts []script
	for _, step := range pipeline["jobs"].(map[string]any)["check"].(map[string]any)["steps"].([]any) {
		step := step.(map[string]any)
		condition, _ := step["if"].(string)
		runs, known := conditions[condition]
		if !known {
			f.t.Fatalf("the test does not know whether to run a step when %q", condition)
		}
		text, _ := step["run"].(string)
		if !runs || text == "" {
			continue
		}
		one := script{text: text, env: map[string]string{}, always: strings.HasPrefix(condition, "always()")}
		vars, _ := step["env"].(map[string]any)
		for name, value := range vars {
			one.env[name] = expressions.Replace(value.(string))
			if strings.Contains(one.env[name], "${{") {
				f.t.Fatalf("the test does not know %s", value)
			}
		}
		scripts = append(scripts, one)
	}
	return scripts
}

// gitLabScripts returns the script of the job that GitLab runs on an event: all its lines
// in one shell.
func (f *forge) gitLabScripts(pipeline map[string]any, why event) []script {
	job, rule := "pages", "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH"
	if why == request {
		job, rule = "check", `$CI_PIPELINE_SOURCE == "merge_request_event"`
	}
	told := pipeline[job].(map[string]any)
	if got := told["rules"].([]any)[0].(map[string]any)["if"]; got != rule {
		f.t.Fatalf("job %s runs when %q, want %q", job, got, rule)
	}
	var lines []string
	for _, line := range slices.Concat(pipeline["default"].(map[string]any)["before_script"].([]any), told["script"].([]any)) {
		lines = append(lines, line.(string))
	}
	return []script{{text: strings.Join(lines, "\n")}}
}

// variables are those that the forge sets on an event.
func (f *forge) variables(why event, clone string) map[string]string {
	base := strings.TrimSpace(f.git(clone, "rev-parse", "origin/main"))
	if f.name == handbook.GitLab {
		vars := map[string]string{
			"GITLAB_CI": "true", "CI_PROJECT_DIR": clone, "CI_API_V4_URL": f.api.URL, "CI_PROJECT_ID": "3", "CI_DEFAULT_BRANCH": "main",
			"CI_PAGES_URL": "https://ville.pages.example/manuel", "RUNNER_TEMP": clone + ".tmp", // else two tests would share /tmp
		}
		switch why {
		case request:
			vars["CI_PIPELINE_SOURCE"], vars["CI_MERGE_REQUEST_IID"], vars["CI_MERGE_REQUEST_DIFF_BASE_SHA"] = "merge_request_event", "7", base
		case merge:
			vars["CI_PIPELINE_SOURCE"], vars["CI_COMMIT_BRANCH"] = "push", "main"
		case schedule:
			vars["CI_PIPELINE_SOURCE"], vars["CI_COMMIT_BRANCH"] = "schedule", "main"
		}
		return vars
	}
	vars := map[string]string{
		"GITHUB_ACTIONS": "true", "GITHUB_WORKSPACE": clone, "GITHUB_API_URL": f.api.URL, "GITHUB_REPOSITORY": "ville/manuel", "GITHUB_SHA": base,
		"GITHUB_PATH": clone + ".path", "GITHUB_STEP_SUMMARY": clone + ".summary", "RUNNER_TEMP": clone + ".tmp",
	}
	if f.name == handbook.Gitea {
		vars["GITEA_ACTIONS"] = "true"
	}
	switch why {
	case request:
		vars["GITHUB_EVENT_NAME"], vars["GITHUB_BASE_REF"] = "pull_request", "main"
	case merge:
		vars["GITHUB_EVENT_NAME"], vars["GITHUB_REF"] = "push", "refs/heads/main"
	case schedule:
		vars["GITHUB_EVENT_NAME"], vars["GITHUB_REF"] = "schedule", "refs/heads/main"
	}
	return vars
}

func (f *forge) git(folder string, args ...string) string {
	c := exec.Command("git", args...)
	c.Dir = folder
	for name, value := range f.env {
		c.Env = append(c.Env, name+"="+value)
	}
	said, err := c.CombinedOutput()
	if err != nil {
		f.t.Fatalf("git %v: %v\n%s", args, err, said)
	}
	return string(said)
}

func (f *forge) write(file string, data []byte) {
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		f.t.Fatal(err)
	}
	if err := os.WriteFile(file, data, 0o644); err != nil {
		f.t.Fatal(err)
	}
}

func self(t *testing.T) string {
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return program
}

func goEnv(t *testing.T, name string) string {
	value, err := exec.Command("go", "env", name).Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(value))
}

// The scripts that init writes do, on each forge, what they promise: on a request they
// say on its lines what is wrong and in one comment what changes; on a merge, and
// every week, they build what everybody may read, and nothing else.
func TestPipelinesDoWhatTheyPromise(t *testing.T) {
	for _, choice := range handbook.Forges() {
		t.Run(choice.Value, func(t *testing.T) {
			t.Parallel()
			f := newForge(t, handbook.Forge(choice.Value))
			token := map[string]string{"RELAIS_TOKEN": "secret"} // only GitLab's needs one

			clone, log, ok := f.run(request, token)
			if !ok {
				t.Fatalf("a good request fails:\n%s", log)
			}
			if len(f.comments) != 1 || !strings.Contains(f.comments[0], "Page neuve") {
				t.Errorf("the comment does not tell what changes: %q\n%s", f.comments, log)
			}
			f.hasFiles(clone, log, "public/pages/publique.html", "public/pages/neuve.html", ".relais/ci/report.json")

			f.breakRequest()
			clone, log, ok = f.run(request, token)
			if ok {
				t.Errorf("a bad request passes:\n%s", log)
			}
			f.annotated(clone, log)
			if len(f.comments) != 1 {
				t.Errorf("a second run adds a comment: %q", f.comments)
			}
			if _, err := os.Stat(filepath.Join(clone, "public")); err == nil {
				t.Error("a bad request builds a site")
			}

			for _, why := range []event{merge, schedule} {
				clone, log, ok := f.run(why, nil)
				if !ok {
					t.Fatalf("a %s fails:\n%s", why, log)
				}
				f.hasFiles(clone, log, "public/pages/publique.html", ".relais/ci/report.json")
				f.publishedOnlyPublic(clone)
			}
		})
	}
}

// A released relais is used when its checksum is right, and nothing when it is not.
func TestPipelinesVerifyTheReleasedProgram(t *testing.T) {
	for _, choice := range handbook.Forges() {
		t.Run(choice.Value, func(t *testing.T) {
			t.Parallel()
			f := newForge(t, handbook.Forge(choice.Value))
			vars := map[string]string{"RELAIS_RELEASE": f.api.URL + "/relais.tar.gz", "RELAIS_SHA256": fmt.Sprintf("%x", sha256.Sum256(f.released)), "RELAIS_SOURCE": ""}
			clone, log, ok := f.run(merge, vars)
			if !ok {
				t.Fatalf("a release does not serve:\n%s", log)
			}
			f.hasFiles(clone, log, "public/index.html")
			vars["RELAIS_SHA256"] = strings.Repeat("0", 64)
			if _, log, ok := f.run(merge, vars); ok || !strings.Contains(log, "FAILED") {
				t.Errorf("a release with another checksum serves:\n%s", log)
			}
			vars["RELAIS_RELEASE"] = ""
			if _, log, ok := f.run(merge, vars); ok || !strings.Contains(log, "Renseignez RELAIS_SOURCE") {
				t.Errorf("nobody says that there is no relais:\n%s", log)
			}
		})
	}
}

// annotated checks that the mistake of breakRequest is told where the forge shows it.
func (f *forge) annotated(clone, log string) {
	switch f.name {
	case handbook.GitLab:
		report, err := os.ReadFile(filepath.Join(clone, annotate.GitLabFile))
		if err != nil {
			f.t.Fatal(err)
		}
		schema, err := jsonschema.NewCompiler().Compile("../../builder/annotate/testdata/code-quality.schema.json")
		if err != nil {
			f.t.Fatal(err)
		}
		read, err := jsonschema.UnmarshalJSON(bytes.NewReader(report))
		if err := cmp.Or(err, schema.Validate(read)); err != nil {
			f.t.Error(err)
		}
		if !strings.Contains(string(report), `"path": "pages/neuve.md"`) {
			f.t.Errorf("no problem in the Code Quality report:\n%s\n%s", report, log)
		}
	case handbook.GitHub:
		report, err := sarif.Open(filepath.Join(clone, ".relais", "ci", "relais.sarif"))
		if err != nil {
			f.t.Fatal(err)
		}
		if err := report.Validate(); err != nil || len(report.Runs[0].Results) != 1 {
			f.t.Errorf("%d results, %v", len(report.Runs[0].Results), err)
		}
		fallthrough
	default:
		if !strings.Contains(log, "\n::error file=pages/neuve.md,line=4,col=1,title=unknown-key::") {
			f.t.Errorf("no annotation:\n%s", log)
		}
	}
}

func (f *forge) hasFiles(clone, log string, names ...string) {
	for _, name := range names {
		if info, err := os.Stat(filepath.Join(clone, filepath.FromSlash(name))); err != nil || info.Size() == 0 {
			f.t.Errorf("there is no %s:\n%s", name, log)
		}
	}
}

// publishedOnlyPublic checks what the merge makes public: the folder that the forge
// takes or, on Gitea, the branch.
func (f *forge) publishedOnlyPublic(clone string) {
	if f.name == handbook.Gitea {
		site := filepath.Join(f.folder, "site")
		_ = os.RemoveAll(site)
		f.git(f.folder, "clone", "-q", "--branch", "pages", f.origin, site)
		if err := os.RemoveAll(filepath.Join(site, ".git")); err != nil {
			f.t.Fatal(err)
		}
		if out, err := exec.Command("diff", "-r", site, filepath.Join(clone, "public")).CombinedOutput(); err != nil {
			f.t.Errorf("the branch pages is not what was built:\n%s", out)
		}
	}
	if _, err := os.Stat(filepath.Join(clone, "public", "pages", "interne.html")); err == nil {
		f.t.Error("what is internal is published")
	}
}
