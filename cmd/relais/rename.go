package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"relais/builder/frame"
	"relais/builder/handbook"
	"relais/builder/rename"
)

// renameFlags are the options of rename.
type renameFlags struct {
	flags
	dry, merge bool
}

func renameCommand(lang handbook.Lang) *cobra.Command {
	var f renameFlags
	text := func(fr, en string) string { return handbook.Text{FR: fr, EN: en}.In(lang) }
	c := &cobra.Command{
		Use:   text("rename ANCIEN NOUVEAU | rename theme ANCIEN NOUVEAU", "rename OLD NEW | rename theme OLD NEW"),
		Short: text("Renomme une page ou un thème, et tout ce qui les nomme", "Renames a page or a theme, and whatever names it"),
		Long: text(
			"Renomme une page ou un thème, et corrige tout ce qui les nomme : références,\nliens [[…]], liens par chemin, recherches, handbook.yaml. L’ancienne adresse de la\npage reste valable (anciens_liens). Rien d’autre ne change, pas même une espace ;\nsi quoi que ce soit échoue, rien n’est changé.\n\nAvec « .md », on nomme des fichiers ; sans, des identifiants. Un identifiant écrit\ndans la page (id) ne change avec le fichier que s’il en répétait le nom.",
			"Renames a page or a theme, and mends whatever names it: references, [[…]] links,\nlinks by path, searches, handbook.yaml. The page's old address lives on (aliases).\nNothing else changes, not even a space; when anything fails, nothing is changed.\n\nWith “.md” you name files; without, ids. An id that is written in the page (id)\nchanges with the file only if it repeated its name."),
		Example: text(
			"  relais rename fiches/insulte.md fiches/face-a-une-insulte.md\n  relais rename fiches/insulte face-a-une-insulte --dry-run\n  relais rename theme \"Violence\" \"Violence verbale\"",
			"  relais rename sheets/insult.md sheets/facing-an-insult.md\n  relais rename sheets/insult facing-an-insult --dry-run\n  relais rename theme \"Violence\" \"Verbal violence\""),
		Args: renameArguments,
		RunE: func(c *cobra.Command, args []string) error {
			_, source, err := f.locate(nil)
			if err != nil {
				return err
			}
			return f.run(c, source, args)
		},
		ValidArgsFunction: func(c *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			return f.complete(c, args), cobra.ShellCompDirectiveNoFileComp
		},
	}
	c.Flags().StringVarP(&f.source, "source", "s", "", text("`dossier` du manuel (le dossier courant)", "`folder` of the handbook (the current one)"))
	c.Flags().BoolVarP(&f.dry, "dry-run", "n", false, text("montre ce qui changerait, sans rien changer", "shows what would change, and changes nothing"))
	c.Flags().BoolVar(&f.merge, "merge", false, text("fond le thème dans un autre, qui existe déjà", "makes the theme one with another, which exists already"))
	c.Flags().BoolVar(&f.json, "json", false, text("écrit le résultat en JSON", "writes the result as JSON"))
	c.Flags().BoolVarP(&f.quiet, "quiet", "q", false, text("ne montre pas les lignes changées", "does not show the lines changed"))
	return c
}

func renameArguments(_ *cobra.Command, args []string) error {
	want := 2
	if len(args) > 0 && isTheme(args[0]) {
		want = 3
	}
	if len(args) == want {
		return nil
	}
	return localError{text: handbook.Text{
		FR: "relais : dites ce qui change de nom, puis son nouveau nom. Écrivez par exemple : relais rename fiches/insulte.md fiches/face-a-une-insulte.md, ou : relais rename theme \"Violence\" \"Violence verbale\".",
		EN: "relais: say what is renamed, then its new name. Write for instance: relais rename sheets/insult.md sheets/facing-an-insult.md, or: relais rename theme \"Violence\" \"Verbal violence\".",
	}}
}

// isTheme reports whether a first argument announces a theme.
func isTheme(word string) bool {
	word = handbook.Fold(word)
	return word == "theme" || word == "themes"
}

// run plans, shows and, unless it is only to be shown, carries out.
func (f *renameFlags) run(c *cobra.Command, source string, args []string) error {
	root, err := os.OpenRoot(source)
	if err != nil {
		return fmt.Errorf("opening the handbook: %w", err)
	}
	defer root.Close()

	var plan *rename.Plan
	if len(args) == 3 {
		plan, err = rename.Theme(c.Context(), root, args[1], args[2], f.merge)
	} else {
		plan, err = rename.Page(c.Context(), root, inHandbook(source, args[0], args[0]), inHandbook(source, args[1], args[0]))
	}
	if err == nil && !f.dry {
		err = plan.Apply()
	}
	if err != nil {
		return renameError(err)
	}
	if f.json {
		return writePlanJSON(c.OutOrStdout(), plan, !f.dry)
	}
	f.show(c, plan)
	return nil
}

// inHandbook returns a path within the handbook for one that may be written from
// the current folder, as shells complete it: it is, when the page to rename is
// there. A bare new name is that of a file beside the page.
func inHandbook(source, name, page string) string {
	if _, err := os.Stat(filepath.Join(source, page)); err == nil {
		return name
	}
	if _, err := os.Stat(page); err != nil || name != page && !strings.ContainsRune(filepath.ToSlash(name), '/') {
		return name
	}
	base, errBase := filepath.Abs(source)
	absolute, err := filepath.Abs(name)
	within, errWithin := filepath.Rel(base, absolute)
	if errors.Join(errBase, err, errWithin) != nil {
		return name
	}
	if strings.HasSuffix(filepath.ToSlash(name), "/") {
		within += "/"
	}
	return filepath.ToSlash(within)
}

// show tells what changes: file, line, before and after, then a summary.
func (f *renameFlags) show(c *cobra.Command, plan *rename.Plan) {
	out := screenOf(c.OutOrStdout())
	if f.quiet {
		out.Writer = io.Discard
	}
	for _, m := range plan.Moves {
		fmt.Fprintf(out, "%s → %s\n", oneLine(m.From), oneLine(m.To))
	}
	lines := 0
	for _, change := range plan.Changes {
		for _, line := range change.Lines {
			lines++
			fmt.Fprintf(out, "%s:%d\n", oneLine(change.Path), line.Number)
			before, after := around(out, line)
			for text := range strings.Lines(before) {
				fmt.Fprintln(out, "  "+out.in(faint, "- "+strings.TrimRight(text, "\r\n")))
			}
			for text := range strings.Lines(after) {
				fmt.Fprintln(out, "  "+out.in(green, "+ "+strings.TrimRight(text, "\r\n")))
			}
		}
	}
	w := c.ErrOrStderr()
	for _, file := range plan.Unread {
		fmt.Fprintln(w, handbook.Text{
			FR: fmt.Sprintf("relais : %s ne peut être lu et contient peut-être l’ancien nom : « relais check » dit pourquoi ; corrigez-le, puis remplacez-y le nom.", file),
			EN: fmt.Sprintf("relais: %s cannot be read and may hold the old name: “relais check” tells why; mend it, then replace the name there.", file),
		}.In(plan.Lang))
	}
	fmt.Fprintln(w, f.summary(lines, len(plan.Changes)).In(plan.Lang))
}

// summary says how much changes, or would.
func (f *renameFlags) summary(lines, files int) handbook.Text {
	text := handbook.Text{
		FR: fmt.Sprintf("Renommé : %s dans %s.", plural(lines, "ligne changée", "lignes changées"), plural(files, "fichier", "fichiers")),
		EN: fmt.Sprintf("Renamed: %s in %s.", plural(lines, "line changed", "lines changed"), plural(files, "file", "files")),
	}
	if f.dry {
		text = handbook.Text{
			FR: fmt.Sprintf("Rien n’est encore changé : %s à changer dans %s.", plural(lines, "ligne", "lignes"), plural(files, "fichier", "fichiers")),
			EN: fmt.Sprintf("Nothing is changed yet: %s to change in %s.", plural(lines, "line", "lines"), plural(files, "file", "files")),
		}
	}
	switch {
	case lines == 0 && f.dry:
		text = handbook.Text{FR: "Rien n’est encore changé : le fichier est à déplacer, sans qu’aucune ligne change.", EN: "Nothing is changed yet: the file is to be moved, and no line changes."}
	case lines == 0:
		text = handbook.Text{FR: "Déplacé : aucune ligne n’a changé.", EN: "Moved: no line has changed."}
	}
	if f.dry {
		text.FR += " Recommencez sans --dry-run pour renommer."
		text.EN += " Run it again without --dry-run to rename."
	}
	return text
}

// around returns a line before and after, as a person reads them: on a terminal,
// only what fits in a row of it around what changes.
func around(s screen, line rename.Line) (before, after string) {
	before, after = frame.Visible(line.Before), frame.Visible(line.After)
	const mark, context = 4, 24 // cells of what stands before the text, characters shown before what changes
	room := s.cells - mark
	if !s.wraps || strings.Contains(before+after, "\n") || max(frame.Cells(before), frame.Cells(after)) <= room {
		return before, after
	}
	was, is := []rune(before), []rune(after)
	same := 0
	for same < min(len(was), len(is)) && was[same] == is[same] {
		same++
	}
	if from := same - context; from > 0 {
		was, is = append([]rune("…"), was[from:]...), append([]rune("…"), is[from:]...)
	}
	return cut(string(was), room), cut(string(is), room)
}

// jsonPlan is what rename --json prints.
type jsonPlan struct {
	Done    bool             `json:"done"`
	From    string           `json:"from,omitempty"` // of the file that moves
	To      string           `json:"to,omitempty"`
	With    []jsonMove       `json:"with,omitempty"` // its translations
	Changes []jsonLineChange `json:"changes"`
	Unread  []string         `json:"unread,omitempty"`
}

type jsonMove struct {
	From string `json:"from"`
	To   string `json:"to"`
}

type jsonLineChange struct {
	Path   string `json:"path"` // before the rename
	Line   int    `json:"line"` // from 1
	Before string `json:"before"`
	After  string `json:"after"`
}

func writePlanJSON(w io.Writer, plan *rename.Plan, done bool) error {
	out := jsonPlan{Done: done, Changes: []jsonLineChange{}, Unread: plan.Unread}
	for i, m := range plan.Moves {
		if i == 0 {
			out.From, out.To = m.From, m.To
		} else {
			out.With = append(out.With, jsonMove{m.From, m.To})
		}
	}
	for _, change := range plan.Changes {
		for _, line := range change.Lines {
			out.Changes = append(out.Changes, jsonLineChange{change.Path, line.Number, line.Before, line.After})
		}
	}
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	return encoder.Encode(out)
}

// complete proposes the pages and, after the word theme, nothing: themes have spaces.
func (f *renameFlags) complete(c *cobra.Command, args []string) []string {
	_, source, err := f.locate(nil)
	if err != nil || len(args) > 1 || len(args) == 1 && isTheme(args[0]) {
		return nil
	}
	return append(pagePaths(c.Context(), source), "theme")
}

// renameError puts into words why nothing was renamed.
func renameError(err error) error {
	var refusal *rename.Refusal
	var changed *rename.ChangedError
	var unwritten *rename.WriteError
	switch {
	case errors.As(err, &refusal):
		return localError{cause: err, text: refusalText(refusal)}
	case errors.As(err, &changed):
		return localError{cause: err, text: handbook.Text{
			FR: fmt.Sprintf("relais : %s a changé pendant ce temps. Rien n’a été renommé ; recommencez.", changed.Path),
			EN: fmt.Sprintf("relais: %s has changed meanwhile. Nothing was renamed; try again.", changed.Path),
		}}
	case errors.As(err, &unwritten) && len(unwritten.Left) > 0:
		left := strings.Join(unwritten.Left, ", ")
		return localError{cause: err, text: handbook.Text{
			FR: fmt.Sprintf("relais : %s n’a pas pu être écrit, et ceci n’a pas pu être remis comme avant : %s. L’ancien texte est à côté de chacun, dans un fichier caché en « .relais-old.tmp » ; git le garde aussi.", unwritten.Path, left),
			EN: fmt.Sprintf("relais: %s could not be written, and this could not be put back: %s. The old text is beside each, in a hidden file ending in “.relais-old.tmp”; git has it too.", unwritten.Path, left),
		}}
	case errors.As(err, &unwritten):
		return localError{cause: err, text: handbook.Text{
			FR: fmt.Sprintf("relais : %s n’a pas pu être écrit. Rien n’est changé : vérifiez les droits et la place sur le disque, puis recommencez.", unwritten.Path),
			EN: fmt.Sprintf("relais: %s could not be written. Nothing is changed: check the permissions and the room on the disk, then try again.", unwritten.Path),
		}}
	}
	return err
}

// refusalText says what is in the way and what to do.
func refusalText(e *rename.Refusal) handbook.Text {
	text := handbook.Text{}
	switch e.Reason {
	case rename.NoPage:
		text = handbook.Text{
			FR: fmt.Sprintf("relais : aucune page ne s’appelle « %s ».", e.Name),
			EN: fmt.Sprintf("relais: no page is called “%s”.", e.Name),
		}
		if e.Near == "" {
			text.FR += " Écrivez le chemin de son fichier, comme fiches/insulte.md ; « relais list » les montre tous."
			text.EN += " Write the path of its file, like sheets/insult.md; “relais list” shows them all."
		}
	case rename.Unreadable:
		text = handbook.Text{
			FR: fmt.Sprintf("relais : %s ne peut être lu. Corrigez d’abord ce que « relais check » en dit.", e.Path),
			EN: fmt.Sprintf("relais: %s cannot be read. First mend what “relais check” says of it.", e.Path),
		}
	case rename.Unchanged:
		text = handbook.Text{
			FR: fmt.Sprintf("relais : « %s » est déjà son nom. Donnez-en un autre.", e.Name),
			EN: fmt.Sprintf("relais: “%s” is its name already. Give another.", e.Name),
		}
	case rename.BadName:
		text = handbook.Text{
			FR: fmt.Sprintf("relais : « %s » ne peut servir de nom. Pour une page, écrivez un fichier d’un dossier du manuel, en lettres, chiffres et traits d’union : fiches/face-a-une-insulte.md.", e.Name),
			EN: fmt.Sprintf("relais: “%s” cannot be a name. For a page, write a file of one of the handbook's folders, in letters, digits and hyphens: sheets/facing-an-insult.md.", e.Name),
		}
	case rename.Outside:
		text = handbook.Text{
			FR: fmt.Sprintf("relais : « %s » est hors du manuel. Écrivez un chemin dans le dossier du manuel, comme fiches/insulte.md.", e.Name),
			EN: fmt.Sprintf("relais: “%s” is outside the handbook. Write a path within its folder, like sheets/insult.md.", e.Name),
		}
	case rename.TypeChanges:
		text = handbook.Text{
			FR: fmt.Sprintf("relais : déplacer %s en « %s » en changerait le type, que le dossier dit. Gardez un dossier du même type, ou ajoutez d’abord une ligne « type: … » à la page.", e.Path, e.Name),
			EN: fmt.Sprintf("relais: moving %s to “%s” would change its type, which the folder tells. Keep to a folder of the same type, or first add a line “type: …” to the page.", e.Path, e.Name),
		}
	case rename.TargetExists:
		text = handbook.Text{
			FR: fmt.Sprintf("relais : %s existe déjà. Donnez un autre nom, ou déplacez d’abord ce fichier.", e.Name),
			EN: fmt.Sprintf("relais: %s exists already. Give another name, or move that file first.", e.Name),
		}
	case rename.IDTaken:
		text = handbook.Text{
			FR: fmt.Sprintf("relais : l’identifiant « %s » est, ou a été, celui de %s. Donnez-en un autre.", e.Name, e.Path),
			EN: fmt.Sprintf("relais: the id “%s” is, or was, that of %s. Give another.", e.Name, e.Path),
		}
	case rename.NoTheme:
		text = handbook.Text{
			FR: fmt.Sprintf("relais : aucune page n’a le thème « %s ».", e.Name),
			EN: fmt.Sprintf("relais: no page has the theme “%s”.", e.Name),
		}
	case rename.ThemeExists:
		text = handbook.Text{
			FR: fmt.Sprintf("relais : le thème « %s » existe déjà : les deux n’en feraient qu’un, sans retour possible. Si c’est ce que vous voulez, ajoutez --merge.", e.Name),
			EN: fmt.Sprintf("relais: there is a theme “%s” already: the two would be one for good. If that is what you want, add --merge.", e.Name),
		}
	case rename.NoRoom:
		text = handbook.Text{
			FR: fmt.Sprintf("relais : les « anciens_liens » de %s ne sont pas écrits comme une liste simple. Écrivez « anciens_liens: [%s] », puis recommencez.", e.Path, e.Name),
			EN: fmt.Sprintf("relais: the “aliases” of %s are not written as a plain list. Write “aliases: [%s]”, then try again.", e.Path, e.Name),
		}
	case rename.MeaningChange:
		text = handbook.Text{
			FR: fmt.Sprintf("relais : ce nom changerait ce que dit %s : un lien ou une référence y désignerait une autre page. Donnez un autre nom.", e.Path),
			EN: fmt.Sprintf("relais: that name would change what %s says: one of its links or references would mean another page. Give another name.", e.Path),
		}
	case rename.NewProblem:
		text = newProblemText(e.Problem)
	}
	if e.Near != "" {
		text.FR += fmt.Sprintf(" Vouliez-vous dire « %s » ?", e.Near)
		text.EN += fmt.Sprintf(" Did you mean “%s”?", e.Near)
	}
	return text
}

// newProblemText says which problem a rename would make, in the words of check.
func newProblemText(p handbook.Problem) handbook.Text {
	text := handbook.Text{
		FR: fmt.Sprintf("relais : ce nom poserait un nouveau problème dans %s. Donnez un autre nom.", p.Path),
		EN: fmt.Sprintf("relais: that name would make a new problem in %s. Give another name.", p.Path),
	}
	messages, err := handbook.NewMessages()
	if err != nil {
		return text
	}
	what := func(lang handbook.Lang) string {
		what, _ := messages.Of(p, lang)
		return what
	}
	return handbook.Text{FR: text.FR + " " + what(handbook.French), EN: text.EN + " " + what(handbook.English)}
}
