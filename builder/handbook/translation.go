package handbook

import (
	"cmp"
	"reflect"
	"slices"
	"strings"
)

// Carry says what becomes of a key in the translation of a page.
type Carry int

// What may become of it.
const (
	Same   Carry = iota // it is the original's; a translation that says otherwise is mistaken
	Unless              // it is the original's, unless the translation has its own
	Own                 // it is in the words of a language: a translation has its own or none
)

// CutLanguage cuts a path below a root into the language whose folder it lies in, ""
// for none, and the path there: what is in en/fiches/ is like what is in fiches/, in English.
func CutLanguage(path string) (Lang, string) {
	folder, rest, below := strings.Cut(path, "/")
	if below && slices.ContainsFunc(Languages(), func(c Choice) bool { return c.Value == folder }) {
		return Lang(folder), rest
	}
	return "", path
}

// Original returns the page that p translates, or nil.
func (p *Page) Original() *Page { return p.original }

// Translations returns the translations of p, by language.
func (p *Page) Translations() []*Page { return p.translations }

// Translation returns p in lang: its translation or, where p or its original is in
// that language, that; nil when there is none.
func (p *Page) Translation(lang Lang) *Page {
	if p.original != nil {
		p = p.original
	}
	for _, t := range p.translations {
		if t.Lang == lang {
			return t
		}
	}
	if p.Lang == lang {
		return p
	}
	return nil
}

// Counterpart returns the page of h, which may be the same handbook at another time, that
// has p's type, id and language; nil when there is none.
func (h *Handbook) Counterpart(p *Page) *Page {
	q := h.Page(p.Type, p.ID)
	switch {
	case q == nil || q.Translates == p.Translates && (!p.Translates || q.Lang == p.Lang):
		return q
	case !p.Translates:
		return nil
	}
	if t := q.Translation(p.Lang); t != q {
		return t
	}
	return nil
}

// Revised reports whether the original has been agreed on anew since p was
// translated, as far as both say when.
func (p *Page) Revised() bool {
	return p.original != nil && !p.TranslatedOn.IsZero() && p.TranslatedOn.Before(p.original.ValidatedOn)
}

// Languages returns the language of the handbook, then those that some of its
// pages are translated to.
func (h *Handbook) Languages() []Lang {
	var others []Lang
	for _, p := range h.Pages {
		if p.Translates && !slices.Contains(others, p.Lang) {
			others = append(others, p.Lang)
		}
	}
	slices.Sort(others)
	return append([]Lang{h.Config.Lang}, others...)
}

// In returns the part of h that is written in lang: the pages of the handbook's own
// language, or the translations to another. They are tied to those of that part and,
// where a page is not translated, to the original.
func (h *Handbook) In(lang Lang) *Handbook {
	own, others := lang == h.Config.Lang, h.Languages()[1:]
	if own && len(others) == 0 {
		return h
	}
	part := &Handbook{Config: h.Config, Files: h.Files}
	part.Config.Lang = lang
	if !own {
		front := map[Lang]Front{French: h.Config.FR, English: h.Config.EN}[lang]
		part.Config.Title = cmp.Or(front.Title, h.Config.Title)
		part.Config.Organisation = cmp.Or(front.Organisation, h.Config.Organisation)
		part.Config.Description = cmp.Or(front.Description, h.Config.Description)
	}
	part.Config.State = own && h.Config.State // it is of the whole handbook, for those who keep it
	for _, p := range h.Pages {
		if p.Translates != own && (own || p.Lang == lang) {
			part.Pages = append(part.Pages, p)
		}
	}
	for _, address := range h.Withdrawn {
		of := h.Config.Lang
		if folder, _, _ := strings.Cut(address, "/"); slices.Contains(others, Lang(folder)) {
			of = Lang(folder)
		}
		if of == lang {
			part.Withdrawn = append(part.Withdrawn, address)
		}
	}
	part.lookUp()
	part.nameLater()
	return part
}

// lookUp fills the look-up tables of a part, whose pages have their places in the whole.
func (h *Handbook) lookUp() {
	h.byID, h.byPath = make(map[string][]*Page, len(h.Pages)), make(map[string]*Page, len(h.Pages))
	for _, p := range h.Pages {
		h.byPath[p.Path] = p
		if h.Page(p.Type, p.ID) == nil {
			h.byID[p.ID] = append(h.byID[p.ID], p)
		}
	}
}

// tieTranslations gives translations their originals, and what they take of them.
// Two translations of one page to one language are a problem of the later file.
func (h *Handbook) tieTranslations() []Problem {
	for _, p := range h.Pages {
		p.original, p.translations = nil, nil
	}
	var problems []Problem
	var fields []Field
	var alone []*Page
	for _, p := range h.Pages {
		if !p.Translates {
			continue
		}
		if fields == nil {
			fields = AllFields()
		}
		original := h.Page(p.Type, p.ID)
		if original == nil {
			p.beDraft()
			alone = append(alone, p)
			problems = append(problems, h.unoriginal(p))
			continue
		}
		if i := slices.IndexFunc(original.translations, func(t *Page) bool { return t.Lang == p.Lang }); i >= 0 {
			p.beDraft()
			problems = append(problems, Problem{
				Code: "duplicate-translation", Severity: Error, Path: p.Path, Pos: p.Pos("id"),
				Args: map[string]string{"Original": original.Path, "Path": original.translations[i].Path},
			})
			continue
		}
		p.original = original
		original.translations = append(original.translations, p)
		p.inherit(fields)
	}
	for _, p := range h.Pages {
		slices.SortFunc(p.translations, func(a, b *Page) int { return strings.Compare(string(a.Lang), string(b.Lang)) })
	}
	for _, p := range alone { // so that it can be referred to all the same
		if h.Page(p.Type, p.ID) == nil {
			h.byID[p.ID] = append(h.byID[p.ID], p)
		}
	}
	return problems
}

// unoriginal says that there is no page that p translates, and which may be meant.
func (h *Handbook) unoriginal(p *Page) Problem {
	problem := p.KeyProblem("translation-without-original", p.Pos("id"), map[string]string{"ID": p.ID, "Type": string(p.Type)})
	var ids []string
	for _, q := range h.Pages {
		switch {
		case q.Translates:
		case q.ID == p.ID:
			problem.Code, problem.Args["Path"] = "translation-of-another-type", q.Path
		case q.Type == p.Type:
			ids = append(ids, q.ID)
		}
	}
	if problem.Args["Path"] == "" {
		problem.Near = Nearest(p.ID, ids)
	}
	return problem
}

// beDraft makes a draft of a text that has no original to tell how far it has come.
func (p *Page) beDraft() {
	if p.Status == "" && (p.Type == Sheet || p.Type == Session) {
		p.Status = Draft
	}
}

// inherit gives p the values of its original that it has not its own of.
func (p *Page) inherit(fields []Field) {
	for _, f := range fields {
		if _, written := p.KeyPos[f.Key.EN]; written || f.Into == nil || f.Carry == Own {
			continue
		}
		from, to := reflect.ValueOf(f.Into(&p.original.Fields)), reflect.ValueOf(f.Into(&p.Fields))
		to.Elem().Set(from.Elem())
	}
}

// translate ties translations to the pages that their originals are tied to,
// each in their own language where it is translated. Links in texts are their own.
func (h *Handbook) translate() {
	for _, p := range h.Pages {
		if p.original == nil {
			continue
		}
		o := p.original
		p.to, p.from = p.ties(o.to, p.to), p.ties(o.from, p.from)
		for relation, words := range o.words {
			if _, own := p.words[relation]; !own {
				if p.words == nil {
					p.words = map[Relation][]string{}
				}
				p.words[relation] = words
			}
		}
	}
}

// ties returns the ties of the original as p has them, with the mentions among p's own.
func (p *Page) ties(original, own ties) ties {
	var all ties
	for _, b := range original {
		if b.relation == Mentions {
			continue
		}
		pages := p.versions(b.pages)
		if b.relation != BeginsWith {
			pages = arrange(pages)
		}
		all = append(all, bond{b.relation, pages})
	}
	if mentions := own.by(Mentions); mentions != nil {
		all = append(all, bond{Mentions, mentions})
	}
	return all
}

// versions returns the version for p of each of pages.
func (p *Page) versions(pages []*Page) []*Page {
	versions := make([]*Page, len(pages))
	for i, q := range pages {
		versions[i] = q.versionFor(p)
	}
	return versions
}

// versionFor returns p as a page that leads to it had best: in that page's language
// when it is a translation, and p is translated too.
func (p *Page) versionFor(reader *Page) *Page {
	if reader.Translates {
		if t := p.Translation(reader.Lang); t != nil {
			return t
		}
	}
	return p
}
