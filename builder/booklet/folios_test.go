package booklet

import (
	"fmt"
	"strings"
	"testing"
)

// samplePrint writes objects as Chromium does, numbered from 1, the first being the catalogue.
func samplePrint(objects ...string) []byte {
	var file, table strings.Builder
	file.WriteString("%PDF-1.4\n")
	for i, object := range objects {
		fmt.Fprintf(&table, "%010d 00000 n \n", file.Len())
		fmt.Fprintf(&file, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	at := file.Len()
	fmt.Fprintf(&file, "xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %[1]d\n/Root 1 0 R>>\nstartxref\n%[3]d\n%%%%EOF\n", len(objects)+1, table.String(), at)
	return []byte(file.String())
}

func bookPrint() []byte {
	return samplePrint(
		"<</Type /Catalog\n/Pages 2 0 R\n/Dests 3 0 R>>",
		"<</Type /Pages\n/Count 3\n/Kids [4 0 R 5 0 R]>>",
		"<</c1 [7 0 R /XYZ 6 792 0]\n/c1.note [6 0 R /XYZ 0 0 0]\n/c2 [6 0 R /XYZ 6 792 0]\n/other [4 0 R /XYZ 0 0 0]>>",
		"<</Type /Page\n/Parent 2 0 R>> stream\n/Kids [4 0 R]\nendstream",
		"<</Type /Pages\n/Kids [6 0 R 7 0 R]>>",
		"<</Type /Page>>", "<</Type /Page>>",
	)
}

// Pages count in the order of their tree, whatever the numbers of their objects.
func TestAnchorsAreOnThePagesOfTheTree(t *testing.T) {
	places, err := placesIn(bookPrint())
	if err != nil || len(places) != 2 || places["c1"] != 3 || places["c2"] != 2 {
		t.Errorf("%v, %v", places, err)
	}
}

// What Chromium does not write is refused, and nothing that it says of itself is believed.
func TestOtherFilesAreNoPrints(t *testing.T) {
	whole := string(bookPrint())
	for name, data := range map[string]string{
		"nothing":                  "",
		"a text":                   "%PDF-1.4\nstartxref\n0\n%%EOF\n",
		"a table beyond the end":   strings.Replace(whole, "startxref\n", "startxref\n9", 1),
		"more objects than it has": strings.Replace(whole, "xref\n0 8", "xref\n0 80000000000", 1),
		"a tree that holds itself": string(samplePrint("<</Pages 2 0 R /Dests 1 0 R>>", "<</Kids [2 0 R]>>")),
		"no tree":                  string(samplePrint("<</Dests 1 0 R>>")),
		"an object that is none":   strings.Replace(whole, "7 0 obj", "8 0 obj", 1),
		"a million brackets":       strings.Repeat("[", 1e6),
	} {
		if places, err := placesIn([]byte(data)); err == nil {
			t.Errorf("%s: %v", name, places)
		}
	}
}

// FuzzPlaces: whatever the bytes, reading ends, on pages that there are.
func FuzzPlaces(f *testing.F) {
	f.Add(bookPrint())
	f.Fuzz(func(t *testing.T, data []byte) {
		places, err := placesIn(data)
		for anchor, page := range places {
			if err != nil || page < 1 || page > len(data) {
				t.Fatalf("%s on page %d, %v", anchor, page, err)
			}
		}
	})
}
