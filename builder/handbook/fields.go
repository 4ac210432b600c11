package handbook

import "slices"

// Fields holds the typed values of a page's front matter. A zero value means
// that the key was not written. References are kept apart, in Page.Refs.
type Fields struct {
	Type    Type // from the folder, unless `type:` was written
	ID      string
	Lang    Lang // the handbook's, unless `langue:` was written
	Title   string
	Summary string
	Themes  []string
	Aliases []string // former addresses and ids, kept alive
	// TranslatedOn is the day on which a translation told what its original did.
	TranslatedOn Date
	Extra        map[string]any

	Status   Status
	Audience Audience
	Maturity Maturity

	Definition string
	Acronyms   []string
	Synonyms   []string
	Sources    []string

	Sponsor         string
	SessionsPlanned int
	Restitution     string

	Headcount    int
	Voluntary    bool
	Facilitation string
	Start, End   Month

	Number    int
	Month     Month
	Duration  string
	Attendees int
	Narrators string // a Value of Consents

	Gravity    int // 1 incivility, 2 threat, 3 assault, 4 immediate danger
	Channels   []string
	Moment     string
	FieldWords []string

	Agreement   Agreement
	Reading     Reading
	Withdrawal  Withdrawal
	ValidatedOn Date
	ReviewOn    Date
	Owner       string
	Citations   []Citation

	URL   string
	Phone string
}

// Field is one key of the front matter: the row from which decoding,
// validation, editors' schemas, templates and documentation are all made.
type Field struct {
	Key      Text
	Types    []Type // types that accept the key; nil means all
	Required []Type // types in which it must be written
	// Into returns where the value goes; the type of the pointer is the type
	// of the value. Nil for references, which go to Page.Refs.
	Into     func(*Fields) any
	Choices  []Choice // allowed values of an enumeration
	Min, Max int      // bounds of a whole number; no upper bound when Max is 0
	Refs     *RefSpec
	Help     Text
	// Rare marks a key that few pages need: a new page names it without asking for it.
	Rare bool
	// Binding marks a key that counts as written even when nothing follows it,
	// or when it is misspelt: to take it for absent would publish what was taken back.
	Binding bool
	// Translations marks a key that only translations need.
	Translations bool
	// Carry says what becomes of the key in a translation.
	Carry Carry
	// Before lists what to look at before the key is written.
	Before []Text
}

// RefSpec says what a key that holds references points to.
type RefSpec struct {
	Relation Relation
	To       Type
	Many     bool
	// Inverse marks a key that declares the relation from its far end, such
	// as `seances` in a situation for `situations` in a session.
	Inverse bool
	// Soft marks a key whose value may also be plain words: a lead that is not
	// a sheet yet.
	Soft bool
}

// On reports whether pages of type t accept the key.
func (f *Field) On(t Type) bool { return f.Types == nil || slices.Contains(f.Types, t) }

// RequiredOn reports whether pages of type t must have the key.
func (f *Field) RequiredOn(t Type) bool { return slices.Contains(f.Required, t) }

// AllFields returns the table of keys, in the order in which templates and
// documentation show them.
func AllFields() []Field {
	on := func(types ...Type) []Type { return types }
	one := func(r Relation, to Type) *RefSpec { return &RefSpec{Relation: r, To: to} }
	many := func(r Relation, to Type) *RefSpec { return &RefSpec{Relation: r, To: to, Many: true} }
	return []Field{
		{
			Key: Text{"titre", "title"}, Carry: Own,
			Required: on(Function, Situation, Sheet, Session, Group, Charter, Notion, Resource, PlainPage),
			Into:     func(f *Fields) any { return &f.Title },
			Help:     Text{"titre de la page, tel qu’on le lit", "title of the page, as it is read"},
		},
		{
			Key: Text{"type", "type"}, Carry: Own, Rare: true,
			Into: func(f *Fields) any { return (*string)(&f.Type) }, Choices: typeChoices(),
			Help: Text{"type de la page, si le dossier ne le dit pas", "type of the page, unless its folder says it"},
		},
		{
			Key: Text{"id", "id"}, Carry: Own, Rare: true,
			Into: func(f *Fields) any { return &f.ID },
			Help: Text{"identifiant, si le nom du fichier ne convient pas ; il ne change jamais", "identifier, unless the file's name serves; it never changes"},
		},
		{
			Key: Text{"langue", "language"}, Rare: true, Carry: Own,
			Into: func(f *Fields) any { return (*string)(&f.Lang) }, Choices: Languages(),
			Help: Text{"langue de la page, si ce n’est pas celle du manuel", "language of the page, unless it is the handbook's"},
		},
		{
			Key: Text{"traduit_le", "translated_on"}, Translations: true, Carry: Own,
			Into: func(f *Fields) any { return &f.TranslatedOn },
			Help: Text{"jour où la traduction disait la même chose que l’original", "day on which the translation said the same as the original"},
		},
		{
			Key: Text{"resume", "summary"}, Carry: Own,
			Into: func(f *Fields) any { return &f.Summary },
			Help: Text{"une phrase : ce que la page apporte", "one sentence: what the page gives"},
		},
		{
			Key: Text{"fonction", "function"}, Types: on(Need, Group), Required: on(Need, Group),
			Refs: one(OfFunction, Function),
			Help: Text{"fonction professionnelle concernée", "professional function concerned"},
		},
		{
			Key: Text{"fonctions", "functions"}, Types: on(Sheet, Situation, Notion, Resource, Charter, PlainPage), Required: on(Sheet, Situation),
			Refs: many(OfFunction, Function),
			Help: Text{"fonctions professionnelles concernées", "professional functions concerned"},
		},
		{
			Key: Text{"besoin", "need"}, Types: on(Group), Refs: one(FromNeed, Need),
			Help: Text{"besoin auquel le groupe répond", "need that the group answers"},
		},
		{
			Key: Text{"charte", "charter"}, Types: on(Group), Refs: one(UnderCharter, Charter),
			Help: Text{"charte que le groupe s’est donnée", "charter that the group works under"},
		},
		{
			Key: Text{"groupe", "group"}, Types: on(Session, Sheet), Required: on(Session), Refs: one(ByGroup, Group),
			Help: Text{"groupe contributeur, jamais une personne", "contributing group, never a person"},
		},
		{
			Key: Text{"commanditaire", "sponsor"}, Carry: Unless, Types: on(Need),
			Into: func(f *Fields) any { return &f.Sponsor },
			Help: Text{"instance qui exprime le besoin", "body that states the need"},
		},
		{
			Key: Text{"seances_prevues", "sessions_planned"}, Types: on(Need, Group), Min: 1, Max: 50,
			Into: func(f *Fields) any { return &f.SessionsPlanned },
			Help: Text{"nombre de séances prévues", "number of sessions planned"},
		},
		{
			Key: Text{"restitution", "restitution"}, Carry: Unless, Types: on(Need),
			Into: func(f *Fields) any { return &f.Restitution },
			Help: Text{"ce qui sera rendu aux commanditaires", "what is reported to the sponsors"},
		},
		{
			Key: Text{"effectif", "headcount"}, Types: on(Group), Min: 1, Max: 1000,
			Into: func(f *Fields) any { return &f.Headcount },
			Help: Text{"nombre de volontaires (5 à 10 attendus)", "number of volunteers (5 to 10 expected)"},
		},
		{
			Key: Text{"volontariat", "voluntary"}, Types: on(Group),
			Into: func(f *Fields) any { return &f.Voluntary },
			Help: Text{"la participation est volontaire", "taking part is voluntary"},
		},
		{
			Key: Text{"animation", "facilitation"}, Carry: Unless, Types: on(Group),
			Into: func(f *Fields) any { return &f.Facilitation },
			Help: Text{"position de l’animation, extérieure à la hiérarchie", "who facilitates, from outside the hierarchy"},
		},
		{
			Key: Text{"debut", "start"}, Types: on(Group),
			Into: func(f *Fields) any { return &f.Start },
			Help: Text{"mois de la première séance", "month of the first session"},
		},
		{
			Key: Text{"fin", "end"}, Types: on(Group),
			Into: func(f *Fields) any { return &f.End },
			Help: Text{"mois de la dernière séance", "month of the last session"},
		},
		{
			Key: Text{"numero", "number"}, Types: on(Session), Required: on(Session), Min: 1, Max: 50,
			Into: func(f *Fields) any { return &f.Number },
			Help: Text{"rang de la séance dans le groupe", "rank of the session in its group"},
		},
		{
			Key: Text{"mois", "month"}, Types: on(Session), Required: on(Session),
			Into: func(f *Fields) any { return &f.Month },
			Help: Text{"mois de la séance, jamais le jour", "month of the session, never the day"},
		},
		{
			Key: Text{"duree", "duration"}, Carry: Unless, Types: on(Session),
			Into: func(f *Fields) any { return &f.Duration },
			Help: Text{"durée de la séance", "length of the session"},
		},
		{
			Key: Text{"presents", "attendees"}, Types: on(Session), Min: 1, Max: 1000,
			Into: func(f *Fields) any { return &f.Attendees },
			Help: Text{"nombre de présents, jamais une liste", "head-count, never a list"},
		},
		{
			Key: Text{"issue_de", "from"}, Types: on(Sheet), Refs: many(FromSession, Session),
			Help: Text{"séances d’où vient la fiche", "sessions that the sheet came from"},
		},
		{
			Key: Text{"face_a", "answers"}, Types: on(Sheet), Refs: many(Answers, Situation),
			Help: Text{"situations auxquelles la fiche répond", "situations that the sheet answers"},
		},
		{
			Key: Text{"situations", "situations"}, Types: on(Session), Refs: many(WorkedOn, Situation),
			Help: Text{"situations travaillées", "situations worked on"},
		},
		{
			Key: Text{"seances", "sessions"}, Types: on(Situation),
			Refs: &RefSpec{Relation: WorkedOn, To: Session, Many: true, Inverse: true},
			Help: Text{"séances qui ont travaillé la situation", "sessions that worked on the situation"},
		},
		{
			Key: Text{"pistes", "leads"}, Types: on(Session),
			Refs: &RefSpec{Relation: LedTo, To: Sheet, Many: true, Soft: true},
			Help: Text{"pratiques évoquées, déjà en fiche ou non", "practices mentioned, whether a sheet exists or not"},
		},
		{
			Key: Text{"notions", "notions"}, Types: on(Sheet, Session, Situation, Function), Refs: many(Uses, Notion),
			Help: Text{"notions clés", "key notions"},
		},
		{
			Key: Text{"ressources", "resources"}, Types: on(Sheet, Situation, Session, Function), Refs: many(PointsTo, Resource),
			Help: Text{"documents, numéros et textes utiles", "useful documents, numbers and texts"},
		},
		{
			Key: Text{"parcours", "path"}, Types: on(Function), Refs: many(BeginsWith, Sheet),
			Help: Text{"fiches qu’un nouveau lit d’abord, dans cet ordre", "sheets that a newcomer reads first, in this order"},
		},
		{
			Key: Text{"gravite", "gravity"}, Types: on(Situation), Min: 1, Max: 4,
			Into: func(f *Fields) any { return &f.Gravity },
			Help: Text{"1 incivilité, 2 menace, 3 agression, 4 danger immédiat", "1 incivility, 2 threat, 3 assault, 4 immediate danger"},
		},
		{
			Key: Text{"moment", "moment"}, Types: on(Sheet), Choices: Moments(),
			Into: func(f *Fields) any { return &f.Moment },
			Help: Text{"avant, pendant ou après le moment difficile", "before, during or after the hard moment"},
		},
		{
			Key: Text{"canal", "channel"}, Types: on(Sheet, Situation), Choices: Channels(),
			Into: func(f *Fields) any { return &f.Channels },
			Help: Text{"où se passe la rencontre", "where people meet"},
		},
		{
			Key: Text{"mots_du_terrain", "field_words"}, Carry: Own, Types: on(Sheet, Situation),
			Into: func(f *Fields) any { return &f.FieldWords },
			Help: Text{"mots que l’on tape quand on cherche la page", "words that people type to find the page"},
		},
		{
			Key: Text{"definition", "definition"}, Carry: Own, Types: on(Notion), Required: on(Notion),
			Into: func(f *Fields) any { return &f.Definition },
			Help: Text{"définition en une phrase", "definition in one sentence"},
		},
		{
			Key: Text{"sigles", "acronyms"}, Carry: Own, Types: on(Notion),
			Into: func(f *Fields) any { return &f.Acronyms },
			Help: Text{"sigles", "acronyms"},
		},
		{
			Key: Text{"synonymes", "synonyms"}, Carry: Own, Types: on(Notion),
			Into: func(f *Fields) any { return &f.Synonyms },
			Help: Text{"autres façons de le dire", "other ways to say it"},
		},
		{
			Key: Text{"a_ne_pas_confondre", "not_to_be_confused_with"}, Types: on(Notion),
			Refs: &RefSpec{Relation: DistinctFrom, To: Notion, Many: true, Soft: true},
			Help: Text{"notions voisines à distinguer", "neighbouring notions to tell apart"},
		},
		{
			Key: Text{"sources", "sources"}, Carry: Unless, Types: on(Notion),
			Into: func(f *Fields) any { return &f.Sources },
			Help: Text{"d’où vient la définition", "where the definition comes from"},
		},
		{
			Key: Text{"adresse", "address"}, Carry: Unless, Types: on(Resource),
			Into: func(f *Fields) any { return &f.URL },
			Help: Text{"adresse web de la ressource", "web address of the resource"},
		},
		{
			Key: Text{"telephone", "phone"}, Carry: Unless, Types: on(Resource),
			Into: func(f *Fields) any { return &f.Phone },
			Help: Text{"numéro à composer", "number to dial"},
		},
		{
			Key: Text{"statut", "status"}, Carry: Unless,
			Into: func(f *Fields) any { return (*string)(&f.Status) }, Choices: Statuses(),
			Help: Text{"où en est le texte", "how far the text has come"},
		},
		{
			Key: Text{"maturite", "maturity"}, Types: on(Sheet),
			Into: func(f *Fields) any { return (*string)(&f.Maturity) }, Choices: Maturities(),
			Help: Text{"à quel point la pratique a été éprouvée", "how much the practice has been tried"},
		},
		{
			Key:  Text{"diffusion", "audience"},
			Into: func(f *Fields) any { return (*string)(&f.Audience) }, Choices: Audiences(),
			Help: Text{"qui peut lire la page ; sans cette clé, elle n’est pas publiée", "who may read the page; without it, the page is not published"},
		},
		{
			Key: Text{"accord_groupe", "group_agreement"}, Carry: Unless, Types: on(Sheet, Session),
			Into: func(f *Fields) any { return &f.Agreement },
			Help: Text{"quand et comment le groupe a donné son accord", "when and how the group agreed"},
		},
		{
			Key: Text{"accord_narrateurs", "narrators_agreement"}, Types: on(Session), Choices: Consents(),
			Into: func(f *Fields) any { return &f.Narrators },
			Help: Text{"accord de ceux dont la situation est racontée", "agreement of those whose situation is told"},
		},
		{
			Key: Text{"relu_pour_publication", "reviewed_for_publication"}, Carry: Unless, Types: on(Sheet, Session), Before: ReadingList(),
			Into: func(f *Fields) any { return &f.Reading },
			Help: Text{"quand et par qui le texte a été relu pour ce qu’une machine ne voit pas", "when and by whom the text was read for what no machine sees"},
		},
		{
			Key: Text{"valide_le", "validated_on"}, Carry: Unless, Types: on(Sheet),
			Into: func(f *Fields) any { return &f.ValidatedOn },
			Help: Text{"jour de la validation", "day of the validation"},
		},
		{
			Key: Text{"revision_le", "review_on"}, Carry: Unless, Types: on(Sheet, Notion, Resource, Charter, Situation, PlainPage),
			Into: func(f *Fields) any { return &f.ReviewOn },
			Help: Text{"jour à partir duquel la page est à réviser", "day from which the page is due for review"},
		},
		{
			Key: Text{"referent", "owner"}, Carry: Unless, Types: on(Sheet, Notion, Resource, Charter, Situation, PlainPage),
			Into: func(f *Fields) any { return &f.Owner },
			Help: Text{"fonction durable qui répond de la révision, jamais un nom", "lasting role that answers for the review, never a name"},
		},
		{
			Key: Text{"complete", "complements"}, Types: on(Sheet), Refs: many(Complements, Sheet),
			Help: Text{"fiches qui vont avec celle-ci", "sheets that go with this one"},
		},
		{
			Key: Text{"alternative_a", "alternative_to"}, Types: on(Sheet), Refs: many(AlternativeTo, Sheet),
			Help: Text{"fiches qui répondent autrement à la même situation", "sheets that answer the same situation otherwise"},
		},
		{
			Key: Text{"remplace", "replaces"}, Types: on(Sheet), Refs: many(Replaces, Sheet),
			Help: Text{"fiches que celle-ci remplace", "sheets that this one replaces"},
		},
		{
			Key: Text{"references_juridiques", "legal_references"}, Carry: Unless, Types: on(Sheet, Situation, Notion, Resource),
			Into: func(f *Fields) any { return &f.Citations },
			Help: Text{"textes en vigueur et date de leur vérification", "texts in force and when they were checked"},
		},
		{
			Key: Text{"themes", "themes"}, Carry: Own,
			Into: func(f *Fields) any { return &f.Themes },
			Help: Text{"thèmes libres, communs à tous les types", "free themes, shared by all types"},
		},
		{
			Key: Text{"anciens_liens", "aliases"}, Carry: Own, Rare: true,
			Into: func(f *Fields) any { return &f.Aliases },
			Help: Text{"anciens identifiants ou adresses, gardés vivants", "former ids or addresses, kept alive"},
		},
		{
			Key: Text{"retrait", "withdrawal"}, Carry: Unless, Rare: true, Binding: true,
			Into: func(f *Fields) any { return &f.Withdrawal },
			Help: Text{"retire la page : à son adresse, une page neutre la remplace", "withdraws the page: a neutral one takes its place at its address"},
		},
		{
			Key: Text{"extra", "extra"}, Carry: Own, Rare: true,
			Into: func(f *Fields) any { return &f.Extra },
			Help: Text{"valeurs libres à l’usage d’un thème graphique", "free values for a theme's own use"},
		},
	}
}
