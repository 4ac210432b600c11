package metadata

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"path"
	"strings"
)

func isZIP(data []byte) bool { return bytes.HasPrefix(data, []byte("PK\x03\x04")) }

// Bounds of what is decompressed of an archive.
const (
	maxMember  = 32 << 20
	maxArchive = 128 << 20
	maxMembers = 10000
)

// readOffice returns what an office document says of itself, in its properties,
// its notes and its text, and what the pictures in it say. An archive of
// something else tells the names of its files only, and so is not read whole.
func readOffice(data []byte) ([]Field, error) {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	var fields []Field
	office, left := false, int64(maxArchive)
	for _, member := range archive.File[:min(len(archive.File), maxMembers)] {
		if member.Name == "[Content_Types].xml" || member.Name == "mimetype" {
			office = true
		}
	}
	if archive.Comment != "" {
		fields = append(fields, Field{"comment", archive.Comment, false})
	}
	for _, member := range archive.File[:min(len(archive.File), maxMembers)] {
		if !office {
			fields = append(fields, Field{"file", member.Name, false})
			continue
		}
		body, err := readMember(member, min(left, maxMember))
		if err != nil {
			return fields, err
		}
		left -= int64(len(body))
		fields = append(fields, memberFields(member.Name, body)...)
	}
	if !office || left <= 0 || len(archive.File) > maxMembers {
		return fields, ErrUnknown
	}
	return fields, nil
}

func readMember(member *zip.File, limit int64) ([]byte, error) {
	r, err := member.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(io.LimitReader(r, limit))
}

// memberFields reads one file of a document.
func memberFields(name string, body []byte) []Field {
	switch {
	case strings.HasPrefix(name, "docProps/"), name == "meta.xml", path.Ext(name) == ".rels":
		if path.Ext(name) == ".xml" || path.Ext(name) == ".rels" {
			return readXML(body)
		}
	case path.Ext(name) == ".xml":
		return readText(body)
	}
	fields, _ := Read(body) // pictures; what cannot be read of them is little
	return fields
}

// readText returns the text of a document, and who wrote its notes and its changes.
func readText(body []byte) []Field {
	decoder := newXML(body)
	var fields []Field
	var text strings.Builder
	author := 0 // depth in an element that says who wrote
	for {
		token, err := decoder.RawToken()
		if err != nil {
			break
		}
		switch t := token.(type) {
		case xml.StartElement:
			if author > 0 || isAuthor(t.Name.Local) {
				author++
			}
			for _, a := range t.Attr {
				switch a.Name.Local {
				case "author", "userId", "displayName", "name", "descr", "title", "href":
					if strings.TrimSpace(a.Value) != "" {
						fields = append(fields, Field{a.Name.Local, a.Value, a.Name.Local == "author" || a.Name.Local == "displayName"})
					}
				}
			}
		case xml.EndElement:
			author = max(0, author-1)
			switch t.Name.Local {
			case "p", "h", "si", "tab", "br", "author":
				text.WriteByte('\n')
			}
		case xml.CharData:
			if author > 0 {
				fields = append(fields, Field{"author", string(t), true})
				continue
			}
			text.Write(t)
		}
	}
	if strings.TrimSpace(text.String()) != "" {
		fields = append(fields, Field{"text", text.String(), false})
	}
	return fields
}
