package main

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/mail"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"relais/builder/handbook"
	"relais/builder/scaffold"
)

// initFlags are the answers that init was given on the command line.
type initFlags struct {
	title, organisation, contact, lang, ci, tool, clock string
}

func initCommand(lang handbook.Lang) *cobra.Command {
	var f initFlags
	text := func(fr, en string) string { return handbook.Text{FR: fr, EN: en}.In(lang) }
	c := &cobra.Command{
		Use:   text("init DOSSIER", "init DIR"),
		Short: text("Commence un manuel, avec un exemple de chaque type", "Begins a handbook, with an example of each type"),
		Long: text(
			"Commence un manuel dans DOSSIER, qui doit être vide ou ne pas exister : handbook.yaml,\nun exemple de chaque type de page, ce qu’il faut à l’éditeur et à la forge. Il se\nconstruit aussitôt.\n\nDans un terminal, relais demande ce que les options ne disent pas.",
			"Begins a handbook in DIR, which must be empty or not exist: handbook.yaml, an example\nof each type of page, what the editor and the forge need. It builds at once.\n\nIn a terminal, relais asks what the options do not say."),
		Example: text(
			"  relais init mon-manuel\n  relais init mon-manuel --titre \"Manuel de l'accueil\" --ci gitlab",
			"  relais init my-handbook\n  relais init my-handbook --title \"Front-desk handbook\" --ci gitlab"),
		RunE: func(c *cobra.Command, args []string) error {
			return f.run(c, args, lang)
		},
	}
	options := c.Flags()
	options.StringVar(&f.title, text("titre", "title"), "", text("`titre` du manuel", "`title` of the handbook"))
	options.StringVar(&f.organisation, text("organisation", "organization"), "", text("`organisation` qui le publie", "`organization` that publishes it"))
	options.StringVar(&f.contact, "contact", "", text("`adresse` électronique de ceux qui le tiennent", "e-mail `address` of those who keep it"))
	options.StringVar(&f.lang, text("langue", "lang"), "", text("`langue` du manuel : fr ou en (celle de ce terminal)", "`language` of the handbook: fr or en (this terminal's)"))
	options.StringVar(&f.ci, "ci", "", text("`forge` qui le vérifie et le publie : "+forgeNames(handbook.French)+" (none)", "`forge` that checks and publishes it: "+forgeNames(handbook.English)+" (none)"))
	options.StringVar(&f.tool, "relais-source", "", text("`adresse` git d’où la forge construit relais", "git `address` that the forge builds relais from"))
	options.StringVar(&f.clock, "clock", "", text("`jour` (AAAA-MM-JJ) autour duquel les exemples sont datés (SOURCE_DATE_EPOCH, sinon aujourd’hui)", "`day` (YYYY-MM-DD) around which the examples are dated (SOURCE_DATE_EPOCH, else today)"))
	speakBoth(options, lang, handbook.Text{FR: "titre", EN: "title"}, handbook.Text{FR: "organisation", EN: "organization"}, handbook.Text{FR: "langue", EN: "lang"})
	return c
}

// noForge is the answer of a handbook that no forge publishes.
const noForge = "none"

// forgeNames lists what may be answered for a forge.
func forgeNames(lang handbook.Lang) string {
	var names []string
	for _, c := range handbook.Forges() {
		names = append(names, c.Key.In(lang))
	}
	return strings.Join(append(names, noForge), ", ")
}

// forgeNamed returns the forge that was answered.
func forgeNamed(answer string) (forge handbook.Forge, ok bool) {
	for _, c := range handbook.Forges() {
		if answer == c.Key.FR || answer == c.Key.EN {
			return handbook.Forge(c.Value), true
		}
	}
	return "", answer == noForge
}

// run asks what is missing, then writes the handbook.
func (f *initFlags) run(c *cobra.Command, args []string, lang handbook.Lang) error {
	folder, err := newFolder(args)
	if err != nil {
		return err
	}
	questions := f.questions(lang)
	for _, q := range questions {
		if err := q.mend(*q.answer); *q.answer != "" && err != nil {
			return err
		}
	}
	if asks(c.InOrStdin()) {
		lines := bufio.NewReader(c.InOrStdin())
		for _, q := range questions {
			if *q.answer == "" {
				if err := q.ask(c.Context(), lines, c.ErrOrStderr(), lang); err != nil {
					return err
				}
			}
		}
	}
	for _, q := range questions {
		*q.answer = cmp.Or(*q.answer, q.without())
	}
	day, err := today(f.clock, os.Getenv("SOURCE_DATE_EPOCH"))
	if err != nil {
		return err
	}
	forge, _ := forgeNamed(f.ci)
	plan := scaffold.Plan{
		Config: handbook.Config{
			Title: f.title, Organisation: f.organisation, Contact: f.contact, Lang: handbook.Lang(f.lang),
			Readers: handbook.Readers{Audience: handbook.Internal},
		},
		Forge: forge, Tool: f.tool, Today: day,
	}
	return f.write(c, folder, plan, lang)
}

// write writes the files of the handbook, and says what to do next.
func (f *initFlags) write(c *cobra.Command, folder string, plan scaffold.Plan, lang handbook.Lang) error {
	files, err := scaffold.Handbook(plan)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return unwritable(err, folder)
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		return unwritable(err, folder)
	}
	defer root.Close()
	for _, file := range files {
		if err := scaffold.Write(root, file); err != nil {
			return unwritable(err, filepath.Join(folder, filepath.FromSlash(file.Path)))
		}
	}
	if err := writeSchemas(c, root, folder, ""); err != nil {
		return err
	}
	fmt.Fprintln(c.OutOrStdout(), folder)
	text := handbook.Text{
		FR: fmt.Sprintf("Le manuel est prêt dans « %s », avec un exemple de chaque type de page. Essayez :\n\n  cd %s\n  relais serve --open\n\nLe fichier README.md du dossier dit la suite.", folder, shellQuoted(folder)),
		EN: fmt.Sprintf("The handbook is ready in “%s”, with an example of each type of page. Try:\n\n  cd %s\n  relais serve --open\n\nThe folder's README.md tells what comes next.", folder, shellQuoted(folder)),
	}
	if to := scaffold.Pipeline(plan.Forge); to != "" && plan.Tool == "" {
		text.FR += fmt.Sprintf("\nPour que la forge le publie, renseignez RELAIS_SOURCE en tête de %s.", to)
		text.EN += fmt.Sprintf("\nFor the forge to publish it, fill in RELAIS_SOURCE at the top of %s.", to)
	}
	fmt.Fprintln(c.ErrOrStderr(), text.In(lang))
	return nil
}

// newFolder returns the folder to begin in: one that holds nothing but, perhaps, a git repository.
func newFolder(args []string) (string, error) {
	switch {
	case len(args) == 0:
		return "", localError{text: handbook.Text{
			FR: "relais : dans quel dossier commencer le manuel ? Écrivez par exemple : relais init mon-manuel",
			EN: "relais: in which folder is the handbook to begin? Write for instance: relais init my-handbook",
		}}
	case len(args) > 1:
		return "", atMostOneFolder(nil, args)
	}
	folder := args[0]
	entries, err := os.ReadDir(folder)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return folder, nil
	case err != nil:
		return "", unwritable(err, folder)
	}
	for _, entry := range entries {
		if entry.Name() != ".git" {
			return "", localError{cause: fs.ErrExist, text: handbook.Text{
				FR: fmt.Sprintf("relais : le dossier « %s » n’est pas vide (il contient « %s ») ; relais n’écrase rien. Donnez un autre dossier, ou videz celui-ci.", folder, entry.Name()),
				EN: fmt.Sprintf("relais: the folder “%s” is not empty (it holds “%s”); relais overwrites nothing. Give another folder, or empty this one.", folder, entry.Name()),
			}}
		}
	}
	return folder, nil
}

// question is something that init wants to know.
type question struct {
	answer  *string
	asks    handbook.Text
	without func() string             // what stands when there is no answer
	mend    func(answer string) error // tells what is wrong with an answer; nil when nothing is
}

func (f *initFlags) questions(lang handbook.Lang) []question {
	anything := func(string) error { return nil }
	nothing := func() string { return "" }
	return []question{
		{&f.lang, handbook.Text{FR: "Langue du manuel, fr ou en", EN: "Language of the handbook, fr or en"}, func() string { return string(lang) }, func(answer string) error {
			if !isLanguage(handbook.Lang(answer)) {
				return unknownLanguage(answer)
			}
			return nil
		}},
		{&f.title, handbook.Text{FR: "Titre du manuel", EN: "Title of the handbook"}, func() string {
			return handbook.Text{FR: "Manuel de nos pratiques", EN: "Handbook of our practices"}.In(cmp.Or(handbook.Lang(f.lang), lang))
		}, anything},
		{&f.organisation, handbook.Text{FR: "Organisation qui le publie", EN: "Organization that publishes it"}, nothing, anything},
		{&f.contact, handbook.Text{FR: "Adresse électronique de ceux qui le tiennent", EN: "E-mail address of those who keep it"}, nothing, func(answer string) error {
			if _, err := mail.ParseAddress(answer); err != nil {
				return localError{cause: err, text: handbook.Text{
					FR: fmt.Sprintf("relais : « %s » n’est pas une adresse électronique. Écrivez par exemple manuel@organisation.example.", answer),
					EN: fmt.Sprintf("relais: “%s” is no e-mail address. Write for instance handbook@organization.example.", answer),
				}}
			}
			return nil
		}},
		{&f.ci, handbook.Text{FR: "Forge qui le vérifie et le publie (" + forgeNames(handbook.French) + ")", EN: "Forge that checks and publishes it (" + forgeNames(handbook.English) + ")"}, func() string { return noForge }, func(answer string) error {
			if _, ok := forgeNamed(answer); ok {
				return nil
			}
			return localError{text: handbook.Text{
				FR: fmt.Sprintf("relais : « %s » n’est pas une forge connue. Choisissez parmi : %s.", answer, forgeNames(handbook.French)),
				EN: fmt.Sprintf("relais: “%s” is no forge that relais knows. Choose one of: %s.", answer, forgeNames(handbook.English)),
			}}
		}},
	}
}

// ask asks until the answer serves; Enter takes what is proposed.
func (q question) ask(ctx context.Context, lines *bufio.Reader, w io.Writer, lang handbook.Lang) error {
	for {
		fmt.Fprint(w, q.asks.In(lang))
		if proposed := q.without(); proposed != "" {
			fmt.Fprintf(w, " [%s]", proposed)
		}
		fmt.Fprint(w, handbook.Text{FR: " : ", EN: ": "}.In(lang))
		answer, err := readLine(ctx, lines)
		if err != nil || answer == "" {
			return err
		}
		mistake := q.mend(answer)
		if mistake == nil {
			*q.answer = answer
			return nil
		}
		fmt.Fprintln(w, explain(mistake, lang))
	}
}

// readLine returns a line without the blanks around it; the end of the input is an
// empty one. Reading a terminal cannot be interrupted: it is left to end with the process.
func readLine(ctx context.Context, lines *bufio.Reader) (string, error) {
	read := make(chan string, 1)
	go func() {
		line, _ := lines.ReadString('\n')
		read <- strings.TrimSpace(line)
	}()
	select {
	case line := <-read:
		return line, nil
	case <-ctx.Done():
		return "", localError{cause: ctx.Err(), text: handbook.Text{
			FR: "\nrelais : interrompu. Rien n’a été écrit.",
			EN: "\nrelais: interrupted. Nothing was written.",
		}}
	}
}

// asks reports whether a person types at r.
func asks(r io.Reader) bool {
	file, ok := r.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}

// shellQuoted returns a folder as a shell takes it for one word.
func shellQuoted(folder string) string {
	if strings.ContainsAny(folder, " \t\n'\"\\$`&|;<>()*?[]#~!{}") {
		return "'" + strings.ReplaceAll(folder, "'", `'\''`) + "'"
	}
	return folder
}
