package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"relais/builder"
	"relais/builder/handbook"
	"relais/builder/revision"
)

// diffFlags are the options of diff.
type diffFlags struct {
	flags
	markdown, json bool
}

func diffCommand(lang handbook.Lang) *cobra.Command {
	var f diffFlags
	text := func(fr, en string) string { return handbook.Text{FR: fr, EN: en}.In(lang) }
	c := &cobra.Command{
		Use:   text("diff AVANT [APRÈS]", "diff BEFORE [AFTER]"),
		Short: text("Dit ce qui change pour les lecteurs", "Tells what changes for readers"),
		Long: text(
			"Dit ce qui change pour les lecteurs, d’AVANT à APRÈS : les pages nouvelles,\nmodifiées, déplacées, retirées, les relations, les recherches, la diffusion.\n\nAVANT et APRÈS sont des révisions de git (branche, étiquette, commit) ou des\ndossiers ; sans APRÈS, c’est ce qui est écrit maintenant. Ne sont nommées que les\npages des lecteurs de --audience ou, sans cette option, de ceux qui en lisent le\nmoins ; les autres sont comptées.",
			"Tells what changes for readers from BEFORE to AFTER: pages that are new, changed,\nmoved or withdrawn, relations, searches, audiences.\n\nBEFORE and AFTER are revisions of git (a branch, a tag, a commit) or folders;\nwithout AFTER, it is what is written now. Only pages of the readers of --audience\nor, without it, of those who read least, are named; the others are counted."),
		Example: text(
			"  relais diff main\n  relais diff v1.0 v1.1 --markdown > changements.md",
			"  relais diff main\n  relais diff v1.0 v1.1 --markdown > changes.md"),
		Args: func(_ *cobra.Command, args []string) error {
			switch {
			case len(args) == 0:
				return localError{text: handbook.Text{
					FR: "relais : dites à quoi comparer, par exemple : relais diff main.",
					EN: "relais: say what to compare with, for instance: relais diff main.",
				}}
			case len(args) > 2:
				return localError{text: handbook.Text{
					FR: fmt.Sprintf("relais : « %s » est de trop : donnez AVANT et APRÈS, et le dossier du manuel avec --source.", args[2]),
					EN: fmt.Sprintf("relais: “%s” is too much: give BEFORE and AFTER, and the handbook’s folder with --source.", args[2]),
				}}
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error { return f.run(c, args) },
	}
	f.registerReading(c, lang)
	f.registerRoster(c, lang)
	c.Flags().BoolVar(&f.markdown, "markdown", false, text("en Markdown, pour un commentaire (sans terminal, c’est ainsi)", "as Markdown, for a comment (without a terminal it is)"))
	c.Flags().BoolVar(&f.json, "json", false, text("en JSON", "as JSON"))
	return c
}

// run compares two states of the handbook and tells what changes.
func (f *diffFlags) run(c *cobra.Command, args []string) (err error) {
	sides := handbookSides{source: f.source}
	defer func() { err = errors.Join(err, sides.close()) }()
	before, err := sides.find(c.Context(), args[0])
	if err != nil {
		return err
	}
	var after side
	if len(args) == 2 {
		after, err = sides.find(c.Context(), args[1])
	} else {
		_, after.folder, err = f.locate(nil)
	}
	if err != nil {
		return err
	}
	later, err := f.options(after.folder)
	if err != nil {
		return err
	}
	later.Beside = after.beside
	earlier := later
	earlier.Source, earlier.Beside = before.folder, before.beside
	difference, err := builder.Diff(c.Context(), earlier, later)
	if err != nil {
		return machineError(err, "")
	}
	out := c.OutOrStdout()
	if f.json {
		encoder := json.NewEncoder(out)
		encoder.SetIndent("", "  ")
		encoder.SetEscapeHTML(false)
		return encoder.Encode(difference)
	}
	return tellChanges(out, difference, f.markdown || !isTerminal(out))
}

// handbookSides finds the states of a handbook, some of which are unpacked from git
// into folders that close removes.
type handbookSides struct {
	source string // of the handbook now, as --source has it
	made   []string
}

// side is one state of the handbook.
type side struct {
	folder string // that holds it
	beside string // where it is now, when folder holds what it was: its further folders are as they are
}

// find returns the state that a person names: a folder with a handbook, else a revision.
func (s *handbookSides) find(ctx context.Context, name string) (side, error) {
	named := flags{source: name}
	if _, folder, err := named.locate(nil); err == nil {
		return side{folder: folder}, nil
	}
	now := flags{source: s.source}
	_, folder, err := now.locate(nil)
	if err != nil {
		return side{}, err
	}
	made, err := os.MkdirTemp("", "relais-diff-*")
	if err != nil {
		return side{}, err
	}
	s.made = append(s.made, made)
	root, err := os.OpenRoot(made)
	if err != nil {
		return side{}, err
	}
	defer root.Close()
	// Where the revision has no handbook there is an empty one, and all is new.
	if _, err := revision.Extract(ctx, folder, name, root); err != nil {
		return side{}, revisionError(err, name, folder)
	}
	return side{made, folder}, nil
}

func (s *handbookSides) close() error {
	var errs []error
	for _, folder := range s.made {
		errs = append(errs, os.RemoveAll(folder))
	}
	return errors.Join(errs...)
}

// revisionError puts into words why git does not give a revision.
func revisionError(err error, name, folder string) error {
	var unknown *revision.UnknownError
	var none *revision.NotRepositoryError
	switch {
	case errors.Is(err, revision.ErrNoGit):
		return localError{cause: err, text: handbook.Text{
			FR: "relais : git n’est pas installé, et lui seul connaît les états passés. Installez-le, ou donnez deux dossiers : relais diff AVANT APRÈS.",
			EN: "relais: git is not installed, and only git knows past states. Install it, or give two folders: relais diff BEFORE AFTER.",
		}}
	case errors.As(err, &none):
		absolute, _ := filepath.Abs(folder)
		return localError{cause: err, text: handbook.Text{
			FR: fmt.Sprintf("relais : « %s » n’est ni un dossier de manuel, ni une révision que git puisse lire : « %s » n’est dans aucun dépôt, ou git refuse de lire celui-ci. Donnez deux dossiers, ou ajoutez --verbose pour savoir ce que git a répondu.", name, absolute),
			EN: fmt.Sprintf("relais: “%s” is neither the folder of a handbook nor a revision that git can read: “%s” is in no repository, or git refuses to read it. Give two folders, or add --verbose to know what git answered.", name, absolute),
		}}
	case errors.As(err, &unknown) && unknown.Shallow:
		return localError{cause: err, text: handbook.Text{
			FR: fmt.Sprintf("relais : ce clone n’a pas la révision « %s », parce qu’il n’a que la fin de l’histoire. Tapez « git fetch --unshallow » ; dans un pipeline, écrivez « fetch-depth: 0 » (GitHub, Gitea) ou « GIT_DEPTH: \"0\" » (GitLab).", name),
			EN: fmt.Sprintf("relais: this clone does not have the revision “%s”, because it only has the end of the history. Type “git fetch --unshallow”; in a pipeline, write “fetch-depth: 0” (GitHub, Gitea) or “GIT_DEPTH: \"0\"” (GitLab).", name),
		}}
	case errors.As(err, &unknown):
		return localError{cause: err, text: handbook.Text{
			FR: fmt.Sprintf("relais : « %s » n’est ni un dossier de manuel, ni une révision de ce dépôt. Donnez une branche, une étiquette ou un commit : « git branch --all » les montre.", name),
			EN: fmt.Sprintf("relais: “%s” is neither the folder of a handbook nor a revision of this repository. Give a branch, a tag or a commit: “git branch --all” shows them.", name),
		}}
	}
	return err
}
