package handbook

import "testing"

func TestFormerAddresses(t *testing.T) {
	p := &Page{Fields: Fields{Type: Sheet, ID: "insulte"}}
	for written, want := range map[string]string{
		"apd-02": "fiches/apd-02.html", "Ancien titre": "fiches/ancien-titre.html", "/vieux/insulte/": "vieux/insulte/index.html",
		"fiches/vieille.md": "fiches/vieille.html", "/vieux/insulte.htm": "vieux/insulte.htm", "vieux/v1.2": "vieux/v1.2.html",
		"../dehors.html": "", "//hote/page": "", "/": "", "a:b/c": "",
	} {
		if got, ok := p.FormerAddress(written, French); ok != (want != "") || ok && got != want {
			t.Errorf("FormerAddress(%q) = %q, %v; want %q", written, got, ok, want)
		}
	}
}
