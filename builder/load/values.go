package load

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"relais/builder/handbook"
)

// record is a value made of keys of its own: an agreement, a citation.
type record interface{ Subfields() []handbook.Subfield }

// value reads p into what the pointer asks for. What it cannot read stays zero, and is reported.
func (d *decoder) value(p pair, into any, f *handbook.Field) {
	switch into := into.(type) {
	case *[]string:
		for _, item := range d.items(p.key, p.value) {
			if s, ok := d.choice(p.key, item, f); ok {
				*into = append(*into, s)
			}
		}
	case *map[string]any:
		if p.value.Kind != yaml.MappingNode {
			d.report("not-a-map", p.value, "", "Key", p.key)
			return
		}
		*into = d.freeMap(p.value)
	case *[]handbook.Citation:
		nodes := []*yaml.Node{p.value}
		if p.value.Kind == yaml.SequenceNode {
			nodes = p.value.Content
		}
		for _, n := range nodes {
			var c handbook.Citation
			if d.record(p.key, n, &c) {
				*into = append(*into, c)
			}
		}
	case *[]handbook.Exception:
		d.exceptions(p, into)
	case record:
		d.record(p.key, p.value, into)
	default:
		if p.value.Kind != yaml.ScalarNode {
			d.notScalar(p, into)
			return
		}
		d.scalar(p, into, f)
	}
}

// exceptions reads a list of exceptions. One that does not say all that it must allows nothing.
func (d *decoder) exceptions(p pair, into *[]handbook.Exception) {
	nodes := []*yaml.Node{p.value}
	if p.value.Kind == yaml.SequenceNode {
		nodes = p.value.Content
	}
	for _, n := range nodes {
		var e handbook.Exception
		before := len(d.faults)
		if !d.record(p.key, n, &e) || len(d.faults) > before {
			continue
		}
		if key, lacks := e.Lacks(); lacks {
			d.report("exception-lacks-key", n, "", "Key", key.In(d.lang), "Form", form(e.Subfields(), d.lang))
			continue
		}
		*into = append(*into, e)
	}
}

// scalar reads a value that is one word, one number or one sentence.
func (d *decoder) scalar(p pair, into any, f *handbook.Field) {
	s := text(p.value)
	switch into := into.(type) {
	case *string:
		if s, ok := d.choice(p.key, p.value, f); ok {
			*into = s
		}
	case *int:
		n, err := strconv.Atoi(s)
		switch {
		case err != nil:
			d.report("not-a-number", p.value, "", "Key", p.key, "Value", excerpt(s))
		case n < f.Min || f.Max > 0 && n > f.Max:
			d.report("out-of-range", p.value, "", "Key", p.key, "Value", excerpt(s), "Min", decimal(f.Min), "Max", decimal(f.Max))
		default:
			*into = n
		}
	case *bool:
		switch strings.ToLower(s) {
		case "true", "yes", "oui":
			*into = true
		case "false", "no", "non":
			*into = false
		default:
			d.report("not-yes-or-no", p.value, "", "Key", p.key, "Value", excerpt(s))
		}
	case *handbook.Month:
		m, err := handbook.ParseMonth(s)
		if day, err := handbook.ParseDate(s); err == nil {
			d.report("day-for-month", p.value, "", "Key", p.key, "Month", handbook.Month{Year: day.Year, Month: day.Month}.String())
			return
		}
		if err != nil {
			d.report("not-a-month", p.value, "", "Key", p.key, "Value", excerpt(s))
			return
		}
		*into = m
	case *handbook.Date:
		day, err := handbook.ParseDate(s)
		if err != nil {
			d.report("not-a-date", p.value, "", "Key", p.key, "Value", excerpt(s))
			return
		}
		*into = day
	case *handbook.Lang:
		if s, ok := d.choice(p.key, p.value, f); ok {
			*into = handbook.Lang(s)
		}
	case *handbook.Forge:
		if s, ok := d.choice(p.key, p.value, f); ok {
			*into = handbook.Forge(s)
		}
	case *handbook.Readers:
		readers, err := handbook.ParseReaders(unaccented(s))
		if err != nil {
			d.report("invalid-readers", p.value, handbook.Nearest(s, spellings(handbook.Audiences(), d.lang)), "Key", p.key, "Value", excerpt(s))
			return
		}
		*into = readers
	default:
		panic(fmt.Sprintf("load: the model has a key of type %T, which decode does not know", into))
	}
}

// notScalar reports a list or a mapping where one value is wanted.
func (d *decoder) notScalar(p pair, into any) {
	switch into.(type) {
	case *int:
		d.report("not-a-number", p.value, "", "Key", p.key, "Value", "[…]")
	case *handbook.Month:
		d.report("not-a-month", p.value, "", "Key", p.key, "Value", "[…]")
	case *handbook.Date:
		d.report("not-a-date", p.value, "", "Key", p.key, "Value", "[…]")
	default:
		d.report("one-value", p.value, "", "Key", p.key)
	}
}

// choice returns what the model stores for a scalar: itself or, when the key
// has choices, the one that it spells in either language.
func (d *decoder) choice(key string, n *yaml.Node, f *handbook.Field) (string, bool) {
	written := text(n)
	if f.Choices == nil {
		return written, true
	}
	bare := unaccented(written)
	for _, c := range f.Choices {
		if bare == c.Key.FR || bare == c.Key.EN {
			return c.Value, true
		}
	}
	d.report("invalid-choice", n, handbook.Nearest(written, spellings(f.Choices, d.lang)),
		"Key", key, "Value", excerpt(written), "Field", f.Key.EN)
	return "", false
}

// spellings lists what authors write for choices, those of lang first.
func spellings(choices []handbook.Choice, lang handbook.Lang) []string {
	var own, other []string
	for _, c := range choices {
		own, other = append(own, c.Key.In(lang)), append(other, c.Key.In(otherThan(lang)))
	}
	return append(own, other...)
}

// record reads a mapping into the fields of a record, and reports whether it was one.
func (d *decoder) record(key string, n *yaml.Node, into record) bool {
	fields := into.Subfields()
	if n.Kind != yaml.MappingNode {
		d.report("not-a-record", n, "", "Key", key, "Form", form(fields, d.lang))
		return false
	}
	d.keys(n, fields, func(p pair, previous *pair) {
		// "{modalite: tour de table, sans objection}": the comma has begun a key.
		if n.Style&yaml.FlowStyle != 0 && isNull(p.value) && previous != nil {
			line := fmt.Sprintf("%s: %q", previous.key, previous.value.Value+", "+p.key)
			d.report("comma-in-value", p.name, "", "Key", key, "Text", excerpt(p.key), "Line", excerpt(line))
			return
		}
		d.unknownSubkey(p, fields)
	})
	return true
}

// keys reads a mapping whose keys are fields. A key that is none of them goes
// to unknown, with the pair before it.
func (d *decoder) keys(n *yaml.Node, fields []handbook.Subfield, unknown func(p pair, previous *pair)) {
	written := map[string]handbook.Pos{}
	pairs := d.pairs(n)
	for i, p := range pairs {
		field := subfield(fields, unaccented(p.key))
		if field == nil {
			var previous *pair
			if i > 0 {
				previous = &pairs[i-1]
			}
			unknown(p, previous)
			continue
		}
		if first, twice := written[field.Key.EN]; twice {
			d.duplicate(p, first)
			continue
		}
		written[field.Key.EN] = place(p.name)
		if !isNull(p.value) {
			d.value(p, field.Into, &handbook.Field{Key: field.Key, Choices: field.Choices()})
		}
	}
}

func subfield(fields []handbook.Subfield, name string) *handbook.Subfield {
	for i := range fields {
		if key := fields[i].Key; name == key.FR || name == key.EN {
			return &fields[i]
		}
	}
	return nil
}

// unknownSubkey reports a key that is none of fields.
func (d *decoder) unknownSubkey(p pair, fields []handbook.Subfield) {
	var own, other []string
	for _, f := range fields {
		own, other = append(own, f.Key.In(d.lang)), append(other, f.Key.In(otherThan(d.lang)))
	}
	near := handbook.Nearest(p.key, append(slices.Clone(own), other...))
	d.report("unknown-subkey", p.name, near, "Key", excerpt(p.key), "Keys", strings.Join(own, ", "))
}

// form shows a record as it is to be written: "{le: …, modalite: …}".
func form(fields []handbook.Subfield, lang handbook.Lang) string {
	var keys []string
	for _, f := range fields {
		keys = append(keys, f.Key.In(lang)+": …")
	}
	return "{" + strings.Join(keys, ", ") + "}"
}

// freeMap reads a mapping that the model leaves to themes.
func (d *decoder) freeMap(n *yaml.Node) map[string]any {
	free, written := map[string]any{}, map[string]handbook.Pos{}
	for _, p := range d.pairs(n) {
		if first, twice := written[p.key]; twice {
			d.duplicate(p, first)
			continue
		}
		written[p.key], free[p.key] = place(p.name), d.free(p.value)
	}
	return free
}

// free reads a value as YAML understands it, with dates left as text.
func (d *decoder) free(n *yaml.Node) any {
	switch n.Kind {
	case yaml.MappingNode:
		return d.freeMap(n)
	case yaml.SequenceNode:
		list := make([]any, 0, len(n.Content))
		for _, item := range n.Content {
			list = append(list, d.free(item))
		}
		return list
	}
	var value any
	switch n.Tag {
	case "!!int", "!!float", "!!bool", "!!null":
		if n.Decode(&value) == nil {
			return value
		}
	}
	return text(n)
}

func decimal(n int) string { return strconv.Itoa(n) }
