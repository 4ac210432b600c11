package render

import (
	"html/template"

	"relais/builder/handbook"
)

// Version is the page in one of its languages, for programs.
type Version struct {
	Lang string // "x-default" for the one to show to readers of any other
	Href template.URL
}

// LanguagesView is what the template of the way to the other languages is given.
type LanguagesView struct{ Others []Switch }

// Switch leads to the page in another language or, when it is not translated, to
// what is nearest.
type Switch struct {
	Lang    string
	Name    string // of the language, in itself: "English"
	Href    template.URL
	Nearest string // where it leads instead, in that language: "home page"; "" where it leads to the page itself
}

// places are the addresses of a part of the site by what stands there, and the reverse.
// Two parts call by one name what says the same.
type places struct{ at, of map[string]string }

const homePlace = "home"

func pagePlace(p *handbook.Page) string { return string(p.Type) + "/" + p.ID }

// allPlaces names what stands in this part and may stand in others.
func (r *Renderer) allPlaces() places {
	all := places{map[string]string{}, map[string]string{}}
	add := func(name, address string) { all.at[name], all.of[address] = address, name }
	add(homePlace, HomeAddress())
	add("search", SearchAddress(r.lang))
	add("az", AZAddress())
	add("accessibility", AccessibilityAddress(r.lang))
	if len(r.themes) > 0 {
		add("themes", ThemesAddress())
	}
	for _, info := range handbook.Types() {
		if len(r.book.Of(info.Type)) > 0 {
			add("list of "+string(info.Type), IndexAddress(info.Type, r.lang))
		}
	}
	functions := r.mapped()
	if len(functions) > 0 {
		add("map", r.mapAddress(nil))
	}
	for _, p := range functions {
		add("map of "+p.ID, r.mapAddress(p))
	}
	for _, p := range r.book.Pages {
		add(pagePlace(p), r.addressOf(p))
	}
	return all
}

// outOf returns the link from here to an address of another part of the site.
func (h here) outOf(part *Renderer, address string) template.URL {
	return h.toShared(part.folder + address)
}

// versions returns the page seen from here in each language that it is in, its own
// among them; none when it is in no other. Their addresses are whole when it is
// known where the site will stand.
func (h here) versions() []Version {
	if len(h.parts) == 1 {
		return nil
	}
	name, known := h.places().of[h.address]
	if !known {
		return nil
	}
	var all []Version
	for _, part := range h.parts {
		address, translated := part.places().at[name]
		if !translated {
			continue
		}
		href := h.outOf(part, address)
		if h.base != "" {
			href = template.URL(part.absolute(address)) // a path that we made, escaped
		}
		all = append(all, Version{string(part.lang), href})
	}
	if len(all) < 2 {
		return nil
	}
	return append(all, Version{"x-default", all[0].Href})
}

// switches returns the way from here to the other languages.
func (h here) switches() []Switch {
	var all []Switch
	name := h.places().of[h.address]
	for _, part := range h.parts {
		if part == h.Renderer {
			continue
		}
		to := Switch{Lang: string(part.lang), Name: part.words.name}
		address, translated := part.places().at[name]
		if !translated {
			address, to.Nearest = part.nearest(h.Renderer, h.address)
		}
		to.Href = h.outOf(part, address)
		all = append(all, to)
	}
	return all
}

// Untranslated is how many more pages there are in the handbook's own language, and where.
type Untranslated struct {
	N       int
	Href    template.URL
	Lang    string
	Written string // "in French"
}

// untranslated counts those of originals that are not in the language of this part, where
// their list is at an address of the first; nil when all are.
func (h here) untranslated(originals []*handbook.Page, address string) *Untranslated {
	main := h.parts[0]
	more := Untranslated{Lang: string(main.lang), Written: h.words.written[string(main.lang)]}
	for _, p := range originals {
		if p.Translation(h.lang) == nil {
			more.N++
		}
	}
	if main == h.Renderer || more.N == 0 {
		return nil
	}
	more.Href = h.outOf(main, address)
	return &more
}

// nearest returns the address in this part, and what it is called, that is nearest to what
// stands in another part and is not in this one: the only function of a page, or the home page.
func (r *Renderer) nearest(other *Renderer, address string) (string, string) {
	if p := other.book.Published(other.folder + address); p != nil {
		if functions := p.Functions(); len(functions) == 1 {
			if translated := r.book.Page(handbook.Function, functions[0].ID); translated != nil {
				return r.addressOf(translated), r.words.function
			}
		}
	}
	return HomeAddress(), r.words.home
}
