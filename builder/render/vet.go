package render

import (
	"maps"
	"path"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"text/template/parse"

	"relais/builder/handbook"
	"relais/themes"
)

// vetter follows the templates of a theme over the types of what they are given, and
// tells all that they ask for and that there is not. What it cannot know, such as
// what the author's extra keys hold, it passes.
type vetter struct {
	words   *words
	faults  *faults
	sources map[string]source // by file
	kinds   map[string]any    // see kinds

	trees map[string]*parse.Tree // of the page kind that is followed, by name
	seen  map[visit]bool
}

// visit is a template with a type of what it is given.
type visit struct {
	tree *parse.Tree
	dot  reflect.Type
}

// vet follows every page kind and every part of the chrome.
func (v *vetter) vet() {
	v.seen = map[visit]bool{}
	shared := map[string]*parse.Tree{}
	for _, file := range sortedKeys(v.sources) {
		if _, isKind := v.kinds[path.Base(file)]; !isKind {
			maps.Copy(shared, v.sources[file].trees)
		}
		v.functions(file)
	}
	for _, name := range sortedKeys(v.kinds) {
		file := "templates/" + name
		s, there := v.sources[file]
		if there && s.trees == nil {
			continue // told
		}
		v.trees = maps.Clone(shared)
		maps.Copy(v.trees, s.trees)
		if tree := v.trees[file]; tree == nil || parse.IsEmptyTree(tree.Root) {
			v.faults.report("theme-file-missing", file, handbook.Pos{}, "", "File", file)
			continue
		}
		v.template(v.trees[file], reflect.TypeOf(v.kinds[name]))
		if main := v.trees["main"]; main != nil {
			v.template(main, reflect.TypeOf(v.kinds[name]))
		} else if isType(name) {
			v.faults.report("theme-part-missing", file, handbook.Pos{}, "", "Part", "main")
		}
	}
	v.trees = shared
	views := chromeViews()
	for _, name := range sortedKeys(views) {
		if tree := shared[name]; tree != nil {
			v.template(tree, reflect.TypeOf(views[name]))
		} else if !v.unread() {
			v.lost(name, "", "templates/chrome.html", handbook.Pos{})
		}
	}
}

// isType reports whether a template is that of a type of page, whose main part booklets hold.
func isType(name string) bool {
	return slices.ContainsFunc(handbook.Types(), func(info handbook.TypeInfo) bool { return string(info.Type)+".html" == name })
}

// unread reports whether some file could not be parsed: then nobody knows what it defines.
func (v *vetter) unread() bool {
	for _, s := range v.sources {
		if s.trees == nil {
			return true
		}
	}
	return false
}

// scope is where a node stands.
type scope struct {
	tree *parse.Tree
	dot  reflect.Type // nil when it is not known
	vars []variable
}

type variable struct {
	name string
	of   reflect.Type
}

func (s scope) with(name string, of reflect.Type) scope {
	s.vars = append(slices.Clip(s.vars), variable{name, of})
	return s
}

func (s scope) at(dot reflect.Type) scope {
	s.dot = dot
	return s
}

func (v *vetter) template(tree *parse.Tree, dot reflect.Type) {
	if v.seen[visit{tree, dot}] {
		return
	}
	v.seen[visit{tree, dot}] = true
	v.list(tree.Root, scope{tree: tree, dot: dot, vars: []variable{{"$", dot}}})
}

// list follows nodes in order: a variable is known from where it is declared.
func (v *vetter) list(list *parse.ListNode, s scope) {
	if list == nil {
		return
	}
	for _, node := range list.Nodes {
		switch node := node.(type) {
		case *parse.ActionNode:
			_, s = v.pipe(node.Pipe, s)
		case *parse.IfNode:
			_, inner := v.pipe(node.Pipe, s)
			v.list(node.List, inner)
			v.list(node.ElseList, inner)
		case *parse.WithNode:
			of, inner := v.pipe(node.Pipe, s)
			v.list(node.List, inner.at(of))
			v.list(node.ElseList, inner)
		case *parse.RangeNode:
			v.each(node, s)
		case *parse.TemplateNode:
			v.call(node, s)
		}
	}
}

// each follows a loop.
func (v *vetter) each(node *parse.RangeNode, s scope) {
	declared := node.Pipe.Decl
	quiet := *node.Pipe
	quiet.Decl = nil
	of, _ := v.pipe(&quiet, s)
	element := elementOf(of)
	inner := s.at(element)
	switch len(declared) {
	case 1:
		inner = inner.with(declared[0].Ident[0], element)
	case 2:
		inner = inner.with(declared[0].Ident[0], reflect.TypeFor[int]()).with(declared[1].Ident[0], element)
	}
	v.list(node.List, inner)
	v.list(node.ElseList, s)
}

func elementOf(of reflect.Type) reflect.Type {
	of = pointed(of)
	if of == nil {
		return nil
	}
	switch of.Kind() {
	case reflect.Slice, reflect.Array, reflect.Map:
		return known(of.Elem())
	case reflect.Int:
		return of
	}
	return nil
}

// call follows {{template "name" pipe}}.
func (v *vetter) call(node *parse.TemplateNode, s scope) {
	var dot reflect.Type
	if node.Pipe != nil {
		dot, _ = v.pipe(node.Pipe, s)
	}
	if tree := v.trees[node.Name]; tree != nil {
		if node.Pipe != nil {
			v.template(tree, dot)
		}
		return
	}
	if !v.unread() {
		v.lost(node.Name, s.tree.ParseName, s.tree.ParseName, v.place(s, node.Pos, `"`+node.Name+`"`))
	}
}

// lost tells that no file defines a part that a file uses. When that file is ours, the
// handbook's own file that took the place of the one that did is where to mend it.
func (v *vetter) lost(part, user, file string, pos handbook.Pos) {
	define := regexp.MustCompile(`\{\{-?\s*(?:define|block)\s+"` + regexp.QuoteMeta(part) + `"`)
	for _, own := range sortedKeys(v.sources) {
		if !v.faults.theme.Own(own) {
			continue
		}
		versions, err := v.faults.theme.Versions(own)
		if err == nil && slices.ContainsFunc(versions[:len(versions)-1], func(below themes.Version) bool { return define.Match(below.Data) }) {
			v.faults.report("theme-part-missing", own, handbook.Pos{}, "", "Part", part, "User", user)
			return
		}
	}
	var names []string
	for name := range v.trees {
		if !strings.Contains(name, "/") {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	v.faults.report("theme-part", file, pos, handbook.Nearest(part, names), "Part", part)
}

// pipe returns the type of a pipeline, nil when it is not known, and the scope with what
// it declares.
func (v *vetter) pipe(pipe *parse.PipeNode, s scope) (reflect.Type, scope) {
	var of reflect.Type
	for i, command := range pipe.Cmds {
		of = v.command(command, s, i > 0, of)
	}
	for _, declared := range pipe.Decl {
		if !pipe.IsAssign {
			s = s.with(declared.Ident[0], of)
		}
	}
	return of, s
}

// command returns the type of a command, which is given the value before it when piped.
func (v *vetter) command(command *parse.CommandNode, s scope, piped bool, before reflect.Type) reflect.Type {
	function, isCall := command.Args[0].(*parse.IdentifierNode)
	if !isCall {
		of := v.value(command.Args[0], s)
		for _, arg := range command.Args[1:] {
			v.value(arg, s)
		}
		return of
	}
	var args []reflect.Type
	for _, arg := range command.Args[1:] {
		args = append(args, v.value(arg, s))
	}
	if function.Ident == "t" && len(command.Args) > 1 {
		if key, constant := command.Args[1].(*parse.StringNode); constant {
			v.message(key, args[1:], s)
		}
	}
	if piped {
		args = append(args, before)
	}
	return resultOf(function.Ident, args)
}

// message tells when a message is not there, or asks for more than it is given.
func (v *vetter) message(key *parse.StringNode, given []reflect.Type, s scope) {
	place := v.place(s, key.Pos, key.Quoted)
	word, there := v.words.at[key.Text]
	if !there {
		v.faults.report("theme-message", s.tree.ParseName, place, handbook.Nearest(key.Text, v.words.keys()), "Key", key.Text)
		return
	}
	for _, of := range given {
		if of = pointed(of); of == nil || of.Kind() != reflect.Struct {
			continue
		}
		for _, text := range word.texts {
			if asksOnly(of, text) {
				continue
			}
			if word.own {
				v.words.blame(&messageError{key: key.Text}, v.faults)
			} else {
				v.faults.report("theme-fails", s.tree.ParseName, place, "", "At", key.Quoted, "Page", "")
			}
			return
		}
	}
}

// asksOnly reports whether a text asks a value only for what it has.
func asksOnly(of reflect.Type, text string) bool {
	trees := map[string]*parse.Tree{}
	tree := parse.New("")
	tree.Mode = parse.SkipFuncCheck
	if _, err := tree.Parse(text, "", "", trees); err != nil {
		return false
	}
	probe := &vetter{faults: &faults{}, sources: map[string]source{"": {text: text}}, seen: map[visit]bool{}}
	probe.template(tree, of)
	return len(probe.faults.found) == 0
}

// resultOf returns the type of what a function gives.
func resultOf(function string, args []reflect.Type) reflect.Type {
	switch function {
	case "and", "or":
		if len(args) > 0 && !slices.ContainsFunc(args, func(t reflect.Type) bool { return t != args[0] }) {
			return args[0]
		}
		return nil
	case "index":
		if len(args) == 2 {
			return elementOf(args[0])
		}
		return nil
	case "slice":
		if len(args) > 0 {
			return args[0]
		}
		return nil
	case "len":
		return reflect.TypeFor[int]()
	case "not", "eq", "ne", "lt", "le", "gt", "ge":
		return reflect.TypeFor[bool]()
	}
	return reflect.TypeFor[string]()
}

// value returns the type of one operand.
func (v *vetter) value(node parse.Node, s scope) reflect.Type {
	switch node := node.(type) {
	case *parse.DotNode:
		return s.dot
	case *parse.FieldNode:
		return v.fields(s, node.Pos, s.dot, node.Ident)
	case *parse.VariableNode:
		for _, declared := range slices.Backward(s.vars) {
			if declared.name == node.Ident[0] {
				return v.fields(s, node.Pos, declared.of, node.Ident[1:])
			}
		}
	case *parse.ChainNode:
		return v.fields(s, node.Pos, v.value(node.Node, s), node.Field)
	case *parse.PipeNode:
		of, _ := v.pipe(node, s)
		return of
	case *parse.StringNode:
		return reflect.TypeFor[string]()
	case *parse.BoolNode:
		return reflect.TypeFor[bool]()
	case *parse.NumberNode:
		return reflect.TypeFor[int]()
	}
	return nil
}

// fields returns the type of .A.B of a value, and tells the first that is not there.
func (v *vetter) fields(s scope, pos parse.Pos, of reflect.Type, names []string) reflect.Type {
	for _, name := range names {
		of = pointed(of)
		if of == nil {
			return nil
		}
		switch of.Kind() {
		case reflect.Map:
			of = known(of.Elem())
			continue
		case reflect.Struct:
			if field, ok := of.FieldByName(name); ok && field.IsExported() {
				of = known(field.Type)
				continue
			}
		}
		there := fieldNames(of)
		v.faults.report("theme-field", s.tree.ParseName, v.place(s, pos, "."+name), dotted(handbook.Nearest(name, there)),
			"Field", "."+name, "View", viewName(of), "Fields", someOf(there))
		return nil
	}
	return of
}

// known returns a type, or nil for one that says nothing.
func known(of reflect.Type) reflect.Type {
	if of.Kind() == reflect.Interface {
		return nil
	}
	return of
}

func pointed(of reflect.Type) reflect.Type {
	for of != nil && of.Kind() == reflect.Pointer {
		of = of.Elem()
	}
	return of
}

// fieldNames lists what a template may ask of a value, in alphabetical order.
func fieldNames(of reflect.Type) []string {
	if of.Kind() != reflect.Struct {
		return nil
	}
	var names []string
	for _, field := range reflect.VisibleFields(of) {
		if field.IsExported() {
			names = append(names, field.Name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// viewName names the type of a value for whoever reads the guide: "" for a plain text or number.
func viewName(of reflect.Type) string {
	if of.Kind() != reflect.Struct {
		return ""
	}
	return of.Name()
}

// maxNames bounds how many names a problem tells: the guide has all.
const maxNames = 48

func someOf(names []string) string {
	shown := make([]string, 0, maxNames)
	for _, name := range names[:min(maxNames, len(names))] {
		shown = append(shown, "."+name)
	}
	if len(names) > maxNames {
		shown = append(shown, "…")
	}
	return strings.Join(shown, ", ")
}

func dotted(name string) string {
	if name == "" {
		return ""
	}
	return "." + name
}

// functions tells the functions that a file calls and that there are not.
func (v *vetter) functions(file string) {
	there := []string{
		"and", "or", "not", "len", "index", "slice", "print", "printf", "println", "html", "js", "urlquery", "call",
		"eq", "ne", "lt", "le", "gt", "ge", "t",
	}
	s := v.sources[file]
	for _, name := range sortedKeys(s.trees) {
		tree := s.trees[name]
		walk(tree.Root, func(node *parse.IdentifierNode) {
			if !slices.Contains(there, node.Ident) {
				v.faults.report("theme-function", file, v.place(scope{tree: tree}, node.Pos, node.Ident), handbook.Nearest(node.Ident, there), "Function", node.Ident)
			}
		})
	}
}

// walk visits every name of a function below node.
func walk(node parse.Node, visit func(*parse.IdentifierNode)) {
	branch := func(b *parse.BranchNode) {
		walk(b.Pipe, visit)
		walk(b.List, visit)
		if b.ElseList != nil {
			walk(b.ElseList, visit)
		}
	}
	switch node := node.(type) {
	case *parse.ListNode:
		for _, child := range node.Nodes {
			walk(child, visit)
		}
	case *parse.ActionNode:
		walk(node.Pipe, visit)
	case *parse.IfNode:
		branch(&node.BranchNode)
	case *parse.RangeNode:
		branch(&node.BranchNode)
	case *parse.WithNode:
		branch(&node.BranchNode)
	case *parse.TemplateNode:
		if node.Pipe != nil {
			walk(node.Pipe, visit)
		}
	case *parse.PipeNode:
		for _, command := range node.Cmds {
			for _, arg := range command.Args {
				walk(arg, visit)
			}
		}
	case *parse.ChainNode:
		walk(node.Node, visit)
	case *parse.IdentifierNode:
		visit(node)
	}
}

// place returns where words stand that the parser places at pos, or a little after: of
// .A.B it tells the place of B.
func (v *vetter) place(s scope, pos parse.Pos, words string) handbook.Pos {
	text := v.sources[s.tree.ParseName].text
	from := min(int(pos), len(text))
	for _, start := range []int{from, max(0, strings.LastIndex(text[:from], "{{"))} {
		if at := strings.Index(text[start:], words); at >= 0 && !strings.Contains(text[start:start+at], "}}") {
			return placeOf(text, start+at)
		}
	}
	return placeOf(text, from)
}
