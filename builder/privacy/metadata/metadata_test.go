package metadata_test

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"strings"
	"testing"

	"golang.org/x/image/webp"

	"relais/builder/privacy/metadata"
)

// secret is what each sample says in each place where its format lets it.
const secret = "Marcelline Obiang"

// exif says the secret as artist and comment, and an orientation.
func exif(order binary.ByteOrder, orientation uint16) []byte {
	var b bytes.Buffer
	mark := "MM\x00*"
	if order == binary.LittleEndian {
		mark = "II*\x00"
	}
	b.WriteString(mark)
	write := func(v any) { _ = binary.Write(&b, order, v) }
	write(uint32(8))
	write(uint16(3))
	entry := func(tag, kind uint16, count uint32) {
		write(tag)
		write(kind)
		write(count)
	}
	entry(0x0112, 3, 1) // orientation
	write(orientation)
	write(uint16(0))
	entry(0x013b, 2, uint32(len(secret)+1)) // artist
	write(uint32(8 + 2 + 36 + 4))
	entry(0x8769, 4, 1) // the directory of EXIF
	write(uint32(8 + 2 + 36 + 4 + len(secret) + 1))
	write(uint32(0))
	b.WriteString(secret + "\x00")
	write(uint16(1))
	entry(0x9286, 7, uint32(8+2*len(secret))) // comment
	write(uint32(b.Len() + 8))
	write(uint32(0))
	b.WriteString("UNICODE\x00")
	for _, r := range secret {
		write(uint16(r))
	}
	return b.Bytes()
}

const xmp = `<?xpacket begin=""?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description photoshop:AuthorsPosition="` + secret + `"><dc:creator><rdf:Seq><rdf:li>` + secret + `</rdf:li></rdf:Seq></dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>`

func picture() image.Image {
	m := image.NewNRGBA(image.Rect(0, 0, 24, 16))
	for y := range 16 {
		for x := range 24 {
			m.Set(x, y, color.NRGBA{uint8(10 * x), uint8(15 * y), uint8(x * y), 255})
		}
	}
	return m
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func sampleJPEG(order binary.ByteOrder, orientation uint16) []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, picture(), nil); err != nil {
		panic(err)
	}
	segment := func(marker byte, body string) string {
		return string(append(binary.BigEndian.AppendUint16([]byte{0xff, marker}, uint16(len(body)+2)), body...))
	}
	iptc := "Photoshop 3.0\x008BIM\x04\x04\x00\x00\x00\x00\x00\x16\x1c\x02\x50\x00" + string(rune(len(secret))) + secret
	said := segment(0xe0, "JFIF\x00\x01\x02\x00\x00\x01\x00\x01\x01\x01"+"abc") + // with a thumbnail
		segment(0xe1, "Exif\x00\x00"+string(exif(order, orientation))) +
		segment(0xe1, "http://ns.adobe.com/xap/1.0/\x00"+xmp) + segment(0xed, iptc) + segment(0xfe, secret) +
		segment(0xe5, secret) + segment(0xe2, "ICC_PROFILE\x00\x01\x01profile")
	return []byte(string(b.Bytes()[:2]) + said + string(b.Bytes()[2:]) + "after the end: " + secret)
}

func pngChunk(kind string, body []byte) []byte {
	out := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
	out = append(append(out, kind...), body...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[4:]))
}

func deflated(s string) []byte {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	_, _ = w.Write([]byte(s))
	_ = w.Close()
	return b.Bytes()
}

func samplePNG() []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, picture()); err != nil {
		panic(err)
	}
	const head = 8 + 25
	var said []byte
	for _, c := range [][]byte{
		pngChunk("gAMA", []byte{0, 0, 0xb1, 0x8f}), pngChunk("tEXt", []byte("Author\x00"+secret)),
		pngChunk("zTXt", append([]byte("Comment\x00\x00"), deflated(secret)...)), pngChunk("iTXt", []byte("XML:com.adobe.xmp\x00\x00\x00\x00\x00"+xmp)),
		pngChunk("iTXt", append([]byte("Title\x00\x01\x00fr\x00Titre\x00"), deflated(secret)...)),
		pngChunk("eXIf", exif(binary.BigEndian, 6)), pngChunk("tIME", []byte{7, 0xe8, 1, 2, 3, 4, 5}), pngChunk("prVt", []byte(secret)),
	} {
		said = append(said, c...)
	}
	return []byte(string(b.Bytes()[:head]) + string(said) + string(b.Bytes()[head:]) + secret)
}

func riff(kind string, body []byte) []byte {
	out := binary.LittleEndian.AppendUint32([]byte(kind), uint32(len(body)))
	out = append(out, body...)
	if len(body)%2 == 1 {
		out = append(out, 0)
	}
	return out
}

func sampleWebP() []byte {
	plain := must(base64.StdEncoding.DecodeString("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA=="))
	body := []byte("WEBP")
	for _, c := range [][]byte{
		riff("VP8X", []byte{0x0c, 0, 0, 0, 0, 0, 0, 0, 0, 0}), plain[12:], riff("EXIF", exif(binary.LittleEndian, 8)),
		riff("XMP ", []byte(xmp)), riff("PRIV", []byte(secret)),
	} {
		body = append(body, c...)
	}
	return append(riff("RIFF", body), secret...)
}

func sampleGIF() []byte {
	var b bytes.Buffer
	frames := &gif.GIF{LoopCount: 3}
	for i := range 2 {
		m := image.NewPaletted(image.Rect(0, 0, 4, 4), color.Palette{color.Black, color.White})
		m.SetColorIndex(i, i, 1)
		frames.Image, frames.Delay = append(frames.Image, m), append(frames.Delay, 10)
	}
	if err := gif.EncodeAll(&b, frames); err != nil {
		panic(err)
	}
	data := b.Bytes()
	comment := "\x21\xfe" + string(rune(len(secret))) + secret + "\x00"
	magic := make([]byte, 0, 258)
	magic = append(magic, 1)
	for i := 255; i >= 0; i-- {
		magic = append(magic, byte(i))
	}
	application := "\x21\xff\x0bXMP DataXMP" + xmp + string(magic) + "\x00"
	return []byte(string(data[:len(data)-1]) + comment + application + ";" + secret)
}

func sampleSVG() []byte {
	inner := base64.StdEncoding.EncodeToString(samplePNG())
	return []byte(`<?xml version="1.0" encoding="UTF-8"?>
<!-- ` + secret + ` -->
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:sodipodi="s" xmlns:inkscape="i" viewBox="0 0 10 10"
   sodipodi:docname="` + secret + `.svg" inkscape:export-filename='/home/` + secret + `/plan.png'>
  <title>Le plan</title>
  <metadata><rdf:RDF><dc:creator>` + secret + `</dc:creator></rdf:RDF></metadata>
  <sodipodi:namedview inkscape:label="` + secret + `"><inkscape:grid/></sodipodi:namedview>
  <g inkscape:label="` + secret + `" fill="red"><path d="M 0 0 &gt; 1"/><image xlink:href="data:image/png;base64,` + inner + `"/></g>
</svg>
`)
}

// samples are pictures that say the secret wherever they can, with how to see their pixels.
func samples() map[string]struct {
	data []byte
	see  func(io.Reader) (image.Image, error)
} {
	type sample = struct {
		data []byte
		see  func(io.Reader) (image.Image, error)
	}
	return map[string]sample{
		"jpeg":          {sampleJPEG(binary.BigEndian, 6), jpeg.Decode},
		"jpeg, upright": {sampleJPEG(binary.LittleEndian, 1), jpeg.Decode},
		"png":           {samplePNG(), png.Decode},
		"webp":          {sampleWebP(), webp.Decode},
		"gif":           {sampleGIF(), gif.Decode},
	}
}

// What a picture says beside its pixels is read, as often as it says it.
func TestReadTellsWhatAPictureSays(t *testing.T) {
	for name, want := range map[string]int{"jpeg": 6, "jpeg, upright": 6, "png": 7, "webp": 4, "gif": 3} {
		fields, err := metadata.Read(samples()[name].data)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		got := 0
		for _, f := range fields {
			if strings.Contains(f.Text, secret) {
				got++
			}
		}
		if got != want {
			t.Errorf("%s says it %d times, not %d: %v", name, got, want, fields)
		}
	}
}

// A picture without what it says has the same pixels, the same orientation, and
// nothing else; and to strip it again changes nothing.
func TestStripLeavesThePixelsAndNothingElse(t *testing.T) {
	for name, s := range samples() {
		stripped, err := metadata.Strip(s.data)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if bytes.Contains(stripped, []byte("Obiang")) || bytes.Contains(stripped, []byte("O\x00b\x00i\x00a\x00n\x00g")) || bytes.Contains(stripped, []byte("\x00O\x00b\x00i\x00a\x00n\x00g")) {
			t.Errorf("%s still says it", name)
		}
		if fields, err := metadata.Read(stripped); len(fields) > 0 || err != nil {
			t.Errorf("%s still says %v, %v", name, fields, err)
		}
		before, after := must(s.see(bytes.NewReader(s.data))), must(s.see(bytes.NewReader(stripped)))
		if before.Bounds() != after.Bounds() {
			t.Fatalf("%s was %v and is %v", name, before.Bounds(), after.Bounds())
		}
		for y := before.Bounds().Min.Y; y < before.Bounds().Max.Y; y++ {
			for x := before.Bounds().Min.X; x < before.Bounds().Max.X; x++ {
				if before.At(x, y) != after.At(x, y) {
					t.Fatalf("%s: another colour at %d,%d", name, x, y)
				}
			}
		}
		again := must(metadata.Strip(stripped))
		if !bytes.Equal(stripped, again) {
			t.Errorf("%s: stripping twice is not stripping once", name)
		}
	}
	if g := must(gif.DecodeAll(bytes.NewReader(must(metadata.Strip(sampleGIF()))))); len(g.Image) != 2 || g.LoopCount != 3 || g.Delay[1] != 10 {
		t.Errorf("the animation is %d pictures, %d times", len(g.Image), g.LoopCount)
	}
}

// The orientation stays, for without it the picture would be shown lying, and the colour profile.
func TestStripKeepsTheOrientationAndTheColours(t *testing.T) {
	turned := must(metadata.Strip(sampleJPEG(binary.LittleEndian, 6)))
	if !bytes.Contains(turned, []byte("Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06")) {
		t.Error("a JPEG lost its orientation")
	}
	if !bytes.Contains(turned, []byte("ICC_PROFILE\x00\x01\x01profile")) {
		t.Error("a JPEG lost its colours")
	}
	if upright := must(metadata.Strip(sampleJPEG(binary.BigEndian, 1))); bytes.Contains(upright, []byte("Exif")) {
		t.Error("an upright JPEG still has EXIF")
	}
	if p := must(metadata.Strip(samplePNG())); !bytes.Contains(p, []byte("eXIfMM")) || !bytes.Contains(p, []byte("gAMA")) {
		t.Error("a PNG lost its orientation or its colours")
	}
	if w := must(metadata.Strip(sampleWebP())); !bytes.Contains(w, []byte("EXIF")) || w[20] != 0x08 {
		t.Error("a WebP lost its orientation, or announces what it has no more")
	}
}

// A picture whose end was not written is shown by browsers, and so is stripped.
func TestStripEndsWhatHasNoEnd(t *testing.T) {
	var whole bytes.Buffer
	if err := jpeg.Encode(&whole, picture(), nil); err != nil {
		t.Fatal(err)
	}
	if got := must(metadata.Strip(whole.Bytes()[:whole.Len()-2])); !bytes.Equal(got, whole.Bytes()) {
		t.Error("a JPEG has no end")
	}
	animation := must(metadata.Strip(sampleGIF()))
	if got := must(metadata.Strip(animation[:len(animation)-1])); !bytes.Equal(got, animation) {
		t.Error("a GIF has no end")
	}
}

// A drawing loses what drawing programs tell; what is drawn stays byte for byte.
func TestStripLeavesDrawings(t *testing.T) {
	stripped := string(must(metadata.Strip(sampleSVG())))
	if strings.Contains(stripped, "Obiang") || strings.Contains(stripped, "sodipodi:docname") || strings.Contains(stripped, "namedview") {
		t.Errorf("still says it:\n%s", stripped)
	}
	for _, kept := range []string{`viewBox="0 0 10 10"`, "<title>Le plan</title>", `<path d="M 0 0 &gt; 1"/>`, ` fill="red">`, "</g>\n</svg>\n"} {
		if !strings.Contains(stripped, kept) {
			t.Errorf("%q is no longer there:\n%s", kept, stripped)
		}
	}
	_, picture, _ := strings.Cut(stripped, "base64,")
	picture, _, _ = strings.Cut(picture, `"`)
	if fields, err := metadata.Read(must(base64.StdEncoding.DecodeString(picture))); len(fields) > 0 || err != nil {
		t.Errorf("the picture within still says %v, %v", fields, err)
	}
	plain := []byte(`<svg xmlns="http://www.w3.org/2000/svg"><text x="1">a &amp; b</text></svg>`)
	if got := must(metadata.Strip(plain)); !bytes.Equal(got, plain) {
		t.Errorf("a drawing that says nothing has changed: %s", got)
	}
}

// What cannot be stripped for certain is an error, never published as it is.
func TestStripRefusesWhatItCannotRead(t *testing.T) {
	for name, data := range map[string][]byte{
		"a JPEG cut short": sampleJPEG(binary.BigEndian, 1)[:300],
		"a PNG cut short":  samplePNG()[:200],
		"a WebP cut short": sampleWebP()[:60],
		"a GIF cut short":  sampleGIF()[:60],
		"a TIFF":           []byte("II*\x00\x08\x00\x00\x00"),
		"a HEIC":           []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00"),
		"a broken SVG":     []byte(`<svg xmlns="http://www.w3.org/2000/svg"><a <b></svg>`),
	} {
		if _, err := metadata.Strip(data); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
	for _, data := range []string{"", "a;b\n1;2\n", "%PDF-1.4"} {
		if got := must(metadata.Strip([]byte(data))); string(got) != data {
			t.Errorf("%q, which is no picture, has changed", data)
		}
	}
}

// Of a recording we hear nothing, and say so; its bytes stay. A text that begins alike is a text.
func TestRecordingsAreNotRead(t *testing.T) {
	for _, data := range []string{
		"ID3\x04\x00", "\xff\xfb\x90\x64", "fLaC\x00", "OggS\x00", "RIFF\x24\x00\x00\x00WAVEfmt ", "\x1aE\xdf\xa3\x01",
		"\x00\x00\x00\x18ftypmp42\x00", "\x00\x00\x00\x14ftypqt  ", "\x00\x00\x00\x1cftypM4A ",
	} {
		if _, err := metadata.Read([]byte(data)); err == nil {
			t.Errorf("%q was read", data)
		}
		if got := must(metadata.Strip([]byte(data))); string(got) != data {
			t.Errorf("%q has changed", data)
		}
	}
	if metadata.Known([]byte("ID3;nom\n1;Obiang\n")) {
		t.Error("a table is taken for a recording")
	}
}

// PDFs say who wrote them in strings of all kinds, in compressed objects and in XMP.
func TestReadTellsWhatAPDFSays(t *testing.T) {
	utf16 := "\\376\\377"
	for _, r := range secret {
		utf16 += "\\000" + string(r)
	}
	hexed := "<FEFF"
	for _, r := range secret {
		hexed += "00" + strings.ToUpper(string("0123456789abcdef"[r>>4])+string("0123456789abcdef"[r&15]))
	}
	for name, pdf := range map[string]string{
		"literal":     "%PDF-1.4\n1 0 obj\n<< /Author (" + secret + ") >>\nendobj",
		"escaped":     "%PDF-1.4\n1 0 obj\n<< /Author (Marcelline\\040Obian\\147) >>\nendobj",
		"UTF-16":      "%PDF-1.4\n1 0 obj\n<</Author(" + utf16 + ")>>\nendobj",
		"hexadecimal": "%PDF-1.4\n1 0 obj\n<</Author " + hexed + ">>>\nendobj",
		"reference":   "%PDF-1.4\n1 0 obj\n<</Author 7 0 R>>\nendobj\n7 0 obj\n(" + secret + ")\nendobj",
		"compressed":  "%PDF-1.5\n1 0 obj\n<< /Type /ObjStm /Filter /FlateDecode >>\nstream\n" + string(deflated("<< /Author ("+secret+") >>")) + "\nendstream",
		"XMP":         "%PDF-1.4\n1 0 obj\n<< /Type /Metadata >>\nstream\n" + xmp + "\nendstream",
	} {
		fields, err := metadata.Read([]byte(pdf))
		told := false
		for _, f := range fields {
			told = told || f.Author && f.Text == secret
		}
		if !told || err != nil {
			t.Errorf("%s: %v, %v", name, fields, err)
		}
	}
	if _, err := metadata.Read([]byte("%PDF-1.4\ntrailer << /Encrypt 5 0 R >>")); err == nil {
		t.Error("an encrypted PDF was taken for one that says nothing")
	}
}

// Office documents say who wrote them in properties, notes, changes and text.
func TestReadTellsWhatAnOfficeDocumentSays(t *testing.T) {
	for member, body := range map[string]string{
		"docProps/core.xml":            `<cp:coreProperties><cp:lastModifiedBy>` + secret + `</cp:lastModifiedBy></cp:coreProperties>`,
		"docProps/custom.xml":          `<Properties><property name="x"><vt:lpwstr>` + secret + `</vt:lpwstr></property></Properties>`,
		"meta.xml":                     `<office:meta><meta:initial-creator>` + secret + `</meta:initial-creator></office:meta>`,
		"word/comments.xml":            `<w:comments><w:comment w:author="` + secret + `"/></w:comments>`,
		"word/document.xml":            `<w:body><w:p><w:r><w:t>Marcel</w:t></w:r><w:r><w:t>line Obiang</w:t></w:r></w:p></w:body>`,
		"xl/comments1.xml":             `<comments><authors><author>` + secret + `</author></authors></comments>`,
		"xl/sharedStrings.xml":         `<sst><si><t>` + secret + `</t></si></sst>`,
		"content.xml":                  `<office:text><text:p>` + secret + `</text:p></office:text>`,
		"word/_rels/settings.xml.rels": `<Relationships><Relationship Target="file:///C:/Users/` + secret + `/modele.dotx"/></Relationships>`,
		"word/media/image1.jpeg":       string(sampleJPEG(binary.BigEndian, 1)),
	} {
		var b bytes.Buffer
		w := zip.NewWriter(&b)
		for name, data := range map[string]string{"[Content_Types].xml": "<Types/>", member: body} {
			_, _ = must(w.Create(name)).Write([]byte(data))
		}
		_ = w.Close()
		fields, err := metadata.Read(b.Bytes())
		told := false
		for _, f := range fields {
			told = told || strings.Contains(f.Text, secret)
		}
		if !told || err != nil {
			t.Errorf("%s: %v, %v", member, fields, err)
		}
	}
}

// FuzzStrip: whatever the bytes, stripping ends, and what it gives is stripped.
func FuzzStrip(f *testing.F) {
	for _, s := range samples() {
		f.Add(s.data)
	}
	f.Add(sampleSVG())
	f.Fuzz(func(t *testing.T, data []byte) {
		stripped, err := metadata.Strip(data)
		if err != nil {
			return
		}
		again, err := metadata.Strip(stripped)
		if err != nil || !bytes.Equal(stripped, again) {
			t.Errorf("stripping twice is not stripping once: %v", err)
		}
	})
}

// FuzzRead: whatever the bytes, reading ends.
func FuzzRead(f *testing.F) {
	for _, s := range samples() {
		f.Add(s.data)
	}
	f.Add([]byte("%PDF-1.4\n1 0 obj\n<</Author 7 0 R>>\nendobj\n7 0 obj\n(a\\051)\nendobj"))
	f.Fuzz(func(_ *testing.T, data []byte) { _, _ = metadata.Read(data) })
}
