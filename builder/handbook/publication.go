package handbook

// Withdrawal takes a page back: who asked for it is a role, and the reason
// stays in the file.
type Withdrawal struct {
	On  Date
	By  string
	Why string
}

// Subfields lists the keys of a withdrawal and where their values go.
func (w *Withdrawal) Subfields() []Subfield {
	return []Subfield{
		{Text{"le", "on"}, &w.On, Text{"jour du retrait", "day of the withdrawal"}},
		{Text{"par", "by"}, &w.By, Text{"fonction qui retire, jamais un nom", "role that withdraws it, never a name"}},
		{Text{"motif", "why"}, &w.Why, Text{"raison, si elle peut être écrite ; jamais publiée", "reason, if it may be written down; never published"}},
	}
}

// Reading records that a person, whose role signs, has read a text for what no
// machine can see in it.
type Reading struct {
	On Date
	By string
}

// Subfields lists the keys of a reading and where their values go.
func (r *Reading) Subfields() []Subfield {
	return []Subfield{
		{Text{"le", "on"}, &r.On, Text{"jour de la relecture", "day of the reading"}},
		{Text{"par", "by"}, &r.By, Text{"fonction de qui a relu, jamais un nom", "role of who read it, never a name"}},
	}
}

// ReadingList is what to look for before signing `relu_pour_publication` /
// `reviewed_for_publication`. Whoever signs does not say that nobody can be
// recognised, which cannot be known, but that this was looked for.
func ReadingList() []Text {
	return []Text{
		{
			"Personne n’est nommé, ni par un prénom, un surnom, des initiales ou un poste que l’on est seul à tenir.",
			"Nobody is named, be it by a first name, a nickname, initials, or a post that only one person holds.",
		},
		{
			"Le lieu, le mois et la fonction, mis ensemble, ne désignent pas quelqu’un ; les détails qui ne servent pas sont ôtés ou changés.",
			"Place, month and role, put together, do not point to somebody; details that serve nothing are left out or changed.",
		},
		{
			"Ceux dont la situation est racontée ont lu ce passage ou l’ont entendu, et l’acceptent tel qu’il est.",
			"Those whose situation is told have read or heard the passage, and accept it as it stands.",
		},
		{
			"Un collègue, un usager ou un proche qui lirait le texte n’y reconnaîtrait personne.",
			"A colleague, a member of the public or a relative who read the text would recognise nobody in it.",
		},
		{
			"Rien n’y parle de la santé, de l’origine, des croyances ou des fautes de quelqu’un sans que ce soit nécessaire.",
			"Nothing tells of somebody’s health, origin, beliefs or wrongs unless it must.",
		},
		{
			"Les images et les fichiers joints ont été ouverts et relus de la même façon.",
			"Images and attached files were opened and read in the same way.",
		},
	}
}

// Withdrawn reports whether p was taken back. The key is enough, whatever
// follows it: a withdrawal that is badly written is one all the same. With a page
// go its translations.
func (p *Page) Withdrawn() bool {
	_, written := p.KeyPos["withdrawal"]
	return written || p.Withdrawal != (Withdrawal{}) || p.original != nil && p.original.Withdrawn()
}
