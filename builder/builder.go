package builder

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"relais/builder/check"
	"relais/builder/editor"
	"relais/builder/handbook"
	"relais/builder/load"
	"relais/builder/output"
	"relais/builder/privacy"
	"relais/builder/privacy/metadata"
	"relais/builder/render"
	"relais/search"
)

// Options says what to build. The zero value of each field but Source means
// the default that its comment gives.
type Options struct {
	Source      string            // folder that holds handbook.yaml
	Roots       []string          // further folders of the handbook, only read, besides those that handbook.yaml names
	Beside      string            // folder from which handbook.yaml names them; default: Source
	Destination string            // folder to publish into; "" checks the content and writes nothing
	Readers     handbook.Readers  // for whom; default: what handbook.yaml says
	Drafts      bool              // whether drafts are in
	BaseURL     string            // where the site will stand; default: what handbook.yaml says
	Theme       string            // name of the theme; default: what handbook.yaml says
	Today       handbook.Date     // day by which pages are stale
	Strict      bool              // warnings stop the build too
	Discreet    bool              // the report may be read by more than the writers: it repeats nothing of pages left out
	Roster      *privacy.Roster   // names that no page may tell; default: those of participants.txt in Source
	Edit        bool              // publish the editor too; default: what handbook.yaml says
	Editors     []string          // folders where the archive of the editor may be; default: none
	Observe     func(phase Phase) // called after each phase, from the building goroutine; default: nobody
}

// Phase is one step of a build, how long it took, and how many pages the
// handbook has, all readers together.
type Phase struct {
	Name  string
	Took  time.Duration
	Pages int
}

// Report is what a build found and did.
type Report struct {
	Config    handbook.Config
	Pages     int                   // pages that the readers of this build see
	LeftOut   int                   // pages of the handbook that they do not
	Withdrawn []string              // paths of the pages that were taken back, whoever read them
	ByType    map[handbook.Type]int // how many of Pages are of each type
	Problems  []handbook.Problem    // sorted; all of them
	Fatal     bool                  // whether the problems forbid to publish
	Published bool                  // whether the destination is now what the content says
	Output    output.Result         // what changed there
	Phases    []Phase
	Mask      func(string) string // hides what is personal in a text that is to be shown, such as the lines around a problem

	unseen map[string]bool        // paths of sources that not all who read the report may see
	known  func(text string) bool // whether such a text may be shown all the same
}

// ReadersError says that the handbook has no such function or group.
type ReadersError struct{ Readers handbook.Readers }

func (e *ReadersError) Error() string { return fmt.Sprintf("the handbook has no %s", e.Readers) }

// ErrNoForge says that an editor was asked for, and handbook.yaml does not say
// where it is to save.
var ErrNoForge = errors.New("the handbook does not say where its sources are kept")

// Build reads the handbook, checks it and, when nothing in it is an error,
// publishes it in one step. Problems of the content are in the report; the
// error is ours or the machine's, and then too what was published stays.
func Build(ctx context.Context, opts Options) (*Report, error) {
	b, err := begin(opts)
	if err != nil {
		return nil, err
	}
	defer b.close()

	b.memory = recallBuild(opts)
	loaded, err := b.load(ctx)
	if err != nil {
		return nil, err
	}
	whole := loaded.Handbook
	forgetSearches(opts)
	book, hidden, err := b.opts.narrow(whole)
	if err != nil {
		return nil, err
	}
	b.memory.keepSources(book)
	unfound, err := b.trySearches(ctx, loaded, book)
	if err != nil {
		return nil, fmt.Errorf("trying the searches: %w", err)
	}
	personal, err := b.personal(ctx, book)
	if err != nil {
		return nil, err
	}
	look, broken, err := b.look(ctx, book)
	if err != nil {
		return nil, err
	}
	b.done("theme")
	b.report.judge(b.opts, check.NewChecker(), b.people, whole, book, loaded.Problems, hidden, unfound, personal, broken)
	if opts.Discreet {
		b.report.discreet(whole, book)
	}
	b.done("check")

	if b.report.Fatal || opts.Destination == "" {
		return b.report, nil
	}
	if err := b.publish(ctx, whole, book, look); err != nil {
		return nil, err
	}
	return b.report, nil
}

func countTypes(book *handbook.Handbook) map[handbook.Type]int {
	counts := map[handbook.Type]int{}
	for _, p := range book.Pages {
		counts[p.Type]++
	}
	return counts
}

// build is one run.
type build struct {
	opts   Options
	source *os.Root
	files  *files           // once the handbook is loaded
	people *privacy.Scanner // once the handbook is loaded
	pages  int              // of the whole handbook
	index  *search.Index    // of what the readers see; nil until it is needed
	memory *buildMemory     // of the last build; nil where nothing is remembered
	report *Report
	clock  time.Time
}

// begin opens the folder of the handbook. The caller closes the build.
func begin(opts Options) (*build, error) {
	source, err := os.OpenRoot(opts.Source)
	if err != nil {
		return nil, fmt.Errorf("opening the handbook: %w", err)
	}
	return &build{opts: opts, source: source, report: &Report{}, clock: time.Now()}, nil
}

func (b *build) close() {
	b.closeFiles()
	if b.index != nil {
		_ = b.index.Close()
	}
}

func (b *build) closeFiles() {
	_ = b.source.Close()
	if b.files != nil {
		b.files.close()
	}
}

// load reads the whole handbook.
func (b *build) load(ctx context.Context) (*load.Result, error) {
	var err error
	if b.files, err = openFiles(ctx, b.source, b.opts); err != nil {
		return nil, err
	}
	loader := load.NewLoader(b.files.tree, nil)
	if b.memory != nil {
		b.memory.recallInto(loader)
	}
	loaded, err := loader.Load(ctx)
	if err != nil {
		return nil, fmt.Errorf("loading the handbook: %w", err)
	}
	if b.memory != nil {
		b.memory.learn(loader.Records())
	}
	b.files.tell(loaded)
	b.pages = len(loaded.Handbook.Pages)
	b.done("load")
	return loaded, nil
}

// narrow keeps what the readers of this build may see.
func (o Options) narrow(whole *handbook.Handbook) (*handbook.Handbook, []handbook.Problem, error) {
	readers, err := o.readers(whole)
	if err != nil {
		return nil, nil, err
	}
	book, hidden := whole.For(readers, o.Drafts)
	book.Config.BaseURL = cmp.Or(o.BaseURL, book.Config.BaseURL)
	if o.Theme != "" {
		book.Config.Theme, book.Config.ThemeAt = o.Theme, handbook.Pos{}
	}
	return book, hidden, nil
}

// readers returns those for whom this build is made.
func (o Options) readers(whole *handbook.Handbook) (handbook.Readers, error) {
	readers := cmp.Or(o.Readers, whole.Config.Readers)
	unknown := readers.Audience == handbook.WithinFunction && whole.Page(handbook.Function, readers.ID) == nil ||
		readers.Audience == handbook.WithinGroup && whole.Page(handbook.Group, readers.ID) == nil
	if unknown {
		return readers, &ReadersError{readers}
	}
	return readers, nil
}

// trySearches runs the handbook's search tests over the index that its readers
// get. Only a handbook that has tests pays for an index here, which is then
// published.
func (b *build) trySearches(ctx context.Context, loaded *load.Result, book *handbook.Handbook) ([]handbook.Problem, error) {
	if len(loaded.Searches) == 0 {
		return nil, nil
	}
	if err := b.indexPages(ctx, book); err != nil {
		return nil, err
	}
	return trySearches(ctx, loaded, book, b.index)
}

// personal looks for personal data in all files of the handbook, of which its readers see book.
func (b *build) personal(ctx context.Context, book *handbook.Handbook) (found []handbook.Problem, err error) {
	if b.people, err = b.opts.people(b.files.tree, book.Config); err != nil {
		return nil, err
	}
	personal := check.NewPersonal(b.people)
	if b.memory == nil || b.opts.Roster != nil { // a roster that came encrypted: nothing that depends on it is kept
		return personal.Find(ctx, b.files.tree)
	}
	known, err := knownNames(b.files.tree, book.Config)
	if err != nil {
		return nil, err
	}
	b.memory.recallPersonal(personal, known)
	if found, err = personal.Find(ctx, b.files.tree); err == nil {
		b.memory.keepPersonal(personal, known, book)
	}
	return found, err
}

// knownNames tells one state from another of what a scanner is made to know.
func knownNames(files fs.FS, config handbook.Config) (string, error) {
	roster, err := readRosters(files)
	if err != nil {
		return "", fmt.Errorf("reading the roster: %w", err)
	}
	return fmt.Sprintf("%q %q %q", roster, config.Contact, config.Exceptions), nil
}

// people returns what knows personal data when it sees some, but for what
// handbook.yaml says may be published.
func (o Options) people(files fs.FS, config handbook.Config) (*privacy.Scanner, error) {
	roster := o.Roster
	if roster == nil {
		names, err := readRosters(files)
		if err != nil {
			return nil, fmt.Errorf("reading the roster: %w", err)
		}
		roster = privacy.ParseRoster(names)
	}
	public := []string{config.Contact}
	for _, e := range config.Exceptions {
		public = append(public, e.Text)
	}
	return privacy.New(privacy.Options{Roster: roster, Public: public}), nil
}

// readRosters returns the names of the participants, of the handbook and of each of its further folders.
func readRosters(files fs.FS) ([]byte, error) {
	rosters, err := fs.Glob(files, handbook.RootMark+"*/"+load.RosterFile)
	if err != nil {
		return nil, err
	}
	var names []byte
	for _, roster := range append(rosters, load.RosterFile) {
		some, err := fs.ReadFile(files, roster)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		names = append(append(names, some...), '\n')
	}
	return names, nil
}

// judge checks the whole handbook, adds what was found before, without the
// secrets that problems would repeat, and says whether all that forbids to publish.
func (r *Report) judge(opts Options, checker *check.Checker, people *privacy.Scanner, whole, book *handbook.Handbook, found ...[]handbook.Problem) {
	r.Config, r.Pages, r.LeftOut, r.ByType = book.Config, len(book.Pages), len(whole.Pages)-len(book.Pages), countTypes(book)
	r.Withdrawn = withdrawn(whole)
	r.Mask = people.Mask
	r.add(opts, people, slices.Concat(slices.Concat(found...), checker.Run(whole), unusableNames(whole)))
}

// add adds problems, without the secrets that they would repeat, and says
// whether all that was found forbids to publish.
func (r *Report) add(opts Options, people *privacy.Scanner, problems []handbook.Problem) {
	check.Silence(problems, people)
	r.Problems = append(r.Problems, problems...)
	handbook.SortProblems(r.Problems)
	worst := handbook.Worst(excuse(r.Problems, r.Withdrawn))
	r.Fatal = worst == handbook.Error || opts.Strict && worst == handbook.Warning
}

// publish renders pages, index and attachments into a stage, then swaps it in.
func (b *build) publish(ctx context.Context, whole, book *handbook.Handbook, look *render.Look) error {
	archive, err := b.editor(book.Config.Editing)
	if err != nil {
		return err
	}
	stage, err := output.Open(b.opts.Destination)
	if err != nil {
		return err
	}
	defer stage.Abort()

	renderer, err := look.Renderer(book, render.Options{Today: b.opts.Today, Admin: archive != nil})
	if err != nil {
		return b.blameTheme(err)
	}
	last, authors, err := b.gate(ctx, whole, book)
	if err != nil {
		return err
	}
	if b.report.Fatal {
		return nil
	}
	b.done("gate")
	watched := fileWriter(last.Watch(stage.Write))
	write, offline := watched, offlineList{files: map[string]string{}}
	if book.Config.Offline {
		write = offline.noting(write)
	}
	secrets, err := b.secrets(book, authors)
	if err != nil {
		return err
	}
	kept := b.memory.published(stage, &offline, book.Config.Offline, secrets)
	key, keyed := b.memory.siteKey(book, b.opts, archive != nil, b.source.FS())
	made := b.memory.pageSums(book)
	if err := renderer.Render(ctx, kept.due(key, keyed, made), write); err != nil {
		return b.blameTheme(fmt.Errorf("rendering: %w", err))
	}
	for _, p := range book.Pages {
		p.Body.HTML, p.Body.Holes, p.Body.Prose = nil, nil, nil // written: the index needs the memory more
	}
	b.done("render")

	if err := b.export(ctx, book, kept, write); err != nil {
		return fmt.Errorf("indexing: %w", err)
	}
	b.done("search")

	if archive != nil {
		if err := archive.Publish(whole, write); err != nil {
			return fmt.Errorf("publishing the editor: %w", err)
		}
		b.done("editor")
	}
	if err := b.attach(renderer.Attachments(), book.Files, write); err != nil {
		return fmt.Errorf("copying attachments: %w", err)
	}
	if book.Config.Offline {
		if err := offline.write(renderer.Worker(), watched); err != nil {
			return fmt.Errorf("keeping the site offline: %w", err)
		}
	}
	if stop, err := b.stopLeaks(last); stop || err != nil {
		return err
	}
	b.report.Output, err = stage.Commit()
	if err != nil {
		return err
	}
	b.report.Published = true
	if keyed {
		b.memory.keepSite(siteMemory{Key: key, Secrets: secrets, Files: stage.Files(), Pages: made, Offline: offline.files})
	}
	b.done("output")
	return nil
}

// secrets returns a digest of what the last gate looks for: a file that was published
// while that was something else has not been searched for it.
func (b *build) secrets(book *handbook.Handbook, authors []string) ([sha256.Size]byte, error) {
	names, err := knownNames(b.files.tree, book.Config)
	all := sha256.New()
	fmt.Fprintf(all, "%q %q", names, authors)
	b.memory.writeHidden(all, book)
	return [sha256.Size]byte(all.Sum(nil)), err
}

// export writes the files of the search: anew, unless the last build left what they
// were made from.
func (b *build) export(ctx context.Context, book *handbook.Handbook, kept *keptSite, write fileWriter) error {
	if b.index == nil {
		if known, ok := b.memory.recallSearch(); ok {
			publisher, err := search.Recall(known, kept.keeper())
			if err != nil {
				return err
			}
			return publisher.ExportRemembering(ctx, documents(book, b.opts.Today), facets(book, b.opts.Today), write, b.memory.rememberSearch)
		}
	}
	if err := b.indexPages(ctx, book); err != nil {
		return err
	}
	return b.index.ExportRemembering(write, b.memory.rememberSearch)
}

// editor returns the archive of the site's own editor, or nil when there is to be none.
func (b *build) editor(editing handbook.Editing) (*editor.Archive, error) {
	if !b.opts.Edit && !editing.Admin {
		return nil, nil
	}
	if !editing.On() {
		return nil, ErrNoForge
	}
	return editor.Open(b.opts.Editors)
}

// indexPages makes the search index of what the readers see, unless it is made.
func (b *build) indexPages(ctx context.Context, book *handbook.Handbook) (err error) {
	if b.index == nil {
		b.index, err = search.NewIndex(ctx, documents(book, b.opts.Today), facets(book, b.opts.Today))
	}
	return err
}

// attach copies the files that published pages use.
func (b *build) attach(paths []string, files handbook.Files, put func(path string, data []byte) error) error {
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for _, path := range paths {
		group.Go(func() error {
			data, err := fs.ReadFile(b.files.tree, files[path])
			if err != nil {
				return err
			}
			// Who took a picture, where and with what, is none of the readers' business.
			if data, err = metadata.Strip(data); err != nil {
				return fmt.Errorf("%s: %w", path, err)
			}
			return put(path, data)
		})
	}
	return group.Wait()
}

// done ends a phase.
func (b *build) done(name string) {
	now := time.Now()
	phase := Phase{name, now.Sub(b.clock), b.pages}
	b.clock = now
	b.report.Phases = append(b.report.Phases, phase)
	if b.opts.Observe != nil {
		b.opts.Observe(phase)
	}
}
