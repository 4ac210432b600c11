package main

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"relais/builder"
	"relais/builder/annotate"
	"relais/builder/handbook"
)

// The forms in which problems are told. What each is for:
//
//   - text is for people. It is told whatever else is, but where JSON has the
//     standard output to itself.
//   - github goes to the log, with the text: the runner makes annotations of it.
//   - json, sarif and gitlab are for programs: on the standard output the text makes
//     room for them, and goes to the standard error.
//   - Each but text may also go to a file: "sarif=relais.sarif".
//
// Unless somebody says what the standard output is to be, the forge decides: on
// GitHub, Gitea and Forgejo it is github; GitLab, which reads no log, gets its
// report in a file.
const (
	formatText   = "text"
	formatJSON   = "json"
	formatGitHub = "github"
	formatGitLab = "gitlab"
	formatSARIF  = "sarif"
)

// formatFile is a form and the file that it goes to.
type formatFile struct{ format, file string }

// formats says how the problems of one run are told.
type formats struct {
	output string       // what the standard output is
	files  []formatFile // what is written beside it
}

// readFormats reads the values of --format, where the environment fills in what they leave open.
func readFormats(asked []string, getenv func(string) string) (formats, error) {
	var f formats
	for _, value := range asked {
		format, file, toFile := strings.Cut(value, "=")
		switch {
		case !slices.Contains([]string{formatText, formatJSON, formatGitHub, formatGitLab, formatSARIF}, format):
			return f, localError{text: handbook.Text{
				FR: fmt.Sprintf("relais : il n’y a pas de format « %s ». Écrivez text, json, github, gitlab ou sarif.", format),
				EN: fmt.Sprintf("relais: there is no format “%s”. Write text, json, github, gitlab or sarif.", format),
			}}
		case toFile && (file == "" || format == formatText):
			return f, localError{text: handbook.Text{
				FR: fmt.Sprintf("relais : « --format %s » ne dit pas où écrire quoi. Écrivez par exemple --format sarif=relais.sarif.", value),
				EN: fmt.Sprintf("relais: “--format %s” does not say what to write where. Write for instance --format sarif=relais.sarif.", value),
			}}
		case toFile:
			f.files = append(f.files, formatFile{format, file})
		case f.output != "" && f.output != format:
			return f, localError{text: handbook.Text{
				FR: fmt.Sprintf("relais : les formats %s et %s ne peuvent aller tous deux à l’écran. Donnez un fichier à l’un d’eux, par exemple --format %[2]s=relais.%[2]s.", f.output, format),
				EN: fmt.Sprintf("relais: the formats %s and %s cannot both go to the screen. Give one of them a file, for instance --format %[2]s=relais.%[2]s.", f.output, format),
			}}
		default:
			f.output = format
		}
	}
	if f.output == "" {
		f.output = formatText
		switch {
		case getenv("GITHUB_ACTIONS") == "true" || getenv("GITEA_ACTIONS") == "true" || getenv("FORGEJO_ACTIONS") == "true":
			f.output = formatGitHub
		case getenv("GITLAB_CI") == "true" && !slices.ContainsFunc(f.files, func(file formatFile) bool { return file.format == formatGitLab }):
			f.files = append(f.files, formatFile{formatGitLab, filepath.Join(getenv("CI_PROJECT_DIR"), annotate.GitLabFile)})
		}
	}
	return f, nil
}

// teller tells a report in any of the forms.
type teller struct {
	flags    *flags
	source   string // folder of the handbook
	folder   fs.FS  // the same
	report   *builder.Report
	messages *handbook.Messages
	lang     handbook.Lang
}

// write tells the problems to w in a form that is not text.
func (t teller) write(w io.Writer, format string) error {
	switch format {
	case formatJSON:
		return writeJSON(w, t.folder, os.DirFS(t.flags.destination), t.report, t.messages, t.lang)
	case formatGitHub:
		return annotate.GitHub(w, t.notes(t.flags.shows)) // the log shows what its reader asked to see
	case formatGitLab:
		return annotate.GitLab(w, t.notes(everything))
	}
	return annotate.SARIF(w, t.notes(everything), version().number)
}

// writeFiles tells the problems into files.
func (t teller) writeFiles(files []formatFile) error {
	for _, file := range files {
		var b bytes.Buffer
		if err := t.write(&b, file.format); err != nil {
			return err
		}
		if err := os.WriteFile(file.file, b.Bytes(), 0o644); err != nil {
			return err
		}
	}
	return nil
}

func everything(handbook.Problem) bool { return true }

// notes returns the problems that shows lets through, in words, with their paths as the
// repository has them.
func (t teller) notes(shows func(handbook.Problem) bool) []annotate.Note {
	prefix := withinRepository(t.source)
	var notes []annotate.Note
	for _, p := range t.report.Problems {
		if shows(p) {
			what, remedy := t.messages.Of(p, t.lang)
			notes = append(notes, annotate.Note{Problem: p, Path: path.Join(prefix, p.Path), What: what, Remedy: remedy})
		}
	}
	return notes
}

// withinRepository returns the path of a folder from the root of the git work tree
// that it is in, slash-separated; "." when it is the root, or in none.
func withinRepository(folder string) string {
	absolute, err := filepath.Abs(folder)
	if err != nil {
		return "."
	}
	for root := absolute; ; root = filepath.Dir(root) {
		if _, err := os.Lstat(filepath.Join(root, ".git")); err == nil {
			within, err := filepath.Rel(root, absolute)
			if err != nil {
				return "."
			}
			return filepath.ToSlash(within)
		}
		if root == filepath.Dir(root) {
			return "."
		}
	}
}
