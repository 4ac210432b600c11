package main

import (
	"fmt"
	"strings"
	"unicode"

	"relais/builder/handbook"
	"relais/search"
)

// answer tells a person what a search found.
type answer struct {
	words   string
	lang    handbook.Lang
	results search.Results
	marks   map[string]string // what readers see of them
	bold    bool              // whether matched words may be shown so
}

func (a answer) String() string {
	var b strings.Builder
	if len(a.results.Hits) == 0 {
		a.nothing(&b)
		return printable(b.String(), a.bold)
	}
	fmt.Fprintln(&b, strings.Join(append([]string{a.count()}, a.corrections()...), " "))
	for i, hit := range a.results.Hits {
		a.hit(&b, i+1, hit)
	}
	return printable(b.String(), a.bold)
}

func (a answer) say(fr, en string) string { return handbook.Text{FR: fr, EN: en}.In(a.lang) }

// count says how many pages were found, and how many of these are shown.
func (a answer) count() string {
	total, shown := a.results.Total, len(a.results.Hits)
	count := a.say(plural(total, "résultat", "résultats"), plural(total, "result", "results"))
	if a.results.Partial {
		count = a.say("au moins ", "at least ") + count
	}
	switch {
	case shown == total:
	case shown == 1:
		count += a.say(", dont voici le premier", ", of which the first")
	default:
		count += a.say(fmt.Sprintf(", dont voici les %d premiers", shown), fmt.Sprintf(", of which the first %d", shown))
	}
	return count + "."
}

// corrections says which words were read as others.
func (a answer) corrections() []string {
	var lines []string
	for _, c := range a.results.Corrected {
		lines = append(lines, a.say(
			fmt.Sprintf("Aucune page ne contient « %s » : recherche de « %s ».", c.From, c.To),
			fmt.Sprintf("No page has “%s”: searched “%s” instead.", c.From, c.To)))
	}
	return lines
}

func (a answer) hit(b *strings.Builder, number int, hit search.Hit) {
	fmt.Fprintf(b, "\n%2d. %s", number, a.marked(hit.Title, hit.TitleMarks))
	for _, mark := range hit.Marks {
		name := a.marks[mark]
		if name == "" {
			name = mark
		}
		fmt.Fprintf(b, " [%s]", name)
	}
	b.WriteString("\n    " + hit.Label)
	address := hit.ID
	if hit.Section.Title != "" {
		b.WriteString(" › " + a.marked(hit.Section.Title, hit.Section.TitleMarks))
	}
	if hit.Section.ID != "" {
		address += "#" + hit.Section.ID
	}
	b.WriteByte('\n')
	if hit.Excerpt.Text != "" {
		fmt.Fprintf(b, "    %s\n", a.marked(hit.Excerpt.Text, hit.Excerpt.Marks))
	}
	fmt.Fprintf(b, "    %s\n", address)
}

// marked is a text with the words that matched in bold.
func (a answer) marked(text string, marks [][2]int) string {
	if !a.bold {
		return text
	}
	var b strings.Builder
	from := 0
	for _, mark := range marks {
		b.WriteString(text[from:mark[0]] + boldOn + text[mark[0]:mark[1]] + boldOff)
		from = mark[1]
	}
	return b.String() + text[from:]
}

// nothing says that nothing was found, and what may be tried.
func (a answer) nothing(b *strings.Builder) {
	fmt.Fprintln(b, a.say("Aucun résultat.", "No result."))
	for _, line := range a.corrections() {
		fmt.Fprintln(b, line)
	}
	for _, near := range a.results.Near {
		fmt.Fprintln(b, a.say(
			fmt.Sprintf("Au lieu de « %s », peut-être : %s.", near.From, strings.Join(near.To, ", ")),
			fmt.Sprintf("Instead of “%s”, perhaps: %s.", near.From, strings.Join(near.To, ", "))))
	}
	for _, hiding := range a.results.Hiding {
		fmt.Fprintln(b, a.say(
			fmt.Sprintf("Sans le filtre « %s » : %s.", hiding.Label, plural(hiding.Count, "résultat", "résultats")),
			fmt.Sprintf("Without the filter “%s”: %s.", hiding.Label, plural(hiding.Count, "result", "results"))))
	}
	fmt.Fprintln(b, a.say(
		"Pour élargir : moins de mots, un mot plus courant, ou moins de filtres. Le site range aussi tout par situation : situations/index.html.",
		"To widen: fewer words, a more common word, or fewer filters. The site also arranges everything by situation: situations/index.html."))
}

// Bold in a terminal (ECMA-48).
const (
	boldOn  = "\x1b[1m"
	boldOff = "\x1b[22m"
)

// printable drops control characters, with which a text could command the
// terminal that shows it. Those that we put there stay.
func printable(text string, bold bool) string {
	if bold {
		parts := strings.Split(text, boldOn)
		for i, part := range parts {
			marked := strings.Split(part, boldOff)
			for j := range marked {
				marked[j] = printable(marked[j], false)
			}
			parts[i] = strings.Join(marked, boldOff)
		}
		return strings.Join(parts, boldOn)
	}
	return strings.Map(func(c rune) rune {
		if unicode.IsControl(c) && c != '\n' {
			return -1
		}
		return c
	}, text)
}
