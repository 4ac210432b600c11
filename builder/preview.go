package builder

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"relais/builder/check"
	"relais/builder/handbook"
	"relais/builder/load"
	"relais/builder/privacy"
	"relais/builder/render"
	"relais/builder/serve"
	"relais/search"
)

// A Preview makes the site that Build would publish, in memory, again after each
// edit. It keeps what an edit of a text leaves as it was: what the other files
// gave, the theme, what each page gave to the search. It is not safe for
// concurrent use, but for Index; the editions that it makes are.
type Preview struct {
	opts   Options
	source *os.Root // nil until it was opened
	files  *files   // of source and of the further folders
	place  os.FileInfo
	loader *load.Loader
	look   *render.Look // nil until it was read, and when its files have changed since
	dress  dress        // what look was made of
	unsure bool         // whether that may no longer be so
	last   *Edition     // the last that was made

	checker  *check.Checker
	people   *privacy.Scanner
	personal *check.Personal // nil until it is needed
	known    string          // what people knows

	indexing  sync.Mutex
	publisher *search.Publisher // nil until it is needed
}

// NewPreview returns a Preview of the handbook in opts.Source. The caller closes it.
func NewPreview(opts Options) *Preview { return &Preview{opts: opts, checker: check.NewChecker()} }

// Close ends what the Preview has open. Attachments of its editions are gone with it.
func (p *Preview) Close() error {
	if p.source == nil {
		return nil
	}
	p.files.close()
	return p.source.Close()
}

// Refresh makes the site anew after a change, and says what is wrong with the
// content. There is no Edition when Build would publish nothing.
func (p *Preview) Refresh(ctx context.Context, change serve.Change) (*Edition, *Report, error) {
	moved, err := p.open(ctx)
	if err != nil {
		return nil, nil, err
	}
	if moved {
		change.All = true
	}
	if slices.ContainsFunc(change.Paths, isTheme) {
		p.look = nil
	}
	p.unsure = p.unsure || change.All
	var loaded *load.Result
	if change.All {
		loaded, err = p.loader.Load(ctx)
	} else {
		loaded, err = p.loader.LoadChanged(ctx, change.Paths)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("loading the handbook: %w", err)
	}
	p.files.tell(loaded)
	book, hidden, err := p.opts.narrow(loaded.Handbook)
	if err != nil {
		return nil, nil, err
	}
	report, judged := &Report{}, make(chan error)
	go func() { // beside the rest: mostly, nothing is wrong
		personal, err := p.lookForPersonal(ctx, change, loaded.Handbook.Config)
		if err == nil {
			report.judge(p.opts, p.checker, p.people, loaded.Handbook, book, loaded.Problems, hidden, personal)
		}
		judged <- err
	}()
	edition, err := p.edition(loaded, book)
	if err := <-judged; err != nil {
		return nil, nil, err
	}
	broken, err := ofTheme(err)
	if len(broken) > 0 {
		report.Problems = append(report.Problems, broken...)
		handbook.SortProblems(report.Problems)
		report.Fatal = true
	}
	if report.Fatal {
		return nil, report, nil
	}
	if err == nil {
		edition.people, p.last = p.people, edition
	}
	return edition, report, err
}

// lookForPersonal looks for personal data in the files that changed, or in all when
// what may be published has.
func (p *Preview) lookForPersonal(ctx context.Context, change serve.Change, config handbook.Config) ([]handbook.Problem, error) {
	known, err := knownNames(p.files.tree, config)
	if err != nil {
		return nil, err
	}
	if p.personal == nil || p.known != known {
		if p.people, err = p.opts.people(p.files.tree, config); err != nil {
			return nil, err
		}
		p.personal, p.known = check.NewPersonal(p.people), known
		change.All = true
	}
	if change.All {
		return p.personal.Find(ctx, p.files.tree)
	}
	return p.personal.FindChanged(ctx, p.files.tree, change.Paths)
}

// sift returns a change without the files that came and went, which editors make
// to save another. It is false when nothing is left.
func (p *Preview) sift(change serve.Change) (serve.Change, bool) {
	if change.All || p.source == nil {
		return change, true
	}
	change.Paths = slices.DeleteFunc(slices.Clone(change.Paths), func(path string) bool {
		_, err := fs.Lstat(p.files.tree, path)
		return errors.Is(err, fs.ErrNotExist) && !p.loader.Knows(path) && !isTheme(path)
	})
	return change, len(change.Paths) > 0
}

// open opens the folder of the handbook, and opens it again when another has
// taken its place. It reports whether one has.
func (p *Preview) open(ctx context.Context) (bool, error) {
	place, err := os.Stat(p.opts.Source)
	if err != nil {
		return false, fmt.Errorf("opening the handbook: %w", err)
	}
	if p.source != nil && os.SameFile(place, p.place) {
		return false, nil
	}
	source, err := os.OpenRoot(p.opts.Source)
	if err != nil {
		return false, fmt.Errorf("opening the handbook: %w", err)
	}
	files, err := openFiles(ctx, source, p.opts)
	if err != nil {
		_ = source.Close()
		return false, err
	}
	if p.source == nil {
		p.loader = load.NewLoader(files.tree, nil)
	} else {
		_ = p.Close()
		p.loader.Reopen(files.tree)
	}
	p.source, p.files, p.place = source, files, place
	return true, nil
}

// Index makes the files of an edition's search, and tries what the handbook says
// that people search. It may run beside Refresh, which need not wait for it. With
// ten thousand pages, a few edits in a hundred change how all texts are packed:
// then the search is ready at once, and Settle makes it that of a build.
func (p *Preview) Index(ctx context.Context, e *Edition) ([]handbook.Problem, error) {
	p.indexing.Lock()
	defer p.indexing.Unlock()
	if p.publisher == nil {
		var err error
		if p.publisher, err = search.NewPublisher(); err != nil {
			return nil, fmt.Errorf("indexing: %w", err)
		}
	}
	if err := p.publish(ctx, e); err != nil {
		return nil, err
	}
	if len(e.loaded.Searches) == 0 {
		return nil, nil
	}
	index, err := search.NewIndex(ctx, documents(e.book, p.opts.Today), facets(e.book, p.opts.Today))
	if err != nil {
		return nil, fmt.Errorf("indexing: %w", err)
	}
	defer index.Close()
	unfound, err := trySearches(ctx, e.loaded, e.book, index)
	check.Silence(unfound, e.people)
	return unfound, err
}

// Settle ends, unless it is interrupted, what Index has put off for an edition.
func (p *Preview) Settle(ctx context.Context, e *Edition, interrupted func() bool) error {
	p.indexing.Lock()
	defer p.indexing.Unlock()
	if p.publisher.Settled() {
		return nil
	}
	if p.publisher.Settle(interrupted); !p.publisher.Settled() {
		return nil
	}
	return p.publish(ctx, e)
}

// Leaks searches an edition whose search is ready for what must not be shown, unless
// it is interrupted. It may run beside Refresh: of files that are gone meanwhile, the
// next edition tells.
func (p *Preview) Leaks(ctx context.Context, e *Edition, interrupted func() bool) ([]handbook.Problem, error) {
	source, err := os.OpenRoot(p.opts.Source)
	if err != nil {
		return nil, nil // Refresh tells
	}
	defer source.Close()
	leaks, err := e.leaks(ctx, p.opts, source, interrupted)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrClosed) {
		return nil, nil
	}
	check.Silence(leaks, e.people)
	return leaks, err
}

func (p *Preview) publish(ctx context.Context, e *Edition) error {
	files, err := p.publisher.Files(ctx, documents(e.book, p.opts.Today), facets(e.book, p.opts.Today))
	if err != nil {
		return fmt.Errorf("indexing: %w", err)
	}
	e.replaceIndex(files)
	return nil
}

// edition makes an Edition of what was read.
func (p *Preview) edition(loaded *load.Result, book *handbook.Handbook) (*Edition, error) {
	if err := p.dressUp(book); err != nil {
		return nil, err
	}
	renderer, err := p.look.Renderer(book, render.Options{Today: p.opts.Today})
	if err != nil {
		return nil, err
	}
	e := &Edition{loaded: loaded, book: book, renderer: renderer, files: p.files, attached: map[string]bool{}}
	for _, path := range renderer.Attachments() {
		e.attached[path] = true
	}
	if p.last != nil {
		e.index.Store(p.last.index.Load())
	}
	return e, nil
}

// dress is what a Look is made of: languages, a name, and the state of the files of the theme.
type dress struct{ languages, name, files string }

// dressUp reads the theme, unless it is as it was. What is wrong with it is a
// [render.ThemeError].
func (p *Preview) dressUp(book *handbook.Handbook) error {
	wanted := dress{languages: fmt.Sprint(book.Languages()), name: book.Config.Theme}
	if p.look != nil && p.dress.languages == wanted.languages && p.dress.name == wanted.name && !p.unsure {
		return nil
	}
	files, err := p.themeFiles()
	if err != nil {
		return fmt.Errorf("looking at the theme: %w", err)
	}
	p.unsure = false
	wanted.files = files
	if p.look != nil && p.dress == wanted {
		return nil
	}
	look, problems, err := readLook(p.source, book)
	if err == nil && len(problems) > 0 {
		err = &render.ThemeError{Problems: problems}
	}
	if p.look, p.dress = look, wanted; err != nil {
		p.look = nil
	}
	return err
}

// themeFiles tells one state of the handbook's own theme from another.
func (p *Preview) themeFiles() (string, error) {
	var state strings.Builder
	err := fs.WalkDir(p.source.FS(), themeFolder, func(path string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) || err == nil && d.IsDir() {
			return nil
		}
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err == nil {
			fmt.Fprintf(&state, "%s %d %d\n", path, info.Size(), info.ModTime().UnixNano())
		}
		return err
	})
	return state.String(), err
}

func isTheme(path string) bool {
	return path == themeFolder || strings.HasPrefix(path, themeFolder+"/")
}

// passed reports whether nothing that happens to a path changes a Preview.
func passed(path string, folder bool) bool {
	if isTheme(path) {
		name := path[strings.LastIndexByte(path, '/')+1:]
		return strings.HasPrefix(name, ".") || strings.HasSuffix(name, "~")
	}
	return load.Passed(path, folder)
}

// An Edition is the site that one state of the content gives. Its pages are made
// when they are asked for; the files of its search are there once Index has ended,
// and until then those of the edition before.
type Edition struct {
	loaded   *load.Result
	book     *handbook.Handbook
	renderer *render.Renderer
	files    *files
	attached map[string]bool
	people   *privacy.Scanner
	index    atomic.Pointer[indexFiles]
}

// indexFiles are the files of a search by address. Their names tell their
// content, so a browser that has begun to search goes on with those of before.
type indexFiles struct {
	files  map[string][]byte
	before map[string][]byte
}

// File returns the file at an address of the site; the error is fs.ErrNotExist
// when there is none.
func (e *Edition) File(address string) ([]byte, error) {
	if e.attached[address] {
		return fs.ReadFile(e.files.tree, e.book.Files[address])
	}
	if index := e.index.Load(); index != nil {
		if data, ok := index.files[address]; ok {
			return data, nil
		}
		if data, ok := index.before[address]; ok {
			return data, nil
		}
	}
	return e.renderer.File(address)
}

// Addresses lists all files of the site, sorted: those that Build would publish.
func (e *Edition) Addresses() []string {
	addresses := e.renderer.Addresses()
	addresses = slices.AppendSeq(addresses, maps.Keys(e.attached))
	if index := e.index.Load(); index != nil {
		addresses = slices.AppendSeq(addresses, maps.Keys(index.files))
	}
	slices.Sort(addresses)
	return slices.Compact(addresses)
}

// Pages lists the files of the site but attachments and the search, sorted.
func (e *Edition) Pages() []string { return e.renderer.Addresses() }

// Of returns the address of the page that a file of the content gives, or "".
func (e *Edition) Of(path string) string {
	if page := e.book.At(path); page != nil {
		return page.Address(e.book.Config.Lang)
	}
	return ""
}

func (e *Edition) replaceIndex(files map[string][]byte) {
	next := &indexFiles{files: files}
	if last := e.index.Load(); last != nil {
		next.before = last.files
	}
	e.index.Store(next)
}
