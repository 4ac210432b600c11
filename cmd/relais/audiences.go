package main

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"relais/builder"
	"relais/builder/handbook"
)

func audiencesCommand(lang handbook.Lang) *cobra.Command {
	var f flags
	text := func(fr, en string) string { return handbook.Text{FR: fr, EN: en}.In(lang) }
	c := &cobra.Command{
		Use:   text("audiences [DOSSIER]", "audiences [DIR]"),
		Short: text("Montre ce que chaque public lirait, et pourquoi", "Shows what each audience would read, and why"),
		Long: text(
			"Montre, pour chaque publication possible (publique, interne, une par fonction, une\npar groupe), combien de pages elle contiendrait ; puis, page par page, qui la lit et\npourquoi. Rien n’est publié. --audience n’en montre qu’une.",
			"Shows, for each build that could be made (public, internal, one a function, one a\ngroup), how many pages it would hold; then, page by page, who reads it and why.\nNothing is published. --audience shows one only."),
		Example: text(
			"  relais audiences\n  relais audiences --audience publique\n  relais audiences --json",
			"  relais audiences\n  relais audiences --audience public\n  relais audiences --json"),
		Args: atMostOneFolder,
		RunE: func(c *cobra.Command, args []string) error {
			_, source, err := f.locate(args)
			if err != nil {
				return err
			}
			opts, err := f.options(filepath.Clean(source))
			if err != nil {
				return err
			}
			opts.Observe = spendMemory
			audiences, err := builder.NewAudiences(c.Context(), opts)
			if err != nil {
				return machineError(err, "")
			}
			warnOfErrors(c.ErrOrStderr(), audiences.Errors, audiences.Lang)
			if f.json {
				return writeAudiences(c, audiences, f.drafts)
			}
			return tellAudiences(c, audiences)
		},
	}
	f.registerReading(c, lang)
	c.Flags().Lookup("audience").Usage = text("`lecteurs` : ne montre que ce qu’ils liraient (tous)", "`readers`: shows only what they would read (all)")
	c.Flags().BoolVar(&f.json, "json", false, text("écrit le résultat en JSON", "writes the result as JSON"))
	return c
}

// tellAudiences shows both tables: the builds, then the pages.
func tellAudiences(c *cobra.Command, a *builder.Audiences) error {
	out := screenOf(c.OutOrStdout())
	for i, shown := range []table{buildsTable(a), pagesTable(a)} {
		if i > 0 {
			fmt.Fprintln(out)
		}
		if out.wraps || out.colours {
			shown.draw(out)
		} else if err := shown.writeLines(out); err != nil {
			return err
		}
	}
	return nil
}

// outs lists why pages are left out, in the order in which they are counted.
func outs() []struct {
	why     handbook.Standing
	heading handbook.Text
} {
	return []struct {
		why     handbook.Standing
		heading handbook.Text
	}{
		{handbook.Elsewhere, handbook.Text{FR: "Réservées", EN: "Reserved"}},
		{handbook.Unready, handbook.Text{FR: "Brouillons", EN: "Drafts"}},
		{handbook.TakenBack, handbook.Text{FR: "Retirées", EN: "Withdrawn"}},
		{handbook.Nowhere, handbook.Text{FR: "Sans rattachement", EN: "Unattached"}},
		{handbook.NotSaid, handbook.Text{FR: "Sans diffusion", EN: "No audience"}},
	}
}

func buildsTable(a *builder.Audiences) table {
	t := table{headings: []string{handbook.Text{FR: "Lecteurs", EN: "Readers"}.In(a.Lang), handbook.Text{FR: "Nom", EN: "Name"}.In(a.Lang), "Pages"}}
	for _, out := range outs() {
		t.headings = append(t.headings, out.heading.In(a.Lang))
	}
	for _, build := range a.Builds {
		name := build.Title
		if build.Readers == a.Default {
			name = strings.TrimSpace(name + " " + handbook.Text{FR: "(par défaut)", EN: "(default)"}.In(a.Lang))
		}
		row := []cell{{text: readers(build.Readers, a.Lang)}, {text: name}, {text: strconv.Itoa(build.Count[handbook.Held])}}
		for _, out := range outs() {
			row = append(row, cell{strconv.Itoa(build.Count[out.why]), faint})
		}
		t.add(row...)
	}
	return t
}

func pagesTable(a *builder.Audiences) table {
	t := table{headings: []string{
		handbook.Text{FR: "Fichier", EN: "File"}.In(a.Lang), handbook.Text{FR: "Lue par", EN: "Read by"}.In(a.Lang),
		handbook.Text{FR: "Pourquoi", EN: "Why"}.In(a.Lang),
	}}
	for _, p := range a.Pages {
		by := readBy(a, p)
		colour := ""
		if by == "—" {
			colour = yellow
		}
		t.add(cell{text: p.Path}, cell{by, colour}, cell{text: why(a, p).In(a.Lang)})
	}
	return t
}

// readBy names the builds that hold a page, the widest ones for those within them.
func readBy(a *builder.Audiences, p *handbook.Page) string {
	var held []string
	for _, build := range a.Builds {
		if a.Standing(build.Readers, p) == handbook.Held {
			held = append(held, readers(build.Readers, a.Lang))
		}
	}
	switch {
	case len(held) == 0:
		return "—"
	case len(a.Builds) == 1:
		return held[0]
	case p.Audience == handbook.Public:
		return handbook.Text{FR: "tous", EN: "all"}.In(a.Lang)
	case p.Audience == handbook.Internal:
		return handbook.Text{FR: "tous, sauf publique", EN: "all but public"}.In(a.Lang)
	}
	return strings.Join(held, ", ")
}

// why says what decides who reads a page: in all builds or, when only one is
// shown, in that one.
func why(a *builder.Audiences, p *handbook.Page) handbook.Text {
	// What keeps a page out of every build is told by its own narrowest readers.
	standing := handbook.Standing("")
	for _, build := range a.Builds {
		if s := a.Standing(build.Readers, p); standing == "" || standing == handbook.Elsewhere || s == handbook.Held {
			standing = s
		}
	}
	said := handbook.Name(handbook.Audiences(), string(p.Audience), handbook.French)
	saidEN := handbook.Name(handbook.Audiences(), string(p.Audience), handbook.English)
	audience := handbook.Text{FR: "diffusion « " + strings.ToLower(said) + " »", EN: "audience “" + strings.ToLower(saidEN) + "”"}
	switch standing {
	case handbook.Held:
		return audience
	case handbook.Elsewhere:
		switch p.Audience {
		case handbook.WithinFunction:
			audience.FR += " : " + keysOf(p.Functions())
			audience.EN += ": " + keysOf(p.Functions())
		case handbook.WithinGroup:
			audience.FR += " : " + keysOf(p.Groups())
			audience.EN += ": " + keysOf(p.Groups())
		}
		return audience
	case handbook.Nowhere:
		if p.Audience == handbook.WithinGroup {
			return handbook.Text{FR: audience.FR + ", et elle n’a pas de groupe", EN: audience.EN + ", and it has no group"}
		}
		return handbook.Text{FR: audience.FR + ", et elle n’a pas de fonction", EN: audience.EN + ", and it has no function"}
	case handbook.Unready:
		return handbook.Text{FR: "brouillon", EN: "draft"}
	case handbook.TakenBack:
		day := p.Withdrawal.On
		if day.IsZero() {
			return handbook.Text{FR: "retirée", EN: "withdrawn"}
		}
		return handbook.Text{FR: "retirée le " + day.String(), EN: "withdrawn on " + day.String()}
	}
	if _, written := p.KeyPos["audience"]; written {
		return handbook.Text{FR: "sa « diffusion » n’est pas de celles que relais connaît", EN: "its audience is none that relais knows"}
	}
	return handbook.Text{FR: "elle ne dit pas qui peut la lire", EN: "it does not say who may read it"}
}

// keysOf lists the ids of pages.
func keysOf(pages []*handbook.Page) string {
	var ids []string
	for _, p := range pages {
		ids = append(ids, p.ID)
	}
	return strings.Join(ids, ", ")
}

// jsonAudiences is what audiences --json prints.
type jsonAudiences struct {
	Default string             `json:"default"` // readers of a build that names none
	Drafts  bool               `json:"drafts"`
	Builds  []jsonBuild        `json:"builds"`
	Pages   []jsonAudiencePage `json:"pages"`
}

type jsonBuild struct {
	Readers string         `json:"readers"` // as --audience takes them
	Title   string         `json:"title,omitempty"`
	Pages   int            `json:"pages"`
	LeftOut map[string]int `json:"left_out"` // by reason
}

type jsonAudiencePage struct {
	Path      string            `json:"path"`
	Audience  string            `json:"audience"`
	Status    string            `json:"status"`
	Withdrawn bool              `json:"withdrawn"`
	Functions []string          `json:"functions"`
	Groups    []string          `json:"groups"`
	Builds    map[string]string `json:"builds"` // by readers: "in", or why it is not
}

func writeAudiences(c *cobra.Command, a *builder.Audiences, drafts bool) error {
	out := jsonAudiences{Default: a.Default.String(), Drafts: drafts, Builds: []jsonBuild{}, Pages: []jsonAudiencePage{}}
	for _, build := range a.Builds {
		one := jsonBuild{build.Readers.String(), build.Title, build.Count[handbook.Held], map[string]int{}}
		for _, o := range outs() {
			if n := build.Count[o.why]; n > 0 {
				one.LeftOut[string(o.why)] = n
			}
		}
		out.Builds = append(out.Builds, one)
	}
	for _, p := range a.Pages {
		one := jsonAudiencePage{
			Path: p.Path, Audience: string(p.Audience), Status: string(p.Status), Withdrawn: p.Withdrawn(),
			Functions: []string{}, Groups: []string{}, Builds: map[string]string{},
		}
		for _, q := range p.Functions() {
			one.Functions = append(one.Functions, q.ID)
		}
		for _, q := range p.Groups() {
			one.Groups = append(one.Groups, q.ID)
		}
		for _, build := range a.Builds {
			one.Builds[build.Readers.String()] = string(a.Standing(build.Readers, p))
		}
		out.Pages = append(out.Pages, one)
	}
	encoder := json.NewEncoder(c.OutOrStdout())
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	return encoder.Encode(out)
}
