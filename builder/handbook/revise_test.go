package handbook

import "testing"

// A text that ties a page as before takes its place; one that ties it otherwise does not.
func TestReviseOnlyWhatTiesAlike(t *testing.T) {
	page := func(change func(*Page)) *Page {
		p := &Page{Path: "fiches/a.md", Fields: Fields{Type: Sheet, ID: "a", Title: "A", Audience: Public}}
		p.Body.HTML = []byte("<p>un</p>")
		p.Body.Headings = []Heading{{Level: 2, ID: "usage", Text: "Usage", Pos: Pos{3, 1}}}
		p.Body.Links = []Link{{Kind: WikiLink, Target: "b", Pos: Pos{4, 1}}}
		change(p)
		return p
	}
	before := page(func(*Page) {})
	copied := *before
	other := &Page{Path: "fiches/b.md", Fields: Fields{Type: Sheet, ID: "b", Title: "B", Audience: Public}}
	h, problems := New(Config{Lang: French}, []*Page{&copied, other}, nil)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	for name, change := range map[string]func(*Page){
		"title":    func(p *Page) { p.Title = "Autre" },
		"link":     func(p *Page) { p.Body.Links = nil },
		"heading":  func(p *Page) { p.Body.Headings[0].ID = "autre" },
		"nothing":  func(p *Page) { p.Body.HTML = nil },
		"standing": func(p *Page) { p.KeyPos = map[string]Pos{"withdrawal": {5, 1}} },
		"path":     func(p *Page) { p.Path = "fiches/c.md" },
	} {
		if h.Revise(before, page(change)) != nil {
			t.Errorf("another %s is taken for the same", name)
		}
	}
	after := page(func(p *Page) {
		p.Body.HTML = []byte("<p>deux</p>")
		p.Body.Headings[0].Pos, p.Body.Links[0].Pos = Pos{5, 1}, Pos{6, 1}
	})
	next := h.Revise(before, after)
	if next == nil {
		t.Fatal("another text is refused")
	}
	book, _ := next.For(Readers{Audience: Public}, true)
	a, b := book.Page(Sheet, "a"), book.Page(Sheet, "b")
	if string(a.Body.HTML) != "<p>deux</p>" || a.Targets[0].Page != b || len(b.From(Mentions)) != 1 || b.From(Mentions)[0] != a {
		t.Errorf("the new text is not tied as the old one: %+v", a)
	}
	if string(h.Page(Sheet, "a").Body.HTML) != "<p>un</p>" {
		t.Error("the handbook before has changed")
	}
}
