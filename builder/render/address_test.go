package render

import (
	"testing"

	"relais/builder/handbook"
)

func TestAddressesHaveTheFoldersOfTheHandbooksLanguage(t *testing.T) {
	for _, c := range []struct {
		id     string
		typ    handbook.Type
		lang   handbook.Lang
		expect string
	}{
		{"face-a-une-insulte", handbook.Sheet, handbook.French, "fiches/face-a-une-insulte.html"},
		{"set-the-limit", handbook.Sheet, handbook.English, "sheets/set-the-limit.html"},
		{"gs-3", handbook.Session, handbook.French, "seances/gs-3.html"},
		{"index", handbook.PlainPage, handbook.French, "pages/index.page.html"},
	} {
		p := &handbook.Page{Fields: handbook.Fields{Type: c.typ, ID: c.id}}
		if got := p.Address(c.lang); got != c.expect {
			t.Errorf("Address(%s) = %q, want %q", c.id, got, c.expect)
		}
	}
}

func TestDialTakesOneNumberOnly(t *testing.T) {
	for number, want := range map[string]string{
		"17": "tel:17", "3114": "tel:3114", "01 23 45 67 89": "tel:0123456789", "+33 (0)1.23-45": "tel:+330123" + "45",
		"15 ou 112": "", "1": "", "": "", "javascript:1": "", "01 23 45 67 89 01 23 45 67": "",
	} {
		if got, ok := dial(number); string(got) != want || ok != (want != "") {
			t.Errorf("dial(%q) = %q, %v; want %q", number, got, ok, want)
		}
	}
}

func TestOutsideLetsFourSchemesThrough(t *testing.T) {
	for address, want := range map[string]bool{
		"https://exemple.example/a?b=c&d": true, "HTTP://exemple.example": true, "mailto:a@b.example": true, "tel:+33123": true,
		"javascript:alert(1)": false, "JavaScript:alert(1)": false, "data:text/html,x": false, "//evil.example": false,
		"ftp://a": false, "https:": false, "page.html": false, "": false, " https://a": false, "ht\ntps://a": false,
	} {
		if _, got := outside(address); got != want {
			t.Errorf("outside(%q) = %v", address, got)
		}
	}
}

func TestDatesAreInWords(t *testing.T) {
	fr := &words{lang: handbook.French, months: [13]string{7: "juillet"}}
	en := &words{lang: handbook.English, months: [13]string{7: "July"}}
	day := func(d int) handbook.Date { return handbook.Date{Year: 2025, Month: 7, Day: d} }
	for _, c := range []struct{ got, want Date }{
		{fr.date(day(3)), Date{"2025-07-03", "3\u00a0juillet 2025"}},
		{fr.date(day(1)), Date{"2025-07-01", "1er\u00a0juillet 2025"}},
		{en.date(day(1)), Date{"2025-07-01", "1\u00a0July 2025"}},
		{fr.month(handbook.Month{Year: 2025, Month: 7}), Date{"2025-07", "juillet 2025"}},
		{fr.date(handbook.Date{}), Date{}},
		{en.month(handbook.Month{}), Date{}},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}
