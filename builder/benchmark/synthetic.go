// Package benchmark measures whole builds: it writes synthetic handbooks of any
// size and runs the command on them as its users do.
//
// Its fundamental type is [Vocabulary], the words that pages are drawn from. What a page
// weighs in an index depends on how words are distributed, so they follow
// Zipf's law, and come back within a page more often than chance, as in real texts.
package benchmark

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Vocabulary is words with how often each is drawn.
type Vocabulary struct {
	words []string
	upTo  []float64 // cumulated frequency of the words up to each
}

// ReadVocabulary reads a file of lines "word TAB count".
func ReadVocabulary(path string) (*Vocabulary, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	v := &Vocabulary{}
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		word, count, _ := strings.Cut(lines.Text(), "\t")
		frequency, err := strconv.ParseFloat(count, 64)
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, n, err)
		}
		v.add(word, frequency)
	}
	return v, lines.Err()
}

// InventVocabulary makes size words out of French syllables, the nth drawn in
// proportion to 1/n (Zipf's law).
func InventVocabulary(size int) *Vocabulary {
	syllables := strings.Fields("a ac bé bra ce chi co dé di é en fi ga gué i jou la lé lo ma mé mi né no ou pa per pli qué ra ré ri sa sé si ta té ti tou u va vi")
	endings := strings.Fields("e es er ant tion té eur euse ment ble")
	v := &Vocabulary{}
	for n := 1; n <= size; n++ {
		word, rest := "", n
		for rest > 0 {
			word += syllables[rest%len(syllables)]
			rest /= len(syllables)
		}
		v.add(word+endings[n%len(endings)], 1/float64(n))
	}
	return v
}

func (v *Vocabulary) add(word string, frequency float64) {
	if n := len(v.upTo); n > 0 {
		frequency += v.upTo[n-1]
	}
	v.words, v.upTo = append(v.words, word), append(v.upTo, frequency)
}

func (v *Vocabulary) draw(r *rand.Rand) string {
	x := r.Float64() * v.upTo[len(v.upTo)-1]
	return v.words[min(sort.SearchFloat64s(v.upTo, x), len(v.words)-1)]
}

// Handbook is the plan of a synthetic handbook. The same plan gives the same files.
type Handbook struct {
	Pages      int // of all types
	Words      int // in the body of a sheet, about
	Seed       uint64
	Vocabulary *Vocabulary
}

// Write writes the handbook's files below dir.
func (h Handbook) Write(dir string) error {
	w := &writer{
		dir: dir, plan: h, rand: rand.New(rand.NewPCG(h.Seed, 0)),
		functions:  max(2, h.Pages/500),
		groups:     max(2, h.Pages/100),
		sessions:   max(4, h.Pages/12),
		situations: max(4, h.Pages/20),
		notions:    max(4, h.Pages/50),
	}
	w.sheets = max(1, h.Pages-w.functions-w.groups-w.sessions-w.situations-w.notions)
	w.file("handbook.yaml", "titre: Manuel synthétique\nlangue: fr\ndiffusion: interne\n")
	for i := range w.functions {
		w.page("fonctions/fonction", i, "resume: "+w.sentence(12), 80)
	}
	for i := range w.groups {
		w.page("groupes/groupe", i, fmt.Sprintf("fonction: fonction-%d\neffectif: 8\nvolontariat: true\nseances_prevues: 12\ndebut: 2025-01\nfin: 2025-12", i%w.functions), 60)
	}
	for i := range w.sessions {
		w.page("seances/seance", i, fmt.Sprintf(
			"groupe: groupe-%d\nnumero: %d\nmois: 2025-%02d\npresents: 7\nsituations: [situation-%d]\nnotions: [notion-%d]\npistes: [fiche-%d, %s]\nstatut: en-debat",
			i%w.groups, 1+i/w.groups, 1+i/w.groups%12, w.any(w.situations), w.any(w.notions), w.any(w.sheets), w.words(3)), h.Words)
	}
	for i := range w.situations {
		w.page("situations/situation", i, fmt.Sprintf(
			"fonctions: [fonction-%d]\ngravite: %d\ncanal: [guichet]\nmots_du_terrain: [%s, %s]",
			i%w.functions, 1+i%4, w.words(2), w.words(3)), 120)
	}
	for i := range w.notions {
		w.page("notions/notion", i, "definition: "+w.sentence(10), 80)
	}
	for i := range w.sheets {
		w.page("fiches/fiche", i, fmt.Sprintf(
			"resume: %s\nfonctions: [fonction-%d]\nface_a: [situation-%d]\nmoment: pendant\ncanal: [guichet]\nnotions: [notion-%d]\nissue_de: [seance-%d]\nmots_du_terrain: [%s]\nthemes: [Thème %d]\nstatut: validee\nmaturite: eprouvee\naccord_groupe: {le: 2026-01-15, modalite: relecture du groupe}\nvalide_le: 2026-01-15\nrevision_le: 2028-01-15\nreferent: Responsable de l'accueil\ncomplete: [fiche-%d]",
			w.sentence(14), w.any(w.functions), w.any(w.situations), w.any(w.notions), w.any(w.sessions), w.words(2), w.any(200), (i+1)%w.sheets), h.Words)
	}
	return w.err
}

// writer writes one handbook and keeps the first error.
type writer struct {
	dir  string
	plan Handbook
	rand *rand.Rand
	err  error

	functions, groups, sessions, situations, notions, sheets int

	recent []string // words of the page being written, which come back
}

func (w *writer) any(n int) int { return w.rand.IntN(n) }

func (w *writer) file(name, text string) {
	if w.err != nil {
		return
	}
	name = filepath.Join(w.dir, filepath.FromSlash(name))
	if w.err = os.MkdirAll(filepath.Dir(name), 0o755); w.err == nil {
		w.err = os.WriteFile(name, []byte(text), 0o644)
	}
}

// page writes one page of about size words below its front matter.
func (w *writer) page(stem string, number int, fields string, size int) {
	w.recent = w.recent[:0]
	var b strings.Builder
	fmt.Fprintf(&b, "---\ntitre: %s %d\n%s\ndiffusion: interne\n---\n", strings.TrimSuffix(w.sentence(4), "."), number, fields)
	for _, section := range []string{"En bref", "Quand l’utiliser", "Déroulé", "Points de vigilance", "Variantes", "Exemple vécu"} {
		fmt.Fprintf(&b, "## %s : %s\n\n", section, w.words(2))
		for left := size / 6; left > 0; left -= 15 {
			switch w.any(5) {
			case 0:
				fmt.Fprintf(&b, "1. **%s** %s\n2. %s\n\n", w.words(2), w.sentence(5), w.sentence(8))
			case 1:
				fmt.Fprintf(&b, "%s Voir [[fiche-%d|%s]] et *%s*.\n\n", w.sentence(10), w.any(w.sheets), w.words(2), w.words(2))
			default:
				b.WriteString(w.sentence(15) + "\n\n")
			}
		}
	}
	w.file(fmt.Sprintf("%s-%d.md", stem, number), b.String())
}

// words draws n words; one in four comes back from the same page.
func (w *writer) words(n int) string {
	words := make([]string, n)
	for i := range words {
		if len(w.recent) > 20 && w.any(4) == 0 {
			words[i] = w.recent[w.any(len(w.recent))]
			continue
		}
		words[i] = w.plan.Vocabulary.draw(w.rand)
		w.recent = append(w.recent, words[i])
	}
	return strings.Join(words, " ")
}

// sentence draws n words, with a capital and a full stop.
func (w *writer) sentence(n int) string {
	s := w.words(n)
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[size:] + "."
}
