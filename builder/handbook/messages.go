package handbook

import (
	"cmp"
	"embed"
	"fmt"
	"maps"
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"go.yaml.in/yaml/v4"
	"golang.org/x/text/language"
)

//go:embed messages/fr.yaml messages/en.yaml
var catalogue embed.FS

// Messages says what problems are, in the languages of the interface. It is
// safe for concurrent use.
type Messages struct {
	in     map[Lang]*i18n.Localizer
	fields map[string]Field // by English spelling
}

// NewMessages reads the catalogue.
func NewMessages() (*Messages, error) {
	bundle := i18n.NewBundle(language.French)
	bundle.RegisterUnmarshalFunc("yaml", func(data []byte, v any) error { return yaml.Load(data, v) })
	m := &Messages{in: map[Lang]*i18n.Localizer{}, fields: map[string]Field{}}
	for _, lang := range []Lang{French, English} {
		if _, err := bundle.LoadMessageFileFS(catalogue, "messages/"+string(lang)+".yaml"); err != nil {
			return nil, fmt.Errorf("reading the messages in %s: %w", lang, err)
		}
		m.in[lang] = i18n.NewLocalizer(bundle, string(lang))
	}
	for _, f := range AllFields() {
		m.fields[f.Key.EN] = f
	}
	m.fields["forge"] = Field{Key: Text{"forge", "forge"}, Choices: Forges()} // of handbook.yaml
	return m, nil
}

// Of returns what is wrong and what to do about it, in whole sentences; any
// language but English reads French. A code that the catalogue lacks stands
// for itself: the tests see to it that there is none.
func (m *Messages) Of(p Problem, lang Lang) (what, remedy string) {
	if m.in[lang] == nil {
		lang = French
	}
	args := m.spoken(p, lang)
	what = cmp.Or(m.say(p.Code+".what", args, lang), p.Code)
	remedy = m.say(p.Code+".remedy", args, lang)
	if p.Near != "" {
		near := m.say("did-you-mean", map[string]string{"Near": p.Near}, lang)
		remedy = strings.TrimSpace(remedy + " " + near)
	}
	return what, remedy
}

func (m *Messages) say(id string, args map[string]string, lang Lang) string {
	text, err := m.in[lang].Localize(&i18n.LocalizeConfig{MessageID: id, TemplateData: args})
	if err != nil {
		return ""
	}
	return text
}

// spoken returns the arguments of p with the model's words as people say them:
// Type and Types are types; Place is where in a published file something stands; Field is a key, which tells Key and Choices where p does not.
func (m *Messages) spoken(p Problem, lang Lang) map[string]string {
	args := maps.Clone(p.Args)
	if args == nil {
		return nil
	}
	for _, name := range []string{"Type", "Types"} {
		if types, ok := args[name]; ok {
			args[name] = typeNames(types, lang)
		}
	}
	if place, ok := args["Place"]; ok {
		args["Place"] = m.say("place-"+place, args, lang)
	}
	if field, ok := m.fields[args["Field"]]; ok {
		args["Key"] = cmp.Or(args["Key"], field.Key.In(lang))
		args["Choices"] = cmp.Or(args["Choices"], choiceKeys(field.Choices, lang))
	}
	return args
}

// typeNames returns the names of a list of types such as "sheet, session".
func typeNames(types string, lang Lang) string {
	names := strings.Split(types, ", ")
	for i, t := range names {
		names[i] = Type(t).Info().Name.In(lang)
	}
	return strings.Join(names, ", ")
}

// choiceKeys lists what may be written for choices.
func choiceKeys(choices []Choice, lang Lang) string {
	var keys []string
	for _, c := range choices {
		keys = append(keys, c.Key.In(lang))
	}
	return strings.Join(keys, ", ")
}
