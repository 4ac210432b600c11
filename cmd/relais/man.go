package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"

	"relais/builder/handbook"
)

// manCommand writes the man pages, for those who package relais. Nobody else
// needs it: it is not listed.
func manCommand(lang handbook.Lang) *cobra.Command {
	text := func(fr, en string) string { return handbook.Text{FR: fr, EN: en}.In(lang) }
	return &cobra.Command{
		Use:    text("man DOSSIER", "man DIR"),
		Short:  text("Écrit les pages de manuel de relais dans un dossier", "Writes the man pages of relais into a folder"),
		Hidden: true,
		Args: func(c *cobra.Command, args []string) error {
			if len(args) == 0 {
				return localError{text: handbook.Text{
					FR: "relais : dites dans quel dossier écrire, par exemple : relais man man1.",
					EN: "relais: say which folder to write into, for instance: relais man man1.",
				}}
			}
			return atMostOneFolder(c, args)
		},
		RunE: func(c *cobra.Command, args []string) error {
			if err := os.MkdirAll(args[0], 0o755); err != nil {
				return err
			}
			root := c.Root()
			root.DisableAutoGenTag = true // a date of its own would change each time
			header := &doc.GenManHeader{  // of the day of SOURCE_DATE_EPOCH, else of today
				Section: "1", Source: "relais " + version().number, Manual: text("Manuel de relais", "Relais manual"),
			}
			if err := doc.GenManTree(root, header, args[0]); err != nil {
				return fmt.Errorf("writing the man pages: %w", err)
			}
			return nil
		},
	}
}
