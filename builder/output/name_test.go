package output

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"
)

func TestNamesThatSomeSystemCannotHoldAreRefused(t *testing.T) {
	for _, name := range []string{
		"", ".", "..", "/", "/etc/passwd", "a/", "a//b", "./a", "a/./b", "a/../b", "../a", "a/..",
		`a\b`, `C:\a`, "C:a", "a:b", "a*", "a?", `a"b`, "a<b", "a>b", "a|b", "a\x00b", "a\nb", "a\x7fb", "a\xffb",
		"a.", "a ", "a./b", "a /b", "d/..a../",
		"con", "CON.html", "a/Aux.txt", "nul", "prn.tar.gz", "com1", "LPT9.html", "com¹", "conin$", "aux .html",
		strings.Repeat("a", 256), "é/" + strings.Repeat("é", 128),
	} {
		var refused *NameError
		if err := CheckName(name); !errors.As(err, &refused) || refused.Name != name || refused.Clash != "" {
			t.Errorf("CheckName(%q): %v", name, err)
		}
	}
}

func TestOrdinaryNamesAreAccepted(t *testing.T) {
	for _, name := range []string{
		"index.html", "a/b/c.html", ".nojekyll", "..a", "a..b", "a b", "été.html", "l’équipe.html", "con-tact.html",
		"console", "com", "com10", "com-1", "lpt", "auxiliaire.html", "nul-part", strings.Repeat("a", 255),
	} {
		if err := CheckName(name); err != nil {
			t.Errorf("CheckName(%q): %v", name, err)
		}
	}
}

func TestNamesThatAreOneFileOnSomeSystemClash(t *testing.T) {
	for _, test := range []struct{ first, second, clash string }{
		{"a.html", "a.html", "a.html"},
		{"a.html", "A.html", "a.html"},
		{"d/a.html", "D/b.html", "d"},
		{"ÉTÉ.html", "été.html", "ÉTÉ.html"},
		{"e\u0301te\u0301.html", "\u00e9t\u00e9.html", "\u00e9t\u00e9.html"}, // NFD, NFC
		{"STRASSE", "straße", "STRASSE"},
		{"a", "a/b", "a"},
		{"a/b", "a", "a"},
		{markerName, "x", markerName},
		{".Relais", "x", markerName},
	} {
		s, err := Open(filepath.Join(t.TempDir(), "public"))
		if err != nil {
			t.Fatal(err)
		}
		var refused *NameError
		err = errors.Join(s.Write(test.first, nil), s.Write(test.second, nil))
		if !errors.As(err, &refused) || refused.Clash != test.clash {
			t.Errorf("%q then %q: %v", test.first, test.second, err)
		}
		if err := s.Abort(); err != nil {
			t.Error(err)
		}
	}
}
