package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"

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
			headings := strings.NewReplacer()
			if lang == handbook.French {
				headings = strings.NewReplacer(
					".SH NAME\n", ".SH NOM\n", ".SH EXAMPLE\n", ".SH EXEMPLES\n", ".SH SEE ALSO\n", ".SH VOIR AUSSI\n",
					".SH OPTIONS INHERITED FROM PARENT COMMANDS\n", ".SH OPTIONS DE TOUTES LES COMMANDES\n", " [flags]\\fP\n", " [OPTIONS]\\fP\n")
			}
			return writeManPages(root, *header, headings, args[0])
		},
	}
}

// writeManPages writes the page of a command and those of its own into a folder, with
// other headings than those that cobra knows.
func writeManPages(c *cobra.Command, header doc.GenManHeader, headings *strings.Replacer, folder string) error {
	for _, below := range c.Commands() {
		if !below.IsAvailableCommand() || below.IsAdditionalHelpTopicCommand() {
			continue
		}
		if err := writeManPages(below, header, headings, folder); err != nil {
			return err
		}
	}
	var page bytes.Buffer
	own := header // cobra notes in it whose page it is
	if err := doc.GenMan(c, &own, &page); err != nil {
		return fmt.Errorf("writing the man page of %s: %w", c.Name(), err)
	}
	name := strings.ReplaceAll(c.CommandPath(), " ", "-") + "." + header.Section
	return os.WriteFile(filepath.Join(folder, name), []byte(headings.Replace(page.String())), 0o644)
}
