package render

import (
	"net/url"
	"strings"

	"relais/builder/handbook"
)

// baseOf returns the address at which a handbook will be published, with a slash
// at its end, or "" when it does not say, or says one that is no web address.
func baseOf(config handbook.Config) string {
	base, err := url.Parse(config.BaseURL)
	if err != nil || base.Host == "" || base.Scheme != "http" && base.Scheme != "https" {
		return ""
	}
	base.RawQuery, base.Fragment, base.User = "", "", nil
	return strings.TrimRight(base.String(), "/") + "/"
}

// absolute returns the whole address, for what is read away from the site, of
// the file at address; "" when the handbook does not say where it will be published.
// The first page is at the site's root.
func (r *Renderer) absolute(address string) string {
	switch {
	case r.base == "":
		return ""
	case address == HomeAddress():
		return r.base
	}
	return r.base + escaped(address)
}
