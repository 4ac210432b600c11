// Package schema tells editors what a front matter may hold, so that they
// complete and underline it as it is typed.
//
// The fundamental type is object, a JSON Schema (draft 2020-12) under
// construction. [Page] and [Settings] make those of a page and of
// handbook.yaml, [Snippets] the same knowledge for VS Code, which completes no
// front matter of Markdown by a schema. All are made from the tables of the
// content model: what a schema accepts is what the builder reads.
//
// A schema asks for the plain way to write a value. The builder also reads a
// quoted number, "Oui", an unquoted true as a word, or a key with its accents.
package schema

import (
	"bytes"
	"encoding/json"
	"fmt"

	"relais/builder/handbook"
)

// object is a JSON Schema. Its keys are sorted when it is written.
type object map[string]any

// Files returns every schema of a handbook by its file's name, with descriptions in lang.
func Files(book *handbook.Handbook, lang handbook.Lang) map[string][]byte {
	files := map[string][]byte{SettingsFile: Settings(lang)}
	for _, info := range handbook.Types() {
		files[FileName(info.Type, lang)] = Page(book, info.Type, lang)
		if len(book.Languages()) > 1 {
			files[TranslationFileName(info.Type, lang)] = Translation(book, info.Type, lang)
		}
	}
	return files
}

// SettingsFile names the schema of handbook.yaml.
const SettingsFile = "handbook.json"

// FileName names the schema of pages of type t.
func FileName(t handbook.Type, lang handbook.Lang) string {
	return handbook.Slug(t.Info().Name.In(lang)) + ".json"
}

// TranslationFileName names the schema of translations of pages of type t.
func TranslationFileName(t handbook.Type, lang handbook.Lang) string {
	return handbook.Text{FR: "traduction-", EN: "translation-"}.In(lang) + FileName(t, lang)
}

// Translation returns the schema of the front matter of translations of pages of type
// t, which need not say what they take from their originals.
func Translation(book *handbook.Handbook, t handbook.Type, lang handbook.Lang) []byte {
	return page(book, t, lang, func(f handbook.Field) bool { return f.Carry == handbook.Own })
}

// Page returns the schema of the front matter of pages of type t. The pages of
// book are proposed as references, and any other word is accepted: whether a
// reference leads somewhere is for the check to say, which knows titles and aliases.
func Page(book *handbook.Handbook, t handbook.Type, lang handbook.Lang) []byte {
	return page(book, t, lang, func(handbook.Field) bool { return true })
}

// page returns a schema in which those of the keys that must be written that are asked for are.
func page(book *handbook.Handbook, t handbook.Type, lang handbook.Lang, asked func(handbook.Field) bool) []byte {
	m := maker{book: book, lang: lang, pages: object{}}
	properties, conditions := object{}, []object{}
	for _, f := range handbook.AllFields() {
		if !f.On(t) {
			continue
		}
		value := m.field(f, t)
		m.key(properties, f.Key, f.Help, value)
		if f.RequiredOn(t) && asked(f) {
			conditions = append(conditions, required(f))
		}
		conditions = append(conditions, once(f.Key)...)
	}
	return encode(object{
		"$schema": dialect, "title": t.Info().Name.Capitalized(lang), "type": "object",
		"properties": properties, "additionalProperties": false, "allOf": conditions, "$defs": m.pages,
	})
}

// Settings returns the schema of handbook.yaml.
func Settings(lang handbook.Lang) []byte {
	m := maker{lang: lang}
	schema := m.record(new(handbook.Config).Settings())
	schema["$schema"], schema["title"] = dialect, "handbook.yaml"
	title := handbook.AllFields()[0] // a handbook has one as pages do
	schema["allOf"] = append(schema["allOf"].([]object), required(title))
	return encode(schema)
}

const dialect = "https://json-schema.org/draft/2020-12/schema"

// maker makes the schemas of values.
type maker struct {
	book  *handbook.Handbook
	lang  handbook.Lang
	pages object // definitions: pages of one type, proposed
}

// key puts both spellings of a key into properties, each described in its own
// language. Editors propose the spelling of the handbook.
func (m *maker) key(properties object, key, help handbook.Text, value object) {
	for _, lang := range []handbook.Lang{handbook.French, handbook.English} {
		described := object{"description": help.In(lang)}
		if key.FR == key.EN {
			described["description"] = help.In(m.lang)
		} else if lang != m.lang {
			described["doNotSuggest"] = true // a keyword of yaml-language-server
		}
		for keyword, v := range value {
			described[keyword] = v
		}
		properties[key.In(lang)] = described
	}
}

// required demands a key, in either spelling, and something after its colon.
func required(f handbook.Field) object {
	something := object{"type": []string{"string", "number", "boolean", "object", "array"}}
	if f.Refs != nil {
		something["minItems"] = 1
	}
	var either []object
	for _, key := range spellings(f.Key) {
		either = append(either, object{"required": []string{key}, "properties": object{key: something}})
	}
	if len(either) == 1 {
		return either[0]
	}
	return object{"anyOf": either}
}

// once forbids to write a key in both of its spellings.
func once(key handbook.Text) []object {
	if key.FR == key.EN {
		return nil
	}
	return []object{{"not": object{"required": spellings(key)}}}
}

func spellings(key handbook.Text) []string {
	if key.FR == key.EN {
		return []string{key.FR}
	}
	return []string{key.FR, key.EN}
}

// field returns what a key of pages of type t may hold. Nothing may stand
// after the colon, unless the key is binding: it then counts as not written.
func (m *maker) field(f handbook.Field, t handbook.Type) object {
	if f.Refs != nil {
		return m.references(f.Refs)
	}
	if f.Key.EN == "type" { // any other type has another schema
		f.Choices = only(f.Choices, string(t))
	}
	if f.Key.EN == "id" {
		return object{"type": []string{"string", "integer", "null"}, "minimum": 0, "pattern": "^([a-z0-9_]+(-[a-z0-9_]+)*)?$"}
	}
	return m.value(f.Into(new(handbook.Fields)), f)
}

// value returns what may be written into a pointer.
func (m *maker) value(into any, f handbook.Field) object {
	if record := (handbook.Subfield{Into: into}).Subfields(); record != nil {
		if f.Binding {
			return m.record(record)
		}
		return orNothing(m.record(record))
	}
	switch into.(type) {
	case *[]string:
		return list(m.word(f.Choices))
	case *[]handbook.Citation:
		citation := m.record(new(handbook.Citation).Subfields())
		return orNothing(citation, object{"type": "array", "items": citation})
	case *[]handbook.Exception:
		exception := m.record(new(handbook.Exception).Subfields())
		return orNothing(exception, object{"type": "array", "items": exception})
	case *map[string]any:
		return object{"type": []string{"object", "null"}}
	case *int:
		whole := object{"type": []string{"integer", "null"}, "minimum": f.Min}
		if f.Max > 0 {
			whole["maximum"] = f.Max
		}
		return whole
	case *bool:
		return object{"enum": []any{"oui", "non", "yes", "no", true, false, nil}}
	case *handbook.Month:
		return object{"type": []string{"string", "null"}, "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$"}
	case *handbook.Date:
		return object{"type": []string{"string", "null"}, "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "format": "date"}
	case *handbook.Readers:
		return readers()
	case *string, *handbook.Lang, *handbook.Forge:
		return orNothing(m.word(f.Choices))
	}
	panic(fmt.Sprintf("schema: the model has a key of type %T, which no schema describes", into))
}

// word returns what one word or sentence may be: one of the choices, in either
// language, or anything that YAML takes for one value.
func (m *maker) word(choices []handbook.Choice) object {
	if choices == nil {
		return object{"type": plain()}
	}
	var words []any
	for _, own := range []bool{true, false} {
		for _, c := range choices {
			for _, lang := range []handbook.Lang{handbook.French, handbook.English} {
				word := c.Key.In(lang)
				if own == (lang == m.lang) && !(c.Key.FR == c.Key.EN && !own) {
					words = append(words, word)
				}
			}
		}
	}
	return object{"enum": words}
}

// plain lists what YAML takes unquoted words for. A word that it takes for true or
// false would be read too, but editors would propose both everywhere.
func plain() []string { return []string{"string", "number"} }

// references returns what a key that names pages may hold.
func (m *maker) references(spec *handbook.RefSpec) object {
	name := string(spec.To)
	if _, made := m.pages[name]; !made {
		page := object{"type": plain()}
		if ids := m.ids(spec.To); len(ids) > 0 {
			page["examples"] = ids
		}
		m.pages[name] = page
	}
	one := object{"$ref": "#/$defs/" + name}
	if spec.Many {
		return list(one)
	}
	few := list(one)
	few["anyOf"].([]object)[1]["maxItems"] = 1
	return few
}

// maxProposed bounds how many pages an editor proposes.
const maxProposed = 2000

func (m *maker) ids(t handbook.Type) []string {
	var ids []string
	for _, p := range handbook.Of(t, m.book.Pages) {
		if !p.Translates {
			ids = append(ids, p.ID)
		}
	}
	return ids[:min(len(ids), maxProposed)]
}

// record returns what keys inside a key may hold.
func (m *maker) record(fields []handbook.Subfield) object {
	properties, conditions := object{}, []object{}
	for _, f := range fields {
		m.key(properties, f.Key, f.Help, m.value(f.Into, handbook.Field{Choices: f.Choices()}))
		conditions = append(conditions, once(f.Key)...)
	}
	return object{"type": "object", "properties": properties, "additionalProperties": false, "allOf": conditions}
}

// readers returns what names the readers of a build, as handbook.ParseReaders reads it.
func readers() object {
	wide, narrow := []any{nil}, ""
	for _, c := range handbook.Audiences() {
		for _, key := range spellings(c.Key) {
			switch handbook.Audience(c.Value) {
			case handbook.WithinFunction, handbook.WithinGroup:
				narrow += "|" + key
			default:
				wide = append(wide, key)
			}
		}
	}
	return object{"anyOf": []object{{"enum": wide}, {"type": "string", "pattern": "^(" + narrow[1:] + "):."}}}
}

// list accepts one value, several in brackets, or nothing.
func list(value object) object {
	return object{"anyOf": []object{
		value,
		{"type": "array", "items": orNothing(value)},
		{"type": "null"},
	}}
}

// orNothing accepts any of schemas, or nothing after the colon.
func orNothing(schemas ...object) object {
	return object{"anyOf": append(schemas, object{"type": "null"})}
}

// only returns the choice whose value is value.
func only(choices []handbook.Choice, value string) []handbook.Choice {
	for _, c := range choices {
		if c.Value == value {
			return []handbook.Choice{c}
		}
	}
	return nil
}

// encode writes a schema, as people read one.
func encode(v object) []byte {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		panic(fmt.Sprintf("schema: %v", err)) // only maps, lists, words and numbers
	}
	return b.Bytes()
}
