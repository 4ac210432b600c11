package main

import (
	"cmp"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"relais/builder"
	"relais/builder/handbook"
)

// flags are the options that build and check share.
type flags struct {
	roots                                         []string
	source, destination, audience, baseURL, clock string
	roster, rosterKey, zip, theme                 string
	drafts, strict, json, quiet, verbose, edit    bool
	formats                                       []string
	report                                        string
}

func buildCommand(lang handbook.Lang) *cobra.Command {
	var f flags
	c := &cobra.Command{
		Use: handbook.Text{FR: "build [DOSSIER]", EN: "build [DIR]"}.In(lang),
		Short: handbook.Text{
			FR: "Publie le manuel dans un dossier",
			EN: "Publishes the handbook into a folder",
		}.In(lang),
		Long: handbook.Text{
			FR: "Publie le manuel dans un dossier.\n\nDOSSIER contient handbook.yaml, ou un dossier content/ qui le contient ;\nsans DOSSIER, c’est le dossier courant. Si un texte contient une erreur,\nrien n’est publié et ce qui l’était reste en place.",
			EN: "Publishes the handbook into a folder.\n\nDIR holds handbook.yaml, or a folder content/ that holds it; without DIR it is\nthe current folder. When a text has an error, nothing is published, and what\nwas published stays.",
		}.In(lang),
		Args: atMostOneFolder,
		RunE: func(c *cobra.Command, args []string) error {
			root, source, err := f.locate(args)
			if err != nil {
				return err
			}
			if f.destination == "" {
				f.destination = filepath.Join(root, "public")
			}
			if f.zip == "" {
				return f.run(c, source)
			}
			return f.runAndZip(c, source, lang)
		},
	}
	f.register(c, lang)
	c.Flags().StringVar(&f.zip, "zip", "", handbook.Text{FR: "écrit aussi le manuel publié dans ce `fichier` .zip, à remettre tel quel", EN: "writes the published handbook into this .zip `file` too, to hand over as it is"}.In(lang))
	c.Flags().StringVarP(&f.destination, "destination", "d", "", handbook.Text{FR: "`dossier` à publier (public)", EN: "`folder` to publish into (public)"}.In(lang))
	c.Flags().BoolVar(&f.edit, "edit", false, handbook.Text{FR: "publie aussi admin/, un éditeur dans le navigateur (« modification » dans handbook.yaml dit où il enregistre)", EN: "publishes admin/ too, an editor in the browser (“edit” in handbook.yaml says where it saves)"}.In(lang))
	c.Flags().StringVar(&f.report, "report", "", handbook.Text{FR: "`fichier` où écrire le compte rendu, comme --format json=FICHIER", EN: "`file` to write the report to, like --format json=FILE"}.In(lang))
	c.Flags().StringVarP(&f.baseURL, "base-url", "b", "", handbook.Text{FR: "`adresse` où le manuel sera lu, pour ce qui doit être absolu (CI_PAGES_URL, sinon ce que dit handbook.yaml)", EN: "`address` where the handbook will stand, for what must be absolute (CI_PAGES_URL, else what handbook.yaml says)"}.In(lang))
	return c
}

func checkCommand(lang handbook.Lang) *cobra.Command {
	var f flags
	c := &cobra.Command{
		Use: handbook.Text{FR: "check [DOSSIER]", EN: "check [DIR]"}.In(lang),
		Short: handbook.Text{
			FR: "Vérifie les textes sans rien publier",
			EN: "Checks the texts and publishes nothing",
		}.In(lang),
		Args: atMostOneFolder,
		RunE: func(c *cobra.Command, args []string) error {
			_, source, err := f.locate(args)
			if err != nil {
				return err
			}
			return f.run(c, source)
		},
	}
	f.register(c, lang)
	return c
}

func (f *flags) register(c *cobra.Command, lang handbook.Lang) {
	text := func(fr, en string) string { return handbook.Text{FR: fr, EN: en}.In(lang) }
	f.registerReading(c, lang)
	c.Flags().BoolVar(&f.strict, "strict", false, text("les avertissements empêchent aussi de publier", "warnings stop the build too"))
	f.registerRoster(c, lang)
	f.registerTheme(c, lang)
	c.Flags().BoolVar(&f.json, "json", false, text("comme --format json", "like --format json"))
	c.Flags().StringArrayVar(&f.formats, "format", nil, text("`format` du résultat : text, json, github, gitlab ou sarif (=FICHIER pour l’écrire dans un fichier) ; sans cette option, ce que la forge attend", "`format` of the result: text, json, github, gitlab or sarif (=FILE to write it to a file); without this option, what the forge expects"))
	c.Flags().BoolVarP(&f.quiet, "quiet", "q", false, text("ne montre que les erreurs", "shows errors only"))
	c.Flags().BoolVarP(&f.verbose, "verbose", "v", false, text("montre aussi les conseils et les durées", "shows advice and times too"))
}

// registerRoster registers the flags that say which names are told nowhere.
func (f *flags) registerRoster(c *cobra.Command, lang handbook.Lang) {
	text := func(fr, en string) string { return handbook.Text{FR: fr, EN: en}.In(lang) }
	c.Flags().StringVar(&f.roster, "roster", "", text("`fichier` des noms qu’aucune page ne doit dire, chiffré par age ou non (participants.txt)", "`file` of the names that no page may tell, encrypted by age or not (participants.txt)"))
	c.Flags().StringVar(&f.rosterKey, "roster-key", "", text("`fichier` de la clé, si --roster est chiffré", "`file` of the key, if --roster is encrypted"))
}

// registerTheme registers the flag that says how the handbook looks.
func (f *flags) registerTheme(c *cobra.Command, lang handbook.Lang) {
	c.Flags().StringVar(&f.theme, "theme", "", handbook.Text{
		FR: "`nom` du thème : l’un de ceux que « relais theme » liste, ou d’un dossier de themes/ (ce que dit handbook.yaml)",
		EN: "`name` of the theme: one that “relais theme” lists, or of a folder of themes/ (what handbook.yaml says)",
	}.In(lang))
}

// registerReading registers the flags that say which pages are read, and as of when.
func (f *flags) registerReading(c *cobra.Command, lang handbook.Lang) {
	text := func(fr, en string) string { return handbook.Text{FR: fr, EN: en}.In(lang) }
	c.Flags().StringVarP(&f.source, "source", "s", "", text("`dossier` du manuel, comme DOSSIER", "`folder` of the handbook, like DIR"))
	c.Flags().StringArrayVar(&f.roots, "root", nil, text("`dossier` de plus à lire, comme le dépôt privé d’un groupe ; répétable", "further `folder` to read, such as a group’s private repository; may be repeated"))
	c.Flags().StringVar(&f.audience, "audience", "", text("`lecteurs` : publique, interne, fonction:ID ou groupe:ID (ce que dit handbook.yaml)", "`readers`: public, internal, function:ID or group:ID (what handbook.yaml says)"))
	c.Flags().BoolVarP(&f.drafts, "drafts", "D", false, text("avec les brouillons", "with the drafts"))
	c.Flags().StringVar(&f.clock, "clock", "", text("`jour` (AAAA-MM-JJ) d’après lequel une page est à réviser (SOURCE_DATE_EPOCH, sinon aujourd’hui)", "`day` (YYYY-MM-DD) by which pages are due for review (SOURCE_DATE_EPOCH, else today)"))
}

// locate returns the folder that the command was given and, in it, the one
// that holds handbook.yaml.
func (f *flags) locate(args []string) (root, source string, err error) {
	root = "."
	switch {
	case len(args) > 0 && f.source != "":
		return "", "", localError{text: handbook.Text{
			FR: "relais : le dossier est donné deux fois. Gardez DOSSIER ou --source.",
			EN: "relais: the folder is given twice. Keep either DIR or --source.",
		}}
	case len(args) > 0:
		root = args[0]
	case f.source != "":
		root = f.source
	}
	for _, source := range []string{root, filepath.Join(root, "content")} {
		if info, err := os.Stat(filepath.Join(source, "handbook.yaml")); err == nil && info.Mode().IsRegular() {
			return root, source, nil
		}
	}
	return "", "", localError{cause: fs.ErrNotExist, text: handbook.Text{
		FR: fmt.Sprintf("relais : il n’y a de fichier handbook.yaml ni dans « %s », ni dans « %s ». Indiquez le dossier du manuel : relais build DOSSIER.", root, filepath.Join(root, "content")),
		EN: fmt.Sprintf("relais: there is no handbook.yaml in “%s”, nor in “%s”. Say where the handbook is: relais build DIR.", root, filepath.Join(root, "content")),
	}}
}

// run builds or, without a destination, checks, and tells what came of it.
func (f *flags) run(c *cobra.Command, source string) error {
	opts, err := f.options(source)
	if err != nil {
		return err
	}
	formats, err := f.readFormats()
	if err != nil {
		return err
	}
	folder, err := os.OpenRoot(source) // now: once the site is published, nothing that is read may fail
	if err != nil {
		return err
	}
	defer folder.Close()
	opts.Observe = spendMemory
	started := time.Now()
	report, err := builder.Build(c.Context(), opts)
	if err != nil {
		return machineError(editorError(inFolder(err, source)), f.destination)
	}
	if err := f.tell(c, source, folder, formats, report, time.Since(started)); err != nil {
		return err
	}
	if report.Fatal {
		return contentError{}
	}
	return nil
}

// readFormats says in which forms the flags ask for the result.
func (f *flags) readFormats() (formats, error) {
	asked := f.formats
	if f.json {
		asked = append(asked, formatJSON)
	}
	if f.report != "" {
		asked = append(asked, formatJSON+"="+f.report)
	}
	return readFormats(asked, os.Getenv)
}

// options says what the flags ask for.
func (f *flags) options(source string) (builder.Options, error) {
	opts := builder.Options{
		Source: source, Roots: f.roots, Destination: f.destination, Drafts: f.drafts, BaseURL: cmp.Or(f.baseURL, os.Getenv("CI_PAGES_URL")), Theme: f.theme, Strict: f.strict, Discreet: f.destination != "",
		Edit: f.edit, Editors: editors(source),
	}
	var err error
	if opts.Today, err = today(f.clock, os.Getenv("SOURCE_DATE_EPOCH")); err != nil {
		return opts, err
	}
	if f.roster != "" {
		if opts.Roster, err = readRoster(f.roster, f.rosterKey, os.Getenv); err != nil {
			return opts, err
		}
	}
	if _, ok := handbook.SiteRoot(f.baseURL); !ok && f.baseURL != "" {
		return opts, localError{text: handbook.Text{
			FR: fmt.Sprintf("relais : « %s » n’est pas l’adresse d’un site. Écrivez une adresse complète, par exemple --base-url https://manuel.exemple/pratiques/.", f.baseURL),
			EN: fmt.Sprintf("relais: “%s” is not the address of a site. Write a whole address, for instance --base-url https://handbook.example/practices/.", f.baseURL),
		}}
	}
	if f.audience != "" {
		if opts.Readers, err = handbook.ParseReaders(f.audience); err != nil {
			return opts, localError{cause: err, text: handbook.Text{
				FR: fmt.Sprintf("relais : « %s » ne désigne pas des lecteurs. Écrivez publique, interne, fonction:ID ou groupe:ID.", f.audience),
				EN: fmt.Sprintf("relais: “%s” names no readers. Write public, internal, function:ID or group:ID.", f.audience),
			}}
		}
	}
	return opts, nil
}

// today returns the day by which pages are stale: the --clock flag, else
// SOURCE_DATE_EPOCH (seconds since 1970, as reproducible-builds.org defines
// it), else the current day, in UTC so that no time zone changes the result.
func today(clock, epoch string) (handbook.Date, error) {
	if clock != "" {
		day, err := handbook.ParseDate(clock)
		if err != nil {
			return day, localError{cause: err, text: handbook.Text{
				FR: fmt.Sprintf("relais : « %s » n’est pas un jour. Écrivez par exemple --clock 2026-07-03.", clock),
				EN: fmt.Sprintf("relais: “%s” is not a day. Write for instance --clock 2026-07-03.", clock),
			}}
		}
		return day, nil
	}
	if epoch != "" {
		seconds, err := strconv.ParseInt(epoch, 10, 64)
		if err != nil {
			return handbook.Date{}, localError{cause: err, text: handbook.Text{
				FR: fmt.Sprintf("relais : SOURCE_DATE_EPOCH vaut « %s » ; un nombre de secondes est attendu.", epoch),
				EN: fmt.Sprintf("relais: SOURCE_DATE_EPOCH is “%s”; a number of seconds is expected.", epoch),
			}}
		}
		return handbook.DateOf(time.Unix(seconds, 0).UTC()), nil
	}
	return handbook.DateOf(time.Now().UTC()), nil
}

func noArguments(_ *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return localError{text: handbook.Text{
		FR: fmt.Sprintf("relais : « %s » est de trop : cette commande ne prend rien après elle.", args[0]),
		EN: fmt.Sprintf("relais: “%s” is too much: this command takes nothing after it.", args[0]),
	}}
}

func atMostOneFolder(_ *cobra.Command, args []string) error {
	if len(args) <= 1 {
		return nil
	}
	return localError{text: handbook.Text{
		FR: fmt.Sprintf("relais : « %s » est de trop : donnez un seul dossier.", args[1]),
		EN: fmt.Sprintf("relais: “%s” is too much: give one folder only.", args[1]),
	}}
}
