package memory

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"sync"
	"unsafe"
)

// A codec writes the values of one type and reads them back. Values stand in a
// row, without names: both sides are the same program, which a [Folder] sees to.
//
//	integers, bool   varint
//	float64          8 bytes
//	string, []byte   length, bytes
//	slice, map       1 + length, or 0 for nil; items; a map by rising keys
//	array, struct    items, exported fields
//	pointer          0 for nil, or 1 and what it points to
//	any              a letter for its type, and the value
type codec struct {
	write func(to []byte, v reflect.Value) []byte
	read  func(r *reader, v reflect.Value)
}

var errCut = errors.New("it ends too soon")

// Encode returns v as [Decode] reads it. It fails when v holds a type that has no codec.
func Encode(v any) ([]byte, error) {
	var all []byte
	err := encode(v, func(data []byte) error {
		all = append(all, data...)
		return nil
	})
	return all, err
}

// encode hands v over piece by piece: the texts of a large handbook are not wanted in
// memory twice.
func encode(v any, write func(data []byte) error) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			unknown, ok := cause.(unsupported)
			if !ok {
				panic(cause)
			}
			err = unknown
		}
	}()
	value := reflect.ValueOf(v)
	if value.Kind() != reflect.Slice || value.IsNil() || value.Type().Elem().Kind() == reflect.Uint8 {
		return write(codecOf(value.Type()).write(nil, value))
	}
	const piece = 64 << 10
	item, data := codecOf(value.Type().Elem()), binary.AppendUvarint(nil, uint64(value.Len())+1)
	for i := range value.Len() {
		if data = item.write(data, value.Index(i)); len(data) >= piece {
			if err := write(data); err != nil {
				return err
			}
			data = data[:0]
		}
	}
	return write(data)
}

// Decode reads into v, a pointer, what Encode made of a value of its type. Strings
// and bytes share the memory of data, which must not change any more.
func Decode(data []byte, v any) error {
	r := &reader{data: data}
	value := reflect.ValueOf(v).Elem()
	codecOf(value.Type()).read(r, value)
	if r.err == nil && len(r.data) > 0 {
		r.err = fmt.Errorf("%d bytes are left", len(r.data))
	}
	return r.err
}

// unsupported is what Encode panics with inside: a value is written in one piece or not at all.
type unsupported struct{ t reflect.Type }

func (u unsupported) Error() string { return fmt.Sprintf("values of type %v are not kept", u.t) }

// reader reads on, and after an error nothing but zero values.
type reader struct {
	data []byte
	err  error
}

func (r *reader) fail(err error) {
	if r.err == nil {
		r.err = err
	}
	r.data = nil
}

func (r *reader) uint() uint64 {
	n, size := binary.Uvarint(r.data)
	if size <= 0 {
		r.fail(errCut)
		return 0
	}
	r.data = r.data[size:]
	return n
}

func (r *reader) int() int64 {
	n := r.uint()
	return int64(n>>1) ^ -int64(n&1)
}

func (r *reader) take(n uint64) []byte {
	if n > uint64(len(r.data)) {
		r.fail(errCut)
		return nil
	}
	taken := r.data[:n:n]
	r.data = r.data[n:]
	return taken
}

// length reads how many items follow, each of at least one byte, or that there is
// nothing, not even an empty list.
func (r *reader) length() (n int, some bool) {
	written := r.uint()
	if written == 0 {
		return 0, false
	}
	if written-1 > uint64(len(r.data)) {
		r.fail(errCut)
		return 0, false
	}
	return int(written - 1), true
}

var codecs sync.Map // of *codec by reflect.Type

// codecOf returns the codec of a type, made when it is first asked for.
func codecOf(t reflect.Type) *codec {
	if known, ok := codecs.Load(t); ok {
		return known.(*codec)
	}
	c := makeCodec(t)
	codecs.Store(t, c)
	return c
}

func makeCodec(t reflect.Type) *codec {
	switch t.Kind() {
	case reflect.Bool:
		return &codec{
			func(to []byte, v reflect.Value) []byte {
				if v.Bool() {
					return append(to, 1)
				}
				return append(to, 0)
			},
			func(r *reader, v reflect.Value) { v.SetBool(r.uint() != 0) },
		}
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return &codec{
			func(to []byte, v reflect.Value) []byte { return binary.AppendVarint(to, v.Int()) },
			func(r *reader, v reflect.Value) { v.SetInt(r.int()) },
		}
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return &codec{
			func(to []byte, v reflect.Value) []byte { return binary.AppendUvarint(to, v.Uint()) },
			func(r *reader, v reflect.Value) { v.SetUint(r.uint()) },
		}
	case reflect.Float64:
		return &codec{
			func(to []byte, v reflect.Value) []byte {
				return binary.LittleEndian.AppendUint64(to, math.Float64bits(v.Float()))
			},
			func(r *reader, v reflect.Value) {
				if bits := r.take(8); bits != nil {
					v.SetFloat(math.Float64frombits(binary.LittleEndian.Uint64(bits)))
				}
			},
		}
	case reflect.String:
		return &codec{
			func(to []byte, v reflect.Value) []byte {
				return append(binary.AppendUvarint(to, uint64(v.Len())), v.String()...)
			},
			func(r *reader, v reflect.Value) { v.SetString(shared(r.take(r.uint()))) },
		}
	case reflect.Slice:
		return sliceCodec(t)
	case reflect.Array:
		return arrayCodec(t)
	case reflect.Map:
		return mapCodec(t)
	case reflect.Struct:
		return structCodec(t)
	case reflect.Pointer:
		return pointerCodec(t)
	case reflect.Interface:
		return &codec{writeAny, readAny}
	}
	fail := func([]byte, reflect.Value) []byte { panic(unsupported{t}) }
	return &codec{fail, func(r *reader, _ reflect.Value) { r.fail(unsupported{t}) }}
}

// shared returns bytes as a string of the same memory: a handbook's texts are tens
// of megabytes, of which a build mostly reads little.
func shared(data []byte) string { return unsafe.String(unsafe.SliceData(data), len(data)) }

func sliceCodec(t reflect.Type) *codec {
	if t.Elem().Kind() == reflect.Uint8 {
		return &codec{
			func(to []byte, v reflect.Value) []byte {
				if v.IsNil() {
					return append(to, 0)
				}
				return append(binary.AppendUvarint(to, uint64(v.Len())+1), v.Bytes()...)
			},
			func(r *reader, v reflect.Value) {
				if n := r.uint(); n > 0 {
					v.SetBytes(r.take(n - 1))
				}
			},
		}
	}
	item := codecOf(t.Elem())
	return &codec{
		func(to []byte, v reflect.Value) []byte {
			if v.IsNil() {
				return append(to, 0)
			}
			to = binary.AppendUvarint(to, uint64(v.Len())+1)
			for i := range v.Len() {
				to = item.write(to, v.Index(i))
			}
			return to
		},
		func(r *reader, v reflect.Value) {
			n, some := r.length()
			if !some {
				return
			}
			v.Set(reflect.MakeSlice(t, n, n))
			for i := range n {
				item.read(r, v.Index(i))
			}
		},
	}
}

func arrayCodec(t reflect.Type) *codec {
	if t.Elem().Kind() == reflect.Uint8 {
		return &codec{
			func(to []byte, v reflect.Value) []byte {
				for i := range t.Len() {
					to = append(to, byte(v.Index(i).Uint()))
				}
				return to
			},
			func(r *reader, v reflect.Value) {
				if bytes := r.take(uint64(t.Len())); bytes != nil {
					reflect.Copy(v, reflect.ValueOf(bytes))
				}
			},
		}
	}
	item := codecOf(t.Elem())
	return &codec{
		func(to []byte, v reflect.Value) []byte {
			for i := range t.Len() {
				to = item.write(to, v.Index(i))
			}
			return to
		},
		func(r *reader, v reflect.Value) {
			for i := range t.Len() {
				item.read(r, v.Index(i))
			}
		},
	}
}

func mapCodec(t reflect.Type) *codec {
	if t.Key().Kind() != reflect.String {
		fail := func([]byte, reflect.Value) []byte { panic(unsupported{t}) }
		return &codec{fail, func(r *reader, _ reflect.Value) { r.fail(unsupported{t}) }}
	}
	key, item := codecOf(t.Key()), codecOf(t.Elem())
	return &codec{
		func(to []byte, v reflect.Value) []byte {
			if v.IsNil() {
				return append(to, 0)
			}
			to = binary.AppendUvarint(to, uint64(v.Len())+1)
			keys := v.MapKeys()
			slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
			for _, k := range keys {
				to = item.write(key.write(to, k), v.MapIndex(k))
			}
			return to
		},
		func(r *reader, v reflect.Value) {
			n, some := r.length()
			if !some {
				return
			}
			m := reflect.MakeMapWithSize(t, n)
			for range n {
				k, one := reflect.New(t.Key()).Elem(), reflect.New(t.Elem()).Elem()
				key.read(r, k)
				item.read(r, one)
				m.SetMapIndex(k, one)
			}
			v.Set(m)
		},
	}
}

func structCodec(t reflect.Type) *codec {
	type part struct {
		at int
		*codec
	}
	var parts []part
	for i := range t.NumField() {
		if t.Field(i).IsExported() {
			parts = append(parts, part{i, codecOf(t.Field(i).Type)})
		}
	}
	return &codec{
		func(to []byte, v reflect.Value) []byte {
			for _, p := range parts {
				to = p.write(to, v.Field(p.at))
			}
			return to
		},
		func(r *reader, v reflect.Value) {
			for _, p := range parts {
				p.read(r, v.Field(p.at))
			}
		},
	}
}

func pointerCodec(t reflect.Type) *codec {
	item := sync.OnceValue(func() *codec { return codecOf(t.Elem()) }) // a type may point to itself
	return &codec{
		func(to []byte, v reflect.Value) []byte {
			if v.IsNil() {
				return append(to, 0)
			}
			return item().write(append(to, 1), v.Elem())
		},
		func(r *reader, v reflect.Value) {
			if r.uint() != 0 {
				v.Set(reflect.New(t.Elem()))
				item().read(r, v.Elem())
			}
		},
	}
}

// anyTypes are the types of what is kept in an any: those of YAML.
func anyTypes() map[byte]reflect.Type {
	return map[byte]reflect.Type{
		'b': reflect.TypeFor[bool](), 'i': reflect.TypeFor[int](), 'f': reflect.TypeFor[float64](), 's': reflect.TypeFor[string](),
		'l': reflect.TypeFor[[]any](), 'm': reflect.TypeFor[map[string]any](),
	}
}

func writeAny(to []byte, v reflect.Value) []byte {
	if v.IsNil() {
		return append(to, 0)
	}
	for letter, t := range anyTypes() {
		if t == v.Elem().Type() {
			return codecOf(t).write(append(to, letter), v.Elem())
		}
	}
	panic(unsupported{v.Elem().Type()})
}

func readAny(r *reader, v reflect.Value) {
	letter := r.uint()
	if letter == 0 {
		return
	}
	t, ok := anyTypes()[byte(letter)]
	if !ok {
		r.fail(fmt.Errorf("%d is the letter of no type", letter))
		return
	}
	value := reflect.New(t).Elem()
	codecOf(t).read(r, value)
	v.Set(value)
}
