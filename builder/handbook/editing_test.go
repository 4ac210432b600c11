package handbook

import "testing"

func TestAChangeIsProposedWhereTheSourceIs(t *testing.T) {
	page := &Page{Path: "fiches/à deux.md"}
	page.Type = Sheet
	for want, e := range map[string]Editing{
		"https://github.com/ville/manuel/edit/main/fiches/%C3%A0%20deux.md":         {Forge: GitHub, Repository: "ville/manuel"},
		"https://gitlab.com/a/b/c/-/edit/essai/un/content/fiches/%C3%A0%20deux.md":  {Forge: GitLab, Repository: "a/b/c", Branch: "essai/un", Folder: "content"},
		"https://forge.example/git/ville/manuel/_edit/main/fiches/%C3%A0%20deux.md": {Forge: Gitea, Repository: "ville/manuel", URL: "https://forge.example/git/"},
	} {
		if got := e.SourceAddress(page); got != want {
			t.Errorf("%+v: %s, want %s", e, got, want)
		}
	}
}

// The editor lists a folder: only what lies directly in a folder of its type has an entry.
func TestOnlyPagesInTheFolderOfTheirTypeHaveAnEntry(t *testing.T) {
	for path, want := range map[string]string{
		"fiches/refus.md":      "/collections/fiches/entries/refus",
		"sheets/100 %.md":      "/collections/sheets/entries/100%20%25",
		"fiches/loin/refus.md": "",
		"situations/refus.md":  "",
		"refus.md":             "",
	} {
		page := &Page{Path: path}
		page.Type = Sheet
		if got, ok := page.EntryFragment(); got != want || ok != (want != "") {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
}
