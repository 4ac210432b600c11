// Command relais turns a folder of Markdown, kept by the facilitators of
// practice-exchange groups, into a searchable static handbook.
//
// Data goes to the standard output, messages to the standard error. The exit
// status is 0 when all is well, 1 when the content has problems that stop the
// build, 2 when the command was used wrongly or the machine failed.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"

	"github.com/spf13/cobra"

	"relais/builder/frame"
	"relais/builder/handbook"
)

// Exit statuses.
const (
	exitGood    = 0
	exitContent = 1
	exitUse     = 2
)

func main() {
	startMemory()
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run is the whole command, without the process around it.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()

	lang := languageOf(os.Getenv)
	root := rootCommand(lang)
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)

	verb, err := root.ExecuteContextC(ctx)
	var problems contentError
	switch {
	case err == nil:
		return exitGood
	case errors.As(err, &problems): // said already, problem by problem
		return exitContent
	}
	fmt.Fprintln(stderr, frame.Visible(explain(err, lang)))
	if verbose, _ := verb.Flags().GetBool("verbose"); verbose {
		fmt.Fprintf(stderr, "    %s\n", frame.Visible(details(err)))
	}
	return exitUse
}

// contentError stops a command because of problems that it has already shown.
type contentError struct{}

func (contentError) Error() string { return "the content has problems" }

// rootCommand returns the command with all its verbs, speaking lang.
func rootCommand(lang handbook.Lang) *cobra.Command {
	root := &cobra.Command{
		Use: "relais",
		Short: handbook.Text{
			FR: "Fabrique un manuel de pratiques, statique et interrogeable, à partir de fichiers Markdown",
			EN: "Makes a searchable static handbook of practices from Markdown files",
		}.In(lang),
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 0 {
				return c.Help()
			}
			return unknownVerb{args[0], c.SuggestionsFor(args[0])}
		},
		SuggestionsMinimumDistance: 2,
	}
	root.PersistentFlags().BoolP("verbose", "v", false, handbook.Text{
		FR: "dit aussi, quand la machine fait défaut, ce qu’elle a répondu",
		EN: "tells too, when the machine fails, what it answered",
	}.In(lang))
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return err })
	root.AddCommand(buildCommand(lang), bookCommand(lang), checkCommand(lang), serveCommand(lang), searchCommand(lang), versionCommand(lang))
	root.AddCommand(initCommand(lang), newCommand(lang), listCommand(lang), renameCommand(lang), diffCommand(lang), audiencesCommand(lang), schemaCommand(lang), docsCommand(lang), themeCommand(lang), manCommand(lang))
	localize(root, lang)
	return root
}
