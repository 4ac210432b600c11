package editor

import (
	"path"
	"slices"
	"strings"

	"relais/builder/handbook"
	"relais/builder/scaffold"
)

// Config is admin/config.json: what the editor is told. Its names are those of
// the schema that the package brings.
type Config struct {
	Backend          backend      `json:"backend"`
	PublishMode      string       `json:"publish_mode,omitempty"`
	AppTitle         string       `json:"app_title"`
	SiteURL          string       `json:"site_url,omitempty"`
	ShowPreviewLinks bool         `json:"show_preview_links"`
	MediaFolder      string       `json:"media_folder"`
	PublicFolder     string       `json:"public_folder"`
	Slug             slugRules    `json:"slug"`
	Output           output       `json:"output"`
	Editor           view         `json:"editor"`
	Collections      []collection `json:"collections"`
}

type backend struct {
	Name        string            `json:"name"`
	Repo        string            `json:"repo"`
	Branch      string            `json:"branch"`
	APIRoot     string            `json:"api_root,omitempty"`
	BaseURL     string            `json:"base_url,omitempty"`
	AuthType    string            `json:"auth_type,omitempty"`
	AppID       string            `json:"app_id,omitempty"`
	AuthMethods []string          `json:"auth_methods,omitempty"`
	Messages    map[string]string `json:"commit_messages"`
}

type slugRules struct {
	Encoding     string `json:"encoding"`
	CleanAccents bool   `json:"clean_accents"`
}

type output struct {
	OmitEmpty bool `json:"omit_empty_optional_fields"`
}

type view struct {
	Preview bool `json:"preview"`
}

type collection struct {
	Name          string   `json:"name"`
	Label         string   `json:"label"`
	LabelSingular string   `json:"label_singular"`
	Folder        string   `json:"folder"`
	Extension     string   `json:"extension"`
	Format        string   `json:"format"`
	Identifier    string   `json:"identifier_field"`
	Summary       string   `json:"summary,omitempty"`
	Sortable      []string `json:"sortable_fields"`
	Slug          slug     `json:"slug"`
	AliasesField  bool     `json:"aliases_field"`
	PreviewPath   string   `json:"preview_path,omitempty"`
	MediaFolder   string   `json:"media_folder"`
	PublicFolder  string   `json:"public_folder"`
	Fields        []Field  `json:"fields"`
}

type slug struct {
	Template string    `json:"template"`
	Editable []string  `json:"editable"`
	Pattern  [2]string `json:"pattern"`
}

// NewConfig returns what the editor of book is told.
func NewConfig(book *handbook.Handbook) Config {
	config, lang := book.Config, book.Config.Lang
	c := Config{
		Backend:  newBackend(config),
		AppTitle: config.Title,
		SiteURL:  config.BaseURL, ShowPreviewLinks: config.BaseURL != "",
		MediaFolder: path.Join(config.Editing.Folder, "images"), PublicFolder: "/images",
		Slug:   slugRules{"ascii", true},
		Output: output{OmitEmpty: true},
	}
	if config.Editing.Forge != handbook.Gitea {
		c.PublishMode = "editorial_workflow" // a change is proposed, then read by somebody else
	}
	for _, info := range handbook.Types() {
		for _, folder := range folders(book, info.Type) {
			c.Collections = append(c.Collections, newCollection(book, info, folder, lang))
		}
	}
	return c
}

// folders lists the folders in which pages of type t lie, the one for new pages
// first: a handbook may have "fiches" and "sheets".
func folders(book *handbook.Handbook, t handbook.Type) []string {
	all := []string{scaffold.Folder(book, t)}
	for _, p := range book.Pages {
		if folder := path.Dir(p.Path); p.Type == t && !slices.Contains(all, folder) {
			if _, direct := p.EntryFragment(); direct {
				all = append(all, folder)
			}
		}
	}
	return all
}

func newBackend(config handbook.Config) backend {
	e := config.Editing
	b := backend{Name: string(e.Forge), Repo: e.Repository, Branch: e.BranchName(), Messages: messages(config.Lang)}
	switch e.Forge {
	case handbook.GitHub:
		if e.URL != "" {
			b.APIRoot = e.Root() + "/api/v3"
		}
		b.BaseURL = e.SignIn
	case handbook.GitLab:
		b.APIRoot, b.BaseURL = e.Root()+"/api/v4", e.Root()
		if e.App != "" {
			b.AuthType = "pkce"
		}
	case handbook.Gitea:
		b.APIRoot, b.BaseURL = e.Root()+"/api/v1", e.Root()
	}
	b.AppID = e.App
	if e.SignIn != "" {
		b.BaseURL = e.SignIn
	}
	if e.SignIn == "" && (e.App == "" || e.Forge == handbook.GitHub) {
		b.AuthMethods = []string{"token"} // a button that leads nowhere is worse than none
	}
	return b
}

// messages are those of the commits that the editor makes.
func messages(lang handbook.Lang) map[string]string {
	return map[string]string{
		"create":      handbook.Text{FR: "Ajoute {{collection}}/{{slug}}", EN: "Add {{collection}}/{{slug}}"}.In(lang),
		"update":      handbook.Text{FR: "Modifie {{collection}}/{{slug}}", EN: "Change {{collection}}/{{slug}}"}.In(lang),
		"delete":      handbook.Text{FR: "Supprime {{collection}}/{{slug}}", EN: "Delete {{collection}}/{{slug}}"}.In(lang),
		"uploadMedia": handbook.Text{FR: "Ajoute {{path}}", EN: "Add {{path}}"}.In(lang),
		"deleteMedia": handbook.Text{FR: "Supprime {{path}}", EN: "Delete {{path}}"}.In(lang),
	}
}

func newCollection(book *handbook.Handbook, info handbook.TypeInfo, folder string, lang handbook.Lang) collection {
	title := keyOf("title", lang)
	c := collection{
		Name: folder, Label: info.Plural.Capitalized(lang), LabelSingular: info.Name.Capitalized(lang),
		Folder: path.Join(book.Config.Editing.Folder, folder), Extension: "md", Format: "yaml-frontmatter",
		Identifier: title, Sortable: []string{title},
		Slug: slug{
			Template: "{{" + title + "}}",
			Editable: []string{"create"}, // later, `relais rename` moves a page with all that leads to it
			Pattern: [2]string{"^[a-z0-9]+(-[a-z0-9]+)*$", handbook.Text{
				FR: "Des minuscules sans accent, des chiffres et des traits d’union.",
				EN: "Lower-case letters without accents, digits and hyphens.",
			}.In(lang)},
		},
	}
	switch info.Type {
	case handbook.Session:
		c.Slug.Template = "{{" + keyOf("group", lang) + "}}-{{" + keyOf("number", lang) + "}}"
	case handbook.Need: // which needs no title
		c.Slug.Template = info.Name.In(lang) + "-{{" + keyOf("function", lang) + "}}"
	}
	if book.Config.BaseURL != "" {
		c.PreviewPath = info.Folder.In(lang) + "/{{slug}}.html"
	}
	c.Fields = fields(book, info.Type)
	return c
}

// fields returns the form of a type: its keys, its text, and last the keys that
// are seldom needed.
func fields(book *handbook.Handbook, t handbook.Type) []Field {
	lang := book.Config.Lang
	var usual, rare []Field
	for _, f := range handbook.AllFields() {
		switch {
		case !f.On(t), f.Translations: // it shows pages of the handbook's own language
		case f.Rare:
			rare = append(rare, newField(book, f, t))
		default:
			usual = append(usual, newField(book, f, t))
		}
	}
	text := Field{
		Name: "body", Widget: "richtext", Required: new(false), Label: handbook.Text{FR: "Texte", EN: "Text"}.In(lang),
		Default: strings.TrimSpace(scaffold.Outline(t, lang)),
	}
	return slices.Concat(usual, []Field{text}, rare)
}

// keyOf returns the spelling in lang of the key whose English one is given.
func keyOf(english string, lang handbook.Lang) string {
	for _, f := range handbook.AllFields() {
		if f.Key.EN == english {
			return f.Key.In(lang)
		}
	}
	return english
}
