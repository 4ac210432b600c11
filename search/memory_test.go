package search

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
)

// shelf is a folder of files, and what was remembered of them.
type shelf struct {
	mu     sync.Mutex
	files  map[string][]byte
	next   map[string][]byte
	memory Memory
}

func (s *shelf) put(path string, data []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.next[path] = bytes.Clone(data)
	return nil
}

func (s *shelf) keep(path string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	data, ok := s.files[path]
	if !ok {
		return fmt.Errorf("%s: %w", path, fs.ErrNotExist)
	}
	s.next[path] = data
	return nil
}

func (s *shelf) remember(part any) {
	switch part := part.(type) {
	case []MemoryTerm:
		s.memory.Terms = slices.Clone(part)
	case []MemoryDocument:
		s.memory.Documents = slices.Clone(part)
	case MemoryRest:
		s.memory.Rest = part
	}
}

// publish exports documents with what is remembered, nothing when it is made anew.
func (s *shelf) publish(ctx context.Context, documents []Document, facets []Facet, anew bool) error {
	s.next = map[string][]byte{}
	if anew {
		ix, err := NewIndex(ctx, slices.Values(documents), facets)
		if err != nil {
			return err
		}
		defer ix.Close()
		if err := ix.ExportRemembering(s.put, s.remember); err != nil {
			return err
		}
	} else {
		p, err := Recall(s.memory, s.keep)
		if err != nil {
			return err
		}
		if err := p.ExportRemembering(ctx, slices.Values(documents), facets, s.put, s.remember); err != nil {
			return err
		}
	}
	s.files = s.next
	return nil
}

// What another process remembered gives, after each edit, the files of an index made anew.
func TestWhatIsRememberedGivesTheFilesOfAnIndexMadeAnew(t *testing.T) {
	for _, size := range []int{60, minPacked + 1} {
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			words := 60
			edits := 40
			if size > 1000 {
				words, edits = 6, 5
			}
			documents := slices.Collect(newCorpus(inventedWords(400)).documents(size+20, words))
			spare := documents[size:]
			documents = documents[:size]
			random := rand.New(rand.NewPCG(7, uint64(size)))
			s := &shelf{}
			for n := range edits {
				if err := s.publish(t.Context(), documents, syntheticFacets(), n == 0); err != nil {
					t.Fatal(err)
				}
				if want := exported(t, documents); !maps.EqualFunc(s.files, want, bytes.Equal) {
					t.Fatalf("after edit %d, %d files are not the %d of an index made anew", n, len(s.files), len(want))
				}
				i := random.IntN(len(documents))
				d := &documents[i]
				switch random.IntN(6) {
				case 0:
					d.Title = fmt.Sprintf("%s %d", documents[random.IntN(len(documents))].Title, n)
				case 1, 2:
					d.Sections = append(slices.Clone(d.Sections), Section{ID: "suite", Title: "La suite", Text: documents[random.IntN(len(documents))].Title + fmt.Sprintf(" mot%d", n)})
				case 3:
					d.Facets = documents[random.IntN(len(documents))].Facets
				case 4:
					documents = slices.Delete(documents, i, i+1)
				default:
					documents = append(documents, spare[0])
					spare = spare[1:]
				}
			}
		})
	}
}
