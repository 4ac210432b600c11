package serve

import (
	"bytes"
	"html"
)

// Where the script goes, and what lets it listen. Both are as pages have them.
const (
	headEnd     = "</head>"
	policyStart = `<meta http-equiv="Content-Security-Policy" content="`
	listening   = "connect-src 'self'; "
)

// insert adds the script to a page. Of a page without a head, nothing is changed.
func insert(page []byte, words Words, version string) []byte {
	head, rest, ok := bytes.Cut(page, []byte(headEnd))
	if !ok {
		return page
	}
	head = bytes.Replace(head, []byte(policyStart), []byte(policyStart+listening), 1)
	attribute := func(name, value string) string { return ` data-` + name + `="` + html.EscapeString(value) + `"` }
	script := `<script defer src="` + own + `serve.js"` +
		attribute("version", version) + attribute("heading", words.Heading) + attribute("reduce", words.Reduce) +
		attribute("expand", words.Expand) + attribute("closed", words.Closed) + "></script>\n"
	return bytes.Join([][]byte{head, []byte(script + headEnd), rest}, nil)
}

// waiting returns the page that stands in the place of every other while the texts
// never were good: the overlay says why.
func waiting(words Words) []byte {
	text := html.EscapeString
	return []byte(`<!doctype html>
<html lang="` + text(words.Lang) + `">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
` + policyStart + `default-src 'none'; script-src 'self'; style-src 'self'; base-uri 'none'">
<meta name="color-scheme" content="light dark">
<title>` + text(words.Waiting) + `</title>
` + headEnd + `
<body>
<main>
<h1>` + text(words.Waiting) + `</h1>
<p>` + text(words.Advice) + `</p>
</main>
</body>
</html>
`)
}
