package render

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"rsc.io/qr"
)

// TestQRCodeIsDrawnWhole holds the drawing to the code, module by module.
func TestQRCodeIsDrawnWhole(t *testing.T) {
	const address = "https://manuel.example/pratiques/fiches/face-a-une-personne-qui-crie.html"
	code, err := qr.Encode(address, qr.M)
	if err != nil {
		t.Fatal(err)
	}
	drawn := map[[2]int]bool{}
	for _, run := range regexp.MustCompile(`M(\d+) (\d+)h(\d+)v1`).FindAllStringSubmatch(string(qrCode(address)), -1) {
		var x, y, wide int
		if _, err := fmt.Sscan(strings.Join(run[1:], " "), &x, &y, &wide); err != nil {
			t.Fatal(err)
		}
		for i := range wide {
			drawn[[2]int{x + i - qrQuiet, y - qrQuiet}] = true
		}
	}
	for y := range code.Size {
		for x := range code.Size {
			if code.Black(x, y) != drawn[[2]int{x, y}] {
				t.Fatalf("module %d, %d is drawn %v", x, y, !code.Black(x, y))
			}
		}
	}
}

// TestNoQRCodeWithoutAnAddress says that there is nothing to draw then, nor where it is too long.
func TestNoQRCodeWithoutAnAddress(t *testing.T) {
	for _, address := range []string{"", strings.Repeat("x", 5000)} {
		if got := qrCode(address); got != "" {
			t.Errorf("%.10q… gives %.40q", address, got)
		}
	}
}

func BenchmarkQRCode(b *testing.B) {
	for range b.N {
		qrCode("https://manuel.example/pratiques/fiches/face-a-une-personne-qui-crie.html")
	}
}
