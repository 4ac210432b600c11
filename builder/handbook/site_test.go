package handbook_test

import (
	"testing"

	"relais/builder/handbook"
)

// TestSiteRoot says what can be the address of a site, and that its root ends with a slash.
func TestSiteRoot(t *testing.T) {
	for address, want := range map[string]string{
		"https://manuel.example":         "https://manuel.example/",
		"http://intranet/notes/manuel//": "http://intranet/notes/manuel/",
		"https://manuel.example:8443/a":  "https://manuel.example:8443/a/",
		"":                               "",
		"manuel.example":                 "",
		"/manuel/":                       "",
		"https://":                       "",
		"ftp://manuel.example/":          "",
		"javascript:alert(1)":            "",
		"https://moi:secret@x.example/":  "",
		"https://manuel.example/?page=1": "",
		"https://manuel.example/#haut":   "",
	} {
		if got, ok := handbook.SiteRoot(address); got != want || ok != (want != "") {
			t.Errorf("%q has the root %q, %v; want %q", address, got, ok, want)
		}
	}
}
