package main

import (
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"relais/builder/handbook"
)

// languageOf returns the language of the person at the terminal, as POSIX says:
// LC_ALL, else LC_MESSAGES, else LANG. Whoever does not ask for English gets French.
func languageOf(getenv func(string) string) handbook.Lang {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if value := getenv(name); value != "" {
			if strings.HasPrefix(value, "en") {
				return handbook.English
			}
			break
		}
	}
	return handbook.French
}

// localize gives a command and its verbs the words of lang that cobra has in English only.
func localize(root *cobra.Command, lang handbook.Lang) {
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	for _, c := range root.Commands() {
		for _, shell := range c.Commands() {
			shell.Args = noArguments // cobra's own refusal is in English
		}
	}
	if lang == handbook.English {
		return
	}
	root.SetUsageTemplate(frenchUsage)
	for _, c := range root.Commands() {
		switch c.Name() {
		case "help":
			c.Short = "Explique une commande"
		case "completion":
			c.Short = "Écrit le script qui complète les commandes dans votre terminal"
			c.Long = c.Short + "."
			for _, shell := range c.Commands() {
				shell.Short = "Pour " + shell.Name()
			}
		}
		c.InitDefaultHelpFlag()
		c.Flags().Lookup("help").Usage = "explique cette commande"
	}
	root.InitDefaultHelpFlag()
	root.Flags().Lookup("help").Usage = "explique cette commande"
}

// speakBoth lets options be called in either language. They are registered, and
// listed, under their spelling in lang.
func speakBoth(options *pflag.FlagSet, lang handbook.Lang, names ...handbook.Text) {
	options.SetNormalizeFunc(func(_ *pflag.FlagSet, written string) pflag.NormalizedName {
		for _, name := range names {
			if written == name.FR || written == name.EN {
				written = name.In(lang)
			}
		}
		return pflag.NormalizedName(written)
	})
}

// frenchUsage is cobra's usage template, in French.
const frenchUsage = `Usage :{{if .Runnable}}
  {{.UseLine}}{{end}}{{if .HasAvailableSubCommands}}
  {{.CommandPath}} COMMANDE{{end}}{{if .HasExample}}

Exemples :
{{.Example}}{{end}}{{if .HasAvailableSubCommands}}

Commandes :{{range .Commands}}{{if (or .IsAvailableCommand (eq .Name "help"))}}
  {{rpad .Name .NamePadding}} {{.Short}}{{end}}{{end}}{{end}}{{if .HasAvailableLocalFlags}}

Options :
{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}{{if .HasAvailableSubCommands}}

« {{.CommandPath}} COMMANDE --help » explique une commande.{{end}}
`
