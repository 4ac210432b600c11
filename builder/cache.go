package builder

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"relais/builder/handbook"
	"relais/builder/load"
	"relais/search"
)

// searchCache keeps the index of a handbook between two searches from the
// terminal, in .relais/search/VARIANT-KEY of its folder. The variant says for
// which readers; the key, everything else that the index depends on: the
// content, the day, and this program. A cache is never changed, only made and
// removed. Whatever goes wrong with it, the search goes on without.
type searchCache struct {
	opts    Options
	folder  string // .relais/search
	variant string

	looked  chan struct{} // closed when the following are known
	name    string        // variant-key; "" when there is to be no cache
	settled bool          // whether the content is old enough for its times to tell a later change
}

// cacheNote is what a Finder knows besides the index.
type cacheNote struct {
	Lang   handbook.Lang
	Errors int
}

// openCache starts to look at the content, and opens what was kept last for
// these readers, or returns nil. The content has mostly not changed since: what
// is asked meanwhile is worth an answer when current says so.
func openCache(opts Options) (*searchCache, *Finder) {
	c := &searchCache{
		opts: opts, folder: filepath.Join(opts.Source, ".relais", "search"),
		variant: digest(fmt.Sprintf("%v %t", opts.Readers, opts.Drafts))[:8],
		looked:  make(chan struct{}),
	}
	go func() {
		defer close(c.looked)
		c.look()
	}()
	return c, c.openLast()
}

// current says whether a Finder knows the content as it is now. One that found
// its cache damaged has read the texts.
func (c *searchCache) current(f *Finder) bool {
	<-c.looked
	return f.cache == "" || filepath.Base(f.cache) == c.name
}

// refill makes the search ready from the texts, and keeps it.
func (c *searchCache) refill(ctx context.Context) (*Finder, error) {
	if c.opts.Observe != nil {
		c.opts.Observe(Phase{Name: "cache"})
	}
	f, err := find(ctx, c.opts)
	if err == nil {
		<-c.looked
		c.save(f)
	}
	return f, err
}

// look learns the name that the index of the present content has.
func (c *searchCache) look() {
	now := time.Now()
	content, err := load.TakeFingerprint(c.opts.Source)
	if err != nil {
		return
	}
	program, err := thisProgram()
	if err != nil {
		return
	}
	c.name = c.variant + "-" + digest(fmt.Sprintf("%x %v %s", content.Sum, c.opts.Today, program))
	c.settled = now.Sub(content.Newest) > load.Settling
}

// thisProgram tells this program from another version of it, which may analyse
// or rank otherwise.
func thisProgram() (string, error) {
	name, err := os.Executable()
	if err != nil {
		return "", err
	}
	info, err := os.Stat(name)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%d %d", info.Size(), info.ModTime().UnixNano()), nil
}

func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return fmt.Sprintf("%x", sum[:12])
}

// openLast opens what was kept last for these readers, or returns nil. What is
// damaged is removed.
func (c *searchCache) openLast() *Finder {
	dir := c.last()
	if dir == "" {
		return nil
	}
	index, saved, err := search.Open(dir)
	if err == nil {
		var note cacheNote
		if err = json.Unmarshal(saved, &note); err == nil {
			return &Finder{Lang: note.Lang, Errors: note.Errors, index: index, opts: c.opts, cache: dir}
		}
		_ = index.Close()
	}
	_ = os.RemoveAll(dir)
	return nil
}

// last returns the folder that was kept last for these readers, or "".
func (c *searchCache) last() string {
	entries, err := os.ReadDir(c.folder)
	if err != nil {
		return ""
	}
	last, made := "", time.Time{}
	for _, entry := range entries {
		info, err := entry.Info()
		if err == nil && strings.HasPrefix(entry.Name(), c.variant+"-") && info.ModTime().After(made) {
			last, made = filepath.Join(c.folder, entry.Name()), info.ModTime()
		}
	}
	return last
}

// save keeps an index for the next search, and removes the one that it
// replaces. A reader sees all of it or nothing.
func (c *searchCache) save(f *Finder) {
	if c.name == "" || !c.settled || os.MkdirAll(c.folder, 0o700) != nil {
		return
	}
	// Texts for few readers are in it: it stays out of git, whatever the
	// handbook's own .gitignore says.
	_ = os.WriteFile(filepath.Join(filepath.Dir(c.folder), ".gitignore"), []byte("*\n"), 0o600)
	stage, err := os.MkdirTemp(c.folder, "new-")
	if err != nil {
		return
	}
	defer os.RemoveAll(stage)
	note, err := json.Marshal(cacheNote{f.Lang, f.Errors})
	if err != nil || f.index.Save(stage, note) != nil {
		return
	}
	_ = os.Rename(stage, filepath.Join(c.folder, c.name)) // fails when another run was faster
	c.removeOld()
}

// removeOld removes the caches of these readers but the last, and what runs that
// were cut short have left.
func (c *searchCache) removeOld() {
	entries, err := os.ReadDir(c.folder)
	if err != nil {
		return
	}
	for _, entry := range entries {
		name := entry.Name()
		info, err := entry.Info()
		abandoned := err == nil && strings.HasPrefix(name, "new-") && time.Since(info.ModTime()) > time.Hour
		replaced := strings.HasPrefix(name, c.variant+"-") && name != c.name
		if abandoned || replaced {
			_ = os.RemoveAll(filepath.Join(c.folder, name))
		}
	}
}
