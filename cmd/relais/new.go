package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"relais/builder/handbook"
	"relais/builder/load"
	"relais/builder/scaffold"
)

// newFlags are the options of new.
type newFlags struct {
	flags
	function, group, session string // what the page is about
	from                     string // the session whose leads become sheets
	print                    bool
}

func newCommand(lang handbook.Lang) *cobra.Command {
	var f newFlags
	text := func(fr, en string) string { return handbook.Text{FR: fr, EN: en}.In(lang) }
	c := &cobra.Command{
		Use:   text("new TYPE TITRE", "new TYPE TITLE"),
		Short: text("Commence une page : le bon dossier, les clés expliquées, les questions à se poser", "Begins a page: the right folder, its keys explained, the questions to answer"),
		Long: text(
			"Commence une page, en brouillon : le fichier est dans le bon dossier, les clés y sont\nexpliquées, ce qui se déduit est rempli et chaque rubrique est une question.\n\nTYPE est "+typeNames(lang)+".\nAvec « traduction » et le fichier d’une page, en commence la traduction dans l’autre langue.\nAucun fichier n’est jamais écrasé.",
			"Begins a page, as a draft: the file is in the right folder, its keys are explained,\nwhat follows from the others is filled in, and each section is a question.\n\nTYPE is "+typeNames(lang)+".\nWith “translation” and the file of a page, begins its translation to the other language.\nNo file is ever overwritten."),
		Example: text(
			"  relais new fiche \"Face à une insulte\" --seance gs-3\n  relais new seance --groupe guichets-standard\n  relais new fiche --depuis seances/gs-3.md\n  relais new traduction fiches/face-a-une-insulte.md",
			"  relais new sheet \"Facing an insult\" --session gs-3\n  relais new session --group front-desks\n  relais new sheet --from sessions/gs-3.md\n  relais new translation sheets/facing-an-insult.md"),
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return append(strings.Split(typeNames(lang), ", "), translationWord().In(lang)), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(c *cobra.Command, args []string) error {
			return f.run(c, args)
		},
	}
	options := c.Flags()
	options.StringVarP(&f.source, "source", "s", "", text("`dossier` du manuel (le dossier courant)", "`folder` of the handbook (the current one)"))
	options.StringVar(&f.clock, "clock", "", text("`jour` (AAAA-MM-JJ) qui tient lieu d’aujourd’hui", "`day` (YYYY-MM-DD) that stands for today"))
	options.StringVar(&f.function, text("fonction", "function"), "", text("`identifiant` de la fonction concernée", "`id` of the function concerned"))
	options.StringVar(&f.group, text("groupe", "group"), "", text("`identifiant` du groupe : remplit la fonction, les notions et, pour une séance, le numéro et le mois", "`id` of the group: fills in the function, the notions and, for a session, its number and month"))
	options.StringVar(&f.session, text("seance", "session"), "", text("`identifiant` de la séance d’où vient la page", "`id` of the session that the page comes from"))
	options.StringVar(&f.from, text("depuis", "from"), "", text("`séance` dont chaque piste devient une fiche", "`session` each of whose leads becomes a sheet"))
	options.BoolVar(&f.print, "print", false, text("montre la page au lieu de l’écrire", "shows the page instead of writing it"))
	speakBoth(options, lang, handbook.Text{FR: "fonction", EN: "function"}, handbook.Text{FR: "groupe", EN: "group"}, handbook.Text{FR: "seance", EN: "session"}, handbook.Text{FR: "depuis", EN: "from"})
	return c
}

// typeNames lists the types as people call them.
func typeNames(lang handbook.Lang) string {
	var names []string
	for _, info := range handbook.Types() {
		names = append(names, info.Name.In(lang))
	}
	return strings.Join(names, ", ")
}

// run begins one page or, with --from, one for each lead.
func (f *newFlags) run(c *cobra.Command, args []string) error {
	if len(args) > 0 && isTranslationWord(args[0]) {
		return f.translate(c, args[1:])
	}
	t, err := typeArgument(args)
	if err != nil {
		return err
	}
	_, source, err := f.locate(nil)
	if err != nil {
		return err
	}
	root, err := os.OpenRoot(source)
	if err != nil {
		return unwritable(err, source)
	}
	defer root.Close()
	loaded, err := load.Load(c.Context(), root.FS(), load.Options{})
	if err != nil {
		return err
	}
	book := loaded.Handbook.In(loaded.Handbook.Config.Lang)
	requests, err := f.requests(book, source, t, strings.Join(args[1:], " "))
	if err != nil {
		return err
	}
	if len(requests) == 0 {
		fmt.Fprintln(c.ErrOrStderr(), handbook.Text{
			FR: fmt.Sprintf("Aucune piste de « %s » n’attend de fiche.", f.from),
			EN: fmt.Sprintf("No lead of “%s” waits for a sheet.", f.from),
		}.In(book.Config.Lang))
		return nil
	}
	return f.begin(c, book, root, source, requests)
}

func typeArgument(args []string) (handbook.Type, error) {
	if len(args) == 0 {
		return "", localError{text: handbook.Text{
			FR: "relais : que faut-il commencer ? Écrivez par exemple : relais new fiche \"Face à une insulte\". Types : " + typeNames(handbook.French) + ".",
			EN: "relais: what is to be begun? Write for instance: relais new sheet \"Facing an insult\". Types: " + typeNames(handbook.English) + ".",
		}}
	}
	t, ok := handbook.TypeNamed(args[0])
	if ok {
		return t, nil
	}
	var names []string
	for _, info := range handbook.Types() {
		names = append(names, info.Name.FR, info.Name.EN)
	}
	text := handbook.Text{
		FR: fmt.Sprintf("relais : « %s » n’est pas un type de page.", args[0]),
		EN: fmt.Sprintf("relais: “%s” is no type of page.", args[0]),
	}
	if near := handbook.Nearest(args[0], names); near != "" {
		text.FR += fmt.Sprintf(" Vouliez-vous dire « %s » ?", near)
		text.EN += fmt.Sprintf(" Did you mean “%s”?", near)
	}
	text.FR += " Choisissez parmi : " + typeNames(handbook.French) + "."
	text.EN += " Choose one of: " + typeNames(handbook.English) + "."
	return "", localError{text: text}
}

// requests returns the pages that the options ask for.
func (f *newFlags) requests(book *handbook.Handbook, source string, t handbook.Type, title string) ([]scaffold.Request, error) {
	day, err := today(f.clock, os.Getenv("SOURCE_DATE_EPOCH"))
	if err != nil {
		return nil, err
	}
	month := handbook.Month{Year: day.Year, Month: day.Month}
	if f.from != "" {
		if t != handbook.Sheet || title != "" || f.session != "" {
			return nil, localError{text: handbook.Text{
				FR: "relais : --depuis fait une fiche de chaque piste d’une séance, sans titre ni --seance. Écrivez : relais new fiche --depuis " + f.from,
				EN: "relais: --from makes a sheet of each lead of a session, without a title nor --session. Write: relais new sheet --from " + f.from,
			}}
		}
		session, err := find(book, source, handbook.Session, f.from)
		if err != nil {
			return nil, err
		}
		return scaffold.Leads(session, month), nil
	}
	r := scaffold.Request{Type: t, Title: title, Month: month}
	for _, about := range []struct {
		t    handbook.Type
		name string
		page **handbook.Page
	}{
		{handbook.Function, f.function, &r.Function},
		{handbook.Group, f.group, &r.Group},
		{handbook.Session, f.session, &r.Session},
	} {
		if about.name == "" {
			continue
		}
		if *about.page, err = find(book, source, about.t, about.name); err != nil {
			return nil, err
		}
	}
	return []scaffold.Request{r}, nil
}

// find returns the page of type t that an option names by its id, its title, or the path of its file.
func find(book *handbook.Handbook, source string, t handbook.Type, name string) (*handbook.Page, error) {
	if p := book.Page(t, name); p != nil {
		return p, nil
	}
	paths := []string{filepath.ToSlash(name)}
	if path, err := filepath.Rel(source, name); err == nil {
		paths = append(paths, filepath.ToSlash(path))
	}
	for _, path := range paths {
		if p := book.Named(path); p != nil && p.Type == t {
			return p, nil
		}
	}
	var ids []string
	for _, p := range book.Of(t) {
		if handbook.Fold(p.Title) == handbook.Fold(name) {
			return p, nil
		}
		ids = append(ids, p.ID)
	}
	text := handbook.Text{
		FR: fmt.Sprintf("relais : le manuel n’a pas de page de type « %s » qui s’appelle « %s ».", t.Info().Name.FR, name),
		EN: fmt.Sprintf("relais: the handbook has no %s called “%s”.", t.Info().Name.EN, name),
	}
	if near := handbook.Nearest(name, ids); near != "" {
		text.FR += fmt.Sprintf(" Vouliez-vous dire « %s » ?", near)
		text.EN += fmt.Sprintf(" Did you mean “%s”?", near)
	} else if len(ids) > 0 {
		listed := strings.Join(ids[:min(maxNamed, len(ids))], ", ")
		text.FR += " Choisissez parmi : " + listed + "."
		text.EN += " Choose one of: " + listed + "."
	}
	return nil, localError{text: text}
}

// begin writes the pages. One of several that exists is passed over, and said.
func (f *newFlags) begin(c *cobra.Command, book *handbook.Handbook, root *os.Root, source string, requests []scaffold.Request) error {
	say := func(w io.Writer, fr, en string) {
		fmt.Fprintln(w, handbook.Text{FR: fr, EN: en}.In(book.Config.Lang))
	}
	written := 0
	for _, r := range requests {
		file, err := scaffold.New(book, r)
		if err == nil && !f.print {
			err = scaffold.Write(root, file)
		}
		var exists *scaffold.ExistsError
		if errors.Is(err, fs.ErrExist) {
			exists = &scaffold.ExistsError{Path: file.Path}
		}
		switch {
		case err == nil && f.print:
			fmt.Fprint(c.OutOrStdout(), string(file.Data))
			continue
		case err == nil:
			written++
			fmt.Fprintln(c.OutOrStdout(), filepath.Join(source, filepath.FromSlash(file.Path)))
			continue
		case len(requests) > 1 && (exists != nil || errors.As(err, &exists)):
			say(c.ErrOrStderr(),
				fmt.Sprintf("%s existe déjà et n’est pas touché.", exists.Path),
				fmt.Sprintf("%s exists already and is left alone.", exists.Path))
			continue
		}
		return newError(err, file.Path)
	}
	switch {
	case written == 1:
		say(c.ErrOrStderr(),
			"C’est un brouillon : remplissez les clés, répondez aux questions ; « relais check -v » dit ce qui manque. « statut: en-debat » le publiera.",
			"It is a draft: fill in the keys, answer the questions; “relais check -v” tells what is missing. “status: in-debate” will publish it.")
	case written > 1:
		say(c.ErrOrStderr(),
			fmt.Sprintf("Ce sont %d brouillons : remplissez les clés, répondez aux questions ; « relais check -v » dit ce qui manque. « statut: en-debat » les publiera.", written),
			fmt.Sprintf("These are %d drafts: fill in the keys, answer the questions; “relais check -v” tells what is missing. “status: in-debate” will publish them.", written))
	}
	return nil
}

// newError puts into words why a page can't be begun.
func newError(err error, path string) error {
	var exists *scaffold.ExistsError
	var useless *scaffold.UselessError
	switch {
	case errors.Is(err, fs.ErrExist):
		return newError(&scaffold.ExistsError{Path: path}, path)
	case errors.As(err, &exists):
		return localError{cause: err, text: handbook.Text{
			FR: fmt.Sprintf("relais : « %s » existe déjà ; relais n’écrase rien. Ouvrez ce fichier, ou donnez un autre titre.", exists.Path),
			EN: fmt.Sprintf("relais: “%s” exists already; relais overwrites nothing. Open that file, or give another title.", exists.Path),
		}}
	case errors.As(err, &useless):
		return localError{cause: err, text: handbook.Text{
			FR: fmt.Sprintf("relais : une page de type « %s » ne cite pas de page de type « %s ». Retirez cette option.", useless.Type.Info().Name.FR, useless.About.Info().Name.FR),
			EN: fmt.Sprintf("relais: a page of type “%s” names none of type “%s”. Leave that option out.", useless.Type.Info().Name.EN, useless.About.Info().Name.EN),
		}}
	case errors.Is(err, scaffold.ErrNoTitle):
		return localError{cause: err, text: handbook.Text{
			FR: "relais : il manque le titre de la page, dont son nom de fichier est tiré. Écrivez-le après le type, entre guillemets droits.",
			EN: "relais: the title of the page is missing, of which its file's name is made. Write it after the type, between quotation marks.",
		}}
	case errors.Is(err, scaffold.ErrNoName):
		return localError{cause: err, text: handbook.Text{
			FR: "relais : ce titre n’a ni lettre ni chiffre : aucun nom de fichier ne peut en être tiré. Donnez-en un autre.",
			EN: "relais: this title has neither a letter nor a digit: no file's name can be made of it. Give another.",
		}}
	}
	return unwritable(err, path)
}

// unwritable says that the machine does not let a file or a folder be written.
func unwritable(err error, path string) error {
	return localError{cause: err, text: handbook.Text{
		FR: fmt.Sprintf("relais : « %s » ne peut pas être écrit. Vérifiez que le dossier existe, que vous avez le droit d’y écrire et que le disque n’est pas plein.", path),
		EN: fmt.Sprintf("relais: “%s” cannot be written. See that the folder exists, that you may write there and that the disk is not full.", path),
	}}
}

// translationWord stands in the place of a type, to begin a translation.
func translationWord() handbook.Text { return handbook.Text{FR: "traduction", EN: "translation"} }

func isTranslationWord(word string) bool {
	return handbook.Fold(word) == translationWord().FR || handbook.Fold(word) == translationWord().EN
}

// translate begins the translations of the pages that names name.
func (f *newFlags) translate(c *cobra.Command, names []string) error {
	if len(names) == 0 {
		return localError{text: handbook.Text{
			FR: "relais : quelle page faut-il traduire ? Écrivez par exemple : relais new traduction fiches/face-a-une-insulte.md.",
			EN: "relais: which page is to be translated? Write for instance: relais new translation sheets/facing-an-insult.md.",
		}}
	}
	day, err := today(f.clock, os.Getenv("SOURCE_DATE_EPOCH"))
	if err != nil {
		return err
	}
	_, source, err := f.locate(nil)
	if err != nil {
		return err
	}
	root, err := os.OpenRoot(source)
	if err != nil {
		return unwritable(err, source)
	}
	defer root.Close()
	loaded, err := load.Load(c.Context(), root.FS(), load.Options{})
	if err != nil {
		return err
	}
	book := loaded.Handbook
	for _, name := range names {
		original, err := toTranslate(book, source, name)
		if err != nil {
			return err
		}
		if err := f.translateOne(c, book, root, source, original, day); err != nil {
			return err
		}
	}
	if !f.print {
		fmt.Fprintln(c.ErrOrStderr(), handbook.Text{
			FR: "Traduisez l’en-tête et le texte, puis supprimez la ligne « status: draft » : la traduction sera publiée avec son original.",
			EN: "Translate the front matter and the text, then delete the line “statut: brouillon”: the translation will be published with its original.",
		}.In(book.Config.Lang))
	}
	return nil
}

// translateOne begins the translation of original to the language that is not the handbook's.
func (f *newFlags) translateOne(c *cobra.Command, book *handbook.Handbook, root *os.Root, source string, original *handbook.Page, day handbook.Date) error {
	data, err := fs.ReadFile(root.FS(), original.Path)
	if err != nil {
		return unwritable(err, original.Path)
	}
	text, _ := load.ReadSource(data) // a page that was read
	to := handbook.Text{FR: string(handbook.English), EN: string(handbook.French)}.In(book.Config.Lang)
	file, err := scaffold.Translation(original, text, handbook.Lang(to), day)
	if err == nil && f.print {
		fmt.Fprint(c.OutOrStdout(), string(file.Data))
		return nil
	}
	if err == nil {
		err = scaffold.Write(root, file)
	}
	if err != nil {
		return newError(err, file.Path)
	}
	fmt.Fprintln(c.OutOrStdout(), filepath.Join(source, filepath.FromSlash(file.Path)))
	return nil
}

// toTranslate returns the page that a name means: the path of its file, "folder/id", or
// an id that no other page has.
func toTranslate(book *handbook.Handbook, source, name string) (*handbook.Page, error) {
	paths := []string{filepath.ToSlash(name)}
	if path, err := filepath.Rel(source, name); err == nil {
		paths = append(paths, filepath.ToSlash(path))
	}
	for _, path := range paths {
		if p := book.Named(path); p != nil && !p.Translates {
			return p, nil
		}
	}
	if pages := book.WithID(name); len(pages) == 1 && !pages[0].Translates {
		return pages[0], nil
	}
	text := handbook.Text{
		FR: fmt.Sprintf("relais : aucune page du manuel n’a pour fichier « %s ».", name),
		EN: fmt.Sprintf("relais: no page of the handbook has “%s” for a file.", name),
	}
	if near := book.In(book.Config.Lang).NearestName(strings.TrimSuffix(name, ".md")); near != "" {
		text.FR += fmt.Sprintf(" Vouliez-vous dire « %s » ?", near+".md")
		text.EN += fmt.Sprintf(" Did you mean “%s”?", near+".md")
	}
	return nil, localError{text: text}
}
