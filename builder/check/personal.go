package check

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"io/fs"
	"path"
	"runtime"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/sync/errgroup"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/unicode/norm"

	"relais/builder/handbook"
	"relais/builder/load"
	"relais/builder/privacy"
	"relais/builder/privacy/metadata"
)

// maxAttachment bounds what is read of an attachment, in bytes.
const maxAttachment = 200 << 20

// Personal looks for personal data in all files of a handbook as its authors
// wrote them, whether a page came of them or not: front matter, text, comments,
// names of files, and what attachments say of themselves. It is no row of All,
// because it reads files and not pages. What it finds it never repeats.
//
// It remembers what it found in files whose size and time have not changed since,
// for those who look again after each edit.
type Personal struct {
	scanner *privacy.Scanner
	known   map[string]look // by the path on the disk
}

// look is what was found in a file as it was.
type look struct {
	size     int64
	modified time.Time
	problems []handbook.Problem
}

// NewPersonal returns a Personal that has seen nothing yet.
func NewPersonal(scanner *privacy.Scanner) *Personal { return &Personal{scanner: scanner} }

// Find returns what it finds in the handbook whose root is fsys, file by file.
func (p *Personal) Find(ctx context.Context, fsys fs.FS) ([]handbook.Problem, error) {
	files, err := personalFiles(fsys)
	if err != nil {
		return nil, fmt.Errorf("listing the files: %w", err)
	}
	looks := make([]look, len(files))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, file := range files {
		group.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			info, err := file.entry.Info()
			if err != nil {
				return err
			}
			looks[i] = look{size: info.Size(), modified: info.ModTime()}
			if before, seen := p.known[file.name]; seen && before.size == looks[i].size && before.modified.Equal(looks[i].modified) {
				looks[i] = before
				return nil
			}
			looks[i].problems, err = personalFile(fsys, file.name, p.scanner)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, fmt.Errorf("looking for personal data: %w", err)
	}
	p.known = make(map[string]look, len(files))
	for i, file := range files {
		p.known[file.name] = looks[i]
	}
	return p.problems(), nil
}

// FindChanged does what Find does when only the files at some paths, spelled as on
// disk, may have changed since: it looks at those alone, unless one came or went.
func (p *Personal) FindChanged(ctx context.Context, fsys fs.FS, paths []string) ([]handbook.Problem, error) {
	for _, name := range paths {
		info, err := fs.Stat(fsys, name)
		if _, seen := p.known[name]; !seen || err != nil || !info.Mode().IsRegular() {
			return p.Find(ctx, fsys)
		}
		problems, err := personalFile(fsys, name, p.scanner)
		if err != nil {
			return nil, fmt.Errorf("looking for personal data: %w", err)
		}
		p.known[name] = look{info.Size(), info.ModTime(), problems}
	}
	return p.problems(), nil
}

// problems lists all that is known, those of a file together.
func (p *Personal) problems() []handbook.Problem {
	var problems []handbook.Problem
	for _, look := range p.known {
		problems = append(problems, look.problems...)
	}
	handbook.SortProblems(problems)
	return problems
}

// personal is one file to look into.
type personal struct {
	name  string // on the disk
	entry fs.DirEntry
}

// personalFiles lists the files that are the handbook's, its theme's included.
// What is hidden, built or installed is not, nor the roster, which is all names.
func personalFiles(fsys fs.FS) ([]personal, error) {
	var files []personal
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		base := path.Base(name)
		_, below := handbook.CutRoot(name)
		switch {
		case name == ".":
		case d.IsDir() && (base[0] == '.' || base == "node_modules" || below == "public"):
			return fs.SkipDir
		case base[0] == '.', !d.Type().IsRegular(), below == load.RosterFile, below == "README.md", below == "LICENSE", below == "LICENSE.md":
		default:
			files = append(files, personal{name, d})
		}
		return nil
	})
	return files, err
}

// personalFile looks into one file: its name, then what it holds.
func personalFile(fsys fs.FS, name string, scanner *privacy.Scanner) ([]handbook.Problem, error) {
	path := norm.NFC.String(name)
	var problems []handbook.Problem
	for _, f := range scanner.Scan(path) {
		if f.Kind.Certain() || f.Kind == privacy.PartOfName {
			problems = append(problems, personalProblem(f, path, handbook.Pos{}, "name"))
		}
	}
	src, err := readAtMost(fsys, name, maxAttachment)
	if err != nil {
		return nil, err
	}
	if src == nil {
		return append(problems, unreadAttachment(path)), nil
	}
	if _, err := metadata.Strip(src); err != nil {
		problems = append(problems, handbook.Problem{Code: "picture-unreadable", Severity: handbook.Error, Path: path})
	}
	if text, ok := readable(src); ok {
		return append(problems, personalText(path, text, scanner)...), nil
	}
	fields, err := metadata.Read(src)
	if err != nil && len(problems) == 0 {
		problems = append(problems, unreadAttachment(path))
	}
	told := map[string]bool{} // a picture says its author in EXIF, then in XMP
	for _, field := range fields {
		for _, p := range personalField(path, field, scanner) {
			if said := p.Code + p.Args["Found"]; !told[said] {
				told[said] = true
				problems = append(problems, p)
			}
		}
	}
	return problems, nil
}

// readAtMost reads a file, or nothing of one that is longer than limit, in bytes.
func readAtMost(fsys fs.FS, name string, limit int64) (src []byte, err error) {
	file, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { err = cmp.Or(err, file.Close()) }()
	info, err := file.Stat()
	if err != nil || info.Size() > limit {
		return nil, err
	}
	buffer := bytes.NewBuffer(make([]byte, 0, info.Size()+bytes.MinRead))
	_, err = buffer.ReadFrom(io.LimitReader(file, limit))
	return buffer.Bytes(), err
}

// readable returns src as text in UTF-8, unless it is none. Spreadsheets export
// in UTF-16 too, and old ones in Windows-1252, where each byte means something.
func readable(src []byte) (string, bool) {
	if bytes.HasPrefix(src, []byte("\xff\xfe")) || bytes.HasPrefix(src, []byte("\xfe\xff")) {
		text, err := unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder().Bytes(src)
		return string(text), err == nil
	}
	head := src[:min(len(src), 8<<10)]
	if bytes.IndexByte(head, 0) >= 0 || metadata.Known(src) {
		return "", false
	}
	if utf8.Valid(src) {
		return string(src), true
	}
	controls := 0
	for _, c := range head {
		if c < ' ' && c != '\n' && c != '\r' && c != '\t' {
			controls++
		}
	}
	if controls > 0 {
		return "", false
	}
	text, err := charmap.Windows1252.NewDecoder().Bytes(src)
	return string(text), err == nil
}

// personalText looks into a text, where each finding has its place. Places are
// counted from one finding to the next: a table may hold thousands.
func personalText(path, text string, scanner *privacy.Scanner) []handbook.Problem {
	var problems []handbook.Problem
	from, line := 0, 1 // where the line of the last finding begins, and its number
	for _, f := range scanner.Scan(text) {
		line += strings.Count(text[from:f.Start], "\n")
		if end := strings.LastIndexByte(text[from:f.Start], '\n'); end >= 0 {
			from += end + 1
		}
		pos := handbook.Pos{Line: line, Column: 1 + utf8.RuneCountInString(text[from:f.Start])}
		problems = append(problems, personalProblem(f, path, pos, ""))
	}
	return problems
}

// personalField looks into one thing that an attachment says. Who wrote it is a
// name, whether we know it for one or not.
func personalField(path string, field metadata.Field, scanner *privacy.Scanner) []handbook.Problem {
	var problems []handbook.Problem
	certain := false
	for _, f := range scanner.Scan(field.Text) {
		if f.Kind.Certain() {
			certain = true
			problems = append(problems, personalProblem(f, path, handbook.Pos{}, "properties"))
		}
	}
	if field.Author && !certain && strings.TrimSpace(field.Text) != "" && !scanner.IsPublic(field.Text) {
		problems = append(problems, handbook.Problem{
			Code: "attachment-author", Severity: handbook.Warning, Path: path,
			Args: map[string]string{"Found": privacy.MaskName(field.Text)},
		})
	}
	return problems
}

// personalProblem says what was found, masked; where is "name" for the name of the file,
// "properties" for what an attachment says of itself, "" for a text.
func personalProblem(f privacy.Finding, path string, pos handbook.Pos, where string) handbook.Problem {
	p := handbook.Problem{
		Severity: handbook.Error, Path: path, Pos: pos,
		Args: map[string]string{"Found": f.Masked(), "Where": where},
	}
	switch f.Kind {
	case privacy.Email:
		p.Code = "personal-email"
	case privacy.Phone:
		p.Code = "personal-phone"
	case privacy.Social:
		p.Code = "personal-social-security"
	case privacy.IBAN:
		p.Code = "personal-iban"
	case privacy.Plate:
		p.Code = "personal-plate"
	case privacy.Street:
		p.Code = "personal-address"
	case privacy.Birth:
		p.Code = "personal-birth"
	case privacy.Participant:
		p.Code = "personal-participant"
	case privacy.Mailbox:
		p.Code, p.Severity = "maybe-email", handbook.Warning
	case privacy.PartOfName:
		p.Code, p.Severity = "maybe-participant", handbook.Warning
	case privacy.FirstName:
		p.Code, p.Severity = "maybe-name", handbook.Warning
	case privacy.Sensitive:
		p.Code, p.Severity = "sensitive-word", handbook.Advice
	case privacy.Judgement:
		p.Code, p.Severity = "judging-word", handbook.Advice
	}
	return p
}

// unreadAttachment says that nobody knows what the file at path says.
func unreadAttachment(path string) handbook.Problem {
	return handbook.Problem{Code: "attachment-unread", Severity: handbook.Warning, Path: path}
}

// Silence masks whatever problems would repeat: a path, the words that a
// message quotes, a proposal.
func Silence(problems []handbook.Problem, scanner *privacy.Scanner) {
	for i := range problems {
		p := &problems[i]
		p.Path, p.Near = scanner.MaskCertain(p.Path), scanner.Mask(p.Near)
		for key, value := range p.Args {
			if masked := scanner.Mask(value); masked != value {
				p.Args[key] = masked
			}
		}
	}
}
