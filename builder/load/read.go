package load

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"

	"relais/builder/handbook"
	"relais/builder/markdown"
)

// maxSource bounds a file, in bytes: a book of a thousand pages holds less.
const maxSource = 2 << 20

// reader is what reading a file needs besides the file. It is read-only.
type reader struct {
	fsys     fs.FS
	lang     handbook.Lang
	table    *table
	markdown *markdown.Converter
}

// result is what one file gave: a page or, when none could be read, the names
// by which others may refer to it, folded.
type result struct {
	page     *handbook.Page
	names    []string
	problems []handbook.Problem
}

// read makes of a file's bytes what they say. It asks nothing else of the world.
func (r *reader) read(s source, src []byte) result {
	p, f := split(src)
	if f != nil {
		if s.typ == "" && (f.code == "no-header" || f.code == "text-before-header") {
			f = unknownFolder(s) // a file that means nothing to the handbook, rather than a page gone wrong
		}
		return lostTo(s, src, *f)
	}
	root, f := parseYAML(p.header, p.headerLine)
	if f != nil {
		return lostTo(s, p.header, *f)
	}
	page := &handbook.Page{Path: s.path}
	page.Type, page.Lang = s.typ, cmp.Or(s.lang, r.lang)
	page.Translates = page.Lang != r.lang
	problems, ok := r.table.decodePage(root, page)
	if !ok {
		if _, written := page.KeyPos["type"]; !written {
			f := unknownFolder(s)
			problem := page.Problem(f.code, f.pos, f.args)
			problem.Near = f.near
			problems = []handbook.Problem{problem}
		}
		return result{names: glimpse(s, p.header), problems: problems}
	}
	problems = append(problems, identify(page)...)
	body, faults := r.markdown.Parse(p.body, markdown.Options{Path: s.path, Lang: page.Lang, FirstLine: p.bodyLine})
	page.Body = body
	return result{page: page, problems: append(problems, soften(faults, page)...)}
}

// readFile returns the bytes of a file, or why it is refused.
func readFile(ctx context.Context, fsys fs.FS, name string) (src []byte, f *fault, err error) {
	if err := ctx.Err(); err != nil {
		return nil, nil, err
	}
	file, err := fsys.Open(name)
	if err != nil {
		return nil, nil, err
	}
	defer func() { err = cmp.Or(err, file.Close()) }()
	info, err := file.Stat()
	if err != nil {
		return nil, nil, err
	}
	var buffer bytes.Buffer
	buffer.Grow(int(min(info.Size(), maxSource)) + bytes.MinRead)
	if _, err := buffer.ReadFrom(io.LimitReader(file, maxSource+1)); err != nil {
		return nil, nil, fmt.Errorf("reading %s: %w", name, err)
	}
	if buffer.Len() > maxSource {
		return nil, &fault{code: "file-too-large", args: map[string]string{"Limit": decimal(maxSource >> 20)}}, nil
	}
	return buffer.Bytes(), nil, nil
}

// identify gives page its id: the one written, or else that of its file's
// name or, for an index.md, of its folder's.
func identify(page *handbook.Page) []handbook.Problem {
	if page.ID == "" {
		page.ID = IDOf(page.Path)
		if page.ID != "" {
			return nil
		}
		page.ID = "page"
		return []handbook.Problem{page.Problem("no-id", handbook.Pos{Line: 1, Column: 1}, map[string]string{"Path": page.Path})}
	}
	slug := handbook.Slug(page.ID)
	if slug == page.ID {
		return nil
	}
	problem := page.Problem("invalid-id", page.Pos("id"), map[string]string{"ID": excerpt(page.ID)})
	problem.Near = slug
	page.ID = cmp.Or(slug, "page")
	return []handbook.Problem{problem}
}

// nameOf returns what a path calls its page.
func nameOf(file string) string {
	name := strings.TrimSuffix(path.Base(file), path.Ext(file))
	if folder := path.Dir(file); name == "index" && folder != "." {
		return path.Base(folder)
	}
	return name
}

// soften gives the problems of a body the severity that the page's status
// deserves, at most their own. A body that was refused as a whole stays an
// error: there is nothing to publish.
func soften(problems []handbook.Problem, page *handbook.Page) []handbook.Problem {
	refused := len(page.Body.HTML) == 0
	for i, p := range problems {
		if !(refused && p.Severity == handbook.Error) {
			problems[i].Severity = min(p.Severity, page.Problem(p.Code, p.Pos, nil).Severity)
		}
	}
	return problems
}

// unknownFolder says that neither the folder nor `type` tells what s is.
func unknownFolder(s source) *fault {
	var folders []string
	for _, info := range handbook.Types() {
		folders = append(folders, info.Folder.FR, info.Folder.EN)
	}
	return &fault{
		code: "unknown-folder", pos: handbook.Pos{Line: 1, Column: 1},
		args: map[string]string{"Folder": s.folder}, near: handbook.Nearest(s.folder, folders),
	}
}
