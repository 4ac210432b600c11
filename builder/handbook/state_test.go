package handbook

import (
	"reflect"
	"testing"
)

func TestTheStateCountsPagesByWhatTheyLack(t *testing.T) {
	day := Date{2026, 3, 15}
	ended, open := page(Group, "clos", "fonction accueil"), page(Group, "ouvert", "fonction accueil")
	ended.End, open.End = Month{2026, 2}, Month{2026, 3}
	due := page(Sheet, "due", "groupe clos", "issue_de s1", "face_a cris", "fonctions accueil")
	due.Status, due.Maturity, due.ReviewOn, due.Moment = Validated, Proven, day, "during"
	soon := page(Sheet, "soon", "groupe ouvert", "issue_de s1", "issue_de s2", "face_a cris", "face_a file", "fonctions accueil")
	soon.Status, soon.ReviewOn, soon.Moment, soon.Owner = Validated, Date{2026, 9, 1}, "after", "Responsable"
	old := page(Sheet, "old", "face_a perdue", "fonctions accueil")
	old.Status = Archived
	h := tied(t, ended, open, due, soon, old,
		page(Function, "accueil"), page(Session, "s1", "groupe clos", "pistes due", "pistes une affiche"), page(Session, "s2", "groupe ouvert"),
		page(Situation, "cris", "fonctions accueil"), page(Situation, "file", "fonctions accueil"), page(Situation, "perdue", "fonctions accueil"))
	got := h.State(day)
	if got.Sheets != 2 || got.Archived != 1 || got.ByStatus[Validated] != 2 || got.ByMaturity[""] != 1 {
		t.Errorf("%+v", got)
	}
	if got.Reviews != (Reviews{Due: 1, Soon: 1}) {
		t.Errorf("%+v", got.Reviews)
	}
	if got.Fragile != (Fragile{OneSource: 1, ClosedGroup: 1, NoOwner: 1, Any: 1}) {
		t.Errorf("%+v", got.Fragile)
	}
	want := []Coverage{{h.Page(Function, "accueil"), 3, 2, map[string]int{"during": 1, "after": 2}}}
	if !reflect.DeepEqual(got.Coverage, want) {
		t.Errorf("%+v", got.Coverage)
	}
	if len(got.Leads) != 1 || got.Leads[0].Formalized != 1 || got.Leads[0].Open != 1 {
		t.Errorf("%+v", got.Leads)
	}
}
