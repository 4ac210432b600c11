package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"relais/builder/handbook"
	"relais/themes"
)

// themeCommand shows our themes to whoever makes another.
func themeCommand(lang handbook.Lang) *cobra.Command {
	var copied string
	var guide bool
	text := func(fr, en string) string { return handbook.Text{FR: fr, EN: en}.In(lang) }
	c := &cobra.Command{
		Use:   text("theme [THEME [FICHIER]]", "theme [THEME [FILE]]"),
		Short: text("Montre les thèmes de Relais, à qui en fait un autre", "Shows the themes of Relais to whoever makes another"),
		Long: text(
			"Sans rien, liste les thèmes. Avec un nom, liste ses fichiers ; avec un fichier, l’écrit sur\nla sortie standard. --copie met le thème entier dans un dossier, pour le changer ; --guide\nécrit le guide de qui fait un thème.\n\nUn manuel choisit un thème par « theme: NOM » dans handbook.yaml ; un fichier de son dossier\nthemes/ remplace celui du même chemin.",
			"Alone, lists the themes. With a name, lists its files; with a file, writes it to the\nstandard output. --copy puts the whole theme into a folder, to be changed; --guide writes\nthe guide for whoever makes a theme.\n\nA handbook chooses a theme by “theme: NAME” in handbook.yaml; a file of its folder themes/\ntakes the place of the one at the same path."),
		Example: text(
			"  relais theme default templates/sheet.html > themes/templates/sheet.html\n  relais theme classeur --copie themes/maison\n  relais theme --guide > theme.md",
			"  relais theme default templates/sheet.html > themes/templates/sheet.html\n  relais theme classeur --copy themes/own\n  relais theme --guide > theme.md"),
		Args: atMostOneFile,
		RunE: func(c *cobra.Command, args []string) error {
			out := c.OutOrStdout()
			switch {
			case guide:
				_, err := out.Write(themes.Guide(string(lang)))
				return err
			case len(args) == 0:
				_, err := fmt.Fprintln(out, strings.Join(themes.Names(), "\n"))
				return err
			}
			files, err := filesOfTheme(args[0])
			switch {
			case err != nil:
				return err
			case copied != "":
				return copyTheme(c, args[0], copied)
			case len(args) == 1:
				_, err := fmt.Fprintln(out, strings.Join(files, "\n"))
				return err
			}
			return printThemeFile(c, args[0], filepath.ToSlash(args[1]), files)
		},
	}
	c.Flags().StringVar(&copied, text("copie", "copy"), "", text("copie le thème entier dans ce `dossier`", "copies the whole theme into this `folder`"))
	c.Flags().BoolVar(&guide, "guide", false, text("écrit le guide de qui fait un thème", "writes the guide for whoever makes a theme"))
	speakBoth(c.Flags(), lang, handbook.Text{FR: "copie", EN: "copy"})
	return c
}

func atMostOneFile(_ *cobra.Command, args []string) error {
	if len(args) <= 2 {
		return nil
	}
	return localError{text: handbook.Text{
		FR: fmt.Sprintf("relais : « %s » est de trop : donnez un thème et un seul fichier.", args[2]),
		EN: fmt.Sprintf("relais: “%s” is too much: give a theme and one file only.", args[2]),
	}}
}

// filesOfTheme lists the files of one of our themes.
func filesOfTheme(name string) ([]string, error) {
	theme, ok := themes.Named(name)
	if !ok {
		return nil, localError{text: handbook.Text{
			FR: fmt.Sprintf("relais : il n’y a pas de thème « %s ». Choisissez parmi : %s.", name, strings.Join(themes.Names(), ", ")),
			EN: fmt.Sprintf("relais: there is no theme “%s”. Choose among: %s.", name, strings.Join(themes.Names(), ", ")),
		}}
	}
	var files []string
	err := fs.WalkDir(theme, ".", func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			files = append(files, path)
		}
		return err
	})
	return files, err
}

func printThemeFile(c *cobra.Command, name, file string, files []string) error {
	theme, _ := themes.Named(name)
	data, err := fs.ReadFile(theme, file)
	if err != nil {
		near := handbook.Text{}
		if like := handbook.Nearest(file, files); like != "" {
			near = handbook.Text{FR: fmt.Sprintf(" Vouliez-vous dire « %s » ?", like), EN: fmt.Sprintf(" Did you mean “%s”?", like)}
		}
		return localError{cause: err, text: handbook.Text{
			FR: fmt.Sprintf("relais : le thème « %s » n’a pas de fichier « %s ».%s Tapez « relais theme %s » pour les voir tous.", name, file, near.FR, name),
			EN: fmt.Sprintf("relais: the theme “%s” has no file “%s”.%s Type “relais theme %s” to see them all.", name, file, near.EN, name),
		}}
	}
	_, err = c.OutOrStdout().Write(data)
	return err
}

// copyTheme writes the files of a theme, without what lies under every one, into a folder
// that holds none yet.
func copyTheme(c *cobra.Command, name, folder string) error {
	if entries, err := os.ReadDir(folder); err == nil && len(entries) > 0 {
		return localError{text: handbook.Text{
			FR: fmt.Sprintf("relais : « %s » n’est pas vide, et rien n’y est écrasé. Choisissez un dossier qui n’existe pas encore.", folder),
			EN: fmt.Sprintf("relais: “%s” is not empty, and nothing in it is overwritten. Choose a folder that does not exist yet.", folder),
		}}
	} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.CopyFS(folder, themes.Files(name)); err != nil {
		return err
	}
	_, err := fmt.Fprintln(c.OutOrStdout(), folder)
	return err
}
