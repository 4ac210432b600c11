package load

import (
	"path"
	"slices"
	"strings"

	"relais/builder/handbook"
)

// unread is what is known of the files that gave no page. References to them
// lead nowhere because of the mistake that is already reported, and would only
// hide it among others.
type unread struct {
	paths map[string]bool
	names map[string][]handbook.Type // by folded name; the type "" is one that is not known
}

func (u *unread) add(s source, names []string) {
	if u.paths == nil {
		u.paths, u.names = map[string]bool{}, map[string][]handbook.Type{}
	}
	u.paths[s.path] = true
	for _, name := range names {
		if name != "" { // a name without letters names nothing
			u.names[name] = append(u.names[name], s.typ)
		}
	}
}

// lostTo is the result of a file that a fault keeps from being a page.
func lostTo(s source, header []byte, f fault) result {
	return result{names: glimpse(s, header), problems: []handbook.Problem{f.problem(s.path)}}
}

// glimpse returns the names by which others may refer to a page whose header
// cannot be read: its file's, and what looks like its id, title and aliases.
func glimpse(s source, header []byte) []string {
	names := []string{handbook.Fold(handbook.Slug(nameOf(s.path)))}
	for range 100 {
		var line []byte
		line, header = cutLine(header)
		key, value, _ := strings.Cut(string(line), ":")
		switch strings.ToLower(strings.TrimSpace(key)) {
		case "id", "titre", "title":
			value, _, _ = strings.Cut(value, " #")
			names = append(names, handbook.Fold(value))
		}
		if len(header) == 0 {
			break
		}
	}
	return names
}

// unexplained drops the references that an unread file explains.
func (u *unread) unexplained(problems []handbook.Problem) []handbook.Problem {
	return slices.DeleteFunc(problems, u.explains)
}

func (u *unread) explains(p handbook.Problem) bool {
	switch target := p.Args["Target"]; p.Code {
	case "unknown-reference":
		types := u.names[handbook.Fold(p.Args["Ref"])]
		return slices.Contains(types, "") || slices.Contains(types, handbook.Type(p.Args["Type"]))
	case "translation-without-original":
		return slices.Contains(u.names[handbook.Fold(p.Args["ID"])], handbook.Type(p.Args["Type"]))
	case "broken-wikilink":
		_, id, _ := strings.Cut(target, "/")
		return u.names[handbook.Fold(target)] != nil || u.names[handbook.Fold(strings.TrimSuffix(id, ".md"))] != nil
	case "broken-link":
		if !strings.HasPrefix(target, "/") {
			target = path.Join(path.Dir(p.Path), target)
		}
		return u.paths[strings.TrimPrefix(path.Clean(target), "/")]
	}
	return false
}
