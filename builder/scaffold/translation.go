package scaffold

import (
	"path"
	"reflect"
	"strings"

	"relais/builder/handbook"
	"relais/builder/load"
	"relais/builder/markdown"
)

// Translation returns the file in which original, whose source is given, is to be
// translated to lang: a draft with the words that are to be, in their places, and nothing
// that a translation takes from its original.
func Translation(original *handbook.Page, source load.Source, lang handbook.Lang, day handbook.Date) (File, error) {
	if t := original.Translation(lang); t != nil {
		return File{}, &ExistsError{t.Path}
	}
	file := handbook.PartOf(lang) + original.Type.Info().Folder.In(lang) + "/" + original.ID + ".md"
	if root := original.Root(); root != "" {
		file = root + "/" + file
	}
	text := func(fr, en string) string { return handbook.Text{FR: fr, EN: en}.In(lang) }
	var b strings.Builder
	b.WriteString("---\n")
	b.WriteString("# " + text("Traduction de ", "Translation of ") + original.Path + "\n")
	b.WriteString("# " + text("Ce qui ne dépend pas de la langue vient de l’original et ne se répète pas.", "What does not depend on the language comes from the original, and is not said again.") + "\n")
	for _, f := range handbook.AllFields() {
		switch _, written := original.KeyPos[f.Key.EN]; {
		case f.Key.EN == "translated_on":
			b.WriteString(f.Key.In(lang) + ": " + day.String() + "\n")
		case !written || f.Carry != handbook.Own || f.Rare:
		default:
			if value := words(f.Into(&original.Fields)); value != "" {
				b.WriteString(f.Key.In(lang) + ": " + value + "\n")
			}
		}
	}
	status := handbook.Text{FR: "statut: brouillon", EN: "status: draft"}.In(lang)
	b.WriteString(status + " # " + text("à supprimer une fois le texte traduit", "to delete once the text is translated") + "\n---\n")
	b.WriteString(body(original, source, path.Dir(file)))
	return File{Path: file, Data: []byte(b.String())}, nil
}

// words returns a value of words as a front matter holds it; "" for any other.
func words(into any) string {
	value := reflect.ValueOf(into).Elem()
	switch {
	case value.Kind() == reflect.String:
		return quoted(oneLine(value.String()))
	case value.Kind() == reflect.Slice && value.Type().Elem().Kind() == reflect.String:
		var list []string
		for i := range value.Len() {
			list = append(list, inList(value.Index(i).String()))
		}
		return "[" + strings.Join(list, ", ") + "]"
	}
	return ""
}

// inList returns a word as it stands in a list between brackets.
func inList(word string) string {
	word = oneLine(word)
	if strings.ContainsAny(word, `,[]{}`) && quoted(word) == word {
		return `"` + strings.ReplaceAll(word, `"`, `\"`) + `"`
	}
	return quoted(word)
}

// body returns the text of original as a page in folder would write it: its links by
// path lead where they led.
func body(original *handbook.Page, source load.Source, folder string) string {
	text := source.Bytes[source.Body:]
	var b strings.Builder
	at := 0
	for _, a := range markdown.New().Addresses(text) {
		if a.Kind == handbook.WikiLink || strings.HasPrefix(a.Target, "/") {
			continue
		}
		b.Write(text[at:a.Start])
		b.WriteString(a.With(handbook.Relative(folder, original.Linked(a.Target))))
		at = a.End
	}
	b.Write(text[at:])
	return b.String()
}
