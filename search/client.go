package search

import (
	"embed"
	"io/fs"
)

//go:embed client/*.js
var client embed.FS

// Client returns the sources of the browser's half: ES modules, of which
// index.js exports open.
func Client() fs.FS {
	sources, err := fs.Sub(client, "client")
	if err != nil {
		panic(err) // the folder is embedded above
	}
	return sources
}
