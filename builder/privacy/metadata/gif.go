package metadata

import "bytes"

func isGIF(data []byte) bool {
	return bytes.HasPrefix(data, []byte("GIF87a")) || bytes.HasPrefix(data, []byte("GIF89a"))
}

// Blocks of GIF89a.
const (
	gifExtension   = 0x21
	gifImage       = 0x2c
	gifTrailer     = 0x3b
	gifControl     = 0xf9
	gifComment     = 0xfe
	gifApplication = 0xff
)

// block is a part of a GIF file.
type block struct {
	label byte   // gifImage, or that of an extension
	text  []byte // of an extension, its sub-blocks joined
	whole []byte
}

// gifBlocks returns what comes before the first block, and the blocks up to the end.
func gifBlocks(data []byte) (head []byte, list []block, err error) {
	if len(data) < 13 {
		return nil, nil, errDamaged
	}
	at := 13 + colours(data[10])
	if at > len(data) {
		return nil, nil, errDamaged
	}
	head = data[:at]
	for {
		if at == len(data) && len(list) > 0 && list[len(list)-1].label == gifImage {
			return head, list, nil // without an end, which browsers do not ask for
		}
		if at >= len(data) {
			return head, list, errDamaged
		}
		start := at
		b := block{label: gifImage}
		switch data[at] {
		case gifTrailer:
			return head, list, nil
		case gifExtension:
			if at+2 > len(data) {
				return head, list, errDamaged
			}
			b.label = data[at+1]
			at += 2
		case gifImage:
			if at+10 > len(data) {
				return head, list, errDamaged
			}
			at += 11 + colours(data[at+9]) // descriptor, colours, size of codes
		default:
			return head, list, errDamaged
		}
		for {
			if at >= len(data) {
				return head, list, errDamaged
			}
			size := int(data[at])
			if at+1+size > len(data) {
				return head, list, errDamaged
			}
			if b.label != gifImage {
				b.text = append(b.text, data[at+1:at+1+size]...)
			}
			at += 1 + size
			if size == 0 {
				break
			}
		}
		b.whole = data[start:at]
		list = append(list, b)
	}
}

// colours returns how many bytes the table of colours takes that packed fields announce.
func colours(packed byte) int {
	if packed&0x80 == 0 {
		return 0
	}
	return 3 << (packed&7 + 1)
}

func readGIF(data []byte) ([]Field, error) {
	_, list, err := gifBlocks(data)
	var fields []Field
	for _, b := range list {
		switch b.label {
		case gifComment:
			fields = append(fields, Field{"GIF comment", plainText(b.text), false})
		case gifApplication:
			if bytes.HasPrefix(b.text, []byte("XMP DataXMP")) {
				// The XMP is not cut into sub-blocks: it is read as it stands.
				fields = append(fields, readXML(b.whole[14:])...)
			}
		}
	}
	return fields, err
}

// stripGIF keeps pictures, their times, and how often the animation repeats.
func stripGIF(data []byte) ([]byte, error) {
	head, list, err := gifBlocks(data)
	if err != nil {
		return nil, err
	}
	out := bytes.Clone(head)
	for _, b := range list {
		repeats := b.label == gifApplication && (bytes.HasPrefix(b.text, []byte("NETSCAPE2.0")) || bytes.HasPrefix(b.text, []byte("ANIMEXTS1.0")))
		if b.label == gifImage || b.label == gifControl || repeats {
			out = append(out, b.whole...)
		}
	}
	return append(out, gifTrailer), nil
}
