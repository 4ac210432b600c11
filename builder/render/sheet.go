package render

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"relais/builder/handbook"
)

// SheetView is a formalized practice: the page that employees come for.
type SheetView struct {
	Article
	Functions []Link
	Maturity  string // "éprouvée"; "" when not said
	Status    string // "Validée"
	Validated Date

	Essential []Part // what is read standing: in brief, when, the steps
	Rest      []Part

	Groups      []Link // the groups that it comes from
	Sessions    []Link // the sessions that it comes from
	AgreedOn    Date
	AgreedHow   string
	Answers     []Link // situations
	Complements []Link
	Alternative []Link
	Replaces    []Link
	Before      []Link // sheets that answer the same situations, to be done earlier
	After       []Link // and later
	Notions     []Definition
	Resources   []ResourceLink
}

// Definition is a notion with its definition.
type Definition struct {
	Link
	Text     string
	Distinct []string // titles and words not to be confused with it
}

func (h here) sheet(p *handbook.Page) SheetView {
	sessions, answers := p.To(handbook.FromSession), p.To(handbook.Answers)
	complements, alternatives := p.To(handbook.Complements), p.To(handbook.AlternativeTo)
	replaces, replacedBy := p.To(handbook.Replaces), p.From(handbook.Replaces)
	notions, resources := p.To(handbook.Uses), p.To(handbook.PointsTo)
	before, after := around(p, union(complements, alternatives, replaces, replacedBy))
	view := SheetView{
		Article: h.article(p, p.Functions(), p.Groups(), sessions, answers, complements, alternatives,
			replaces, replacedBy, notions, resources, before, after),
		Functions:   h.links(p.Functions()),
		Maturity:    strings.ToLower(handbook.Name(handbook.Maturities(), string(p.Maturity), h.lang)),
		Status:      handbook.Name(handbook.Statuses(), string(p.Status), h.lang),
		Validated:   h.words.date(p.ValidatedOn),
		Groups:      h.links(p.Groups()),
		Sessions:    h.links(sessions),
		AgreedOn:    h.words.date(p.Agreement.On),
		AgreedHow:   h.typeset(p.Agreement.How, p),
		Answers:     h.links(answers),
		Complements: h.links(complements),
		Alternative: h.links(alternatives),
		Replaces:    h.links(replaces),
		Before:      h.links(before),
		After:       h.links(after),
		Notions:     h.definitions(notions),
		Resources:   h.resources(resources),
	}
	if p.Moment != "" {
		view.Circumstances = append(view.Circumstances, handbook.Name(handbook.Moments(), p.Moment, h.lang))
	}
	view.Circumstances = append(view.Circumstances, h.channels(p)...)
	view.Essential, view.Rest = essential(view.Parts)
	return view
}

// essential returns the parts up to the steps and what comes after them. A sheet
// without steps has in its first part what matters.
func essential(parts []Part) (first, rest []Part) {
	n := min(1, len(parts))
	if steps := slices.IndexFunc(parts, func(part Part) bool { return part.Name == "steps" }); steps >= 0 {
		n = steps + 1
	}
	return parts[:n], parts[n:]
}

// around returns the sheets, but those shown elsewhere, that answer a situation
// that p answers, at an earlier moment than p's and at a later one.
func around(p *handbook.Page, shown []*handbook.Page) (before, after []*handbook.Page) {
	if p.Moment == "" {
		return nil, nil
	}
	var others []*handbook.Page
	for _, situation := range p.To(handbook.Answers) {
		others = append(others, situation.From(handbook.Answers)...)
	}
	for _, other := range without(union(others), shown, []*handbook.Page{p}) {
		if other.Moment == "" || isArchived(other) {
			continue
		}
		switch moment := momentRank(other); {
		case moment < momentRank(p):
			before = append(before, other)
		case moment > momentRank(p):
			after = append(after, other)
		}
	}
	return first(maxAround, before), first(maxAround, after)
}

// maxAround bounds the sheets before and after another.
const maxAround = 6

// momentRank returns the place of p's moment among moments.
func momentRank(p *handbook.Page) int {
	return slices.IndexFunc(handbook.Moments(), func(c handbook.Choice) bool { return c.Value == p.Moment })
}

// channels returns the names of where the people of p meet.
func (h here) channels(p *handbook.Page) []string {
	var names []string
	for _, channel := range p.Channels {
		names = append(names, handbook.Name(handbook.Channels(), channel, h.lang))
	}
	return names
}

func (h here) definitions(notions []*handbook.Page) []Definition {
	definitions := make([]Definition, len(notions))
	for i, p := range notions {
		definitions[i] = Definition{Link: h.link(p), Text: h.typeset(p.Definition, p)}
		for _, other := range distinctFrom(p) {
			definitions[i].Distinct = append(definitions[i].Distinct, lowered(h.card(other).link.Title))
		}
		definitions[i].Distinct = append(definitions[i].Distinct, h.typesetAll(p.Words(handbook.DistinctFrom), p)...)
	}
	return definitions
}

// lowered returns a title as it reads within a sentence: without its capital,
// unless it begins with an acronym.
func lowered(title string) string {
	first, size := utf8.DecodeRuneInString(title)
	if second, _ := utf8.DecodeRuneInString(title[size:]); !unicode.IsLower(second) {
		return title
	}
	return string(unicode.ToLower(first)) + title[size:]
}
