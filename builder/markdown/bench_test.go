package markdown

import (
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"

	"relais/builder/handbook"
)

// sheet is a page of about 500 words, as a practice sheet has them: sections,
// lists, links, a table, a callout and a note.
func sheet() []byte {
	const section = `## Ce qui s'est passé, et comment s'y prendre

Une personne hausse le ton au guichet: que faire? On lit souvent "qu'il faut rester calme", et c'est vrai, mais *rester calme* ne veut pas dire rester muet. Voir [[recevoir-seul]] et [la fiche sur le choix](proposer-un-choix.md), ou encore le [guide](https://exemple.org/guide) de l'an dernier.

- Laissez passer l'orage : 10 à 20 secondes suffisent le plus souvent, et la file le comprend.
- Reformulez **sans juger**, avec les mots de la personne, puis dites ce que vous pouvez faire.
- Proposez un choix, même petit ; il rend à la personne une part de la décision.

Le groupe a retenu que la première phrase compte plus que les suivantes. Elle dit que la demande est entendue, elle ne promet rien, elle ne renvoie pas au règlement. Les agents qui l'ont essayée pendant trois semaines disent qu'elle évite une montée sur deux, et que les collègues la reprennent sans qu'on la leur ait apprise.

`
	const end = `> [!ATTENTION]
> Si la personne menace, prévenez l'astreinte[^1].

| Situation | Part |
|---|---|
| Attente | 45 % |
| Refus | 30 % |

[^1]: Le numéro est affiché au guichet.
`
	return []byte(strings.Repeat(section, 3) + end)
}

func BenchmarkParse(b *testing.B) {
	c, source := New(), sheet()
	b.SetBytes(int64(len(source)))
	b.ReportAllocs()
	for b.Loop() {
		c.Parse(source, Options{Path: "fiche.md", Lang: handbook.French})
	}
}

// BenchmarkGoldmark is the floor: the same page, without ids, links, sections,
// typography or checks.
func BenchmarkGoldmark(b *testing.B) {
	md := goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Footnote, extension.DefinitionList))
	source := sheet()
	b.SetBytes(int64(len(source)))
	b.ReportAllocs()
	for b.Loop() {
		var out strings.Builder
		if err := md.Convert(source, &out); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkTypeset(b *testing.B) {
	text := string(sheet())
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Typeset(text, handbook.French)
	}
}

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		New()
	}
}
