package load

import (
	"bytes"
	"testing"
)

// FuzzSplit: whatever the bytes, split either names a fault or cuts the source
// in two without losing or repeating a byte, and nothing of a header is body.
func FuzzSplit(f *testing.F) {
	for _, seed := range []string{
		"", "---", "---\n", "---\n---", "---\n---\n", "---\ntitre: a\n---\ncorps\n", "---\r\ntitre: a\r\n---\r\ncorps\r\n",
		"--- \ntitre: |\n  ---\n---\t\n---\n", "---\ntitre: a\n...\n---\n", "----\na: b\n---\n", "\uFEFF---\na: b\n---\n", "\n---\na: b\n---\n",
		"---\na: b\n—\n---\n", "---\na: b\n---\u200b\n---\n", "---\na: b\n---\n---\na: b\n---\n", "---\na: b\n---\n\n---\n\nfilet\n", "---\ra: b\r---\r", "\xff\xfe-\x00",
		"---yaml\na: b\n---\n", "+++\na = 1\n+++\n", " ---\na: b\n---\n", "---\n\x00\n---\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		p, fault := split(src)
		if fault != nil {
			if fault.code == "" || fault.pos.Line < 1 || fault.pos.Column < 1 {
				t.Fatalf("a fault without a name or a place: %+v", fault)
			}
			return
		}
		opening, rest := cutLine(src)
		closing := rest[len(p.header) : len(rest)-len(p.body)]
		line, after := cutLine(closing)
		if !bytes.HasPrefix(rest, p.header) || !bytes.HasSuffix(rest, p.body) || len(after) > 0 {
			t.Fatalf("parts are missing: %q, %q, %q", p.header, closing, p.body)
		}
		if !isDelimiter(opening) || !isDelimiter(line) {
			t.Fatalf("cut at %q and %q", opening, line)
		}
		before := src[:len(src)-len(p.body)]
		if len(p.body) > 0 && p.bodyLine != 1+bytes.Count(before, []byte("\n")) {
			t.Fatalf("the body begins on line %d, not %d", 1+bytes.Count(before, []byte("\n")), p.bodyLine)
		}
		for line := range bytes.Lines(p.header) {
			if bytes.Equal(bytes.TrimSpace(line), []byte("---")) || lookalike(line) != "" {
				t.Fatalf("the header goes on over %q", line)
			}
		}
	})
}

// What is accepted has no trace of a delimiter or of a mark that hides one.
func TestUnreadableTextIsRefusedWhereverItStands(t *testing.T) {
	good := "---\ntitre: Été\n---\nDéjà « là » : ça va\u202f!\n"
	if f := unreadable([]byte(good)); f != nil {
		t.Fatalf("a good text is refused: %+v", f)
	}
	for at := range len(good) + 1 {
		for _, bad := range []string{"\x00", "\x1b", "\x7f", "\u0085", "\u2029", "\xff", "\r"} {
			if bad == "\r" && at < len(good) && good[at] == '\n' {
				continue // a good line end
			}
			if f := unreadable([]byte(good[:at] + bad + good[at:])); f == nil {
				t.Errorf("%q at %d is not seen", bad, at)
			}
		}
	}
}

func BenchmarkSplit(b *testing.B) {
	src := append([]byte("---\ntitre: Face à une insulte\nfonctions: [accueil]\ndiffusion: interne\n---\n"), bytes.Repeat([]byte("Dire ce que l’on voit, sans juger. "), 120)...)
	b.SetBytes(int64(len(src)))
	for b.Loop() {
		if _, f := split(src); f != nil {
			b.Fatal(f)
		}
	}
}
