package privacy_test

import (
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"relais/builder/privacy"
)

// corpora is where handbooks are that others wrote.
var corpora = flag.String("corpora", "../../../shared/corpora", "folder of `handbooks` in which questions are counted, beside the demonstration handbook")

// Of 1,000 words of real handbooks, at most three are taken for personal. With
// -v each is shown, for a person to read: the texts are public.
func TestRealHandbooksRaiseFewQuestions(t *testing.T) {
	scanner := privacy.New(privacy.Options{})
	folders, err := filepath.Glob(*corpora + "/*/handbook.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range append(folders, "../../content/handbook.yaml") {
		folder := filepath.Dir(file)
		words, asked := 0, map[privacy.Kind]int{}
		err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || filepath.Ext(path) != ".md" {
				return err
			}
			src, err := os.ReadFile(path)
			words += len(strings.Fields(string(src)))
			for _, f := range scanner.Scan(string(src)) {
				asked[f.Kind]++
				t.Logf("%s: %s: %q", path, f.Kind, src[max(0, f.Start-30):min(len(src), f.End+20)])
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		questions, certain := 0, 0
		for kind, n := range asked {
			if questions += n; kind.Certain() {
				certain += n
			}
		}
		t.Logf("%s: %d words, %d questions (%.2f per 1,000), of which %d certain: %v", folder, words, questions, 1000*float64(questions)/float64(words), certain, asked)
		if 1000*questions > 3*words || certain > 0 {
			t.Errorf("%s: %d questions, %d of them certain, in %d words", folder, questions, certain, words)
		}
	}
}
