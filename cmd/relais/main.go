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
	"github.com/spf13/pflag"

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

	err := root.ExecuteContext(ctx)
	var problems contentError
	switch {
	case err == nil:
		return exitGood
	case errors.As(err, &problems): // said already, problem by problem
		return exitContent
	}
	fmt.Fprintln(stderr, explain(err, lang))
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
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return err })
	root.AddCommand(buildCommand(lang), checkCommand(lang), serveCommand(lang), searchCommand(lang), versionCommand(lang))
	localize(root, lang)
	return root
}

// unknownVerb is a verb that relais does not have, with those that are near.
type unknownVerb struct {
	verb string
	near []string
}

func (e unknownVerb) Error() string { return fmt.Sprintf("unknown command %q", e.verb) }

// explain puts an error into the reader's words, with what to do.
func explain(err error, lang handbook.Lang) string {
	var (
		verb    unknownVerb
		flag    *pflag.NotExistError
		missing *pflag.ValueRequiredError
		invalid *pflag.InvalidValueError
		said    localError
	)
	switch {
	case errors.As(err, &said):
		return said.text.In(lang)
	case errors.As(err, &verb):
		text := fmt.Sprintf(handbook.Text{
			FR: "relais : la commande « %s » n’existe pas.",
			EN: "relais: there is no command “%s”.",
		}.In(lang), verb.verb)
		if len(verb.near) > 0 {
			text += fmt.Sprintf(handbook.Text{FR: " Vouliez-vous dire « %s » ?", EN: " Did you mean “%s”?"}.In(lang), verb.near[0])
		}
		return text + handbook.Text{FR: " Tapez « relais help ».", EN: " Type “relais help”."}.In(lang)
	case errors.As(err, &flag):
		return fmt.Sprintf(handbook.Text{
			FR: "relais : l’option « %s » n’existe pas. Ajoutez --help à la commande pour voir celles qu’elle accepte.",
			EN: "relais: there is no option “%s”. Add --help to the command to see those that it takes.",
		}.In(lang), dashed(flag.GetSpecifiedName()))
	case errors.As(err, &missing):
		return fmt.Sprintf(handbook.Text{
			FR: "relais : il manque une valeur après « %s ».",
			EN: "relais: a value is missing after “%s”.",
		}.In(lang), dashed(missing.GetSpecifiedName()))
	case errors.As(err, &invalid):
		return fmt.Sprintf(handbook.Text{
			FR: "relais : « %s » n’est pas une valeur de l’option --%s.",
			EN: "relais: “%s” is not a value of the option --%s.",
		}.In(lang), invalid.GetValue(), invalid.GetFlag().Name)
	}
	return fmt.Sprintf(handbook.Text{FR: "relais : %s", EN: "relais: %s"}.In(lang), err)
}

func dashed(name string) string {
	if len(name) == 1 {
		return "-" + name
	}
	return "--" + name
}

// localError is an error that is already told in both languages.
type localError struct {
	text  handbook.Text
	cause error
}

func (e localError) Error() string { return e.text.EN }
func (e localError) Unwrap() error { return e.cause }
