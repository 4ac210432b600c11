package gate

import (
	"fmt"
	"hash/maphash"
	"io/fs"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

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
	sources, err := readSources(opts.Root)
	if err != nil {
		return nil, err
	}
	s := sift(sources, opts)
	g := &Gate{
		matcher: newMatcher(s.size()), people: opts.People, leaks: map[Leak]bool{}, seed: maphash.MakeSeed(),
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
		theme, err := readTheme(opts.Theme)
		if err != nil {
			return nil, err
		}
		g.allow(slices.Concat(theme.given, programWords(opts.Whole.Config), s.published))
		// A theme is the same for all readers: it may use any word, and quote no page.
		g.forget(slices.DeleteFunc(g.saidIn(theme.own), func(m match) bool { return m.kind != Word }))
	}
	for _, word := range opts.People.NameWords() {
		for w := (words{text: []byte(word)}); w.next(); {
			g.matcher.people[w.hash] = true
		}
	}
	g.seal()
	g.closely = sync.OnceValues(func() (map[id]bool, error) { return g.readClosely(opts, s.kept) })
	return g, nil
}

// sifted are the sources of a handbook, told apart by who may read them.
type sifted struct {
	kept      map[string]bool // paths of those that these readers may read
	published [][]byte        // texts of what is kept, without its comments, and of what is neither published nor secret
	comments  []source        // those comments
	hidden    []source
	withdrawn map[string]bool // paths of pages at whose addresses neutral ones stand
}

// sift tells sources apart by their front matter. Where only relations say who belongs to
// a function or a group, it takes the filter's word.
func sift(sources []source, opts Options) sifted {
	s := sifted{kept: map[string]bool{}, withdrawn: map[string]bool{}}
	kept := map[string]bool{}
	for _, p := range opts.Kept.Pages {
		kept[p.Path] = true
	}
	readers := opts.Kept.Config.Readers
	for _, file := range sources {
		switch {
		case file.neutral():
			s.published = append(s.published, file.text)
		case kept[file.path] && !file.withdrawn() && file.admits(readers, opts.Drafts):
			s.kept[file.path] = true
			text, comments := file.comments()
			s.published = append(s.published, text, []byte(file.path))
			if comments != nil {
				s.comments = append(s.comments, source{file.path, comments})
			}
		default:
			s.hidden = append(s.hidden, file)
			s.withdrawn[file.path] = file.withdrawn() && file.admits(readers, opts.Drafts)
		}
	}
	for _, address := range s.neutralAddresses(opts) {
		s.published = append(s.published, []byte(address))
	}
	return s
}

// size returns how many bytes are secret.
func (s sifted) size() int {
	size := 0
	for _, hidden := range slices.Concat(s.hidden, s.comments) {
		size += len(hidden.text)
	}
	return size
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

// allow drops from what must not be published all that the given texts say.
// Ordinary words go first, and no longer hold up the search for the others.
func (g *Gate) allow(texts [][]byte) {
	for len(texts) > 0 {
		some := min(len(texts), max(256, len(texts)/8))
		g.seal()
		g.forget(g.saidIn(texts[:some]))
		texts = texts[some:]
	}
	g.seal()
}

// saidIn returns the secrets that are in some texts, once or more often.
func (g *Gate) saidIn(texts [][]byte) []match {
	workers := runtime.GOMAXPROCS(0)
	found := make([][]match, workers)
	var group errgroup.Group
	for worker := range workers {
		group.Go(func() error {
			var last [1 << 14]id // what was found lately: ordinary words come again and again
			note := func(m match) {
				at := &last[(m.hash+uint64(m.phrase))%uint64(len(last))]
				if *at != m.id {
					*at = m.id
					found[worker] = append(found[worker], m)
				}
			}
			for i := worker; i < len(texts); i += workers {
				g.find(texts[i], note)
			}
			return nil
		})
	}
	_ = group.Wait() // none fails
	return slices.Concat(found...)
}

// themeTexts are the texts of a theme: what relais gives, and with it what the handbook has.
type themeTexts struct{ given, own [][]byte }

func readTheme(own fs.FS) (texts themeTexts, err error) {
	if texts.given, err = textsIn(themes.Default()); err == nil {
		texts.own, err = textsIn(own)
	}
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
