package handbook

import "cmp"

// State counts what a handbook covers, how ripe it is and what is fragile in it:
// counts of pages, never of persons. Archived pages count nowhere but in Archived.
type State struct {
	Sheets, Archived int
	Coverage         []Coverage // a function that has situations each, then those of no function
	ByStatus         map[Status]int
	ByMaturity       map[Maturity]int // "" for those that do not say
	Reviews          Reviews          // of sheets
	Fragile          Fragile          // sheets
	Leads            []Leads          // a group that has sessions each
}

// Coverage counts the situations of a function that sheets answer.
type Coverage struct {
	Function   *Page // nil for situations of no function
	Situations int
	Answered   int            // at any moment
	At         map[string]int // by moment
}

// Reviews counts sheets by when they are due for review.
type Reviews struct{ Due, Soon, Later, Undated int }

// soon is how many months ahead a review is near.
const soon = 6

// Fragile counts sheets that little holds. One sheet may be of several kinds.
type Fragile struct {
	OneSource   int // at most one session worked on it
	ClosedGroup int // every group that it comes from has ended
	NoOwner     int
	Any         int // of at least one of these kinds
}

// Leads counts the practices that a group's sessions mentioned.
type Leads struct {
	Group            *Page
	Formalized, Open int
}

// State counts what h holds on day.
func (h *Handbook) State(day Date) State {
	s := State{ByStatus: map[Status]int{}, ByMaturity: map[Maturity]int{}}
	ahead := Month{Year: day.Year, Month: day.Month + soon}
	if ahead.Month > 12 {
		ahead.Year, ahead.Month = ahead.Year+1, ahead.Month-12
	}
	near := Date{Year: ahead.Year, Month: ahead.Month, Day: day.Day}
	for _, p := range h.Of(Sheet) {
		if p.Status == Archived {
			s.Archived++
			continue
		}
		s.Sheets++
		s.ByStatus[cmp.Or(p.Status, Draft)]++
		s.ByMaturity[p.Maturity]++
		switch {
		case p.ReviewOn.IsZero():
			s.Reviews.Undated++
		case p.Stale(day):
			s.Reviews.Due++
		case p.ReviewOn.Before(near):
			s.Reviews.Soon++
		default:
			s.Reviews.Later++
		}
		s.Fragile.count(p, day)
	}
	s.Coverage = h.coverage()
	for _, group := range h.Of(Group) {
		leads := Leads{Group: group}
		for _, session := range Of(Session, group.From(ByGroup)) {
			leads.Formalized += len(session.To(LedTo))
			leads.Open += len(session.OpenLeads())
		}
		if leads.Formalized+leads.Open > 0 {
			s.Leads = append(s.Leads, leads)
		}
	}
	return s
}

func (f *Fragile) count(sheet *Page, day Date) {
	kinds := 0
	note := func(is bool, count *int) {
		if is {
			*count++
			kinds++
		}
	}
	note(len(sheet.To(FromSession)) <= 1, &f.OneSource)
	note(closed(sheet.Groups(), day), &f.ClosedGroup)
	note(sheet.Owner == "", &f.NoOwner)
	if kinds > 0 {
		f.Any++
	}
}

// closed reports whether there are groups and all have ended before the month of day.
func closed(groups []*Page, day Date) bool {
	for _, group := range groups {
		if end := group.End; end.IsZero() || end.Year > day.Year || end.Year == day.Year && end.Month >= day.Month {
			return false
		}
	}
	return len(groups) > 0
}

// coverage counts the situations that sheets answer, by function. One of two
// functions counts in both.
func (h *Handbook) coverage() []Coverage {
	var all []Coverage
	at := map[*Page]int{}
	functions := append(h.Of(Function), nil)
	for _, function := range functions {
		at[function] = len(all)
		all = append(all, Coverage{Function: function, At: map[string]int{}})
	}
	for _, situation := range h.Of(Situation) {
		if situation.Status == Archived {
			continue
		}
		moments := map[string]bool{}
		answered := 0
		for _, sheet := range situation.From(Answers) {
			if sheet.Status != Archived {
				answered = 1
				moments[sheet.Moment] = true
			}
		}
		of := situation.Functions()
		if len(of) == 0 {
			of = []*Page{nil}
		}
		for _, function := range of {
			c := &all[at[function]]
			c.Situations++
			c.Answered += answered
			for moment := range moments {
				c.At[moment]++
			}
		}
	}
	var some []Coverage
	for _, c := range all {
		if c.Situations > 0 {
			some = append(some, c)
		}
	}
	return some
}
