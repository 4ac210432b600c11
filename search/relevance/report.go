package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
)

// peer is what another search engine reaches on the given half of the
// collections: nDCG@10 by variant, in the order of variantFiles. The figures
// are those of ../shared/relevance/README.md.
type peer struct {
	name    string
	figures map[string][len(variantFiles)]float64
	zero    string // share of cdtn-fr's queries without a hit, typed and typo
}

var peers = []peer{
	{"Pagefind 1.6", map[string][5]float64{
		"cdtn-fr": {.320, .366, .127, .372, .364}, "cnil-fr": {.067, .230, .106, .266, .229},
	}, "13.3 % / 41.7 %"},
	{"Bleve default (TF-IDF, _all)", map[string][5]float64{
		"cdtn-fr": {.533, .538, .430, .394, .533}, "cnil-fr": {.658, .641, .528, .516, .619},
	}, "0.3 % / 2.7 %"},
	{"Bleve BM25, fuzzy, prefix", map[string][5]float64{
		"cdtn-fr": {.558, .559, .515, .500, .546}, "cnil-fr": {.711, .674, .627, .630, .669},
	}, "0 % / 0.4 %"},
	{"MiniSearch 7.2 for French", map[string][5]float64{
		"cdtn-fr": {.591, .597, .552, .546, .586}, "cnil-fr": {.741, .737, .663, .687, .728},
	}, "0.2 % / 0.8 %"},
	{"lunr 2.3.9 for French", map[string][5]float64{
		"cdtn-fr": {.607, .614, .552, .522, .617}, "cnil-fr": {.759, .749, .681, .682, .761},
	}, "0.2 % / 0.5 %"},
	{"prototype of our ranking", map[string][5]float64{
		"cdtn-fr": {.629, .634, .626, .591, .634}, "cnil-fr": {.786, .760, .768, .746, .760},
	}, "0 % / 0.3 %"},
}

// report lays out a collection's figures beside the peers'.
func (m *measured) report() string {
	var b strings.Builder
	c := m.collection
	fmt.Fprintf(&b, "%s: %d documents, %d queries\n\n", c.name, len(c.documents), m.asked)
	fmt.Fprintf(&b, "  %-30s %9s %9s %9s %9s %9s\n", "", "nDCG@10", "MRR@10", "recall@10", "success@1", "no hit")
	for i, f := range m.figures {
		fmt.Fprintf(&b, "  %-30s %s\n", f.variant, f.row())
		if m.clients[i] != f {
			fmt.Fprintf(&b, "  %-30s %s\n", "  in the client", m.clients[i].row())
		}
	}
	fmt.Fprintf(&b, "\n  %-30s", "nDCG@10")
	for _, v := range variantFiles {
		fmt.Fprintf(&b, " %9s", v.name)
	}
	fmt.Fprintf(&b, "\n  %-30s", "Relais")
	for _, v := range variantFiles {
		figure := "–"
		for _, f := range m.figures {
			if f.variant == v.name {
				figure = fmt.Sprintf("%.3f", f.ndcg)
			}
		}
		fmt.Fprintf(&b, " %9s", figure)
	}
	b.WriteByte('\n')
	for _, p := range peers {
		row, known := p.figures[c.name]
		if !known {
			continue
		}
		fmt.Fprintf(&b, "  %-30s", p.name)
		for _, figure := range row {
			fmt.Fprintf(&b, " %9.3f", figure)
		}
		if c.name == "cdtn-fr" {
			fmt.Fprintf(&b, "   no hit: %s", p.zero)
		}
		b.WriteByte('\n')
	}
	fmt.Fprintf(&b, "\n  the client and the index gave the same answer to %d of %d queries\n", m.asked-len(m.differences), m.asked)
	for _, difference := range m.differences[:min(3, len(m.differences))] {
		fmt.Fprintf(&b, "  %.600s\n", difference)
	}
	b.WriteByte('\n')
	return b.String()
}

func (f figures) row() string {
	return fmt.Sprintf("%9.4f %9.4f %9.4f %9.4f %7.2f %%", f.ndcg, f.mrr, f.recall, f.success, 100*f.zero)
}

// floors are what issue 3 asks for: nDCG@10, and at most so many queries
// without a hit. What was reached once is not given up.
var floors = map[string]map[string]float64{
	"cdtn-fr": {"typed": .63, "typo": .62, "prefix": .59},
	"cnil-fr": {"typed": .78, "typo": .76, "prefix": .74},
}

const mostZero = 0.005

// goldenText is the figures as the golden file holds them.
func goldenText(all []figures) string {
	var b strings.Builder
	b.WriteString("# What `make relevance` measures on the given half of the collections; `make relevance UPDATE=1` writes it.\n")
	fmt.Fprintf(&b, "# %-18s %9s %9s %9s %9s %9s\n", "", "nDCG@10", "MRR@10", "recall@10", "success@1", "no hit")
	for _, f := range all {
		fmt.Fprintf(&b, "%-20s %s\n", f.name(), f.row())
	}
	return b.String()
}

func (f figures) name() string { return f.collection + "." + f.variant }

// updateGolden writes the figures, unless one that had reached its floor would
// fall below it.
func updateGolden(path string, all []figures) error {
	before, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := heldFloors(string(before), all); err != nil {
		return err
	}
	return os.WriteFile(path, []byte(goldenText(all)), 0o644)
}

// heldFloors returns an error when a figure is below a floor that it had
// reached in the golden file.
func heldFloors(golden string, all []figures) error {
	for _, f := range all {
		floor, asked := floors[f.collection][f.variant]
		ndcg, zero, known := goldenRow(golden, f.name())
		if !known {
			continue
		}
		if asked && ndcg >= floor && f.ndcg < floor {
			return fmt.Errorf("%s: nDCG@10 falls to %.4f, below its floor of %.2f", f.name(), f.ndcg, floor)
		}
		if zero <= mostZero && f.zero > mostZero {
			return fmt.Errorf("%s: %.2f %% of the queries find nothing, more than %.1f %%", f.name(), 100*f.zero, 100*mostZero)
		}
	}
	return nil
}

func goldenRow(golden, name string) (ndcg, zero float64, known bool) {
	for line := range strings.Lines(golden) {
		var mrr, recall, success float64
		n, _ := fmt.Sscanf(line, name+" %g %g %g %g %g", &ndcg, &mrr, &recall, &success, &zero)
		if n == 5 {
			return ndcg, zero / 100, true
		}
	}
	return 0, 0, false
}
