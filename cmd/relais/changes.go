package main

import (
	"fmt"
	"io"
	"strings"

	"relais/builder"
	"relais/builder/changes"
	"relais/builder/frame"
	"relais/builder/handbook"
)

// maxListed bounds each list, in items: forges refuse comments of more than some
// 65,000 characters, and nobody reads them.
const maxListed = 40

// changesTeller writes what changes, in Markdown or for a terminal.
type changesTeller struct {
	strings.Builder
	*builder.Difference
	markdown bool
	screen   screen
}

// tellChanges writes a difference to w.
func tellChanges(w io.Writer, d *builder.Difference, markdown bool) error {
	t := changesTeller{Difference: d, markdown: markdown, screen: screenOf(w)}
	t.head()
	enumerate(&t, t.text("Pages nouvelles", "New pages"), d.New, func(p changes.Arrival) string {
		return t.page(p.Page) + t.standing(p.Was, "jusqu’ici", "until now")
	})
	enumerate(&t, t.text("Pages modifiées", "Changed pages"), d.Changed, t.edit)
	enumerate(&t, t.text("Pages déplacées", "Moved pages"), d.Moved, func(p changes.Move) string {
		return t.page(p.Page) + t.text(" ; elle était dans ", "; it was in ") + t.code(p.From)
	})
	enumerate(&t, t.text("Pages retirées", "Withdrawn pages"), d.Withdrawn, func(p changes.Departure) string {
		return t.page(p.Page) + t.standing(p.Now, "désormais", "from now on")
	})
	enumerate(&t, t.text("Relations gagnées", "Relations gained"), d.Gained, t.tie)
	enumerate(&t, t.text("Relations perdues", "Relations lost"), d.Lost, t.tie)
	enumerate(&t, t.text("Recherches", "Searches"), d.Searches, func(r changes.RankChange) string {
		return t.quote(r.Search) + t.text(" mène à ", " leads to ") + t.title(r.Page) + t.text("\u00a0: ", ": ") + t.place(r.Before) + " → " + t.place(r.After)
	})
	t.audiences()
	_, err := io.WriteString(w, t.String())
	return err
}

// head says for whom the rest is told, and what it leaves out.
func (t *changesTeller) head() {
	t.heading("## ", t.text("Ce qui change pour les lecteurs", "What changes for readers"))
	name := t.Audience
	if parsed, err := handbook.ParseReaders(t.Audience); err == nil {
		name = readers(parsed, t.Lang)
	}
	said := t.text("Pour la diffusion ", "For the audience ") + t.quote(name) + t.text("\u00a0: ", ": ")
	counts := t.counts()
	if counts == "" {
		counts = t.text("rien ne change", "nothing changes")
	}
	t.paragraph(said + counts + ".")
	if t.Others > 0 {
		fr := fmt.Sprintf("Hors de cette diffusion, %s, sans être %s ici.", plural(t.Others, "page change", "pages changent"), plurally(t.Others, "nommée", "nommées"))
		en := fmt.Sprintf("Beyond this audience, %s, not named here.", plural(t.Others, "page changes", "pages change"))
		t.paragraph(t.text(fr, en))
	}
	if t.Unread > 0 {
		t.paragraph(t.text(
			fmt.Sprintf("Attention\u00a0: %s pas, et %s paraître %s. «\u00a0relais check\u00a0» dit pourquoi.", plural(t.Unread, "texte ne se lit", "textes ne se lisent"), plurally(t.Unread, "peut", "peuvent"), plurally(t.Unread, "retiré", "retirés")),
			fmt.Sprintf("Beware: %s, and may seem withdrawn. “relais check” says why.", plural(t.Unread, "text cannot be read", "texts cannot be read"))))
	}
}

// counts sums up the lists.
func (t *changesTeller) counts() string {
	var parts []string
	for _, list := range []struct {
		n             int
		one, many     string
		oneEN, manyEN string
	}{
		{len(t.New), "page nouvelle", "pages nouvelles", "new page", "new pages"},
		{len(t.Changed), "page modifiée", "pages modifiées", "changed page", "changed pages"},
		{len(t.Moved), "page déplacée", "pages déplacées", "moved page", "moved pages"},
		{len(t.Withdrawn), "page retirée", "pages retirées", "withdrawn page", "withdrawn pages"},
		{len(t.Gained), "relation gagnée", "relations gagnées", "relation gained", "relations gained"},
		{len(t.Lost), "relation perdue", "relations perdues", "relation lost", "relations lost"},
		{len(t.Searches), "recherche qui change", "recherches qui changent", "search that changes", "searches that change"},
	} {
		if list.n > 0 {
			parts = append(parts, t.text(plural(list.n, list.one, list.many), plural(list.n, list.oneEN, list.manyEN)))
		}
	}
	return strings.Join(parts, ", ")
}

// enumerate writes items under a heading, up to maxListed of them.
func enumerate[T any](t *changesTeller, title string, items []T, tell func(T) string) {
	if len(items) == 0 {
		return
	}
	t.heading("### ", title)
	for _, item := range items[:min(len(items), maxListed)] {
		t.WriteString("- " + tell(item) + "\n")
	}
	if more := len(items) - maxListed; more > 0 {
		t.WriteString("- " + t.text(fmt.Sprintf("et %d de plus", more), fmt.Sprintf("and %d more", more)) + "\n")
	}
	t.WriteString("\n")
}

// edit says which parts of a page changed.
func (t *changesTeller) edit(e changes.Edit) string {
	var parts []string
	sections := func(fr, en string, titles []string) {
		var names []string
		for _, title := range titles {
			if title == "" {
				names = append(names, t.text("le début du texte", "the beginning of the text"))
				continue
			}
			names = append(names, t.quote(title))
		}
		if len(names) > 0 {
			parts = append(parts, t.text(fr, en)+strings.Join(names, ", "))
		}
	}
	sections("ajouté\u00a0: ", "added: ", e.AddedSections)
	sections("réécrit\u00a0: ", "rewritten: ", e.ChangedSections)
	sections("retiré\u00a0: ", "removed: ", e.RemovedSections)
	var keys []string
	for _, field := range handbook.AllFields() {
		for _, key := range e.Keys {
			if field.Key.EN == key {
				keys = append(keys, t.code(field.Key.In(t.Lang)))
			}
		}
	}
	if len(keys) > 0 {
		parts = append(parts, t.text("en-tête\u00a0: ", "header: ")+strings.Join(keys, ", "))
	}
	if e.Form {
		parts = append(parts, t.text("liens, images ou mise en forme", "links, images or form"))
	}
	return t.page(e.Page) + t.text("\u00a0; ", "; ") + strings.Join(parts, t.text("\u00a0; ", "; "))
}

// tie reads from left to right: a page, what it declares, a page.
func (t *changesTeller) tie(tie changes.Tie) string {
	relation := handbook.Text{FR: "lien", EN: "link"}
	for _, field := range handbook.AllFields() {
		if field.Refs != nil && field.Refs.Relation == tie.Relation && !field.Refs.Inverse {
			relation = field.Key
			break
		}
	}
	return t.title(tie.From) + " – " + t.code(relation.In(t.Lang)) + " → " + t.title(tie.To)
}

// standing says for whom else a page is, or was.
func (t *changesTeller) standing(value, fr, en string) string {
	if value == "withdrawn" {
		return " (" + t.text("reprise\u00a0: son titre n’est plus dit", "taken back: its title is told no more") + ")"
	}
	for _, choice := range append(handbook.Audiences(), handbook.Statuses()...) {
		if value != "" && choice.Value == value {
			return " (" + t.text(fr, en) + t.text("\u00a0: ", ": ") + choice.Key.In(t.Lang) + ")"
		}
	}
	return ""
}

// place says where a page comes among what is found.
func (t *changesTeller) place(rank int) string {
	switch {
	case rank == 0:
		return t.text("absente", "absent")
	case rank == 1 && t.Lang != handbook.English:
		return "1re"
	}
	return t.text(fmt.Sprintf("%de", rank), "no. "+fmt.Sprint(rank))
}

// audiences tells how many pages each audience gains and loses.
func (t *changesTeller) audiences() {
	var lines []string
	for i, sum := range t.Audiences {
		if sum.Entering+sum.Leaving > 0 {
			name := handbook.Audiences()[i].Key.In(t.Lang)
			lines = append(lines, fmt.Sprintf("%s%s%d → %d (+%d −%d)", name, t.text("\u00a0: ", ": "), sum.Before, sum.After, sum.Entering, sum.Leaving))
		}
	}
	enumerate(t, t.text("Pages que chaque diffusion peut lire", "Pages that each audience may read"), lines, func(line string) string { return line })
}

func (t *changesTeller) text(fr, en string) string { return handbook.Text{FR: fr, EN: en}.In(t.Lang) }

func (t *changesTeller) heading(level, title string) {
	if t.markdown {
		t.WriteString(level + title + "\n\n")
		return
	}
	t.WriteString(t.screen.in(boldOn, title) + "\n")
}

func (t *changesTeller) paragraph(text string) { t.WriteString(t.screen.fold(text, 0) + "\n\n") }

// page names a page: its type, its title and its file.
func (t *changesTeller) page(p changes.Page) string { return t.title(p) + " (" + t.code(p.Path) + ")" }

// title names a page that is one of many.
func (t *changesTeller) title(p changes.Page) string {
	return p.Type.Info().Name.In(t.Lang) + " " + t.quote(p.Title)
}

// quote is what an author wrote, between quotation marks.
func (t *changesTeller) quote(text string) string {
	return t.text("«\u00a0", "“") + t.plain(text) + t.text("\u00a0»", "”")
}

// code is a name as it is typed.
func (t *changesTeller) code(name string) string {
	if !t.markdown {
		return frame.Visible(name)
	}
	name = oneLine(name)
	fence := "`"
	for strings.Contains(name, fence) {
		fence += "`"
	}
	if len(fence) > 1 {
		return fence + " " + name + " " + fence
	}
	return fence + name + fence
}

// plain is what an author wrote, of which neither Markdown nor a forge makes anything
// else: the signs of Markdown are escaped, and a sign that would name somebody or
// something of the forge (@all, #12), or begin an address, no longer touches what follows it.
func (t *changesTeller) plain(text string) string {
	if !t.markdown {
		return frame.Visible(text)
	}
	var b strings.Builder
	signs := []rune(oneLine(text))
	for i, c := range signs {
		if strings.ContainsRune("!#$%&()*+-.:<>@[\\]^_`{|}~", c) {
			b.WriteRune('\\')
		}
		b.WriteRune(c)
		if strings.ContainsRune("!#$%&.:@^~", c) && i+1 < len(signs) && signs[i+1] != ' ' {
			b.WriteRune('\u2060') // word joiner
		}
	}
	return b.String()
}

func plurally(n int, one, many string) string {
	if n < 2 {
		return one
	}
	return many
}
