package editor

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha512"
	_ "embed"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// pinned names the package, its version, and what the npm registry says that its
// archive must be: the same words that npm writes in a lock file.
//
//go:embed pinned.txt
var pinned string

// Pin is the package that the editor is made of.
type Pin struct {
	Name, Version string
	Integrity     string // "sha512-" and the digest of the archive, in base 64
}

// Pinned returns the package that this version of Relais publishes, and no other.
func Pinned() Pin {
	words := strings.Fields(pinned)
	return Pin{words[0], words[1], words[2]}
}

// Spec returns the package as npm's commands name it.
func (p Pin) Spec() string { return p.Name + "@" + p.Version }

// File returns the name that `npm pack` gives to the archive.
func (p Pin) File() string {
	return strings.ReplaceAll(strings.TrimPrefix(p.Name, "@"), "/", "-") + "-" + p.Version + ".tgz"
}

// MissingError says that the archive is in none of the folders where it may be.
type MissingError struct {
	Pin     Pin
	Folders []string // the first is where it is best put
}

func (e *MissingError) Error() string {
	return fmt.Sprintf("%s is in none of %s", e.Pin.File(), strings.Join(e.Folders, ", "))
}

// DamagedError says that a file is not the archive that its name promises.
type DamagedError struct{ Path string }

func (e *DamagedError) Error() string {
	return e.Path + " is not what the registry published under this name"
}

// Archive is the package, whole and as it was published.
type Archive struct{ files map[string][]byte } // by path in the package

// maxArchive bounds the archive, and what it unpacks to, in bytes.
const maxArchive, maxUnpacked = 64 << 20, 256 << 20

// Open finds the pinned archive in the first of folders that has it and reads it.
// Every time, its digest must be the pinned one.
func Open(folders []string) (*Archive, error) {
	pin := Pinned()
	for _, folder := range folders {
		name := filepath.Join(folder, pin.File())
		data, err := readFile(name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("reading the editor: %w", err)
		}
		if digest := sha512.Sum512(data); "sha512-"+base64.StdEncoding.EncodeToString(digest[:]) != pin.Integrity {
			return nil, &DamagedError{name}
		}
		files, err := unpack(data)
		if err != nil {
			return nil, fmt.Errorf("unpacking %s: %w", name, err)
		}
		return &Archive{files}, nil
	}
	return nil, &MissingError{pin, folders}
}

func readFile(name string) (data []byte, err error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	return io.ReadAll(io.LimitReader(file, maxArchive))
}

// unpack reads the files of a package, below the folder that npm puts them in.
// Source maps, which are most of it, are left.
func unpack(data []byte) (map[string][]byte, error) {
	zipped, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	for entries := tar.NewReader(io.LimitReader(zipped, maxUnpacked)); ; {
		header, err := entries.Next()
		if err == io.EOF {
			return files, nil
		}
		if err != nil {
			return nil, err
		}
		name := strings.TrimPrefix(header.Name, "package/")
		if header.Typeflag != tar.TypeReg || strings.HasSuffix(name, ".map") || !fs.ValidPath(name) {
			continue
		}
		content, err := io.ReadAll(entries)
		if err != nil {
			return nil, err
		}
		files[name] = content
	}
}

// Schema returns the JSON Schema of the configuration, which the package brings.
func (a *Archive) Schema() []byte { return a.files["schema/sveltia-cms.json"] }
