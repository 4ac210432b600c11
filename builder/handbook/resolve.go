package handbook

import (
	"maps"
	"path"
	"slices"
	"strings"
)

// resolver ties pages together and gathers what does not resolve.
type resolver struct {
	h        *Handbook
	problems []Problem
	ids      map[Type]*Names // what may be proposed for a reference, by type; "" for all types
	paths    *Names          // what may be proposed for a link by path
}

// resolveRefs follows the references of every front matter.
func (r *resolver) resolveRefs() {
	for _, p := range r.h.Pages {
		p.to, p.from = map[Relation][]*Page{}, map[Relation][]*Page{}
		p.words = map[Relation][]string{}
	}
	for _, p := range r.h.Pages {
		for _, ref := range p.Refs {
			target := r.ref(p, ref)
			switch {
			case target == nil:
			case target == p:
				r.reportKey(p, "self-reference", ref.Pos, "", map[string]string{"Key": ref.Key, "Ref": ref.Text})
			case ref.Spec.Inverse:
				tie(target, ref.Spec.Relation, p)
			default:
				tie(p, ref.Spec.Relation, target)
			}
		}
	}
}

// tie records that from points to to, on both.
func tie(from *Page, relation Relation, to *Page) {
	from.to[relation] = append(from.to[relation], to)
	to.from[relation] = append(to.from[relation], from)
	if relation.Symmetric() {
		to.to[relation] = append(to.to[relation], from)
		from.from[relation] = append(from.from[relation], to)
	}
}

// Referred returns the pages that a reference may mean: the one with this id or,
// when there is none, those with this title or alias.
func (h *Handbook) Referred(ref Ref) []*Page {
	if target := h.Page(ref.Spec.To, ref.Text); target != nil {
		return []*Page{target}
	}
	return Of(ref.Spec.To, h.byTitle[Fold(ref.Text)])
}

// ref returns the page that a reference means. What a soft reference says
// beyond that is kept as words.
func (r *resolver) ref(p *Page, ref Ref) *Page {
	found := r.h.Referred(ref)
	args := map[string]string{"Key": ref.Key, "Ref": ref.Text, "Type": string(ref.Spec.To)}
	switch {
	case len(found) == 1:
		return found[0]
	case len(found) > 1:
		args["Choices"] = quoteKeys(found)
		r.reportKey(p, "ambiguous-reference", ref.Pos, "", args)
	case ref.Spec.Soft:
		p.words[ref.Spec.Relation] = append(p.words[ref.Spec.Relation], ref.Text)
	default:
		r.reportKey(p, "unknown-reference", ref.Pos, r.nearestID(ref.Text, ref.Spec.To), args)
	}
	return nil
}

// resolveLinks follows the links of every body.
func (r *resolver) resolveLinks() {
	for _, p := range r.h.Pages {
		p.Targets = make([]Target, len(p.Body.Links))
		for i, link := range p.Body.Links {
			switch link.Kind {
			case External:
				p.Targets[i] = Target{External: true}
			case WikiLink:
				p.Targets[i] = r.wikiLink(p, link)
			default:
				p.Targets[i] = r.pathLink(p, link)
			}
			if to := p.Targets[i].Page; to != nil && to != p {
				tie(p, Mentions, to)
			}
		}
	}
}

// WikiLinked returns the pages that [[words]] may mean: the one of "folder/id",
// else those with this id, else those with this title or alias. An id comes
// first because it is what an author who copies one means.
func (h *Handbook) WikiLinked(words string) []*Page {
	if folder, id, ok := strings.Cut(words, "/"); ok {
		if t, ok := TypeOfFolder(folder); ok {
			if target := h.Page(t, strings.TrimSuffix(id, ".md")); target != nil {
				return []*Page{target}
			}
		}
	}
	if found := h.WithID(words); len(found) > 0 {
		return found
	}
	return h.byTitle[Fold(words)]
}

// wikiLink resolves a wikilink of p.
func (r *resolver) wikiLink(p *Page, link Link) Target {
	if link.Target == "" {
		return Target{Page: p}
	}
	args := map[string]string{"Target": link.Target}
	switch found := r.h.WikiLinked(link.Target); len(found) {
	case 1:
		return Target{Page: found[0]}
	case 0:
		r.report(p, "broken-wikilink", link.Pos, r.nearestID(link.Target, ""), args)
	default:
		args["Choices"] = quoteKeys(found)
		r.report(p, "ambiguous-wikilink", link.Pos, "", args)
	}
	return Target{}
}

// Linked returns the path, relative to the handbook's root, that a link by path
// names: relative to the page or, with a leading slash, to the root.
func (p *Page) Linked(target string) string {
	if strings.HasPrefix(target, "/") {
		return strings.TrimPrefix(path.Clean(target), "/")
	}
	return path.Join(path.Dir(p.Path), target)
}

// pathLink resolves a link by path, to a page's source or to another file.
func (r *resolver) pathLink(p *Page, link Link) Target {
	if link.Target == "" {
		return Target{Page: p}
	}
	file := p.Linked(link.Target)
	if target := r.h.byPath[file]; target != nil && link.Kind != Image {
		return Target{Page: target}
	}
	if _, ok := r.h.Files[file]; ok {
		return Target{File: file}
	}
	code := "broken-link"
	if link.Kind == Image {
		code = "missing-image"
	}
	r.report(p, code, link.Pos, r.nearestPath(file, path.Dir(p.Path)), map[string]string{"Target": link.Target})
	return Target{}
}

// nearestID returns the id of a page of type t, or of any type for "", that
// word may have meant.
func (r *resolver) nearestID(word string, t Type) string {
	if r.ids == nil {
		r.ids = map[Type]*Names{}
	}
	if r.ids[t] == nil {
		var ids []string
		for _, p := range r.h.Pages {
			if t == "" || p.Type == t {
				ids = append(ids, p.ID)
			}
		}
		r.ids[t] = NewNames(ids)
	}
	return r.ids[t].Nearest(word)
}

// nearestPath returns the path that file may have meant, as a page in folder
// would write it.
func (r *resolver) nearestPath(file, folder string) string {
	if r.paths == nil {
		paths := slices.Collect(maps.Keys(r.h.Files))
		for _, p := range r.h.Pages {
			paths = append(paths, p.Path)
		}
		slices.Sort(paths)
		r.paths = NewNames(paths)
	}
	if near := r.paths.Nearest(file); near != "" {
		return Relative(folder, near)
	}
	return ""
}

// Relative returns to as a link in a file of folder from would write it.
func Relative(from, to string) string {
	prefix := ""
	for from != "." && !strings.HasPrefix(to, from+"/") {
		from, prefix = path.Dir(from), prefix+"../"
	}
	if from != "." {
		to = to[len(from)+1:]
	}
	return prefix + to
}

// report records a problem of p's text.
func (r *resolver) report(p *Page, code string, pos Pos, near string, args map[string]string) {
	problem := p.Problem(code, pos, args)
	problem.Near = near
	r.problems = append(r.problems, problem)
}

// reportKey records a problem of p's front matter.
func (r *resolver) reportKey(p *Page, code string, pos Pos, near string, args map[string]string) {
	problem := p.KeyProblem(code, pos, args)
	problem.Near = near
	r.problems = append(r.problems, problem)
}

// quoteKeys lists pages as "notions/relais, fiches/relais".
func quoteKeys(pages []*Page) string {
	var keys []string
	for _, p := range pages {
		keys = append(keys, path.Base(path.Dir(p.Path))+"/"+p.ID)
	}
	return strings.Join(keys, ", ")
}

// settle computes what follows from the relations: which groups and functions
// every page belongs to.
func (h *Handbook) settle() {
	for _, p := range h.Pages {
		p.groups = groupsOf(p)
	}
	// Functions flow from where they are declared to what surrounds them:
	// groups first, then what groups made, then what those texts use.
	inherit := [][]Type{
		{Function, Need, Group},
		{Session, Sheet, Situation, Charter},
		{Notion, Resource, PlainPage},
	}
	for _, types := range inherit {
		for _, p := range h.Pages {
			if slices.Contains(types, p.Type) {
				p.functions = functionsOf(p)
			}
		}
	}
}

// arrangeAll puts every list of pages in the order in which readers see it.
func (h *Handbook) arrangeAll() {
	for _, p := range h.Pages {
		p.functions, p.groups = arrange(p.functions), arrange(p.groups)
	}
	for _, p := range h.Pages {
		for relation, pages := range p.to {
			if relation == BeginsWith {
				p.to[relation] = once(pages) // its author's order is what it says
			} else {
				p.to[relation] = arrange(pages)
			}
		}
		for relation, pages := range p.from {
			p.from[relation] = arrange(pages)
		}
	}
}

func groupsOf(p *Page) []*Page {
	switch p.Type {
	case Group:
		return []*Page{p}
	case Need:
		return slices.Clone(p.From(FromNeed))
	case Charter:
		return slices.Clone(p.From(UnderCharter))
	}
	if declared := p.To(ByGroup); len(declared) > 0 {
		return slices.Clone(declared)
	}
	var groups []*Page // a sheet that names only its sessions comes from their groups
	for _, session := range p.To(FromSession) {
		groups = append(groups, session.To(ByGroup)...)
	}
	return groups
}

func functionsOf(p *Page) []*Page {
	if p.Type == Function {
		return []*Page{p}
	}
	if declared := p.To(OfFunction); len(declared) > 0 {
		return slices.Clone(declared)
	}
	var from []*Page
	switch p.Type {
	case Session, Sheet, Charter:
		from = p.groups
	case Notion:
		from = p.From(Uses)
	case Resource:
		from = p.From(PointsTo)
	}
	var functions []*Page
	for _, q := range from {
		functions = append(functions, q.functions...)
	}
	return functions
}
