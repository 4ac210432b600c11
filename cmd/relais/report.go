package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"relais/builder"
	"relais/builder/handbook"
)

// The rules of what is printed:
//
//   - A problem is one line that editors can jump to, path:line:column, then what
//     is wrong; the next line, indented, says what to do.
//   - check's problems are its data: they go to the standard output. build's are
//     messages. With --json there is one JSON object on the standard output.
//   - The last line is the summary. --quiet shows errors only; --verbose adds
//     advice and times.

// tell prints a report as the flags ask.
func (f *flags) tell(c *cobra.Command, report *builder.Report, took time.Duration) error {
	messages, err := handbook.NewMessages()
	if err != nil {
		return err
	}
	lang := report.Config.Lang
	if f.json {
		return writeJSON(c.OutOrStdout(), report, messages)
	}
	problems := c.ErrOrStderr()
	if f.destination == "" {
		problems = c.OutOrStdout()
	}
	for _, p := range report.Problems {
		if f.shows(p) {
			writeProblem(problems, p, messages, lang)
		}
	}
	if f.quiet {
		return nil
	}
	w := c.ErrOrStderr()
	if f.verbose {
		for _, phase := range report.Phases {
			fmt.Fprintf(w, "%8.3f s  %s\n", phase.Took.Seconds(), phase.Name)
		}
	}
	fmt.Fprintln(w, f.summary(report, took, lang))
	return nil
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

// writeProblem prints one problem and its remedy.
func writeProblem(w io.Writer, p handbook.Problem, messages *handbook.Messages, lang handbook.Lang) {
	what, remedy := messages.Of(p, lang)
	place := p.Path
	if p.Pos.Line > 0 {
		place += fmt.Sprintf(":%d:%d", p.Pos.Line, max(1, p.Pos.Column))
	}
	colon := handbook.Text{FR: "\u00a0: ", EN: ": "}.In(lang)
	fmt.Fprintf(w, "%s: %s%s%s [%s]\n", place, severity(p.Severity).In(lang), colon, what, p.Code)
	if remedy != "" {
		fmt.Fprintf(w, "    → %s\n", remedy)
	}
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
	counts := map[handbook.Severity]int{}
	for _, p := range report.Problems {
		counts[p.Severity]++
	}
	found := handbook.Text{
		FR: fmt.Sprintf("%s, %s, %s", plural(counts[handbook.Error], "erreur", "erreurs"), plural(counts[handbook.Warning], "avertissement", "avertissements"), plural(counts[handbook.Advice], "conseil", "conseils")),
		EN: fmt.Sprintf("%s, %s, %d advice", plural(counts[handbook.Error], "error", "errors"), plural(counts[handbook.Warning], "warning", "warnings"), counts[handbook.Advice]),
	}
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
	return handbook.Text{
		FR: fmt.Sprintf("%s vérifiées : %s.", plural(report.Pages+report.LeftOut, "page", "pages"), found.FR),
		EN: fmt.Sprintf("%s checked: %s.", plural(report.Pages+report.LeftOut, "page", "pages"), found.EN),
	}.In(lang)
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

// jsonReport is what --json prints.
type jsonReport struct {
	Published bool          `json:"published"`
	Audience  string        `json:"audience"`
	Pages     int           `json:"pages"`
	LeftOut   int           `json:"left_out"`
	Problems  []jsonProblem `json:"problems"`
	Files     *jsonFiles    `json:"files,omitempty"`
	Phases    []jsonPhase   `json:"phases"`
}

type jsonProblem struct {
	Code     string `json:"code"`
	Severity string `json:"severity"`
	Path     string `json:"path"`
	Line     int    `json:"line,omitempty"`   // from 1
	Column   int    `json:"column,omitempty"` // from 1, in characters
	Message  string `json:"message"`
	Remedy   string `json:"remedy"`
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

func writeJSON(w io.Writer, report *builder.Report, messages *handbook.Messages) error {
	out := jsonReport{
		Published: report.Published,
		Audience:  report.Config.Readers.String(),
		Pages:     report.Pages,
		LeftOut:   report.LeftOut,
		Problems:  []jsonProblem{},
	}
	for _, p := range report.Problems {
		what, remedy := messages.Of(p, report.Config.Lang)
		out.Problems = append(out.Problems, jsonProblem{p.Code, p.Severity.String(), p.Path, p.Pos.Line, p.Pos.Column, what, remedy})
	}
	for _, phase := range report.Phases {
		out.Phases = append(out.Phases, jsonPhase{phase.Name, phase.Took.Seconds()})
	}
	if report.Published {
		out.Files = &jsonFiles{report.Output.Written, report.Output.Unchanged, report.Output.Removed, report.Output.Bytes}
	}
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	return encoder.Encode(out)
}
