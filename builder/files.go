package builder

import (
	"bytes"
	"sync"
)

// fileSet is files in memory, by address.
type fileSet struct {
	mu    sync.Mutex
	files map[string][]byte
}

func newFileSet() *fileSet { return &fileSet{files: map[string][]byte{}} }

// put keeps a copy of a file. It may be called from several goroutines.
func (s *fileSet) put(path string, data []byte) error {
	data = bytes.Clone(data)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.files[path] = data
	return nil
}
