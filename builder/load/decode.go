package load

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
	"golang.org/x/text/unicode/norm"

	"relais/builder/handbook"
)

// table is the model's keys by spelling. It is read-only once made.
type table struct {
	fields []handbook.Field
	byName map[string]*handbook.Field
}

func newTable() *table {
	t := &table{fields: handbook.AllFields(), byName: map[string]*handbook.Field{}}
	for i := range t.fields {
		f := &t.fields[i]
		t.byName[f.Key.FR], t.byName[f.Key.EN] = f, f
	}
	return t
}

// field returns the key that name spells, with or without its accents.
func (t *table) field(name string) *handbook.Field {
	if f := t.byName[name]; f != nil {
		return f
	}
	return t.byName[unaccented(name)]
}

// names returns the spellings of the keys that pages of type t accept, those
// of lang first.
func (t *table) names(on handbook.Type, lang handbook.Lang) []string {
	var own, other []string
	for i := range t.fields {
		if f := &t.fields[i]; f.On(on) {
			own, other = append(own, f.Key.In(lang)), append(other, f.Key.In(otherThan(lang)))
		}
	}
	return append(own, other...)
}

// decodePage reads a front matter into page, whose Path, Type and Lang (those of the
// folders or, when they tell none, "" and the handbook's) are known, and whether it
// is a translation, which takes most of its keys from its original. It reports whether there is a
// page at all: one without a type is none.
func (t *table) decodePage(root *yaml.Node, page *handbook.Page) ([]handbook.Problem, bool) {
	lang := page.Lang
	d := decoder{lang: lang}
	page.KeyPos = make(map[string]handbook.Pos, len(root.Content)/2)
	pairs := d.pairs(root)
	// What a key may be depends on the type, and what a mistake costs on the
	// status: these two come first.
	for _, english := range []string{"type", "status"} {
		for _, p := range pairs {
			if f := t.field(p.key); f != nil && f.Key.EN == english {
				d.field(page, f, p)
			}
		}
	}
	if page.Type == "" {
		return d.problems(page), false
	}
	suspects := map[string]bool{} // keys that the author seems to have meant, and misspelt
	for _, p := range pairs {
		f := t.field(p.key)
		switch {
		case f == nil:
			near := d.unknownKey(p, t.names(page.Type, d.lang))
			if f := t.field(near); f != nil {
				suspects[f.Key.EN] = true
				if f.Binding {
					page.KeyPos[f.Key.EN] = place(p.name)
				}
			}
		case !f.On(page.Type):
			near := handbook.Nearest(p.key, t.names(page.Type, d.lang))
			d.report("misplaced-key", p.name, near, "Key", p.key, "Type", string(page.Type), "Types", typeList(f.Types))
			if f := t.field(near); f != nil {
				suspects[f.Key.EN] = true
			}
		case f.Key.EN != "type" && f.Key.EN != "status":
			d.field(page, f, p)
		}
	}
	if page.Translates && page.Lang != lang {
		d.faults = append(d.faults, fault{code: "language-of-folder", pos: page.Pos("language"), args: map[string]string{"Folder": string(lang)}})
		page.Lang = lang
	}
	for i := range t.fields {
		f := &t.fields[i]
		if page.Translates && f.Carry != handbook.Own {
			continue
		}
		if _, written := page.KeyPos[f.Key.EN]; f.RequiredOn(page.Type) && !written && !suspects[f.Key.EN] {
			d.faults = append(d.faults, fault{
				code: "missing-key", pos: handbook.Pos{Line: 1, Column: 1},
				args: map[string]string{"Key": f.Key.In(d.lang), "Type": string(page.Type)},
			})
		}
	}
	if _, written := page.KeyPos["status"]; !written && !page.Translates && (page.Type == handbook.Sheet || page.Type == handbook.Session) {
		page.Status = handbook.Draft
	}
	return d.problems(page), true
}

// field reads one key of the model. A key written and left empty counts as not
// written, and so does a list of no reference: that is how a template leaves them.
func (d *decoder) field(page *handbook.Page, f *handbook.Field, p pair) {
	if first, twice := page.KeyPos[f.Key.EN]; twice {
		d.duplicate(p, first)
		if f.Key.EN == "audience" {
			page.Audience = "" // which of the two is meant is not known: the narrowest
		}
		return
	}
	if !f.Binding && (isNull(p.value) || f.Refs != nil && isEmptyList(p.value)) {
		return
	}
	page.KeyPos[f.Key.EN] = place(p.name)
	if f.Refs != nil {
		for _, item := range d.items(p.key, p.value) {
			page.Refs = append(page.Refs, handbook.Ref{Spec: f.Refs, Key: p.key, Text: text(item), Pos: place(item)})
			if !f.Refs.Many && item != p.value && len(p.value.Content) > 1 {
				d.report("one-value", p.value, "", "Key", p.key)
				return
			}
		}
		return
	}
	d.value(p, f.Into(&page.Fields), f)
}

// decoder reads values and gathers what is wrong with them.
type decoder struct {
	lang   handbook.Lang // in which keys and values are proposed
	faults []fault
}

// report records what is wrong at n; args are names and values in turn.
func (d *decoder) report(code string, n *yaml.Node, near string, args ...string) {
	f := fault{code: code, pos: place(n), near: near, args: make(map[string]string, len(args)/2)}
	for i := 0; i < len(args); i += 2 {
		f.args[args[i]] = args[i+1]
	}
	d.faults = append(d.faults, f)
}

// problems gives each fault the severity that page's status deserves. A key written
// twice, or a status that is not understood, leaves us not knowing how far
// the text has come: those are errors in any case.
func (d *decoder) problems(page *handbook.Page) []handbook.Problem {
	var problems []handbook.Problem
	for _, f := range d.faults {
		problem := page.KeyProblem(f.code, f.pos, f.args)
		if f.code == "missing-key" { // not misspelt but not written yet
			problem = page.Problem(f.code, f.pos, f.args)
		}
		problem.Near = f.near
		if f.code == "unknown-key" && f.pos == page.KeyPos["withdrawal"] { // taken for it all the same: its author must hear of it
			problem.Severity = handbook.Warning
		}
		if f.code == "duplicate-key" || f.code == "invalid-choice" && f.args["Field"] == "status" {
			problem.Severity = handbook.Error
		}
		problems = append(problems, problem)
	}
	return problems
}

// pair is one key of a mapping and its value.
type pair struct {
	key         string
	name, value *yaml.Node
}

// pairs lists the keys of a mapping in the order in which they are written.
func (d *decoder) pairs(n *yaml.Node) []pair {
	pairs := make([]pair, 0, len(n.Content)/2)
	for i := 0; i+1 < len(n.Content); i += 2 {
		name, value := n.Content[i], n.Content[i+1]
		if name.Kind != yaml.ScalarNode {
			d.report("key-not-text", name, "")
			continue
		}
		pairs = append(pairs, pair{norm.NFC.String(name.Value), name, value})
	}
	return pairs
}

func (d *decoder) duplicate(p pair, first handbook.Pos) {
	d.report("duplicate-key", p.name, "", "Key", p.key, "Line", decimal(first.Line))
}

// unknownKey reports a key that is none of names, and returns the one that is near.
func (d *decoder) unknownKey(p pair, names []string) (near string) {
	near = handbook.Nearest(p.key, names)
	if i := strings.IndexFunc(p.key, isInvisible); i >= 0 {
		d.report("invisible-in-key", p.name, near, "Key", excerpt(p.key), "Character", codePoint([]rune(p.key[i:])[0]))
		return near
	}
	d.report("unknown-key", p.name, near, "Key", excerpt(p.key))
	return near
}

// items returns the scalars of a list, or the scalar that stands for a list of one.
func (d *decoder) items(key string, n *yaml.Node) []*yaml.Node {
	switch n.Kind {
	case yaml.ScalarNode:
		return []*yaml.Node{n}
	case yaml.MappingNode:
		d.report("not-a-list", n, "", "Key", key)
		return nil
	}
	var items []*yaml.Node
	for _, item := range n.Content {
		switch {
		case isNull(item):
		case item.Kind == yaml.SequenceNode:
			d.report("nested-list", item, "", "Key", key)
		case item.Kind == yaml.MappingNode:
			d.report("colon-in-item", item, "", "Key", key)
		default:
			items = append(items, item)
		}
	}
	return items
}

// text returns a scalar as the model keeps it, whatever YAML takes it for.
func text(n *yaml.Node) string { return norm.NFC.String(strings.TrimSpace(n.Value)) }

// isNull reports whether nothing was written after the colon. The word "null"
// is a word.
func isNull(n *yaml.Node) bool {
	return n.Kind == yaml.ScalarNode && n.Tag == "!!null" && n.Value == ""
}

func isEmptyList(n *yaml.Node) bool { return n.Kind == yaml.SequenceNode && len(n.Content) == 0 }

// unaccented returns s without its accents: whether "référent" or "referent"
// is written is no mistake.
func unaccented(s string) string {
	ascii := !slices.ContainsFunc([]byte(s), func(c byte) bool { return c >= 0x80 })
	if ascii {
		return s
	}
	return strings.Map(func(r rune) rune {
		if r >= 0x300 && r <= 0x36f { // the combining diacritical marks
			return -1
		}
		return r
	}, norm.NFD.String(s))
}

func otherThan(lang handbook.Lang) handbook.Lang {
	if lang == handbook.English {
		return handbook.French
	}
	return handbook.English
}

func typeList(types []handbook.Type) string {
	var names []string
	for _, t := range types {
		names = append(names, string(t))
	}
	return strings.Join(names, ", ")
}
