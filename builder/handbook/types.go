package handbook

// Type is the kind of a page. Its value is the English singular, as in `type: sheet`.
type Type string

// The ten types, in the order of the method's five steps, then what surrounds them.
const (
	Function  Type = "function"
	Need      Type = "need"
	Group     Type = "group"
	Charter   Type = "charter"
	Notion    Type = "notion"
	Session   Type = "session"
	Situation Type = "situation"
	Sheet     Type = "sheet"
	Resource  Type = "resource"
	PlainPage Type = "page"
)

// TypeInfo describes a type to people: how it is called and where its files live.
type TypeInfo struct {
	Type   Type
	Name   Text // singular; without its accents, the spelling in `type:`
	Plural Text
	Folder Text // folder of the sources and of the published pages
}

// Types lists the content types in the order in which the site shows them.
func Types() []TypeInfo {
	return []TypeInfo{
		Function.Info(), Situation.Info(), Sheet.Info(), Session.Info(), Group.Info(),
		Need.Info(), Charter.Info(), Notion.Info(), Resource.Info(), PlainPage.Info(),
	}
}

// Info returns the description of t; every Type constant has one.
func (t Type) Info() TypeInfo {
	switch t {
	case Function:
		return TypeInfo{t, Text{"fonction", "function"}, Text{"fonctions", "functions"}, Text{"fonctions", "functions"}}
	case Situation:
		return TypeInfo{t, Text{"situation", "situation"}, Text{"situations", "situations"}, Text{"situations", "situations"}}
	case Sheet:
		return TypeInfo{t, Text{"fiche", "sheet"}, Text{"fiches", "sheets"}, Text{"fiches", "sheets"}}
	case Session:
		return TypeInfo{t, Text{"séance", "session"}, Text{"séances", "sessions"}, Text{"seances", "sessions"}}
	case Group:
		return TypeInfo{t, Text{"groupe", "group"}, Text{"groupes", "groups"}, Text{"groupes", "groups"}}
	case Need:
		return TypeInfo{t, Text{"besoin", "need"}, Text{"besoins", "needs"}, Text{"besoins", "needs"}}
	case Charter:
		return TypeInfo{t, Text{"charte", "charter"}, Text{"chartes", "charters"}, Text{"chartes", "charters"}}
	case Notion:
		return TypeInfo{t, Text{"notion", "notion"}, Text{"notions", "notions"}, Text{"notions", "notions"}}
	case Resource:
		return TypeInfo{t, Text{"ressource", "resource"}, Text{"ressources", "resources"}, Text{"ressources", "resources"}}
	case PlainPage:
		return TypeInfo{t, Text{"page", "page"}, Text{"pages", "pages"}, Text{"pages", "pages"}}
	}
	name := Text{string(t), string(t)}
	return TypeInfo{Type: t, Name: name, Plural: name, Folder: name}
}

// TypeOfFolder returns the type whose files live in folder, in either language.
func TypeOfFolder(folder string) (Type, bool) {
	for _, info := range Types() {
		if folder == info.Folder.FR || folder == info.Folder.EN {
			return info.Type, true
		}
	}
	return "", false
}

// TypeNamed returns the type that people call name, in either language, in the
// singular or the plural, with or without its accents.
func TypeNamed(name string) (Type, bool) {
	folded := Fold(name)
	for _, info := range Types() {
		for _, spelling := range []string{info.Name.FR, info.Name.EN, info.Plural.FR, info.Plural.EN} {
			if folded == Fold(spelling) {
				return info.Type, true
			}
		}
	}
	return "", false
}

// typeChoices lists the choices of the key `type`.
func typeChoices() []Choice {
	var choices []Choice
	for _, info := range Types() {
		choices = append(choices, Choice{string(info.Type), Text{Fold(info.Name.FR), Fold(info.Name.EN)}, info.Name})
	}
	return choices
}
