package builder

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"relais/builder/handbook"
	"relais/builder/load"
	"relais/search"
)

// searchTest is how the tests of recherches.yaml are run: what readers of the
// build find, each test a question to the index.
type searchTest struct {
	whole, book *handbook.Handbook
	index       *search.Index
	unread      map[string]bool // paths of texts with problems, which may be missing for that
	problems    []handbook.Problem
}

// deepest is how far a test looks for a page that is not where it should be.
const deepest = 100

// trySearches runs the tests whose pages are in book. A page that these readers do
// not see is passed over: the test is for other builds.
func trySearches(ctx context.Context, loaded *load.Result, book *handbook.Handbook, ix *search.Index) ([]handbook.Problem, error) {
	t := searchTest{whole: loaded.Handbook, book: book, index: ix, unread: map[string]bool{}}
	for _, p := range loaded.Problems {
		t.unread[strings.TrimSuffix(p.Path, ".md")] = true
	}
	for _, e := range loaded.Searches {
		var pages []*handbook.Page
		for _, w := range e.Finds {
			if p := t.page(e, w); p != nil {
				pages = append(pages, p)
			}
		}
		if len(pages) == 0 {
			continue
		}
		if err := t.run(ctx, e, pages); err != nil {
			return nil, err
		}
	}
	return t.problems, nil
}

// page returns the page of the build that a test names, or says why there is none.
func (t *searchTest) page(e handbook.Expectation, w handbook.Wanted) *handbook.Page {
	p := t.whole.Named(w.Name)
	if p == nil && t.unread[strings.TrimSuffix(w.Name, ".md")] {
		return nil
	}
	if p == nil {
		t.problems = append(t.problems, handbook.Problem{
			Code: "search-unknown-page", Severity: handbook.Error, Path: e.Path, Pos: w.Pos,
			Args: map[string]string{"Name": w.Name}, Near: t.whole.NearestName(w.Name),
		})
		return nil
	}
	seen := t.book.At(p.Path)
	if seen == nil {
		t.problems = append(t.problems, handbook.Problem{
			Code: "search-page-left-out", Severity: handbook.Advice, Path: e.Path, Pos: w.Pos,
			Args: map[string]string{"Path": p.Path, "Search": e.Search},
		})
	}
	return seen
}

// run asks once and, only when a page is missing, again and deeper. Readers search
// in the language of the pages.
func (t *searchTest) run(ctx context.Context, e handbook.Expectation, pages []*handbook.Page) error {
	filters := map[string][]string{}
	for _, p := range pages {
		filters[language] = append(filters[language], string(p.Lang))
	}
	first, err := t.index.Search(ctx, search.Query{Text: e.Search, Filters: filters, Limit: e.Within})
	if err != nil {
		return err
	}
	var missing []*handbook.Page
	for _, p := range pages {
		if t.rank(first.Hits, p) == 0 {
			missing = append(missing, p)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	all, err := t.index.Search(ctx, search.Query{Text: e.Search, Filters: filters, Limit: max(deepest, e.Within)})
	if err != nil {
		return err
	}
	for _, p := range missing {
		problem := handbook.Problem{
			Code: "search-finds-others", Severity: handbook.Warning, Path: e.Path, Pos: e.Pos,
			Args: map[string]string{
				"Search": e.Search, "Path": p.Path, "Within": strconv.Itoa(e.Within), "Titles": t.titles(all.Hits),
			},
		}
		switch rank := t.rank(all.Hits, p); {
		case len(all.Hits) == 0:
			problem.Code = "search-finds-nothing"
		case rank > 0:
			problem.Code = "search-finds-late"
			problem.Args["Rank"], problem.Args["Titles"] = strconv.Itoa(rank), t.titles(all.Hits[:rank-1])
		}
		t.problems = append(t.problems, problem)
	}
	return nil
}

// rank returns the place of p among hits, from 1, or 0.
func (t *searchTest) rank(hits []search.Hit, p *handbook.Page) int {
	address := p.Address(t.book.Config.Lang)
	return slices.IndexFunc(hits, func(h search.Hit) bool { return h.ID == address }) + 1
}

// titles names the first hits, which came instead.
func (t *searchTest) titles(hits []search.Hit) string {
	var titles []string
	for _, hit := range hits[:min(3, len(hits))] {
		titles = append(titles, handbook.Text{FR: "«\u00a0" + hit.Title + "\u00a0»", EN: "“" + hit.Title + "”"}.In(t.book.Config.Lang))
	}
	return strings.Join(titles, ", ")
}
