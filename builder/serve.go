package builder

import (
	"context"
	"net"
	"net/http"
	"os"
	"path"
	"slices"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"relais/builder/frame"
	"relais/builder/handbook"
	"relais/builder/serve"
)

// ServeOptions says how to show a handbook that is being written. Of Options,
// Destination and BaseURL are not used.
type ServeOptions struct {
	Options
	Lang   handbook.Lang // to speak when handbook.yaml does not say
	Port   int           // 0: the usual one, or the next that is free
	Follow bool          // open the page of the file that was just saved
	Poll   time.Duration // look at every file so often; 0: be told by the system
	Screen Screen
}

// Screen is told what happens while a handbook is served, from one goroutine.
type Screen interface {
	// Ready says where the handbook can be read, before it has been read.
	Ready(url string)
	// Shown says that what a change makes of the handbook is served, and how long
	// that took.
	Shown(change serve.Change, report *Report, took time.Duration)
	// Stopped says that what a change makes of the handbook would not be
	// published: what was served before still is.
	Stopped(change serve.Change, report *Report)
	// Failed says what the machine or the theme did, and returns how to tell it to the writer.
	Failed(err error, lang handbook.Lang) string
	// Searched says what is wrong with what people find, which is known later.
	Searched(problems []handbook.Problem, lang handbook.Lang)
	// Polls says why all files are looked at again and again.
	Polls(why serve.PollReason)
}

// Serve shows the handbook in browsers of this machine, as it is being written,
// until ctx ends. The error is the machine's.
func Serve(ctx context.Context, opts ServeOptions) error {
	listener, err := serve.Listen(opts.Port)
	if err != nil {
		return err
	}
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	opts.BaseURL = "http://localhost:" + port + "/"
	messages, err := handbook.NewMessages()
	if err != nil {
		_ = listener.Close()
		return err
	}
	s := &serving{
		opts: opts, messages: messages, lang: opts.Lang,
		preview: NewPreview(opts.Options),
		watcher: Watch(opts.Options, opts.Poll),
		server:  serve.NewServer(overlayWords(opts.Lang), serve.Hosts(listener.Addr())...),
		due:     make(chan *Edition, 1),
		indexed: make(chan indexed),
	}
	defer s.preview.Close()
	opts.Screen.Ready(opts.BaseURL)
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return serve.Run(ctx, listener, http.HandlerFunc(s.answer)) })
	group.Go(func() error { s.watcher.Run(ctx); return nil })
	group.Go(func() error { return s.index(ctx) })
	group.Go(func() error { return s.run(ctx) })
	return group.Wait()
}

// Watch returns a watcher of all that a Preview with these options depends on. It
// looks at every file so often, or is told by the system when poll is 0.
func Watch(opts Options, poll time.Duration) *serve.Watcher {
	return serve.NewWatcher(opts.Source, serve.WatchOptions{Poll: poll, Passed: passed})
}

// serving is a handbook being served. Its fields are those of the goroutine of
// run, but for the channels, the server, and what is atomic.
type serving struct {
	opts     ServeOptions
	messages *handbook.Messages
	preview  *Preview
	watcher  *serve.Watcher
	server   *serve.Server
	due      chan *Edition // whose search is to be made: the last, if any
	indexed  chan indexed

	lang     handbook.Lang
	mask     func(string) string // hides what is personal in the lines around a problem; nil until it is known
	problems []handbook.Problem  // that forbid to publish the content as it is now, with all others
	searched []handbook.Problem  // of what people find, in the edition that was indexed last
	files    bool                // whether what pages show has changed since a site was shown
	failure  string              // why the content as it is now cannot be read, in words; "" when it can
	place    atomic.Pointer[os.FileInfo]
}

// indexed is an edition whose search is ready.
type indexed struct {
	edition  *Edition
	problems []handbook.Problem // of what people find, then of what must not be shown
}

// retry is how soon to try again when the machine failed: a file may be missing
// because it is just being replaced.
const retry = 500 * time.Millisecond

// run shows each change as it comes.
func (s *serving) run(ctx context.Context) error {
	everything := func() serve.Change { return serve.Change{All: true, Since: time.Now()} }
	s.show(ctx, everything())
	for {
		var again <-chan time.Time
		if s.failure != "" {
			again = time.After(retry)
		}
		select {
		case <-ctx.Done():
			return nil
		case change := <-s.watcher.Changes():
			change.All = change.All || s.failure != "" // what could not be read then is to be read too
			if change, some := s.preview.sift(change); some {
				s.show(ctx, change)
			}
		case <-again:
			s.show(ctx, everything())
		case one := <-s.indexed:
			s.heed(one)
		case why := <-s.watcher.Polls():
			s.opts.Screen.Polls(why)
		}
	}
}

// show makes the handbook anew, and tells what became of it.
func (s *serving) show(ctx context.Context, change serve.Change) {
	s.files = s.files || showsFiles(change)
	edition, report, err := s.preview.Refresh(ctx, change)
	switch {
	case ctx.Err() != nil:
		return
	case err != nil:
		s.fail(err)
	case edition == nil:
		s.heedReport(report)
		s.failure, s.problems = "", report.Problems
		s.opts.Screen.Stopped(change, report)
	default:
		s.heedReport(report)
		s.failure, s.problems = "", nil
		s.server.Show(edition, s.files)
		s.files = false
		if s.opts.Follow {
			s.follow(edition, change)
		}
		s.order(edition)
		s.opts.Screen.Shown(change, report, time.Since(change.Since))
	}
	if place := s.preview.place; place != nil {
		s.place.Store(&place)
	}
	s.complain()
}

// fail tells, once, why the content cannot be read.
func (s *serving) fail(err error) {
	if text := s.opts.Screen.Failed(err, s.lang); text != s.failure {
		s.failure = text
	}
}

// heedReport takes from a report how to tell problems, and makes the server speak
// the language of the handbook.
func (s *serving) heedReport(report *Report) {
	s.mask = report.Mask
	config := report.Config
	if config.LangSaid && config.Lang != s.lang {
		s.lang = config.Lang
		s.server.Speak(overlayWords(s.lang))
	}
}

// showsFiles reports whether a change may have changed what pages show without
// changing their own bytes: images and attachments.
func showsFiles(change serve.Change) bool {
	return change.All || slices.ContainsFunc(change.Paths, func(name string) bool {
		return path.Ext(name) != ".md" && path.Ext(name) != ".yaml" && !isTheme(name)
	})
}

// follow opens the page of the file that was saved, unless so many were that
// nobody saved them.
func (s *serving) follow(edition *Edition, change serve.Change) {
	const several = 3
	if change.All || len(change.Paths) > several {
		return
	}
	for _, path := range change.Paths {
		if address := edition.Of(path); address != "" {
			s.server.Follow(address)
			return
		}
	}
}

// order asks for the search of an edition, in the place of one that still waits.
func (s *serving) order(edition *Edition) {
	select {
	case <-s.due:
	default:
	}
	s.due <- edition
}

// pause is for how long nothing must have been saved before the site is searched for
// leaks: that reads the whole handbook and makes all its pages, and whoever writes comes first.
const pause = 3 * time.Second

// index makes the search of the editions that are due, the last first, and once
// the writer pauses looks for leaks in the last.
func (s *serving) index(ctx context.Context) error {
	var last indexed
	var paused <-chan time.Time // nil: nothing waits for a pause
	later := func() bool { return len(s.due) > 0 || ctx.Err() != nil }
	for {
		var err error
		select {
		case <-ctx.Done():
		case edition := <-s.due:
			paused = nil
			last = indexed{edition: edition}
			if last.problems, err = s.preview.Index(ctx, edition); err != nil {
				break
			}
			s.tell(ctx, last)
			err = s.preview.Settle(ctx, edition, later)
			paused = time.After(pause)
		case <-paused:
			paused = nil
			var leaks []handbook.Problem
			if leaks, err = s.preview.Leaks(ctx, last.edition, later); len(leaks) > 0 {
				s.tell(ctx, indexed{last.edition, slices.Concat(last.problems, leaks)})
			}
		}
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// tell hands over what was found, unless all ends.
func (s *serving) tell(ctx context.Context, one indexed) {
	select {
	case s.indexed <- one:
	case <-ctx.Done():
	}
}

// heed tells what is wrong with what people find.
func (s *serving) heed(one indexed) {
	if one.edition != s.preview.last {
		return // there is a later one
	}
	if !slices.EqualFunc(s.searched, one.problems, sameProblem) {
		s.searched = one.problems
		s.opts.Screen.Searched(one.problems, s.lang)
	}
	s.complain()
}

func sameProblem(a, b handbook.Problem) bool {
	return a.Code == b.Code && a.Path == b.Path && a.Pos == b.Pos && a.Severity == b.Severity
}

// complain puts over the pages why the content as it is now would not be
// published, or takes that away.
func (s *serving) complain() {
	var shown []serve.Problem
	if s.failure != "" {
		shown = append(shown, serve.Problem{Severity: handbook.Error.String(), Name: severityName(handbook.Error, s.lang), What: s.failure})
	}
	problems := s.problems
	if problems == nil && handbook.Worst(s.searched) == handbook.Error {
		problems = s.searched
	}
	sources := map[string]frame.Source{}
	for _, p := range problems {
		if p.Severity > handbook.Advice {
			shown = append(shown, s.inWords(p, sources))
		}
	}
	slices.SortStableFunc(shown, func(a, b serve.Problem) int { return rank(a) - rank(b) })
	s.server.Complain(shown)
}

// rank puts what forbids to publish first.
func rank(p serve.Problem) int {
	if p.Severity == handbook.Error.String() {
		return 0
	}
	return 1
}

// inWords returns a problem as the overlay shows it.
func (s *serving) inWords(p handbook.Problem, sources map[string]frame.Source) serve.Problem {
	if _, read := sources[p.Path]; !read && s.preview.source != nil {
		sources[p.Path], _ = frame.Read(s.preview.files.tree, p.Path, s.mask) // what can't be read has no lines to show
	}
	what, remedy := s.messages.Of(p, s.lang)
	shown := serve.Problem{
		Severity: p.Severity.String(), Name: severityName(p.Severity, s.lang),
		File: p.Path, Line: p.Pos.Line, Column: p.Pos.Column, What: what, Remedy: remedy,
	}
	if around := sources[p.Path].Around(p); len(around.Lines) > 0 {
		shown.Frame = &around
	}
	return shown
}

func severityName(s handbook.Severity, lang handbook.Lang) string {
	if s == handbook.Error {
		return handbook.Text{FR: "erreur", EN: "error"}.In(lang)
	}
	return handbook.Text{FR: "avertissement", EN: "warning"}.In(lang)
}

// answer answers a browser. The folder of the handbook may be another since it
// was read, by a change of a folder above it that nothing tells of: nobody is
// shown a page of the old one without the new one being read.
func (s *serving) answer(w http.ResponseWriter, r *http.Request) {
	if read := s.place.Load(); read != nil && path.Ext(r.URL.Path) == ".html" {
		if now, err := os.Stat(s.opts.Source); err == nil && !os.SameFile(*read, now) {
			s.watcher.Poke()
		}
	}
	s.server.ServeHTTP(w, r)
}

func overlayWords(lang handbook.Lang) serve.Words {
	text := func(fr, en string) string { return handbook.Text{FR: fr, EN: en}.In(lang) }
	return serve.Words{
		Lang:    string(lang),
		Waiting: text("Le manuel ne peut pas encore être montré", "The handbook cannot be shown yet"),
		Advice: text(
			"Cette page se rechargera d’elle-même dès qu’il pourra l’être. S’il y a des erreurs à corriger, elles s’affichent ici.",
			"This page will reload by itself as soon as it can. If there are errors to mend, they show here.",
		),
		Heading: text("À corriger", "To mend"),
		Reduce:  text("Réduire", "Reduce"),
		Expand:  text("Montrer", "Show"),
		Closed: text(
			"Cette page n’est plus à jour\u00a0: la commande relais serve s’est arrêtée. Relancez-la, et la page se rechargera.",
			"This page is no longer up to date: relais serve has stopped. Start it again, and the page will reload.",
		),
	}
}
