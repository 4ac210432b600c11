package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"relais/builder/handbook"
)

// Whatever the machine refuses is told in two whole sentences of each language,
// with the file, and never in the words of a Go error.
func TestFailuresAreToldInSentences(t *testing.T) {
	root, err := os.OpenRoot(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	if err := os.Symlink("../dehors", filepath.Join(root.Name(), "lien.md")); err != nil {
		t.Fatal(err)
	}
	_, escape := root.Open("lien.md")

	const unforeseen = "une panne imprévue"
	refused := func(err error) error { return &fs.PathError{Op: "open", Path: "fiches/a.md", Err: err} }
	for _, c := range []struct {
		err  error
		says string // the French begins so
	}{
		{refused(syscall.EACCES), "la machine refuse l’accès à « fiches/a.md »."},
		{refused(syscall.EPERM), "la machine refuse l’accès à « fiches/a.md »."},
		{refused(syscall.ENOENT), "« fiches/a.md » n’existe pas, ou vient de disparaître."},
		{refused(syscall.EEXIST), "« fiches/a.md » existe déjà."},
		{refused(syscall.ENOSPC), "le disque est plein : « fiches/a.md » n’a pas pu être écrit."},
		{refused(syscall.EDQUOT), "le disque est plein : « fiches/a.md » n’a pas pu être écrit."},
		{refused(syscall.EMFILE), "la machine ne laisse pas ouvrir plus de fichiers."},
		{refused(syscall.ENFILE), "la machine ne laisse pas ouvrir plus de fichiers."},
		{refused(syscall.EROFS), "« fiches/a.md » est sur un disque où l’on ne peut que lire."},
		{refused(syscall.EISDIR), "« fiches/a.md » est un dossier, et il faut un fichier à cet endroit."},
		{refused(syscall.ENOTDIR), "un fichier se trouve là où il faut un dossier : « fiches/a.md »."},
		{refused(syscall.ENAMETOOLONG), "la machine trouve trop long le nom de « fiches/a.md »."},
		{refused(syscall.ENOMEM), "la machine n’a plus assez de mémoire."},
		{refused(syscall.EIO), "le disque répond mal : « fiches/a.md » ne se lit ou ne s’écrit pas."},
		{&os.LinkError{Op: "rename", Old: "x", New: "public", Err: syscall.EACCES}, "la machine refuse l’accès à « public »."},
		{&fs.PathError{Op: "open", Path: "/srv/manuel/.public.stage/assets/site.css", Err: syscall.ENOSPC}, "le disque est plein : « /srv/manuel » n’a pas pu être écrit."},
		{&fs.PathError{Op: "open", Path: ".public.lock", Err: syscall.EROFS}, "« . » est sur un disque où l’on ne peut que lire."},
		{fs.ErrPermission, "la machine refuse l’accès à un fichier."},
		{escape, "« lien.md » mène hors du dossier du manuel, et n’est pas suivi."},
		{context.Canceled, "interrompu."},
		{refused(errors.New("some gibberish")), unforeseen},
		{errors.New("some gibberish"), unforeseen},
	} {
		wrapped := fmt.Errorf("loading the handbook: %w", c.err)
		fr, en := explain(wrapped, handbook.French), explain(wrapped, handbook.English)
		if !strings.HasPrefix(fr, "relais : "+c.says) {
			t.Errorf("%v\ngot  %q\nwant %q", c.err, fr, c.says)
		}
		for _, text := range []string{fr, en} {
			if !strings.HasSuffix(text, ".") || strings.Contains(text, c.err.Error()) || strings.Contains(text, "loading") || strings.Contains(text, "gibberish") {
				t.Errorf("not two sentences of ours: %q", text)
			}
		}
		if !strings.HasPrefix(en, "relais: ") {
			t.Errorf("not English: %q", en)
		}
		if details(wrapped) != wrapped.Error() {
			t.Errorf("--verbose tells %q", details(wrapped))
		}
	}
}
