package handbook

import (
	"net/url"
	"strings"
)

// SiteRoot returns the address at which a handbook is to be published, with a slash
// at its end; false for what is not the address of a folder of the web.
func SiteRoot(address string) (string, bool) {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || u.Scheme != "http" && u.Scheme != "https" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return "", false
	}
	return strings.TrimRight(u.String(), "/") + "/", true
}
