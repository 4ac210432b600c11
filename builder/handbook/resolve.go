package handbook

import (
	"cmp"
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
	const few = 5 // relations that most pages have at most; those that have more ask for memory
	bonds := make([]bond, 2*few*len(r.h.Pages))
	for _, p := range r.h.Pages {
		p.to, p.from, p.words = bonds[:0:few], bonds[few:few:2*few], nil
		bonds = bonds[2*few:]
	}
	for _, p := range r.h.Pages {
		for _, ref := range p.Refs {
			target := r.ref(p, ref)
			switch {
			case target == nil:
			case p.original != nil: // tied as its original is
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
	from.to.add(relation, to)
	to.from.add(relation, from)
	if relation.Symmetric() {
		to.to.add(relation, from)
		from.from.add(relation, to)
	}
}

// Referred returns the pages that a reference may mean: the one with this id or,
// when there is none, those with this title or alias.
func (h *Handbook) Referred(ref Ref) []*Page {
	for i, p := range h.byID[ref.Text] {
		if p.Type == ref.Spec.To {
			return h.byID[ref.Text][i : i+1 : i+1]
		}
	}
	return Of(ref.Spec.To, h.byName(ref.Text))
}

// ref returns the page that a reference means. What a soft reference says
// beyond that is kept as words.
func (r *resolver) ref(p *Page, ref Ref) *Page {
	found := r.h.Referred(ref)
	if len(found) == 1 {
		return found[0]
	}
	args := map[string]string{"Key": ref.Key, "Ref": ref.Text, "Type": string(ref.Spec.To)}
	switch {
	case len(found) > 1:
		args["Choices"] = quoteKeys(found)
		r.reportKey(p, "ambiguous-reference", ref.Pos, "", args)
	case ref.Spec.Soft:
		if p.words == nil {
			p.words = map[Relation][]string{}
		}
		p.words[ref.Spec.Relation] = append(p.words[ref.Spec.Relation], ref.Text)
	default:
		r.reportKey(p, "unknown-reference", ref.Pos, r.nearestID(ref.Text, ref.Spec.To), args)
	}
	return nil
}

// resolveLinks follows the links of every body.
func (r *resolver) resolveLinks() {
	links := 0
	for _, p := range r.h.Pages {
		links += len(p.Body.Links)
	}
	targets := make([]Target, links)
	for _, p := range r.h.Pages {
		n := len(p.Body.Links)
		p.Targets, targets = targets[:n:n], targets[n:]
		for i, link := range p.Body.Links {
			switch link.Kind {
			case External:
				p.Targets[i] = Target{External: true}
			case WikiLink:
				p.Targets[i] = r.wikiLink(p, link)
			default:
				p.Targets[i] = r.pathLink(p, link)
			}
			if target := p.Targets[i].Page; target != nil {
				p.Targets[i].Page = target.versionFor(p)
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
	return h.byName(words)
}

// wikiLink resolves a wikilink of p.
func (r *resolver) wikiLink(p *Page, link Link) Target {
	if link.Target == "" {
		return Target{Page: p}
	}
	found := r.h.WikiLinked(link.Target)
	if len(found) == 1 {
		return Target{Page: found[0]}
	}
	args := map[string]string{"Target": link.Target}
	switch len(found) {
	case 0:
		r.report(p, "broken-wikilink", link.Pos, r.nearestID(link.Target, ""), args)
	default:
		args["Choices"] = quoteKeys(found)
		r.report(p, "ambiguous-wikilink", link.Pos, "", args)
	}
	return Target{}
}

// Linked returns the path, relative to the handbook's root, that a link by path
// names: relative to the page or, with a leading slash, to the root, which is
// that of the further folder for a page of one.
func (p *Page) Linked(target string) string {
	if strings.HasPrefix(target, "/") {
		return strings.TrimPrefix(path.Join(p.Root(), path.Clean(target)), "/")
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
	root, rest := CutRoot(file)
	if target := r.h.byPath[rest]; target != nil && link.Kind != Image && root == p.Root() {
		return Target{Page: target} // a page of a further folder names those of the handbook as if it lay there
	}
	// The files of a further folder are for its own pages: no other may carry them to wider readers.
	if _, ok := r.h.Files[file]; ok && root == p.Root() {
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
	for _, p := range h.Pages {
		if p.original != nil {
			p.functions, p.groups = p.versions(p.original.functions), p.versions(p.original.groups)
		}
	}
}

// arrangeAll puts every list of pages in the order in which readers see it, and
// makes those of the links, which come in that order by themselves.
func (h *Handbook) arrangeAll() {
	byRank := func(a, b *Page) int { return cmp.Compare(a.rank, b.rank) }
	for _, p := range h.Pages {
		slices.SortFunc(p.groups, byRank)
	}
	placed := placeAll(h.Pages)
	for _, p := range h.Pages {
		p.functions, p.groups = arrange(p.functions), arrange(p.groups)
		for _, t := range []ties{p.to, p.from} {
			for i := range t {
				if t[i].relation == BeginsWith {
					t[i].pages = once(t[i].pages) // its author's order is what it says
					continue
				}
				t[i].pages = arrange(t[i].pages)
			}
		}
	}
	h.translate()
	mention(placed)
}

// mention ties pages, which are in their order, to those that their texts lead to.
func mention(placed []*Page) {
	links, times := 0, make([]int, len(placed)) // how many links lead to each, by its place
	each := func(p *Page, do func(to *Page)) {
		for _, target := range p.Targets {
			if target.Page != nil && target.Page != p {
				do(target.Page)
			}
		}
	}
	for _, p := range placed {
		each(p, func(to *Page) { times[to.place]++; links++ })
	}
	pages := make([]*Page, 2*links) // the memory of all lists
	list := func(n int) (empty []*Page) {
		empty, pages = pages[:0:n], pages[n:]
		return empty
	}
	from := make([][]*Page, len(placed))
	for i, n := range times {
		from[i] = list(n)
	}
	for _, p := range placed {
		n := 0
		each(p, func(*Page) { n++ })
		if n == 0 {
			continue
		}
		to := list(n)
		each(p, func(q *Page) {
			to = append(to, q)
			if p.Translates && !q.Translates {
				return // the original, whose readers are led to those of their language, leads to it too
			}
			if list := &from[q.place]; len(*list) == 0 || (*list)[len(*list)-1] != p {
				*list = append(*list, p)
			}
		})
		p.to = append(p.to, bond{Mentions, arrange(to)})
	}
	for i, p := range placed {
		if len(from[i]) > 0 {
			p.from = append(p.from, bond{Mentions, slices.Clip(from[i])})
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
