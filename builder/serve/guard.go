package serve

import (
	"net/http"
	"slices"
)

// refuses returns the status with which a request is refused, or 0.
//
// A page of another site may make the reader's browser ask here. It must get
// nothing that it could read: neither by a name of its own that leads to this
// machine (Host), nor by asking as itself (Origin, Sec-Fetch-Site), nor by running one
// of our scripts, which the files of the search are. Only a person may come
// from elsewhere, by following a link.
func (s *Server) refuses(r *http.Request) int {
	follows := r.Header.Get("Sec-Fetch-Mode") == "navigate" && r.Header.Get("Sec-Fetch-Dest") == "document"
	switch origin, site := r.Header.Get("Origin"), r.Header.Get("Sec-Fetch-Site"); {
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		return http.StatusMethodNotAllowed
	case !slices.Contains(s.hosts, r.Host):
		return http.StatusForbidden
	case origin != "" && origin != "http://"+r.Host:
		return http.StatusForbidden
	case (site == "cross-site" || site == "same-site") && !follows:
		return http.StatusForbidden
	}
	return 0
}

// protect sets what every answer says to the browser.
func protect(h http.Header) {
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Security-Policy", "frame-ancestors 'none'")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("X-Content-Type-Options", "nosniff")
}
