package handbook

// Relation ties two pages. It is declared on one side only; the model computes
// the other: p.To(r) follows it forward, p.From(r) backward.
type Relation string

// The relations of the model, each read from left to right.
const (
	OfFunction    Relation = "of-function"    // need, group, sheet, … → function
	FromNeed      Relation = "from-need"      // group → need
	UnderCharter  Relation = "under-charter"  // group → charter
	ByGroup       Relation = "by-group"       // session, sheet → group
	WorkedOn      Relation = "worked-on"      // session → situation
	LedTo         Relation = "led-to"         // session → sheet (a lead that was formalized)
	FromSession   Relation = "from-session"   // sheet → session
	Answers       Relation = "answers"        // sheet → situation
	Uses          Relation = "uses"           // sheet, session, situation, function → notion
	PointsTo      Relation = "points-to"      // sheet, situation, session, function → resource
	BeginsWith    Relation = "begins-with"    // function → sheet, in the order in which a newcomer reads them
	Complements   Relation = "complements"    // sheet ↔ sheet
	AlternativeTo Relation = "alternative-to" // sheet ↔ sheet
	Replaces      Relation = "replaces"       // sheet → the sheet that it replaces
	DistinctFrom  Relation = "distinct-from"  // notion → notion
	Mentions      Relation = "mentions"       // any page → a page that its text links to
)

// Symmetric reports whether the relation, declared on one page, holds for the other too.
func (r Relation) Symmetric() bool { return r == Complements || r == AlternativeTo }

// Ref is a reference as its author wrote it, before it is resolved.
type Ref struct {
	Spec *RefSpec
	Key  string // spelling of the key in the file, for messages
	Text string
	Pos  Pos
}
