package markdown

import (
	"strings"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
	"github.com/yuin/goldmark/ast"
)

// The lexers backtrack, and are a hundred times slower than the rest: a block
// longer than maxBlock bytes stays plain, and so does what follows the first
// maxPage bytes of a page's code.
const (
	maxBlock = 16 << 10
	maxPage  = 128 << 10
)

// lexersByName indexes chroma's lexers by name and alias, in lower case. Its
// own lookup tries every file pattern of every language on a name that it does
// not know.
func lexersByName() map[string]chroma.Lexer {
	byName := map[string]chroma.Lexer{}
	for _, lexer := range lexers.GlobalLexerRegistry.Lexers {
		config := lexer.Config()
		for _, name := range append([]string{config.Name}, config.Aliases...) {
			if name = strings.ToLower(name); byName[name] == nil {
				byName[name] = lexer
			}
		}
	}
	return byName
}

// code writes a block of code. The language is the first word after the fence.
// It gives <code class="language-go"> and, inside, <span class="…"> with the
// short class names that chroma shares with Pygments, of which a theme should
// know at least: k (keyword) and kc kd kt, n* (names: na attribute, nb builtin,
// nc class, nf function, nt tag), s* (strings), m* (numbers), c* (comments),
// o (operator), p (punctuation), err, gd gi gh gu (diffs).
func (p *page) code(n ast.Node, language []byte) {
	source := string(n.Lines().Value(p.src))
	name := strings.ToLower(string(language))
	lexer := p.lexers[name]
	p.raw(`<pre tabindex="0"><code`)
	if lexer != nil {
		p.raw(` class="language-`)
		p.escaped([]byte(name))
		p.raw(`"`)
	}
	p.raw(">")
	if lexer != nil {
		p.budget.coloured += len(source)
	}
	if lexer == nil || len(source) > maxBlock || p.budget.coloured > maxPage || !p.highlight(lexer, source) {
		p.escaped([]byte(source))
	}
	p.raw("</code></pre>\n")
	p.text = append(p.text, source...)
	p.endParagraph()
}

// highlight writes source as spans, or nothing when the lexer fails on it.
func (p *page) highlight(lexer chroma.Lexer, source string) bool {
	tokens, err := chroma.Tokenise(chroma.Coalesce(lexer), nil, source)
	if err != nil || chroma.Stringify(tokens...) != source {
		return false
	}
	for _, token := range tokens {
		class := chroma.StandardTypes[token.Type]
		if class == "" || token.Type == chroma.TextWhitespace {
			p.escaped([]byte(token.Value))
			continue
		}
		p.raw(`<span class="` + class + `">`)
		p.escaped([]byte(token.Value))
		p.raw("</span>")
	}
	return true
}
