package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"strings"
	"syscall"

	"github.com/spf13/pflag"

	"relais/builder"
	"relais/builder/handbook"
	"relais/builder/output"
)

// The rules of what is said when a command cannot go on:
//
//   - One whole sentence says what is wrong, the next what to do, in the language of
//     the person at the terminal. The text of a Go error is never part of it.
//   - --verbose adds that text on a line of its own, for whoever looks after the
//     machine.

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
		syntax  *pflag.InvalidSyntaxError
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
			FR: "relais : il manque une valeur après « %s ». Ajoutez --help à la commande pour voir ce qu’elle attend.",
			EN: "relais: a value is missing after “%s”. Add --help to the command to see what it takes.",
		}.In(lang), dashed(missing.GetSpecifiedName()))
	case errors.As(err, &syntax):
		return fmt.Sprintf(handbook.Text{
			FR: "relais : « %s » ne s’écrit pas ainsi. Ajoutez --help à la commande pour voir les options qu’elle accepte.",
			EN: "relais: “%s” is not how an option is written. Add --help to the command to see those that it takes.",
		}.In(lang), syntax.GetSpecifiedFlag())
	case errors.As(err, &invalid):
		return fmt.Sprintf(handbook.Text{
			FR: "relais : « %s » n’est pas une valeur de l’option --%s. Ajoutez --help à la commande pour voir ce qu’elle attend.",
			EN: "relais: “%s” is not a value of the option --%s. Add --help to the command to see what it takes.",
		}.In(lang), invalid.GetValue(), invalid.GetFlag().Name)
	}
	text := machineText(err)
	return handbook.Text{FR: "relais : " + text.FR, EN: "relais: " + text.EN}.In(lang)
}

// machineError puts into words what may befall the destination, the names in it,
// and the readers.
func machineError(err error, destination string) error {
	var busy *output.BusyError
	var foreign *output.ForeignError
	var readers *builder.ReadersError
	var root *builder.RootError
	var unusable *output.UnusableError
	var name *output.NameError
	switch {
	case errors.Is(err, context.Canceled):
		return localError{cause: err, text: handbook.Text{
			FR: "relais : interrompu. Rien n’a été publié.",
			EN: "relais: interrupted. Nothing was published.",
		}}
	case errors.As(err, &busy):
		return localError{cause: err, text: handbook.Text{
			FR: fmt.Sprintf("relais : une autre publication est en cours dans « %s ». Attendez qu’elle finisse, puis recommencez.", destination),
			EN: fmt.Sprintf("relais: another build is publishing to “%s”. Wait for it to end, then try again.", destination),
		}}
	case errors.As(err, &foreign):
		return localError{cause: err, text: handbook.Text{
			FR: fmt.Sprintf("relais : « %s » contient des fichiers que relais n’a pas écrits ; il les effacerait. Choisissez un autre dossier avec --destination, ou videz celui-ci.", destination),
			EN: fmt.Sprintf("relais: “%s” holds files that relais did not write, and would delete. Choose another folder with --destination, or empty this one.", destination),
		}}
	case errors.As(err, &readers):
		return localError{cause: err, text: handbook.Text{
			FR: fmt.Sprintf("relais : le manuel n’a ni fonction ni groupe de ce nom : « %s ». Écrivez l’identifiant d’une page de fonctions/ ou de groupes/.", readers.Readers.ID),
			EN: fmt.Sprintf("relais: the handbook has no such function or group: “%s”. Write the id of a page of functions/ or groups/.", readers.Readers.ID),
		}}
	case errors.As(err, &root):
		return localError{cause: err, text: handbook.Text{
			FR: fmt.Sprintf("relais : « %s » ne peut pas s’ajouter au manuel. Donnez un dossier hors du manuel, qui contient un fichier handbook.yaml.", root.Folder),
			EN: fmt.Sprintf("relais: “%s” cannot be added to the handbook. Give a folder outside the handbook that holds a file handbook.yaml.", root.Folder),
		}}
	case errors.As(err, &unusable):
		return localError{cause: err, text: unusableText(unusable)}
	case errors.As(err, &name):
		return localError{cause: err, text: nameText(name)}
	}
	return err
}

// unusableText says why a folder cannot be published to.
func unusableText(e *output.UnusableError) handbook.Text {
	switch e.Why {
	case output.IsFile:
		return handbook.Text{
			FR: fmt.Sprintf("relais : « %s » est un fichier, et le manuel se publie dans un dossier. Choisissez-en un autre avec --destination.", e.Dest),
			EN: fmt.Sprintf("relais: “%s” is a file, and a handbook is published to a folder. Choose another with --destination.", e.Dest),
		}
	case output.LeadsNowhere:
		return handbook.Text{
			FR: fmt.Sprintf("relais : « %s » est un lien qui ne mène nulle part ; un disque n’est peut-être pas branché. Branchez-le, ou choisissez un autre dossier avec --destination.", e.Dest),
			EN: fmt.Sprintf("relais: “%s” is a link that leads nowhere; a disk may not be plugged in. Plug it in, or choose another folder with --destination.", e.Dest),
		}
	}
	return handbook.Text{
		FR: fmt.Sprintf("relais : « %s » est la racine d’un disque, qui ne peut pas être remplacée d’un coup. Choisissez un dossier de ce disque avec --destination.", e.Dest),
		EN: fmt.Sprintf("relais: “%s” is the root of a disk, which cannot be replaced in one step. Choose a folder of that disk with --destination.", e.Dest),
	}
}

// nameText says which file could not be copied to every system.
func nameText(e *output.NameError) handbook.Text {
	if e.Clash == "" {
		return handbook.Text{
			FR: fmt.Sprintf("relais : « %s » ne peut être le nom d’un fichier sur tous les systèmes. Renommez-le.", e.Name),
			EN: fmt.Sprintf("relais: “%s” cannot be the name of a file on every system. Rename it.", e.Name),
		}
	}
	return handbook.Text{
		FR: fmt.Sprintf("relais : « %s » et « %s » ne font qu’un fichier sur certains systèmes. Renommez l’un des deux.", e.Name, e.Clash),
		EN: fmt.Sprintf("relais: “%s” and “%s” are one file on some systems. Rename one of the two.", e.Name, e.Clash),
	}
}

// details returns what the machine said, for --verbose.
func details(err error) string {
	var said localError
	if errors.As(err, &said) && said.cause != nil {
		return said.cause.Error()
	}
	return err.Error()
}

// machineText says what the machine refuses, and what to do about it.
func machineText(err error) handbook.Text {
	name := fileOf(err)
	fr, en := "« "+name+" »", "“"+name+"”"
	if name == "" {
		fr, en = "un fichier", "a file"
	}
	text := func(frText, enText string) handbook.Text {
		return handbook.Text{
			FR: strings.ReplaceAll(frText, "FICHIER", fr),
			EN: strings.ReplaceAll(enText, "FILE", en),
		}
	}
	switch {
	case errors.Is(err, context.Canceled):
		return text("interrompu.", "interrupted.")
	case errors.Is(err, fs.ErrPermission):
		return text(
			"la machine refuse l’accès à FICHIER. Vérifiez à qui il est et quels sont ses droits, et fermez les programmes qui l’ont ouvert.",
			"the machine refuses access to FILE. Check whose it is and its permissions, and close the programs that have it open.")
	case errors.Is(err, fs.ErrNotExist):
		return text(
			"FICHIER n’existe pas, ou vient de disparaître. Vérifiez le chemin, puis recommencez.",
			"FILE does not exist, or has just gone. Check the path, then try again.")
	case errors.Is(err, fs.ErrExist):
		return text(
			"FICHIER existe déjà. Choisissez un autre nom, ou déplacez-le d’abord.",
			"FILE exists already. Choose another name, or move it away first.")
	case is(err, syscall.ENOSPC, syscall.EDQUOT):
		return text(
			"le disque est plein : FICHIER n’a pas pu être écrit. Libérez de la place, puis recommencez.",
			"the disk is full: FILE could not be written. Make room, then try again.")
	case is(err, syscall.EMFILE, syscall.ENFILE):
		return text(
			"la machine ne laisse pas ouvrir plus de fichiers. Fermez des programmes ou tapez « ulimit -n 4096 », puis recommencez.",
			"the machine lets no more files be opened. Close programs or type “ulimit -n 4096”, then try again.")
	case is(err, syscall.EROFS):
		return text(
			"FICHIER est sur un disque où l’on ne peut que lire. Choisissez un dossier sur un autre disque.",
			"FILE is on a disk that can only be read. Choose a folder on another disk.")
	case is(err, syscall.EISDIR):
		return text(
			"FICHIER est un dossier, et il faut un fichier à cet endroit. Renommez-le ou déplacez-le.",
			"FILE is a folder, and a file is needed there. Rename it or move it away.")
	case is(err, syscall.ENOTDIR):
		return text(
			"un fichier se trouve là où il faut un dossier : FICHIER. Renommez-le ou déplacez-le.",
			"a file stands where a folder is needed: FILE. Rename it or move it away.")
	case is(err, syscall.ENAMETOOLONG):
		return text(
			"la machine trouve trop long le nom de FICHIER. Raccourcissez-le.",
			"the machine finds the name of FILE too long. Shorten it.")
	case is(err, syscall.ENOMEM):
		return text(
			"la machine n’a plus assez de mémoire. Fermez des programmes, puis recommencez.",
			"the machine is out of memory. Close programs, then try again.")
	case is(err, syscall.EIO):
		return text(
			"le disque répond mal : FICHIER ne se lit ou ne s’écrit pas. Gardez une copie du manuel ailleurs, puis faites vérifier le disque.",
			"the disk answers badly: FILE cannot be read or written. Keep a copy of the handbook elsewhere, then have the disk checked.")
	case escapes(err):
		return text(
			"FICHIER mène hors du dossier du manuel, et n’est pas suivi. Mettez à sa place une copie de ce qu’il désigne.",
			"FILE leads out of the handbook’s folder, and is not followed. Put a copy of what it points to in its place.")
	}
	return text(
		"une panne imprévue a arrêté la commande. Recommencez avec --verbose pour savoir ce que la machine a répondu, et montrez-le à qui tient relais.",
		"an unforeseen failure stopped the command. Try again with --verbose to know what the machine answered, and show it to whoever looks after relais.")
}

func is(err error, targets ...syscall.Errno) bool {
	for _, target := range targets {
		if errors.Is(err, target) {
			return true
		}
	}
	return false
}

// fileOf returns the file that an error is about, or "". For the files that a
// build keeps beside the published folder, it is the folder that they stand in,
// which the person knows.
func fileOf(err error) string {
	var path *fs.PathError
	var link *os.LinkError
	name := ""
	switch {
	case errors.As(err, &path):
		name = path.Path
	case errors.As(err, &link):
		name = link.New
	}
	if beside := regexp.MustCompile(`(^|[/\\])\.[^/\\]+\.(lock|stage|previous)([/\\]|$)`).FindStringIndex(name); beside != nil {
		return cmp.Or(name[:beside[0]], ".")
	}
	return name
}

// escapes reports whether a symbolic link was refused because it leads out of an
// os.Root, which has an error for it but does not export it.
func escapes(err error) bool {
	var path *fs.PathError
	return errors.As(err, &path) && path.Err.Error() == "path escapes from parent"
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
