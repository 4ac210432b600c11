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
		{Function, Text{"fonction", "function"}, Text{"fonctions", "functions"}, Text{"fonctions", "functions"}},
		{Situation, Text{"situation", "situation"}, Text{"situations", "situations"}, Text{"situations", "situations"}},
		{Sheet, Text{"fiche", "sheet"}, Text{"fiches", "sheets"}, Text{"fiches", "sheets"}},
		{Session, Text{"séance", "session"}, Text{"séances", "sessions"}, Text{"seances", "sessions"}},
		{Group, Text{"groupe", "group"}, Text{"groupes", "groups"}, Text{"groupes", "groups"}},
		{Need, Text{"besoin", "need"}, Text{"besoins", "needs"}, Text{"besoins", "needs"}},
		{Charter, Text{"charte", "charter"}, Text{"chartes", "charters"}, Text{"chartes", "charters"}},
		{Notion, Text{"notion", "notion"}, Text{"notions", "notions"}, Text{"notions", "notions"}},
		{Resource, Text{"ressource", "resource"}, Text{"ressources", "resources"}, Text{"ressources", "resources"}},
		{PlainPage, Text{"page", "page"}, Text{"pages", "pages"}, Text{"pages", "pages"}},
	}
}

// Info returns the description of t; every Type constant has one.
func (t Type) Info() TypeInfo {
	for _, info := range Types() {
		if info.Type == t {
			return info
		}
	}
	return TypeInfo{Type: t, Name: Text{string(t), string(t)}, Plural: Text{string(t), string(t)}, Folder: Text{string(t), string(t)}}
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
