package rename

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
	"golang.org/x/text/unicode/norm"

	"relais/builder/handbook"
	"relais/builder/load"
	"relais/builder/markdown"
	"relais/builder/output"
)

// Page plans to give a page another place, another id or both.
//
// From names the page: the path of its file, "folder/id", or an id that no other page
// has. To is the path of a file, and ends in .md, or an id, with or without its
// folder; without folder it is where the page is. To may be a folder too, to which the file moves. A page whose id its file's
// name tells has it from its new name; one whose id is written keeps it when
// its file moves, unless it only repeats the name, and keeps its file when its
// id changes. Its translations, which have its id, go with it. A *Refusal says why there is no plan.
func Page(ctx context.Context, root *os.Root, from, to string) (*Plan, error) {
	d, err := draw(ctx, root)
	if err != nil {
		return nil, err
	}
	page, err := d.find(from)
	if err != nil {
		return nil, err
	}
	r := &renaming{drawing: d, page: page}
	if err := r.aim(to); err != nil {
		return nil, err
	}
	if original := page.Original(); original != nil && r.id != page.ID { // they have one id
		to, page = r.id, original
		d.moved, r = nil, &renaming{drawing: d, page: page}
		if err := r.aim(to); err != nil {
			return nil, err
		}
	}
	if err := r.mend(); err != nil {
		return nil, err
	}
	oldName := page.ID
	if r.id == page.ID {
		oldName = path.Base(page.Path)
	}
	return d.plan(ctx, oldName, likeness{page: page.Path, id: r.id})
}

// find returns the page that name means.
func (d *drawing) find(name string) (*handbook.Page, error) {
	name = cleaned(name)
	if !inside(name) {
		return nil, &Refusal{Reason: Outside, Name: name}
	}
	if page := d.book.Named(name); page != nil {
		return page, nil
	}
	if pages := d.book.WithID(name); len(pages) == 1 {
		return pages[0], nil
	}
	if slices.ContainsFunc(d.loaded.Problems, func(p handbook.Problem) bool { return p.Path == name }) {
		return nil, &Refusal{Reason: Unreadable, Path: name}
	}
	near := d.book.NearestName(strings.TrimSuffix(name, ".md"))
	if near != "" && strings.HasSuffix(name, ".md") {
		near += ".md"
	}
	return nil, &Refusal{Reason: NoPage, Name: name, Near: near}
}

// cleaned returns a path as the model names it.
func cleaned(name string) string {
	return norm.NFC.String(path.Clean(strings.ReplaceAll(name, `\`, "/")))
}

// inside reports whether a path, cleaned, stays in the handbook.
func inside(name string) bool { return fs.ValidPath(name) }

// renaming is the rename of one page.
type renaming struct {
	*drawing
	page     *handbook.Page
	to       string // path of its file
	id       string
	setID    bool // whether the id is written, and changes
	homonyms bool // whether pages of other types have the new id
}

// aim reads where the page is to go.
func (r *renaming) aim(to string) error {
	folder := strings.HasSuffix(to, "/")
	to = cleaned(to)
	if there, err := r.root.Stat(to); folder || err == nil && there.IsDir() && strings.Contains(to, "/") {
		to = path.Join(to, path.Base(r.page.Path))
	}
	if !inside(to) {
		return &Refusal{Reason: Outside, Name: to}
	}
	byID := path.Ext(to) != ".md"
	if !strings.Contains(to, "/") {
		to = path.Join(path.Dir(r.page.Path), to)
	}
	_, written := r.page.KeyPos["id"]
	if byID {
		id := handbook.Slug(path.Base(to))
		if id == "" {
			return &Refusal{Reason: BadName, Name: to}
		}
		r.id, r.setID = id, written
		folder := path.Dir(to)
		stays := r.isFolder(folder)
		if stays {
			folder = path.Dir(r.page.Path)
		}
		if r.to = path.Join(folder, id+".md"); stays && written {
			r.to = r.page.Path
		}
	} else {
		r.to, r.id = to, load.IDOf(to)
		if r.setID = written && r.page.ID == load.IDOf(r.page.Path); written && !r.setID {
			r.id = r.page.ID
		}
	}
	r.setID = r.setID && r.id != r.page.ID
	return r.refuse()
}

// isFolder reports whether folder is the page's, or that of its type, which says
// no more than its type does.
func (r *renaming) isFolder(folder string) bool {
	t, ok := handbook.TypeOfFolder(folder)
	return folder == path.Dir(r.page.Path) || ok && t == r.page.Type
}

// refuse looks for what is in the way.
func (r *renaming) refuse() error {
	page, lang := r.page, r.book.Config.Lang
	if r.to == page.Path && r.id == page.ID {
		return &Refusal{Reason: Unchanged, Name: r.to}
	}
	if r.id == "" || output.CheckName(r.to) != nil || output.CheckName(r.later().Address(lang)) != nil {
		return &Refusal{Reason: BadName, Name: r.to}
	}
	_, typed := page.KeyPos["type"]
	switch t, known := handbook.TypeOfFolder(typeFolder(r.to)); {
	case typed || t == page.Type:
	case known:
		return &Refusal{Reason: TypeChanges, Name: r.to, Path: page.Path}
	default:
		return &Refusal{Reason: BadName, Name: r.to}
	}
	for _, p := range r.versions() {
		if to := r.laterOf(p).Path; to != p.Path {
			if err := r.move(p.Path, to); err != nil {
				return err
			}
		}
	}
	if r.id != page.ID {
		return r.refuseID()
	}
	return nil
}

// move takes a file elsewhere, unless one is there.
func (r *renaming) move(from, to string) error {
	onDisk, err := diskName(r.root, from)
	if err != nil {
		return err
	}
	r.moved = append(r.moved, Move{from, to, onDisk})
	target, err := diskName(r.root, to)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	there, err := r.root.Lstat(target)
	if err != nil {
		return err
	}
	here, err := r.root.Lstat(onDisk)
	if err != nil {
		return err
	}
	if !os.SameFile(here, there) { // the same when only the case of the name changes
		return &Refusal{Reason: TargetExists, Name: to}
	}
	return nil
}

// refuseID looks for a page that has, or had, the new id.
func (r *renaming) refuseID() error {
	lang := r.book.Config.Lang
	address := r.later().Address(lang)
	for _, other := range r.book.Pages {
		if slices.Contains(r.versions(), other) {
			continue
		}
		if other.Type == r.page.Type && other.ID == r.id || had(other, address, lang) {
			return &Refusal{Reason: IDTaken, Name: r.id, Path: other.Path}
		}
		r.homonyms = r.homonyms || other.ID == r.id
	}
	return nil
}

// had reports whether a page was at an address.
func had(page *handbook.Page, address string, lang handbook.Lang) bool {
	return slices.ContainsFunc(page.Aliases, func(alias string) bool {
		former, ok := page.FormerAddress(alias, lang)
		return ok && former == address
	})
}

// later returns the page as it will be.
func (r *renaming) later() *handbook.Page { return r.laterOf(r.page) }

// laterOf returns the page, or one of its translations, as it will be.
func (r *renaming) laterOf(p *handbook.Page) *handbook.Page {
	later := *p
	later.ID = r.id
	switch _, written := p.KeyPos["id"]; {
	case p == r.page:
		later.Path = r.to
	case !written && r.id != p.ID:
		later.Path = path.Join(path.Dir(p.Path), r.id+".md")
	}
	return &later
}

// versions returns the page and, when its id changes, its translations.
func (r *renaming) versions() []*handbook.Page {
	if r.id == r.page.ID {
		return []*handbook.Page{r.page}
	}
	return append([]*handbook.Page{r.page}, r.page.Translations()...)
}

// typeFolder returns the folder of a path that tells the type.
func typeFolder(name string) string {
	_, below := handbook.CutLanguage(name)
	folder, _, _ := strings.Cut(below, "/")
	return folder
}

// mend changes all that names the page.
func (r *renaming) mend() error {
	if r.id != r.page.ID {
		for _, p := range r.versions() {
			if err := r.mendPage(p); err != nil {
				return err
			}
		}
	}
	for _, q := range r.book.Pages {
		if !r.names(q) {
			continue
		}
		f, err := r.file(q.Path)
		if err != nil {
			return err
		}
		r.mendReferences(f)
		r.mendLinks(f, q)
	}
	if err := r.mendSearches(); err != nil {
		return err
	}
	return r.mendReaders()
}

// mendPage gives the page, or a translation of it, its id, and keeps its old address alive.
func (r *renaming) mendPage(p *handbook.Page) error {
	f, err := r.file(p.Path)
	if err != nil {
		return err
	}
	if k, ok := f.key("id"); ok && (r.setID || p != r.page) {
		f.replace(setScalar(f.Bytes, k.value, r.id))
	}
	if r.book.Page(r.page.Type, r.page.ID) != r.page {
		return nil // the old address is another page's
	}
	lang, later := r.book.Config.Lang, r.laterOf(p)
	if k, ok := f.key("aliases"); ok {
		for _, n := range k.scalars() {
			if former, ok := later.FormerAddress(text(n), lang); ok && former == later.Address(lang) {
				f.replace(setScalar(f.Bytes, n, r.page.ID)) // it comes back to a former address
				return nil
			}
		}
	}
	e, ok := f.addAlias(r.page.ID, lang)
	if !ok {
		return &Refusal{Reason: NoRoom, Name: r.page.ID, Path: p.Path}
	}
	f.replace(e, true)
	return nil
}

// names reports whether q may hold something to mend.
func (r *renaming) names(q *handbook.Page) bool {
	return q == r.page || slices.ContainsFunc(q.Refs, r.isReference) ||
		slices.ContainsFunc(q.Targets, func(t handbook.Target) bool {
			return t.Page != nil && (t.Page == r.page || t.Page.Original() == r.page)
		})
}

// isReference reports whether a reference names the page by its id. One by its
// title, or by an alias, stays true.
func (r *renaming) isReference(ref handbook.Ref) bool {
	return ref.Text == r.page.ID && ref.Spec.To == r.page.Type && r.book.Page(r.page.Type, r.page.ID) == r.page
}

func (r *renaming) mendReferences(f *file) {
	for _, k := range f.keys() {
		for _, n := range k.scalars() {
			if k.field.Refs != nil && r.isReference(handbook.Ref{Spec: k.field.Refs, Text: text(n)}) {
				f.replace(setScalar(f.Bytes, n, r.id))
			}
		}
	}
}

// mendLinks changes the links of q's text that name the page or, when q is the
// page itself and goes to another folder, all that are relative.
func (r *renaming) mendLinks(f *file, q *handbook.Page) {
	for _, a := range r.markdown.Addresses(f.Bytes[f.Body:]) {
		target := a.Target
		if a.Kind == handbook.WikiLink {
			target = r.wikiLink(target)
		} else {
			target = r.pathLink(q, a)
		}
		if target != a.Target {
			f.replace(edit{f.Body + a.Start, f.Body + a.End, a.With(target)}, true)
		}
	}
}

// wikiLink returns what a wikilink must say.
func (r *renaming) wikiLink(words string) string {
	if found := r.book.WikiLinked(words); len(found) != 1 || found[0] != r.page || r.id == r.page.ID {
		return words
	}
	folder, id, ok := strings.Cut(words, "/")
	switch {
	case words == r.page.ID && r.homonyms:
		return r.page.Type.Info().Folder.In(r.book.Config.Lang) + "/" + r.id
	case words == r.page.ID:
		return r.id
	case ok && id == r.page.ID:
		return folder + "/" + r.id
	case ok && id == r.page.ID+".md":
		return folder + "/" + r.id + ".md"
	}
	return words // by its title, or by an alias
}

// pathLink returns what a link by path in q must say.
func (r *renaming) pathLink(q *handbook.Page, a markdown.Address) string {
	file := q.Linked(a.Target)
	_, attached := r.book.Files[file]
	leads := r.moved.path(file) != file && a.Kind == handbook.PageLink
	moves := q == r.page && path.Dir(r.to) != path.Dir(q.Path)
	if len(r.moved) == 0 || !leads && !(moves && (attached || r.book.At(file) != nil)) {
		return a.Target
	}
	to := r.moved.path(file)
	if strings.HasPrefix(a.Target, "/") {
		return "/" + to
	}
	to = handbook.Relative(path.Dir(r.moved.path(q.Path)), to)
	if strings.HasPrefix(a.Target, "./") && !strings.HasPrefix(to, "../") {
		to = "./" + to
	}
	if q.Linked(a.Target) == r.later().Linked(a.Target) && !leads {
		return a.Target // it holds where the page goes too
	}
	return to
}

// mendSearches changes the pages that searches must find.
func (r *renaming) mendSearches() error {
	for _, e := range r.loaded.Searches {
		for _, w := range e.Finds {
			p := r.book.Named(w.Name)
			if p == nil || !slices.Contains(r.versions(), p) {
				continue
			}
			f, err := r.file(e.Path)
			if err != nil {
				return err
			}
			if n := nodeAt(f.Header, w.Pos); n != nil {
				f.replace(setScalar(f.Bytes, n, r.searchName(p, w.Name)))
			}
		}
	}
	return nil
}

// searchName returns how a search names the page, or a translation of it: by its path,
// as long as it did not mean "type/id".
func (r *renaming) searchName(p *handbook.Page, name string) string {
	kind, id, _ := strings.Cut(name, "/")
	to := r.laterOf(p).Path
	switch {
	case name == p.Path:
		return to
	case name == strings.TrimSuffix(p.Path, ".md") && id != r.page.ID:
		return strings.TrimSuffix(to, ".md")
	}
	return kind + "/" + r.id + id[len(strings.TrimSuffix(id, ".md")):]
}

// nodeAt returns the scalar that begins at pos.
func nodeAt(n *yaml.Node, pos handbook.Pos) *yaml.Node {
	if n.Kind == yaml.ScalarNode && n.Line == pos.Line && n.Column == pos.Column {
		return n
	}
	for _, child := range n.Content {
		if found := nodeAt(child, pos); found != nil {
			return found
		}
	}
	return nil
}

// mendReaders changes the function or the group for whom handbook.yaml says that
// the handbook is made.
func (r *renaming) mendReaders() error {
	readers := r.book.Config.Readers
	concerned := readers.Audience == handbook.WithinFunction && r.page.Type == handbook.Function ||
		readers.Audience == handbook.WithinGroup && r.page.Type == handbook.Group
	if !concerned || readers.ID != r.page.ID || r.id == r.page.ID {
		return nil
	}
	f, err := r.file(load.ConfigFile)
	if err != nil {
		return err
	}
	if k, ok := f.key("audience"); ok {
		word, _, _ := strings.Cut(text(k.value), ":")
		f.replace(setScalar(f.Bytes, k.value, word+":"+r.id))
	}
	return nil
}
