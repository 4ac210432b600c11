package render

import (
	"relais/builder/handbook"
)

// PageView is any other text: how to use the handbook, who keeps it.
type PageView struct {
	Article
	Functions []Link
}

func (h here) plainPage(p *handbook.Page) PageView {
	return PageView{Article: h.article(p, p.Functions()), Functions: h.links(p.Functions())}
}
