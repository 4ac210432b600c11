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
		Use:   "docs",
		Short: text("Écrit la référence des types et des clés", "Writes the reference of types and keys"),
		Long: text(
			"Écrit en Markdown, sur la sortie standard, la référence de tous les types de page et de\ntoutes leurs clés.",
			"Writes in Markdown, to the standard output, the reference of all types of pages and of\nall their keys."),
		Example: "  relais docs > reference.md",
		Args:    noArguments,
		RunE: func(c *cobra.Command, _ []string) error {
			words := cmp.Or(handbook.Lang(in), lang)
			if !isLanguage(words) {
				return unknownLanguage(in)
			}
			_, err := c.OutOrStdout().Write(reference.Markdown(words))
			return err
		},
	}
	c.Flags().StringVar(&in, text("langue", "lang"), "", text("`langue` de la référence, fr ou en (celle de ce terminal)", "`language` of the reference, fr or en (this terminal's)"))
	speakBoth(c.Flags(), lang, handbook.Text{FR: "langue", EN: "lang"})
	return c
}
