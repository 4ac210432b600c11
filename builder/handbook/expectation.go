package handbook

import "strings"

// Expectation is a search test: what people type, and the pages that must come
// among the first ones.
type Expectation struct {
	Search string   // what is typed
	Finds  []Wanted // each of these must come
	Within int      // among so many
	Path   string   // of the file that says so
	Pos    Pos      // of what is typed
}

// Wanted names a page as the writer of an Expectation did.
type Wanted struct {
	Name string
	Pos  Pos
}

// Named returns the page that a writer names by the path of its source, with or
// without its extension, or by "type/id", the type being named in the singular
// or as its folder is; or nil.
func (h *Handbook) Named(name string) *Page {
	for _, path := range []string{name, name + ".md"} {
		if p := h.byPath[path]; p != nil {
			return p
		}
	}
	kind, id, ok := strings.Cut(name, "/")
	if !ok {
		return nil
	}
	id = strings.TrimSuffix(id, ".md")
	if t, ok := TypeNamed(kind); ok {
		return h.Page(t, id)
	}
	return nil
}

// NearestName returns the page, as "folder/id", that name may have meant, or "".
func (h *Handbook) NearestName(name string) string {
	var names []string
	for _, p := range h.Pages {
		names = append(names, strings.TrimSuffix(p.Path, ".md"))
	}
	if near := Nearest(name, names); near != "" {
		return near
	}
	var ids []string // perhaps only the folder is wrong, or missing
	for _, p := range h.Pages {
		ids = append(ids, p.ID)
	}
	if near := Nearest(name[strings.LastIndexByte(name, '/')+1:], ids); near != "" {
		for _, p := range h.WithID(near) {
			return strings.TrimSuffix(p.Path, ".md")
		}
	}
	return ""
}
