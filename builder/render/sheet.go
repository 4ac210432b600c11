package render

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"relais/builder/handbook"
)

// SheetView is a formalized practice: the page that employees come for.
type SheetView struct {
	Article
	Functions []Link
	Moment    string   // "Avant", "Pendant", "Après" the hard moment; "" when not said
	Channels  []string // where people meet: "Guichet", "Téléphone"
	Maturity  string   // "éprouvée"; "" when not said
	Status    string   // "Validée"
	Validated Date

	Groups      []Link // the groups that it comes from
	Sessions    []Link // the sessions that it comes from
	AgreedOn    Date
	AgreedHow   string
	Answers     []Link // situations
	Complements []Link
	Alternative []Link
	Replaces    []Link
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
	return SheetView{
		Article: h.article(p, p.Functions(), p.Groups(), sessions, answers, complements, alternatives,
			replaces, replacedBy, notions, resources),
		Functions:   h.links(p.Functions()),
		Moment:      handbook.Name(handbook.Moments(), p.Moment, h.lang),
		Channels:    h.channels(p),
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
		Notions:     h.definitions(notions),
		Resources:   h.resources(resources),
	}
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
			definitions[i].Distinct = append(definitions[i].Distinct, lowered(h.cards[other].link.Title))
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
