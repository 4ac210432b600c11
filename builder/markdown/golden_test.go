package markdown

import (
	"bytes"
	"flag"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"relais/builder/handbook"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// Each testdata/pages/*.md has beside it what became of it, for a reviewer to
// read: the HTML with its holes spelled out, what the search sees, the problems.
// A page whose name ends in .en.md is English, the others are French.
func TestGoldenPages(t *testing.T) {
	sources, err := filepath.Glob("testdata/pages/*.md")
	if err != nil || len(sources) == 0 {
		t.Fatalf("no pages: %v", err)
	}
	c := New()
	for _, path := range sources {
		t.Run(filepath.Base(path), func(t *testing.T) {
			source, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			lang := handbook.French
			if strings.HasSuffix(path, ".en.md") {
				lang = handbook.English
			}
			body, problems := c.Parse(source, Options{Path: filepath.Base(path), Lang: lang})
			got := report(body, problems)
			golden := strings.TrimSuffix(path, ".md") + ".golden"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("%s differs; run with -update and read the diff. Got:\n%s", golden, got)
			}
		})
	}
}

func report(body handbook.Body, problems []handbook.Problem) string {
	var out strings.Builder
	out.WriteString(visible(string(filled(body))))
	out.WriteString("\n-- headings --\n")
	for _, h := range body.Headings {
		fmt.Fprintf(&out, "%d:%d h%d #%s %s\n", h.Pos.Line, h.Pos.Column, h.Level, h.ID, visible(h.Text))
	}
	out.WriteString("-- sections --\n")
	for _, s := range body.Sections {
		fmt.Fprintf(&out, "#%s %s\n", s.ID, visible(s.Title))
		for line := range strings.Lines(visible(s.Text)) {
			out.WriteString("    " + strings.TrimSuffix(line, "\n") + "\n")
		}
	}
	out.WriteString("-- problems --\n")
	for _, p := range problems {
		fmt.Fprintf(&out, "%s:%d:%d %s %s %v\n", p.Path, p.Pos.Line, p.Pos.Column, p.Severity, p.Code, p.Args)
	}
	return out.String()
}

// visible shows the spaces that do not break.
func visible(s string) string {
	return strings.NewReplacer("\u00A0", "⍽", "\u202F", "␣").Replace(s)
}

// filled puts into the holes what a renderer that finds every page would.
func filled(body handbook.Body) []byte {
	kinds := [...]string{"page", "wiki", "image", "external"}
	var out bytes.Buffer
	from := 0
	for _, hole := range body.Holes {
		out.Write(body.HTML[from:hole.Offset])
		from = hole.Offset
		link := body.Links[hole.Link]
		target := link.Target
		if link.Fragment != "" {
			target += "#" + link.Fragment
		}
		target = html.EscapeString(target)
		switch hole.Kind {
		case handbook.LinkStart:
			fmt.Fprintf(&out, `<a href="%s:%s"`, kinds[link.Kind], target)
			if link.Title != "" {
				fmt.Fprintf(&out, ` title="%s"`, html.EscapeString(link.Title))
			}
			out.WriteString(">")
		case handbook.LinkEnd:
			out.WriteString("</a>")
		case handbook.LinkLabel:
			out.WriteString("{" + target + "}")
		case handbook.ImageHole:
			fmt.Fprintf(&out, `<img src="%s" alt="%s">`, target, html.EscapeString(link.Label))
		}
	}
	out.Write(body.HTML[from:])
	return out.Bytes()
}
