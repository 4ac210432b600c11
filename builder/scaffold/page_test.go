package scaffold_test

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"relais/builder/check"
	"relais/builder/handbook"
	"relais/builder/load"
	"relais/builder/scaffold"
)

// languages are handbooks in each language, with a page of each type.
var languages = map[handbook.Lang]fstest.MapFS{
	handbook.French: {
		"handbook.yaml":                file("titre: Essai\nlangue: fr\n"),
		"fonctions/accueil.md":         file("---\ntitre: Accueil\ndiffusion: interne\n---\n"),
		"besoins/besoin-accueil.md":    file("---\nfonction: accueil\nseances_prevues: 4\ndiffusion: interne\n---\n"),
		"chartes/charte.md":            file("---\ntitre: Charte\ndiffusion: interne\n---\n"),
		"notions/ecoute.md":            file("---\ntitre: Écoute\ndefinition: Écouter.\ndiffusion: interne\n---\n"),
		"groupes/guichets.md":          file("---\ntitre: Guichets\nfonction: accueil\ndebut: 2025-03\nfin: 2026-02\ndiffusion: interne\n---\n"),
		"seances/g-1.md":               file("---\ntitre: Un\ngroupe: guichets\nnumero: 1\nmois: 2025-04\nduree: demi-journée\nsituations: [insulte]\nnotions: [ecoute]\npistes: [ne-pas-repondre, Une affiche au mur, Fiche, \"Une affiche, au mur !\"]\ndiffusion: interne\n---\n"),
		"situations/insulte.md":        file("---\ntitre: Insulte\nfonctions: accueil\ndiffusion: interne\n---\n"),
		"fiches/fiche.md":              file("---\ntitre: Fiche\nfonctions: accueil\ndiffusion: interne\n---\n"),
		"ressources/numeros.md":        file("---\ntitre: Numéros\ndiffusion: interne\n---\n"),
		"pages/se-servir-du-manuel.md": file("---\ntitre: Aide\ndiffusion: interne\n---\n"),
	},
	handbook.English: {
		"handbook.yaml":            file("title: Trial\nlanguage: en\n"),
		"functions/reception.md":   file("---\ntitle: Reception\naudience: internal\n---\n"),
		"needs/need-reception.md":  file("---\nfunction: reception\nsessions_planned: 4\naudience: internal\n---\n"),
		"charters/charter.md":      file("---\ntitle: Charter\naudience: internal\n---\n"),
		"notions/listening.md":     file("---\ntitle: Listening\ndefinition: To listen.\naudience: internal\n---\n"),
		"groups/desks.md":          file("---\ntitle: Desks\nfunction: reception\nstart: 2025-03\nend: 2026-02\naudience: internal\n---\n"),
		"sessions/d-1.md":          file("---\ntitle: One\ngroup: desks\nnumber: 1\nmonth: 2025-04\nduration: half a day\nsituations: [insult]\nnotions: [listening]\nleads: [do-not-answer, A notice on the wall]\naudience: internal\n---\n"),
		"situations/insult.md":     file("---\ntitle: Insult\nfunctions: reception\naudience: internal\n---\n"),
		"sheets/sheet.md":          file("---\ntitle: Sheet\nfunctions: reception\naudience: internal\n---\n"),
		"resources/numbers.md":     file("---\ntitle: Numbers\naudience: internal\n---\n"),
		"pages/how-to-use-this.md": file("---\ntitle: Help\naudience: internal\n---\n"),
	},
}

func file(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }

// january is the month in which the tests begin their pages.
var january = handbook.Month{Year: 2026, Month: 1}

func open(t testing.TB, fsys fstest.MapFS) (*handbook.Handbook, []handbook.Problem) {
	result, err := load.Load(context.Background(), fsys, load.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return result.Handbook, append(result.Problems, check.Run(result.Handbook)...)
}

// with returns a copy of fsys with one more file.
func with(fsys fstest.MapFS, f scaffold.File) fstest.MapFS {
	more := fstest.MapFS{f.Path: &fstest.MapFile{Data: f.Data}}
	for name, data := range fsys {
		more[name] = data
	}
	return more
}

// about returns requests of a page of type t: about nothing and, as far as the type allows, about all.
func about(book *handbook.Handbook, t handbook.Type) []scaffold.Request {
	plain := scaffold.Request{Type: t, Title: "Une page d’essai", Month: january}
	requests := []scaffold.Request{plain}
	for _, fill := range []func(*scaffold.Request){
		func(r *scaffold.Request) { r.Function = book.Of(handbook.Function)[0] },
		func(r *scaffold.Request) { r.Group = book.Of(handbook.Group)[0] },
		func(r *scaffold.Request) { r.Session = book.Of(handbook.Session)[0] },
	} {
		r := plain
		fill(&r)
		if _, err := scaffold.New(book, r); err == nil {
			requests = append(requests, r)
		}
	}
	return requests
}

// A new page is a valid draft as it stands, and a valid published page once it is filled in.
func TestANewPageIsADraftAndOnceFilledInAPage(t *testing.T) {
	for lang, fsys := range languages {
		book, before := open(t, fsys)
		if worst := handbook.Worst(before); worst >= handbook.Warning {
			t.Fatalf("%s: the handbook has problems: %v", lang, before)
		}
		for _, info := range handbook.Types() {
			for i, r := range about(book, info.Type) {
				t.Run(fmt.Sprintf("%s/%s/%d", lang, info.Type, i), func(t *testing.T) {
					f, err := scaffold.New(book, r)
					if err != nil {
						t.Fatal(err)
					}
					drafted, problems := open(t, with(fsys, f))
					for _, p := range problems {
						if p.Severity > handbook.Advice {
							t.Errorf("the draft: %s %v\n%s", p.Code, p.Args, f.Data)
						}
					}
					draft := drafted.Page(info.Type, strings.TrimSuffix(f.Path[strings.LastIndex(f.Path, "/")+1:], ".md"))
					if draft == nil || draft.Status != handbook.Draft || draft.Audience == "" {
						t.Fatalf("the draft is %+v", draft)
					}
					f.Data = fillIn(t, f.Data, book, info.Type)
					_, problems = open(t, with(fsys, f))
					for _, p := range problems {
						if p.Severity > handbook.Advice {
							t.Errorf("filled in: %s %v\n%s", p.Code, p.Args, f.Data)
						}
					}
				})
			}
		}
	}
}

// unanswered matches a line of a front matter: a key, its value, its comment.
var unanswered = regexp.MustCompile(`^( *)([a-z_]+): *((?:[^#]|\S#)*?)  +# (.*)$`)

// fillIn answers every key of a template that has no value, by what its
// comment says may stand there.
func fillIn(t *testing.T, data []byte, book *handbook.Handbook, typ handbook.Type) []byte {
	fields := map[string]handbook.Field{}
	for _, f := range handbook.AllFields() {
		fields[f.Key.In(book.Config.Lang)] = f
	}
	lines := strings.Split(string(data), "\n")
	for i, line := range lines {
		parts := unanswered.FindStringSubmatch(line)
		if parts == nil {
			continue
		}
		indent, key, value, remark := parts[1], parts[2], parts[3], parts[4]
		f := fields[key]
		switch {
		case indent == "" && f.Key.EN == "status":
			value = f.Choices[2].Key.In(book.Config.Lang) // validated
		case indent == "" && f.Key.EN == "replaces":
			// A sheet that is replaced would have to be archived.
		case value != "" && value != "[]":
		case indent == "" && f.Subfields() != nil: // its keys have lines of their own
		case strings.Contains(remark, "[{"):
			_, value, _ = strings.Cut(remark, "[{")
			value = "[{" + regexp.MustCompile("[A-Y]{4}-MM-[JD]{2}").ReplaceAllString(value, "2026-01-15")
		case f.Key.EN == "end":
			value = "2026-09" // a group that lasts a month is worth a word
		case strings.HasSuffix(remark, "-MM"):
			value = "2026-01"
		case strings.HasSuffix(remark, "-JJ"), strings.HasSuffix(remark, "-DD"):
			value = "2026-01-15"
		case strings.Contains(remark, " | ") || f.Refs != nil:
			choices := strings.Split(remark[strings.LastIndex(remark, ":")+1:], " | ")
			value = strings.TrimSpace(choices[0])
		case f.Max > 0:
			value = strconv.Itoa(min(6, f.Max))
		default:
			value = "6"
		}
		lines[i] = indent + key + ": " + value
	}
	return []byte(strings.Join(lines, "\n"))
}

// Whatever words a title is made of, the file that is written gives them back.
func TestAnyTitleComesBack(t *testing.T) {
	fsys := fstest.MapFS{"handbook.yaml": file("titre: Essai\n")}
	book, _ := open(t, fsys)
	rapid.Check(t, func(t *rapid.T) {
		title := rapid.OneOf(rapid.String(), rapid.StringMatching(`[-a: #'"\[\]{}&*!|>%@,?\\]{1,12}a`)).Draw(t, "title")
		f, err := scaffold.New(book, scaffold.Request{Type: handbook.PlainPage, Title: title, Month: january})
		if err != nil {
			return
		}
		id := strings.TrimSuffix(strings.TrimPrefix(f.Path, "pages/"), ".md")
		result, err := load.Load(context.Background(), with(fsys, f), load.Options{})
		if err != nil {
			t.Fatal(err)
		}
		page := result.Handbook.Page(handbook.PlainPage, id)
		if page == nil {
			t.Fatalf("%q is not read: %v\n%s", title, result.Problems, f.Data)
		}
		if strings.IndexFunc(title, func(r rune) bool { return r < ' ' || r >= 0x7f && r < 0xa0 || r == 0x2028 || r == 0x2029 }) >= 0 {
			return // what no line can hold is dropped
		}
		if want := norm.NFC.String(strings.TrimSpace(title)); page.Title != want {
			t.Fatalf("%q comes back as %q\n%s", want, page.Title, f.Data)
		}
		if result.Handbook.Pages[0].Path != f.Path || len(result.Problems) > 0 {
			t.Fatalf("problems: %v", result.Problems)
		}
	})
}

// Each open lead of a session becomes a draft that names it, and that it leads to.
func TestLeadsBecomeSheetsOfTheirSession(t *testing.T) {
	for lang, fsys := range languages {
		book, _ := open(t, fsys)
		session := book.Of(handbook.Session)[0]
		leads := scaffold.Leads(session, january)
		if len(leads) < 2 {
			t.Fatalf("%s: %d leads", lang, len(leads))
		}
		for _, r := range leads {
			f, err := scaffold.New(book, r)
			if err != nil {
				t.Fatal(err)
			}
			after, problems := open(t, with(fsys, f))
			for _, p := range problems {
				if p.Path == f.Path && p.Severity > handbook.Advice {
					t.Errorf("%s: %s %v", f.Path, p.Code, p.Args)
				}
			}
			same := after.Of(handbook.Session)[0]
			var sheet *handbook.Page
			for _, p := range same.To(handbook.LedTo) {
				if p.Path == f.Path {
					sheet = p
				}
			}
			if sheet == nil {
				t.Fatalf("%s: the session does not lead to %s: %v", lang, f.Path, same.OpenLeads())
			}
			from := sheet.To(handbook.FromSession)
			if len(from) != 1 || from[0] != same || sheet.Maturity != handbook.Idea || len(sheet.To(handbook.Answers)) != 1 || len(sheet.Functions()) != 1 || len(sheet.Groups()) != 1 {
				t.Errorf("%s: %s is not of its session:\n%s", lang, f.Path, f.Data)
			}
		}
	}
}

// The next session follows those of its group: number, name, month, length.
func TestTheNextSessionFollows(t *testing.T) {
	book, _ := open(t, languages[handbook.French])
	f, err := scaffold.New(book, scaffold.Request{Type: handbook.Session, Title: "Deux", Group: book.Of(handbook.Group)[0], Month: january})
	if err != nil {
		t.Fatal(err)
	}
	if f.Path != "seances/g-2.md" {
		t.Errorf("written to %s", f.Path)
	}
	for _, want := range []string{"numero: 2 ", "mois: 2026-01 ", "duree: demi-journée ", "groupe: guichets ", "notions: [ecoute] ", "diffusion: groupe "} {
		if !strings.Contains(string(f.Data), "\n"+want) {
			t.Errorf("no %q in\n%s", want, f.Data)
		}
	}
	late, err := scaffold.New(book, scaffold.Request{Type: handbook.Session, Title: "Deux", Group: book.Of(handbook.Group)[0], Month: handbook.Month{Year: 2030, Month: 1}})
	if err != nil || strings.Contains(string(late.Data), "2030") {
		t.Errorf("a month in which the group does not meet was filled in: %v", err)
	}
}

// Names are those of files on every system, and never those of pages that exist.
func TestNames(t *testing.T) {
	book, _ := open(t, languages[handbook.French])
	for title, want := range map[string]string{
		"L’été à l’école !":               "fiches/l-ete-a-l-ecole.md",
		"Index":                           "fiches/fiches-index.md",
		"Aux":                             "fiches/fiches-aux.md",
		strings.Repeat("mot ", 60):        "fiches/" + strings.TrimSuffix(strings.Repeat("mot-", 20), "-") + ".md",
		strings.Repeat("motsanstrait", 9): "fiches/" + strings.Repeat("motsanstrait", 9)[:80] + ".md",
	} {
		f, err := scaffold.New(book, scaffold.Request{Type: handbook.Sheet, Title: title})
		if err != nil || f.Path != want {
			t.Errorf("%q: %q, %v; want %q", title, f.Path, err, want)
		}
	}
	for title, want := range map[string]string{"": "no title", " \n": "no title", "!!": "gives no name", "Fiche": "fiches/fiche.md exists"} {
		if _, err := scaffold.New(book, scaffold.Request{Type: handbook.Sheet, Title: title}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v; want %q", title, err, want)
		}
	}
}
