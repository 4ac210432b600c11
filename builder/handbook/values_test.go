package handbook

import (
	"testing"
	"time"
)

func TestAMonthIsNeverReadFromADay(t *testing.T) {
	if m, err := ParseMonth("2025-06"); err != nil || m != (Month{2025, time.June}) || m.String() != "2025-06" {
		t.Errorf("2025-06 reads %v (%v)", m, err)
	}
	for _, s := range []string{"2025-06-12", "2025-13", "06-2025", "2025", "juin 2025", ""} {
		if m, err := ParseMonth(s); err == nil {
			t.Errorf("%q reads %v", s, m)
		}
	}
	if !(Month{2024, time.December}).Before(Month{2025, time.January}) || (Month{2025, time.June}).Before(Month{2025, time.June}) {
		t.Error("months are out of order")
	}
}

func TestAPageIsStaleFromItsReviewDayUnlessArchived(t *testing.T) {
	p := page(Sheet, "a")
	day := Date{2026, time.July, 3}
	p.ReviewOn = day
	for today, want := range map[Date]bool{{2026, time.July, 2}: false, day: true, {2027, time.January, 1}: true} {
		if p.Stale(today) != want {
			t.Errorf("on %s stale is %v", today, !want)
		}
	}
	p.Status = Archived
	if p.Stale(Date{2030, time.January, 1}) {
		t.Error("an archived page is stale")
	}
	p.Status, p.ReviewOn = Validated, Date{}
	if p.Stale(Date{2030, time.January, 1}) {
		t.Error("a page without a review day is stale")
	}
}

func TestSeverityRisesWithStatus(t *testing.T) {
	p := page(Sheet, "a")
	for status, want := range map[Status]Severity{Draft: Advice, Archived: Advice, InDebate: Warning, Validated: Error, "": Error} {
		p.Status = status
		if got := p.Problem("x", Pos{}, nil).Severity; got != want {
			t.Errorf("%q deserves %s, not %s", status, want, got)
		}
	}
}
