package render

import (
	"fmt"
	"html/template"
	"io/fs"
	"path"
	"slices"
	"strings"
	"text/template/parse"
)

// templates are the theme's templates, parsed and proven: one set a page
// kind, named after its file. Files of the folder templates/ that are no page kind
// hold the parts that all share; base.html is the page around them.
type templates map[string]*template.Template

// readTemplates parses the theme's templates. A template that can't be parsed,
// that names a message or a field that does not exist, or that can't be
// escaped safely is an error here, with its file and line, and not on the
// thousandth page.
func readTemplates(theme fs.FS, w *words, kinds map[string]any) (templates, error) {
	files, err := fs.Glob(theme, "templates/*.html")
	if err != nil {
		return nil, err
	}
	shared := template.New("").Funcs(template.FuncMap{"t": w.say})
	for _, file := range files {
		if _, isKind := kinds[path.Base(file)]; !isKind {
			if err := readTemplate(shared, theme, file, w); err != nil {
				return nil, err
			}
		}
	}
	sets := templates{}
	for _, name := range sortedKeys(kinds) {
		set, err := shared.Clone()
		if err != nil {
			return nil, err
		}
		if err := readTemplate(set, theme, "templates/"+name, w); err != nil {
			return nil, err
		}
		if sets[name] = set.Lookup("templates/" + name); sets[name] == nil {
			return nil, fmt.Errorf("templates/%s: empty", name)
		}
		if err := prove(sets[name], kinds[name]); err != nil {
			return nil, err
		}
	}
	parts := chromeViews()
	for _, name := range sortedKeys(parts) {
		set, err := shared.Clone()
		if err != nil {
			return nil, err
		}
		if sets[name] = set.Lookup(name); sets[name] == nil {
			return nil, fmt.Errorf("templates of the theme: no file defines %q", name)
		}
		if err := prove(sets[name], parts[name]); err != nil {
			return nil, err
		}
	}
	return sets, nil
}

// readTemplate adds one file to set, as a template named by its path, and
// resolves the messages that do not depend on the page.
func readTemplate(set *template.Template, theme fs.FS, file string, w *words) error {
	text, err := fs.ReadFile(theme, file)
	if err != nil {
		return fmt.Errorf("templates of the theme: %w", err)
	}
	if _, err := set.New(file).Parse(string(text)); err != nil {
		return err // says "template: templates/sheet.html:12: …"
	}
	for _, t := range set.Templates() {
		if t.Tree == nil || t.Tree.ParseName != file {
			continue
		}
		if err := resolve(t.Tree, t.Tree.Root, w); err != nil {
			return err
		}
	}
	return nil
}

// resolve replaces each {{t "key"}} by the words of its message: what is the
// same on every page is looked up once.
func resolve(tree *parse.Tree, list *parse.ListNode, w *words) error {
	if list == nil {
		return nil
	}
	for i, node := range list.Nodes {
		var err error
		switch node := node.(type) {
		case *parse.ActionNode:
			key, constant := messageKey(node)
			if !constant {
				continue
			}
			text, missing := w.say(key)
			if missing != nil {
				place, _ := tree.ErrorContext(node)
				return fmt.Errorf("template: %s: %w", place, missing)
			}
			list.Nodes[i] = &parse.TextNode{NodeType: parse.NodeText, Pos: node.Pos, Text: []byte(template.HTMLEscapeString(text))}
		case *parse.IfNode:
			err = resolveBranches(tree, &node.BranchNode, w)
		case *parse.RangeNode:
			err = resolveBranches(tree, &node.BranchNode, w)
		case *parse.WithNode:
			err = resolveBranches(tree, &node.BranchNode, w)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func resolveBranches(tree *parse.Tree, branch *parse.BranchNode, w *words) error {
	if err := resolve(tree, branch.List, w); err != nil {
		return err
	}
	return resolve(tree, branch.ElseList, w)
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
