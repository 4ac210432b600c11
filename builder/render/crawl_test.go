package render_test

import (
	"bytes"
	"net/url"
	"path"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"relais/builder/handbook"
)

// tag is one opening tag of a page.
type tag struct {
	name       string
	attributes map[string]string
}

// tags returns the opening tags of a page in order.
func tags(page []byte) []tag {
	var all []tag
	z := html.NewTokenizer(bytes.NewReader(page))
	for z.Next() != html.ErrorToken {
		token := z.Token()
		if token.Type != html.StartTagToken && token.Type != html.SelfClosingTagToken {
			continue
		}
		t := tag{token.Data, map[string]string{}}
		for _, a := range token.Attr {
			t.attributes[a.Key] = a.Val
		}
		all = append(all, t)
	}
	return all
}

// TestLinks follows every link of a site: each leads to a file and an anchor
// that exist, by a relative address, so that the site works in any folder.
func TestLinks(t *testing.T) {
	public := handbook.Readers{Audience: handbook.Public}
	for name, h := range map[string]*handbook.Handbook{
		"french": book(t, "fr", everybody()), "english": book(t, "en", everybody()), "public": book(t, "fr", public),
		"both": book(t, "both", everybody()), "both in public": book(t, "both", public),
		"long": parse(t, long(1200), everybody()),
	} {
		t.Run(name, func(t *testing.T) {
			files := site(t, h)
			ids := map[string][]string{}
			for address, data := range files {
				if !strings.HasSuffix(address, ".html") {
					continue
				}
				for _, tag := range tags(data) {
					if id, ok := tag.attributes["id"]; ok {
						if slices.Contains(ids[address], id) {
							t.Errorf("%s: id %q stands twice", address, id)
						}
						ids[address] = append(ids[address], id)
					}
				}
			}
			for address := range ids {
				if address != "404.html" {
					checkLinks(t, files, ids, address)
				}
			}
		})
	}
}

func checkLinks(t *testing.T, files map[string][]byte, ids map[string][]string, address string) {
	for _, tag := range tags(files[address]) {
		for _, attribute := range []string{"href", "src", "action"} {
			link, ok := tag.attributes[attribute]
			if !ok {
				continue
			}
			u, err := url.Parse(link)
			if err != nil {
				t.Errorf("%s: %q is no address: %v", address, link, err)
				continue
			}
			if u.Scheme != "" || u.Host != "" || strings.HasPrefix(u.Path, "/") {
				if tag.name != "a" && tag.attributes["rel"] != "canonical" && tag.attributes["hreflang"] == "" || u.Scheme == "" {
					t.Errorf("%s: <%s %s=%q> leaves the site", address, tag.name, attribute, link)
				}
				continue
			}
			target := address
			if u.Path != "" {
				target = path.Join(path.Dir(address), u.Path)
			}
			if _, ok := files[target]; !ok {
				t.Errorf("%s: %q leads nowhere", address, link)
			} else if u.Fragment != "" && !slices.Contains(ids[target], u.Fragment) {
				t.Errorf("%s: %q leads to no anchor", address, link)
			}
		}
	}
}

// TestPagesHaveNoInlineCode checks what the content security policy promises.
func TestPagesHaveNoInlineCode(t *testing.T) {
	for address, data := range site(t, book(t, "fr", everybody())) {
		if !strings.HasSuffix(address, ".html") {
			continue
		}
		policy := false
		for _, tag := range tags(data) {
			policy = policy || tag.attributes["http-equiv"] == "Content-Security-Policy"
			if tag.name == "style" || tag.name == "script" && tag.attributes["src"] == "" && tag.attributes["type"] != "application/ld+json" {
				t.Errorf("%s: inline <%s>", address, tag.name)
			}
			for name := range tag.attributes {
				if name == "style" || strings.HasPrefix(name, "on") {
					t.Errorf("%s: <%s %s>", address, tag.name, name)
				}
			}
		}
		if !policy {
			t.Errorf("%s has no content security policy", address)
		}
	}
}
