// Package handbook is the content model: what a handbook is made of, and what
// ties its parts together.
//
// The two fundamental types are [Page], one text with its typed front matter,
// and [Handbook], all pages with their relations resolved both ways. The
// tables of the model are [Types], the ten types, and [AllFields], every key
// of the front matter: decoding, validation, documentation and facets are made
// from them, so that a new key is one row. [Outline] is what a text of each type
// answers, [Config.Settings] the keys of handbook.yaml. What is wrong with a text
// is a [Problem]. [Terms] finds in a text the notions and numbers that readers
// are led to, [State] counts what a handbook covers and lacks. A page may translate
// another (translation.go): [Handbook.In] is the part of a handbook in one language.
package handbook

import (
	"cmp"
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
	LangSaid     bool     // whether handbook.yaml says it; if not, Lang is French
	Readers      Readers  // for whom a build is made unless the command says otherwise
	Contact      string   // e-mail address of those who keep the handbook
	BaseURL      string   // where the handbook will be published, for what must be absolute
	Offline      bool     // whether browsers are asked to keep the whole handbook
	Editing      Editing  // how readers propose changes; off when zero
	Sources      []string // further folders, such as a group's own, as handbook.yaml names them
	Exceptions   []Exception
	FR, EN       Front // what the first page says in each language, where it is not the handbook's
	State        bool  // whether the state of the handbook is published
	PublicBody   bool  // whether the organization is one that the law on accessibility binds
	Theme        string
	ThemeAt      Pos // where handbook.yaml says it
}

// Front is what the first page of a language says of the handbook.
type Front struct {
	Title        string
	Organisation string
	Description  string
}

// Subfields lists the keys of `fr` and `en` and where their values go.
func (f *Front) Subfields() []Subfield {
	return []Subfield{
		{Text{"titre", "title"}, &f.Title, Text{"titre du manuel dans cette langue", "title of the handbook in that language"}},
		{Text{"organisation", "organization"}, &f.Organisation, Text{"organisation qui publie le manuel, dans cette langue", "organization that publishes the handbook, in that language"}},
		{Text{"description", "description"}, &f.Description, Text{"une phrase : ce que l’on trouve dans le manuel", "one sentence: what the handbook holds"}},
	}
}

// Handbook is all pages that some readers may see, tied together.
type Handbook struct {
	Config Config
	Pages  []*Page // by type in the order of Types, then by id
	Files  Files
	// Withdrawn are the addresses at which pages stood that these readers could
	// read until they were withdrawn, sorted. Nothing else of them is left.
	Withdrawn []string

	byID   map[string][]*Page // of several types; the first of each
	byPath map[string]*Page
	// byName returns the pages with an id, a title or an alias, whose names are
	// known when somebody first asks.
	byName func(name string) []*Page
}

// Files are the handbook's other files (images, attachments): from the path as
// links name it, relative to the handbook's root and in NFC, to the path as the
// disk has it, which may be in another normal form.
type Files map[string]string

// New ties pages together: it resolves references and links, computes the
// inverse of every relation and the functions that each page belongs to. The
// problems are duplicates and references that lead nowhere or to several pages.
func New(config Config, pages []*Page, files Files) (*Handbook, []Problem) {
	return new(Binder).Bind(config, pages, files)
}

// Bind does what New does.
func (b *Binder) Bind(config Config, pages []*Page, files Files) (*Handbook, []Problem) {
	b.begin(config.Lang, len(pages))
	h := &Handbook{Config: config, Pages: slices.Clone(pages), Files: files}
	h.sort()
	problems := append(h.index(), h.tieTranslations()...)
	names := newNaming(h, b.fold)
	h.byName = names.of
	r := resolver{h: h}
	r.resolveRefs()
	r.resolveLinks()
	h.settle()
	h.nameUntitled()
	h.rankTitles(b)
	h.arrangeAll()
	h.nameLater()
	return h, append(problems, r.problems...)
}

// For returns the handbook that readers may see: only its pages, and between them
// only. Nothing of a page left out can be reached from the result. The
// problems tell the author of a published text which of its links lose their target.
func (h *Handbook) For(readers Readers, drafts bool) (*Handbook, []Problem) {
	narrow := &Handbook{Config: h.Config, Files: h.Files, Pages: make([]*Page, 0, len(h.Pages))}
	narrow.Config.Readers = readers
	n := narrower{kept: make([]*Page, len(h.Pages))}
	copies := make([]Page, len(h.Pages))
	for i, p := range h.Pages {
		switch readers.Standing(p, drafts) {
		case Held:
			copies[i] = *p
			n.kept[i] = &copies[i]
			narrow.Pages = append(narrow.Pages, &copies[i])
		case TakenBack:
			narrow.Withdrawn = append(narrow.Withdrawn, p.addresses(h.Config.Lang)...)
		}
	}
	slices.Sort(narrow.Withdrawn)
	narrow.Withdrawn = slices.Compact(narrow.Withdrawn)
	narrow.index()
	narrow.tieTranslations()
	n.prepare(narrow.Pages)
	for _, p := range narrow.Pages {
		n.narrow(p)
	}
	narrow.settle() // a page left out ties no other to its function or group
	for _, p := range narrow.Pages {
		p.functions, p.groups = arrange(p.functions), arrange(p.groups)
	}
	narrow.translate()
	narrow.nameUntitled()
	narrow.nameLater()
	return narrow, n.problems
}

// Page returns the page of type t whose id is id, or nil.
func (h *Handbook) Page(t Type, id string) *Page {
	for _, p := range h.byID[id] {
		if p.Type == t {
			return p
		}
	}
	return nil
}

// At returns the page whose source is at path, or nil.
func (h *Handbook) At(path string) *Page { return h.byPath[path] }

// WithID returns the pages, of any type, whose id is id, in the order of Types.
func (h *Handbook) WithID(id string) []*Page { return h.byID[id] }

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
	at := map[string]int{}        // by folded name
	spellings := map[string]int{} // the same, by name as written: there are few
	for _, p := range h.Pages {
		for _, name := range p.Themes {
			i, known := spellings[name]
			if !known {
				i, known = at[Fold(name)]
			}
			if !known {
				i = len(themes)
				at[Fold(name)] = i
				themes = append(themes, Theme{Name: name})
			}
			spellings[name] = i
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
func (h *Handbook) collator() *collate.Collator { return collator(h.Config.Lang) }

func collator(lang Lang) *collate.Collator {
	return collate.New(language.Make(string(lang)), collate.Numeric)
}

// sort puts pages in the order of Types, then of ids.
func (h *Handbook) sort() {
	of := make(map[Type][]*Page)
	for _, p := range h.Pages {
		of[p.Type] = append(of[p.Type], p)
	}
	var types []Type
	for _, info := range Types() {
		types = append(types, info.Type)
	}
	h.Pages = h.Pages[:0]
	for _, t := range types {
		slices.SortFunc(of[t], func(a, b *Page) int {
			return cmp.Or(strings.Compare(a.ID, b.ID), strings.Compare(a.Path, b.Path))
		})
		h.Pages = append(h.Pages, of[t]...)
	}
}

// nameUntitled gives pages without a title one that readers understand: a need
// is named after its function, any other after its id.
func (h *Handbook) nameUntitled() {
	for _, p := range h.Pages {
		if p.Title != "" && !p.untitled {
			continue
		}
		p.Title, p.untitled = p.ID, true
		if p.Type == Need && len(p.functions) > 0 {
			p.Title = p.Type.Info().Name.Capitalized(h.Config.Lang) + " · " + p.functions[0].Title
		}
	}
}

// rankTitles computes each title's place once, because a collation key is far
// dearer to make than to compare.
func (h *Handbook) rankTitles(b *Binder) {
	type keyed struct {
		key  string
		page *Page
	}
	ranked := make([]keyed, len(h.Pages))
	for i, p := range h.Pages {
		ranked[i] = keyed{b.key(p.Title), p}
	}
	slices.SortStableFunc(ranked, func(a, b keyed) int { return strings.Compare(a.key, b.key) })
	for i, k := range ranked {
		k.page.rank = i
	}
}

// index fills the look-up tables, for which tieTranslations adds translations. Two pages of one type with one id are a
// problem of the later file.
func (h *Handbook) index() []Problem {
	var problems []Problem
	h.byID = make(map[string][]*Page, len(h.Pages))
	h.byPath = make(map[string]*Page, len(h.Pages))
	for i, p := range h.Pages {
		p.at = i
		h.byPath[p.Path] = p
		if p.Translates {
			continue // found by way of its original
		}
		if first := h.Page(p.Type, p.ID); first != nil {
			problems = append(problems, Problem{
				Code: "duplicate-id", Severity: Error, Path: p.Path, Pos: p.Pos("id"),
				Args: map[string]string{"ID": p.ID, "Type": string(p.Type), "Path": first.Path},
			})
			continue
		}
		h.byID[p.ID] = append(h.byID[p.ID], p)
	}
	return problems
}
