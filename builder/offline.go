package builder

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"
	"sync"

	"relais/builder/handbook"
	"relais/builder/render"
)

// fileWriter takes one file of the site. It may be called from several goroutines.
type fileWriter func(path string, data []byte) error

// offlineList notes the files that browsers are to keep, by their hashes: all that
// readers read.
type offlineList struct {
	mu    sync.Mutex
	files map[string]string
}

// noting returns a writer that notes what it passes on.
func (l *offlineList) noting(next fileWriter) fileWriter {
	return func(path string, data []byte) error {
		if kept(path) {
			l.note(path, offlineHash(data))
		}
		return next(path, data)
	}
}

func (l *offlineList) note(path, hash string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.files[path] = hash
}

// kept reports whether browsers keep the file at path: not what is for those who write
// the handbook, nor for programs that are not on the reader's machine.
func kept(path string) bool {
	editor, _, _ := strings.Cut(handbook.AdminAddress, "/")
	return !strings.HasPrefix(path, editor+"/") && !strings.HasSuffix(path, ".xml") && path != render.NotFoundAddress()
}

// write writes the list, under a name that says what it holds, and the worker that
// keeps the files on it.
func (l *offlineList) write(worker []byte, write fileWriter) error {
	list, err := json.Marshal(l.files)
	if err != nil {
		return err
	}
	version := offlineHash(list)
	if err := write("offline."+version+".json", list); err != nil {
		return err
	}
	return write(render.WorkerAddress, append([]byte("self.relaisVersion="+`"`+version+`"`+";\n"), worker...))
}

// offlineHash returns the first digits of the hash of data: enough to tell versions of
// a file apart. The worker computes it too (worker/keeper.js).
func offlineHash(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:8])
}
