package handbook

// Settings is the table of the keys of handbook.yaml: what each means and where
// its value goes.
func (c *Config) Settings() []Subfield {
	var schema string // for editors only
	return []Subfield{
		{Text{"titre", "title"}, &c.Title, Text{"titre du manuel", "title of the handbook"}},
		{Text{"organisation", "organization"}, &c.Organisation, Text{"organisation qui publie le manuel", "organization that publishes the handbook"}},
		{Text{"description", "description"}, &c.Description, Text{"une phrase : ce que l’on trouve dans le manuel", "one sentence: what the handbook holds"}},
		{Text{"langue", "language"}, &c.Lang, Text{"langue du manuel", "language of the handbook"}},
		{Text{"diffusion", "audience"}, &c.Readers, Text{"pour qui le manuel est construit", "for whom the handbook is built"}},
		{Text{"contact", "contact"}, &c.Contact, Text{"adresse électronique de ceux qui tiennent le manuel", "e-mail address of those who keep the handbook"}},
		{Text{"adresse", "base_url"}, &c.BaseURL, Text{"adresse à laquelle le manuel sera publié", "address where the handbook will be published"}},
		{Text{"hors_ligne", "offline"}, &c.Offline, Text{"garde le manuel entier dans le navigateur, pour le lire sans réseau (oui ou non)", "keeps the whole handbook in the browser, to be read without a network (yes or no)"}},
		{Text{"modification", "edit"}, &c.Editing, Text{"dépôt où l’on propose de modifier les pages", "repository where changes to pages are proposed"}},
		{Text{"exceptions", "exceptions"}, &c.Exceptions, Text{"ce qui semble personnel et peut être publié : qui l’a permis, quand, pourquoi", "what looks personal and may be published: who allowed it, when, why"}},
		{Text{"sources", "sources"}, &c.Sources, Text{"autres dossiers à lire, comme le dépôt privé d’un groupe ; chacun contient un handbook.yaml", "further folders to read, such as a group's private repository; each holds a handbook.yaml"}},
		{Text{"fr", "fr"}, &c.FR, Text{"ce que dit la première page des traductions françaises", "what the first page of the French translations says"}},
		{Text{"en", "en"}, &c.EN, Text{"ce que dit la première page des traductions anglaises", "what the first page of the English translations says"}},
		{Text{"etat", "state"}, &c.State, Text{"publier aussi l’état du manuel, pour ceux qui le tiennent", "publish the state of the handbook too, for those who keep it"}},
		{Text{"theme", "theme"}, &c.Theme, Text{"nom du thème : l’un de ceux de Relais, ou d’un dossier de themes/", "name of the theme: one of those of Relais, or of a folder of themes/"}},
		{Text{"organisme_public", "public_body"}, &c.PublicBody, Text{"la loi sur l’accessibilité oblige l’organisation : le manuel dit les voies de recours", "the law on accessibility binds the organization: the handbook names the recourse"}},
		{Text{"$schema", "$schema"}, &schema, Text{"schéma, pour les éditeurs", "schema, for editors"}},
	}
}
