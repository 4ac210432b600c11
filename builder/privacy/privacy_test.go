package privacy_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"relais/builder/privacy"
)

// A finding stands exactly where its author wrote it, whatever is encoded before and within it.
func TestFindingsStandWhereTheyAreWritten(t *testing.T) {
	scanner := privacy.New(privacy.Options{Roster: privacy.ParseRoster([]byte("Élodie Durand\n"))})
	around := rapid.SampledFrom([]string{
		"un texte", "&eacute;t&#233;", "%C3%A9", `\u00e9`, "**gras**", "fin\u00a0!", "e\u0301", "\u00ad", "a\n\nb", "« x »", "%26eacute%3B", "50 %", "&", `\`, "2026-07-03",
	})
	planted := rapid.SampledFrom([]string{
		"06 12 34 56 78", "jean&#64;mairie.fr", "jean%40mairie.fr", "%C3%89lodie%20Durand", "&Eacute;lodie **Du**rand", "E\u0301lodie\u00a0Durand",
		`\u00c9lodie Durand`, "elodie-durand", "DURAND Élodie", "%26Eacute%3Blodie Durand", "AB\u2011123\u2011CD", "É\u00adlodie Durand",
	})
	rapid.Check(t, func(t *rapid.T) {
		secret := planted.Draw(t, "secret")
		before := strings.Join(rapid.SliceOfN(around, 0, 6).Draw(t, "before"), " ") + " ; "
		after := " ; " + strings.Join(rapid.SliceOfN(around, 0, 6).Draw(t, "after"), " ")
		for _, f := range scanner.Scan(before + secret + after) {
			if f.Start == len(before) && f.End == len(before)+len(secret) {
				return
			}
		}
		t.Fatalf("%q in %q: %v", secret, before+secret+after, scanner.Scan(before+secret+after))
	})
}

// Whatever prints a finding prints its mask.
func TestAFindingKeepsItsSecret(t *testing.T) {
	scanner := privacy.New(privacy.Options{Roster: privacy.ParseRoster([]byte("Élodie Durand\nDURAND Zoé\n"))})
	for _, c := range []struct{ text, masked string }{
		{"06 12 34 56 12", "06 ** ** ** 12"},
		{"+33 6 12 34 56 12", "+33 * ** ** ** 12"},
		{"jean.dupont@mairie.fr", "j***.******@******.**"},
		{"Élodie Durand", "É***** ******"},
		{"E. Durand", "*. ******"},
		{"AB-123-CD", "A*-***-**"},
		{"2 69 05 49 588 157 80", "2 ** ** ** *** *** **"},
	} {
		found := scanner.Scan(c.text)
		if len(found) != 1 || found[0].Masked() != c.masked {
			t.Errorf("%s: %v, not %s", c.text, found, c.masked)
			continue
		}
		f := found[0]
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
			for _, printed := range []string{fmt.Sprintf(verb, f), fmt.Sprintf(verb, &f), fmt.Sprintf(verb, found)} {
				if strings.Contains(printed, c.text) {
					t.Errorf("%s prints %s", verb, printed)
				}
			}
		}
		if masked := scanner.Mask("Voir " + c.text + "."); masked != "Voir "+c.masked+"." {
			t.Errorf("masked as %q", masked)
		}
	}
	roster := privacy.ParseRoster([]byte("Élodie Durand\n"))
	for _, verb := range []string{"%v", "%+v", "%#v", "%s"} {
		if printed := fmt.Sprintf(verb, roster); strings.Contains(strings.ToLower(printed), "durand") {
			t.Errorf("%s prints %s", verb, printed)
		}
	}
}

// The numbers of services are nobody's, however they are written; nor are the
// numbers of laws, books and days.
func TestServicesAndReferencesAreNobodys(t *testing.T) {
	scanner := privacy.New(privacy.Options{})
	for _, text := range []string{
		"le 15, le 17, le 18, le 112, le 114, le 115, le 119, le 116 117, le 3114, le 3919, le 30 20, le 3020",
		"[3114](tel:3114)", "0 800 130 000", "0800 235 236", "0 892 70 12 39", "+33 800 130 000", "08 00 05 95 95",
		"article L. 134-1 du code général de la fonction publique", "loi n° 83-634 du 13 juillet 1983", "décret 2017-97 du 26 janvier 2017",
		"ISBN 978-2-07-036822-8", "SIRET 130 025 265 00013", "ISO 8601:2004", "2026-07-03T10:15:00", "page 12. Rue des Lilas",
		"fil d’attente", "M. X et Mme Y", "Monsieur le Maire", "madame la directrice", "la place de la République", "1. **place au débat**",
		"l’hôpital Saint-Louis", "20 places rue de la Gare", "RETEX, REX", "50 % à 80 % des cas", "www.service-public.fr", "user@localhost", "photo@2x.png",
	} {
		if found := scanner.Scan(text); len(found) > 0 {
			t.Errorf("%s: %v", text, found)
		}
	}
}

// What is declared public is no finding, in whatever form it is written.
func TestWhatIsPublicMayBeSaid(t *testing.T) {
	scanner := privacy.New(privacy.Options{Public: []string{"01 40 00 00 12", "Manuel@Aurbelle.example", "Marshall Rosenberg", "Élodie Durand"}, Roster: privacy.ParseRoster([]byte("Élodie Durand"))})
	for _, text := range []string{"01.40.00.00.12", "+33 (0)1 40 00 00 12", "0033140000012", "manuel@aurbelle.example", "MANUEL&#64;aurbelle.example", "elodie durand", "Élodie DURAND"} {
		if found := scanner.Scan(text); len(found) > 0 {
			t.Errorf("%s: %v", text, found)
		}
	}
	if !finds(scanner, "01 40 00 00 13", privacy.Phone) {
		t.Error("another number is public too")
	}
}

// Sensitive words count when they are said of one person, not of people.
func TestSensitiveWordsCountWhenSaidOfAPerson(t *testing.T) {
	scanner := privacy.New(privacy.Options{Roster: privacy.ParseRoster([]byte("Élodie Durand"))})
	for text, kind := range map[string]privacy.Kind{
		"Mme Lopez est dépressive.":                           privacy.Sensitive,
		"Ma cheffe est en burn-out.":                          "",
		"Ma cheffe est alcoolique.":                           privacy.Sensitive,
		"Élodie est syndiquée.":                               privacy.Sensitive,
		"Martine est vraiment hystérique.":                    privacy.Judgement,
		"My colleague is pregnant.":                           privacy.Sensitive,
		"Une personne alcoolique peut s’énerver.":             "",
		"Mme Lopez est venue. La dépression est une maladie.": "",
		"Le syndicat CGT, la CFDT":                            "",
	} {
		if kind == "" {
			kind = privacy.Sensitive
			if finds(scanner, text, kind) && !strings.Contains(text, "burn-out") {
				t.Errorf("%s: %v", text, scanner.Scan(text))
			}
			continue
		}
		if !finds(scanner, text, kind) {
			t.Errorf("%s: %v", text, scanner.Scan(text))
		}
	}
}

// Names that may be anybody's are questions: a first name, whatever follows a title.
func TestNamesAreQuestions(t *testing.T) {
	scanner := privacy.New(privacy.Options{Roster: privacy.ParseRoster([]byte("Élodie Durand\nPierre Petit"))})
	for text, kind := range map[string]privacy.Kind{
		"Martine a proposé de sortir.":      privacy.FirstName,
		"avec Karim":                        privacy.FirstName,
		"M. Obiang":                         privacy.FirstName,
		"Madame Obiang":                     privacy.FirstName,
		"le Dr Obiang":                      privacy.FirstName,
		"on a vu Élodie":                    privacy.PartOfName,
		"Petit à petit, on y arrive":        privacy.PartOfName,
		"vu avec E. D.":                     privacy.PartOfName,
		"vu avec É.D. hier":                 privacy.PartOfName,
		"relu (P.P.)":                       privacy.PartOfName,
		"on a vu Durand":                    privacy.Participant,
		"M. Petit":                          privacy.Participant,
		"Mme DURAND":                        privacy.Participant,
		"on a vu Élodie D. hier":            privacy.Participant,
		"demander à e.durand":               privacy.Participant,
		"JP, ou Pierre-Petit":               privacy.Participant,
		"elodiedurand":                      privacy.Participant,
		"Élodie\nDurand":                    privacy.Participant,
		"[Élodie](x.md) ou Durand (Élodie)": privacy.Participant,
	} {
		if !finds(scanner, text, kind) {
			t.Errorf("%s is no %s: %v", text, kind, scanner.Scan(text))
		}
	}
	for _, text := range []string{"la S.E.D.", "E. D. F.", "E.D.F.", "V. D.", "E D", "e. d.", "art. L. 134"} {
		if found := scanner.Scan(text); len(found) > 0 {
			t.Errorf("%s: %v", text, found)
		}
	}
	for _, text := range []string{"une réunion à Paris", "aller à London", "IBAN FR77 0000"} {
		if found := scanner.Scan(text); len(found) > 0 {
			t.Errorf("%s: %v", text, found)
		}
	}
	for _, text := range []string{"un petit groupe", "petit à petit", "pierre après pierre", "a-t-il durand", "Élodie.\n\nDurand"} {
		if finds(scanner, text, privacy.Participant) && text != "Élodie.\n\nDurand" && text != "a-t-il durand" {
			t.Errorf("%s: %v", text, scanner.Scan(text))
		}
	}
}

// A roster is read as people keep it.
func TestRostersAreReadAsPeopleKeepThem(t *testing.T) {
	for name, list := range map[string]string{
		"first name first":          "Jean-Marie Le Goff",
		"capitals":                  "LE GOFF Jean-Marie",
		"capitals last":             "Jean-Marie LE GOFF",
		"comma":                     "Le Goff, Jean-Marie",
		"semicolon":                 "Le Goff;Jean-Marie;jm@mairie.fr",
		"table":                     "Courriel;Prénom;Nom\njm@mairie.fr;Jean-Marie;Le Goff",
		"English table":             "First name\tLast name\nJean-Marie\tLe Goff",
		"with a title, and a note":  "# groupe de mars\n\nM. Jean-Marie Le Goff\n",
		"byte order mark, CRLF":     "\ufeffJean-Marie Le Goff\r\n",
		"Windows-1252, with others": "H\xe9l\xe8ne Barr\xe9\nJean-Marie Le Goff",
		"quoted cells":              `"Nom";"Prénom"` + "\n" + `"Le Goff";"Jean-Marie"`,
	} {
		scanner := privacy.New(privacy.Options{Roster: privacy.ParseRoster([]byte(list))})
		for _, text := range []string{"avec Jean-Marie Le Goff hier", "LE GOFF Jean-Marie", "avec J.-M. Le Goff", "JM Le Goff", "avec M. Le Goff", "jean-marie-le-goff.md"} {
			if !finds(scanner, text, privacy.Participant) {
				t.Errorf("%s: %s: %v", name, text, scanner.Scan(text))
			}
		}
	}
	if privacy.ParseRoster([]byte("# personne\n\n")).Len() != 0 {
		t.Error("a list without names has some")
	}
}

// FuzzScan: whatever the text, findings lie within it, in order, and the masked
// text is as long, with the same lines.
func FuzzScan(f *testing.F) {
	random := rand.New(rand.NewPCG(3, 3))
	for _, id := range identifiers() {
		for range 5 {
			f.Add(id.good(random))
			f.Add(id.near(random))
		}
	}
	for _, form := range forms {
		f.Add(form.write("Élodie", "Durand"))
	}
	f.Add("%26eacute%3B&amp;#64;\\u{e9}\xff\u00ad")
	scanner := privacy.New(privacy.Options{Roster: privacy.ParseRoster([]byte("Élodie Durand\nJean-Marie de La Tour\nLi An"))})
	f.Fuzz(func(t *testing.T, text string) {
		last := 0
		for _, found := range scanner.Scan(text) {
			if found.Start < last || found.End <= found.Start || found.End > len(text) {
				t.Fatalf("%d to %d after %d of %d", found.Start, found.End, last, len(text))
			}
			last = found.End
		}
		masked := scanner.Mask(text)
		if utf8.ValidString(text) && (utf8.RuneCountInString(masked) != utf8.RuneCountInString(text) || strings.Count(masked, "\n") != strings.Count(text, "\n")) {
			t.Fatalf("%q masked as %q", text, masked)
		}
	})
}

// FuzzParseRoster: whatever the list, it is read, and no print of it tells a name.
func FuzzParseRoster(f *testing.F) {
	f.Add([]byte("Nom;Prénom\nDurand;Élodie\n"))
	f.Add([]byte("DURAND Élodie\nDurand, Élodie\nM. de La Tour\n#\n;;\n,"))
	f.Fuzz(func(_ *testing.T, list []byte) {
		privacy.New(privacy.Options{Roster: privacy.ParseRoster(list)}).Scan("Élodie Durand et M. de La Tour")
	})
}
