package render

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"html/template"
	"strings"

	"rsc.io/qr"

	"relais/builder/handbook"
)

// Colophon is what paper needs and a screen does not: which version of a page was
// printed, and the way back to the one that is kept up to date.
type Colophon struct {
	Version string        // of the page's text; "" for a page that has none of its own
	Address string        // absolute; "" when the handbook does not say where it will stand
	QR      template.HTML // the address for a phone's camera; "" without an address
}

// colophon returns the colophon of the page seen from here, which has
// no version unless its view gives it one.
func (h here) colophon() Colophon {
	address := h.absolute(h.address)
	return Colophon{Address: address, QR: qrCode(address)}
}

// version names what readers see of p's own text and standing, and nothing that they do
// not: the hash of the source would tell of what is left out of it for them.
func (a *Article) version(p *handbook.Page) string {
	return versionOf(a.Title, a.Summary, string(a.Body), a.Owner, string(p.Status), p.ValidatedOn.String(), p.ReviewOn.String())
}

// versionDigits is how many digits name a version: enough to tell those of one page apart.
const versionDigits = 10

// versionOf returns a name for parts, in their order.
func versionOf(parts ...string) string {
	hash := sha256.New()
	for _, part := range parts {
		fmt.Fprintf(hash, "%d:%s", len(part), part)
	}
	return hex.EncodeToString(hash.Sum(nil))[:versionDigits]
}

// qrQuiet is the white margin of a QR code that cameras need, in modules.
const qrQuiet = 4

// qrCode returns text as a QR code, or "" for a text that is empty or too long for
// one. It may be trusted: it is made of numbers.
func qrCode(text string) template.HTML {
	if text == "" {
		return ""
	}
	code, err := qr.Encode(text, qr.M) // legible with a seventh of it stained
	if err != nil {
		return ""
	}
	var path strings.Builder
	for y := range code.Size {
		for x := 0; x < code.Size; x++ {
			start := x
			for code.Black(x, y) {
				x++
			}
			if x > start {
				fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", start+qrQuiet, y+qrQuiet, x-start, x-start)
			}
		}
	}
	side := code.Size + 2*qrQuiet
	return template.HTML(fmt.Sprintf(
		`<svg class="qr" viewBox="0 0 %d %d" aria-hidden="true" focusable="false"><path d="%s"/></svg>`, side, side, path.String()))
}
