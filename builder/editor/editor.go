// Package editor publishes admin/, an editor of the handbook in the browser for
// people who know no git. The editor is Sveltia CMS, which saves to the forge
// where the sources are kept.
//
// The fundamental types are [Archive], the package of the editor as its authors
// published it, and [Config], what the editor is told: a collection for each
// type, a field for each key, made from the tables of the content model.
//
// The editor is never part of Relais: its archive is found on the machine, and
// published only when its digest is the one that pinned.txt says.
package editor

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"html/template"
	"net/url"
	"path"
	"slices"
	"strings"

	"relais/builder/handbook"
)

// Publish hands to put every file of admin/, with its address. book is the whole
// handbook, all readers together: of its pages only the folders show.
func (a *Archive) Publish(book *handbook.Handbook, put func(path string, data []byte) error) error {
	settings, err := json.MarshalIndent(NewConfig(book), "", "\t")
	if err != nil {
		return fmt.Errorf("writing the configuration of the editor: %w", err)
	}
	page, err := adminPage(book.Config)
	if err != nil {
		return fmt.Errorf("writing the page of the editor: %w", err)
	}
	files, err := a.bundle()
	if err != nil {
		return fmt.Errorf("bundling the editor: %w", err)
	}
	files["index.html"], files["config.json"] = page, append(settings, '\n')
	files["LICENSE.txt"] = a.files["LICENSE.txt"]
	for name, data := range a.files {
		if folder, file := path.Split(name); folder == "npm/assets/" && isFont(file) {
			files["assets/"+file] = data
		}
	}
	for name, data := range files {
		if err := put(path.Join(path.Dir(handbook.AdminAddress), name), data); err != nil {
			return err
		}
	}
	return nil
}

// isFont reports whether an asset of the package is a font, or its licence.
func isFont(file string) bool {
	return strings.HasSuffix(file, ".woff2") || strings.HasSuffix(file, ".LICENSE.txt")
}

//go:embed admin.html
var adminHTML string

// adminPage returns admin/index.html. It has a policy of its own, because the
// editor needs what no page of the handbook may do: to speak to the forge.
func adminPage(config handbook.Config) ([]byte, error) {
	parsed, err := template.New("admin.html").Parse(adminHTML)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = parsed.Execute(&b, map[string]any{
		"Lang":   config.Lang,
		"Title":  handbook.Text{FR: "Modifier : ", EN: "Edit: "}.In(config.Lang) + config.Title,
		"Policy": policy(config.Editing),
		"Waiting": handbook.Text{
			FR: "L’éditeur arrive… S’il ne vient pas : il lui faut JavaScript, et un site web en https. Il ne s’ouvre pas depuis un dossier.",
			EN: "The editor is coming… If it does not: it needs JavaScript, and a web site under https. It does not open from a folder.",
		}.In(config.Lang),
	})
	return b.Bytes(), err
}

// policy returns the content security policy of the editor: its own files, the
// forge and, on the public ones, where these keep pictures of people and say
// whether they are up.
func policy(e handbook.Editing) string {
	connect, pictures := origins(e.Root(), e.SignIn), origins(e.Root())
	if e.Forge == handbook.GitHub && e.Root() == "https://github.com" {
		connect = append(origins(e.SignIn), "https://api.github.com", "https://www.githubstatus.com")
		pictures = []string{"https://avatars.githubusercontent.com"}
	}
	if e.Forge == handbook.GitLab {
		pictures = append(pictures, "https://secure.gravatar.com")
		if e.Root() == "https://gitlab.com" {
			connect = append(connect, "https://status-api.hostedstatus.com")
		}
	}
	return strings.Join([]string{
		"default-src 'none'",
		"script-src 'self'",
		"style-src 'self' 'unsafe-inline'", // the editor writes its styles as it goes
		"font-src 'self'",
		"img-src 'self' blob: data: " + strings.Join(pictures, " "),
		"media-src 'self' blob:",
		"connect-src 'self' blob: data: " + strings.Join(connect, " "),
		"form-action 'none'",
		"base-uri 'none'",
	}, "; ")
}

// origins returns the origins of addresses, without repeats.
func origins(addresses ...string) []string {
	var all []string
	for _, address := range addresses {
		u, err := url.Parse(address)
		if err != nil || u.Host == "" {
			continue
		}
		if origin := u.Scheme + "://" + u.Host; !slices.Contains(all, origin) {
			all = append(all, origin)
		}
	}
	return all
}
