package metadata

import (
	"bytes"
	"encoding/binary"
)

func isWebP(data []byte) bool {
	return len(data) >= 12 && string(data[:4]) == "RIFF" && string(data[8:12]) == "WEBP"
}

// riffChunks cuts the chunks of a RIFF file, or of a chunk that holds chunks.
func riffChunks(data []byte) ([]chunk, error) {
	var list []chunk
	for len(data) >= 8 {
		length := int64(binary.LittleEndian.Uint32(data[4:]))
		if length > int64(len(data)-8) {
			return list, errDamaged
		}
		end := min(8+length+length%2, int64(len(data)))
		list = append(list, chunk{string(data[:4]), data[8 : 8+length], data[:end]})
		data = data[end:]
	}
	return list, nil
}

// webpChunks cuts a WebP file up to the length that it tells.
func webpChunks(data []byte) ([]chunk, error) {
	length := int64(binary.LittleEndian.Uint32(data[4:]))
	if length < 4 || length > int64(len(data)-8) {
		return nil, errDamaged
	}
	return riffChunks(data[12 : 8+length])
}

func readWebP(data []byte) ([]Field, error) {
	list, err := webpChunks(data)
	var fields []Field
	for _, c := range list {
		switch c.kind {
		case "EXIF":
			said, _, failed := readEXIF(c.body)
			if fields = append(fields, said...); failed != nil {
				err = failed
			}
		case "XMP ":
			fields = append(fields, readXML(c.body)...)
		}
	}
	return fields, err
}

// Flags of the chunk VP8X.
const (
	webpXMP  = 0x04
	webpEXIF = 0x08
)

// stripWebP keeps what makes the pixels, their colours, and animation.
func stripWebP(data []byte) ([]byte, error) {
	list, err := webpChunks(data)
	if err != nil {
		return nil, err
	}
	orientation := uint16(0)
	for _, c := range list {
		if c.kind == "EXIF" {
			if _, o, err := readEXIF(c.body); err == nil && orientation == 0 {
				orientation = o
			}
		}
	}
	out := append(make([]byte, 0, len(data)), "RIFF\x00\x00\x00\x00WEBP"...)
	for _, c := range list {
		switch c.kind {
		case "VP8X":
			body := bytes.Clone(c.body)
			if len(body) == 0 {
				return nil, errDamaged
			}
			body[0] &^= webpXMP | webpEXIF
			if orientation > 1 {
				body[0] |= webpEXIF
			}
			out = appendRIFF(out, c.kind, body)
		case "VP8 ", "VP8L", "ALPH", "ICCP", "ANIM":
			out = appendRIFF(out, c.kind, c.body)
		case "ANMF":
			frame, err := stripFrame(c.body)
			if err != nil {
				return nil, err
			}
			out = appendRIFF(out, c.kind, frame)
		}
	}
	if orientation > 1 {
		out = appendRIFF(out, "EXIF", orientationOnly(orientation))
	}
	binary.LittleEndian.PutUint32(out[4:], uint32(len(out)-8))
	return out, nil
}

// stripFrame keeps the picture of one frame of an animation: its place and time, then its chunks.
func stripFrame(body []byte) ([]byte, error) {
	const head = 16
	if len(body) < head {
		return nil, errDamaged
	}
	list, err := riffChunks(body[head:])
	if err != nil {
		return nil, err
	}
	frame := bytes.Clone(body[:head])
	for _, c := range list {
		switch c.kind {
		case "VP8 ", "VP8L", "ALPH":
			frame = appendRIFF(frame, c.kind, c.body)
		}
	}
	return frame, nil
}

func appendRIFF(out []byte, kind string, body []byte) []byte {
	out = append(out, kind...)
	out = binary.LittleEndian.AppendUint32(out, uint32(len(body)))
	out = append(out, body...)
	if len(body)%2 == 1 {
		out = append(out, 0)
	}
	return out
}
