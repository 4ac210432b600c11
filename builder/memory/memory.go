// Package memory keeps in a folder, between two runs of one program, what is dear
// to compute again.
//
// Its fundamental types are [Folder] and the values that [Encode] and [Decode] turn
// into bytes and back. What is in the folder is worth nothing: it may be deleted at any
// time, and what is damaged, cut short or made by another program is not there. So
// nothing here returns an error but Encode: whatever goes wrong, the run goes on without.
package memory

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// A Folder holds files by name. It is safe for concurrent use, by several processes
// too: a reader sees all of a file or nothing.
type Folder struct {
	path    string
	program func() (uint64, error)
}

// Open returns the folder at path, which is made when something is kept.
func Open(path string) *Folder { return &Folder{path: path, program: sync.OnceValues(program)} }

// program tells this program from any other: by its bytes, because what installs
// one anew on each run of a pipeline does not keep its time.
func program() (uint64, error) {
	name, err := os.Executable()
	if err != nil {
		return 0, err
	}
	file, err := os.Open(name)
	if err != nil {
		return 0, err
	}
	defer file.Close()
	sum := crc32.New(castagnoli())
	size, err := io.CopyBuffer(struct{ io.Writer }{sum}, file, make([]byte, 1<<20))
	return uint64(size)<<32 | uint64(sum.Sum32()), err
}

func castagnoli() *crc32.Table { return crc32.MakeTable(crc32.Castagnoli) }

// trailer is what stands behind the bytes of a file: the program, then a checksum of
// all that comes before, the file's name included.
const trailer = 8 + 4

// Read returns what Keep has kept under a name; ok says whether it is there.
// Nobody else has the bytes.
func (f *Folder) Read(name string) (data []byte, ok bool) {
	program, err := f.program()
	if err != nil {
		return nil, false
	}
	data, err = os.ReadFile(filepath.Join(f.path, name))
	if err != nil {
		return nil, false
	}
	end := len(data) - trailer
	if end < 0 || binary.LittleEndian.Uint64(data[end:]) != program || sumOf(name, data[:end+8]) != binary.LittleEndian.Uint32(data[end+8:]) {
		f.Forget(name)
		return nil, false
	}
	return data[:end:end], true
}

func sumOf(name string, data []byte) uint32 {
	return crc32.Update(crc32.Checksum([]byte(name), castagnoli()), castagnoli(), data)
}

// Keep keeps what Encode makes of v under a name, in the place of what was there.
// When it can't, the name is free.
func (f *Folder) Keep(name string, v any) {
	if err := f.keep(name, v); err != nil {
		f.Forget(name)
	}
}

func (f *Folder) keep(name string, v any) error {
	program, err := f.program()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(f.path, 0o700); err != nil {
		return err
	}
	file, err := os.CreateTemp(f.path, newPrefix)
	if err != nil {
		return err
	}
	sum := crc32.Checksum([]byte(name), castagnoli())
	write := func(data []byte) error {
		sum = crc32.Update(sum, castagnoli(), data)
		_, err := file.Write(data)
		return err
	}
	err = encode(v, write)
	if err == nil {
		err = write(binary.LittleEndian.AppendUint64(nil, program))
	}
	if err == nil {
		err = write(binary.LittleEndian.AppendUint32(nil, sum))
	}
	err = errors.Join(err, file.Close())
	if err == nil {
		err = os.Rename(file.Name(), filepath.Join(f.path, name))
	}
	if err != nil {
		_ = os.Remove(file.Name())
	}
	return err
}

// newPrefix begins the names of files that are being written.
const newPrefix = "new-"

// Forget removes what is kept under a name.
func (f *Folder) Forget(name string) { _ = os.Remove(filepath.Join(f.path, name)) }

// ForgetBut removes all that wanted does not want, and what runs that were cut
// short have left. No other run may be keeping something meanwhile.
func (f *Folder) ForgetBut(wanted func(name string) bool) {
	entries, err := os.ReadDir(f.path)
	if errors.Is(err, fs.ErrNotExist) {
		return
	}
	for _, entry := range entries {
		if strings.HasPrefix(entry.Name(), newPrefix) || !wanted(entry.Name()) {
			f.Forget(entry.Name())
		}
	}
}
