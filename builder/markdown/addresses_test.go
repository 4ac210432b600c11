package markdown

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"relais/builder/handbook"
)

// An address is the very bytes that say where a link leads, whatever surrounds them.
func TestAddressesAreWhereTargetsAreWritten(t *testing.T) {
	for _, c := range []struct{ source, want string }{
		{"a é [b](x.md) c", "x.md"},
		{"[b](x.md#titre)", "x.md"},
		{"[b](<../un nom.md#titre> 'x')", "../un nom.md"},
		{"[b](  ../a.md  \"titre\")", "../a.md"},
		{"[b](\n../a.md)", "../a.md"},
		{"[![alt](i.png)](p.md)", "i.png p.md"},
		{"[b](a\\_b.md)", `a\_b.md`},
		{"[b](a&amp;b.md#c)", "a&amp;b.md#c"},
		{"[b][r] et [r]\n\n[r]: <x y.md> 't'", "x y.md"},
		{"[[ relais #usage| mot ]] ![[plan]]", "relais plan"},
		{"| a |\n|---|\n| [[relais\\|mot]] [k](o.md) |", "relais o.md"},
		{"- [l](a.md)\n\t> [q](../w.md)", "a.md ../w.md"},
		{"`[b](x.md)` <!-- [b](x.md) -->\n\n    [b](x.md)\n\n```\n[[x]]\n```\n", ""},
		{"[b](https://x.example/a.md) <https://x.example> [c](#ici) [[#ici]]", ""},
		{"e\u0301 [e\u0301](e\u0301.md)\r\n\r\n[e\u0301](e\u0301.md) [b](x.md)\r\n", "e\u0301.md e\u0301.md x.md"},
		{"[a](b.md)[c](b.md)", "b.md b.md"},
		{"[`](b.md)`](b.md)", "b.md"},
		{"texte[^n]\n\n[^n]: [b](x.md)\n\n[^n]: [[y]]\n\n[^m]: [[z]]", "x.md y z"},
	} {
		var got []string
		for _, a := range New().Addresses([]byte(c.source)) {
			got = append(got, c.source[a.Start:a.End])
		}
		if joined := strings.Join(got, " "); joined != c.want {
			t.Errorf("%q: got %q, want %q", c.source, joined, c.want)
		}
	}
}

// Every link that Parse finds has its address, and an address rewritten leads
// where it was told to, and nothing else changes.
func FuzzAddressesRewrite(f *testing.F) {
	f.Add("a [b](x.md#t \"u\") [[x|y]] ![i](<z z.png>) [c]\n\n[c]: d.md\n", "../nouvelle page (1).md")
	f.Add("e\u0301 [e\u0301](a&amp;b.md#c)\r\n[[e\u0301#f]]", "é|b*.md")
	f.Add("> [a](b\\#c.md#d)\n> - [[u]]", "x&amp;.md")
	converter := New()
	f.Fuzz(func(t *testing.T, source, target string) {
		if offsets([]byte(source), clean([]byte(source))) == nil {
			t.Skip()
		}
		if target = decoded(target); len(source)+len(target) > 400 || readAddress(target) != (address{target: target}) || strings.Contains(target, "%") {
			t.Skip()
		}
		before, _ := converter.Parse([]byte(source), Options{})
		written := []byte(source)
		addresses := converter.Addresses(written)
		slices.SortFunc(addresses, func(a, b Address) int { return b.Start - a.Start })
		for _, a := range addresses {
			if a.Kind != handbook.WikiLink {
				written = slices.Concat(written[:a.Start], []byte(a.With(target)), written[a.End:])
			}
		}
		after, _ := converter.Parse(written, Options{})
		if len(after.Links) != len(before.Links) || string(after.HTML) != string(before.HTML) {
			t.Fatalf("%q became %q", source, written)
		}
		found := map[string]bool{}
		for _, a := range addresses {
			found[fmt.Sprint(a.Kind, a.Target, a.Fragment)] = true
		}
		for i, link := range after.Links {
			old := before.Links[i]
			kind := old.Kind
			if kind == handbook.External || kind == handbook.WikiLink || old.Target == "" {
				continue
			}
			if !found[fmt.Sprint(kind, old.Target, old.Fragment)] && !found[fmt.Sprint(handbook.PageLink, old.Target, old.Fragment)] {
				continue // written over several lines of a quotation: left as it is
			}
			if link.Target != target && link.Target != old.Target || link.Fragment != old.Fragment {
				t.Errorf("%q became %q: %q leads to %q#%s", source, written, old.Target, link.Target, link.Fragment)
			}
		}
	})
}
