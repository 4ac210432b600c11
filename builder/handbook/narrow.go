package handbook

import "slices"

// narrower makes of pages the pages that some readers may see.
type narrower struct {
	kept     []*Page // by the place of the original in its handbook; nil for those left out
	problems []Problem

	// Memory for all lists, asked for at once: there are tens of thousands, all short.
	pages   []*Page
	ties    []bond
	targets []Target
}

// prepare asks for the memory that pages need at most.
func (n *narrower) prepare(pages []*Page) {
	lists, ends, targets := 0, 0, 0
	for _, p := range pages {
		for _, t := range [][]bond{p.to, p.from} {
			lists += len(t)
			for _, b := range t {
				ends += len(b.pages)
			}
		}
		targets += len(p.Targets)
	}
	n.pages, n.ties, n.targets = make([]*Page, 0, ends), make([]bond, 0, lists), make([]Target, 0, targets)
}

// narrow makes p, a copy, point to copies only.
func (n *narrower) narrow(p *Page) {
	p.to, p.from = n.keepTies(p.to, n.reach), n.keepTies(p.from, n.copyOf)
	from := len(n.targets)
	n.targets = append(n.targets, p.Targets...)
	p.Targets = slices.Clip(n.targets[from:])
	for i, target := range p.Targets {
		if target.Page == nil {
			continue
		}
		p.Targets[i].Page = n.reach(target.Page)
		if p.Targets[i].Page == nil {
			link, code := p.Body.Links[i], "link-to-unpublished"
			if target.Page.Withdrawn() {
				code, p.Targets[i].Withdrawn = "link-to-withdrawn", true
			}
			n.problems = append(n.problems, Problem{
				Code: code, Severity: Warning, Path: p.Path, Pos: link.Pos,
				Args: map[string]string{"Target": link.Target, "Path": target.Page.Path},
			})
		}
	}
}

// copyOf returns what readers see of p, or nil.
func (n *narrower) copyOf(p *Page) *Page { return n.kept[p.at] }

// reach returns where what leads to p leads these readers: to its original when
// they see only that, or nowhere.
func (n *narrower) reach(p *Page) *Page {
	if c := n.kept[p.at]; c != nil || p.original == nil {
		return c
	}
	return n.kept[p.original.at]
}

func (n *narrower) keep(pages []*Page, find func(*Page) *Page) []*Page {
	from := len(n.pages)
	for _, p := range pages {
		if c := find(p); c != nil {
			n.pages = append(n.pages, c)
		}
	}
	if len(n.pages) == from {
		return nil
	}
	return slices.Clip(n.pages[from:])
}

func (n *narrower) keepTies(all ties, find func(*Page) *Page) ties {
	from := len(n.ties)
	for _, t := range all {
		if pages := n.keep(t.pages, find); pages != nil {
			n.ties = append(n.ties, bond{t.relation, pages})
		}
	}
	return slices.Clip(n.ties[from:])
}
