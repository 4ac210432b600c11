package editor

import (
	"fmt"

	"relais/builder/handbook"
	"relais/builder/scaffold"
)

// Field is one field of a form of the editor. Which of the members a widget
// reads is told by the schema that the package brings.
type Field struct {
	Name     string `json:"name"`
	Label    string `json:"label"`
	Hint     string `json:"hint,omitempty"`
	Widget   string `json:"widget"`
	Required *bool  `json:"required,omitempty"` // of a field that shows; its absence means that it is
	ReadOnly bool   `json:"readonly,omitempty"`
	Default  any    `json:"default,omitempty"`

	Options  []option `json:"options,omitempty"`  // of a select
	Multiple bool     `json:"multiple,omitempty"` // of a select or a relation

	Collection    string   `json:"collection,omitempty"` // of a relation, and what follows
	ValueField    string   `json:"value_field,omitempty"`
	DisplayFields []string `json:"display_fields,omitempty"`
	SearchFields  []string `json:"search_fields,omitempty"`

	ValueType string `json:"value_type,omitempty"` // of a number, and what follows
	Min       int    `json:"min,omitempty"`
	Max       int    `json:"max,omitempty"`

	Type    string   `json:"type,omitempty"`           // of a datetime, or of a string that is an address
	Format  string   `json:"format,omitempty"`         // of a datetime
	Pattern []string `json:"pattern,omitempty"`        // of a string: an expression, and what to say of what does not match
	Fields  []Field  `json:"fields,omitempty"`         // of an object or a list
	Item    string   `json:"label_singular,omitempty"` // of a list: what its button adds
}

type option struct {
	Label string `json:"label"`
	Value any    `json:"value"` // a string or a bool
}

// newField returns the field of a key in pages of type t. What the key means is
// its label; the key itself, which the files hold, its hint.
func newField(book *handbook.Handbook, f handbook.Field, t handbook.Type) Field {
	lang := book.Config.Lang
	field := Field{
		Name: f.Key.In(lang), Label: f.Help.Capitalized(lang), Hint: f.Key.In(lang),
		Required: new(f.RequiredOn(t)),
	}
	switch f.Key.EN {
	case "type", "id":
		field.ReadOnly = true // they never change once they are written
	case "status":
		if t == handbook.Sheet || t == handbook.Session {
			field.Default = keyOfChoice(f.Choices, string(handbook.Draft), lang)
		}
	}
	switch {
	case f.Refs == nil:
		field.hold(f.Into(&handbook.Fields{}), f.Choices, lang)
		field.Min, field.Max = f.Min, f.Max
	case f.Refs.Soft: // a page or plain words, which a relation could not hold
		field.list(lang)
	default:
		field.Widget, field.Multiple = "relation", f.Refs.Many
		field.Collection, field.ValueField = scaffold.Folder(book, f.Refs.To), "{{slug}}"
		title := keyOf("title", lang)
		field.DisplayFields, field.SearchFields = []string{title}, []string{title}
	}
	return field
}

// hold makes of f the field of a value of the type that into points to.
func (f *Field) hold(into any, choices []handbook.Choice, lang handbook.Lang) {
	switch into := into.(type) {
	case *string:
		f.Widget = "string"
		if choices != nil {
			f.Widget, f.Options = "select", options(choices, lang)
		}
	case *[]string:
		f.list(lang)
		if choices != nil {
			f.Widget, f.Options, f.Multiple, f.Item = "select", options(choices, lang), true, ""
		}
	case *int:
		f.Widget, f.ValueType = "number", "int"
	case *bool:
		// A switch could not be left as it is: it would write "no" where nothing was said.
		f.Widget, f.Options = "select", []option{
			{handbook.Text{FR: "Oui", EN: "Yes"}.In(lang), true},
			{handbook.Text{FR: "Non", EN: "No"}.In(lang), false},
		}
	case *handbook.Month:
		f.Widget = "string"
		f.Pattern = []string{`^\d{4}-(0[1-9]|1[0-2])$`, handbook.Text{
			FR: "Écrivez l’année et le mois, comme 2026-03.",
			EN: "Write the year and the month, such as 2026-03.",
		}.In(lang)}
	case *handbook.Date:
		f.Widget, f.Type, f.Format = "datetime", "date", "YYYY-MM-DD"
	case interface{ Subfields() []handbook.Subfield }:
		f.Widget, f.Fields = "object", subfields(into.Subfields(), lang)
	case *[]handbook.Citation:
		f.list(lang)
		f.Fields = subfields((&handbook.Citation{}).Subfields(), lang)
	case *map[string]any:
		f.Widget, f.Hint, f.Required = "hidden", "", nil // of any shape: kept as it is
	default:
		panic(fmt.Sprintf("editor: the model has a key of type %T, which no form shows", into))
	}
}

// list makes of f a field of as many lines as one likes.
func (f *Field) list(lang handbook.Lang) {
	f.Widget, f.Item = "list", handbook.Text{FR: "une ligne", EN: "a line"}.In(lang)
}

// subfields returns the fields of the keys inside a key.
func subfields(subs []handbook.Subfield, lang handbook.Lang) []Field {
	var fields []Field
	for _, s := range subs {
		f := Field{Name: s.Key.In(lang), Label: s.Help.Capitalized(lang), Hint: s.Key.In(lang), Required: new(false)}
		f.hold(s.Into, nil, lang)
		fields = append(fields, f)
	}
	return fields
}

// options returns what a select shows, and what it writes.
func options(choices []handbook.Choice, lang handbook.Lang) []option {
	var all []option
	for _, c := range choices {
		all = append(all, option{c.Name.In(lang), c.Key.In(lang)})
	}
	return all
}

func keyOfChoice(choices []handbook.Choice, value string, lang handbook.Lang) string {
	for _, c := range choices {
		if c.Value == value {
			return c.Key.In(lang)
		}
	}
	return value
}
