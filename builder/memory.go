package builder

import (
	"crypto/sha256"
	"fmt"
	"hash/fnv"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"relais/builder/check"
	"relais/builder/handbook"
	"relais/builder/load"
	"relais/builder/memory"
	"relais/builder/output"
	"relais/search"
)

// buildMemory keeps what a build computed for the next one, in .relais/build of the
// handbook's folder. The site is the same with and without it:
//
//	sources-NN              what each file gave, by the bytes that it had
//	personal                what was found of persons in each file, by its bytes
//	site-VARIANT-CONTENT    the published files, and what each page was made of
//	search-VARIANT-CONTENT  what the search is made anew from, in parts
//
// VARIANT says for which readers, and where to; CONTENT, of which texts. A page is
// kept as it is published when its own file and all that pages see of each other
// are the same (see ties). No text outlives the one that it was taken from: each
// build leaves of it only what its sources say now, even when it publishes nothing,
// and only of those that its readers may read.
type buildMemory struct {
	opts    Options
	folder  *memory.Folder
	writes  bool
	variant string
	sources map[string]sourceRecord // by file: what the last build knew
	records []sourceRecord          // what this one knows, until it is kept
	now     []known                 // what is known of these, by path
	content string
	parts   map[string][]byte // of the search, as the last build for this variant kept them
}

// sourceRecord is what a file gave, and a digest of what other pages may show of it.
type sourceRecord struct {
	load.Record
	Ties [sha256.Size]byte
}

// known is a source as it is now.
type known struct {
	file, path string // on disk, and of its page; no path when it gave none
	sum, ties  [sha256.Size]byte
}

// sourceShards is among how many files the sources are shared out: the edit of one
// writes one of them.
const sourceShards = 64

func sourceShard(file string) int {
	h := fnv.New32a()
	h.Write([]byte(file))
	return int(h.Sum32() % sourceShards)
}

func sourcesName(shard int) string { return fmt.Sprintf("sources-%02d", shard) }

// recallBuild reads what the last build knew of the sources.
func recallBuild(opts Options) *buildMemory {
	destination, _ := filepath.Abs(opts.Destination)
	m := &buildMemory{
		opts:    opts,
		folder:  memory.Open(opts.cacheFolder("build")),
		writes:  opts.Destination != "",
		variant: digest(fmt.Sprintf("%v %t %q %q", opts.Readers, opts.Drafts, opts.Roots, destination))[:8],
		sources: map[string]sourceRecord{},
	}
	var shards [sourceShards][]sourceRecord
	_ = onAllCores(sourceShards, func(i int) error {
		if data, ok := m.folder.Read(sourcesName(i)); !ok || memory.Decode(data, &shards[i]) != nil {
			shards[i] = nil
		}
		return nil
	})
	for _, records := range shards {
		for _, r := range records {
			m.sources[r.File] = r
		}
	}
	return m
}

// onAllCores runs do for 0 ≤ i < n.
func onAllCores(n int, do func(i int) error) error {
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i := range n {
		group.Go(func() error { return do(i) })
	}
	return group.Wait()
}

// recallInto makes a loader know what the last build did.
func (m *buildMemory) recallInto(l *load.Loader) {
	records := make([]load.Record, 0, len(m.sources))
	for _, r := range m.sources {
		records = append(records, r.Record)
	}
	l.Recall(records)
}

// learn takes what the sources gave, and forgets whatever was made of others.
func (m *buildMemory) learn(records []load.Record) {
	m.records = make([]sourceRecord, len(records))
	_ = onAllCores(len(records), func(i int) error {
		r := records[i]
		if before, ok := m.sources[r.File]; ok && before.same(r) {
			m.records[i] = before
		} else {
			m.records[i] = sourceRecord{r, tiesOf(r.Page)}
		}
		return nil
	})
	content := sha256.New()
	gone := maps.Clone(m.sources)
	for _, r := range m.records {
		one := known{file: r.File, sum: r.Sum, ties: r.Ties}
		if r.Page != nil {
			one.path = r.Page.Path
		}
		m.now = append(m.now, one)
		fmt.Fprintf(content, "%q %x %s\n", r.File, r.Sum, r.Lang)
		if gone[r.File].same(r.Record) {
			delete(gone, r.File)
		}
	}
	m.content = fmt.Sprintf("%x", content.Sum(nil)[:8])
	if m.writes {
		hideFromGit(m.opts)
	}
	for file := range gone {
		m.folder.Forget(sourcesName(sourceShard(file)))
	}
	m.forgetOthers()
}

// same reports whether r was made of the same source as another.
func (r sourceRecord) same(other load.Record) bool {
	return r.File == other.File && r.Sum == other.Sum && r.Lang == other.Lang
}

// forgetOthers forgets what was made of another content, but for what the last build for
// these readers left, which this one is made from: what is left of that, the next forgets.
func (m *buildMemory) forgetOthers() {
	m.parts = map[string][]byte{}
	m.folder.ForgetBut(func(name string) bool {
		if rest, isSite := strings.CutPrefix(name, sitePrefix); isSite {
			variant, of, _ := strings.Cut(rest, "-")
			return variant == m.variant || of == m.content
		}
		text, isSearch := strings.CutPrefix(name, searchPrefix)
		if !isSearch {
			return true
		}
		variant, rest, _ := strings.Cut(text, "-")
		of, part, _ := strings.Cut(rest, ".")
		if variant == m.variant {
			if data, ok := m.folder.Read(name); ok {
				m.parts[part] = data
			}
		}
		return of == m.content
	})
}

// keepSources keeps what the sources of book gave: of the others, its readers may know nothing.
func (m *buildMemory) keepSources(book *handbook.Handbook) {
	var shards [sourceShards][]sourceRecord
	var stale [sourceShards]bool
	gone := m.sources
	for _, r := range m.records {
		if r.Page == nil || book.At(r.Page.Path) == nil {
			continue
		}
		shard := sourceShard(r.File)
		shards[shard] = append(shards[shard], r)
		stale[shard] = stale[shard] || !gone[r.File].same(r.Record)
		delete(gone, r.File)
	}
	for file := range gone {
		stale[sourceShard(file)] = true
	}
	_ = onAllCores(sourceShards, func(i int) error {
		if stale[i] {
			m.keep(sourcesName(i), shards[i])
		}
		return nil
	})
	m.sources, m.records = nil, nil
}

// keep keeps a value under a name or, in a check, which writes nothing, forgets it.
func (m *buildMemory) keep(name string, value any) {
	if !m.writes {
		m.folder.Forget(name)
		return
	}
	m.folder.Keep(name, value)
}

// sums returns what the bytes of the sources are, by file.
func (m *buildMemory) sums() map[string][sha256.Size]byte {
	sums := make(map[string][sha256.Size]byte, len(m.now))
	for _, r := range m.now {
		sums[r.file] = r.sum
	}
	return sums
}

// tiesOf returns a digest of what other pages, and lists, may show of a page: all but
// the text below its headings.
func tiesOf(p *handbook.Page) [sha256.Size]byte {
	if p == nil {
		return [sha256.Size]byte{}
	}
	ties := struct {
		Path     string
		Fields   handbook.Fields
		Refs     []handbook.Ref
		Links    []handbook.Link
		Headings []handbook.Heading
		Refused  bool
	}{p.Path, p.Fields, slices.Clone(p.Refs), slices.Clone(p.Body.Links), slices.Clone(p.Body.Headings), len(p.Body.HTML) == 0}
	for i := range ties.Refs {
		ties.Refs[i].Pos = handbook.Pos{}
	}
	for i := range ties.Links {
		ties.Links[i].Pos = handbook.Pos{}
	}
	for i := range ties.Headings {
		ties.Headings[i].Pos, ties.Headings[i].Offset = handbook.Pos{}, 0
	}
	data, err := memory.Encode(ties)
	if err != nil {
		return [sha256.Size]byte{}
	}
	return sha256.Sum256(data)
}

const personalName = "personal"

// personalMemory is what a scanner that knows some names found.
type personalMemory struct {
	Known   [sha256.Size]byte
	Records []check.Record
}

// recallPersonal gives a Personal what was found earlier by one that knew the same.
func (m *buildMemory) recallPersonal(p *check.Personal, known string) {
	var last personalMemory
	data, ok := m.folder.Read(personalName)
	if !ok || memory.Decode(data, &last) != nil || last.Known != sha256.Sum256([]byte(known)) {
		last = personalMemory{}
	}
	p.Recall(last.Records, m.sums())
}

// keepPersonal keeps what was found in the sources of book, and in the files that it uses.
func (m *buildMemory) keepPersonal(p *check.Personal, known string, book *handbook.Handbook) {
	if !m.writes {
		return
	}
	used := map[string]bool{}
	for _, page := range book.Pages {
		for _, t := range page.Targets {
			used[book.Files[t.File]] = true
		}
	}
	for _, r := range m.now {
		used[r.file] = r.path != "" && book.At(r.path) != nil
	}
	records := slices.DeleteFunc(p.Records(), func(r check.Record) bool { return !used[r.File] })
	m.keep(personalName, personalMemory{sha256.Sum256([]byte(known)), records})
}

const (
	sitePrefix   = "site-"
	searchPrefix = "search-"
)

// siteMemory is what was published, and of what it was made.
type siteMemory struct {
	Boot    string            // the run of the machine: after a power cut, sizes and times may not tell what files hold
	Key     [sha256.Size]byte // of all that pages see of each other, and of the theme
	Secrets [sha256.Size]byte // of what the files were searched for
	Files   []output.File
	Pages   map[string][sha256.Size]byte // by address: the bytes of the source
	Offline map[string]string            // as offlineList has it
}

// recallSite returns what was published last, and forgets it: from here on, it may
// be changed. It returns nil when it is not known.
func (m *buildMemory) recallSite() *siteMemory {
	var site siteMemory
	known := false
	m.folder.ForgetBut(func(name string) bool {
		if !strings.HasPrefix(name, sitePrefix+m.variant+"-") {
			return true
		}
		data, ok := m.folder.Read(name)
		known = ok && memory.Decode(data, &site) == nil && site.Boot == boot()
		return false
	})
	if !known {
		return nil
	}
	return &site
}

func (m *buildMemory) keepSite(site siteMemory) {
	site.Boot = boot()
	m.keep(sitePrefix+m.variant+"-"+m.content, site)
}

// boot tells one run of the machine from another, where the system says.
func boot() string {
	id, _ := os.ReadFile("/proc/sys/kernel/random/boot_id")
	return string(id)
}

// keptSite is what is published, when it is what the last build published.
type keptSite struct {
	last    *siteMemory // nil when it is not
	stage   *output.Stage
	offline *offlineList // nil when browsers keep nothing
}

// published looks whether what is published is what the last build published, and was
// searched for these secrets. Of a roster that came encrypted nothing is kept, so that
// nobody knows.
func (m *buildMemory) published(stage *output.Stage, offline *offlineList, noting bool, secrets [sha256.Size]byte) *keptSite {
	k := &keptSite{stage: stage}
	if noting {
		k.offline = offline
	}
	if site := m.recallSite(); site != nil && m.opts.Roster == nil && site.Secrets == secrets && stage.Knows(site.Files) {
		k.last = site
	}
	return k
}

// keep leaves a file in the site as it is published.
func (k *keptSite) keep(path string) error {
	if k.offline != nil && kept(path) {
		hash, ok := k.last.Offline[path]
		if !ok {
			return fs.ErrNotExist
		}
		k.offline.note(path, hash)
	}
	return k.stage.Keep(path)
}

// keeper returns what leaves a file of the search as it is, nil when none is known.
func (k *keptSite) keeper() func(path string) error {
	if k.last == nil || k.offline != nil && len(k.last.Offline) == 0 {
		return nil
	}
	return k.keep
}

// due returns what says which files are to be made: nil, all. made says of what
// each page is made.
func (k *keptSite) due(key [sha256.Size]byte, keyed bool, made map[string][sha256.Size]byte) func(address string) bool {
	if k.last == nil || !keyed || k.last.Key != key {
		return nil
	}
	return func(address string) bool {
		return made[address] != k.last.Pages[address] || k.keep(address) != nil
	}
}

// siteKey returns the digest of all that a page depends on, besides its own file. It is
// false when there is something of which no digest can be made.
func (m *buildMemory) siteKey(book *handbook.Handbook, opts Options, admin bool, theme fs.FS) (key [sha256.Size]byte, ok bool) {
	files, err := themeSums(theme)
	if err != nil {
		return key, false
	}
	data, err := memory.Encode(struct {
		Config  handbook.Config
		Files   map[string]string
		Today   handbook.Date
		Readers handbook.Readers
		Drafts  bool
		Admin   bool
		Theme   []string
	}{book.Config, book.Files, opts.Today, opts.Readers, opts.Drafts, admin, files})
	if err != nil {
		return key, false
	}
	all := sha256.New()
	all.Write(data)
	for _, r := range m.now {
		all.Write(r.ties[:])
		if r.path != "" && r.ties == key {
			return key, false
		}
	}
	return [sha256.Size]byte(all.Sum(nil)), true
}

// writeHidden writes digests of the texts that are not in book, nor pages of it.
func (m *buildMemory) writeHidden(to io.Writer, book *handbook.Handbook) {
	for _, r := range m.now {
		if r.path == "" || book.At(r.path) == nil {
			fmt.Fprintf(to, "%q %x\n", r.file, r.sum)
		}
	}
}

// themeSums lists the files of the handbook's own theme, with their digests.
func themeSums(source fs.FS) ([]string, error) {
	var files []string
	err := fs.WalkDir(source, themeFolder, func(path string, d fs.DirEntry, err error) error {
		if path == themeFolder && err != nil {
			return nil // there is none
		}
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(source, path)
		files = append(files, fmt.Sprintf("%s %x", path, sha256.Sum256(data)))
		return err
	})
	return files, err
}

// pageSums returns, by the address of each page, what the bytes of its source are.
func (m *buildMemory) pageSums(book *handbook.Handbook) map[string][sha256.Size]byte {
	sums := make(map[string][sha256.Size]byte, len(book.Pages))
	for _, r := range m.now {
		if r.path == "" {
			continue
		}
		if p := book.At(r.path); p != nil {
			sums[p.Address(book.Config.Lang)] = r.sum
		}
	}
	return sums
}

// The parts of a search.Memory.
const (
	termsPart     = "terms"
	documentsPart = "documents"
	restPart      = "rest"
)

// recallSearch returns what the last build knew of the search; ok says whether it did.
func (m *buildMemory) recallSearch() (last search.Memory, ok bool) {
	decode := func(part string, into any) func() error {
		return func() error {
			data, kept := m.parts[part]
			delete(m.parts, part)
			if !kept {
				return fs.ErrNotExist
			}
			return memory.Decode(data, into)
		}
	}
	jobs := []func() error{
		decode(termsPart, &last.Terms), decode(documentsPart, &last.Documents), decode(restPart, &last.Rest),
	}
	for _, job := range jobs {
		if job() != nil {
			return search.Memory{}, false
		}
	}
	return last, true
}

// rememberSearch keeps a part of a search.Memory.
func (m *buildMemory) rememberSearch(part any) {
	switch part.(type) {
	case []search.MemoryTerm:
		m.keep(m.searchName(termsPart), part)
	case []search.MemoryDocument:
		m.keep(m.searchName(documentsPart), part)
	case search.MemoryRest:
		m.keep(m.searchName(restPart), part)
	}
}

func (m *buildMemory) searchName(part string) string {
	return searchPrefix + m.variant + "-" + m.content + "." + part
}
