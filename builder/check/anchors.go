package check

import "relais/builder/handbook"

// anchors looks for links to headings that the page they lead to does not have.
// A wikilink names a heading by its text or by its address, as in Obsidian.
func anchors(h *handbook.Handbook, report func(handbook.Problem)) {
	for _, p := range h.Pages {
		for i, link := range p.Body.Links {
			to := p.Targets[i].Page
			// A body that could not be read has been reported, and has no headings.
			if to == nil || link.Fragment == "" || len(to.Body.HTML) == 0 {
				continue
			}
			if _, found := to.Body.Heading(link); found {
				continue
			}
			problem := p.Problem("broken-anchor", link.Pos, map[string]string{"Fragment": link.Fragment, "Path": to.Path})
			problem.Near = handbook.Nearest(link.Fragment, headingIDs(to))
			report(problem)
		}
	}
}

func headingIDs(p *handbook.Page) []string {
	var ids []string
	for _, heading := range p.Body.Headings {
		ids = append(ids, heading.ID)
	}
	return ids
}
