package metadata

import (
	"bytes"
	"encoding/binary"
	"fmt"
)

// Markers of JPEG (ITU-T T.81, annex B).
const (
	markerSOI   = 0xd8
	markerEOI   = 0xd9
	markerSOS   = 0xda
	markerAPP0  = 0xe0
	markerAPP1  = 0xe1
	markerAPP2  = 0xe2
	markerAPP13 = 0xed
	markerAPP14 = 0xee
	markerAPP15 = 0xef
	markerCOM   = 0xfe
)

func isJPEG(data []byte) bool { return bytes.HasPrefix(data, []byte{0xff, markerSOI, 0xff}) }

// segment is a part of a JPEG file.
type segment struct {
	marker byte
	body   []byte // after the length
	whole  []byte // as in the file; for a scan, with the entropy-coded data that follow
}

// segments cuts a JPEG up to its end. What follows the end is no part of the picture: phones
// hide films and second pictures there.
func segments(data []byte) ([]segment, error) {
	var list []segment
	at := 2
	for {
		for at+1 < len(data) && data[at] == 0xff && data[at+1] == 0xff { // fill
			at++
		}
		if at == len(data) && len(list) > 0 && list[len(list)-1].marker == markerSOS {
			return list, nil // without an end, as some cameras leave it
		}
		if at+1 >= len(data) || data[at] != 0xff {
			return list, errDamaged
		}
		marker := data[at+1]
		if marker == markerEOI {
			return list, nil
		}
		if marker >= 0xd0 && marker <= 0xd7 || marker == 0x01 { // without a body
			list = append(list, segment{marker: marker, whole: data[at : at+2]})
			at += 2
			continue
		}
		if at+4 > len(data) {
			return list, errDamaged
		}
		length := int(binary.BigEndian.Uint16(data[at+2:]))
		end := at + 2 + length
		if length < 2 || end > len(data) {
			return list, errDamaged
		}
		s := segment{marker: marker, body: data[at+4 : end]}
		if marker == markerSOS {
			end = scanEnd(data, end)
		}
		s.whole = data[at:end]
		list = append(list, s)
		at = end
	}
}

// scanEnd returns where the entropy-coded data that begin at at end: before the
// next marker that is neither a stuffed byte nor a restart.
func scanEnd(data []byte, at int) int {
	for at+1 < len(data) {
		next := bytes.IndexByte(data[at:], 0xff)
		if next < 0 || at+next+1 >= len(data) {
			return len(data)
		}
		at += next
		if m := data[at+1]; m != 0 && (m < 0xd0 || m > 0xd7) && m != 0xff {
			return at
		}
		if data[at+1] == 0xff {
			at++
		} else {
			at += 2
		}
	}
	return len(data)
}

func readJPEG(data []byte) ([]Field, error) {
	list, err := segments(data)
	var fields []Field
	for _, s := range list {
		switch {
		case s.marker == markerCOM:
			fields = append(fields, Field{"JPEG comment", plainText(s.body), false})
		case s.marker == markerAPP1 && bytes.HasPrefix(s.body, []byte("Exif\x00")):
			said, _, failed := readEXIF(s.body)
			if fields = append(fields, said...); failed != nil {
				err = failed
			}
		case s.marker == markerAPP1:
			if i := bytes.IndexByte(s.body, '<'); i >= 0 {
				fields = append(fields, readXML(s.body[i:])...)
			}
		case s.marker == markerAPP13:
			fields = append(fields, readIPTC(s.body)...)
		}
	}
	return fields, err
}

// readIPTC returns the texts of IPTC-IIM data sets within a block of Photoshop.
func readIPTC(body []byte) []Field {
	var fields []Field
	for i := 0; i+5 <= len(body); i++ {
		if body[i] != 0x1c || body[i+1] != 2 { // the application record
			continue
		}
		set, length := body[i+2], int(binary.BigEndian.Uint16(body[i+3:]))
		if length > 0x7fff || i+5+length > len(body) {
			continue
		}
		if text := plainText(body[i+5 : i+5+length]); set != 0 && text != "" {
			author := set == 80 || set == 122 // by-line, writer
			fields = append(fields, Field{fmt.Sprintf("IPTC 2:%d", set), text, author})
		}
		i += 4 + length
	}
	return fields
}

// stripJPEG keeps what makes the pixels: tables, frames, scans, the colour
// profile and the transform that Adobe's marker tells.
func stripJPEG(data []byte) ([]byte, error) {
	list, err := segments(data)
	if err != nil {
		return nil, err
	}
	out := make([]byte, 0, len(data))
	out = append(out, 0xff, markerSOI)
	orientation := uint16(0)
	for _, s := range list {
		if s.marker == markerAPP1 && bytes.HasPrefix(s.body, []byte("Exif\x00")) {
			if _, o, err := readEXIF(s.body); err == nil && orientation == 0 {
				orientation = o
			}
		}
	}
	told := orientation <= 1
	for _, s := range list {
		kept := s.whole
		switch {
		case s.marker == markerAPP0 && bytes.HasPrefix(s.body, []byte("JFIF\x00")) && len(s.body) >= 14:
			// Version, units and density, without the thumbnail.
			kept = append([]byte{0xff, markerAPP0, 0, 16}, s.body[:12]...)
			kept = append(kept, 0, 0)
		case s.marker == markerAPP2 && bytes.HasPrefix(s.body, []byte("ICC_PROFILE\x00")),
			s.marker == markerAPP14 && bytes.HasPrefix(s.body, []byte("Adobe")):
		case s.marker >= markerAPP0 && s.marker <= markerAPP15, s.marker == markerCOM:
			continue
		}
		if !told && s.marker != markerAPP0 {
			out = appendSegment(out, markerAPP1, append([]byte("Exif\x00\x00"), orientationOnly(orientation)...))
			told = true
		}
		out = append(out, kept...)
	}
	return append(out, 0xff, markerEOI), nil
}

func appendSegment(out []byte, marker byte, body []byte) []byte {
	out = append(out, 0xff, marker)
	out = binary.BigEndian.AppendUint16(out, uint16(len(body)+2))
	return append(out, body...)
}
