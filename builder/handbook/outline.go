package handbook

// Prompt is what a new page asks its writer: one section, by its title, and the
// question that the section answers. Without a title it is the text before any heading.
type Prompt struct {
	Title    Text
	Question Text
}

// Outline returns the sections of a page of type t, in their order. No page needs
// them all: they are what its writer is asked, not what is checked.
func Outline(t Type) []Prompt {
	switch t {
	case Function:
		return []Prompt{
			{Text{"La mission", "The mission"}, Text{
				"À quoi sert cette fonction, et que fait-on vraiment quand on l’exerce ?",
				"What is this function for, and what do those who hold it really do?",
			}},
			{Text{"Ce à quoi nous tenons", "What we hold to"}, Text{
				"Quelles valeurs guident ceux qui l’exercent, et comment se voient-elles un jour ordinaire ?",
				"Which values guide those who hold it, and how do they show on an ordinary day?",
			}},
			{Text{"Par où commencer", "Where to begin"}, Text{
				"Quelles fiches lire d’abord, quand on prend ce poste ?",
				"Which sheets should a newcomer read first?",
			}},
		}
	case Need:
		return []Prompt{
			{Text{"Contexte et demande", "Context and request"}, Text{
				"Que se passe-t-il, qui demande un groupe, et qu’en attend-on ?",
				"What is happening, who asks for a group, and what is expected of it?",
			}},
			{Text{"Objectifs et résultats attendus", "Aims and expected results"}, Text{
				"Que saura-t-on faire, et qu’aura-t-on écrit, quand le groupe aura fini ?",
				"What will people know how to do, and what will have been written, when the group ends?",
			}},
			{Text{"Périmètre et publics", "Scope and people"}, Text{
				"Quelles équipes, quelles situations ? Qu’est-ce qui n’entre pas dans la demande ?",
				"Which teams, which situations? What is outside the request?",
			}},
			{Text{"Ce qui sera restitué, ce qui ne le sera pas", "What will be reported, and what will not"}, Text{
				"Que recevront les commanditaires : des nombres, des thèmes, des fiches ? Aucun propos ni aucun nom.",
				"What will the sponsors receive: numbers, themes, sheets? No words and no names.",
			}},
			{Text{"Critères de bilan", "How it will be judged"}, Text{
				"À quelles questions posées aux équipes, et quand, verra-t-on que cela a servi ?",
				"Which questions, put to the teams and when, will tell whether it served?",
			}},
		}
	case Group:
		return []Prompt{
			{Question: Text{
				"D’où viennent les volontaires, quelle question se donnent-ils, où en sont-ils ? Aucun nom.",
				"Where do the volunteers come from, which question do they share, how far have they come? No names.",
			}},
		}
	case Charter:
		return []Prompt{
			{Text{"Volontariat et régularité", "Volunteering and attendance"}, Text{
				"Comment entre-t-on dans le groupe, comment en sort-on, à quoi s’engage-t-on ?",
				"How do people join and leave, and what do they commit to?",
			}},
			{Text{"Confidentialité : ce qui reste dans le groupe", "Confidentiality: what stays in the group"}, Text{
				"Que peut-on dire dehors, que ne dit-on jamais ?",
				"What may be said outside, and what never?",
			}},
			{Text{"Exceptions : danger, faits graves, obligations de signalement", "Exceptions: danger, serious facts, duties to report"}, Text{
				"Que fait-on d’un récit qui révèle un danger ? Faites valider ce passage par le service juridique.",
				"What is done when a story reveals a danger? Have this passage approved by the legal service.",
			}},
			{Text{"Aucun jugement", "No judgement"}, Text{
				"Quelles paroles aident, lesquelles sont exclues ?",
				"Which words help, and which are out of place?",
			}},
			{Text{"Parole : chacun parle en « je », sans être interrompu", "Speaking: each says “I”, and is not interrupted"}, Text{
				"Comment la parole circule-t-elle ?",
				"How do people take turns?",
			}},
			{Text{"Ce qui peut être écrit, relu, publié ; droit de retrait", "What may be written, reviewed, published; the right to withdraw"}, Text{
				"Qui relit, qui donne son accord, comment retire-t-on son histoire ?",
				"Who reviews, who agrees, how does one withdraw one’s story?",
			}},
		}
	case Notion:
		return []Prompt{
			{Question: Text{
				"Que faut-il savoir de plus que la définition : un exemple, une limite, une confusion fréquente ?",
				"What should be known beyond the definition: an example, a limit, a frequent confusion?",
			}},
		}
	case Session:
		return []Prompt{
			{Text{"Cadre rappelé", "Rules recalled"}, Text{
				"Quelles règles ont été rappelées ou discutées en ouvrant ?",
				"Which rules were recalled or discussed at the start?",
			}},
			{Text{"Situations travaillées", "Situations worked on"}, Text{
				"Pour chacune, un titre « ### » puis : exposé sans nom ni lieu, demande au groupe, ce que les questions ont fait apparaître, regards croisés, pistes d’action.",
				"For each, a “###” heading, then: the account without names or places, the request to the group, what the questions brought up, views of the others, leads for action.",
			}},
			{Text{"Points de désaccord", "Points of disagreement"}, Text{
				"Sur quoi le groupe reste-t-il partagé, et pour quelles raisons ?",
				"On what does the group remain divided, and why?",
			}},
			{Text{"Ce que nous retenons", "What we take away"}, Text{
				"Quelles deux ou trois phrases le groupe garde-t-il ?",
				"Which two or three sentences does the group keep?",
			}},
			{Text{"Ce que nous formalisons", "What we write up"}, Text{
				"Quelles fiches créer, compléter ou réviser ? Reportez les pratiques dans la clé « pistes ».",
				"Which sheets are to be created, completed or revised? List the practices under the key “leads”.",
			}},
			{Text{"Regard sur la séance", "Looking back on the session"}, Text{
				"Comment le groupe a-t-il travaillé, qu’est-ce qui l’a aidé ou freiné ?",
				"How did the group work, what helped it or held it back?",
			}},
			{Text{"Suite", "Next"}, Text{
				"De quoi parlera-t-on la prochaine fois, qui essaie quoi d’ici là ?",
				"What comes next time, and who tries what until then?",
			}},
		}
	case Situation:
		return []Prompt{
			{Text{"Ce qui se passe", "What happens"}, Text{
				"Que voit-on et qu’entend-on, sans nom, lieu ni date ?",
				"What is seen and heard, without names, places or dates?",
			}},
			{Text{"Ce qui met en difficulté", "What makes it hard"}, Text{
				"Qu’est-ce que cela fait à celui qui est là, et qu’est-ce qui l’empêche de bien agir ?",
				"What does it do to the person there, and what keeps them from acting well?",
			}},
			{Text{"Signaux d’alerte", "Warning signs"}, Text{
				"À quoi voit-on que cela va s’aggraver ?",
				"How can one tell that it is about to get worse?",
			}},
		}
	case Sheet:
		return []Prompt{
			{Text{"En bref", "In brief"}, Text{
				"Quels gestes, cinq au plus et soixante mots en tout, lit-on debout en trente secondes ?",
				"Which steps, five at most and sixty words in all, can be read standing in thirty seconds?",
			}},
			{Text{"Quand l’utiliser, quand ne pas l’utiliser", "When to use it, when not to"}, Text{
				"À quoi reconnaît-on que c’est le moment ? Dans quel cas ouvrir une autre fiche ?",
				"How does one know that it is the moment? When should another sheet be opened?",
			}},
			{Text{"Objectif", "Aim"}, Text{
				"Qu’est-ce qui aura changé si la pratique réussit ?",
				"What will have changed when the practice succeeds?",
			}},
			{Text{"Déroulé", "Steps"}, Text{
				"Que fait-on, étape par étape, en une liste numérotée ?",
				"What is done, step by step, as a numbered list?",
			}},
			{Text{"À dire, à éviter", "To say, to avoid"}, Text{
				"Quelles phrases aident, mot pour mot ? Lesquelles enveniment ?",
				"Which sentences help, word for word? Which make it worse?",
			}},
			{Text{"Passer le relais", "Handing over"}, Text{
				"À quel moment, à quelle fonction et par quel signal passe-t-on la main ?",
				"When, to which role and by which signal is it handed over?",
			}},
			{Text{"Points de vigilance", "Points of caution"}, Text{
				"Qu’est-ce qui peut mal tourner, et que dit le droit ?",
				"What can go wrong, and what does the law say?",
			}},
			{Text{"Conditions de réussite", "What it takes"}, Text{
				"De quoi l’équipe ou le service a-t-il besoin pour que cela marche ?",
				"What does the team or the service need for it to work?",
			}},
			{Text{"Variantes", "Variations"}, Text{
				"Comment d’autres font-ils, au téléphone, à domicile, par écrit ?",
				"How do others do it, on the phone, at home, in writing?",
			}},
			{Text{"Ce qui n’a pas marché", "What did not work"}, Text{
				"Qu’a-t-on essayé qu’il vaut mieux ne pas refaire ?",
				"What was tried that had better not be done again?",
			}},
			{Text{"Pourquoi ça marche", "Why it works"}, Text{
				"Sur quelle notion ou quelle raison la pratique repose-t-elle ?",
				"On which notion or reason does the practice rest?",
			}},
			{Text{"Exemple vécu, détails modifiés", "A true example, details changed"}, Text{
				"Une fois où cela a servi, racontée de façon que personne ne se reconnaisse.",
				"One time when it served, told so that nobody can be recognised.",
			}},
			{Text{"Ressources", "Resources"}, Text{
				"Quels documents ou numéros avoir sous la main ?",
				"Which documents or numbers should be at hand?",
			}},
		}
	case Resource:
		return []Prompt{
			{Question: Text{
				"À quoi sert cette ressource, quand s’en servir, qui la tient à jour ?",
				"What is this resource for, when should it be used, who keeps it up to date?",
			}},
		}
	}
	return []Prompt{
		{Question: Text{
			"Que doit savoir celui qui ouvre cette page ?",
			"What must whoever opens this page know?",
		}},
	}
}
