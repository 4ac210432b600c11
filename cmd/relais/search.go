package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"relais/builder"
	"relais/builder/handbook"
	"relais/search"
)

// searchFlags are the options of search.
type searchFlags struct {
	flags
	facets []string // name=value
	limit  int
}

func searchCommand(lang handbook.Lang) *cobra.Command {
	var f searchFlags
	text := func(fr, en string) string { return handbook.Text{FR: fr, EN: en}.In(lang) }
	c := &cobra.Command{
		Use:   text("search MOTS…", "search WORDS…"),
		Short: text("Cherche dans le manuel, comme le site publié", "Searches the handbook, as the published site does"),
		Long: text(
			"Cherche dans le manuel : mêmes réponses, dans le même ordre, que le site publié.\n\n\"passage de relais\" entre guillemets exige ces mots ; -mot écarte les pages qui le\ncontiennent ; fonction:management ou type:fiche filtrent, comme --facet.",
			"Searches the handbook: the same answers, in the same order, as the published site.\n\n\"handing over\" in quotation marks demands these words; -word leaves out pages that\nhave it; function:management or type:sheet filter, as --facet does."),
		Example: "  relais search \"il m'a traitée de\"\n  relais search agresif --facet type=fiche --facet moment=pendant\n  relais search -- reformuler -téléphone",
		RunE: func(c *cobra.Command, args []string) error {
			return f.run(c, strings.Join(args, " "))
		},
	}
	f.registerReading(c, lang)
	c.Flags().Lookup("source").Usage = text("`dossier` du manuel (le dossier courant)", "`folder` of the handbook (the current one)")
	c.Flags().StringArrayVarP(&f.facets, "facet", "f", nil, text("`facette=valeur` : ne garde que ces pages ; répétable", "`facet=value`: keeps these pages only; may be repeated"))
	c.Flags().IntVarP(&f.limit, "limit", "n", 10, text("`nombre` de résultats montrés", "`number` of results shown"))
	c.Flags().BoolVar(&f.json, "json", false, text("écrit le résultat en JSON", "writes the result as JSON"))
	return c
}

// run asks and tells. That nothing is found is an answer, not a failure.
func (f *searchFlags) run(c *cobra.Command, words string) error {
	if strings.TrimSpace(words) == "" && len(f.facets) == 0 {
		return localError{text: handbook.Text{
			FR: "relais : que faut-il chercher ? Écrivez par exemple : relais search \"il m'a traitée de\".",
			EN: "relais: what is to be searched? Write for instance: relais search \"shouting at the desk\".",
		}}
	}
	if f.limit < 1 {
		return localError{text: handbook.Text{
			FR: fmt.Sprintf("relais : --limit vaut %d ; un nombre de résultats, au moins 1, est attendu.", f.limit),
			EN: fmt.Sprintf("relais: --limit is %d; a number of results, at least 1, is expected.", f.limit),
		}}
	}
	_, source, err := f.locate(nil)
	if err != nil {
		return err
	}
	opts, err := f.options(source)
	if err != nil {
		return err
	}
	opts.Observe = spendMemory
	restMemory()
	var out, warnings bytes.Buffer
	err = builder.Ask(c.Context(), opts, func(finder *builder.Finder) error {
		out.Reset()
		warnings.Reset()
		return f.answer(c, finder, words, &out, &warnings)
	})
	fmt.Fprint(c.ErrOrStderr(), warnings.String())
	if err != nil {
		return machineError(err, "")
	}
	_, err = out.WriteTo(c.OutOrStdout())
	return err
}

// answer asks a search that is ready.
func (f *searchFlags) answer(c *cobra.Command, finder *builder.Finder, words string, out, warnings io.Writer) (err error) {
	warnOfErrors(warnings, finder.Errors, finder.Lang)
	query := search.Query{Text: words, Limit: f.limit}
	if query.Filters, err = f.filters(finder); err != nil {
		return err
	}
	if f.json {
		for _, facet := range finder.Facets() {
			query.Facets = append(query.Facets, facet.Name)
		}
	}
	results, err := finder.SearchAsReaders(c.Context(), query)
	if err != nil {
		return fmt.Errorf("searching: %w", err)
	}
	if f.json {
		encoder := json.NewEncoder(out)
		encoder.SetIndent("", "  ")
		encoder.SetEscapeHTML(false)
		return encoder.Encode(results)
	}
	answer := answer{words: words, lang: finder.Lang, results: results, marks: markNames(finder), bold: isTerminal(c.OutOrStdout())}
	_, err = io.WriteString(out, answer.String())
	return err
}

// warnOfErrors says that texts have errors, so that pages may be missing.
func warnOfErrors(w io.Writer, errors int, lang handbook.Lang) {
	if errors > 0 {
		fmt.Fprintln(w, handbook.Text{
			FR: fmt.Sprintf("relais : %s dans les textes ; des pages peuvent manquer. « relais check » dit lesquelles.", plural(errors, "erreur", "erreurs")),
			EN: fmt.Sprintf("relais: %s in the texts; pages may be missing. “relais check” tells which.", plural(errors, "error", "errors")),
		}.In(lang))
	}
}

// filters reads the --facet options.
func (f *searchFlags) filters(finder *builder.Finder) (map[string][]string, error) {
	filters := map[string][]string{}
	for _, written := range f.facets {
		name, value, ok := strings.Cut(written, "=")
		if !ok {
			return nil, localError{text: handbook.Text{
				FR: fmt.Sprintf("relais : « %s » n’est pas un filtre. Écrivez par exemple --facet type=fiche.", written),
				EN: fmt.Sprintf("relais: “%s” is no filter. Write for instance --facet type=sheet.", written),
			}}
		}
		facet, id, err := finder.Filter(name, value)
		var unknown *builder.FilterError
		switch {
		case errors.As(err, &unknown):
			return nil, localError{cause: err, text: filterText(unknown)}
		case err != nil:
			return nil, err
		}
		filters[facet] = append(filters[facet], id)
	}
	return filters, nil
}

// maxNamed bounds how many values of a facet a message lists.
const maxNamed = 12

func filterText(e *builder.FilterError) handbook.Text {
	exist := strings.Join(e.Exist[:min(maxNamed, len(e.Exist))], ", ")
	if len(e.Exist) > maxNamed {
		exist += ", …"
	}
	text := handbook.Text{
		FR: fmt.Sprintf("relais : aucune page n’a « %s » pour %s. Choisissez parmi : %s.", e.Value, e.Facet, exist),
		EN: fmt.Sprintf("relais: no page has “%s” for %s. Choose one of: %s.", e.Value, e.Facet, exist),
	}
	if e.IsName {
		text = handbook.Text{
			FR: fmt.Sprintf("relais : la facette « %s » n’existe pas. Choisissez parmi : %s.", e.Facet, exist),
			EN: fmt.Sprintf("relais: there is no facet “%s”. Choose one of: %s.", e.Facet, exist),
		}
	}
	if e.Near != "" {
		text.FR += fmt.Sprintf(" Vouliez-vous dire « %s » ?", e.Near)
		text.EN += fmt.Sprintf(" Did you mean “%s”?", e.Near)
	}
	return text
}

// markNames returns what readers see of the marks of a hit: they are statuses.
func markNames(finder *builder.Finder) map[string]string {
	names := map[string]string{}
	for _, facet := range finder.Facets() {
		if facet.Name == "status" {
			for _, v := range facet.Values {
				names[v.ID] = v.Label
			}
		}
	}
	return names
}
