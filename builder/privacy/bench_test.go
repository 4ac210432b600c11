package privacy_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"relais/builder/privacy"
)

// BenchmarkScan reads the demonstration handbook with a roster of 500 names.
func BenchmarkScan(b *testing.B) {
	var list strings.Builder
	for _, p := range names(b, 500) {
		fmt.Fprintf(&list, "%s;%s\n", p[1], p[0])
	}
	scanner := privacy.New(privacy.Options{Roster: privacy.ParseRoster([]byte(list.String()))})
	files, err := filepath.Glob("../../content/*/*.md")
	if err != nil || len(files) == 0 {
		b.Fatalf("no pages: %v", err)
	}
	var pages []string
	size := 0
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			b.Fatal(err)
		}
		pages = append(pages, string(data))
		size += len(data)
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	for b.Loop() {
		for _, page := range pages {
			scanner.Scan(page)
		}
	}
}
