package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"relais/builder/frame"
	"relais/builder/handbook"
	"relais/builder/output"
)

// runAndZip publishes, then writes what is published into one file, to be handed over on a
// stick or by mail. Where a folder is asked to hold its own archive, the next build would
// find in it what it did not write.
func (f *flags) runAndZip(c *cobra.Command, source string, lang handbook.Lang) error {
	inside, err := isWithin(f.zip, f.destination)
	if err != nil {
		return err
	}
	if inside {
		return localError{text: handbook.Text{
			FR: fmt.Sprintf("relais : « %s » serait dans le dossier publié, donc dans lui-même. Écrivez l’archive ailleurs.", f.zip),
			EN: fmt.Sprintf("relais: “%s” would be in the published folder, and so in itself. Write the archive elsewhere.", f.zip),
		}}
	}
	if err := f.run(c, source); err != nil {
		return err
	}
	name := strings.TrimSuffix(filepath.Base(f.zip), filepath.Ext(f.zip))
	err = writeFile(f.zip, func(w io.Writer) error { return output.Zip(w, os.DirFS(f.destination), name) })
	if err != nil {
		return err
	}
	if !f.quiet {
		fmt.Fprintln(c.ErrOrStderr(), frame.Visible(handbook.Text{
			FR: fmt.Sprintf("Archive : « %s ». Une fois décompressée, ouvrir %s/index.html.", f.zip, name),
			EN: fmt.Sprintf("Archive: “%s”. Once unpacked, open %s/index.html.", f.zip, name),
		}.In(lang)))
	}
	return nil
}

// isWithin reports whether file is in folder, or below it.
func isWithin(file, folder string) (bool, error) {
	file, err := filepath.Abs(file)
	if err != nil {
		return false, err
	}
	if folder, err = filepath.Abs(folder); err != nil {
		return false, err
	}
	way, err := filepath.Rel(folder, file)
	return err == nil && way != ".." && !strings.HasPrefix(way, ".."+string(filepath.Separator)), nil
}
