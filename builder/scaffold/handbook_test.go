package scaffold_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"go.yaml.in/yaml/v4"
	"pgregory.net/rapid"

	"relais/builder/handbook"
	"relais/builder/scaffold"
)

// made returns the files of a new handbook as a file system.
func made(t testing.TB, plan scaffold.Plan) fstest.MapFS {
	files, err := scaffold.Handbook(plan)
	if err != nil {
		t.Fatal(err)
	}
	fsys := fstest.MapFS{}
	for _, f := range files {
		if strings.Contains(string(f.Data), "<%") || strings.Contains(string(f.Data), "<no value>") {
			t.Errorf("%s keeps a hole:\n%s", f.Path, f.Data)
		}
		fsys[f.Path] = &fstest.MapFile{Data: f.Data}
	}
	return fsys
}

// On whatever day it is made, a new handbook has no problem at all, an example of
// each type, and no example that nothing leads to.
func TestANewHandbookHasNoProblemAndEachType(t *testing.T) {
	for _, lang := range []handbook.Lang{handbook.French, handbook.English} {
		for day := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC); day.Year() < 2029; day = day.AddDate(0, 0, 5) {
			book, problems := open(t, made(t, scaffold.Plan{
				Config: handbook.Config{Title: "Manuel", Lang: lang, Readers: handbook.Readers{Audience: handbook.Internal}},
				Today:  handbook.DateOf(day),
			}))
			for _, p := range problems {
				t.Fatalf("%s, %s: %s:%d: %s %v", lang, day.Format(time.DateOnly), p.Path, p.Pos.Line, p.Code, p.Args)
			}
			for _, info := range handbook.Types() {
				pages := book.Of(info.Type)
				if len(pages) != 1 {
					t.Fatalf("%s: %d pages of type %s", lang, len(pages), info.Type)
				}
				if pages[0].Stale(handbook.DateOf(day)) || pages[0].Path != info.Folder.In(lang)+"/"+pages[0].ID+".md" {
					t.Errorf("%s: %s is stale or misplaced", lang, pages[0].Path)
				}
				var titles []string
				for _, s := range pages[0].Body.Sections {
					titles = append(titles, s.Title)
				}
				for _, p := range handbook.Outline(info.Type) {
					if info.Type != handbook.Sheet && p.Title.FR != "" && !slices.ContainsFunc(titles, func(title string) bool {
						return handbook.Fold(title) == handbook.Fold(p.Title.In(lang))
					}) {
						t.Errorf("%s: %s has no section %q", lang, pages[0].Path, p.Title.In(lang))
					}
				}
			}
			if sheet := book.Of(handbook.Sheet)[0]; sheet.Status != handbook.Validated || len(book.Of(handbook.Session)[0].OpenLeads()) != 2 {
				t.Errorf("%s: the examples no longer show a validated sheet and two open leads", lang)
			}
		}
	}
}

// Whatever is answered, handbook.yaml gives it back.
func TestAnyAnswerComesBack(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		word := rapid.OneOf(rapid.StringMatching(`[-a: #'"\[\]{}&*!|>%@,?\\]{0,9}a`), rapid.StringMatching(`\pL{1,20}`))
		want := handbook.Config{
			Title: strings.TrimSpace(word.Draw(r, "title")), Organisation: strings.TrimSpace(word.Draw(r, "organisation")), Contact: "a@b.example",
			LangSaid: true,
			Lang:     rapid.SampledFrom([]handbook.Lang{handbook.French, handbook.English}).Draw(r, "lang"),
			Readers:  handbook.Readers{Audience: rapid.SampledFrom([]handbook.Audience{handbook.Public, handbook.Internal}).Draw(r, "audience")},
		}
		files, err := scaffold.Handbook(scaffold.Plan{Config: want, Today: handbook.Date{Year: 2026, Month: 1, Day: 31}})
		if err != nil {
			r.Fatal(err)
		}
		i := slices.IndexFunc(files, func(f scaffold.File) bool { return f.Path == "handbook.yaml" })
		book, problems := open(t, fstest.MapFS{"handbook.yaml": &fstest.MapFile{Data: files[i].Data}})
		if len(problems) > 0 || handbook.Fold(book.Config.Title) != handbook.Fold(want.Title) {
			r.Fatalf("%v\n%s", problems, files[i].Data)
		}
		want.Title, want.Organisation = book.Config.Title, book.Config.Organisation // in NFC
		if !reflect.DeepEqual(book.Config, want) {
			r.Fatalf("got %+v, want %+v", book.Config, want)
		}
	})
}

// Every pipeline is YAML, knows the whole history of the pages, checks requests, and
// publishes to the public only what is public.
func TestPipelines(t *testing.T) {
	for _, lang := range []handbook.Lang{handbook.French, handbook.English} {
		for _, choice := range append(handbook.Forges(), handbook.Choice{}) {
			for _, tool := range []string{"", `https://forge.example/it's/a "relais".git`} {
				forge := handbook.Forge(choice.Value)
				fsys := made(t, scaffold.Plan{Config: handbook.Config{Title: "Manuel", Lang: lang}, Forge: forge, Tool: tool, Today: handbook.Date{Year: 2026, Month: 1, Day: 31}})
				if forge == "" {
					continue
				}
				source := fsys[scaffold.Pipeline(forge)].Data
				var pipeline map[string]any
				if err := yaml.Load(source, &pipeline); err != nil {
					t.Fatalf("%s: %v\n%s", forge, err, source)
				}
				variables, _ := pipeline["env"].(map[string]any)
				depth := "fetch-depth: 0\n"
				if forge == handbook.GitLab {
					variables, _ = pipeline["variables"].(map[string]any)
					depth = "GIT_DEPTH: \"0\"\n"
				}
				if variables["RELAIS_SOURCE"] != tool {
					t.Errorf("%s builds relais from %q, want %q", forge, variables["RELAIS_SOURCE"], tool)
				}
				readers, err := handbook.ParseReaders(variables["RELAIS_AUDIENCE"].(string))
				if err != nil || readers.Audience != handbook.Public {
					t.Errorf("%s publishes for %v", forge, variables["RELAIS_AUDIENCE"])
				}
				for _, want := range []string{depth, "relais check\n", "relais build", "0 5 * * 1"} {
					if !strings.Contains(string(source), want) {
						t.Errorf("%s: no %q in\n%s", forge, want, source)
					}
				}
			}
		}
	}
}
