package check

import (
	"path"
	"strings"

	"relais/builder/handbook"
)

// attachments looks for files that a browser would run rather than show. Opened
// from the site, they could read and send what only its readers may see. An SVG
// drawing runs only when it is opened by itself: as an image it may stay.
func attachments(h *handbook.Handbook, report func(handbook.Problem)) {
	for _, p := range h.Pages {
		for i, target := range p.Targets {
			link := p.Body.Links[i]
			extension := strings.ToLower(path.Ext(target.File))
			if runs(extension) || extension == ".svg" && link.Kind != handbook.Image {
				problem := p.Problem("active-attachment", link.Pos, map[string]string{"File": target.File})
				problem.Severity = handbook.Error
				report(problem)
			}
		}
	}
}

// runs reports whether browsers take files with this extension for documents or scripts.
func runs(extension string) bool {
	switch extension {
	case ".html", ".htm", ".xhtml", ".xht", ".shtml", ".mht", ".mhtml", ".xml", ".xsl", ".xslt", ".svgz", ".js", ".mjs", ".wasm", ".swf", ".hta":
		return true
	}
	return false
}
