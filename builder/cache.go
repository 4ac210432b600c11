package builder

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"relais/builder/handbook"
	"relais/builder/load"
	"relais/search"
)

// searchCache keeps the index of a handbook between two searches from the
// terminal, in .relais/search/VARIANT-CONTENT-KEY of its folder. The variant says
// for which readers; the key, what the index depends on besides the content:
// the day, and this program. A cache is never changed, only made and removed, and
// no cache outlives the content that it was made of: what was taken out of the
// texts is nowhere else. Whatever goes wrong with it, the search goes on without.
type searchCache struct {
	opts    Options
	folder  string // .relais/search
	variant string

	looked  chan struct{} // closed when the following are known
	content string        // digest of the content's fingerprint
	name    string        // variant-content-key; "" when there is to be no cache
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
	c := newCache(opts)
	go func() {
		defer close(c.looked)
		c.look()
	}()
	return c, c.openLast()
}

func newCache(opts Options) *searchCache {
	return &searchCache{
		opts: opts, folder: opts.cacheFolder("search"),
		variant: digest(fmt.Sprintf("%v %t %q", opts.Readers, opts.Drafts, opts.Roots))[:8],
		looked:  make(chan struct{}),
	}
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
		c.removeOld()
	}
	return f, err
}

// look learns the name that the index of the present content has.
func (c *searchCache) look() {
	now := time.Now()
	content, err := takeFingerprint(c.opts)
	if err != nil {
		return
	}
	program, err := thisProgram()
	if err != nil {
		return
	}
	c.content = digest(fmt.Sprintf("%x", content.Sum))
	c.name = c.variant + "-" + c.content + "-" + digest(fmt.Sprintf("%v %s", c.opts.Today, program))
	c.settled = now.Sub(content.Newest) > load.Settling
}

// takeFingerprint looks at the content, in all folders of the handbook.
func takeFingerprint(opts Options) (load.Fingerprint, error) {
	all, err := load.TakeFingerprint(opts.Source)
	if err != nil {
		return all, err
	}
	config, err := load.ReadConfig(context.Background(), os.DirFS(opts.Source))
	if err != nil {
		return all, err
	}
	for _, f := range opts.rootFolders(config) {
		one, err := load.TakeFingerprint(f.path)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return all, err
		}
		all.Sum = sha256.Sum256(fmt.Appendf(nil, "%x %q %x", all.Sum, f.name, one.Sum))
		if one.Newest.After(all.Newest) {
			all.Newest = one.Newest
		}
	}
	return all, nil
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
	hideFromGit(c.opts)
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
}

// cacheFolder is where, in the folder of a handbook, one of its caches is.
func (o Options) cacheFolder(name string) string { return filepath.Join(o.Source, ".relais", name) }

// hideFromGit keeps the caches of a handbook out of git, whatever its own
// .gitignore says: texts for few readers are in them.
func hideFromGit(opts Options) {
	if folder := opts.cacheFolder(""); os.MkdirAll(folder, 0o700) == nil {
		_ = os.WriteFile(filepath.Join(folder, ".gitignore"), []byte("*\n"), 0o600)
	}
}

// forgetSearches removes what searches kept of a content that has changed since.
func forgetSearches(opts Options) {
	c := newCache(opts)
	if entries, err := os.ReadDir(c.folder); err == nil && len(entries) > 0 {
		c.look()
		c.removeOld()
	}
}

// removeOld removes the caches of these readers but the last, those of a
// content that has changed, whoever they are for, and what runs that were cut
// short have left.
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
		outlived := !strings.HasPrefix(name, "new-") && !strings.Contains(name, "-"+c.content+"-")
		if abandoned || replaced || outlived {
			_ = os.RemoveAll(filepath.Join(c.folder, name))
		}
	}
}
