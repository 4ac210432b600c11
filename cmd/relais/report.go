package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"relais/builder"
	"relais/builder/annotate"
	"relais/builder/frame"
	"relais/builder/handbook"
)

// The rules of what is printed:
//
//   - Problems are grouped by file, in the form that editors and terminals know how
//     to jump from: the path on a line of its own, then line:column. What is wrong
//     comes first, then the lines of the source with the place marked, then an
//     arrow and what mends it.
//   - They are told in the language that handbook.yaml says, else in that of the
//     person at the terminal.
//   - check's problems are its data: they go to the standard output. build's are
//     messages. Where a program reads them, format.go says what goes where.
//   - The last line is the summary. --quiet shows errors only; --verbose adds
//     advice and times.
//   - Only colours and the folding of long lines depend on the terminal. What is not
//     seen, in a text or in a name, is written out wherever it is printed.

// tell prints a report on the handbook in the folder source, which is open, as the
// flags ask.
func (f *flags) tell(c *cobra.Command, source string, folder *os.Root, formats formats, report *builder.Report, took time.Duration) error {
	messages, err := handbook.NewMessages()
	if err != nil {
		return err
	}
	lang := report.Config.Lang
	if !report.Config.LangSaid {
		lang = languageOf(os.Getenv)
	}
	t := teller{flags: f, source: source, folder: folder.FS(), report: report, messages: messages, lang: lang}
	if err := t.writeFiles(formats.files); err != nil {
		return err
	}
	if formats.output == formatJSON {
		return t.write(c.OutOrStdout(), formatJSON)
	}
	out := c.ErrOrStderr()
	if formats.output == formatGitHub || formats.output == formatText && f.destination == "" {
		out = c.OutOrStdout()
	}
	var text bytes.Buffer
	list := problemList{screen: screenOf(out), folder: folder.FS(), mask: report.MaskIn, messages: messages, lang: lang}
	list.screen.Writer = &text
	for _, p := range report.Problems {
		if f.shows(p) {
			list.write(p)
		}
	}
	switch formats.output {
	case formatText:
		_, err = text.WriteTo(out)
	case formatGitHub:
		err = cmp.Or(annotate.GitHubLog(out, text.Bytes()), t.write(out, formatGitHub))
	default:
		_, err = text.WriteTo(out)
		err = cmp.Or(err, t.write(c.OutOrStdout(), formats.output))
	}
	if err != nil || f.quiet {
		return err
	}
	w := c.ErrOrStderr()
	if f.verbose {
		for _, phase := range report.Phases {
			fmt.Fprintf(w, "%8.3f s  %s\n", phase.Took.Seconds(), phaseName(phase.Name).In(lang))
		}
	}
	fmt.Fprintln(w, frame.Visible(f.summary(report, took, lang)))
	if f.verbose && report.Published && report.Config.BaseURL == "" {
		fmt.Fprintln(w, handbook.Text{
			FR: "Le site ne sait pas à quelle adresse il sera lu : il n’a ni flux, ni plan du site, ni aperçus de liens, ni codes QR. Écrivez « adresse » dans handbook.yaml, ou ajoutez --base-url.",
			EN: "The site does not know at which address it will be read: it has no feeds, site map, link previews or QR codes. Write “base_url” in handbook.yaml, or add --base-url.",
		}.In(lang))
	}
	if n := len(report.Withdrawn); n > 0 {
		fmt.Fprintln(w, f.recall(n).In(lang))
	}
	return nil
}

// phaseName says what a phase of a build does.
func phaseName(name string) handbook.Text {
	for _, known := range []struct{ name, fr string }{
		{"load", "lecture"}, {"check", "vérification"}, {"theme", "thème"}, {"gate", "secrets à garder"}, {"render", "pages"}, {"search", "recherche"}, {"output", "publication"},
	} {
		if known.name == name {
			return handbook.Text{FR: known.fr, EN: name}
		}
	}
	return handbook.Text{FR: name, EN: name}
}

func (f *flags) shows(p handbook.Problem) bool {
	switch {
	case f.quiet:
		return p.Severity == handbook.Error || f.strict && p.Severity == handbook.Warning
	case f.verbose:
		return true
	}
	return p.Severity > handbook.Advice
}

// problemList writes problems, file after file.
type problemList struct {
	screen   screen
	folder   fs.FS                                 // of the handbook
	mask     func(path string) func(string) string // returns what hides, in the lines of a file that are shown, what nobody may read
	messages *handbook.Messages
	lang     handbook.Lang

	path   string // of the file that is being told
	source frame.Source
	last   handbook.Pos // the place just shown
}

// write prints one problem, under the path of its file if it is the first there.
func (l *problemList) write(p handbook.Problem) {
	if p.Path != l.path {
		l.path, l.last = p.Path, handbook.Pos{}
		l.source, _ = frame.Read(l.folder, p.Path, l.mask(p.Path)) // what can't be read has no lines to show, and is a problem of its own
		fmt.Fprintln(l.screen, l.screen.in(boldOn, frame.Visible(p.Path)))
	}
	what, remedy := l.messages.Of(p, l.lang)
	place := ""
	if p.Pos.Line > 0 {
		place = fmt.Sprintf("%d:%d ", p.Pos.Line, max(1, p.Pos.Column))
	}
	label := severity(p.Severity).In(l.lang) + handbook.Text{FR: "\u00a0:", EN: ":"}.In(l.lang) // no space to fold at
	code := "[" + p.Code + "]"
	text := l.screen.fold(label+" "+frame.Visible(what)+" "+code, problemIndent+len(place))
	text = strings.TrimSuffix(strings.TrimPrefix(text, label), code)
	fmt.Fprintf(l.screen, "  %s%s%s%s\n", place, l.screen.in(severityColour(p.Severity), label), text, l.screen.in(faint, code))
	if p.Pos != l.last {
		l.writeFrame(l.source.Around(p), severityColour(p.Severity))
		l.last = p.Pos
	}
	if remedy != "" {
		fmt.Fprintf(l.screen, "    %s %s\n", l.screen.in(green, "→"), l.screen.fold(frame.Visible(remedy), remedyIndent))
	}
	fmt.Fprintln(l.screen)
}

// Cells before what is wrong, and before what mends it.
const (
	problemIndent = 2
	remedyIndent  = 6
)

// writeFrame prints lines of the source with their numbers.
func (l *problemList) writeFrame(f frame.Frame, colour string) {
	if len(f.Lines) == 0 {
		return
	}
	digits := len(strconv.Itoa(f.Lines[len(f.Lines)-1].Number))
	const edge = " │ "
	for _, row := range f.Draw(l.screen.cells - remedyIndent - digits - len([]rune(edge))) {
		number, text := "", row.Text
		if row.Number > 0 {
			number = strconv.Itoa(row.Number)
		} else {
			text = l.screen.in(colour, text)
		}
		margin := fmt.Sprintf("%*s%*s%s", remedyIndent, "", digits, number, edge)
		fmt.Fprintln(l.screen, strings.TrimRight(l.screen.in(faint, margin)+text, " "))
	}
}

func severityColour(s handbook.Severity) string {
	switch s {
	case handbook.Error:
		return red
	case handbook.Warning:
		return yellow
	}
	return cyan
}

func severity(s handbook.Severity) handbook.Text {
	switch s {
	case handbook.Error:
		return handbook.Text{FR: "erreur", EN: "error"}
	case handbook.Warning:
		return handbook.Text{FR: "avertissement", EN: "warning"}
	}
	return handbook.Text{FR: "conseil", EN: "advice"}
}

// summary is the last line: what was done, or why nothing was.
func (f *flags) summary(report *builder.Report, took time.Duration, lang handbook.Lang) string {
	found := f.found(report.Problems)
	switch {
	case report.Published:
		out := report.Output
		return handbook.Text{
			FR: fmt.Sprintf("Publié dans « %s » en %s s : %s pour la diffusion « %s » (%d hors diffusion) ; fichiers : %d écrits, %d inchangés, %d retirés ; %s.",
				f.destination, strings.Replace(fmt.Sprintf("%.1f", took.Seconds()), ".", ",", 1), plural(report.Pages, "page", "pages"), readers(report.Config.Readers, lang), report.LeftOut, out.Written, out.Unchanged, out.Removed, found.FR),
			EN: fmt.Sprintf("Published to “%s” in %.1f s: %s for the audience “%s” (%d left out); files: %d written, %d unchanged, %d removed; %s.",
				f.destination, took.Seconds(), plural(report.Pages, "page", "pages"), readers(report.Config.Readers, lang), report.LeftOut, out.Written, out.Unchanged, out.Removed, found.EN),
		}.In(lang)
	case f.destination != "":
		return handbook.Text{
			FR: fmt.Sprintf("Rien n’a été publié : %s.", found.FR),
			EN: fmt.Sprintf("Nothing was published: %s.", found.EN),
		}.In(lang)
	}
	read := report.Pages + report.LeftOut
	checked := "vérifiées"
	if read < 2 {
		checked = "vérifiée"
	}
	return handbook.Text{
		FR: fmt.Sprintf("%s %s : %s.", plural(read, "page", "pages"), checked, found.FR),
		EN: fmt.Sprintf("%s checked: %s.", plural(read, "page", "pages"), found.EN),
	}.In(lang)
}

// recall reminds that n pages were withdrawn from what is published, and from nothing else.
func (f *flags) recall(n int) handbook.Text {
	text := handbook.Text{
		FR: fmt.Sprintf("%s : l’historique de git en garde le texte.", plural(n, "page retirée", "pages retirées")),
		EN: fmt.Sprintf("%s withdrawn: git’s history keeps their text.", plural(n, "page", "pages")),
	}
	if n == 1 {
		text.EN = "1 page withdrawn: git’s history keeps its text."
	}
	if !f.verbose {
		text.FR += " « relais check -v » dit comment le voir et l’effacer."
		text.EN += " “relais check -v” says how to see it and erase it."
	}
	return text
}

// found counts problems by severity, and says how to see those that are not shown.
func (f *flags) found(problems []handbook.Problem) handbook.Text {
	counts, files := map[handbook.Severity]int{}, map[string]bool{}
	for _, p := range problems {
		counts[p.Severity]++
		files[p.Path] = true
	}
	var fr, en []string
	if n := counts[handbook.Error]; n > 0 {
		fr, en = append(fr, plural(n, "erreur", "erreurs")), append(en, plural(n, "error", "errors"))
	}
	if n := counts[handbook.Warning]; n > 0 {
		fr, en = append(fr, plural(n, "avertissement", "avertissements")), append(en, plural(n, "warning", "warnings"))
	}
	if n := counts[handbook.Advice]; n > 0 {
		fr, en = append(fr, plural(n, "conseil", "conseils")), append(en, plural(n, "piece of advice", "pieces of advice"))
	}
	if len(fr) == 0 {
		return handbook.Text{FR: "rien à corriger", EN: "nothing to mend"}
	}
	found := handbook.Text{
		FR: fmt.Sprintf("%s dans %s", strings.Join(fr, ", "), plural(len(files), "fichier", "fichiers")),
		EN: fmt.Sprintf("%s in %s", strings.Join(en, ", "), plural(len(files), "file", "files")),
	}
	if counts[handbook.Advice] > 0 && !f.verbose {
		found.FR += " (-v montre les conseils)"
		found.EN += " (-v shows the advice)"
	}
	return found
}

func plural(n int, one, many string) string {
	if n == 1 || n == 0 && one != "error" && one != "warning" { // French counts zero in the singular
		return fmt.Sprintf("%d %s", n, one)
	}
	return fmt.Sprintf("%d %s", n, many)
}

// readers names whom a build is for, as authors write it.
func readers(r handbook.Readers, lang handbook.Lang) string {
	for _, c := range handbook.Audiences() {
		if c.Value == string(r.Audience) {
			if r.ID == "" {
				return c.Key.In(lang)
			}
			return c.Key.In(lang) + ":" + r.ID
		}
	}
	return ""
}

// jsonReport is what --format json, --json and --report write. Its keys stay as
// they are; when one must change its meaning, Format is raised.
type jsonReport struct {
	Format    int                   `json:"format"` // of this report: 1
	Relais    string                `json:"relais"` // the version that wrote it
	Published bool                  `json:"published"`
	Language  handbook.Lang         `json:"language"` // of the messages
	Audience  string                `json:"audience"`
	Pages     int                   `json:"pages"`     // that the audience may read
	Types     map[handbook.Type]int `json:"types"`     // the same, by type
	LeftOut   int                   `json:"left_out"`  // pages of the handbook that it may not
	Withdrawn []string              `json:"withdrawn"` // paths of pages taken back; git's history keeps their text
	Counts    map[string]int        `json:"counts"`    // problems by severity
	Problems  []jsonProblem         `json:"problems"`
	Files     *jsonFiles            `json:"files,omitempty"` // what publishing changed
	Sizes     map[string]jsonSize   `json:"sizes,omitempty"` // of what is published: pages, search, assets, admin, programs (what only programs read), attachments
	Phases    []jsonPhase           `json:"phases"`
}

// jsonSize is the size of a part of the published site.
type jsonSize struct {
	Files int   `json:"files"`
	Bytes int64 `json:"bytes"`
}

type jsonProblem struct {
	Code     string       `json:"code"`
	Severity string       `json:"severity"`
	Path     string       `json:"path"`
	Line     int          `json:"line,omitempty"`   // from 1
	Column   int          `json:"column,omitempty"` // from 1, in characters
	Message  string       `json:"message"`
	Remedy   string       `json:"remedy"`
	Near     string       `json:"near,omitempty"`  // what may have been meant
	Frame    *frame.Frame `json:"frame,omitempty"` // lines as they are written
}

type jsonFiles struct {
	Written   int   `json:"written"`
	Unchanged int   `json:"unchanged"`
	Removed   int   `json:"removed"`
	Bytes     int64 `json:"bytes"`
}

type jsonPhase struct {
	Name    string  `json:"name"`
	Seconds float64 `json:"seconds"`
}

// writeJSON writes a report on the handbook in folder. site is the published folder, or nil.
func writeJSON(w io.Writer, folder, site fs.FS, report *builder.Report, messages *handbook.Messages, lang handbook.Lang) (err error) {
	out := jsonReport{
		Format:    1,
		Relais:    version().number,
		Types:     report.ByType,
		Counts:    map[string]int{"error": 0, "warning": 0, "advice": 0},
		Published: report.Published,
		Language:  lang,
		Audience:  report.Config.Readers.String(),
		Pages:     report.Pages,
		LeftOut:   report.LeftOut,
		Withdrawn: report.Withdrawn,
		Problems:  []jsonProblem{},
	}
	var path string
	var source frame.Source
	for _, p := range report.Problems {
		if p.Path != path {
			path = p.Path
			source, _ = frame.Read(folder, path, report.MaskIn(path)) // as in problemList.write
		}
		what, remedy := messages.Of(p, lang)
		told := jsonProblem{
			Code: p.Code, Severity: p.Severity.String(), Path: p.Path, Line: p.Pos.Line, Column: p.Pos.Column,
			Message: what, Remedy: remedy, Near: p.Near,
		}
		if around := source.Around(p); len(around.Lines) > 0 {
			told.Frame = &around
		}
		out.Problems = append(out.Problems, told)
		out.Counts[told.Severity]++
	}
	for _, phase := range report.Phases {
		out.Phases = append(out.Phases, jsonPhase{phase.Name, phase.Took.Seconds()})
	}
	if report.Published {
		out.Files = &jsonFiles{report.Output.Written, report.Output.Unchanged, report.Output.Removed, report.Output.Bytes}
		if out.Sizes, err = sizes(site); err != nil {
			return err
		}
	}
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	return encoder.Encode(out)
}

// sizes weighs the parts of a published site.
func sizes(site fs.FS) (map[string]jsonSize, error) {
	parts := map[string]jsonSize{}
	err := fs.WalkDir(site, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(name, ".") {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		folder, _, _ := strings.Cut(name, "/")
		part := "attachments"
		switch {
		case folder == "search" || folder == "assets" || folder == "admin":
			part = folder
		case path.Ext(name) == ".html":
			part = "pages"
		case slices.Contains([]string{".xml", ".webmanifest", ".js"}, path.Ext(name)), strings.HasPrefix(name, "offline."):
			part = "programs" // never attachments, which would run
		}
		parts[part] = jsonSize{parts[part].Files + 1, parts[part].Bytes + info.Size()}
		return nil
	})
	return parts, err
}
