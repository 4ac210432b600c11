package handbook

import (
	"fmt"
	"strings"
)

// Form shows in lang how the value of a key is written: "AAAA-MM-JJ", "oui |
// non". It is empty where any words will do, and for references.
func (f *Field) Form(lang Lang) string {
	switch {
	case f.Refs != nil:
		return ""
	case f.Choices != nil:
		return strings.ReplaceAll(choiceKeys(f.Choices, lang), ", ", " | ")
	case f.Max > 0:
		return fmt.Sprintf(Text{"%d à %d", "%d to %d"}.In(lang), f.Min, f.Max)
	}
	return form(f.Into(new(Fields)), lang)
}

// Form shows in lang how the value of a key inside a key is written.
func (s Subfield) Form(lang Lang) string {
	if choices := s.Choices(); choices != nil {
		return strings.ReplaceAll(choiceKeys(choices, lang), ", ", " | ")
	}
	return form(s.Into, lang)
}

// Choices returns the allowed values of a key inside a key, or nil.
func (s Subfield) Choices() []Choice {
	switch s.Into.(type) {
	case *Lang:
		return Languages()
	case *Forge:
		return Forges()
	}
	return nil
}

// Subfields returns the keys inside this one when its value is a record, or nil.
func (s Subfield) Subfields() []Subfield {
	if record, ok := s.Into.(interface{ Subfields() []Subfield }); ok {
		return record.Subfields()
	}
	return nil
}

// Several reports whether the key takes several values, between brackets.
func (f *Field) Several() bool {
	if f.Refs != nil {
		return f.Refs.Many
	}
	switch f.Into(new(Fields)).(type) {
	case *[]string, *[]Citation:
		return true
	}
	return false
}

// Subfields returns the keys inside a key whose value is one record, or nil.
func (f *Field) Subfields() []Subfield {
	if f.Refs != nil {
		return nil
	}
	return Subfield{Into: f.Into(new(Fields))}.Subfields()
}

// form shows how a value of the type of a pointer is written.
func form(into any, lang Lang) string {
	switch into := into.(type) {
	case *bool:
		return Text{"oui | non", "yes | no"}.In(lang)
	case *Month:
		return Text{"AAAA-MM", "YYYY-MM"}.In(lang)
	case *Date:
		return Text{"AAAA-MM-JJ", "YYYY-MM-DD"}.In(lang)
	case *Readers:
		return Text{"publique | interne | fonction:ID | groupe:ID", "public | internal | function:ID | group:ID"}.In(lang)
	case *[]Citation:
		return "[" + recordForm(new(Citation).Subfields(), lang) + "]"
	case *[]Exception:
		return "[" + recordForm(new(Exception).Subfields(), lang) + "]"
	case interface{ Subfields() []Subfield }:
		return recordForm(into.Subfields(), lang)
	}
	return ""
}

// recordForm shows a record as it is written on one line.
func recordForm(fields []Subfield, lang Lang) string {
	var keys []string
	for _, f := range fields {
		value := f.Form(lang)
		if value == "" {
			value = `"…"` // words may hold a comma
		}
		keys = append(keys, f.Key.In(lang)+": "+value)
	}
	return "{" + strings.Join(keys, ", ") + "}"
}
