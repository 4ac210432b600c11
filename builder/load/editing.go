package load

import (
	"io/fs"
	"net/url"
	"path"
	"slices"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v4"

	"relais/builder/handbook"
)

// checkEditing says what is missing from `modification` or cannot serve, and
// turns it off then: a link that leads nowhere is worse than none.
func (d *decoder) checkEditing(root *yaml.Node, e *handbook.Editing) {
	for _, p := range d.pairs(root) {
		if key := unaccented(p.key); key != "modification" && key != "edit" || p.value.Kind != yaml.MappingNode {
			continue
		}
		if c := (editingCheck{d, e, p, true}); !c.sound() {
			*e = handbook.Editing{}
		}
	}
}

// editingCheck is the check of one `modification`, written as the given pair.
type editingCheck struct {
	*decoder
	editing *handbook.Editing
	written pair
	good    bool
}

func (c *editingCheck) sound() bool {
	e := c.editing
	switch {
	case e.Forge != "":
	case c.valueOf(&e.Forge) != nil: // an unknown one, which is reported already
		c.good = false
	default:
		c.refuse(&e.Forge, "edit-lacks-key", "")
	}
	switch {
	case e.Repository == "":
		c.refuse(&e.Repository, "edit-lacks-key", "")
	case !isRepository(e.Repository):
		c.refuse(&e.Repository, "not-a-repository", e.Repository)
	}
	if e.Folder = path.Clean(strings.Trim(e.Folder, "/")); e.Folder == "." {
		e.Folder = ""
	} else if !fs.ValidPath(e.Folder) {
		c.refuse(&e.Folder, "not-a-repository-folder", e.Folder)
	}
	for _, address := range []*string{&e.URL, &e.SignIn} {
		if *address != "" && !isService(*address) {
			c.refuse(address, "not-a-service", *address)
		}
	}
	return c.good
}

// refuse reports a value, at its place or, when it is not written, at the head of them all.
func (c *editingCheck) refuse(into any, code, value string) {
	fields := c.editing.Subfields()
	field := fields[slices.IndexFunc(fields, func(f handbook.Subfield) bool { return f.Into == into })]
	at := c.written.name
	if n := c.valueOf(into); n != nil {
		at = n
	}
	c.report(code, at, "", "Key", field.Key.In(c.lang), "In", c.written.key, "Value", excerpt(value))
	c.good = false
}

// valueOf returns what was written for the field that goes into the given place, or nil.
func (c *editingCheck) valueOf(into any) *yaml.Node {
	for i := 0; i+1 < len(c.written.value.Content); i += 2 {
		name, value := c.written.value.Content[i], c.written.value.Content[i+1]
		if f := subfield(c.editing.Subfields(), unaccented(name.Value)); f != nil && f.Into == into && !isNull(value) {
			return value
		}
	}
	return nil
}

// isRepository reports whether s is made of an owner and a name, or of groups
// and a name, as forges spell them.
func isRepository(s string) bool {
	parts := strings.Split(s, "/")
	return len(parts) > 1 && !slices.ContainsFunc(parts, func(part string) bool {
		return part == "" || part[0] == '.' || strings.ContainsFunc(part, func(r rune) bool {
			return !strings.ContainsRune("-_.", r) && !unicode.IsLetter(r) && !unicode.IsDigit(r)
		})
	})
}

// isService reports whether s is a plain https address: it becomes part of
// links, and of what the editor may speak to.
func isService(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Scheme == "https" && u.Hostname() != "" && u.User == nil && u.RawQuery == "" && u.Fragment == "" &&
		!strings.ContainsFunc(u.Host, func(r rune) bool {
			return !strings.ContainsRune("-.:[]", r) && !unicode.IsLetter(r) && !unicode.IsDigit(r)
		})
}
