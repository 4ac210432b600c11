// Package metadata reads what files say beside their content (who took a
// picture and where, who wrote a document and for whom), and takes it out of
// pictures.
//
// The fundamental type is [Field], one thing that a file says of itself.
// Formats are told by their first bytes, never by a name. [Read] knows JPEG, PNG,
// WebP, GIF, PDF, and the office documents that are archives of XML (docx, xlsx, pptx, odt,
// ods, odp); [Strip] the pictures among them, and SVG. Files are untrusted: nothing of
// what they promise about sizes is believed.
package metadata

import (
	"bytes"
	"errors"
	"fmt"
)

// Field is one thing that a file says of itself.
type Field struct {
	Name   string // as its format calls it
	Text   string
	Author bool // it says who made or changed the file
}

// errDamaged is what a file that contradicts its own format gets.
var errDamaged = errors.New("damaged")

// ErrUnknown means that a picture's format is not one that Strip knows.
var ErrUnknown = errors.New("a format whose metadata cannot be taken out")

// format is a kind of file.
type format struct {
	name  string
	is    func(data []byte) bool
	read  func(data []byte) ([]Field, error)
	strip func(data []byte) ([]byte, error) // nil for what is no picture
}

func formats() []format {
	return []format{
		{"JPEG", isJPEG, readJPEG, stripJPEG},
		{"PNG", isPNG, readPNG, stripPNG},
		{"WebP", isWebP, readWebP, stripWebP},
		{"GIF", isGIF, readGIF, stripGIF},
		{"PDF", isPDF, readPDF, nil},
		{"ZIP", isZIP, readOffice, nil},
		{"picture", isOtherPicture, refuse, func([]byte) ([]byte, error) { return nil, ErrUnknown }},
		{"office document of before 2007", isOldOffice, refuse, nil},
		{"recording", isRecording, refuse, nil},
	}
}

func formatOf(data []byte) (format, bool) {
	for _, f := range formats() {
		if f.is(data) {
			return f, true
		}
	}
	return format{}, false
}

// Known reports whether data is in a format that Read has an opinion of, rather
// than a text or something else.
func Known(data []byte) bool {
	_, known := formatOf(data)
	return known
}

// Read returns what data says of itself, in its order. Formats that are not
// known say nothing; one that cannot be read is an error.
func Read(data []byte) ([]Field, error) {
	f, known := formatOf(data)
	if !known {
		return nil, nil
	}
	fields, err := f.read(data)
	if err != nil {
		return fields, fmt.Errorf("reading the metadata of a %s: %w", f.name, err)
	}
	return fields, nil
}

// Strip returns a picture without what it says beside its pixels, which are
// untouched. Of the metadata only the orientation stays, without which it would be shown
// lying, and the colour profile. What is no picture is returned as it is.
// The same data gives the same bytes, and stripping twice is stripping once.
func Strip(data []byte) ([]byte, error) {
	if isSVG(data) {
		return stripSVG(data)
	}
	f, known := formatOf(data)
	if !known || f.strip == nil {
		return data, nil
	}
	stripped, err := f.strip(data)
	if err != nil {
		return nil, fmt.Errorf("taking the metadata out of a %s: %w", f.name, err)
	}
	return stripped, nil
}

// isOtherPicture reports whether data is a picture that cameras or scanners
// make, and whose metadata we do not read: TIFF, HEIC, AVIF.
func isOtherPicture(data []byte) bool {
	if bytes.HasPrefix(data, []byte("II*\x00")) || bytes.HasPrefix(data, []byte("MM\x00*")) {
		return true
	}
	if len(data) < 12 || string(data[4:8]) != "ftyp" {
		return false
	}
	switch string(data[8:12]) {
	case "heic", "heix", "heif", "mif1", "msf1", "avif", "avis":
		return true
	}
	return false
}

func isOldOffice(data []byte) bool {
	return bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"))
}

// isRecording reports whether data is sound or film: MP3, AAC, FLAC, Ogg, WAV, AVI,
// Matroska, WebM, MPEG-4, QuickTime. A voice tells who somebody is, and we hear none.
func isRecording(data []byte) bool {
	for _, magic := range []string{"ID3\x02", "ID3\x03", "ID3\x04", "\xff\xfb", "\xff\xf3", "\xff\xf2", "\xff\xf1", "\xff\xf9", "fLaC", "OggS", "\x1aE\xdf\xa3"} {
		if bytes.HasPrefix(data, []byte(magic)) {
			return true
		}
	}
	if len(data) < 12 {
		return false
	}
	form := string(data[8:12])
	return string(data[4:8]) == "ftyp" && !isOtherPicture(data) || string(data[:4]) == "RIFF" && (form == "WAVE" || form == "AVI ")
}

func refuse([]byte) ([]Field, error) { return nil, ErrUnknown }
