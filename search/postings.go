package search

import (
	"context"
	"encoding/binary"
	"fmt"
	"slices"

	index "github.com/blevesearch/bleve_index_api"
)

// mask is a set of fields: bit f stands for fields[f].
type mask uint8

// openTerms reads Bleve's dictionaries.
func (ix *Index) openTerms() error {
	ix.terms = make(map[string]mask)
	for f, field := range fields {
		dictionary, err := ix.reader.FieldDict(field.name)
		if err != nil {
			return fmt.Errorf("read the terms of %s: %w", field.name, err)
		}
		for {
			entry, err := dictionary.Next()
			if err != nil {
				return fmt.Errorf("read the terms of %s: %w", field.name, err)
			}
			if entry == nil {
				break
			}
			ix.terms[entry.Term] |= 1 << f
		}
		if err := dictionary.Close(); err != nil {
			return fmt.Errorf("read the terms of %s: %w", field.name, err)
		}
	}
	return nil
}

// eachPosting calls yield with Bleve's number of each document that has the
// term, field by field, with the codes of how often the field has it and of the
// field's length.
func (ix *Index) eachPosting(ctx context.Context, term string, yield func(number uint64, f, frequency, length int)) error {
	present := ix.fieldsOf(term)
	for f, field := range fields {
		if present&(1<<f) == 0 {
			continue
		}
		postings, err := ix.reader.TermFieldReader(ctx, []byte(term), field.name, true, true, false)
		if err != nil {
			return fmt.Errorf("read the postings of %q: %w", term, err)
		}
		err = eachOf(postings, func(p *index.TermFieldDoc) {
			yield(binary.BigEndian.Uint64(p.ID), f, frequencyCode(int(p.Freq)), lengthCode(lengthOfNorm(p.Norm)))
		})
		if err != nil {
			return fmt.Errorf("read the postings of %q: %w", term, err)
		}
	}
	return nil
}

// eachDocument calls yield with Bleve's number of each document that has a
// value in a keyword field.
func (ix *Index) eachDocument(field, value string, yield func(number uint64)) error {
	postings, err := ix.reader.TermFieldReader(context.Background(), []byte(value), field, false, false, false)
	if err == nil {
		err = eachOf(postings, func(p *index.TermFieldDoc) { yield(binary.BigEndian.Uint64(p.ID)) })
	}
	if err != nil {
		return fmt.Errorf("read %s %q: %w", field, value, err)
	}
	return nil
}

func eachOf(postings index.TermFieldReader, yield func(*index.TermFieldDoc)) error {
	var reused index.TermFieldDoc
	for {
		posting, err := postings.Next(&reused)
		if err != nil {
			_ = postings.Close()
			return err
		}
		if posting == nil {
			return postings.Close()
		}
		yield(posting)
	}
}

// lengthOfNorm undoes Bleve's norm, 1/√length in single precision, which is
// exact for lengths below four million.
func lengthOfNorm(norm float64) int { return int(1/(norm*norm) + 0.5) }

// postingReader reads the postings of one term after another in the same memory.
type postingReader struct {
	ix       *Index
	packed   []uint64 // postings as integers that sort as they should
	postings []posting
}

// read puts all postings of a term in r.postings, by ordinal and field.
func (r *postingReader) read(term string) error {
	r.packed, r.postings = r.packed[:0], r.postings[:0]
	err := r.ix.eachPosting(context.Background(), term, func(number uint64, f, frequency, length int) {
		ordinal := uint64(r.ix.ordinals[number])
		r.packed = append(r.packed, packedPosting(ordinal, f, frequency, length))
	})
	if err != nil {
		return err
	}
	slices.Sort(r.packed)
	for _, p := range r.packed {
		r.postings = append(r.postings, unpackedPosting(p))
	}
	return nil
}

// packedPosting returns a posting as an integer that sorts as it should.
func packedPosting(ordinal uint64, f, frequency, length int) uint64 {
	return ordinal<<32 | uint64(f)<<10 | uint64(frequency)<<5 | uint64(length)
}

func unpackedPosting(p uint64) posting {
	return posting{ordinal: int(p >> 32), field: int(p >> 10 & 7), frequency: int(p >> 5 & 31), length: int(p & 31)}
}
