package output

import (
	"archive/zip"
	"io"
	"io/fs"
	"path"
)

// Zip writes a published folder as an archive in which all stands in one folder
// called name. The same site gives the same bytes, whenever it is written: entries
// are sorted and have no date. The marker by which Relais knows its own folders is left out.
func Zip(w io.Writer, site fs.FS, name string) error {
	archive := zip.NewWriter(w)
	err := fs.WalkDir(site, ".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || file == markerName {
			return err
		}
		source, err := site.Open(file)
		if err != nil {
			return err
		}
		defer source.Close()
		target, err := archive.CreateHeader(&zip.FileHeader{Name: path.Join(name, file), Method: zip.Deflate})
		if err != nil {
			return err
		}
		_, err = io.Copy(target, source)
		return err
	})
	if err != nil {
		return err
	}
	return archive.Close()
}
