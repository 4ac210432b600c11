package main

import (
	"cmp"

	"github.com/spf13/cobra"

	"relais/builder/handbook"
	"relais/builder/reference"
)

func docsCommand(lang handbook.Lang) *cobra.Command {
	var in string
	text := func(fr, en string) string { return handbook.Text{FR: fr, EN: en}.In(lang) }
	c := &cobra.Command{
		Use:   text("docs [confidentialite]", "docs [confidentiality]"),
		Short: text("Écrit la référence des types et des clés, ou ce que relais vérifie", "Writes the reference of types and keys, or what relais checks"),
		Long: text(
			"Écrit en Markdown, sur la sortie standard, la référence de tous les types de page et de\ntoutes leurs clés ou, avec « confidentialite », ce que relais vérifie avant de publier, ce\nqu’aucun outil ne voit et quoi faire après une fuite.",
			"Writes in Markdown, to the standard output, the reference of all types of pages and of\nall their keys or, with “confidentiality”, what relais checks before it publishes, what no\ntool sees, and what to do after a leak."),
		Example: text(
			"  relais docs > reference.md\n  relais docs confidentialite > protection-des-donnees.md",
			"  relais docs > reference.md\n  relais docs confidentiality > data-protection.md"),
		ValidArgs: []string{text("confidentialite", "confidentiality")},
		Args: func(c *cobra.Command, args []string) error {
			if len(args) > 0 && isConfidentiality(args[0]) {
				args = args[1:]
			}
			return noArguments(c, args)
		},
		RunE: func(c *cobra.Command, args []string) error {
			words := cmp.Or(handbook.Lang(in), lang)
			if !isLanguage(words) {
				return unknownLanguage(in)
			}
			text := reference.Markdown
			if len(args) > 0 {
				text = reference.Confidentiality
			}
			_, err := c.OutOrStdout().Write(text(words))
			return err
		},
	}
	c.Flags().StringVar(&in, text("langue", "lang"), "", text("`langue` de la référence, fr ou en (celle de ce terminal)", "`language` of the reference, fr or en (this terminal's)"))
	speakBoth(c.Flags(), lang, handbook.Text{FR: "langue", EN: "lang"})
	return c
}

// isConfidentiality reports whether word names, in either language, what is said of
// the protection of data.
func isConfidentiality(word string) bool {
	switch handbook.Fold(word) {
	case "confidentialite", "confidentiality":
		return true
	}
	return false
}
