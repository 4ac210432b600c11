package render

import (
	"errors"
	"html/template"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"text/template/parse"

	"relais/builder/handbook"
)

// templates are the theme's templates, parsed and proven: one set a page
// kind, named after its file. Files of the folder templates/ that are no page kind
// hold the parts that all share; base.html is the page around them.
type templates map[string]*template.Template

// readTemplates parses the theme's templates. A template that can't be parsed,
// that names a message, a part or a field that does not exist, or that can't be
// escaped safely is told here, with its file and place, and not on the
// thousandth page. The error is the machine's.
func readTemplates(w *words, kinds map[string]any, found *faults) (templates, error) {
	sources, err := readSources(found)
	if err != nil {
		return nil, err
	}
	v := &vetter{words: w, faults: found, sources: sources, kinds: kinds}
	if v.vet(); slices.ContainsFunc(found.found, isObstacle) {
		return nil, nil // what follows would tell the same, less well
	}
	shared := template.New("").Funcs(template.FuncMap{"t": w.say})
	for _, file := range sortedKeys(sources) {
		if _, isKind := kinds[path.Base(file)]; !isKind {
			if err := addTemplate(shared, file, sources[file].text, w); err != nil {
				return nil, err
			}
		}
	}
	sets := templates{}
	add := func(name, file string, view any) error {
		set, err := shared.Clone()
		if err != nil {
			return err
		}
		if source, ok := sources[file]; ok {
			if err := addTemplate(set, file, source.text, w); err != nil {
				return err
			}
		}
		sets[name] = set.Lookup(file)
		return v.prove(name, sets[name], view)
	}
	for _, name := range sortedKeys(kinds) {
		if err := add(name, "templates/"+name, kinds[name]); err != nil {
			return nil, err
		}
	}
	views := chromeViews()
	for _, name := range sortedKeys(views) {
		if err := add(name, name, views[name]); err != nil {
			return nil, err
		}
	}
	return sets, nil
}

// isObstacle reports whether a problem keeps all templates from being tried.
func isObstacle(p handbook.Problem) bool {
	return slices.Contains([]string{"theme-syntax", "theme-unclosed", "theme-function", "theme-file-missing", "theme-part", "theme-part-missing", "theme-words"}, p.Code)
}

// source is one file of templates.
type source struct {
	text  string
	trees map[string]*parse.Tree // what it defines; the file itself under its own path
}

// readSources reads and parses every file of templates.
func readSources(found *faults) (map[string]source, error) {
	files, err := fs.Glob(found.theme, "templates/*.html")
	if err != nil {
		return nil, err
	}
	sources := map[string]source{}
	for _, file := range files {
		data, err := fs.ReadFile(found.theme, file)
		if err != nil {
			return nil, err
		}
		s := source{string(data), map[string]*parse.Tree{}}
		tree := parse.New(file)
		tree.Mode = parse.SkipFuncCheck // so that all unknown functions are told, and not the first
		if _, err := tree.Parse(s.text, "", "", s.trees); err != nil {
			found.syntax(file, s.text, err)
			s.trees = nil
		}
		sources[file] = s
	}
	return sources, nil
}

// syntax tells why a file of templates can't be parsed, from what the library says of it:
// "template: FILE:LINE: …".
func (f *faults) syntax(file, text string, err error) {
	said := regexp.MustCompile(`template: [^:]+:(\d+):(.*)`).FindStringSubmatch(err.Error())
	if said == nil {
		f.report("theme-syntax", file, handbook.Pos{}, "", "Found", "")
		return
	}
	if at, word := unclosed(text); strings.Contains(said[2], "unexpected EOF") && word != "" {
		f.report("theme-unclosed", file, placeOf(text, at), "", "Word", word, "End", "{{end}}")
		return
	}
	if start := regexp.MustCompile(`unclosed action started at [^:]+:(\d+)`).FindStringSubmatch(said[2]); start != nil {
		said[1] = start[1]
	}
	number, _ := strconv.Atoi(said[1])
	lines := strings.Split(text, "\n")
	line, found, column := lines[min(max(number, 1), len(lines))-1], "", -1
	for _, quoted := range regexp.MustCompile(`"((?:[^"\\]|\\.)+)"|<([^>]+)>|(\{\{\w+\}\})`).FindAllStringSubmatch(said[2], -1) {
		word := quoted[1] + quoted[2] + strings.Trim(quoted[3], "{}")
		if at := strings.Index(line, word); at >= 0 {
			found, column = word, at
			break
		}
	}
	if column < 0 {
		column = max(0, strings.Index(line, "{{"))
	}
	f.report("theme-syntax", file, handbook.Pos{Line: number, Column: placeOf(line, column).Column}, "", "Found", found)
}

// unclosed returns the last action that nothing ends, and its word; "" for none.
func unclosed(text string) (at int, word string) {
	type opened struct {
		at   int
		word string
	}
	var open []opened
	for _, m := range regexp.MustCompile(`\{\{-?\s*(if|range|with|define|block|end)\b`).FindAllStringSubmatchIndex(text, -1) {
		switch name := text[m[2]:m[3]]; {
		case name != "end":
			open = append(open, opened{m[0], name})
		case len(open) > 0:
			open = open[:len(open)-1]
		}
	}
	if len(open) == 0 {
		return 0, ""
	}
	last := open[len(open)-1]
	return last.at, last.word
}

// addTemplate adds one file to set, as a template named by its path, and
// resolves the messages that do not depend on the page.
func addTemplate(set *template.Template, file, text string, w *words) error {
	if _, err := set.New(file).Parse(text); err != nil {
		return err
	}
	for _, t := range set.Templates() {
		if t.Tree != nil && t.Tree.ParseName == file {
			if err := resolve(t.Tree.Root, w); err != nil {
				return err
			}
		}
	}
	return nil
}

// resolve replaces each {{t "key"}} by the words of its message: what is the
// same on every page is looked up once.
func resolve(list *parse.ListNode, w *words) error {
	if list == nil {
		return nil
	}
	for i, node := range list.Nodes {
		var err error
		switch node := node.(type) {
		case *parse.ActionNode:
			if key, constant := messageKey(node); constant {
				if !w.has(key) {
					continue // told
				}
				var text string
				text, err = w.say(key)
				list.Nodes[i] = &parse.TextNode{NodeType: parse.NodeText, Pos: node.Pos, Text: []byte(template.HTMLEscapeString(text))}
			}
		case *parse.IfNode:
			err = errors.Join(resolve(node.List, w), resolve(node.ElseList, w))
		case *parse.RangeNode:
			err = errors.Join(resolve(node.List, w), resolve(node.ElseList, w))
		case *parse.WithNode:
			err = errors.Join(resolve(node.List, w), resolve(node.ElseList, w))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// messageKey returns the key of {{t "key"}}, and whether node is just that.
func messageKey(node *parse.ActionNode) (string, bool) {
	if len(node.Pipe.Decl) > 0 || len(node.Pipe.Cmds) != 1 || len(node.Pipe.Cmds[0].Args) != 2 {
		return "", false
	}
	name, isName := node.Pipe.Cmds[0].Args[0].(*parse.IdentifierNode)
	key, isString := node.Pipe.Cmds[0].Args[1].(*parse.StringNode)
	if !isName || !isString || name.Ident != "t" {
		return "", false
	}
	return key.Text, true
}

func sortedKeys[V any](m map[string]V) []string {
	var keys []string
	for key := range m {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, strings.Compare)
	return keys
}
