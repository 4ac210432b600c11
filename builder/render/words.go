package render

import (
	"cmp"
	"fmt"
	"io/fs"
	"strconv"
	"time"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"go.yaml.in/yaml/v4"
	"golang.org/x/text/language"

	"relais/builder/handbook"
)

// words holds the interface's messages in one language.
type words struct {
	lang          handbook.Lang
	localizer     *i18n.Localizer
	months        [13]string        // from 1
	gravities     [5]string         // of a situation; 0 for those that do not say
	themes        string            // "Thèmes"
	atlas         string            // "Carte des pratiques"
	anytime       string            // "À tout moment"
	accessibility string            // "Accessibilité"
	state         map[string]string // labels of the state of the handbook
	types         map[handbook.Type]typeWords
	same          map[handbook.Type]string // "même situation"; a theme shared is under "theme"
}

// typeWords are the names of a type, with a capital.
type typeWords struct {
	one, many string // "Fiche", "Fiches"
	all       string // "Toutes les fiches", the title of their list
}

// readWords reads strings/<lang>.yaml from the theme.
func readWords(theme fs.FS, lang handbook.Lang) (*words, error) {
	tag, err := language.Parse(string(lang))
	if err != nil {
		return nil, fmt.Errorf("language %q: %w", lang, err)
	}
	path := "strings/" + string(lang) + ".yaml"
	data, err := fs.ReadFile(theme, path)
	if err != nil {
		return nil, fmt.Errorf("words of the theme: %w", err)
	}
	bundle := i18n.NewBundle(tag)
	bundle.RegisterUnmarshalFunc("yaml", func(data []byte, v any) error { return yaml.Unmarshal(data, v) })
	if _, err := bundle.ParseMessageFileBytes(data, path); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	w := &words{lang: lang, localizer: i18n.NewLocalizer(bundle, string(lang)), types: map[handbook.Type]typeWords{}}
	if err := w.prepare(); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return w, nil
}

// prepare looks up the words that views need as data.
func (w *words) prepare() error {
	var missing error
	get := func(key string, about ...any) string {
		text, err := w.say(key, about...)
		missing = cmp.Or(missing, err)
		return text
	}
	w.themes, w.atlas, w.anytime = get("nav-theme"), get("map-title"), get("moment-none")
	w.accessibility = get("accessibility")
	for m := time.January; m <= time.December; m++ {
		w.months[m] = get("month-" + strconv.Itoa(int(m)))
	}
	for i := range w.gravities {
		w.gravities[i] = get("gravity-" + strconv.Itoa(i))
	}
	w.state = map[string]string{}
	for _, key := range []string{
		"state-title", "state-any", "state-unsaid", "state-due", "state-soon", "state-later", "state-undated", "state-one-source", "state-closed-group", "state-no-owner", "state-fragile-any",
	} {
		w.state[key] = get(key)
	}
	for _, info := range handbook.Types() {
		key := string(info.Type)
		w.types[info.Type] = typeWords{get("type-"+key, 1), get("type-"+key, 2), get("all-" + key)}
	}
	w.same = map[handbook.Type]string{"theme": get("same-theme")}
	for _, t := range []handbook.Type{handbook.Situation, handbook.Session, handbook.Notion} {
		w.same[t] = get("same-" + string(t))
	}
	return missing
}

// say returns the message whose key is key. A whole number chooses the plural
// form, and is {{.PluralCount}} in the message; any other value is the message's dot.
func (w *words) say(key string, about ...any) (string, error) {
	config := i18n.LocalizeConfig{MessageID: key}
	for _, value := range about {
		if count, ok := value.(int); ok {
			config.PluralCount = count
		} else {
			config.TemplateData = value
		}
	}
	text, err := w.localizer.Localize(&config)
	if err != nil {
		return "", fmt.Errorf("message %q: %w", key, err)
	}
	return text, nil
}

// Date is a day or a month of the calendar: ISO for machines, Words for people.
// The zero Date means that none was written.
type Date struct{ ISO, Words string }

// date returns d in words: "3 juillet 2025", "1er juillet 2025", "3 July 2025".
func (w *words) date(d handbook.Date) Date {
	if d.IsZero() {
		return Date{}
	}
	day := strconv.Itoa(d.Day)
	if d.Day == 1 && w.lang == handbook.French {
		day = "1er"
	}
	return Date{d.String(), day + "\u00a0" + w.months[d.Month] + " " + strconv.Itoa(d.Year)}
}

// month returns m in words: "juin 2025", "June 2025".
func (w *words) month(m handbook.Month) Date {
	if m.IsZero() {
		return Date{}
	}
	return Date{m.String(), w.months[m.Month] + " " + strconv.Itoa(m.Year)}
}
