package render

import (
	"html/template"

	"relais/builder/handbook"
)

// ResourceView is a document, a number or a text that sheets point to.
type ResourceView struct {
	Article
	Functions []Link
	Contact   ResourceLink
	UsedBy    List
}

// ResourceLink is a resource, with what it takes to reach it.
type ResourceLink struct {
	Link
	Phone       string       // as it is written; "" for none
	PhoneHref   template.URL // tel:…; "" when Phone is not one number
	Address     string       // web address as it is read; "" for none
	AddressHref template.URL // "" when a link must not lead there
}

func (h here) resource(p *handbook.Page) ResourceView {
	users := byType(union(p.From(handbook.PointsTo)))
	return ResourceView{
		Article:   h.article(p, p.Functions(), users),
		Functions: h.links(p.Functions()),
		Contact:   h.resources([]*handbook.Page{p})[0],
		UsedBy:    h.listOf(users),
	}
}

func (h here) resources(pages []*handbook.Page) []ResourceLink {
	resources := make([]ResourceLink, len(pages))
	for i, p := range pages {
		resource := ResourceLink{Link: h.link(p), Phone: p.Phone, Address: p.URL}
		resource.PhoneHref, _ = dial(p.Phone)
		resource.AddressHref, _ = outside(p.URL)
		resources[i] = resource
	}
	return resources
}
