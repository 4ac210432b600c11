// Package twin holds the client, run in Node, against the index in Go: it makes
// up queries, has the client answer them, and compares whole answers. Tests and
// measures use it; it knows the two sides by the JSON of their answers alone.
//
// Its fundamental types are [Query] and [Client].
package twin

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"unicode/utf16"

	"golang.org/x/sync/errgroup"
)

// Query is a question to both sides. The zero value of a field leaves it to
// each side's default.
type Query struct {
	Kind    string              `json:"-"` // what it tries, for reports
	Text    string              `json:"text"`
	Filters map[string][]string `json:"filters,omitempty"`
	Facets  []string            `json:"facets,omitempty"`
	Limit   int                 `json:"limit,omitempty"`
}

// Client is the folder of the client's sources: search/client, or a copy.
type Client string

// Answer is what the client says to one query.
type Answer struct {
	Results json.RawMessage `json:"results"` // nil when it failed
	Error   string          `json:"error"`   // the code of its SearchError
	Took    float64         `json:"ms"`
}

// Ask opens the site, the folder that an index was exported to, in one client
// and asks it the queries one after the other.
func (c Client) Ask(ctx context.Context, site string, queries []Query) ([]Answer, error) {
	var input, stderr bytes.Buffer
	encoder := json.NewEncoder(&input)
	for _, q := range queries {
		if err := encoder.Encode(q); err != nil {
			return nil, err
		}
	}
	node := exec.CommandContext(ctx, "node", filepath.Join(string(c), "test", "answer.js"), site)
	node.Stdin, node.Stderr = &input, &stderr
	output, err := node.Output()
	if err != nil {
		return nil, fmt.Errorf("node: %w\n%s", err, stderr.String())
	}
	answers := make([]Answer, 0, len(queries))
	lines := bufio.NewScanner(bytes.NewReader(output))
	lines.Buffer(nil, len(output)+1)
	for lines.Scan() {
		var answer Answer
		if err := json.Unmarshal(lines.Bytes(), &answer); err != nil {
			return nil, err
		}
		answers = append(answers, answer)
	}
	if len(answers) != len(queries) {
		return nil, fmt.Errorf("%d answers to %d queries", len(answers), len(queries))
	}
	return answers, lines.Err()
}

// Check asks both sides the queries, the index by ask, and returns how their
// answers differ: one [Differs] for each query of which they do.
func (c Client) Check(ctx context.Context, site string, queries []Query, ask func(Query) (any, error)) ([]error, error) {
	differences := make([]error, len(queries))
	answers, err := c.Ask(ctx, site, queries)
	if err != nil {
		return nil, err
	}
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, q := range queries {
		group.Go(func() error {
			results, err := ask(q)
			if err != nil {
				return fmt.Errorf("%q: %w", q.Text, err)
			}
			differences[i] = Compare(q, results, answers[i])
			return nil
		})
	}
	err = group.Wait()
	return slices.DeleteFunc(differences, func(err error) bool { return err == nil }), err
}

// Differs says that the client's answer is not the index's.
type Differs struct {
	Query         Query
	Index, Client string
}

func (d *Differs) Error() string {
	return fmt.Sprintf("%s %q %v:\nindex  %s\nclient %s", d.Query.Kind, d.Query.Text, d.Query.Filters, d.Index, d.Client)
}

// Compare returns a [Differs] when the client's answer is not, field by field
// and to the last bit of each number, the results that the index gave. The
// index counts bytes where the client counts UTF-16 units: marks are
// translated.
func Compare(q Query, results any, answer Answer) error {
	text, err := json.Marshal(results)
	if err != nil {
		return err
	}
	var want, got any
	if err := json.Unmarshal(text, &want); err != nil {
		return err
	}
	if answer.Error != "" {
		return &Differs{q, string(text), "fails: " + answer.Error}
	}
	if err := json.Unmarshal(answer.Results, &got); err != nil {
		return err
	}
	want = inUnits(want)
	if reflect.DeepEqual(want, got) {
		return nil
	}
	inIndex, err := json.Marshal(want)
	if err != nil {
		return err
	}
	inClient, err := json.Marshal(got)
	return errors.Join(err, &Differs{q, string(inIndex), string(inClient)})
}

// inUnits translates the marks of every {text, marks} and {title, titleMarks}
// within a value.
func inUnits(value any) any {
	switch value := value.(type) {
	case []any:
		for i := range value {
			value[i] = inUnits(value[i])
		}
	case map[string]any:
		for name, inner := range value {
			value[name] = inUnits(inner)
		}
		for name, marks := range map[string]string{"text": "marks", "title": "titleMarks"} {
			text, _ := value[name].(string)
			pairs, _ := value[marks].([]any)
			for _, pair := range pairs {
				units(text, pair)
			}
		}
	}
	return value
}

func units(text string, mark any) {
	pair, _ := mark.([]any)
	for i := range pair {
		if at, ok := pair[i].(float64); ok && int(at) <= len(text) {
			pair[i] = float64(len(utf16.Encode([]rune(text[:int(at)]))))
		}
	}
}
