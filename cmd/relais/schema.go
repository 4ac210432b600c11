package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"relais/builder/handbook"
	"relais/builder/load"
	"relais/builder/scaffold"
)

func schemaCommand(lang handbook.Lang) *cobra.Command {
	var f flags
	var in string
	text := func(fr, en string) string { return handbook.Text{FR: fr, EN: en}.In(lang) }
	c := &cobra.Command{
		Use:   text("schema [DOSSIER]", "schema [DIR]"),
		Short: text("Écrit ce qui permet à un éditeur de compléter clés, valeurs et références", "Writes what lets an editor complete keys, values and references"),
		Long: text(
			"Écrit dans "+scaffold.SchemaFolder+"/ le schéma JSON de l’en-tête de chaque type et de handbook.yaml, et dans\n"+scaffold.SnippetsFile+" les mêmes clés pour VS Code. À refaire quand des pages s’ajoutent,\npour que l’éditeur les propose.",
			"Writes into "+scaffold.SchemaFolder+"/ the JSON Schema of the front matter of each type and of handbook.yaml, and\ninto "+scaffold.SnippetsFile+" the same keys for VS Code. Run it again when pages are added, so\nthat the editor proposes them."),
		Args: atMostOneFolder,
		RunE: func(c *cobra.Command, args []string) error {
			_, source, err := f.locate(args)
			if err != nil {
				return err
			}
			words := handbook.Lang(in)
			if words != "" && !isLanguage(words) {
				return unknownLanguage(in)
			}
			root, err := os.OpenRoot(source)
			if err != nil {
				return unwritable(err, source)
			}
			defer root.Close()
			if err := writeSchemas(c, root, source, words); err != nil {
				return err
			}
			_, err = fmt.Fprintln(c.OutOrStdout(), filepath.Join(source, filepath.FromSlash(scaffold.SchemaFolder)))
			return err
		},
	}
	c.Flags().StringVarP(&f.source, "source", "s", "", text("`dossier` du manuel, comme DOSSIER", "`folder` of the handbook, like DIR"))
	c.Flags().StringVar(&in, text("langue", "lang"), "", text("`langue` des explications, fr ou en (celle du manuel)", "`language` of the explanations, fr or en (the handbook's)"))
	speakBoth(c.Flags(), lang, handbook.Text{FR: "langue", EN: "lang"})
	return c
}

// writeSchemas writes the schemas of the handbook in root, with explanations in
// lang or, when that is "", in the handbook's language.
func writeSchemas(c *cobra.Command, root *os.Root, source string, lang handbook.Lang) error {
	loaded, err := load.Load(c.Context(), root.FS(), load.Options{})
	if err != nil {
		return err
	}
	if lang == "" {
		lang = loaded.Handbook.Config.Lang
	}
	for _, file := range scaffold.Editor(loaded.Handbook, lang) {
		if err := scaffold.Rewrite(root, file); err != nil {
			return unwritable(err, filepath.Join(source, filepath.FromSlash(file.Path)))
		}
	}
	return nil
}

func isLanguage(lang handbook.Lang) bool {
	return lang == handbook.French || lang == handbook.English
}

func unknownLanguage(written string) error {
	return localError{text: handbook.Text{
		FR: fmt.Sprintf("relais : « %s » n’est pas une langue de relais. Écrivez fr ou en.", written),
		EN: fmt.Sprintf("relais: “%s” is no language of relais. Write fr or en.", written),
	}}
}
