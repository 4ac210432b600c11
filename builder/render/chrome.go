package render

import (
	"bytes"
	"fmt"
	"html/template"
	"strings"

	"relais/builder/handbook"
)

// Chrome is the part of a page that depends only on its depth and on its place
// in the navigation. It is rendered once for all pages that share it.
type Chrome struct {
	Assets   template.HTML // the links to style sheet, script and icon
	Masthead template.HTML
	Footer   template.HTML
	Finder   template.HTML // the search as a dialog
}

// ChromeView is what the templates of chromeParts are given.
type ChromeView struct {
	Site             Site
	IsHome, IsSearch bool // these pages have a search box of their own
	Home, Search, AZ template.URL
	Accessibility    template.URL // the statement
	Standing         string       // what it comes to, as in Assessment
	CSS, JS, Icon    template.URL
	SearchJS         template.URL // what the search page loads in the place of JS
	DialogJS         template.URL // what the others load when somebody searches from them
	Worker           template.URL // the script that keeps the site in the browser; "" when none is to
	Manifest         template.URL // these three are "" when the site's address is not known
	OpenSearch       template.URL
	Touch            template.URL // the icon for phones that ask for a picture
	Scope            Scope
	Nav              []NavItem
	Languages        template.HTML // where the way to the other languages stands; "" when there are none
}

// Scope is the function within which a search from a page starts; none when ID is "".
type Scope struct{ ID, Title string }

// chromeKey names the pages that share a Chrome.
type chromeKey struct {
	from             string // the way to the root
	section          string // "" when no entry of the navigation is current
	isHome, isSearch bool
	scope            *handbook.Page // the function whose page it is; nil on all others
}

// chromeParts are the templates that make a Chrome, in chrome.html, finder.html or a theme's own file.
func chromeParts() []string { return []string{"assets", "masthead", "footer", "finder"} }

// chromeViews lists the templates of the chrome with what each is given.
func chromeViews() map[string]any {
	views := map[string]any{languagesPart: LanguagesView{}}
	for _, name := range chromeParts() {
		views[name] = ChromeView{}
	}
	return views
}

// languagesPart is the template of what differs from page to page within a Chrome, and
// languagesSlot holds its place there.
const (
	languagesPart               = "languages"
	languagesSlot template.HTML = "<!-- languages -->"
)

// renderChromes renders the chrome of every part of the site, at each depth at which pages stand.
func (r *Renderer) renderChromes() error {
	keys := []chromeKey{{isHome: true}, {isSearch: true}, {from: r.siteRoot()}}
	for _, from := range []string{"", "../"} {
		keys = append(keys, chromeKey{from: from})
		for _, item := range r.site.Nav {
			keys = append(keys, chromeKey{from: from, section: item.Section})
		}
	}
	for _, p := range r.book.Of(handbook.Function) {
		keys = append(keys, chromeKey{from: root(r.card(p).address), section: string(p.Type), scope: p})
	}
	r.chromes = make(map[chromeKey]Chrome, len(keys))
	for _, key := range keys {
		chrome, err := r.chrome(key)
		if err != nil {
			return fmt.Errorf("chrome of the pages: %w", err)
		}
		r.chromes[key] = chrome
	}
	return nil
}

func (r *Renderer) chrome(key chromeKey) (Chrome, error) {
	h := here{Renderer: r, from: key.from}
	view := ChromeView{
		Site: r.site, IsHome: key.isHome, IsSearch: key.isSearch,
		Home: h.to(HomeAddress()), Search: h.to(SearchAddress(r.lang)), AZ: h.to(AZAddress()),
		Accessibility: h.to(AccessibilityAddress(r.lang)), Standing: r.assessment.Standing,
		CSS: h.toShared(r.assets.css), JS: h.toShared(r.assets.js), Icon: h.toShared(r.assets.icon),
		SearchJS: h.toShared(r.assets.search), DialogJS: h.toShared(r.assets.dialog),
	}
	if len(r.parts) > 1 {
		view.Languages = languagesSlot
	}
	if h.book.Config.Offline {
		view.Worker = h.toShared(WorkerAddress)
	}
	if h.base != "" {
		view.Manifest, view.OpenSearch, view.Touch = h.to(ManifestAddress()), h.to(OpenSearchAddress()), h.toShared(iconHome)
	}
	if key.scope != nil {
		view.Scope = Scope{key.scope.ID, r.card(key.scope).link.Title}
	}
	for _, item := range r.site.Nav {
		item.Href, item.Current = h.to(item.address), item.Section == key.section
		view.Nav = append(view.Nav, item)
	}
	var chrome Chrome
	for i, to := range []*template.HTML{&chrome.Assets, &chrome.Masthead, &chrome.Footer, &chrome.Finder} {
		var buffer bytes.Buffer
		if err := r.templates[chromeParts()[i]].Execute(&buffer, view); err != nil {
			return Chrome{}, err
		}
		*to = template.HTML(buffer.String()) // escaped by the template that made it
	}
	return chrome, nil
}

// chromeWithin returns the chrome of the page of a function, seen from here.
func (h here) chromeWithin(function *handbook.Page) Chrome {
	return h.switching(h.chromes[chromeKey{from: h.from, section: string(function.Type), scope: function}])
}

// chromeOf returns the chrome of a page seen from here.
func (h here) chromeOf(section string) Chrome {
	key := chromeKey{from: h.from, isHome: h.address == HomeAddress(), isSearch: h.address == SearchAddress(h.lang)}
	if chrome, ok := h.chromes[chromeKey{from: h.from, section: section}]; ok && !key.isHome && !key.isSearch {
		return h.switching(chrome)
	}
	return h.switching(h.chromes[key])
}

// switching returns the chrome with the way from here to the other languages.
func (h here) switching(chrome Chrome) Chrome {
	if len(h.parts) == 1 {
		return chrome
	}
	var buffer strings.Builder
	if err := h.templates[languagesPart].Execute(&buffer, LanguagesView{h.switches()}); err != nil {
		return chrome // proven when it was read: it cannot fail on plain data
	}
	chrome.Masthead = template.HTML(strings.Replace(string(chrome.Masthead), string(languagesSlot), buffer.String(), 1)) // escaped by the template
	return chrome
}
