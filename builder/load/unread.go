package load

import (
	"path"
	"slices"
	"strings"

	"relais/builder/handbook"
	"relais/builder/markdown"
)

// unread is a file that gave no page. References to it lead nowhere because of
// the mistake that is already reported, and would only hide it among others.
type unread struct {
	source source
	names  []string // folded
}

// lostTo is the result of a file that a fault keeps from being a page.
func lostTo(s source, header []byte, f fault) result {
	return result{names: glimpse(s, header), problems: []handbook.Problem{f.problem(s.path)}}
}

// glimpse returns the names by which others may refer to a page whose header
// cannot be read: its file's, and what looks like its id, title and aliases.
func glimpse(s source, header []byte) []string {
	names := []string{handbook.Fold(markdown.Slug(nameOf(s.path)))}
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

// unexplained drops the references that only an unread file explains.
func unexplained(problems []handbook.Problem, lost []unread) []handbook.Problem {
	return slices.DeleteFunc(problems, func(p handbook.Problem) bool {
		return slices.ContainsFunc(lost, func(u unread) bool { return u.explains(p) })
	})
}

func (u unread) explains(p handbook.Problem) bool {
	switch p.Code {
	case "unknown-reference":
		sameType := u.source.typ == "" || string(u.source.typ) == p.Args["Type"]
		return sameType && slices.Contains(u.names, handbook.Fold(p.Args["Ref"]))
	case "broken-wikilink":
		_, id, _ := strings.Cut(p.Args["Target"], "/")
		return slices.Contains(u.names, handbook.Fold(p.Args["Target"])) || slices.Contains(u.names, handbook.Fold(strings.TrimSuffix(id, ".md")))
	case "broken-link":
		target := p.Args["Target"]
		if !strings.HasPrefix(target, "/") {
			target = path.Join(path.Dir(p.Path), target)
		}
		return strings.TrimPrefix(path.Clean(target), "/") == u.source.path
	}
	return false
}
