package pack

import (
	"encoding/json"
	"reflect"
	"testing"
)

// A lexicon read from its file unpacks what the one that wrote it packed.
func TestUnpackReadsBack(t *testing.T) {
	documents := documents()
	written := NewLexicon(documents)
	file, err := json.Marshal(written.File())
	if err != nil {
		t.Fatal(err)
	}
	var read File
	if err := json.Unmarshal(file, &read); err != nil {
		t.Fatal(err)
	}
	l, err := ReadLexicon(read)
	if err != nil {
		t.Fatal(err)
	}
	for _, texts := range documents {
		got, err := textsOf(l, written.Pack(texts))
		if err != nil || len(got) != len(texts) || len(got) > 0 && !reflect.DeepEqual(got, texts) {
			t.Errorf("unpacked %q, %v, want %q", got, err, texts)
		}
	}
}

func textsOf(l *Lexicon, packed string) (texts []string, err error) {
	err = l.Unpack(packed, func(text []byte) { texts = append(texts, string(text)) })
	return texts, err
}

// What was not packed is damaged, and found to be so in little time.
func FuzzUnpack(f *testing.F) {
	l := NewLexicon(documents())
	for _, texts := range documents() {
		f.Add(l.Pack(texts))
	}
	f.Add("")
	f.Add("(((")
	f.Fuzz(func(t *testing.T, packed string) {
		texts, err := textsOf(l, packed)
		if err != nil {
			return
		}
		again, err := textsOf(l, l.Pack(texts))
		if err != nil || len(again) != len(texts) {
			t.Errorf("%q: %q, then %q, %v", packed, texts, again, err)
		}
	})
}
