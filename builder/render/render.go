// Package render turns a handbook into the pages of its site, by a theme.
//
// The fundamental types are [Look], a theme made ready (its templates, words and
// assets), [Renderer], which knows the whole site (the handbook, a look, the
// address and titles of every page) and makes each of its files when it is asked
// for, and the views: one struct for each kind of page ([SheetView],
// [SessionView], [HomeView], …), in the file named after the kind, that says
// all its template is given. A view is plain data, already typeset and with its
// links computed; a template only lays it out.
//
// Content is untrusted, the theme is trusted: what comes from a page reaches the
// HTML through html/template, or through the few functions here that return
// template.HTML and template.URL, each of which says why it may.
package render

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"relais/builder/handbook"
	"relais/builder/markdown"
	"relais/themes"
)

// Options say how a handbook is rendered.
type Options struct {
	Today  handbook.Date // decides which pages are due for review
	Theme  themes.Theme
	Admin  bool  // whether the site has an editor of its own, to which pages lead
	Search fs.FS // the search's browser half: index.js is what scripts import as "relais:search"
}

// A Renderer holds what the pages of one site share. It does not change, but for
// what it computes when it is first asked, and is safe for concurrent use.
//
// What is written in another language than the handbook's is a part of the site: a
// folder that is like a site of its own, with a Renderer of its own. Addresses are
// relative to the folder of their part.
type Renderer struct {
	*Look
	book    *handbook.Handbook // the part of it that is in the look's language
	main    handbook.Lang      // of the handbook
	folder  string             // the folder of this part of the site, with a slash at its end; "" for the first
	parts   []*Renderer        // of all languages, the handbook's first
	places  func() places
	today   handbook.Date
	base    string // the whole address of the site's root, with a slash at its end; "" when it is not known
	admin   bool
	site    Site
	chromes map[chromeKey]Chrome
	cards   map[*handbook.Page]*lazyCard
	themes  []theme
	themeAt map[string]int // folded name → index in themes
	members map[*handbook.Page]map[handbook.Type][]*handbook.Page
	kinship func() *handbook.Kinship
	lists   func() []file          // those that list others
	moved   func() []file          // those at former addresses, and where pages were withdrawn
	others  func() map[string]file // both and those that are followed, by address
	terms   func() *handbook.Terms
	outline map[handbook.Type]map[string]string // see partNames
}

// New reads the theme and prepares to render h. What is wrong with the theme is a
// [ThemeError]; any other error is the machine's, or says that h can't be published as it stands.
func New(h *handbook.Handbook, opts Options) (*Renderer, error) {
	look, err := NewLook(opts.Theme, opts.Search, h.Config.Lang, h.Languages()[1:]...)
	if err != nil {
		return nil, err
	}
	return look.Renderer(h, opts)
}

// Renderer prepares to render h, which must be in the look's languages. It reads no
// theme: the look has. But a theme may fail on what h holds, which is a [ThemeError].
func (l *Look) Renderer(h *handbook.Handbook, opts Options) (*Renderer, error) {
	var parts []*Renderer
	for i, lang := range h.Languages() {
		look, err := l.in(cmp.Or(lang, l.lang))
		if err != nil {
			return nil, err
		}
		r := &Renderer{Look: look, book: h.In(lang), main: l.lang, today: opts.Today, admin: opts.Admin}
		if i > 0 {
			r.folder = handbook.PartOf(lang)
		}
		parts = append(parts, r)
	}
	for _, r := range parts {
		r.parts = parts
		if err := r.prepare(h); err != nil {
			return nil, r.orTheme(err)
		}
	}
	for _, r := range parts { // which show each other's titles
		if err := r.renderChromes(); err != nil {
			return nil, r.orTheme(err)
		}
	}
	return parts[0], nil
}

// prepare computes what does not depend on the other parts of whole.
func (r *Renderer) prepare(whole *handbook.Handbook) (err error) {
	r.base, _ = handbook.SiteRoot(whole.Config.BaseURL)
	r.places = sync.OnceValue(r.allPlaces)
	r.kinship = sync.OnceValue(r.book.Kinship)
	r.lists = sync.OnceValue(r.listFiles)
	r.moved = sync.OnceValue(r.movedFiles)
	r.others = sync.OnceValue(r.otherFiles)
	if err := r.survey(whole); err != nil {
		return err
	}
	r.site, err = r.describe()
	return err
}

// survey computes once what many pages show of others.
func (r *Renderer) survey(whole *handbook.Handbook) error {
	r.cards = make(map[*handbook.Page]*lazyCard, len(whole.Pages))
	cards := make([]lazyCard, len(whole.Pages))
	for i, p := range whole.Pages {
		if strings.ContainsAny(p.ID, `/\`) || !fs.ValidPath(p.Address(r.main)) {
			return fmt.Errorf("%s: id %q can't be part of an address", p.Path, p.ID)
		}
		r.cards[p] = &cards[i]
	}
	r.members = map[*handbook.Page]map[handbook.Type][]*handbook.Page{}
	for _, info := range handbook.Types() {
		for _, p := range r.book.Of(info.Type) {
			for _, function := range p.Functions() {
				if r.members[function] == nil {
					r.members[function] = map[handbook.Type][]*handbook.Page{}
				}
				r.members[function][p.Type] = append(r.members[function][p.Type], p)
			}
		}
	}
	r.surveyThemes()
	r.terms, r.outline = sync.OnceValue(r.book.Terms), partNames()
	return nil
}

// file is one file of the site that is still to be made.
type file struct {
	address string
	write   func(*bytes.Buffer) error
}

// Render makes every file of the site that is due, all when due is nil, on all
// processors, and hands each to put with its address. put is called from several
// goroutines, and must not keep data after it returns. Where the theme fails on some
// pages, the others are made all the same, and all that is wrong is one [ThemeError].
func (r *Renderer) Render(ctx context.Context, due func(path string) bool, put func(path string, data []byte) error) error {
	buffers := sync.Pool{New: func() any { return new(bytes.Buffer) }}
	var broken []handbook.Problem
	var lock sync.Mutex
	group, running := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	render := func(part *Renderer, f file, address string) error {
		buffer := buffers.Get().(*bytes.Buffer)
		defer buffers.Put(buffer)
		buffer.Reset()
		if err := f.write(buffer); err != nil {
			if p, isTheme := part.inTheme(err, address); isTheme {
				lock.Lock()
				defer lock.Unlock()
				broken = append(broken, p)
				return nil
			}
			return fmt.Errorf("render %s: %w", address, err)
		}
		return put(address, buffer.Bytes())
	}
	for _, part := range r.parts {
		for _, f := range part.files() {
			if running.Err() != nil {
				break
			}
			address := path.Join(part.folder, f.address)
			if due == nil || due(address) {
				group.Go(func() error { return render(part, f, address) })
			}
		}
	}
	if err := group.Wait(); err != nil {
		return err
	}
	if len(broken) > 0 {
		return themeError(broken)
	}
	return ctx.Err()
}

// files lists every file of this part of the site but attachments and the search's index.
func (r *Renderer) files() []file {
	files := make([]file, 0, len(r.book.Pages))
	for _, p := range r.book.Pages {
		files = append(files, r.pageFile(p))
	}
	return slices.Concat(files, r.singles(), r.lists(), r.assetFiles(), r.followed(), r.moved())
}

// File returns what Render makes at an address, or an error that is fs.ErrNotExist.
func (r *Renderer) File(address string) ([]byte, error) {
	f, ok := r.find(address)
	if !ok {
		return nil, &fs.PathError{Op: "render", Path: address, Err: fs.ErrNotExist}
	}
	var buffer bytes.Buffer
	if err := f.write(&buffer); err != nil {
		return nil, fmt.Errorf("render %s: %w", address, err)
	}
	return buffer.Bytes(), nil
}

// Addresses lists every file that Render makes, sorted.
func (r *Renderer) Addresses() []string {
	var addresses []string
	for _, part := range r.parts {
		for _, f := range part.files() {
			addresses = append(addresses, path.Join(part.folder, f.address))
		}
	}
	slices.Sort(addresses)
	return addresses
}

// find returns the file at an address of the site, looking first where that costs least.
func (r *Renderer) find(address string) (file, bool) {
	for _, part := range r.parts[1:] {
		below, in := strings.CutPrefix(address, part.folder)
		if !in { // it has pages elsewhere whose addresses are older than it is
			below = part.shared(address)
		}
		if f, ok := part.findHere(below); ok {
			return f, true
		}
	}
	return r.findHere(address)
}

// findHere returns the file at an address of this part.
func (r *Renderer) findHere(address string) (file, bool) {
	if p := r.book.Published(r.folder + address); p != nil {
		return r.pageFile(p), true
	}
	at := func(f file) bool { return f.address == address }
	for _, files := range [][]file{r.singles(), r.assetFiles()} {
		if i := slices.IndexFunc(files, at); i >= 0 {
			return files[i], true
		}
	}
	f, ok := r.others()[address]
	return f, ok
}

func (r *Renderer) otherFiles() map[string]file {
	others := map[string]file{}
	for _, f := range slices.Concat(r.lists(), r.followed(), r.moved()) {
		others[f.address] = f
	}
	return others
}

// templated returns the file that a template makes of a view.
func (r *Renderer) templated(address, template string, view func(here) any) file {
	return file{address, func(buffer *bytes.Buffer) error {
		return r.templates[template].Execute(buffer, view(r.at(address)))
	}}
}

func (r *Renderer) pageFile(p *handbook.Page) file {
	return r.templated(r.addressOf(p), string(p.Type)+".html", func(h here) any { return h.page(p) })
}

// singles returns the pages of which every site has one.
func (r *Renderer) singles() []file {
	files := []file{
		r.templated(HomeAddress(), "home.html", func(h here) any { return h.home() }),
		r.templated(SearchAddress(r.lang), "search.html", func(h here) any { return h.search() }),
		r.templated(AccessibilityAddress(r.lang), "accessibility.html", func(h here) any { return h.accessibility() }),
	}
	if r.folder == "" { // a web server shows one, whatever was asked for
		files = append(files, r.templated(NotFoundAddress(), "404.html", func(h here) any { return h.notFound() }))
	}
	return files
}

func (r *Renderer) listFiles() []file {
	var files []file
	for _, index := range r.alphabet() {
		files = append(files, r.templated(index.address, "az.html", func(h here) any { return h.az(index) }))
	}
	if r.book.Config.State {
		files = append(files, r.templated(StateAddress(r.lang), "state.html", func(h here) any { return h.state() }))
	}
	if functions := r.mapped(); len(functions) > 0 {
		for _, function := range append([]*handbook.Page{nil}, functions...) {
			files = append(files, r.templated(r.mapAddress(function), "map.html", func(h here) any { return h.practices(function) }))
		}
	}
	for _, list := range r.listings() {
		files = append(files, r.templated(list.address, "list.html", func(h here) any { return h.list(list) }))
	}
	return files
}

func (r *Renderer) assetFiles() []file {
	if r.folder != "" {
		return nil // those of the whole site
	}
	var files []file
	for _, a := range r.assets.files {
		files = append(files, file{a.address, func(buffer *bytes.Buffer) error {
			_, err := buffer.Write(a.data)
			return err
		}})
	}
	return files
}

// followed returns what is for programs that follow the handbook from elsewhere: none
// when the site's address is not known.
func (r *Renderer) followed() []file {
	if r.base == "" {
		return nil
	}
	return slices.Concat(r.feeds(), r.sitemaps(), r.openSearches(), r.manifests())
}

func (r *Renderer) movedFiles() []file {
	var files []file
	for _, alias := range r.aliases() {
		files = append(files, r.templated(alias.address, "moved.html", func(h here) any { return h.movedTo(alias) }))
	}
	for _, address := range r.withdrawn(files) {
		files = append(files, r.templated(address, "withdrawn.html", func(h here) any { return h.withdrawn() }))
	}
	return files
}

// page returns the view of p, of the type that kinds declares for its template.
func (h here) page(p *handbook.Page) any {
	switch p.Type {
	case handbook.Function:
		return h.function(p)
	case handbook.Need:
		return h.need(p)
	case handbook.Group:
		return h.group(p)
	case handbook.Charter:
		return h.charter(p)
	case handbook.Notion:
		return h.notion(p)
	case handbook.Session:
		return h.session(p)
	case handbook.Situation:
		return h.situation(p)
	case handbook.Sheet:
		return h.sheet(p)
	case handbook.Resource:
		return h.resource(p)
	}
	return h.plainPage(p)
}

// kinds lists the kinds of page: the template of each, and its view.
func kinds() map[string]any {
	return map[string]any{
		"function.html":      FunctionView{},
		"need.html":          NeedView{},
		"group.html":         GroupView{},
		"charter.html":       CharterView{},
		"notion.html":        NotionView{},
		"session.html":       SessionView{},
		"situation.html":     SituationView{},
		"sheet.html":         SheetView{},
		"resource.html":      ResourceView{},
		"page.html":          PageView{},
		"home.html":          HomeView{},
		"search.html":        SearchView{},
		"az.html":            AZView{},
		"list.html":          ListView{},
		"map.html":           MapView{},
		"state.html":         StateView{},
		"404.html":           NotFoundView{},
		"accessibility.html": AccessibilityView{},
		"moved.html":         MovedView{},
		"withdrawn.html":     WithdrawnView{},

		"book-cover.html":    BookView{},
		"book-contents.html": BookView{},
	}
}

// typeset returns a plain string of p as it is printed.
func (r *Renderer) typeset(text string, p *handbook.Page) string {
	if text == "" {
		return ""
	}
	return markdown.Typeset(text, r.langOf(p))
}

// langOf returns the language of p's text.
func (r *Renderer) langOf(p *handbook.Page) handbook.Lang {
	if p.Lang == "" {
		return r.lang
	}
	return p.Lang
}

// Attachments returns the paths of the handbook's own files that its pages
// show or link to, sorted. They are published at the same path.
func (r *Renderer) Attachments() []string {
	used := map[string]bool{}
	for _, part := range r.parts {
		for _, p := range part.book.Pages {
			for _, target := range p.Targets {
				if target.File != "" {
					used[target.File] = true
				}
			}
		}
	}
	return sortedKeys(used)
}
