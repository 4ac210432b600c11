package scaffold

import (
	"cmp"
	"errors"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"relais/builder/handbook"
	"relais/builder/output"
)

// Request is a page that somebody wants to write, and what it is about.
type Request struct {
	Type  handbook.Type
	Title string // as people read it; a session that has a group may do without
	ID    string // "" makes it of the title
	// What the page is about; nil when it was not said.
	Function, Group, Session *handbook.Page
	Maturity                 handbook.Maturity // of a sheet; "" when it is for the writer to say
	Month                    handbook.Month    // in which the page is begun
}

// Why a page can't be begun.
var (
	// ErrNoTitle says that the page needs a title, of which its file's name is made.
	ErrNoTitle = errors.New("the page has no title")
	// ErrNoName says that the title has neither a letter nor a digit to make a name of.
	ErrNoName = errors.New("the title gives no name")
)

// ExistsError says that the handbook has this page already.
type ExistsError struct{ Path string }

func (e *ExistsError) Error() string { return fmt.Sprintf("%s exists", e.Path) }

// UselessError says that pages of this type have no key for what the request is about.
type UselessError struct {
	Type  handbook.Type
	About handbook.Type // Function, Group or Session
}

func (e *UselessError) Error() string {
	return fmt.Sprintf("a %s names no %s", e.Type, e.About)
}

// New returns the file of the page that r asks for: a draft that is valid as it
// stands, whose front matter is that of a published page once it is filled in.
func New(book *handbook.Handbook, r Request) (File, error) {
	r.Title = oneLine(r.Title)
	if err := r.useful(); err != nil {
		return File{}, err
	}
	id, err := r.name(book)
	if err != nil {
		return File{}, err
	}
	if taken := book.Page(r.Type, id); taken != nil {
		return File{}, &ExistsError{taken.Path}
	}
	var b strings.Builder
	b.WriteString("---\n")
	writeKeys(&b, book, r)
	b.WriteString("---\n")
	b.WriteString(Outline(r.Type, book.Config.Lang))
	return File{Path: Folder(book, r.Type) + "/" + id + ".md", Data: []byte(b.String())}, nil
}

// Leads returns the sheets that a session's open leads ask for, in its order.
// A lead written as an id, with hyphens, keeps it, so that the session leads to it.
func Leads(session *handbook.Page, month handbook.Month) []Request {
	var requests []Request
	for _, lead := range session.OpenLeads() {
		r := Request{Type: handbook.Sheet, Title: lead, Session: session, Maturity: handbook.Idea, Month: month}
		if handbook.Slug(lead) == lead && strings.Contains(lead, "-") {
			words := strings.ReplaceAll(lead, "-", " ")
			r.ID, r.Title = lead, handbook.Text{FR: words, EN: words}.Capitalized(handbook.French)
		}
		requests = append(requests, r)
	}
	return requests
}

// useful refuses what pages of the type could not say.
func (r Request) useful() error {
	functions := keyed(r.Type, handbook.OfFunction)
	groups := functions || keyed(r.Type, handbook.ByGroup)
	sessions := keyed(r.Type, handbook.FromSession) || keyed(r.Type, handbook.WorkedOn) && r.Type != handbook.Session
	switch {
	case r.Function != nil && !functions:
		return &UselessError{r.Type, handbook.Function}
	case r.Group != nil && !groups:
		return &UselessError{r.Type, handbook.Group}
	case r.Session != nil && !sessions:
		return &UselessError{r.Type, handbook.Session}
	}
	return nil
}

// keyed reports whether pages of type t have a key for a relation.
func keyed(t handbook.Type, relation handbook.Relation) bool {
	return slices.ContainsFunc(handbook.AllFields(), func(f handbook.Field) bool {
		return f.Refs != nil && f.Refs.Relation == relation && f.On(t)
	})
}

// maxName bounds the name of a file, in bytes: addresses are read aloud and copied by hand.
const maxName = 80

// name returns the id of the page, which is also its file's name.
func (r Request) name(book *handbook.Handbook) (string, error) {
	if r.ID != "" {
		return r.ID, nil
	}
	if r.Type == handbook.Session && r.Group != nil {
		return sessionName(book, r.Group), nil
	}
	if r.Title == "" {
		return "", ErrNoTitle
	}
	id := handbook.Slug(r.Title)
	if len(id) > maxName {
		id = id[:maxName+1]
		id = id[:max(strings.LastIndexByte(id, '-'), 0)]
		id = cmp.Or(id, handbook.Slug(r.Title)[:maxName])
	}
	switch {
	case id == "":
		return "", ErrNoName
	// A file called index speaks of its folder, and Windows keeps some names to itself.
	case id == "index", output.CheckName(id+".md") != nil:
		id = r.Type.Info().Folder.In(book.Config.Lang) + "-" + id
	}
	return id, nil
}

// sessionName returns the id of a group's next session, as its earlier ones are
// called: gs-4 after gs-3, else the group's id and the number.
func sessionName(book *handbook.Handbook, group *handbook.Page) string {
	next := strconv.Itoa(nextNumber(group))
	prefix := group.ID
	for _, s := range sessionsOf(group) {
		if before, number, ok := cutLast(s.ID, '-'); ok && number == strconv.Itoa(s.Number) {
			prefix = before
		}
	}
	id := prefix + "-" + next
	if book.Page(handbook.Session, id) != nil {
		id = group.ID + "-" + next
	}
	return id
}

func cutLast(s string, sep byte) (before, after string, found bool) {
	i := strings.LastIndexByte(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+1:], true
}

// Folder returns where the handbook keeps pages of type t: where most of them
// are, else the name in the language of its other folders, else in its own.
func Folder(book *handbook.Handbook, t handbook.Type) string {
	ofType, ofLang := map[string]int{}, map[handbook.Lang]int{}
	for _, p := range book.Pages {
		first, _, _ := strings.Cut(path.Dir(p.Path), "/")
		switch name := p.Type.Info().Folder; first {
		case name.FR, name.EN:
			if p.Type == t {
				ofType[first]++
			}
			if name.FR != name.EN {
				ofLang[langOf(name, first)]++
			}
		}
	}
	name := t.Info().Folder
	switch {
	case ofType[name.FR] != ofType[name.EN] && ofType[name.FR] > ofType[name.EN]:
		return name.FR
	case ofType[name.FR] != ofType[name.EN]:
		return name.EN
	case ofLang[handbook.French] > ofLang[handbook.English]:
		return name.FR
	case ofLang[handbook.French] < ofLang[handbook.English]:
		return name.EN
	}
	return name.In(book.Config.Lang)
}

func langOf(name handbook.Text, spelling string) handbook.Lang {
	if spelling == name.EN {
		return handbook.English
	}
	return handbook.French
}

// Outline returns the body that a page of type t begins with: the sections of
// its type, each with its question in a comment. Comments are not published.
func Outline(t handbook.Type, lang handbook.Lang) string {
	var b strings.Builder
	prompts := handbook.Outline(t)
	if len(prompts) > 1 {
		b.WriteString("<!-- " + handbook.Text{
			FR: "Répondez sous chaque question, et supprimez les rubriques dont la page n’a pas besoin. Ces commentaires ne sont pas publiés.",
			EN: "Answer below each question, and delete the sections that the page does not need. These comments are not published.",
		}.In(lang) + " -->\n\n")
	}
	for i, p := range prompts {
		if i > 0 {
			b.WriteByte('\n')
		}
		if title := p.Title.In(lang); title != "" {
			b.WriteString("## " + title + "\n\n")
		}
		b.WriteString("<!-- " + p.Question.In(lang) + " -->\n")
	}
	return b.String()
}

// writeKeys writes the front matter: a line a key, with what is known of its
// value and, in a comment, what it means and what it may be.
func writeKeys(b *strings.Builder, book *handbook.Handbook, r Request) {
	known, lang := r.known(book), book.Config.Lang
	var lines [][2]string // what is to be read by the builder, and by people
	var rare []string
	for _, f := range handbook.AllFields() {
		switch {
		case !f.On(r.Type), f.Translations:
			continue
		case f.Rare:
			rare = append(rare, f.Key.In(lang))
			continue
		}
		if len(f.Before) > 0 {
			lines = append(lines, [2]string{fmt.Sprintf(handbook.Text{
				FR: "# Avant d’écrire « %s », vérifiez que :", EN: "# Before writing “%s”, see to it that:",
			}.In(lang), f.Key.In(lang))})
		}
		for _, before := range f.Before {
			lines = append(lines, [2]string{"# - " + before.In(lang)})
		}
		lines = append(lines, [2]string{strings.TrimRight(f.Key.In(lang)+": "+known[f.Key.EN], " "), remark(book, f, r.Type)})
		for _, sub := range f.Subfields() {
			lines = append(lines, [2]string{"  " + sub.Key.In(lang) + ":", may(sub.Help.In(lang), lang, sub.Form(lang))})
		}
	}
	width := 0
	for _, line := range lines {
		if n := utf8.RuneCountInString(line[0]); n <= maxColumn {
			width = max(width, n)
		}
	}
	for _, line := range lines {
		if line[1] == "" {
			b.WriteString(line[0] + "\n")
			continue
		}
		fmt.Fprintf(b, "%-*s  # %s\n", width, line[0], line[1])
	}
	fmt.Fprintf(b, "# %s%s\n", handbook.Text{FR: "Autres clés, rarement utiles : ", EN: "Other keys, seldom needed: "}.In(lang), strings.Join(rare, ", "))
}

// maxColumn bounds how far a long value pushes the comments of the others to the right, in characters.
const maxColumn = 36

// maxNamed bounds the pages that a comment names, in characters all told.
const maxNamed = 60

// remark says what a key means and what its value may be.
func remark(book *handbook.Handbook, f handbook.Field, t handbook.Type) string {
	lang := book.Config.Lang
	remark := f.Help.In(lang)
	if f.RequiredOn(t) {
		remark += handbook.Text{FR: " (obligatoire)", EN: " (required)"}.In(lang)
	}
	switch {
	case f.Refs != nil:
		return may(remark, lang, some(ids(book.Of(f.Refs.To)))...)
	case f.Subfields() != nil, f.Max > 0: // records have a line a key; nobody needs to be told that 1000 is many
		return remark
	}
	return may(remark, lang, f.Form(lang))
}

// some returns the first of names, as many as a comment has room for.
func some(names []string) []string {
	room := maxNamed
	for i, name := range names {
		if room -= len(name); room < 0 {
			return append(names[:i], "…")
		}
	}
	return names
}

// may adds to what a key means the values that it may have, if there are any to name.
func may(remark string, lang handbook.Lang, values ...string) string {
	if list := strings.Join(values, " | "); list != "" {
		return remark + handbook.Text{FR: " : ", EN: ": "}.In(lang) + list
	}
	return remark
}
