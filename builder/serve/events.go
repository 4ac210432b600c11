package serve

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"

	"relais/builder/frame"
)

// Problem is a mistake as the overlay shows it, all in words.
type Problem struct {
	Severity string       `json:"severity"` // "error", "warning": how it looks
	Name     string       `json:"name"`     // "erreur": how it is called
	File     string       `json:"file,omitempty"`
	Line     int          `json:"line,omitempty"`   // from 1
	Column   int          `json:"column,omitempty"` // from 1, in characters
	What     string       `json:"what"`
	Remedy   string       `json:"remedy,omitempty"`
	Frame    *frame.Frame `json:"frame,omitempty"` // where it stands
}

// event is what a browser is told.
type event struct {
	name string
	data []byte
	id   int
}

// reader is one tab of a browser that shows a page.
type reader struct {
	page    string // path that it shows
	version string // of what it was given there
	arrival int    // the later, the larger
	events  chan event
}

// followed is the page of the file that was saved last.
type followed struct {
	path string
	id   int // grows with each
}

// tell sends an event, unless the reader is so far behind that it will have to reload anyway.
func (r *reader) tell(e event) {
	select {
	case r.events <- e:
	default:
	}
}

// Complain shows problems over every page, or takes the overlay away when there are none.
func (s *Server) Complain(problems []Problem) {
	data := []byte("[]")
	if len(problems) > 0 {
		data, _ = json.Marshal(problems) // strings and numbers, which JSON always has
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if bytes.Equal(s.problems, data) {
		return
	}
	s.problems = data
	for r := range s.readers {
		r.tell(event{name: "problems", data: data})
	}
}

// Follow opens a page, by its address, in the tab that was opened last.
func (s *Server) Follow(address string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.followed = followed{"/" + address, s.followed.id + 1}
	var last *reader
	for r := range s.readers {
		if last == nil || r.arrival > last.arrival {
			last = r
		}
	}
	if last != nil && last.page != s.followed.path {
		last.tell(s.opening())
	}
}

func (s *Server) opening() event {
	return event{name: "follow", data: []byte(s.followed.path), id: s.followed.id}
}

// current returns the readers as they are now.
func (s *Server) current() []*reader {
	var readers []*reader
	for r := range s.readers {
		readers = append(readers, r)
	}
	return readers
}

// enter makes a reader known, and returns what it has missed.
func (s *Server) enter(r *reader, followedBefore string) []event {
	s.mu.Lock()
	s.arrivals++
	r.arrival = s.arrivals
	s.readers[r] = true
	missed := []event{{name: "problems", data: s.problems, id: s.followed.id}}
	if id, err := strconv.Atoi(followedBefore); err == nil && id < s.followed.id && r.page != s.followed.path {
		missed = append(missed, s.opening())
	}
	s.mu.Unlock()
	if s.version(r.page) != r.version {
		missed = append(missed, event{name: "reload"})
	}
	return missed
}

func (s *Server) leave(r *reader) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.readers, r)
}

// serveEvents tells a browser what happens for as long as it listens.
func (s *Server) serveEvents(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	tab := &reader{page: query.Get("page"), version: query.Get("version"), events: make(chan event, 16)}
	w.Header().Set("Content-Type", "text/event-stream")
	out := http.NewResponseController(w)
	missed := s.enter(tab, query.Get("followed"))
	defer s.leave(tab)
	for _, e := range missed {
		write(w, e)
	}
	for out.Flush() == nil {
		select {
		case e := <-tab.events:
			write(w, e)
		case <-r.Context().Done():
			return
		}
	}
}

// write writes an event; its data is one line.
func write(w http.ResponseWriter, e event) {
	if e.id > 0 {
		fmt.Fprintf(w, "id: %d\n", e.id)
	}
	fmt.Fprintf(w, "event: %s\ndata: %s\n\n", e.name, e.data)
}
