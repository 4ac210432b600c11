package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"relais/builder"
	"relais/builder/handbook"
)

// The rules of what list prints:
//
//   - The first column is always a file, and a place in it where there is one, so
//     that editors and other programs can go there.
//   - On a terminal, a table that fits it; elsewhere the same values separated by
//     tabs, without headings. --csv and --json are the same whoever reads.
//   - JSON holds the values of the model, in English, which never change; all else speaks
//     the handbook's language.

// listFlags are the options of list.
type listFlags struct {
	flags
	csv   bool
	asked map[string]*[]string // values asked for, by axis
}

// list is one thing that can be listed.
type list struct {
	name handbook.Text // as it is typed
	help handbook.Text
	typ  handbook.Type                                                 // that it keeps to; "" for all
	of   func(l *builder.Listing, pages []*handbook.Page) (table, any) // what is shown, and its JSON
}

// lists are all that can be listed: the ten types, and what there is to do.
func lists() []list {
	all := []list{{
		name: handbook.Text{FR: "tout", EN: "all"}, help: handbook.Text{FR: "toutes les pages", EN: "all pages"}, of: listPages,
	}}
	for _, info := range handbook.Types() {
		all = append(all, list{name: handbook.Text{FR: info.Folder.FR, EN: info.Folder.EN}, help: info.Plural, typ: info.Type, of: listPages})
	}
	return append(all,
		list{
			name: handbook.Text{FR: "a-reviser", EN: "to-review"},
			help: handbook.Text{FR: "les pages dont le jour de révision est venu", EN: "the pages whose day of review has come"}, of: listDue,
		},
		list{
			name: handbook.Text{FR: "orphelines", EN: "orphans"},
			help: handbook.Text{FR: "les pages auxquelles aucune autre ne mène", EN: "the pages that no other leads to"}, of: listOrphans,
		},
		list{
			name: handbook.Text{FR: "traductions", EN: "translations"},
			help: handbook.Text{FR: "ce qui est à traduire, à finir de traduire ou à revoir", EN: "what is to be translated, to be finished or to be brought up to date"}, of: listTranslations,
		},
		list{
			name: handbook.Text{FR: "pistes", EN: "leads"},
			help: handbook.Text{FR: "ce que les séances ont évoqué, et qui n’est pas encore une fiche", EN: "what sessions spoke of, and is no sheet yet"}, of: listLeads,
		},
		list{
			name: handbook.Text{FR: "liens", EN: "links"},
			help: handbook.Text{FR: "les liens et les références, et où ils mènent", EN: "the links and references, and where they lead"}, of: listLinks,
		},
	)
}

// listNamed returns the list that a person names: in either language, in the
// singular too.
func listNamed(word string) (list, error) {
	all := lists()
	var names []string
	for _, l := range all {
		info := l.typ.Info()
		for _, name := range []string{l.name.FR, l.name.EN, info.Name.FR, info.Name.EN} {
			if name != "" && handbook.Fold(name) == handbook.Fold(word) {
				return l, nil
			}
		}
		names = append(names, l.name.FR, l.name.EN)
	}
	text := handbook.Text{
		FR: fmt.Sprintf("relais : « %s » n’est pas une liste. Choisissez parmi : %s.", word, listNames(handbook.French)),
		EN: fmt.Sprintf("relais: “%s” is no list. Choose one of: %s.", word, listNames(handbook.English)),
	}
	if near := handbook.Nearest(word, names); near != "" {
		text.FR += fmt.Sprintf(" Vouliez-vous dire « %s » ?", near)
		text.EN += fmt.Sprintf(" Did you mean “%s”?", near)
	}
	return list{}, localError{text: text}
}

func listNames(lang handbook.Lang) string {
	var names []string
	for _, l := range lists() {
		names = append(names, l.name.In(lang))
	}
	return strings.Join(names, ", ")
}

// explained tells what can be listed, a line each.
func explained(lang handbook.Lang) string {
	var b strings.Builder
	for _, l := range lists() {
		fmt.Fprintf(&b, "  %-12s %s\n", l.name.In(lang), l.help.In(lang))
	}
	return b.String()
}

func listCommand(lang handbook.Lang) *cobra.Command {
	f := listFlags{asked: map[string]*[]string{}}
	text := func(fr, en string) string { return handbook.Text{FR: fr, EN: en}.In(lang) }
	c := &cobra.Command{
		Use:   text("list [QUOI] [DOSSIER]", "list [WHAT] [DIR]"),
		Short: text("Liste les pages, ce qui est à réviser, les pistes, les liens", "Lists the pages, what is due for review, the leads, the links"),
		Long: text(
			"Liste ce que contient le manuel : toutes les pages, brouillons compris, sauf si\n--audience dit pour quels lecteurs. QUOI est :\n\n", "Lists what the handbook holds: all pages, drafts too, unless --audience says for\nwhich readers. WHAT is:\n\n") +
			explained(lang) + text(
			"\nUn filtre répété garde les pages qui ont l’une des valeurs ; des filtres différents\nse cumulent. Sur un terminal, c’est un tableau ; vers un fichier ou une autre\ncommande, une ligne par page, valeurs séparées par des tabulations, sans titres.",
			"\nA filter given twice keeps the pages that have either value; different filters add\nup. On a terminal it is a table; into a file or another command, a line a page,\nvalues separated by tabs, without headings."),
		Example: text(
			"  relais list fiches --fonction management --statut en-debat\n  relais list a-reviser --clock 2027-01-01\n  relais list liens --csv > liens.csv",
			"  relais list sheets --function management --status in-debate\n  relais list to-review --clock 2027-01-01\n  relais list links --csv > links.csv"),
		Args: func(c *cobra.Command, args []string) error { return atMostOneFolder(c, args[min(1, len(args)):]) },
		RunE: func(c *cobra.Command, args []string) error { return f.run(c, args) },
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveFilterDirs
			}
			var names []string
			for _, l := range lists() {
				names = append(names, l.name.In(lang)+"\t"+l.help.In(lang))
			}
			return names, cobra.ShellCompDirectiveNoFileComp
		},
	}
	f.registerReading(c, lang)
	c.Flags().Lookup("audience").Usage = text("`lecteurs` : ne liste que ce qu’ils voient (tout)", "`readers`: lists only what they see (everything)")
	c.Flags().Lookup("drafts").Usage = text("avec les brouillons, quand --audience est donné", "with the drafts, when --audience is given")
	c.Flags().BoolVar(&f.csv, "csv", false, text("écrit un tableau CSV, pour un tableur", "writes CSV, for a spreadsheet"))
	c.Flags().BoolVar(&f.json, "json", false, text("écrit le résultat en JSON", "writes the result as JSON"))
	f.registerAxes(c, lang)
	return c
}

// axisFlag returns the option that filters by an axis. In English --audience
// says who reads, as in the other commands; what is written in a page is --meant-for.
func axisFlag(a builder.Axis) handbook.Text {
	en := handbook.Slug(a.Label.EN)
	if a.Name == "audience" {
		en = "meant-for"
	}
	return handbook.Text{FR: handbook.Slug(a.Label.FR), EN: en}
}

// registerAxes registers the filters, which may be spelled in either language,
// with or without accents.
func (f *listFlags) registerAxes(c *cobra.Command, lang handbook.Lang) {
	spellings := map[string]string{}
	for _, axis := range builder.Axes() {
		flag := axisFlag(axis)
		name := flag.In(lang)
		spellings[flag.FR], spellings[flag.EN] = name, name
		values := new([]string)
		f.asked[axis.Name] = values
		label := strings.ToLower(axis.Label.In(lang))
		usage := handbook.Text{FR: "filtre par `" + label + "`, répétable", EN: "filters by `" + label + "`; may be repeated"}.In(lang)
		c.Flags().StringArrayVar(values, name, nil, usage)
		_ = c.RegisterFlagCompletionFunc(name, func(c *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			return f.completeAxis(c.Context(), axis, args), cobra.ShellCompDirectiveNoFileComp
		})
	}
	c.Flags().SetNormalizeFunc(func(_ *pflag.FlagSet, name string) pflag.NormalizedName {
		if known, ok := spellings[handbook.Slug(name)]; ok {
			return pflag.NormalizedName(known)
		}
		return pflag.NormalizedName(name)
	})
}

// completeAxis proposes the values of an axis that the handbook has.
func (f *listFlags) completeAxis(ctx context.Context, axis builder.Axis, args []string) []string {
	_, source, err := f.locate(args[min(1, len(args)):])
	if err != nil {
		return nil
	}
	listing, err := builder.NewListing(ctx, builder.Options{Source: source})
	if err != nil {
		return nil
	}
	var names []string
	for _, facet := range listing.Axes() {
		if facet.Name != axis.Name {
			continue
		}
		for _, v := range facet.Values {
			name := handbook.Slug(v.Label)
			if axis.Pages {
				name = v.ID
			}
			names = append(names, name+"\t"+v.Label)
		}
	}
	return names
}

// pagePaths returns the paths of the pages, for shells to complete.
func pagePaths(ctx context.Context, source string) []string {
	listing, err := builder.NewListing(ctx, builder.Options{Source: source})
	if err != nil {
		return nil
	}
	pages, err := listing.Pages(nil)
	if err != nil {
		return nil
	}
	var paths []string
	for _, p := range pages {
		paths = append(paths, p.Path+"\t"+p.Title)
	}
	return paths
}

// run lists.
func (f *listFlags) run(c *cobra.Command, args []string) error {
	if f.csv && f.json {
		return localError{text: handbook.Text{
			FR: "relais : --csv et --json ne vont pas ensemble. Gardez l’un des deux.",
			EN: "relais: --csv and --json do not go together. Keep one of them.",
		}}
	}
	what, args, err := listOf(args)
	if err != nil {
		return err
	}
	_, source, err := f.locate(args)
	if err != nil {
		return err
	}
	opts, err := f.options(filepath.Clean(source))
	if err != nil {
		return err
	}
	opts.Observe = spendMemory
	listing, err := builder.NewListing(c.Context(), opts)
	if err != nil {
		return machineError(err, "")
	}
	pages, err := f.pages(listing, what.typ)
	if err != nil {
		return err
	}
	warnOfErrors(c.ErrOrStderr(), listing.Errors, listing.Lang)
	shown, values := what.of(listing, pages)
	return f.write(c, shown, values, listing.Lang)
}

// listOf reads which list is asked for, all pages when none is, and returns
// the arguments after it. What is no list may be the folder of the handbook.
func listOf(args []string) (list, []string, error) {
	if len(args) == 0 {
		return lists()[0], nil, nil
	}
	what, err := listNamed(args[0])
	if info, errFolder := os.Stat(args[0]); err != nil && len(args) == 1 && errFolder == nil && info.IsDir() {
		return lists()[0], args, nil
	}
	return what, args[1:], err
}

// pages returns the pages of a type, or of all for "", that pass the filters.
func (f *listFlags) pages(listing *builder.Listing, t handbook.Type) ([]*handbook.Page, error) {
	asked := map[string][]string{}
	for axis, values := range f.asked {
		asked[axis] = *values
	}
	pages, err := listing.Pages(asked)
	var unknown *builder.FilterError
	if errors.As(err, &unknown) {
		return nil, localError{cause: err, text: filterText(unknown)}
	}
	if t != "" {
		pages = handbook.Of(t, pages)
	}
	return pages, err
}

// write writes what was listed as the flags, and who reads, ask.
func (f *listFlags) write(c *cobra.Command, shown table, values any, lang handbook.Lang) error {
	out := screenOf(c.OutOrStdout())
	switch {
	case f.json:
		encoder := json.NewEncoder(out)
		encoder.SetIndent("", "  ")
		encoder.SetEscapeHTML(false)
		return encoder.Encode(values)
	case f.csv:
		return shown.writeCSV(out)
	case out.wraps || out.colours:
		shown.draw(out)
		n := len(shown.rows)
		count := handbook.Text{FR: plural(n, "ligne", "lignes") + ".", EN: plural(n, "line", "lines") + "."}
		if n == 0 {
			count = handbook.Text{FR: "Rien à montrer.", EN: "Nothing to show."}
		}
		fmt.Fprintln(c.ErrOrStderr(), screenOf(c.ErrOrStderr()).in(faint, count.In(lang)))
		return nil
	}
	return shown.writeLines(out)
}

// column is one column of a table of pages.
type column struct {
	heading handbook.Text
	value   func(p *handbook.Page, lang handbook.Lang) cell
}

// columnsOf returns what is shown of pages that are all of type t, or of all types for "".
func columnsOf(t handbook.Type) []column {
	columns := []column{
		{handbook.Text{FR: "Fichier", EN: "File"}, func(p *handbook.Page, _ handbook.Lang) cell { return cell{text: p.Path} }},
		{handbook.Text{FR: "Titre", EN: "Title"}, func(p *handbook.Page, _ handbook.Lang) cell { return cell{text: p.Title} }},
	}
	typ := column{handbook.Text{FR: "Type", EN: "Type"}, func(p *handbook.Page, lang handbook.Lang) cell {
		return cell{text: p.Type.Info().Name.In(lang)}
	}}
	status := column{handbook.Text{FR: "Statut", EN: "Status"}, statusCell}
	functions := column{handbook.Text{FR: "Fonction", EN: "Function"}, func(p *handbook.Page, _ handbook.Lang) cell { return cell{text: titles(p.Functions())} }}
	groups := column{handbook.Text{FR: "Groupe", EN: "Group"}, func(p *handbook.Page, _ handbook.Lang) cell { return cell{text: titles(p.Groups())} }}
	audience := column{handbook.Text{FR: "Diffusion", EN: "Audience"}, func(p *handbook.Page, lang handbook.Lang) cell {
		return cell{text: handbook.Name(handbook.Audiences(), string(p.Audience), lang)}
	}}
	switch t {
	case handbook.Sheet:
		maturity := column{handbook.Text{FR: "Maturité", EN: "Maturity"}, func(p *handbook.Page, lang handbook.Lang) cell {
			return cell{text: handbook.Name(handbook.Maturities(), string(p.Maturity), lang)}
		}}
		return append(columns, status, maturity, functions, groups)
	case handbook.Session:
		month := column{handbook.Text{FR: "Mois", EN: "Month"}, func(p *handbook.Page, _ handbook.Lang) cell {
			if p.Month.IsZero() {
				return cell{}
			}
			return cell{text: p.Month.String()}
		}}
		return append(columns, month, status, groups)
	case "":
		return append(columns, typ, status, audience, functions)
	}
	return append(columns, status, audience, functions)
}

func statusCell(p *handbook.Page, lang handbook.Lang) cell {
	colours := map[handbook.Status]string{handbook.Draft: faint, handbook.Validated: green, handbook.Archived: faint}
	return cell{handbook.Name(handbook.Statuses(), string(p.Status), lang), colours[p.Status]}
}

// titles joins the titles of pages.
func titles(pages []*handbook.Page) string {
	var all []string
	for _, p := range pages {
		all = append(all, p.Title)
	}
	return strings.Join(all, ", ")
}

// tableOf shows pages.
func tableOf(pages []*handbook.Page, columns []column, lang handbook.Lang) table {
	var t table
	for _, c := range columns {
		t.headings = append(t.headings, c.heading.In(lang))
	}
	for _, p := range pages {
		var cells []cell
		for _, c := range columns {
			cells = append(cells, c.value(p, lang))
		}
		t.add(cells...)
	}
	return t
}

// jsonPage is a page as list --json shows it.
type jsonPage struct {
	Path       string   `json:"path"`
	Type       string   `json:"type"`
	ID         string   `json:"id"`
	Title      string   `json:"title"`
	Language   string   `json:"language"`
	Status     string   `json:"status"`
	Maturity   string   `json:"maturity"`
	Audience   string   `json:"audience"`
	Functions  []string `json:"functions"` // ids
	Groups     []string `json:"groups"`    // ids
	Situations []string `json:"situations"`
	Themes     []string `json:"themes"`
	Moment     string   `json:"moment"`
	Channels   []string `json:"channels"`
	Owner      string   `json:"owner"`
	ReviewOn   string   `json:"review_on"` // YYYY-MM-DD, or ""
}

func jsonPages(pages []*handbook.Page) []jsonPage {
	ids := func(pages []*handbook.Page) []string {
		all := []string{}
		for _, p := range pages {
			all = append(all, p.ID)
		}
		return all
	}
	words := func(words []string) []string { return append([]string{}, words...) }
	out := []jsonPage{}
	for _, p := range pages {
		one := jsonPage{
			p.Path, string(p.Type), p.ID, p.Title, string(p.Lang), string(p.Status), string(p.Maturity), string(p.Audience),
			ids(p.Functions()), ids(p.Groups()), ids(p.To(handbook.Answers)), words(p.Themes), p.Moment, words(p.Channels), p.Owner, "",
		}
		if !p.ReviewOn.IsZero() {
			one.ReviewOn = p.ReviewOn.String()
		}
		out = append(out, one)
	}
	return out
}

func listPages(l *builder.Listing, pages []*handbook.Page) (table, any) {
	var t handbook.Type
	if len(pages) > 0 && !slices.ContainsFunc(pages, func(p *handbook.Page) bool { return p.Type != pages[0].Type }) {
		t = pages[0].Type
	}
	return tableOf(pages, columnsOf(t), l.Lang), jsonPages(pages)
}

func listDue(l *builder.Listing, pages []*handbook.Page) (table, any) {
	due := l.Due(pages)
	columns := append(columnsOf("")[:3],
		column{handbook.Text{FR: "À réviser depuis", EN: "Due since"}, func(p *handbook.Page, _ handbook.Lang) cell {
			return cell{p.ReviewOn.String(), yellow}
		}},
		column{handbook.Text{FR: "Référent", EN: "Owner"}, func(p *handbook.Page, _ handbook.Lang) cell { return cell{text: p.Owner} }})
	return tableOf(due, columns, l.Lang), jsonPages(due)
}

func listOrphans(l *builder.Listing, pages []*handbook.Page) (table, any) {
	orphans := l.Orphans(pages)
	return tableOf(orphans, columnsOf("")[:5], l.Lang), jsonPages(orphans)
}

// jsonTranslation is a page to translate as list --json shows it.
type jsonTranslation struct {
	Path        string `json:"path"` // of the original
	Language    string `json:"language"`
	State       string `json:"state"`       // "missing", "draft" or "outdated"
	Translation string `json:"translation"` // path, or ""
}

func listTranslations(l *builder.Listing, pages []*handbook.Page) (table, any) {
	t := table{headings: []string{
		handbook.Text{FR: "Fichier", EN: "File"}.In(l.Lang), handbook.Text{FR: "Titre", EN: "Title"}.In(l.Lang),
		handbook.Text{FR: "Langue", EN: "Language"}.In(l.Lang), handbook.Text{FR: "Traduction", EN: "Translation"}.In(l.Lang),
		handbook.Text{FR: "Fichier traduit", EN: "Translated file"}.In(l.Lang),
	}}
	states := map[builder.TranslationState]handbook.Text{
		builder.TranslationMissing:  {FR: "absente", EN: "missing"},
		builder.TranslationDraft:    {FR: "brouillon", EN: "draft"},
		builder.TranslationOutdated: {FR: "dépassée", EN: "outdated"},
	}
	colours := map[builder.TranslationState]string{builder.TranslationDraft: faint, builder.TranslationOutdated: yellow}
	out := []jsonTranslation{}
	for _, one := range l.Translations(pages) {
		path := ""
		if one.Page != nil {
			path = one.Page.Path
		}
		t.add(cell{text: one.Original.Path}, cell{text: one.Original.Title},
			cell{text: handbook.Name(handbook.Languages(), string(one.Lang), l.Lang)}, cell{states[one.State].In(l.Lang), colours[one.State]}, cell{text: path})
		out = append(out, jsonTranslation{one.Original.Path, string(one.Lang), string(one.State), path})
	}
	return t, out
}

// jsonLead is a lead as list --json shows it.
type jsonLead struct {
	Path    string   `json:"path"`
	Line    int      `json:"line"`
	Column  int      `json:"column"`
	Lead    string   `json:"lead"`
	Session string   `json:"session"` // id
	Groups  []string `json:"groups"`  // ids
	Month   string   `json:"month"`   // YYYY-MM, or ""
}

func listLeads(l *builder.Listing, pages []*handbook.Page) (table, any) {
	t := table{headings: []string{
		handbook.Text{FR: "Fichier", EN: "File"}.In(l.Lang), handbook.Text{FR: "Piste", EN: "Lead"}.In(l.Lang),
		handbook.Text{FR: "Séance", EN: "Session"}.In(l.Lang), handbook.Text{FR: "Groupe", EN: "Group"}.In(l.Lang),
	}}
	out := []jsonLead{}
	for _, lead := range l.Leads(pages) {
		p := lead.Session
		t.add(cell{text: placeOf(p.Path, lead.Pos)}, cell{text: lead.Text}, cell{text: p.Title}, cell{text: titles(p.Groups())})
		one := jsonLead{p.Path, lead.Pos.Line, lead.Pos.Column, lead.Text, p.ID, []string{}, ""}
		for _, g := range p.Groups() {
			one.Groups = append(one.Groups, g.ID)
		}
		if !p.Month.IsZero() {
			one.Month = p.Month.String()
		}
		out = append(out, one)
	}
	return t, out
}

func placeOf(path string, pos handbook.Pos) string {
	return fmt.Sprintf("%s:%d:%d", path, pos.Line, pos.Column)
}

// jsonLink is a link as list --json shows it.
type jsonLink struct {
	Path   string `json:"path"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
	Kind   string `json:"kind"`   // page, wikilink, image, external, or the key of a reference
	Target string `json:"target"` // as written
	To     string `json:"to"`     // path that it leads to, or ""
	State  string `json:"state"`  // ok, broken, external
}

func listLinks(l *builder.Listing, pages []*handbook.Page) (table, any) {
	t := table{headings: []string{
		handbook.Text{FR: "Fichier", EN: "File"}.In(l.Lang), handbook.Text{FR: "Forme", EN: "Kind"}.In(l.Lang),
		handbook.Text{FR: "Cible", EN: "Target"}.In(l.Lang), handbook.Text{FR: "Mène à", EN: "Leads to"}.In(l.Lang),
		handbook.Text{FR: "État", EN: "State"}.In(l.Lang),
	}}
	states := map[builder.LinkState]cell{
		builder.LinkGood:     {handbook.Text{FR: "bon", EN: "ok"}.In(l.Lang), ""},
		builder.LinkBroken:   {handbook.Text{FR: "cassé", EN: "broken"}.In(l.Lang), red},
		builder.LinkExternal: {handbook.Text{FR: "externe", EN: "external"}.In(l.Lang), faint},
	}
	out := []jsonLink{}
	for _, link := range l.Links(pages) {
		t.add(cell{text: placeOf(link.Source.Path, link.Pos)}, cell{text: kindName(link.Kind, l.Lang)}, cell{text: link.Target}, cell{text: link.Path}, states[link.State])
		out = append(out, jsonLink{link.Source.Path, link.Pos.Line, link.Pos.Column, link.Kind, link.Target, link.Path, string(link.State)})
	}
	return t, out
}

// kindName returns how a kind of link is called: a key as it is written.
func kindName(kind string, lang handbook.Lang) string {
	names := map[string]handbook.Text{
		"page": {FR: "chemin", EN: "path"}, "wikilink": {FR: "[[lien]]", EN: "[[link]]"},
		"image": {FR: "image", EN: "image"}, "external": {FR: "web", EN: "web"},
	}
	if name, ok := names[kind]; ok {
		return name.In(lang)
	}
	for _, f := range handbook.AllFields() {
		if f.Key.EN == kind {
			return f.Key.In(lang)
		}
	}
	return kind
}
