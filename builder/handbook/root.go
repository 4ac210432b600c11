package handbook

import "strings"

// RootMark begins the path of what does not lie in the handbook's own folder but
// in a further one: "@guichets/seances/g-1.md". The rest is the path there.
const RootMark = "@"

// CutRoot cuts a path into the name of the further folder that it lies in, ""
// for the handbook's own, and the path there.
func CutRoot(path string) (root, rest string) {
	if !strings.HasPrefix(path, RootMark) {
		return "", path
	}
	root, rest, _ = strings.Cut(path, "/")
	return root, rest
}

// Root returns the name of the further folder that p lies in, or "".
func (p *Page) Root() string {
	root, _ := CutRoot(p.Path)
	return root
}
