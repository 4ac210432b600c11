package scaffold

import (
	"slices"
	"strconv"
	"strings"

	"relais/builder/handbook"
)

// known returns what follows from a request, as YAML, by the English spelling
// of the key. A list that nothing is known of is [], to be written in.
func (r Request) known(book *handbook.Handbook) map[string]string {
	known := map[string]string{
		"title":    quoted(r.Title),
		"status":   key(handbook.Statuses(), string(handbook.Draft), book.Config.Lang),
		"audience": key(handbook.Audiences(), string(r.audience(book)), book.Config.Lang),
		"maturity": key(handbook.Maturities(), string(r.Maturity), book.Config.Lang),
	}
	group := r.group()
	functions := r.functions(book, group)
	about := map[handbook.Relation][]*handbook.Page{
		handbook.OfFunction: functions,
		handbook.Uses:       r.notions(group),
	}
	if group != nil {
		about[handbook.ByGroup] = []*handbook.Page{group}
	}
	if r.Session != nil {
		about[handbook.FromSession] = []*handbook.Page{r.Session}
		about[handbook.Answers] = r.Session.To(handbook.WorkedOn)
	}
	switch r.Type {
	case handbook.Situation:
		about[handbook.WorkedOn] = about[handbook.FromSession]
	case handbook.Session:
		delete(about, handbook.FromSession)
		r.meeting(known, group)
	case handbook.Group:
		about[handbook.FromNeed] = needsOf(functions)
		about[handbook.UnderCharter] = only(book.Of(handbook.Charter))
		for _, need := range about[handbook.FromNeed] {
			known["sessions_planned"] = number(need.SessionsPlanned)
		}
	}
	for _, f := range handbook.AllFields() {
		switch {
		case f.Refs != nil && f.Several():
			known[f.Key.EN] = "[" + strings.Join(ids(about[f.Refs.Relation]), ", ") + "]"
		case f.Refs != nil:
			known[f.Key.EN] = strings.Join(ids(only(about[f.Refs.Relation])), "")
		case f.Several():
			known[f.Key.EN] = "[]"
		}
	}
	return known
}

// audience returns who may read the page once it is no longer a draft: those
// for whom the handbook is made or, for a session, nobody beyond the group
// until the group says otherwise.
func (r Request) audience(book *handbook.Handbook) handbook.Audience {
	if r.Type == handbook.Session {
		return handbook.WithinGroup
	}
	return book.Config.Readers.Audience
}

// group returns the group that the page comes from, or nil.
func (r Request) group() *handbook.Page {
	if r.Group != nil || r.Session == nil {
		return r.Group
	}
	for _, group := range r.Session.To(handbook.ByGroup) {
		return group
	}
	return nil
}

// functions returns the functions that the page belongs to: the one asked for, its
// group's, or that of a handbook which has only one.
func (r Request) functions(book *handbook.Handbook, group *handbook.Page) []*handbook.Page {
	switch {
	case r.Function != nil:
		return []*handbook.Page{r.Function}
	case group != nil:
		return group.Functions()
	}
	return only(book.Of(handbook.Function))
}

// notions returns those that the page will likely use: those of its session,
// else those of all its group wrote.
func (r Request) notions(group *handbook.Page) []*handbook.Page {
	if r.Session != nil {
		return r.Session.To(handbook.Uses)
	}
	if group == nil {
		return nil
	}
	var notions []*handbook.Page
	for _, p := range group.From(handbook.ByGroup) {
		for _, notion := range p.To(handbook.Uses) {
			if !slices.Contains(notions, notion) {
				notions = append(notions, notion)
			}
		}
	}
	return notions
}

// meeting fills in what is known of a group's next session.
func (r Request) meeting(known map[string]string, group *handbook.Page) {
	if group == nil {
		return
	}
	known["number"] = strconv.Itoa(nextNumber(group))
	outside := !group.Start.IsZero() && r.Month.Before(group.Start) || !group.End.IsZero() && group.End.Before(r.Month)
	if !r.Month.IsZero() && !outside {
		known["month"] = r.Month.String()
	}
	for _, s := range sessionsOf(group) {
		if s.Duration != "" {
			known["duration"] = quoted(s.Duration)
		}
	}
}

// sessionsOf returns the sessions of a group, by number.
func sessionsOf(group *handbook.Page) []*handbook.Page {
	return handbook.Of(handbook.Session, group.From(handbook.ByGroup))
}

// nextNumber returns the number of a group's next session.
func nextNumber(group *handbook.Page) int {
	last := 0
	for _, s := range sessionsOf(group) {
		last = max(last, s.Number)
	}
	return last + 1
}

// needsOf returns the need of a function that has only one.
func needsOf(functions []*handbook.Page) []*handbook.Page {
	var needs []*handbook.Page
	for _, f := range functions {
		needs = append(needs, handbook.Of(handbook.Need, f.From(handbook.OfFunction))...)
	}
	return only(needs)
}

// only returns pages when there is just one: where there are several, the writer chooses.
func only(pages []*handbook.Page) []*handbook.Page {
	if len(pages) != 1 {
		return nil
	}
	return pages
}

func ids(pages []*handbook.Page) []string {
	var ids []string
	for _, p := range pages {
		ids = append(ids, p.ID)
	}
	return ids
}

// key returns how the choice whose value is value is written in lang.
func key(choices []handbook.Choice, value string, lang handbook.Lang) string {
	for _, c := range choices {
		if c.Value == value {
			return c.Key.In(lang)
		}
	}
	return ""
}

// number returns n, or nothing for a number that was not written.
func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}
