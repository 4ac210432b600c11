package search

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	index "github.com/blevesearch/bleve_index_api"
	"golang.org/x/sync/errgroup"

	"relais/search/analysis"
)

// An index is saved as a folder that a later process opens in milliseconds,
// whatever its size. What one search reads little of stays on the disk:
//
//	index_meta.json, store/   the Bleve index
//	texts                     what is shown of each document, and read for phrases
//	index                     the rest: a line of JSON (savedHeader), then the sections whose
//	                          lengths it gives, then a checksum of all that
//
// Checksums are kept of every byte, and checked: of the texts when one is read,
// of the others by Open. A damaged index is an error, never a wrong answer.
const (
	bleveMeta  = "index_meta.json"
	bleveStore = "store"
	textsFile  = "texts"
	indexFile  = "index"
)

// savedFormat is raised by every change to what Save writes.
const savedFormat = 3

// savedHeader is the first line of the file index. Sections follow in the order
// of its fields that give their lengths.
type savedHeader struct {
	Format    int
	Note      []byte
	Files     []savedFile // of the Bleve index
	Totals    [len(fields)]int
	Languages []string
	Facets    []Facet
	Columns   []savedColumn
	Documents int // places, 16 bytes each
	Numbers   int // ordinals by Bleve's number, 4 bytes each
	Words     int // codes, one byte each; the words, which no line feed is in, are the last section
}

type savedFile struct {
	Name string
	Size int64
	Sum  uint32
}

// savedColumn is a column but for its values of the documents, a section of 4
// bytes each.
type savedColumn struct {
	Sets    [][]int
	Weights []float64
}

// textPlace is where a document lies in the file texts.
type textPlace struct {
	At        uint64
	Size, Sum uint32
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Save writes the index into a folder, which must be empty or not be there yet,
// with a note that Open gives back.
func (ix *Index) Save(dir string, note []byte) error {
	if ix.disk != nil {
		return errors.New("save the index: it is on disk already")
	}
	if err := ix.saveBleve(dir); err != nil {
		return fmt.Errorf("save the index: %w", err)
	}
	ordinals, err := savedOrdinals(dir, ix.documents)
	if err != nil {
		return fmt.Errorf("read the saved index: %w", err)
	}
	places, err := saveTexts(filepath.Join(dir, textsFile), ix.documents)
	if err != nil {
		return fmt.Errorf("save the documents: %w", err)
	}
	header := savedHeader{
		Format: savedFormat, Note: note, Totals: ix.totals, Facets: ix.facets,
		Documents: len(places), Numbers: len(ordinals), Words: len(ix.words.words),
	}
	for _, language := range ix.languages {
		header.Languages = append(header.Languages, language.Code)
	}
	for _, c := range ix.columns {
		header.Columns = append(header.Columns, savedColumn{c.sets, c.weights})
	}
	if header.Files, err = sums(dir); err != nil {
		return fmt.Errorf("read the saved index: %w", err)
	}
	if err := ix.saveHeader(filepath.Join(dir, indexFile), header, places, ordinals); err != nil {
		return fmt.Errorf("save the index: %w", err)
	}
	return nil
}

func (ix *Index) saveBleve(dir string) error {
	engine, err := ix.bleve.Advanced()
	if err != nil {
		return err
	}
	source, ok := engine.(index.CopyIndex)
	if !ok {
		return fmt.Errorf("an index of type %T cannot be copied", engine)
	}
	if err := os.MkdirAll(filepath.Join(dir, bleveStore), 0o700); err != nil {
		return err
	}
	reader := source.CopyReader()
	err = reader.CopyTo(bleve.FileSystemDirectory(dir))
	if err := errors.Join(err, reader.CloseCopyReader()); err != nil {
		return err
	}
	// Bleve would copy this file too, which an index in memory has not.
	meta := fmt.Sprintf(`{"storage":%q,"index_type":%q}`, scorch.Name, scorch.Name)
	return os.WriteFile(filepath.Join(dir, bleveMeta), []byte(meta), 0o600)
}

// openBleve opens the Bleve index of a folder, and a reader on it.
func openBleve(dir string) (bleve.Index, index.IndexReader, error) {
	engine, err := bleve.OpenUsing(dir, map[string]any{"read_only": true})
	if err != nil {
		return nil, nil, err
	}
	advanced, err := engine.Advanced()
	if err == nil {
		var reader index.IndexReader
		if reader, err = advanced.Reader(); err == nil {
			return engine, reader, nil
		}
	}
	_ = engine.Close()
	return nil, nil, err
}

// savedOrdinals finds the documents in the saved index, whose numbers are not
// those of the index in memory.
func savedOrdinals(dir string, documents []Document) ([]int32, error) {
	engine, reader, err := openBleve(dir)
	if err != nil {
		return nil, err
	}
	ordinals, err := ordinalsOf(documents, reader)
	return ordinals, errors.Join(err, reader.Close(), engine.Close())
}

func saveTexts(name string, documents []Document) ([]textPlace, error) {
	var texts bytes.Buffer
	places := make([]textPlace, len(documents))
	for i, d := range documents {
		encoded := encodeTexts(d)
		places[i] = textPlace{uint64(texts.Len()), uint32(len(encoded)), crc32.Checksum(encoded, castagnoli)}
		texts.Write(encoded)
	}
	return places, os.WriteFile(name, texts.Bytes(), 0o600)
}

// encodeTexts writes each string of a document but its facets, which columns
// hold, behind its length; and each list behind the number of its items.
func encodeTexts(d Document) []byte {
	var encoded []byte
	add := func(texts ...string) {
		for _, text := range texts {
			encoded = append(binary.AppendUvarint(encoded, uint64(len(text))), text...)
		}
	}
	add(d.ID, d.Title, d.Label, d.Lang, d.Summary, d.Due)
	for _, list := range [][]string{d.Keywords, d.Marks} {
		encoded = binary.AppendUvarint(encoded, uint64(len(list)))
		add(list...)
	}
	encoded = binary.AppendUvarint(encoded, uint64(len(d.Sections)))
	for _, s := range d.Sections {
		add(s.ID, s.Title, s.Text)
	}
	return encoded
}

// decodeTexts reads what encodeTexts has written; ok says whether it has. The
// document shares the memory of encoded.
func decodeTexts(encoded string) (d Document, ok bool) {
	ok = true
	number := func() int { // at most what is left
		n, shift := 0, 0
		for i := range len(encoded) {
			n |= int(encoded[i]&0x7F) << shift
			if encoded[i] < 0x80 && n <= len(encoded)-i-1 {
				encoded = encoded[i+1:]
				return n
			}
			if shift += 7; encoded[i] < 0x80 || shift > 28 {
				break
			}
		}
		encoded, ok = "", false
		return 0
	}
	text := func() (text string) {
		n := number()
		text, encoded = encoded[:n], encoded[n:]
		return text
	}
	for _, field := range []*string{&d.ID, &d.Title, &d.Label, &d.Lang, &d.Summary, &d.Due} {
		*field = text()
	}
	for _, list := range []*[]string{&d.Keywords, &d.Marks} {
		for range number() {
			*list = append(*list, text())
		}
	}
	for range number() {
		d.Sections = append(d.Sections, Section{text(), text(), text()})
	}
	return d, ok && encoded == ""
}

// sums returns the checksums of the Bleve index in a folder.
func sums(dir string) ([]savedFile, error) {
	names, err := os.ReadDir(filepath.Join(dir, bleveStore))
	if err != nil {
		return nil, err
	}
	files := []savedFile{{Name: bleveMeta}}
	for _, entry := range names {
		files = append(files, savedFile{Name: bleveStore + "/" + entry.Name()})
	}
	for i := range files {
		if files[i].Size, files[i].Sum, err = sum(filepath.Join(dir, files[i].Name)); err != nil {
			return nil, err
		}
	}
	return files, nil
}

func sum(name string) (size int64, sum uint32, err error) {
	file, err := os.Open(name)
	if err != nil {
		return 0, 0, err
	}
	defer file.Close()
	buffer := make([]byte, 64<<10)
	for {
		n, err := file.Read(buffer)
		size += int64(n)
		sum = crc32.Update(sum, castagnoli, buffer[:n])
		switch {
		case err == io.EOF:
			return size, sum, nil
		case err != nil:
			return 0, 0, err
		}
	}
}

func (ix *Index) saveHeader(name string, header savedHeader, places []textPlace, ordinals []int32) error {
	data, err := json.Marshal(header)
	if err != nil {
		return err
	}
	data = append(data, '\n')
	for _, p := range places {
		data = binary.LittleEndian.AppendUint64(data, p.At)
		data = binary.LittleEndian.AppendUint32(data, p.Size)
		data = binary.LittleEndian.AppendUint32(data, p.Sum)
	}
	for _, ordinal := range ordinals {
		data = binary.LittleEndian.AppendUint32(data, uint32(ordinal))
	}
	for _, c := range ix.columns {
		for _, set := range c.of {
			data = binary.LittleEndian.AppendUint32(data, uint32(set))
		}
	}
	for _, code := range ix.words.codes {
		data = append(data, byte(code))
	}
	data = append(data, strings.Join(ix.words.words, "\n")...)
	data = binary.LittleEndian.AppendUint32(data, crc32.Checksum(data, castagnoli))
	return os.WriteFile(name, data, 0o600)
}

// Open opens an index that Save has written, to ask it: it cannot be exported.
// It fails when anything but the texts is not as it was written.
func Open(dir string) (ix *Index, note []byte, err error) {
	header, sections, err := readHeader(filepath.Join(dir, indexFile))
	if err != nil {
		return nil, nil, fmt.Errorf("open the index: %w", err)
	}
	if err := verifyFiles(dir, header.Files); err != nil {
		return nil, nil, fmt.Errorf("open the index: %w", err)
	}
	ix = &Index{inventory: inventory{facets: header.Facets, totals: header.Totals}, disk: &disk{terms: make(map[string]mask)}}
	for _, code := range header.Languages {
		language, err := analysis.Load(code)
		if err != nil {
			return nil, nil, fmt.Errorf("open the index: %w", err)
		}
		ix.languages = append(ix.languages, language)
		ix.disk.lang = code
		ix.words.languages = ix.languages
	}
	if err := ix.readSections(header, sections); err != nil {
		return nil, nil, fmt.Errorf("open the index: %w", err)
	}
	ix.impacts = newImpacts(ix.Len(), ix.totals)
	if ix.disk.texts, err = os.Open(filepath.Join(dir, textsFile)); err != nil {
		return nil, nil, fmt.Errorf("open the index: %w", err)
	}
	if ix.bleve, ix.reader, err = openBleve(dir); err != nil {
		_ = ix.disk.texts.Close()
		return nil, nil, fmt.Errorf("open the index: %w", err)
	}
	if err := ix.disk.openTerms(ix.reader); err != nil {
		_ = ix.Close()
		return nil, nil, fmt.Errorf("open the index: %w", err)
	}
	return ix, header.Note, nil
}

var errDamaged = errors.New("it is damaged")

func readHeader(name string) (header savedHeader, sections []byte, err error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return header, nil, err
	}
	end := len(data) - 4
	if end < 0 || crc32.Checksum(data[:end], castagnoli) != binary.LittleEndian.Uint32(data[end:]) {
		return header, nil, errDamaged
	}
	line, sections, _ := bytes.Cut(data[:end], []byte{'\n'})
	if err := json.Unmarshal(line, &header); err != nil {
		return header, nil, err
	}
	if header.Format != savedFormat {
		return header, nil, fmt.Errorf("its format is %d, not %d", header.Format, savedFormat)
	}
	return header, sections, nil
}

func verifyFiles(dir string, files []savedFile) error {
	var group errgroup.Group
	for _, want := range files {
		group.Go(func() error {
			size, sum, err := sum(filepath.Join(dir, want.Name))
			if err == nil && (size != want.Size || sum != want.Sum) {
				err = errDamaged
			}
			return err
		})
	}
	return group.Wait()
}

func (ix *Index) readSections(header savedHeader, data []byte) error {
	if len(data) < 16*header.Documents+4*header.Numbers+4*len(header.Columns)*header.Documents+header.Words {
		return errDamaged
	}
	uint32s := func(n int, put func(i int, x uint32)) {
		for i := range n {
			put(i, binary.LittleEndian.Uint32(data[4*i:]))
		}
		data = data[4*n:]
	}
	ix.disk.places = make([]textPlace, header.Documents)
	for i := range ix.disk.places {
		ix.disk.places[i] = textPlace{
			binary.LittleEndian.Uint64(data), binary.LittleEndian.Uint32(data[8:]), binary.LittleEndian.Uint32(data[12:]),
		}
		data = data[16:]
	}
	ix.ordinals = make([]int32, header.Numbers)
	uint32s(header.Numbers, func(i int, x uint32) { ix.ordinals[i] = int32(x) })
	for _, saved := range header.Columns {
		c := column{sets: saved.Sets, weights: saved.Weights, of: make([]int, header.Documents)}
		uint32s(header.Documents, func(i int, x uint32) { c.of[i] = int(x) })
		ix.columns = append(ix.columns, c)
	}
	ix.words = dictionary{codes: make([]int, header.Words), languages: ix.languages}
	for i := range ix.words.codes {
		ix.words.codes[i] = int(data[i])
	}
	if data = data[header.Words:]; header.Words > 0 {
		ix.words.words = strings.Split(string(data), "\n")
	}
	if len(ix.words.words) != header.Words {
		return errDamaged
	}
	return nil
}

// disk is what an opened index reads as it is asked.
type disk struct {
	texts  *os.File
	places []textPlace // by ordinal
	lang   string      // some language of the index

	mu       sync.Mutex
	contains [len(fields)]index.FieldDictContains // not safe for concurrent use
	terms    map[string]mask                      // those that were asked for
	failed   error                                // the first failure of what returns none
}

func (d *disk) openTerms(reader index.IndexReader) error {
	asked, ok := reader.(index.IndexReaderContains)
	if !ok {
		return fmt.Errorf("a reader of type %T does not say which terms there are", reader)
	}
	for f, field := range fields {
		var err error
		if d.contains[f], err = asked.FieldDictContains(field.name); err != nil {
			return err
		}
	}
	return nil
}

func (d *disk) fieldsOf(term string) mask {
	d.mu.Lock()
	defer d.mu.Unlock()
	present, ok := d.terms[term]
	if ok {
		return present
	}
	for f, dictionary := range d.contains {
		has, err := dictionary.Contains([]byte(term))
		if err != nil {
			d.failed = errors.Join(d.failed, err)
		}
		if has {
			present |= 1 << f
		}
	}
	d.terms[term] = present
	return present
}

// document returns a document or, when it can't be read, an empty one; failure
// then says why.
func (d *disk) document(ordinal int) Document {
	place := d.places[ordinal]
	encoded := make([]byte, place.Size)
	_, err := d.texts.ReadAt(encoded, int64(place.At))
	if err == nil && crc32.Checksum(encoded, castagnoli) != place.Sum {
		err = errDamaged
	}
	document, ok := decodeTexts(string(encoded))
	if err == nil && !ok {
		err = errDamaged
	}
	if err != nil {
		d.mu.Lock()
		defer d.mu.Unlock()
		d.failed = errors.Join(d.failed, fmt.Errorf("read a document of the index: %w", err))
		return Document{Lang: d.lang}
	}
	return document
}

// failure returns what went wrong while the index was asked: the answer is then
// not to be trusted.
func (d *disk) failure() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.failed
}
