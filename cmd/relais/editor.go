package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"relais/builder"
	"relais/builder/editor"
	"relais/builder/handbook"
)

// editors returns the folders where the archive of the editor may be: that of
// the handbook in source, then that of this program, where a release puts it,
// then that which this user keeps for all handbooks.
func editors(source string) []string {
	folders := []string{filepath.Join(source, ".relais")}
	if program, err := os.Executable(); err == nil {
		folders = append(folders, filepath.Dir(program))
	}
	if cache, err := os.UserCacheDir(); err == nil {
		folders = append(folders, filepath.Join(cache, "relais"))
	}
	return folders
}

// editorError puts into words what may befall the editor. An archive that is
// missing is best put into .relais, which is made for it.
func editorError(err error) error {
	var missing *editor.MissingError
	var damaged *editor.DamagedError
	switch {
	case errors.Is(err, builder.ErrNoForge):
		return localError{cause: err, text: handbook.Text{
			FR: "relais : l’éditeur ne saurait où enregistrer. Écrivez dans handbook.yaml, par exemple, « modification: {forge: github, depot: organisation/manuel} ».",
			EN: "relais: the editor would not know where to save. Write in handbook.yaml, for instance, “edit: {forge: github, repository: organization/handbook}”.",
		}}
	case errors.As(err, &missing):
		folder := missing.Folders[0]
		if err := os.MkdirAll(folder, 0o755); err != nil {
			return fmt.Errorf("making the folder of the editor: %w", err)
		}
		others := strings.Join(missing.Folders[1:], ", ")
		command := fmt.Sprintf("npm pack --pack-destination %q %s", folder, missing.Pin.Spec())
		return localError{cause: err, text: handbook.Text{
			FR: fmt.Sprintf("relais : il manque l’éditeur, que relais ne contient pas. Rien n’a été publié.\nTapez « %s », ou demandez le fichier « %s » à qui l’a déjà et mettez-le dans « %s » ; puis recommencez.\n(Il est cherché aussi dans : %s.)", command, missing.Pin.File(), folder, others),
			EN: fmt.Sprintf("relais: the editor is missing; relais does not contain it. Nothing was published.\nType “%s”, or ask somebody who has the file “%s” and put it into “%s”; then try again.\n(It is looked for in %s too.)", command, missing.Pin.File(), folder, others),
		}}
	case errors.As(err, &damaged):
		return localError{cause: err, text: handbook.Text{
			FR: fmt.Sprintf("relais : « %s » n’est pas l’éditeur attendu : le fichier est abîmé, ou quelqu’un l’a changé. Rien n’a été publié. Supprimez-le, puis recommencez : relais dira comment l’obtenir.", damaged.Path),
			EN: fmt.Sprintf("relais: “%s” is not the editor that was expected: the file is damaged, or somebody changed it. Nothing was published. Delete it, then try again: relais will say how to get it.", damaged.Path),
		}}
	}
	return err
}
