package handbook

import (
	"cmp"
	"net/url"
	"path"
	"strings"
)

// Editing is the key `modification` / `edit` of handbook.yaml: where the sources of
// the pages are kept, and how readers may propose a change to them. The zero
// Editing, without a forge, means that the site proposes none.
type Editing struct {
	Forge      Forge
	Repository string // such as "ville/manuel"
	Branch     string // "main" when not written
	Folder     string // of the handbook in the repository; "" for its root
	URL        string // of the forge; "" for the public one
	Admin      bool   // whether the site has an editor of its own
	SignIn     string // address of the OAuth service through which the editor signs people in; "" for none
	App        string // id of the OAuth application; "" for none
}

// Forge is the kind of a server of git repositories.
type Forge string

// The forges that have an editor in the browser, and that the site's own editor can save to.
const (
	GitHub Forge = "github"
	GitLab Forge = "gitlab"
	Gitea  Forge = "gitea" // and Forgejo, its kin
)

// Forges lists the choices of the key `forge`.
func Forges() []Choice {
	return []Choice{
		{string(GitHub), Text{"github", "github"}, Text{"GitHub", "GitHub"}},
		{string(GitLab), Text{"gitlab", "gitlab"}, Text{"GitLab", "GitLab"}},
		{string(Gitea), Text{"gitea", "forgejo"}, Text{"Gitea ou Forgejo", "Gitea or Forgejo"}},
	}
}

// Subfields lists the keys of `modification` and where their values go.
func (e *Editing) Subfields() []Subfield {
	return []Subfield{
		{Text{"forge", "forge"}, &e.Forge, Text{"github, gitlab ou gitea (Forgejo aussi)", "github, gitlab or forgejo (Gitea too)"}},
		{Text{"depot", "repository"}, &e.Repository, Text{"dépôt sur la forge : organisation/manuel", "repository on the forge: organization/handbook"}},
		{Text{"branche", "branch"}, &e.Branch, Text{"branche publiée (main)", "branch that is published (main)"}},
		{Text{"dossier", "folder"}, &e.Folder, Text{"dossier du manuel dans le dépôt, s’il n’est pas à sa racine", "folder of the handbook in the repository, unless it is its root"}},
		{Text{"adresse", "url"}, &e.URL, Text{"adresse de la forge, si elle est à vous", "address of the forge, if it is your own"}},
		{Text{"admin", "admin"}, &e.Admin, Text{"publie aussi un éditeur, dans admin/ (oui ou non)", "publishes an editor too, in admin/ (yes or no)"}},
		{Text{"connexion", "sign_in"}, &e.SignIn, Text{"adresse du service OAuth par lequel l’éditeur connecte ses utilisateurs", "address of the OAuth service through which the editor signs people in"}},
		{Text{"application", "application"}, &e.App, Text{"identifiant de l’application OAuth déclarée sur la forge", "id of the OAuth application declared on the forge"}},
	}
}

// On reports whether readers may propose changes.
func (e Editing) On() bool { return e.Forge != "" && e.Repository != "" }

// Root returns the address of the forge, without a slash at its end.
func (e Editing) Root() string {
	public := map[Forge]string{GitHub: "https://github.com", GitLab: "https://gitlab.com", Gitea: "https://gitea.com"}
	return strings.TrimRight(cmp.Or(e.URL, public[e.Forge]), "/")
}

// BranchName returns the branch whose sources are published.
func (e Editing) BranchName() string { return cmp.Or(e.Branch, "main") }

// SourceAddress returns where the forge's own editor opens p.
func (e Editing) SourceAddress(p *Page) string {
	verb := map[Forge]string{GitHub: "edit", GitLab: "-/edit", Gitea: "_edit"}[e.Forge]
	parts := []string{e.Repository, verb, e.BranchName(), path.Join(e.Folder, p.Path)}
	for i, part := range parts {
		parts[i] = escapedPath(part)
	}
	return e.Root() + "/" + strings.Join(parts, "/")
}

// AdminAddress is where the site's own editor stands.
const AdminAddress = "admin/index.html"

// EntryFragment returns the fragment by which the site's own editor opens p,
// escaped. It is false for a page that lies elsewhere than directly in a folder
// of its type: the editor shows a list a folder.
func (p *Page) EntryFragment() (string, bool) {
	folder, name := path.Split(p.Path)
	folder = strings.TrimSuffix(folder, "/")
	if t, ok := TypeOfFolder(folder); !ok || t != p.Type {
		return "", false
	}
	return "/collections/" + folder + "/entries/" + url.PathEscape(strings.TrimSuffix(name, path.Ext(name))), true
}

// escapedPath escapes the segments of a path for a URL.
func escapedPath(p string) string {
	segments := strings.Split(p, "/")
	for i, s := range segments {
		segments[i] = url.PathEscape(s)
	}
	return strings.Join(segments, "/")
}
