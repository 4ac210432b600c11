package gate

import (
	"fmt"
	"io/fs"
	"path"
	"runtime"
	"slices"
	"strings"

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
	g := &Gate{
		matcher: newMatcher(), people: opts.People, leaks: map[Leak]bool{},
		addresses: map[string]secret{}, names: map[string]bool{}, trusted: map[string]bool{},
	}
	sources, err := readSources(opts.Root)
	if err != nil {
		return nil, err
	}
	allowed := g.gather(opts, sources)
	g.addAuthors(opts.Authors)
	if len(g.words)+len(g.phrases)+len(g.passages) > 0 {
		given, err := texts(themes.Default())
		if err != nil {
			return nil, err
		}
		own, err := texts(opts.Theme)
		if err != nil {
			return nil, err
		}
		for _, text := range allowed {
			allowed = append(allowed, plain(text))
		}
		g.seal()
		g.allow(slices.Concat(allowed, given, programWords(opts.Whole.Config)), func(Kind) bool { return true })
		// A theme is the same for all readers: it may use any word, and quote no page.
		g.allow(own, func(k Kind) bool { return k == Word })
	}
	for _, word := range opts.People.NameWords() {
		for w := (words{text: []byte(word)}); w.next(); {
			g.matcher.people[w.hash] = true
		}
	}
	g.seal()
	return g, nil
}

// gather adds what sources say that must not be published, and returns what may be.
func (g *Gate) gather(opts Options, sources []source) (allowed [][]byte) {
	kept, withdrawn := map[string]bool{}, map[string]bool{}
	for _, p := range opts.Kept.Pages {
		kept[p.Path] = true
	}
	for _, s := range sources {
		switch {
		case s.neutral():
			allowed = append(allowed, s.text)
		case kept[s.path] && s.admits(opts.Kept.Config.Readers, opts.Drafts):
			text, comments := s.comments()
			allowed = append(allowed, text, []byte(s.path))
			if comments != nil {
				g.addText(comments, g.page(s.path))
			}
		default:
			kept[s.path] = false
			withdrawn[s.path] = s.withdrawn()
			g.addHidden(s, opts.Whole.At(s.path))
		}
	}
	g.addAddresses(opts, kept, withdrawn)
	return allowed
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
	g.addText(s.text, page)
	g.addText(plain(s.text), page)
	g.addText([]byte(name), page)
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

// addAddresses adds where hidden pages would be published, and the files that
// only they use. A withdrawn page keeps its address.
func (g *Gate) addAddresses(opts Options, kept, withdrawn map[string]bool) {
	lang := opts.Whole.Config.Lang
	free, used := map[string]bool{}, map[string]bool{} // addresses that something may have, files that published pages use
	for _, p := range opts.Kept.Pages {
		if !kept[p.Path] {
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
	index := map[string]int32{}
	for i, path := range g.sources {
		index[path] = int32(i)
	}
	add := func(address string, s secret) {
		if address != "" && !free[address] {
			g.addresses[address] = s
			g.names[path.Base(address)] = true
			g.addPhrase(address, s)
		}
	}
	for _, p := range opts.Whole.Pages {
		if kept[p.Path] {
			continue
		}
		page, known := index[p.Path]
		if !known {
			page = g.page(p.Path)
		}
		if !withdrawn[p.Path] {
			for _, address := range addressesOf(p, lang) {
				add(address, secret{Address, page, 0})
			}
		}
		for _, t := range p.Targets {
			if !used[t.File] {
				add(t.File, secret{File, page, 0})
			}
		}
	}
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

// allow drops from what must not be published all that the given texts say, of the kinds
// that drop reports.
func (g *Gate) allow(texts [][]byte, drop func(Kind) bool) {
	workers := runtime.GOMAXPROCS(0)
	found := make([][]match, workers)
	var group errgroup.Group
	for worker := range workers {
		group.Go(func() error {
			var last [1 << 14]id // what was found lately: ordinary words come again and again
			note := func(m match) {
				at := &last[(m.hash+uint64(m.phrase))%uint64(len(last))]
				if *at != m.id && drop(m.kind) {
					*at = m.id
					found[worker] = append(found[worker], m)
				}
			}
			for i := worker; i < len(texts); i += workers {
				if decoded, changed := decode(texts[i]); changed {
					g.find(decoded, note)
				}
				g.find(texts[i], note)
			}
			return nil
		})
	}
	_ = group.Wait() // none fails
	g.forget(slices.Concat(found...))
}

// texts returns all files of a theme.
func texts(theme fs.FS) ([][]byte, error) {
	var all [][]byte
	err := fs.WalkDir(theme, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(theme, name)
		all = append(all, text)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reading the theme: %w", err)
	}
	return all, nil
}

// programWords returns what the program says by itself: what the model calls its types, keys and
// values, what handbook.yaml says, and what is written around tables, notes and pictures.
func programWords(config handbook.Config) [][]byte {
	said := [][]byte{fmt.Appendf(nil, "%+v %+v %+v %+v", config, handbook.Types(), handbook.AllFields(), handbook.Audiences())}
	converter := markdown.New()
	for _, lang := range []handbook.Lang{handbook.French, handbook.English} {
		body, _ := converter.Parse([]byte(probe), markdown.Options{Path: "probe.md", Lang: lang})
		said = append(said, body.HTML)
	}
	return said
}

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
