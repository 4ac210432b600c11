package render

import "path"

// absolute returns the whole address, for what is read away from the site, of
// the file at address; "" when the handbook does not say where it will be published.
// The first page is at the site's root.
func (r *Renderer) absolute(address string) string {
	switch {
	case r.base == "":
		return ""
	case address == HomeAddress():
		return r.base + r.folder
	}
	return r.base + escaped(path.Join(r.folder, address))
}
