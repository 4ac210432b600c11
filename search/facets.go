package search

import (
	"cmp"
	"slices"
)

// column holds one facet's values of all documents. Few sets of values are in
// use, so a document needs one small number.
type column struct {
	sets    [][]int   // sorted sets of sorted indices in Facet.Values
	weights []float64 // by set: the product of the weights of its values
	of      []int     // by ordinal: index in sets
}

// openFacets reads the facets back from Bleve's keyword fields.
func (ix *Index) openFacets() error {
	ix.columns = make([]column, len(ix.facets))
	for i, facet := range ix.facets {
		values := make([][]int, len(ix.documents))
		for v, value := range facet.Values {
			err := ix.eachDocument(facetField(facet.Name), value.ID, func(number uint64) {
				ordinal := ix.ordinals[number]
				values[ordinal] = append(values[ordinal], v)
			})
			if err != nil {
				return err
			}
		}
		ix.columns[i] = newColumn(facet, values)
	}
	return nil
}

// facetColumns reads the facets from the documents.
func (v *inventory) facetColumns() []column {
	columns := make([]column, len(v.facets))
	for f, facet := range v.facets {
		at := make(map[string]int, len(facet.Values))
		for i, value := range facet.Values {
			at[value.ID] = i
		}
		values := make([][]int, len(v.documents))
		for ordinal, d := range v.documents {
			for _, id := range d.Facets[facet.Name] {
				values[ordinal] = append(values[ordinal], at[id])
			}
			slices.Sort(values[ordinal])
			values[ordinal] = slices.Compact(values[ordinal])
		}
		columns[f] = newColumn(facet, values)
	}
	return columns
}

func newColumn(facet Facet, values [][]int) column {
	c := column{sets: slices.Clone(values), of: make([]int, len(values))}
	slices.SortFunc(c.sets, slices.Compare)
	c.sets = slices.CompactFunc(c.sets, slices.Equal)
	for ordinal, set := range values {
		c.of[ordinal], _ = slices.BinarySearchFunc(c.sets, set, slices.Compare)
	}
	c.weights = make([]float64, len(c.sets))
	for s, set := range c.sets {
		c.weights[s] = 1
		for _, v := range set {
			c.weights[s] *= facet.Values[v].weight()
		}
	}
	return c
}

// weighs says whether some value of the facet has a weight other than 1.
func (f Facet) weighs() bool {
	return slices.ContainsFunc(f.Values, func(v FacetValue) bool { return v.weight() != 1 })
}

func (v FacetValue) weight() float64 { return cmp.Or(v.Weight, 1) }

// weight returns what the score of a document is multiplied by.
func (ix *Index) weight(ordinal int32) float64 {
	weight := 1.0
	for _, c := range ix.columns {
		weight *= c.weights[c.of[ordinal]]
	}
	return weight
}

// filter counts, for a document that matches, in which facets it counts and
// whether it is a hit. Within a facet one of the chosen values is enough; all
// facets must agree. A facet's own choice does not narrow its own counts, so
// each count says how many hits choosing that value too would give.
type filter struct {
	columns []column
	chosen  [][]bool // by facet, by set: whether it holds a chosen value; nil when nothing is chosen
	counts  [][]int  // by facet, by set
	hidden  []int    // by facet: documents that its choice alone refuses
	total   int
}

// newFilter prepares a filter. Names of facets that do not exist are ignored,
// as an address may outlive them; unknown values match nothing.
func newFilter(facets []Facet, columns []column, filters map[string][]string) *filter {
	f := &filter{
		columns: columns, chosen: make([][]bool, len(facets)), counts: make([][]int, len(facets)),
		hidden: make([]int, len(facets)),
	}
	for i, facet := range facets {
		f.counts[i] = make([]int, len(columns[i].sets))
		ids := filters[facet.Name]
		if len(ids) == 0 {
			continue
		}
		f.chosen[i] = make([]bool, len(columns[i].sets))
		for s, set := range columns[i].sets {
			f.chosen[i][s] = slices.ContainsFunc(set, func(v int) bool {
				return slices.Contains(ids, facet.Values[v].ID)
			})
		}
	}
	return f
}

// admit counts the document and says whether it is a hit.
func (f *filter) admit(ordinal int) bool {
	refusals, refusing := 0, 0
	for i, chosen := range f.chosen {
		if chosen != nil && !chosen[f.columns[i].of[ordinal]] {
			refusals, refusing = refusals+1, i
		}
	}
	switch refusals {
	case 0:
		for i, c := range f.columns {
			f.counts[i][c.of[ordinal]]++
		}
		f.total++
	case 1:
		f.counts[refusing][f.columns[refusing].of[ordinal]]++
		f.hidden[refusing]++
	}
	return refusals == 0
}

// results returns the counts by value of the facets with the given names.
func (f *filter) results(facets []Facet, names []string, filters map[string][]string) []FacetCounts {
	counts := []FacetCounts{}
	for i, facet := range facets {
		if !slices.Contains(names, facet.Name) {
			continue
		}
		values := make([]ValueCount, len(facet.Values))
		for v, value := range facet.Values {
			values[v] = ValueCount{
				ID: value.ID, Label: value.Label,
				Selected: slices.Contains(filters[facet.Name], value.ID),
			}
		}
		for s, set := range f.columns[i].sets {
			for _, v := range set {
				values[v].Count += f.counts[i][s]
			}
		}
		counts = append(counts, FacetCounts{facet.Name, facet.Label, values})
	}
	return counts
}

// hiding returns the facets whose choice alone leaves nothing.
func (f *filter) hiding(facets []Facet) []HidingFacet {
	hiding := []HidingFacet{}
	for i, facet := range facets {
		if f.total == 0 && f.hidden[i] > 0 {
			hiding = append(hiding, HidingFacet{facet.Name, facet.Label, f.hidden[i]})
		}
	}
	return hiding
}
