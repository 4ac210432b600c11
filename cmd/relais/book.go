package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"relais/builder"
	"relais/builder/booklet"
	"relais/builder/frame"
	"relais/builder/handbook"
)

// bookFlags are the options of book.
type bookFlags struct {
	flags
	function, format string
}

func bookCommand(lang handbook.Lang) *cobra.Command {
	var f bookFlags
	text := func(fr, en string) string { return handbook.Text{FR: fr, EN: en}.In(lang) }
	c := &cobra.Command{
		Use:   text("book [DOSSIER]", "book [DIR]"),
		Short: text("Relie le manuel en un livret, PDF et EPUB", "Binds the handbook into a booklet, PDF and EPUB"),
		Long: text(
			"Relie en un livret ce qui concerne une fonction, ou tout le manuel : couverture,\nsommaire, pages numérotées. Deux fichiers sont écrits dans le dossier courant : un PDF,\nà imprimer, et un EPUB, pour les liseuses.\n\nLe PDF est imprimé par Chromium, Chrome ou Edge ; la variable CHROMIUM peut en nommer un.",
			"Binds what concerns a function, or the whole handbook, into a booklet: cover,\ncontents, numbered pages. Two files are written into the current folder: a PDF, to\nprint, and an EPUB, for e-readers.\n\nThe PDF is printed by Chromium, Chrome or Edge; the variable CHROMIUM may name one."),
		Example: text("  relais book --fonction accueil", "  relais book --function front-desk"),
		Args:    atMostOneFolder,
		RunE: func(c *cobra.Command, args []string) error {
			_, source, err := f.locate(args)
			if err != nil {
				return err
			}
			return f.bind(c, source, lang)
		},
	}
	f.registerReading(c, lang)
	c.Flags().StringVarP(&f.destination, "destination", "d", ".", text("`dossier` où écrire le livret", "`folder` to write the booklet into"))
	c.Flags().StringVarP(&f.baseURL, "base-url", "b", "", text("`adresse` où le manuel est lu, pour les liens et le code QR", "`address` where the handbook stands, for links and the QR code"))
	c.Flags().StringVar(&f.function, text("fonction", "function"), "", text("`identifiant` de la fonction (tout le manuel)", "`id` of the function (the whole handbook)"))
	c.Flags().StringVar(&f.format, "format", "", text("pdf ou epub `seulement`", "pdf or epub `only`"))
	speakBoth(c.Flags(), lang, handbook.Text{FR: "fonction", EN: "function"})
	return c
}

// bind writes the booklet in the forms asked for.
func (f *bookFlags) bind(c *cobra.Command, source string, lang handbook.Lang) error {
	if f.format != "" && f.format != "pdf" && f.format != "epub" {
		return localError{text: handbook.Text{
			FR: fmt.Sprintf("relais : un livret ne s’écrit pas en « %s ». Écrivez --format pdf ou --format epub.", f.format),
			EN: fmt.Sprintf("relais: a booklet cannot be written as “%s”. Write --format pdf or --format epub.", f.format),
		}}
	}
	opts, err := f.options(source)
	if err != nil {
		return err
	}
	folder, err := os.OpenRoot(source)
	if err != nil {
		return bookError(machineError(err, f.destination))
	}
	defer folder.Close()
	bound, report, err := builder.Book(c.Context(), opts, f.function)
	if err != nil {
		return bookError(machineError(err, f.destination))
	}
	f.quiet = true // what only deserves a warning is for check to tell
	if err := f.tell(c, source, folder, formats{output: formatText}, report, 0); err != nil {
		return err
	}
	if report.Fatal {
		return contentError{}
	}
	name := handbook.Text{FR: "livret", EN: "booklet"}.In(report.Config.Lang)
	if f.function != "" {
		name += "-" + f.function
	}
	if err := os.MkdirAll(f.destination, 0o755); err != nil {
		return err
	}
	file := filepath.Join(f.destination, name)
	told := func(written string) {
		fmt.Fprintln(c.ErrOrStderr(), frame.Visible(handbook.Text{
			FR: fmt.Sprintf("Écrit : « %s ».", written), EN: fmt.Sprintf("Written: “%s”.", written),
		}.In(lang)))
	}
	if f.format != "pdf" {
		if err := writeFile(file+".epub", bound.WriteEPUB); err != nil {
			return err
		}
		told(file + ".epub")
	}
	if f.format != "epub" {
		browser, err := booklet.FindBrowser(os.Getenv)
		if err != nil {
			return bookError(err)
		}
		if err := bound.WritePDF(c.Context(), browser, file+".pdf"); err != nil {
			return bookError(err)
		}
		told(file + ".pdf")
	}
	return nil
}

// writeFile writes a file whole, or leaves none.
func writeFile(name string, write func(io.Writer) error) (err error) {
	file, err := os.Create(name)
	if err != nil {
		return err
	}
	defer func() {
		if err = errors.Join(err, file.Close()); err != nil {
			_ = os.Remove(name)
		}
	}()
	return write(file)
}

// bookError puts into words what may befall a booklet.
func bookError(err error) error {
	var unknown *builder.FunctionError
	var failed *booklet.PrintError
	switch {
	case errors.As(err, &unknown):
		known := strings.Join(unknown.Known, ", ")
		return localError{cause: err, text: handbook.Text{
			FR: fmt.Sprintf("relais : le manuel n’a pas de fonction « %s » pour ces lecteurs. Il a : %s.", unknown.ID, known),
			EN: fmt.Sprintf("relais: the handbook has no function “%s” for these readers. It has: %s.", unknown.ID, known),
		}}
	case errors.Is(err, booklet.ErrNoBrowser):
		return localError{cause: err, text: handbook.Text{
			FR: "relais : il faut Chromium, Chrome ou Edge pour imprimer le PDF, et aucun n’a été trouvé. Installez-en un, ou indiquez où il est par la variable CHROMIUM ; ou demandez l’EPUB seul avec --format epub.",
			EN: "relais: it takes Chromium, Chrome or Edge to print the PDF, and none was found. Install one, or say where it is with the variable CHROMIUM; or ask for the EPUB alone with --format epub.",
		}}
	case errors.As(err, &failed):
		return localError{cause: err, text: handbook.Text{
			FR: fmt.Sprintf("relais : « %s » n’a pas pu imprimer le PDF. Ajoutez --verbose pour lire ce qu’il a répondu ; la variable CHROMIUM peut nommer un autre navigateur.", failed.Browser),
			EN: fmt.Sprintf("relais: “%s” could not print the PDF. Add --verbose to read what it answered; the variable CHROMIUM may name another browser.", failed.Browser),
		}}
	}
	return err
}
