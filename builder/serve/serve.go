// Package serve shows a handbook to the one who is writing it: it tells when a
// file changes, and serves the site to the browsers of this machine, which show
// each edit as soon as it is saved.
//
// The fundamental types are [Watcher], which tells what changed below a folder,
// and [Server], which serves a [Site] and tells browsers what became of it. The
// package knows nothing of how a site is made: package builder joins the two.
//
// # What becomes of an edit
//
//	file ──Watcher──▶ Change ──builder──▶ Site ──Server.Show──▶ the browser reloads
//	                              └──▶ []Problem ──Server.Complain──▶ an overlay on the page
//
// A Site is immutable and makes a page when it is asked for. So an edit costs
// the reading of one file, the tying of all pages together, and the one page
// that somebody looks at; whatever else depends on it is made when it is looked
// at. There is no record of what depends on what that could be wrong.
//
// A browser is told to reload when the bytes of the page that it shows are no
// longer those that it was given, and at no other time. It says which page it
// shows, and the digest of its bytes, when it asks for the events; so a browser that
// missed some, because the machine slept or the command was started again, is
// told as it comes back.
//
// When the texts have mistakes, the last good Site stays, and the overlay says
// what is wrong with the texts as they are now.
//
// # What serving adds to a page
//
// One script, from the folder [own] that no site has, and the permission to
// listen to it (connect-src 'self'): the pages' own policy lets no script ask
// for anything. All else is as it is published, to the byte.
//
// # Who may ask
//
// Drafts and texts for few readers are in the site. The server listens to this
// machine only, and answers only requests that name it as this machine (so no
// foreign name can be made to lead here) and that no page of another site has made.
package serve

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"sync"
)

// Site is a site at one moment. It is safe for concurrent use.
type Site interface {
	// File returns the file at an address, a path relative to the site's root;
	// the error is fs.ErrNotExist when there is none.
	File(address string) ([]byte, error)
}

// own is the folder of what the server adds. The name of no file of a handbook
// begins with a dot, so no site has it.
const own = "/.relais/"

//go:embed client/serve.js client/serve.css
var client embed.FS

// Server serves a site as it is being written. The zero Server is not ready: see NewServer.
type Server struct {
	hosts []string // by which a browser may call the server

	mu       sync.Mutex
	words    Words
	site     Site // the last good one; nil when there was none yet
	problems []byte
	readers  map[*reader]bool // the browsers' tabs
	arrivals int              // how many there have been
	followed followed
}

// Words are what the server itself says, in the language of the handbook.
type Words struct {
	Lang                            string
	Waiting                         string // title of the page that stands for a site that never was good
	Advice                          string // what to do about it
	Heading, Reduce, Expand, Closed string // of the overlay; Closed says that nobody serves the pages any longer
}

// NewServer returns a server that can be called by the given hosts ("localhost:8000").
func NewServer(words Words, hosts ...string) *Server {
	return &Server{words: words, hosts: hosts, readers: map[*reader]bool{}, problems: []byte("[]")}
}

// Speak changes what the server says, from the next page on.
func (s *Server) Speak(words Words) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.words = words
}

// Show serves site from now on, and tells those browsers to reload whose page
// it changes, or all of them when files that pages show have changed.
func (s *Server) Show(site Site, all bool) {
	s.mu.Lock()
	s.site = site
	readers := s.current()
	s.mu.Unlock()
	for _, r := range readers {
		if all || s.version(r.page) != r.version {
			r.tell(event{name: "reload"})
		}
	}
}

// ServeHTTP answers a browser of this machine.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	protect(w.Header())
	if status := s.refuses(r); status != 0 {
		http.Error(w, http.StatusText(status), status)
		return
	}
	switch name, isOwn := strings.CutPrefix(r.URL.Path, own); {
	case !isOwn:
		s.serveSite(w, r)
	case name == "events":
		s.serveEvents(w, r)
	default:
		data, err := client.ReadFile("client/" + name)
		if err != nil {
			http.NotFound(w, r)
			return
		}
		send(w, name, http.StatusOK, data)
	}
}

// serveSite answers with a file of the site.
func (s *Server) serveSite(w http.ResponseWriter, r *http.Request) {
	data, address, status := s.answer(r.URL.Path)
	if path.Ext(address) == ".html" {
		data = insert(data, s.said(), version(data, status))
	}
	send(w, address, status, data)
}

// answer returns what stands at a path, before anything is inserted: the file,
// the address that tells its type, and the status.
func (s *Server) answer(at string) (data []byte, address string, status int) {
	s.mu.Lock()
	site := s.site
	s.mu.Unlock()
	if site == nil {
		return waiting(s.said()), "waiting.html", http.StatusServiceUnavailable
	}
	address = strings.TrimPrefix(path.Clean(at), "/")
	if address == "" || strings.HasSuffix(at, "/") {
		address = path.Join(address, "index.html")
	}
	data, err := site.File(address)
	status = http.StatusOK
	if errors.Is(err, fs.ErrNotExist) {
		status, address = http.StatusNotFound, "404.html"
		data, err = site.File(address)
	}
	if err != nil {
		return fmt.Appendf(nil, "%v\n", err), "error.txt", http.StatusInternalServerError
	}
	return data, address, status
}

func (s *Server) said() Words {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.words
}

// version tells one answer at a path from another.
func (s *Server) version(at string) string {
	data, _, status := s.answer(at)
	return version(data, status)
}

func version(data []byte, status int) string {
	sum := sha256.Sum256(fmt.Appendf(bytes.Clone(data), "%d", status))
	return hex.EncodeToString(sum[:8])
}

// send writes a whole answer.
func send(w http.ResponseWriter, name string, status int, data []byte) {
	h := w.Header()
	h.Set("Content-Type", contentType(name))
	h.Set("Content-Length", fmt.Sprint(len(data)))
	w.WriteHeader(status)
	_, _ = w.Write(data) // a browser that went away has no use for the error
}

// contentType returns the type that a file's name tells. The machine's own table
// is asked last: on some, it holds nonsense for what pages cannot do without.
func contentType(name string) string {
	switch extension := strings.ToLower(path.Ext(name)); extension {
	case ".html":
		return "text/html; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".txt", ".csv":
		return "text/plain; charset=utf-8"
	default:
		if known := mime.TypeByExtension(extension); known != "" {
			return known
		}
		return "application/octet-stream"
	}
}
