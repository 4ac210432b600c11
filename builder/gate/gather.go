package gate

import (
	"bytes"
	"cmp"
	"fmt"
	"hash/maphash"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/unicode/norm"

	"relais/builder/handbook"
	"relais/builder/markdown"
	"relais/builder/privacy"
	"relais/themes"
)

// Options says what a build is about to publish, and from what.
type Options struct {
	Root    fs.FS              // the handbook's folder
	Whole   *handbook.Handbook // all its pages
	Kept    *handbook.Handbook // those that the filter lets through
	Drafts  bool               // whether drafts may be published
	Theme   fs.FS              // of the site, the handbook's own files in it
	People  *privacy.Scanner   // knows the roster
	Authors []string           // names and addresses of those who committed to the repository
}

// New gathers what must not be in the output.
func New(opts Options) (*Gate, error) {
	s, err := sift(opts)
	if err != nil {
		return nil, err
	}
	g := &Gate{
		matcher: newMatcher(), people: opts.People, leaks: map[Leak]bool{}, seed: maphash.MakeSeed(),
		addresses: map[string]secret{}, ends: map[string]bool{}, trusted: map[string]bool{},
	}
	for _, hidden := range s.hidden {
		g.addHidden(hidden, opts.Whole.At(hidden.path))
	}
	for _, comments := range s.comments {
		page := g.page(comments.path)
		g.addWords(comments.text, page)
		g.addPassages(comments.text, page)
	}
	g.addAddresses(opts, s)
	g.addAuthors(opts.Authors)
	if !g.empty() {
		if err := g.allowPublished(opts, s); err != nil {
			return nil, err
		}
	}
	for _, word := range opts.People.NameWords() {
		for w := (words{text: []byte(word)}); w.next(); {
			g.matcher.people[w.hash] = true
		}
	}
	g.seal()
	kept := s.kept // the texts themselves are not kept
	g.closely = sync.OnceValues(func() (map[id]bool, error) { return g.readClosely(opts, kept) })
	return g, nil
}

// sifted are the sources of a handbook, told apart by who may read them.
type sifted struct {
	kept      map[string]bool // paths of those that these readers may read
	published []string        // names on the disk of those, and of what is neither published nor secret
	comments  []source        // in what is published
	hidden    []source
	withdrawn map[string]bool // paths of pages at whose addresses neutral ones stand
}

// sift tells sources apart by their front matter, and a translation by that of its original
// too. Where only relations say who belongs to a function or a group, it takes the filter's word.
func sift(opts Options) (sifted, error) {
	s := sifted{kept: map[string]bool{}, withdrawn: map[string]bool{}}
	kept := map[string]bool{}
	for _, p := range opts.Kept.Pages {
		kept[p.Path] = true
	}
	names, err := sourceNames(opts.Root)
	if err != nil {
		return s, err
	}
	readers := opts.Kept.Config.Readers
	var lock sync.Mutex
	var translations []source
	put := func(file source, comments []byte, withdrawn, admitted bool) {
		if !kept[file.path] || withdrawn || !admitted {
			s.hidden = append(s.hidden, source{file.path, bytes.Clone(file.text)})
			s.withdrawn[file.path] = withdrawn && admitted
			return
		}
		s.kept[file.path] = true
		if comments != nil {
			s.comments = append(s.comments, source{file.path, comments})
		}
	}
	err = readSources(opts.Root, names, func(file source) {
		withdrawn, admitted := file.withdrawn(), file.admits(readers, opts.Drafts)
		_, comments := file.comments()
		lock.Lock()
		defer lock.Unlock()
		switch p := opts.Whole.At(file.path); {
		case file.neutral():
		case p != nil && p.Original() != nil:
			translations = append(translations, source{file.path, bytes.Clone(file.text)})
		default:
			put(file, comments, withdrawn, admitted)
		}
	})
	for _, file := range translations {
		original := opts.Whole.At(file.path).Original().Path
		admitted := (file.inherits() || file.admits(readers, true)) && (opts.Drafts || !file.drafted())
		_, comments := file.comments()
		put(file, comments, file.withdrawn() || s.withdrawn[original], admitted && (s.kept[original] || s.withdrawn[original]))
	}
	byPath := func(a, b source) int { return cmp.Compare(a.path, b.path) }
	slices.SortFunc(s.hidden, byPath)
	slices.SortFunc(s.comments, byPath)
	for _, name := range names {
		if file := (source{path: norm.NFC.String(name)}); s.kept[file.path] || file.neutral() {
			s.published = append(s.published, name)
		}
	}
	return s, err
}

// page enters the path of a source whose text is secret.
func (g *Gate) page(path string) int32 {
	g.sources = append(g.sources, path)
	return int32(len(g.sources) - 1)
}

// addHidden adds a source that is not for these readers; p is its page, nil
// when it could not be read as one.
func (g *Gate) addHidden(s source, p *handbook.Page) {
	page := g.page(s.path)
	name := strings.TrimSuffix(path.Base(s.path), path.Ext(s.path))
	g.addWords(s.text, page)
	g.addWords([]byte(name), page)
	g.addPassages(plain(s.text), page)
	names := []string{name}
	if p != nil {
		names = append(names, p.ID, p.Title)
	}
	for _, name := range names {
		if tells(name) {
			g.addPhrase(name, secret{Title, page, 0})
		}
	}
}

// tells reports whether a title or an id is long enough to belong to one page.
func tells(title string) bool {
	n, letters := 0, 0
	for w := (words{text: []byte(title)}); w.next(); n++ {
		letters += w.letters
	}
	return n >= 3 && letters >= 8 || n == 2 && letters >= 12
}

// addAddresses adds where hidden pages would be published, and the files that only
// they use. A neutral page stands at the address of a withdrawn one.
func (g *Gate) addAddresses(opts Options, s sifted) {
	lang := opts.Whole.Config.Lang
	free, used := map[string]bool{}, map[string]bool{} // addresses that something may have, files that published pages use
	for _, p := range opts.Kept.Pages {
		if !s.kept[p.Path] {
			continue
		}
		for _, address := range addressesOf(p, lang) {
			free[address] = true
		}
		for _, t := range p.Targets {
			used[t.File] = true
			g.trusted[t.File] = true
		}
	}
	for _, address := range s.neutralAddresses(opts) {
		free[address] = true
	}
	index := map[string]int32{}
	for i, path := range g.sources {
		index[path] = int32(i)
	}
	add := func(address string, s secret) {
		if address != "" && !free[address] {
			g.addresses[address] = s
			g.ends[path.Base(address)] = true
			g.addPhrase(address, s)
		}
	}
	for _, p := range opts.Whole.Pages {
		if s.kept[p.Path] {
			continue
		}
		page, known := index[p.Path]
		if !known {
			page = g.page(p.Path)
		}
		for _, address := range addressesOf(p, lang) {
			add(address, secret{Address, page, 0})
		}
		for _, t := range p.Targets {
			if !used[t.File] {
				add(t.File, secret{File, page, 0})
			}
		}
	}
}

// neutralAddresses returns those at which neutral pages stand.
func (s sifted) neutralAddresses(opts Options) []string {
	var addresses []string
	for _, p := range opts.Whole.Pages {
		if !s.withdrawn[p.Path] {
			continue
		}
		for _, address := range addressesOf(p, opts.Whole.Config.Lang) {
			if slices.Contains(opts.Kept.Withdrawn, address) {
				addresses = append(addresses, address)
			}
		}
	}
	return addresses
}

// addressesOf returns where a page is, and was, published.
func addressesOf(p *handbook.Page, lang handbook.Lang) []string {
	addresses := []string{p.Address(lang)}
	for _, alias := range p.Aliases {
		if address, ok := p.FormerAddress(alias, lang); ok {
			addresses = append(addresses, address)
		}
	}
	return addresses
}

// addAuthors adds those who committed to the repository.
func (g *Gate) addAuthors(authors []string) {
	for _, author := range authors {
		if n := len(strings.Fields(author)); n >= 2 && tells(author) || strings.Contains(author, "@") {
			g.addPhrase(author, secret{Author, -1, 0})
		}
	}
}

// allowPublished drops from what must not be published all that published texts, the
// theme and the program say.
func (g *Gate) allowPublished(opts Options, s sifted) error {
	theme, err := readTheme(opts.Theme)
	if err != nil {
		return err
	}
	said := append(programWords(opts.Whole.Config), theme.given...)
	for _, text := range slices.Concat(slices.Sorted(maps.Keys(s.kept)), s.neutralAddresses(opts)) {
		said = append(said, []byte(text))
	}
	g.seal()
	g.forget(g.saidIn(said))
	// A theme is the same for all readers: it may use any word, and quote no page.
	g.forget(slices.DeleteFunc(g.saidIn(theme.own), func(m match) bool { return m.kind != Word }))
	// Ordinary words go first, and no longer hold up the search for the others.
	for rest := s.published; len(rest) > 0; {
		some := min(len(rest), max(256, len(rest)/2))
		g.seal()
		said := g.newSaid()
		err := readSources(opts.Root, rest[:some], func(file source) {
			text, _ := file.comments()
			said.read(text)
		})
		if err != nil {
			return err
		}
		g.forget(said.found)
		rest = rest[some:]
	}
	return nil
}

// said are the secrets that some texts say. Its methods may be called from several goroutines.
type said struct {
	*Gate
	lock  sync.Mutex
	known map[id]bool
	found []match
}

func (g *Gate) newSaid() *said { return &said{Gate: g, known: map[id]bool{}} }

// read notes the secrets that a text says.
func (s *said) read(text []byte) {
	var last [1 << 8]id // what was found lately: ordinary words come again and again
	var found []match
	s.find(text, func(m match) {
		if at := &last[(m.hash+uint64(m.phrase))%uint64(len(last))]; *at != m.id {
			*at = m.id
			found = append(found, m)
		}
	})
	if len(found) == 0 {
		return
	}
	s.lock.Lock()
	defer s.lock.Unlock()
	for _, m := range found {
		if !s.known[m.id] {
			s.known[m.id] = true
			s.found = append(s.found, m)
		}
	}
}

// saidIn returns the secrets that some texts say.
func (g *Gate) saidIn(texts [][]byte) []match {
	s := g.newSaid()
	for _, text := range texts {
		s.read(text)
	}
	return s.found
}

// themeTexts are the texts of a theme: what relais gives, and with it what the handbook has.
type themeTexts struct{ given, own [][]byte }

func readTheme(own fs.FS) (texts themeTexts, err error) {
	for _, name := range themes.Names() {
		ours, _ := themes.Named(name)
		given, err := textsIn(ours)
		if err != nil {
			return texts, err
		}
		texts.given = append(texts.given, given...)
	}
	texts.own, err = textsIn(own)
	return texts, err
}

// textsIn returns all files of a theme, and what stands for characters in them decoded.
func textsIn(theme fs.FS) ([][]byte, error) {
	var all [][]byte
	err := fs.WalkDir(theme, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(theme, name)
		all = append(all, text)
		if decoded, changed := decode(text); changed {
			all = append(all, decoded)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reading the theme: %w", err)
	}
	return all, nil
}

// programWords returns what the program says by itself: what the model calls its types, keys and
// values, what handbook.yaml says, what is written around tables, notes and
// pictures, and the names of a booklet's files.
func programWords(config handbook.Config) [][]byte {
	said := [][]byte{fmt.Appendf(nil, "%+v %+v %+v %+v", config, handbook.Types(), handbook.AllFields(), handbook.Audiences())}
	converter := markdown.New()
	for _, lang := range []handbook.Lang{handbook.French, handbook.English} {
		body, _ := converter.Parse([]byte(probe), markdown.Options{Path: "probe.md", Lang: lang})
		said = append(said, body.HTML)
	}
	return append(said, []byte(bookWords))
}

// bookWords name the files of a booklet, and the places in it.
const bookWords = "book chapter cover image nav package style toc css xhtml opf epub"

// probe has one of each block that the program adds words to.
const probe = `# A

| a | b |
|---|--:|
| c | d |

> [!NOTE]
> e

> [!WARNING]
> f

- [ ] g
- [x] h[^1]

![i](j.png) <k@l.org> [m](https://n.org)

[^1]: o
`
