package render

import (
	"relais/builder/handbook"
)

// CharterView is the rules that groups work under.
type CharterView struct {
	Article
	Groups []Link
}

func (h here) charter(p *handbook.Page) CharterView {
	groups := p.From(handbook.UnderCharter)
	return CharterView{Article: h.article(p, p.Functions(), groups), Groups: h.links(groups)}
}
