package check

import (
	"regexp"
	"strconv"
	"strings"

	"relais/builder/handbook"
)

// fewest is how many people a group or a meeting needs for what one of them
// said not to point to that one.
const fewest = 5

// recognisable looks for what lets a reader recognise somebody whom no text
// names: a group of very few, a day where the month is enough, a role with a place and
// a date in one sentence. All are questions to whoever answers for the text:
// only a person can tell.
func recognisable(p *handbook.Page, report func(handbook.Problem)) {
	if p.Withdrawn() {
		return
	}
	ask := func(code string, pos handbook.Pos, args map[string]string) {
		problem := p.Problem(code, pos, args)
		problem.Severity = min(problem.Severity, handbook.Warning)
		report(problem)
	}
	if n := p.Headcount; n > 0 && n < fewest {
		ask("headcount-small", p.Pos("headcount"), map[string]string{"Headcount": strconv.Itoa(n)})
	}
	if n := p.Attendees; n > 0 && n < fewest {
		ask("attendees-few", p.Pos("attendees"), map[string]string{"Attendees": strconv.Itoa(n)})
	}
	for _, s := range p.Body.Sections {
		if hasDigit(s.Text) && tells(p, s) {
			askOf(p, s, ask)
		}
	}
}

// tells reports whether a section may tell what happened to somebody. A sheet says what
// to do, but for the example that it gives.
func tells(p *handbook.Page, s handbook.Section) bool {
	switch p.Type {
	case handbook.Session, handbook.Situation:
		return true
	case handbook.Sheet:
		title := handbook.Fold(s.Title)
		return strings.Contains(title, "exemple") || strings.Contains(title, "example")
	}
	return false
}

// askOf asks about the sentences of a section.
func askOf(p *handbook.Page, s handbook.Section, ask func(code string, pos handbook.Pos, args map[string]string)) {
	pos := handbook.Pos{Line: 1, Column: 1}
	for _, heading := range p.Body.Headings {
		if heading.ID == s.ID {
			pos = heading.Pos
		}
	}
	for i, sentence := range sentences(s.Text) {
		if !hasDigit(sentence) {
			continue
		}
		day := dayIn(sentence)
		if day != "" {
			ask("day-in-text", pos, map[string]string{"Day": day})
		}
		dated := day != "" || monthOfYear.MatchString(sentence)
		if dated && role.MatchString(sentence) && placeIn(sentence) {
			ask("role-place-date", pos, map[string]string{"Title": s.Title, "Sentence": strconv.Itoa(i + 1)})
		}
	}
}

// hasDigit says whether a text may give a date: without a digit none does, and the
// expressions below need not be tried on all that is written.
func hasDigit(text string) bool { return strings.ContainsAny(text, "0123456789") }

// sentences cuts a text where a sentence or a paragraph ends.
func sentences(text string) []string {
	var all []string
	for _, sentence := range sentenceEnd.Split(text, -1) {
		if sentence = strings.TrimSpace(sentence); sentence != "" {
			all = append(all, sentence)
		}
	}
	return all
}

// Blanks in a text that was typeset may be no-break ones, and \b knows ASCII only.
const (
	blank    = `[\s\x{a0}\x{202f}]+`
	before   = `(?:^|[^\pL\d/.-])`
	after    = `(?:$|[^\pL\d/-])`
	dayFR    = `(?:1er|[12]?\d|3[01])`
	dayEN    = `(?:[12]?\d|3[01])(?:st|nd|rd|th)?`
	monthsFR = `(?i:janvier|f[ée]vrier|mars|avril|mai|juin|juillet|ao[ûu]t|septembre|octobre|novembre|d[ée]cembre)`
	monthsEN = `(?:January|February|March|April|May|June|July|August|September|October|November|December)`
	year     = `(?:19|20)\d\d`
)

var (
	sentenceEnd = regexp.MustCompile(`[.!?…](?:[\s\x{a0}\x{202f}»”"]+|$)|\n`)

	days = regexp.MustCompile(before + `(` + strings.Join([]string{
		dayFR + blank + monthsFR + `(?:` + blank + year + `)?`,
		dayEN + blank + `(?:of` + blank + `)?` + monthsEN + `(?:,?` + blank + year + `)?`,
		monthsEN + blank + dayEN + `(?:,?` + blank + year + `)?`,
		`\d{1,2}/\d{1,2}/(?:` + year + `|\d\d)`, `\d{1,2}\.\d{1,2}\.` + year, year + `-\d\d-\d\d`,
	}, "|") + `)` + after)
	monthOfYear = regexp.MustCompile(before + `(?:` + monthsFR + `|` + monthsEN + `)` + blank + year + after)

	// A law is known by its day, and some days are everybody's.
	citation = regexp.MustCompile(`(?i:loi|décret|arrêté|ordonnance|circulaire|directive|règlement|arrêt|jugement|délibération|act|decree|order|regulation|judgment)\pL{0,2}` + before + `.{0,60}$`)
	holiday  = regexp.MustCompile(`^(?i:1er|1|8|11|14|15|25)` + blank + `(?i:janvier|mai|juillet|août|novembre|décembre)$`)

	role = regexp.MustCompile(before + `(?i:agente?s?|responsables?|direct(?:eur|rice)|chef(?:fe)?|encadrante?|secrétaire|gardien(?:ne)?|médecin|infirmi(?:er|ère)|` +
		`assistante?` + blank + `sociale?|éducat(?:eur|rice)|policier|policière|maire|adjointe?|manager|director|head|officer|clerk|secretary|caretaker|doctor|nurse|social` +
		blank + `worker|guard|mayor|supervisor)` + after)
	place = regexp.MustCompile(`(?:^|[\s\x{a0}\x{202f}(])(?:à|au|aux|de|du|des|en|chez|at|in|of|d['’])` + blank + `?(?:(?:la|le|les|the)` + blank + `|l['’])?(\p{Lu}[\pL-]{2,})`)
	month = regexp.MustCompile(`^` + monthsEN + `$`)
)

// dayIn returns the first day of the calendar that a sentence gives, or "".
func dayIn(sentence string) string {
	for _, at := range days.FindAllStringSubmatchIndex(sentence, -1) {
		day := sentence[at[2]:at[3]]
		if !citation.MatchString(sentence[:at[2]]) && !holiday.MatchString(day) {
			return day
		}
	}
	return ""
}

// placeIn reports whether a sentence seems to name a place.
func placeIn(sentence string) bool {
	for _, found := range place.FindAllStringSubmatch(sentence, -1) {
		if !month.MatchString(found[1]) {
			return true
		}
	}
	return false
}
