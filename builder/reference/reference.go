// Package reference is what people read about handbooks, in Markdown.
//
// [Markdown] documents every type and key, from the tables of the content model;
// what it returns in each language is committed beside it, as fr.md and en.md, for
// whoever reads the repository. [Confidentiality] is written by hand, for those who
// answer for the protection of data.
package reference

import (
	"cmp"
	_ "embed"
	"fmt"
	"strings"

	"relais/builder/handbook"
)

//go:embed confidentialite.md
var confidentialityFR []byte

//go:embed confidentiality.md
var confidentialityEN []byte

// Confidentiality returns, in lang, what relais checks before it publishes and how well,
// what no tool sees, and what to do after a leak.
func Confidentiality(lang handbook.Lang) []byte {
	if lang == handbook.English {
		return confidentialityEN
	}
	return confidentialityFR
}

// Markdown returns the reference in lang.
func Markdown(lang handbook.Lang) []byte {
	w := writer{lang: lang}
	w.line("# ", w.text("Référence : les types de page et leurs clés", "Reference: the types of pages and their keys"))
	w.paragraph(
		"Ce fichier est écrit par `relais docs`, à partir de la table qui sert aussi à lire les pages, à les vérifier et à compléter leurs clés dans un éditeur.",
		"This file is written by `relais docs`, from the table that also serves to read pages, to check them, and to complete their keys in an editor.")
	w.paragraph(
		"Une page commence par un en-tête, entre deux lignes `---` : une clé par ligne. Chaque clé a une orthographe française et une anglaise ; l’une ou l’autre convient. Une clé suivie de rien compte pour absente. Les clés obligatoires sont en **gras**.",
		"A page begins with a front matter, between two `---` lines: one key a line. Each key has an English and a French spelling, and either will do. A key that nothing follows counts as absent. Keys that must be there are **bold**.")
	w.types()
	w.shared()
	for _, info := range handbook.Types() {
		w.section(info)
	}
	w.signed()
	w.settings()
	return []byte(w.b.String())
}

// writer writes Markdown in one language.
type writer struct {
	b    strings.Builder
	lang handbook.Lang
}

func (w *writer) text(fr, en string) string { return handbook.Text{FR: fr, EN: en}.In(w.lang) }

// line writes a line with a blank one after it.
func (w *writer) line(parts ...string) { w.b.WriteString(strings.Join(parts, "") + "\n\n") }

func (w *writer) paragraph(fr, en string) { w.line(w.text(fr, en)) }

// table writes a table.
func (w *writer) table(head []string, rows [][]string) {
	escape := strings.NewReplacer("|", `\|`)
	for i, row := range append([][]string{head}, rows...) {
		for _, cell := range row {
			w.b.WriteString("| " + escape.Replace(cell) + " ")
		}
		w.b.WriteString("|\n")
		if i == 0 {
			w.b.WriteString(strings.Repeat("|---", len(head)) + "|\n")
		}
	}
	w.b.WriteString("\n")
}

// types writes what the types are and where their files go.
func (w *writer) types() {
	w.line("## ", w.text("Les dix types", "The ten types"))
	var rows [][]string
	for _, info := range handbook.Types() {
		rows = append(rows, []string{
			fmt.Sprintf("[%s](#%s)", info.Name.Capitalized(w.lang), w.anchor(info)),
			w.both(info.Folder, "/"),
			"`relais new " + handbook.Slug(info.Name.In(w.lang)) + "`",
		})
	}
	w.table([]string{w.text("Type", "Type"), w.text("Dossier", "Folder"), w.text("Pour en commencer une", "To begin one")}, rows)
	w.paragraph(
		"L’identifiant d’une page est le nom de son fichier, sans `.md`. C’est lui que les autres pages citent, dans une clé ou par `[[identifiant]]`.",
		"The id of a page is its file's name, without `.md`. That is what other pages name, in a key or by `[[id]]`.")
}

// anchor returns the address that a forge gives to the section of a type.
func (w *writer) anchor(info handbook.TypeInfo) string {
	return strings.ToLower(info.Name.In(w.lang))
}

// shared writes the keys that every type has.
func (w *writer) shared() {
	w.line("## ", w.text("Les clés de tous les types", "The keys of all types"))
	w.keys(func(f handbook.Field) bool { return f.Types == nil }, "")
}

// section writes the keys of a type alone, and what its text answers.
func (w *writer) section(info handbook.TypeInfo) {
	w.line("## ", info.Name.Capitalized(w.lang))
	var required []string
	for _, f := range handbook.AllFields() {
		if f.RequiredOn(info.Type) {
			required = append(required, "`"+f.Key.In(w.lang)+"`")
		}
	}
	if len(required) > 0 {
		w.line(w.text("Obligatoire : ", "Required: "), strings.Join(required, ", "), ".")
	}
	w.keys(func(f handbook.Field) bool { return f.Types != nil && f.On(info.Type) }, info.Type)
	w.outline(info.Type)
}

// outline writes the questions that the text of a page answers.
func (w *writer) outline(t handbook.Type) {
	w.line(w.text("Ce que le texte dit :", "What the text says:"))
	for _, p := range handbook.Outline(t) {
		w.b.WriteString("- ")
		if title := p.Title.In(w.lang); title != "" {
			w.b.WriteString("**" + title + "** · ")
		}
		w.b.WriteString(p.Question.In(w.lang) + "\n")
	}
	w.b.WriteString("\n")
}

// keys writes a table of the keys that are wanted, bold where pages of type t must have them.
func (w *writer) keys(wanted func(handbook.Field) bool, t handbook.Type) {
	var rows [][]string
	for _, f := range handbook.AllFields() {
		if !wanted(f) {
			continue
		}
		key := w.both(f.Key, "")
		if f.RequiredOn(t) {
			key = "**" + key + "**"
		}
		rows = append(rows, []string{key, w.value(f), f.Help.In(w.lang)})
	}
	if len(rows) > 0 {
		w.table(w.keyHead(), rows)
	}
}

func (w *writer) keyHead() []string {
	return []string{w.text("Clé", "Key"), w.text("Valeur", "Value"), w.text("Ce que c’est", "What it is")}
}

// value says what may stand after the colon of a key.
func (w *writer) value(f handbook.Field) string {
	if f.Refs != nil {
		return w.references(f.Refs)
	}
	value := choices(f.Form(w.lang))
	switch f.Into(new(handbook.Fields)).(type) {
	case *[]string:
		if value == "" {
			return w.text("mots : `[un, deux]`", "words: `[one, two]`")
		}
		return w.text("un ou plusieurs de ", "one or more of ") + value
	case *map[string]any:
		return w.text("clés libres : `{clé: valeur}`", "free keys: `{key: value}`")
	}
	if value == "" {
		return w.text("texte", "text")
	}
	return value
}

// references says which pages a key names.
func (w *writer) references(spec *handbook.RefSpec) string {
	info := spec.To.Info()
	value := fmt.Sprintf(w.text("l’identifiant d’une page de `%s/`", "the id of a page of `%s/`"), info.Folder.In(w.lang))
	if spec.Many {
		value = fmt.Sprintf(w.text("les identifiants de pages de `%s/`", "the ids of pages of `%s/`"), info.Folder.In(w.lang))
	}
	if spec.Soft {
		value += w.text(", ou des mots", ", or words")
	}
	return value
}

// signed writes what to look at before a key is written.
func (w *writer) signed() {
	for _, f := range handbook.AllFields() {
		if len(f.Before) == 0 {
			continue
		}
		w.line("## ", fmt.Sprintf(w.text("Avant de signer `%s`", "Before signing `%s`"), f.Key.In(w.lang)))
		w.paragraph(
			"Cette clé dit qu’une personne a relu le texte pour ce qu’une machine ne voit pas. Elle la signe d’une fonction et d’un jour, jamais d’un nom. Une séance validée doit l’avoir. Avant de signer, vérifiez que :",
			"This key says that a person has read the text for what no machine sees. It is signed with a role and a day, never with a name. A validated session must have it. Before signing, see to it that:")
		for _, before := range f.Before {
			w.b.WriteString("- " + before.In(w.lang) + "\n")
		}
		w.b.WriteString("\n")
		w.paragraph(
			"Signer ne garantit pas que personne ne sera reconnu : qui sait déjà beaucoup peut reconnaître peu. C’est pourquoi le retrait reste toujours possible, par la clé `retrait`.",
			"A signature does not warrant that nobody will be recognised: whoever knows much already may recognise little. That is why a page can always be withdrawn, by the key `withdrawal`.")
	}
}

// settings writes the keys of handbook.yaml.
func (w *writer) settings() {
	w.line("## handbook.yaml")
	w.paragraph("Ce fichier, à la racine, fait d’un dossier un manuel.", "This file, at the root, makes a folder a handbook.")
	var rows [][]string
	for _, s := range new(handbook.Config).Settings() {
		key := w.both(s.Key, "")
		if s.Key.EN == "title" { // the builder asks for no other
			key = "**" + key + "**"
		}
		rows = append(rows, []string{key, w.setting(s), s.Help.In(w.lang)})
		for _, sub := range s.Subfields() {
			rows = append(rows, []string{"— " + w.both(sub.Key, ""), w.setting(sub), sub.Help.In(w.lang)})
		}
	}
	w.table(w.keyHead(), rows)
	w.b.WriteString(w.text(
		"Ce que les gens tapent se vérifie dans `recherches.yaml` : une liste de `{cherche: …, trouve: dossier/identifiant, parmi: 3}`.",
		"What people type is checked in `searches.yaml`: a list of `{search: …, finds: folder/id, within: 3}`.") + "\n")
}

// setting says what may stand after the colon of a key of handbook.yaml.
func (w *writer) setting(s handbook.Subfield) string {
	if s.Subfields() != nil {
		return w.text("les clés qui suivent", "the keys that follow")
	}
	if _, several := s.Into.(*[]string); several {
		return w.text("mots : `[un, deux]`", "words: `[one, two]`")
	}
	return cmp.Or(choices(s.Form(w.lang)), w.text("texte", "text"))
}

// both shows the two spellings of a name, as code, with the same ending; that
// of the reader's language comes first.
func (w *writer) both(name handbook.Text, ending string) string {
	own := "`" + name.In(w.lang) + ending + "`"
	switch {
	case name.FR == name.EN:
		return own
	case w.lang == handbook.English:
		return own + " · `" + name.FR + ending + "`"
	}
	return own + " · `" + name.EN + ending + "`"
}

// choices shows what a form allows, each as code.
func choices(form string) string {
	switch {
	case form == "":
		return ""
	case strings.ContainsAny(form, "[{"):
		return "`" + form + "`"
	}
	return "`" + strings.ReplaceAll(form, " | ", "` `") + "`"
}
