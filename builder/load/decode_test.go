package load

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"relais/builder/handbook"
)

// decode reads a header as a page of a type, without its body.
func decode(header string, t handbook.Type, lang handbook.Lang) (*handbook.Page, []handbook.Problem, *fault) {
	root, f := parseYAML([]byte(header), 2)
	if f != nil {
		return nil, nil, f
	}
	page := &handbook.Page{Path: "page.md"}
	page.Type, page.Lang = t, lang
	problems, _ := newTable().decodePage(root, page)
	return page, problems, nil
}

// FuzzDecode: whatever the header, what is wrong with it has a name, a place in
// it and a message without holes, twice the same.
func FuzzDecode(f *testing.F) {
	for _, seed := range []string{
		"titre: Essai\nstatut: validee\ndiffusion: interne\n", "titre: a : b\n", "titre: [a\n", "a: &x 1\nb: *x\n", "? a\n: b\n", "{a: 1}: 2\n", "- a\n",
		"accord_groupe: {le: 2025-07-03, modalite: tour de table, sans objection}\n", "references_juridiques: [{texte: a}, b, {texte: c, verifie_le: x}]\n",
		"extra: {a: [1, 2.5, yes, ~, {b: 2025-01-01}]}\n", "mois: 2025-06-12\npresents: [a, b]\n", "titre:\n\t- a\n", "titre: \"a\n", "titre: |\n  a\n  ---\n", "\u00a0titre: a\n", "%a\n", "titre: %", "a: \"\\x\"", "a: @",
	} {
		f.Add(seed, 2)
	}
	messages, err := handbook.NewMessages()
	if err != nil {
		f.Fatal(err)
	}
	types := handbook.Types()
	f.Fuzz(func(t *testing.T, header string, n int) {
		if unreadable([]byte(header)) != nil || len(header) > maxHeader {
			return
		}
		if !strings.HasSuffix(header, "\n") {
			header += "\n" // as split leaves it
		}
		typ := types[(n%len(types)+len(types))%len(types)].Type
		read := func() (*handbook.Page, []handbook.Problem) {
			page, problems, fault := decode(header, typ, handbook.French)
			if fault != nil {
				problems = []handbook.Problem{fault.problem("page.md")}
			}
			return page, problems
		}
		page, problems := read()
		lines := strings.Count(header, "\n") + 2 // with the two delimiters
		for _, p := range problems {
			what, remedy := messages.Of(p, handbook.French)
			if what == p.Code || remedy == "" || strings.Contains(what+remedy, "<no value>") {
				t.Fatalf("%s reads %q, %q", p.Code, what, remedy)
			}
			if p.Pos.Line < 1 || p.Pos.Line > lines || p.Pos.Column < 1 {
				t.Fatalf("%s is at %v of %d lines", p.Code, p.Pos, lines)
			}
		}
		again, others := read()
		if !reflect.DeepEqual(problems, others) || fmt.Sprintf("%+v", page) != fmt.Sprintf("%+v", again) {
			t.Fatalf("read twice, %q gives %v then %v", header, problems, others)
		}
	})
}

// What is written, in either language, with or without accents in its values, is what is read.
func TestReadIsWhatWasWritten(t *testing.T) {
	fields := handbook.AllFields()
	rapid.Check(t, func(t *rapid.T) {
		g := generator{t}
		typ := rapid.SampledFrom(handbook.Types()).Draw(t, "type").Type
		want := handbook.Fields{Type: typ, Lang: handbook.French}
		var refs []string
		var header strings.Builder
		for _, i := range rapid.Permutation(indices(len(fields))).Draw(t, "order") {
			f := &fields[i]
			if !f.On(typ) || f.Key.EN == "type" || f.Key.EN == "id" || !f.RequiredOn(typ) && !rapid.Bool().Draw(t, "written") {
				continue
			}
			key := g.either(f.Key)
			if f.Refs == nil {
				fmt.Fprintf(&header, "%s: %s\n", key, g.write(f.Into(&want), f))
				continue
			}
			names := rapid.SliceOfN(g.words(), 1, 3).Draw(t, "refs")
			if !f.Refs.Many {
				names = names[:1]
			}
			for _, name := range names {
				refs = append(refs, f.Key.EN+" "+name)
			}
			fmt.Fprintf(&header, "%s: %s\n", key, g.list(names))
		}
		page, problems, fault := decode(header.String(), typ, handbook.French)
		if fault != nil || len(problems) > 0 {
			t.Fatalf("%s\nis not read: %+v %+v", header.String(), fault, problems)
		}
		if want.Status == "" && (typ == handbook.Sheet || typ == handbook.Session) {
			want.Status = handbook.Draft
		}
		if !reflect.DeepEqual(page.Fields, want) {
			t.Fatalf("%s\nis read as\n%+v, not\n%+v", header.String(), page.Fields, want)
		}
		var got []string
		byName := newTable().byName
		for _, ref := range page.Refs {
			got = append(got, byName[ref.Key].Key.EN+" "+ref.Text)
		}
		if !reflect.DeepEqual(got, refs) {
			t.Fatalf("%s\nrefers to %q, not %q", header.String(), got, refs)
		}
	})
}

func indices(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	return all
}

// generator writes values of the model as an author might.
type generator struct{ *rapid.T }

func (g generator) either(text handbook.Text) string {
	if rapid.Bool().Draw(g.T, "french") {
		return text.FR
	}
	return text.EN
}

// words draws what a person might write in a value: never empty, no blank at its ends, in NFC.
func (g generator) words() *rapid.Generator[string] {
	return rapid.StringMatching(`[a-zéèàç#:,\[\]{}&*!|>'"%@?-][a-zA-Zéà' :,#\[\]«»"\\-]{0,20}[a-zé.]`)
}

// scalar writes s so that YAML reads it back, quoted: JSON is YAML.
func (g generator) scalar(s string) string {
	quoted, err := json.Marshal(s)
	if err != nil {
		g.Fatal(err)
	}
	return string(quoted)
}

// list writes a list on one line or over several, a list of one perhaps as a scalar.
func (g generator) list(items []string) string {
	quoted := make([]string, len(items))
	for i, item := range items {
		quoted[i] = g.scalar(item)
	}
	switch form := rapid.IntRange(0, 2).Draw(g.T, "form"); {
	case form == 0 && len(items) == 1:
		return quoted[0]
	case form == 1:
		return "\n  - " + strings.Join(quoted, "\n  - ")
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}

// write draws a value for what into points to, sets it, and returns how it is written.
func (g generator) write(into any, f *handbook.Field) string {
	t := g.T
	switch into := into.(type) {
	case *string:
		if f.Choices != nil {
			c := rapid.SampledFrom(f.Choices).Draw(t, "choice")
			*into = c.Value
			return g.either(c.Key)
		}
		*into = g.words().Draw(t, "text")
		return g.scalar(*into)
	case *[]string:
		if f.Choices != nil {
			var written []string
			for _, c := range rapid.SliceOfN(rapid.SampledFrom(f.Choices), 1, 3).Draw(t, "choices") {
				*into, written = append(*into, c.Value), append(written, g.either(c.Key))
			}
			return g.list(written)
		}
		*into = rapid.SliceOfN(g.words(), 1, 3).Draw(t, "texts")
		return g.list(*into)
	case *int:
		*into = rapid.IntRange(f.Min, f.Max).Draw(t, "number")
		return fmt.Sprint(*into)
	case *bool:
		*into = rapid.Bool().Draw(t, "bool")
		return rapid.SampledFrom(map[bool][]string{true: {"true", "oui", "yes"}, false: {"false", "non", "no"}}[*into]).Draw(t, "word")
	case *handbook.Month:
		*into = handbook.Month{Year: rapid.IntRange(1, 9999).Draw(t, "year"), Month: time.Month(rapid.IntRange(1, 12).Draw(t, "month"))}
		return into.String()
	case *handbook.Date:
		*into = handbook.DateOf(time.Date(rapid.IntRange(1, 9999).Draw(t, "year"), 1, rapid.IntRange(1, 365).Draw(t, "day"), 0, 0, 0, 0, time.UTC))
		return into.String()
	case *map[string]any:
		*into = map[string]any{"a": g.words().Draw(t, "free"), "b": []any{1, true, "2025-01-01"}}
		return "{a: " + g.scalar((*into)["a"].(string)) + ", b: [1, true, 2025-01-01]}"
	case *[]handbook.Citation:
		var c handbook.Citation
		written := g.record(&c)
		*into = []handbook.Citation{c}
		return "[" + written + "]"
	case record:
		return g.record(into)
	}
	g.Fatalf("the model has a key of type %T, which this test does not know", into)
	return ""
}

func (g generator) record(into record) string {
	var pairs []string
	for _, sub := range into.Subfields() {
		pairs = append(pairs, g.either(sub.Key)+": "+g.write(sub.Into, &handbook.Field{}))
	}
	return "{" + strings.Join(pairs, ", ") + "}"
}

// Two keys with one spelling could not both be read.
func TestASpellingNamesOneKey(t *testing.T) {
	seen := map[string]string{}
	for _, f := range handbook.AllFields() {
		for _, name := range []string{f.Key.FR, f.Key.EN} {
			if other, taken := seen[name]; taken && other != f.Key.EN {
				t.Errorf("%q spells both %q and %q", name, other, f.Key.EN)
			}
			seen[name] = f.Key.EN
			if unaccented(name) != name || strings.ToLower(name) != name {
				t.Errorf("the key %q has accents or capitals: unaccented keys would not find it", name)
			}
		}
	}
}

// Accents may be left out of a choice only if no two choices then look alike.
func TestChoicesDoNotDependOnAccents(t *testing.T) {
	for _, f := range handbook.AllFields() {
		seen := map[string]string{}
		for _, c := range f.Choices {
			for _, key := range []string{c.Key.FR, c.Key.EN} {
				if other, taken := seen[key]; taken && other != c.Value || unaccented(key) != key {
					t.Errorf("%s: the choice %q is not one word for one value", f.Key.EN, key)
				}
				seen[key] = c.Value
			}
		}
	}
}

func BenchmarkDecode(b *testing.B) {
	header := []byte(`titre: Face à une insulte
resume: Nommer la limite une fois, poser l'alternative, interrompre si elle se répète.
fonctions: [accueil-publics-difficiles]
face_a: [insulte-au-guichet]
mots_du_terrain: [injure, gros mots, se faire insulter]
moment: pendant
canal: [guichet]
notions: [incivilite, assertivite]
groupe: guichets-standard
issue_de: [gs-3]
statut: validee
maturite: eprouvee
diffusion: interne
accord_groupe: {le: 2025-07-03, modalite: "tour de table, sans objection"}
valide_le: 2025-07-03
revision_le: 2026-07-03
referent: Responsable de l'accueil
`)
	table := newTable()
	b.SetBytes(int64(len(header)))
	b.ReportAllocs()
	for b.Loop() {
		root, f := parseYAML(header, 2)
		if f != nil {
			b.Fatal(f)
		}
		page := &handbook.Page{Path: "fiches/a.md"}
		page.Type, page.Lang = handbook.Sheet, handbook.French
		if problems, _ := table.decodePage(root, page); len(problems) > 0 {
			b.Fatal(problems)
		}
	}
}
