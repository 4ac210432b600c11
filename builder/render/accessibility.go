package render

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"

	"go.yaml.in/yaml/v4"

	"relais/builder/handbook"
	"relais/builder/markdown"
)

// AccessibilityView is the accessibility statement: what is known of the theme, criterion
// by criterion of the RGAA, how a barrier is told, and to whom.
type AccessibilityView struct {
	Frame
	PublicBody bool // the law binds who publishes, and gives a recourse
	Assessment
}

// Assessment is what a theme says of its accessibility, in the language of the site. The zero
// Assessment is that of a theme that says nothing.
type Assessment struct {
	Of                 string // what was assessed
	On                 Date
	Standing           string // "full", "partial" or "none", as the law names a rate; "" when nothing was assessed
	Rate               int    // of those that apply, how many of a hundred are met, rounded down
	Met, Unmet, Absent int
	Applying           int // Met and Unmet
	Methods            []string
	Themes             []AssessedTheme
	Failures           []Criterion // those that are not met
}

// AssessedTheme is one of the RGAA's themes.
type AssessedTheme struct {
	Title    string
	Criteria []Criterion
}

// Criterion is one criterion of the RGAA.
type Criterion struct {
	ID     string // "10.7"
	About  string
	Result string // "met", "unmet" or "absent": there is nothing that it applies to
	By     []int  // which methods checked it, from 1
	Note   string
}

// AccessibilityAddress returns the address of the accessibility statement.
func AccessibilityAddress(lang handbook.Lang) string {
	return handbook.Text{FR: "accessibilite.html", EN: "accessibility.html"}.In(lang)
}

// assessmentFile is where a theme says what is known of its accessibility.
const assessmentFile = "accessibility.yaml"

// bilingual is a text of a theme's file in both languages.
type bilingual struct{ FR, EN string }

func (b bilingual) in(lang handbook.Lang) string {
	return markdown.Typeset(handbook.Text(b).In(lang), lang)
}

// readAssessment reads what the theme says of its accessibility, if it says anything.
func readAssessment(theme fs.FS, w *words) (Assessment, error) {
	data, err := fs.ReadFile(theme, assessmentFile)
	if errors.Is(err, fs.ErrNotExist) {
		return Assessment{}, nil
	}
	if err != nil {
		return Assessment{}, fmt.Errorf("accessibility of the theme: %w", err)
	}
	a, err := assess(data, w)
	if err != nil {
		return Assessment{}, fmt.Errorf("%s: %w", assessmentFile, err)
	}
	return a, nil
}

// assess decodes an assessment and counts its results.
func assess(data []byte, w *words) (Assessment, error) {
	var file struct {
		Of      bilingual
		Date    string
		Methods yaml.Node // a mapping, in the order in which it is written
		Themes  []struct {
			bilingual `yaml:",inline"`
			Criteria  []struct {
				bilingual `yaml:",inline"`
				ID        string
				Result    string
				By        []string
				Note      bilingual
			}
		}
	}
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	decoder.KnownFields(true)
	if err := decoder.Decode(&file); err != nil {
		return Assessment{}, err
	}
	day, err := handbook.ParseDate(file.Date)
	if err != nil {
		return Assessment{}, fmt.Errorf("date: %w", err)
	}
	a := Assessment{Of: file.Of.in(w.lang), On: w.date(day)}
	methods := map[string]int{}
	for i := 0; i+1 < len(file.Methods.Content); i += 2 {
		var method bilingual
		if err := file.Methods.Content[i+1].Decode(&method); err != nil {
			return Assessment{}, err
		}
		a.Methods = append(a.Methods, method.in(w.lang))
		methods[file.Methods.Content[i].Value] = len(a.Methods)
	}
	for _, group := range file.Themes {
		theme := AssessedTheme{Title: group.in(w.lang)}
		for _, c := range group.Criteria {
			criterion := Criterion{ID: c.ID, About: c.in(w.lang), Result: c.Result, Note: c.Note.in(w.lang)}
			for _, name := range c.By {
				method, known := methods[name]
				if !known {
					return Assessment{}, fmt.Errorf("criterion %s: no method is called %q", c.ID, name)
				}
				criterion.By = append(criterion.By, method)
			}
			if err := a.count(criterion); err != nil {
				return Assessment{}, err
			}
			theme.Criteria = append(theme.Criteria, criterion)
		}
		a.Themes = append(a.Themes, theme)
	}
	a.stand()
	return a, nil
}

// count adds the result of a criterion to the others.
func (a *Assessment) count(c Criterion) error {
	switch c.Result {
	case "met":
		a.Met++
	case "unmet":
		a.Unmet++
		a.Failures = append(a.Failures, c)
	case "absent":
		a.Absent++
	default:
		return fmt.Errorf("criterion %s: result %q is not met, unmet or absent", c.ID, c.Result)
	}
	return nil
}

// stand names the rate as the decree on accessibility does: full is all, partial at least half.
func (a *Assessment) stand() {
	a.Applying = a.Met + a.Unmet
	a.Rate = 100 * a.Met / max(1, a.Applying)
	switch {
	case a.Unmet == 0 && a.Met > 0:
		a.Standing = "full"
	case a.Rate >= 50:
		a.Standing = "partial"
	default:
		a.Standing = "none"
	}
}

// accessibility returns the view of the accessibility statement.
func (h here) accessibility() AccessibilityView {
	return AccessibilityView{
		Frame:      h.frame(h.words.accessibility, "", ""),
		PublicBody: h.book.Config.PublicBody,
		Assessment: h.assessment,
	}
}
