package serve_test

import (
	"bufio"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"relais/builder/serve"
)

// site is a site whose files are in memory.
type site map[string]string

func (s site) File(address string) ([]byte, error) {
	if data, ok := s[address]; ok {
		return []byte(data), nil
	}
	return nil, fs.ErrNotExist
}

const page = `<!doctype html>
<html><head>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'">
</head>
<body>Bonjour</body></html>`

func start(t *testing.T) (*serve.Server, *httptest.Server) {
	t.Helper()
	s := serve.NewServer(serve.Words{Lang: "fr", Waiting: "Pas encore", Heading: `À "corriger"`}, "manuel.test")
	web := httptest.NewServer(s)
	t.Cleanup(web.Close)
	return s, web
}

// ask asks as a browser does that was sent to http://manuel.test.
func ask(t *testing.T, web *httptest.Server, path string, headers ...string) *http.Response {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, web.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Host = "manuel.test"
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := web.Client().Do(request)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = response.Body.Close() })
	return response
}

func text(t *testing.T, r *http.Response) string {
	t.Helper()
	var b strings.Builder
	if _, err := bufio.NewReader(r.Body).WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// A page is served as it is published, but for one script and the permission to listen.
func TestServingAddsOneScriptAndOnePermission(t *testing.T) {
	s, web := start(t)
	s.Show(site{"index.html": page, "fiches/index.html": page, "a.css": "p{}", "404.html": "<p>Rien ici"}, false)
	got := text(t, ask(t, web, "/"))
	begin, end := strings.Index(got, "<script"), strings.Index(got, "</script>\n")+len("</script>\n")
	if begin < 0 || end < begin {
		t.Fatalf("no script in\n%s", got)
	}
	if plain := strings.Replace(got[:begin]+got[end:], "connect-src 'self'; ", "", 1); plain != page {
		t.Errorf("without what is added, the page is\n%s", plain)
	}
	if !strings.Contains(got, `data-heading="À &#34;corriger&#34;"`) {
		t.Errorf("words are not escaped in\n%s", got)
	}
	if got := text(t, ask(t, web, "/fiches/")); !strings.Contains(got, "Bonjour") {
		t.Errorf("a folder is\n%s", got)
	}
	if got := text(t, ask(t, web, "/a.css")); got != "p{}" {
		t.Errorf("a style sheet is %q", got)
	}
	if r := ask(t, web, "/nulle-part.html"); r.StatusCode != http.StatusNotFound || text(t, r) != "<p>Rien ici" {
		t.Errorf("a page that is not there has status %d", r.StatusCode)
	}
}

// A site that never was good is a page that says so, and will reload.
func TestBeforeThereIsASiteAPageSaysSo(t *testing.T) {
	_, web := start(t)
	r := ask(t, web, "/fiches/a.html")
	if body := text(t, r); r.StatusCode != http.StatusServiceUnavailable || !strings.Contains(body, "<h1>Pas encore</h1>") || !strings.Contains(body, "serve.js") {
		t.Errorf("%d\n%s", r.StatusCode, body)
	}
}

func TestOnlyBrowsersOfThisMachineMayAsk(t *testing.T) {
	s, web := start(t)
	s.Show(site{"index.html": page}, false)
	for _, c := range []struct {
		status  int
		headers []string
	}{
		{200, nil},
		{200, []string{"Origin", "http://manuel.test"}},
		{200, []string{"Sec-Fetch-Site", "same-origin"}},
		{200, []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "document"}},
		{403, []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "iframe"}},
		{403, []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "no-cors", "Sec-Fetch-Dest", "script"}},
		{403, []string{"Sec-Fetch-Site", "same-site"}},
		{403, []string{"Origin", "https://manuel.test"}},
		{403, []string{"Origin", "null"}},
	} {
		r := ask(t, web, "/", c.headers...)
		if r.StatusCode != c.status {
			t.Errorf("%q: status %d, want %d", c.headers, r.StatusCode, c.status)
		}
		if cors := r.Header.Get("Access-Control-Allow-Origin"); cors != "" {
			t.Errorf("%q: other sites may read: %s", c.headers, cors)
		}
	}
	if r, err := web.Client().Get(web.URL); err != nil || r.StatusCode != http.StatusForbidden {
		t.Errorf("another host is answered: %v, %v", r, err)
	}
	if r, err := web.Client().Post(web.URL, "text/plain", nil); err != nil || r.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("a POST is answered: %v, %v", r, err)
	}
}

// listen listens as the page at a path does, having been given that version of it.
func listen(t *testing.T, web *httptest.Server, path, version string) <-chan string {
	t.Helper()
	response := ask(t, web, "/.relais/events?page="+path+"&version="+version+"&followed=0")
	events := make(chan string, 100)
	go func() {
		lines := bufio.NewScanner(response.Body)
		for lines.Scan() {
			if name, ok := strings.CutPrefix(lines.Text(), "event: "); ok && lines.Scan() {
				events <- name + strings.TrimPrefix(lines.Text(), "data:")
			}
		}
		close(events)
	}()
	return events
}

func versionIn(t *testing.T, page string) string {
	t.Helper()
	_, rest, ok := strings.Cut(page, `data-version="`)
	version, _, closed := strings.Cut(rest, `"`)
	if !ok || !closed {
		t.Fatalf("no version in\n%s", page)
	}
	return version
}

func next(t *testing.T, events <-chan string) string {
	t.Helper()
	select {
	case event := <-events:
		return event
	case <-time.After(10 * time.Second):
		t.Fatal("nothing is told")
		return ""
	}
}

// A browser is told to reload when its page has changed, be it while it was away, and only then.
func TestAPageReloadsWhenItHasChangedAndOnlyThen(t *testing.T) {
	s, web := start(t)
	first := site{"a.html": page, "b.html": page}
	s.Show(first, false)
	version := versionIn(t, text(t, ask(t, web, "/a.html")))
	a, b := listen(t, web, "/a.html", version), listen(t, web, "/b.html", version)
	for _, events := range []<-chan string{a, b} {
		if got := next(t, events); got != "problems []" {
			t.Fatalf("first comes %q", got)
		}
	}
	s.Show(site{"a.html": strings.Replace(page, "Bonjour", "Bonsoir", 1), "b.html": page}, false)
	s.Complain([]serve.Problem{{What: "Rien"}})
	if got := next(t, a); got != "reload " {
		t.Errorf("the page that changed is told %q", got)
	}
	if got := next(t, b); !strings.HasPrefix(got, "problems [{") {
		t.Errorf("the page that did not change is told %q", got)
	}
	late := listen(t, web, "/a.html", version)
	if got := next(t, late); !strings.HasPrefix(got, "problems [{") {
		t.Errorf("a page that comes back is first told %q", got)
	}
	if got := next(t, late); got != "reload " {
		t.Errorf("a page that comes back is then told %q", got)
	}
	s.Follow("b.html")
	if got := next(t, late); got != "follow /b.html" {
		t.Errorf("the last page is told %q", got)
	}
	s.Show(first, true)
	if got := next(t, b); got != "reload " {
		t.Errorf("when files have changed, a page is told %q", got)
	}
}
