// Package handbook is the content model: what a handbook is made of, and what
// ties its parts together.
//
// The two fundamental types are [Page], one text with its typed front matter,
// and [Handbook], all pages with their relations resolved both ways. The
// tables of the model are [Types], the ten types, and [AllFields], every key
// of the front matter: decoding, validation, documentation and facets are made
// from them, so that a new key is one row. [Outline] is what a text of each type
// answers, [Config.Settings] the keys of handbook.yaml. What is wrong with a text
// is a [Problem].
package handbook

import (
	"slices"
	"strings"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// Config is handbook.yaml.
type Config struct {
	Title        string
	Organisation string
	Description  string
	Lang         Lang
	LangSaid     bool    // whether handbook.yaml says it; if not, Lang is French
	Readers      Readers // for whom a build is made unless the command says otherwise
	Contact      string  // e-mail address of those who keep the handbook
	BaseURL      string  // where the handbook will be published, for what must be absolute
	Editing      Editing // how readers propose changes; off when zero
	State        bool    // whether the state of the handbook is published
}

// Handbook is all pages that some readers may see, tied together.
type Handbook struct {
	Config Config
	Pages  []*Page // by type in the order of Types, then by id
	Files  Files

	byKey   map[string]*Page
	byPath  map[string]*Page
	byTitle map[string][]*Page // ids, titles and aliases, folded
}

// Files are the handbook's other files (images, attachments): from the path as
// links name it, relative to the handbook's root and in NFC, to the path as the
// disk has it, which may be in another normal form.
type Files map[string]string

// New ties pages together: it resolves references and links, computes the
// inverse of every relation and the functions that each page belongs to. The
// problems are duplicates and references that lead nowhere or to several pages.
func New(config Config, pages []*Page, files Files) (*Handbook, []Problem) {
	h := &Handbook{Config: config, Pages: slices.Clone(pages), Files: files}
	h.sort()
	problems := h.index()
	r := resolver{h: h}
	r.resolveRefs()
	r.resolveLinks()
	h.settle()
	h.nameUntitled()
	h.rankTitles()
	h.arrangeAll()
	return h, append(problems, r.problems...)
}

// For returns the handbook that readers may see: only its pages, and between them
// only. Nothing of a page left out can be reached from the result. The
// problems tell the author of a published text which of its links lose their target.
func (h *Handbook) For(readers Readers, drafts bool) (*Handbook, []Problem) {
	narrow := &Handbook{Config: h.Config, Files: h.Files}
	narrow.Config.Readers = readers
	kept := make(map[*Page]*Page, len(h.Pages))
	for _, p := range h.Pages {
		if readers.May(p) && (drafts || p.Status != Draft) {
			c := *p
			kept[p] = &c
			narrow.Pages = append(narrow.Pages, &c)
		}
	}
	keep := func(pages []*Page) []*Page {
		var copies []*Page
		for _, p := range pages {
			if c := kept[p]; c != nil {
				copies = append(copies, c)
			}
		}
		return copies
	}
	keepAll := func(relations map[Relation][]*Page) map[Relation][]*Page {
		copies := make(map[Relation][]*Page, len(relations))
		for r, pages := range relations {
			if pages = keep(pages); len(pages) > 0 {
				copies[r] = pages
			}
		}
		return copies
	}
	var problems []Problem
	for _, p := range narrow.Pages {
		p.to, p.from = keepAll(p.to), keepAll(p.from)
		p.functions, p.groups = keep(p.functions), keep(p.groups)
		p.Targets = slices.Clone(p.Targets)
		for i, target := range p.Targets {
			if target.Page == nil {
				continue
			}
			p.Targets[i].Page = kept[target.Page]
			if kept[target.Page] == nil {
				link := p.Body.Links[i]
				problems = append(problems, Problem{
					Code: "link-to-unpublished", Severity: Warning, Path: p.Path, Pos: link.Pos,
					Args: map[string]string{"Target": link.Target, "Path": target.Page.Path},
				})
			}
		}
	}
	narrow.index()
	return narrow, problems
}

// Page returns the page of type t whose id is id, or nil.
func (h *Handbook) Page(t Type, id string) *Page { return h.byKey[string(t)+"/"+id] }

// At returns the page whose source is at path, or nil.
func (h *Handbook) At(path string) *Page { return h.byPath[path] }

// WithID returns the pages, of any type, whose id is id.
func (h *Handbook) WithID(id string) []*Page {
	var pages []*Page
	for _, info := range Types() {
		if p := h.Page(info.Type, id); p != nil {
			pages = append(pages, p)
		}
	}
	return pages
}

// Of returns the pages of type t, in the order in which readers see them.
func (h *Handbook) Of(t Type) []*Page { return arrange(Of(t, h.Pages)) }

// Theme is a term of the free taxonomy and the pages that carry it.
type Theme struct {
	Name  string
	Pages []*Page
}

// Themes returns the themes in collation order. Spellings that differ only by
// case or accents are one theme, named as it is first written.
func (h *Handbook) Themes() []Theme {
	var themes []Theme
	at := map[string]int{}
	for _, p := range h.Pages {
		for _, name := range p.Themes {
			i, known := at[Fold(name)]
			if !known {
				i = len(themes)
				at[Fold(name)] = i
				themes = append(themes, Theme{Name: name})
			}
			themes[i].Pages = append(themes[i].Pages, p)
		}
	}
	for i := range themes {
		themes[i].Pages = arrange(themes[i].Pages)
	}
	order := h.collator()
	slices.SortFunc(themes, func(a, b Theme) int { return order.CompareString(a.Name, b.Name) })
	return themes
}

// collator compares titles as a dictionary of the handbook's language does,
// with numbers by value. A collator is not safe for concurrent use.
func (h *Handbook) collator() *collate.Collator {
	return collate.New(language.Make(string(h.Config.Lang)), collate.Numeric)
}

// sort puts pages in the order of Types, then of ids.
func (h *Handbook) sort() {
	order := map[Type]int{}
	for i, info := range Types() {
		order[info.Type] = i
	}
	slices.SortFunc(h.Pages, func(a, b *Page) int {
		if a.Type != b.Type {
			return order[a.Type] - order[b.Type]
		}
		if a.ID != b.ID {
			return strings.Compare(a.ID, b.ID)
		}
		return strings.Compare(a.Path, b.Path)
	})
}

// nameUntitled gives pages without a title one that readers understand: a need
// is named after its function, any other after its id.
func (h *Handbook) nameUntitled() {
	for _, p := range h.Pages {
		if p.Title != "" {
			continue
		}
		p.Title = p.ID
		if p.Type == Need && len(p.functions) > 0 {
			p.Title = p.Type.Info().Name.Capitalized(h.Config.Lang) + " · " + p.functions[0].Title
		}
	}
}

// rankTitles computes each title's place once, because a collation key is far
// dearer to make than to compare.
func (h *Handbook) rankTitles() {
	order, buffer := h.collator(), collate.Buffer{}
	keys := make(map[*Page][]byte, len(h.Pages))
	for _, p := range h.Pages {
		keys[p] = order.KeyFromString(&buffer, p.Title)
	}
	ranked := slices.Clone(h.Pages)
	slices.SortStableFunc(ranked, func(a, b *Page) int { return slices.Compare(keys[a], keys[b]) })
	for i, p := range ranked {
		p.rank = i
	}
}

// index fills the look-up tables. Two pages of one type with one id are a
// problem of the later file; two titles alike are not.
func (h *Handbook) index() []Problem {
	var problems []Problem
	h.byKey = make(map[string]*Page, len(h.Pages))
	h.byPath = make(map[string]*Page, len(h.Pages))
	h.byTitle = make(map[string][]*Page, 2*len(h.Pages))
	for _, p := range h.Pages {
		h.byPath[p.Path] = p
		if first, taken := h.byKey[p.Key()]; taken {
			problems = append(problems, Problem{
				Code: "duplicate-id", Severity: Error, Path: p.Path, Pos: p.Pos("id"),
				Args: map[string]string{"ID": p.ID, "Type": string(p.Type), "Path": first.Path},
			})
			continue
		}
		h.byKey[p.Key()] = p
		for _, name := range append([]string{p.ID, p.Title}, p.Aliases...) {
			name = Fold(name)
			if name != "" && !slices.Contains(h.byTitle[name], p) {
				h.byTitle[name] = append(h.byTitle[name], p)
			}
		}
	}
	return problems
}
