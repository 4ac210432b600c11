package handbook

import (
	"cmp"
	"fmt"
	"time"
)

// Choice is one value of an enumeration. Value is what the model stores; Key is
// what authors write, in either language; Name is what readers see.
type Choice struct {
	Value string
	Key   Text
	Name  Text
}

// Languages lists the choices of the key `langue` / `language`.
func Languages() []Choice {
	return []Choice{
		{string(French), Text{"fr", "fr"}, Text{"Français", "French"}},
		{string(English), Text{"en", "en"}, Text{"Anglais", "English"}},
	}
}

// Status says how far a text has come. The empty status is that of types that
// need none (a function, a notion); sheets and sessions without one are drafts.
type Status string

// Statuses, in the order of a page's life.
const (
	Draft     Status = "draft"
	InDebate  Status = "in-debate"
	Validated Status = "validated"
	Archived  Status = "archived"
)

// Statuses lists the choices of the key `statut` / `status`.
func Statuses() []Choice {
	return []Choice{
		{string(Draft), Text{"brouillon", "draft"}, Text{"Brouillon", "Draft"}},
		{string(InDebate), Text{"en-debat", "in-debate"}, Text{"En débat", "In debate"}},
		{string(Validated), Text{"validee", "validated"}, Text{"Validée", "Validated"}},
		{string(Archived), Text{"archivee", "archived"}, Text{"Archivée", "Archived"}},
	}
}

// Maturity says how much a practice has been tried.
type Maturity string

// Maturities, least tried first.
const (
	Idea      Maturity = "idea"
	Promising Maturity = "promising"
	Proven    Maturity = "proven"
)

// Maturities lists the choices of the key `maturite` / `maturity`.
func Maturities() []Choice {
	return []Choice{
		{string(Idea), Text{"piste", "idea"}, Text{"Piste", "Idea"}},
		{string(Promising), Text{"prometteuse", "promising"}, Text{"Prometteuse", "Promising"}},
		{string(Proven), Text{"eprouvee", "proven"}, Text{"Éprouvée", "Proven"}},
	}
}

// Moments lists the choices of the key `moment`: before, during or after the hard moment.
func Moments() []Choice {
	return []Choice{
		{"before", Text{"avant", "before"}, Text{"Avant", "Before"}},
		{"during", Text{"pendant", "during"}, Text{"Pendant", "During"}},
		{"after", Text{"apres", "after"}, Text{"Après", "After"}},
	}
}

// Channels lists the choices of the key `canal` / `channel`: where the public is met.
func Channels() []Choice {
	return []Choice{
		{"desk", Text{"guichet", "desk"}, Text{"Guichet", "Desk"}},
		{"phone", Text{"telephone", "phone"}, Text{"Téléphone", "Phone"}},
		{"email", Text{"courriel", "email"}, Text{"Courriel", "E-mail"}},
		{"home", Text{"domicile", "home"}, Text{"Domicile", "Home visit"}},
		{"meeting", Text{"reunion", "meeting"}, Text{"Réunion", "Meeting"}},
	}
}

// Consents lists the choices of the key `accord_narrateurs` / `narrators_agreement`.
func Consents() []Choice {
	return []Choice{
		{"yes", Text{"oui", "yes"}, Text{"Oui", "Yes"}},
		{"no", Text{"non", "no"}, Text{"Non", "No"}},
		{"not-applicable", Text{"sans-objet", "not-applicable"}, Text{"Sans objet", "Not applicable"}},
	}
}

// Name returns what readers see of the choice whose Value is value, or value itself.
func Name(choices []Choice, value string, lang Lang) string {
	for _, c := range choices {
		if c.Value == value {
			return c.Name.In(lang)
		}
	}
	return value
}

// Month is a month of a year. The zero Month means that none was written.
type Month struct {
	Year  int
	Month time.Month
}

// ParseMonth reads "2025-06". A full date is refused on purpose: with a place
// and a small group, a day is enough to recognise someone.
func ParseMonth(s string) (Month, error) {
	t, err := time.Parse("2006-01", s)
	if err != nil {
		return Month{}, fmt.Errorf("month %q: want YYYY-MM", s)
	}
	return Month{t.Year(), t.Month()}, nil
}

// IsZero reports whether no month was written.
func (m Month) IsZero() bool { return m == Month{} }

// String returns m as "2025-06".
func (m Month) String() string { return fmt.Sprintf("%04d-%02d", m.Year, int(m.Month)) }

// Before reports whether m comes before n.
func (m Month) Before(n Month) bool {
	return m.Year < n.Year || m.Year == n.Year && m.Month < n.Month
}

// Date is a day of the calendar, without a time zone. The zero Date means that none was written.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// ParseDate reads "2025-07-03".
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, fmt.Errorf("date %q: want YYYY-MM-DD", s)
	}
	return DateOf(t), nil
}

// DateOf returns the day of t, in t's time zone.
func DateOf(t time.Time) Date {
	year, month, day := t.Date()
	return Date{year, month, day}
}

// IsZero reports whether no date was written.
func (d Date) IsZero() bool { return d == Date{} }

// String returns d as "2025-07-03".
func (d Date) String() string {
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day)
}

// Before reports whether d comes before e.
func (d Date) Before(e Date) bool {
	return cmp.Or(cmp.Compare(d.Year, e.Year), cmp.Compare(d.Month, e.Month), cmp.Compare(d.Day, e.Day)) < 0
}

// Agreement records when and how a group agreed to a text.
type Agreement struct {
	On  Date
	How string
}

// Citation is a legal or professional text, with the day on which somebody
// last checked that it is still in force.
type Citation struct {
	Text      string
	CheckedOn Date
}

// Subfield is a key inside a key, such as `le` in `accord_groupe`.
type Subfield struct {
	Key  Text
	Into any // pointer into the record, as for Field.Into
	Help Text
}

// Subfields lists the keys of an agreement and where their values go.
func (a *Agreement) Subfields() []Subfield {
	return []Subfield{
		{Text{"le", "on"}, &a.On, Text{"jour de l’accord", "day of the agreement"}},
		{Text{"modalite", "how"}, &a.How, Text{"comment le groupe s’est prononcé", "how the group gave it"}},
	}
}

// Subfields lists the keys of a citation and where their values go.
func (c *Citation) Subfields() []Subfield {
	return []Subfield{
		{Text{"texte", "text"}, &c.Text, Text{"intitulé du texte", "title of the text"}},
		{Text{"verifie_le", "checked_on"}, &c.CheckedOn, Text{"jour de la dernière vérification", "day of the last check"}},
	}
}

// Exception says that something which looks personal may be published as it
// is: a service's address, the name of an author. It is somebody's decision.
type Exception struct {
	Text   string // as it stands in the pages
	Role   string // of who decided; never a name
	On     Date
	Reason string
}

// Subfields lists the keys of an exception and where their values go. All are required.
func (e *Exception) Subfields() []Subfield {
	return []Subfield{
		{Text{"texte", "text"}, &e.Text, Text{"ce qui peut être publié, tel qu’il est écrit dans les pages", "what may be published, as the pages have it"}},
		{Text{"role", "role"}, &e.Role, Text{"fonction de la personne qui l’autorise, jamais son nom", "role of who allows it, never a name"}},
		{Text{"le", "on"}, &e.On, Text{"jour de la décision", "day of the decision"}},
		{Text{"motif", "reason"}, &e.Reason, Text{"pourquoi c’est permis", "why it is allowed"}},
	}
}

// Lacks returns the first key that e lacks, if any.
func (e *Exception) Lacks() (Text, bool) {
	for _, f := range e.Subfields() {
		switch into := f.Into.(type) {
		case *string:
			if *into == "" {
				return f.Key, true
			}
		case *Date:
			if into.IsZero() {
				return f.Key, true
			}
		}
	}
	return Text{}, false
}
