package render

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"go.yaml.in/yaml/v4"
	"golang.org/x/text/language"

	"relais/builder/handbook"
	"relais/themes"
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
	home          string            // "page d'accueil"
	function      string            // "page de la fonction"
	name          string            // of the language, in itself: "Français"
	written       map[string]string // "en anglais", by language
	state         map[string]string // labels of the state of the handbook
	types         map[handbook.Type]typeWords
	same          map[handbook.Type]string // "même situation"; a theme shared is under "theme"
	at            map[string]wordPlace     // by key
}

// typeWords are the names of a type, with a capital.
type typeWords struct {
	one, many string // "Fiche", "Fiches"
	all       string // "Toutes les fiches", the title of their list
}

// readWords reads strings/<lang>.yaml: that of every folder of the theme, where a key of
// an upper one hides the same key below. The error is the machine's.
func readWords(lang handbook.Lang, found *faults) (*words, error) {
	tag, err := language.Parse(string(lang))
	if err != nil {
		return nil, fmt.Errorf("language %q: %w", lang, err)
	}
	file := "strings/" + string(lang) + ".yaml"
	versions, err := found.theme.Versions(file)
	if err != nil {
		return nil, err
	}
	bundle := i18n.NewBundle(tag)
	bundle.RegisterUnmarshalFunc("yaml", func(data []byte, v any) error { return yaml.Unmarshal(data, v) })
	w := &words{lang: lang, localizer: i18n.NewLocalizer(bundle, string(lang)), types: map[handbook.Type]typeWords{}, at: map[string]wordPlace{}}
	for _, v := range versions {
		if err := w.locate(v, file); err != nil {
			found.words(file, v.Data, err)
			continue
		}
		if _, err := bundle.ParseMessageFileBytes(v.Data, file); err != nil {
			found.words(file, v.Data, err)
		}
	}
	if len(found.found) > 0 {
		return w, nil // so that templates are read too
	}
	if err := w.prepare(); err != nil {
		unsaid := (*messageError)(nil)
		if !errors.As(err, &unsaid) {
			return nil, err
		}
		w.blame(unsaid, found)
	}
	return w, nil
}

// wordPlace is where a message is written, and its words.
type wordPlace struct {
	own   bool // in a file of the handbook
	pos   handbook.Pos
	texts []string // what it says, in each plural form
}

// locate notes where the messages of one file are.
func (w *words) locate(v themes.Version, file string) error {
	var document yaml.Node
	if err := yaml.Unmarshal(v.Data, &document); err != nil {
		return err
	}
	if len(document.Content) == 0 {
		return nil // nothing is said
	}
	root := document.Content[0]
	if root.Kind != yaml.MappingNode {
		return fmt.Errorf("line %d: %s holds no messages", root.Line, file)
	}
	for i := 0; i+1 < len(root.Content); i += 2 {
		key := root.Content[i]
		place := wordPlace{own: v.Place != "", pos: handbook.Pos{Line: key.Line, Column: key.Column}}
		for _, node := range append([]*yaml.Node{root.Content[i+1]}, root.Content[i+1].Content...) {
			if node.Kind == yaml.ScalarNode {
				place.texts = append(place.texts, node.Value)
			}
		}
		w.at[key.Value] = place
	}
	return nil
}

// has reports whether there is a message of that key.
func (w *words) has(key string) bool {
	_, there := w.at[key]
	return there
}

// keys lists those of all messages, sorted.
func (w *words) keys() []string { return sortedKeys(w.at) }

// words tells why a file of words can't be read.
func (f *faults) words(file string, data []byte, err error) {
	var pos handbook.Pos
	if line := regexp.MustCompile(`line (\d+)`).FindStringSubmatch(err.Error()); line != nil {
		pos.Line, _ = strconv.Atoi(line[1])
		pos.Line = min(pos.Line, strings.Count(strings.TrimRight(string(data), "\n"), "\n")+1)
	}
	f.report("theme-words", file, pos, "")
}

// blame tells of a message that can't be said, where it is written.
func (w *words) blame(e *messageError, found *faults) {
	found.report("theme-message-fails", "strings/"+string(w.lang)+".yaml", w.at[e.key].pos, "", "Key", e.key)
}

// messageError says which message could not be said.
type messageError struct {
	key string
	err error
}

func (e *messageError) Error() string { return fmt.Sprintf("message %q: %v", e.key, e.err) }
func (e *messageError) Unwrap() error { return e.err }

// prepare looks up the words that views need as data.
func (w *words) prepare() error {
	var missing error
	get := func(key string, about ...any) string {
		text, err := w.say(key, about...)
		missing = cmp.Or(missing, err)
		return text
	}
	w.themes, w.atlas, w.anytime = get("nav-theme"), get("map-title"), get("moment-none")
	w.home, w.function, w.name, w.written = get("language-home"), get("language-function"), get("language-name"), map[string]string{}
	for _, c := range handbook.Languages() {
		w.written[c.Value] = get("written-in-" + c.Value)
	}
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
		return "", &messageError{key, err}
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
