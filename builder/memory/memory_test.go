package memory

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"pgregory.net/rapid"
)

type sample struct {
	Text    string
	Bytes   []byte
	Numbers []int32
	Small   []struct{ A, B uint32 }
	Sum     [4]byte
	By      map[string][]string
	Extra   map[string]any
	Next    *sample
	Weight  float64
	Yes     bool
	Last    map[string]string // that may be empty, with nothing behind it
}

func samples() *rapid.Generator[sample] {
	extra := rapid.MapOf(rapid.String(), rapid.OneOf(
		rapid.Int().AsAny(), rapid.String().AsAny(), rapid.Bool().AsAny(), rapid.Just(any([]any{1, "a", nil, map[string]any{"b": 1.5}}))))
	return rapid.Custom(func(t *rapid.T) sample {
		s := sample{
			Text: rapid.String().Draw(t, "text"), Bytes: rapid.SliceOf(rapid.Byte()).Draw(t, "bytes"),
			Numbers: rapid.SliceOf(rapid.Int32()).Draw(t, "numbers"), By: rapid.MapOf(rapid.String(), rapid.SliceOf(rapid.String())).Draw(t, "by"),
			Last:  rapid.MapOf(rapid.String(), rapid.String()).Draw(t, "last"),
			Extra: extra.Draw(t, "extra"), Weight: rapid.Float64().Draw(t, "weight"), Yes: rapid.Bool().Draw(t, "yes"),
		}
		for _, n := range s.Numbers {
			s.Small = append(s.Small, struct{ A, B uint32 }{uint32(n), 1})
		}
		copy(s.Sum[:], s.Bytes)
		if s.Yes {
			s.Next = &sample{Text: "next"}
		}
		return s
	})
}

func TestWhatIsEncodedIsDecoded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := samples().Draw(t, "sample")
		data, err := Encode(want)
		if err != nil {
			t.Fatal(err)
		}
		again, _ := Encode(want)
		if !bytes.Equal(data, again) {
			t.Fatal("encoded twice, it is not the same")
		}
		var got sample
		if err := Decode(data, &got); err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("%v\n%+v\n%+v", err, got, want)
		}
	})
}

func TestATypeWithoutCodecIsAnError(t *testing.T) {
	if _, err := Encode(map[string]any{"a": struct{}{}}); err == nil {
		t.Error("a struct in an any is encoded")
	}
	if _, err := Encode(map[int]int{1: 1}); err == nil {
		t.Error("a map by numbers is encoded")
	}
}

func FuzzDecode(f *testing.F) {
	data, err := Encode(sample{Text: "a", By: map[string][]string{"b": nil}, Extra: map[string]any{"c": []any{1}}, Next: &sample{}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Fuzz(func(_ *testing.T, data []byte) {
		var s sample
		_ = Decode(data, &s)
	})
}

func TestWhatIsDamagedIsNotThere(t *testing.T) {
	dir := t.TempDir()
	folder := Open(dir)
	folder.Keep("a", "text")
	folder.Keep("b", "other")
	if data, ok := folder.Read("a"); !ok || string(data) != "\x04text" {
		t.Fatalf("got %q, %v", data, ok)
	}
	whole, err := os.ReadFile(filepath.Join(dir, "a"))
	if err != nil {
		t.Fatal(err)
	}
	damaged := [][]byte{append(bytes.Clone(whole), 0)}
	for i := range whole {
		damaged = append(damaged, whole[:i])
		for bit := range 8 {
			flipped := bytes.Clone(whole)
			flipped[i] ^= 1 << bit
			damaged = append(damaged, flipped)
		}
	}
	other, err := os.ReadFile(filepath.Join(dir, "b"))
	if err != nil {
		t.Fatal(err)
	}
	for _, data := range append(damaged, other) {
		if err := os.WriteFile(filepath.Join(dir, "a"), data, 0o600); err != nil {
			t.Fatal(err)
		}
		if got, ok := folder.Read("a"); ok {
			t.Fatalf("%q gives %q", data, got)
		}
		if _, err := os.Stat(filepath.Join(dir, "a")); err == nil {
			t.Fatalf("%q is still there", data)
		}
	}
}

func TestWhatAnotherProgramKeptIsNotThere(t *testing.T) {
	folder := Open(t.TempDir())
	folder.Keep("a", "text")
	later := &Folder{folder.path, func() (uint64, error) { return 1, nil }}
	if data, ok := later.Read("a"); ok {
		t.Errorf("got %q", data)
	}
}
