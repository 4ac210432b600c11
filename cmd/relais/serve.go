package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"relais/builder"
	"relais/builder/frame"
	"relais/builder/handbook"
	"relais/builder/serve"
)

// serveFlags are the options of serve.
type serveFlags struct {
	flags
	port         int
	open, follow bool
	poll         time.Duration
}

func serveCommand(lang handbook.Lang) *cobra.Command {
	var f serveFlags
	text := func(fr, en string) string { return handbook.Text{FR: fr, EN: en}.In(lang) }
	c := &cobra.Command{
		Use:   text("serve [DOSSIER]", "serve [DIR]"),
		Short: text("Montre le manuel dans le navigateur pendant qu’on l’écrit", "Shows the handbook in the browser while it is being written"),
		Long: text(
			"Montre le manuel dans le navigateur de cette machine pendant qu’on l’écrit.\n\nDès qu’un texte est enregistré, la page ouverte se recharge, là où elle en\nétait. Tant qu’un texte contient une erreur, la dernière bonne version reste\nlisible, et la page dit quoi corriger. Rien n’est écrit sur le disque, et\nseule cette machine peut lire. Ctrl-C arrête.",
			"Shows the handbook in the browser of this machine while it is being written.\n\nAs soon as a text is saved, the open page reloads, where it was. As long as a\ntext has an error, the last good version stays readable, and the page says what\nto mend. Nothing is written to the disk, and only this machine can read.\nCtrl-C stops.",
		),
		Args: atMostOneFolder,
		RunE: func(c *cobra.Command, args []string) error { return f.run(c, args, lang) },
	}
	f.registerReading(c, lang)
	f.registerTheme(c, lang)
	drafts := c.Flags().Lookup("drafts")
	drafts.DefValue, drafts.Usage = "true", text("avec les brouillons ; --drafts=false les laisse de côté", "with the drafts; --drafts=false leaves them out")
	f.drafts = true
	c.Flags().IntVarP(&f.port, "port", "p", 0, text("`port` de l’adresse (8000, ou le premier libre après)", "`port` of the address (8000, or the next that is free)"))
	c.Flags().BoolVarP(&f.open, "open", "o", false, text("ouvre le manuel dans le navigateur", "opens the handbook in the browser"))
	c.Flags().BoolVar(&f.follow, "follow", false, text("ouvre, dans le navigateur, la page du texte enregistré", "opens, in the browser, the page of the text just saved"))
	c.Flags().DurationVar(&f.poll, "poll", 0, text("regarde les fichiers à intervalles, pour un lecteur réseau ; --poll=5s choisit l’`intervalle`", "looks at the files at intervals, for a network drive; --poll=5s sets the `interval`"))
	c.Flags().Lookup("poll").NoOptDefVal = "1s"
	return c
}

func (f *serveFlags) run(c *cobra.Command, args []string, lang handbook.Lang) error {
	_, source, err := f.locate(args)
	if err != nil {
		return err
	}
	opts, err := f.options(source)
	if err != nil {
		return err
	}
	if f.poll < 0 || f.poll > 0 && f.poll < leastPoll {
		return localError{text: handbook.Text{
			FR: fmt.Sprintf("relais : --poll=%s est trop court. Écrivez au moins --poll=100ms.", f.poll),
			EN: fmt.Sprintf("relais: --poll=%s is too short. Write --poll=100ms at least.", f.poll),
		}}
	}
	messages, err := handbook.NewMessages()
	if err != nil {
		return err
	}
	screen := &serveScreen{flags: f, out: c.ErrOrStderr(), messages: messages, source: source, lang: lang}
	err = builder.Serve(c.Context(), builder.ServeOptions{
		Options: opts, Lang: lang, Port: f.port, Follow: f.follow, Poll: f.poll, Screen: screen,
	})
	if taken := (*serve.PortError)(nil); errors.As(err, &taken) {
		return localError{cause: err, text: handbook.Text{
			FR: fmt.Sprintf("relais : le port %d est déjà pris, peut-être par un autre relais serve. Choisissez-en un autre avec --port, ou retirez cette option.", taken.Port),
			EN: fmt.Sprintf("relais: port %d is taken, perhaps by another relais serve. Choose another with --port, or leave that option out.", taken.Port),
		}}
	}
	return err
}

// leastPoll is how often files may be looked at, at most.
const leastPoll = 100 * time.Millisecond

// serveScreen tells in the terminal what happens while a handbook is served.
type serveScreen struct {
	flags    *serveFlags
	out      io.Writer
	messages *handbook.Messages
	source   string
	lang     handbook.Lang                         // of the person at the terminal, then of the handbook
	mask     func(path string) func(string) string // returns what hides what is personal in the lines around a problem
	begun    bool                                  // something was shown
	last     string                                // what failed
}

func (s *serveScreen) say(fr, en string, values ...any) {
	fmt.Fprintf(s.out, handbook.Text{FR: fr, EN: en}.In(s.lang)+"\n", values...)
}

func (s *serveScreen) Ready(url string) {
	s.say("Le manuel se lit à l’adresse %s (Ctrl-C pour arrêter).", "The handbook can be read at %s (Ctrl-C to stop).", url)
	if !s.flags.open {
		return
	}
	if err := openBrowser(url); err != nil {
		s.say("Le navigateur n’a pas pu être ouvert : ouvrez vous-même cette adresse.", "The browser could not be opened: open this address yourself.")
	}
}

func (s *serveScreen) Shown(change serve.Change, report *builder.Report, took time.Duration) {
	s.heed(report)
	if !s.begun {
		s.begun = true
		s.say("%s en %s ; %s.", "%s in %s; %s.", plural(report.Pages, "page", "pages"), duration(took, s.lang), s.found(report))
		return
	}
	s.say("modifié %s en %s", "changed %s in %s", s.what(change), duration(took, s.lang))
}

func (s *serveScreen) Stopped(change serve.Change, report *builder.Report) {
	s.heed(report)
	s.list(report.Problems)
	found := s.found(report)
	if !s.begun {
		s.say("Le manuel sera montré dès qu’il sera corrigé : %s.", "The handbook will be shown once it is mended: %s.", found)
		return
	}
	s.say("modifié %s : %s. La dernière bonne version reste affichée.", "changed %s: %s. The last good version stays.", s.what(change), found)
}

func (s *serveScreen) Failed(err error, lang handbook.Lang) string {
	s.lang = lang
	text := explain(machineError(err, ""), lang)
	if text != s.last {
		s.last = text
		fmt.Fprintln(s.out, text)
	}
	return text
}

func (s *serveScreen) Searched(problems []handbook.Problem, lang handbook.Lang) {
	s.lang = lang
	s.list(problems)
}

func (s *serveScreen) Polls(why serve.PollReason) {
	switch why {
	case serve.PollingAsked:
		s.say("Les fichiers sont regardés toutes les %s.", "Files are looked at every %s.", s.flags.poll)
	case serve.TooManyFolders:
		s.say("Le système ne permet pas de suivre autant de dossiers (fs.inotify.max_user_watches) : les fichiers sont regardés chaque seconde.",
			"The system does not let so many folders be followed (fs.inotify.max_user_watches): files are looked at every second.")
	case serve.TooManyWatchers:
		s.say("Trop de programmes suivent déjà des dossiers (fs.inotify.max_user_instances) : les fichiers sont regardés chaque seconde.",
			"Too many programs follow folders already (fs.inotify.max_user_instances): files are looked at every second.")
	default:
		s.say("Le système ne sait pas suivre ce dossier : les fichiers sont regardés chaque seconde.",
			"The system cannot follow this folder: files are looked at every second.")
	}
}

// heed takes the language of the handbook, and forgets what failed.
func (s *serveScreen) heed(report *builder.Report) {
	s.last, s.mask = "", report.MaskIn
	if report.Config.LangSaid {
		s.lang = report.Config.Lang
	}
}

// found counts the problems that are told: advice can wait for check.
func (s *serveScreen) found(report *builder.Report) string {
	told := slices.DeleteFunc(slices.Clone(report.Problems), func(p handbook.Problem) bool { return !s.flags.shows(p) })
	return s.flags.flags.found(told).In(s.lang)
}

// list prints problems as check does.
func (s *serveScreen) list(problems []handbook.Problem) {
	folder, err := os.OpenRoot(s.source)
	if err != nil {
		return // it is gone, and that is told next
	}
	defer folder.Close()
	list := problemList{screen: screenOf(s.out), folder: folder.FS(), mask: s.mask, messages: s.messages, lang: s.lang}
	for _, p := range problems {
		if s.flags.shows(p) {
			list.write(p)
		}
	}
}

// what names what a change touched.
func (s *serveScreen) what(change serve.Change) string {
	switch {
	case len(change.Paths) == 0:
		return handbook.Text{FR: "le dossier", EN: "the folder"}.In(s.lang)
	case len(change.Paths) == 1:
		return frame.Visible(change.Paths[0])
	}
	return handbook.Text{
		FR: fmt.Sprintf("%s et %s", frame.Visible(change.Paths[0]), plural(len(change.Paths)-1, "autre fichier", "autres fichiers")),
		EN: fmt.Sprintf("%s and %s", frame.Visible(change.Paths[0]), plural(len(change.Paths)-1, "other file", "other files")),
	}.In(s.lang)
}

// duration tells a time as people do: 18 ms, 1,4 s.
func duration(d time.Duration, lang handbook.Lang) string {
	if d < time.Second {
		return fmt.Sprintf("%d\u00a0ms", max(1, d.Milliseconds()))
	}
	seconds := fmt.Sprintf("%.1f", d.Seconds())
	return handbook.Text{FR: strings.Replace(seconds, ".", ",", 1), EN: seconds}.In(lang) + "\u00a0s"
}

// openBrowser opens an address in the browser that the person has chosen.
func openBrowser(url string) error {
	name, args := "xdg-open", []string{url}
	switch runtime.GOOS {
	case "darwin":
		name = "open"
	case "windows":
		name, args = "rundll32", []string{"url.dll,FileProtocolHandler", url}
	}
	command := exec.Command(name, args...)
	if err := command.Start(); err != nil {
		return err
	}
	go func() { _ = command.Wait() }()
	return nil
}
