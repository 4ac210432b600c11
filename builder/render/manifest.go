package render

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"
)

// ManifestAddress returns the address of what a phone needs to put the handbook among
// its applications.
func ManifestAddress() string { return "manifest.webmanifest" }

// The icons of a theme, beside icon.svg.
const (
	icon192  = "assets/icon-192.png"
	icon512  = "assets/icon-512.png"
	iconHome = "assets/icon-180.png" // of Apple's phones
)

type webManifest struct {
	Name        string         `json:"name"`
	ShortName   string         `json:"short_name"`
	Description string         `json:"description,omitempty"`
	Lang        string         `json:"lang"`
	Start       string         `json:"start_url"` // these two are relative to the manifest
	Scope       string         `json:"scope"`
	Display     string         `json:"display"`
	Icons       []manifestIcon `json:"icons"`
}

type manifestIcon struct {
	Address string `json:"src"`
	Sizes   string `json:"sizes"`
	Type    string `json:"type"`
	Purpose string `json:"purpose"`
}

// manifests describes the handbook as an application.
func (r *Renderer) manifests() []file {
	manifest := webManifest{
		Name: r.site.Title, ShortName: r.shortName(), Description: r.site.Description,
		Lang: string(r.lang), Start: HomeAddress(), Scope: cmp.Or(root(r.folder), "./"), Display: "minimal-ui",
		Icons: []manifestIcon{{r.shared(r.assets.icon), "any", "image/svg+xml", "any"}},
	}
	for _, icon := range []struct{ file, sizes string }{{icon192, "192x192"}, {icon512, "512x512"}} {
		if slices.ContainsFunc(r.assets.files, func(a asset) bool { return a.address == icon.file }) {
			manifest.Icons = append(manifest.Icons, manifestIcon{r.shared(icon.file), icon.sizes, "image/png", "any"})
		}
	}
	return []file{{ManifestAddress(), func(out *bytes.Buffer) error {
		encoder := json.NewEncoder(out)
		encoder.SetIndent("", " ")
		return encoder.Encode(manifest)
	}}}
}
