package render

import (
	"cmp"
	"fmt"
	"html/template"
	"slices"
	"strings"
	"unicode/utf8"

	"relais/builder/handbook"
)

// MapView is the map of practices, of one function or of all: what the groups
// worked on, the sheets that came of it and the situations that they answer. It
// is a picture, and the same as a list.
type MapView struct {
	Frame
	Of      *Link // the function; nil for the whole handbook
	Picture Picture
	Bands   []MapBand
	Shown   int // sheets on the map
	Total   int // sheets of the handbook, or of the function, that are not archived
	All     Link
	Maps    []Link // of the functions, from the map of all
}

// MapBand is a function as the list has it.
type MapBand struct {
	Function Link
	Moments  []MapMoment
	Sessions []Link
	Open     []Link // situations that no sheet on the map answers
}

// MapMoment is the sheets of one moment.
type MapMoment struct {
	Heading string
	Sheets  []MapSheet
}

// MapSheet is a sheet and what it is tied to.
type MapSheet struct {
	Link
	Answers  []Link
	Sessions []Link
}

// Picture is the map as drawn, in units that are pixels on a narrow phone.
type Picture struct {
	Width, Height int
	Ties          []Tie
	Nodes         []Node
	Labels        []Label
}

// Tie is the curve between two nodes, from the first's right side to the second's left.
type Tie struct {
	Path  string // the commands of an SVG path
	Level int    // gravity of the situation that it ends at; 0 for none
}

// Node is a page on the map.
type Node struct {
	Link
	Type          string // "function", "situation", "sheet", "session"
	X, Y          int
	Width, Height int
	Round         int // radius of the corners
	Lines         []Label
	Name          string // what it is called where its lines do not say it
}

// Label is words on the map, from X or, when Middle is set, around X.
type Label struct {
	X, Y   int
	Text   string
	Href   template.URL // "" for none
	Middle bool
	Turned bool // upward
}

// What a map shows at most, so that its page does not grow with the handbook.
const (
	maxMapFunctions  = 12
	maxMapSheets     = 48
	maxMapSituations = 36
	maxMapSessions   = 24
)

// Where things stand on the map.
const (
	mapWidth   = 328
	groupX     = 11
	sessionX   = 20
	sessionD   = 28 // diameter
	sheetX     = 70
	sheetW     = 126
	situationX = 220
	situationW = mapWidth - situationX - 1
	nodePad    = 7
	nodeGap    = 8
	lineHeight = 15
	bandGap    = 28
)

// mapAddress returns the address of the map of a function, or of all for nil.
func (r *Renderer) mapAddress(function *handbook.Page) string {
	name := handbook.Text{FR: "carte.html", EN: "map.html"}.In(r.lang)
	if function == nil {
		return name
	}
	return strings.TrimSuffix(r.addressOf(function), "html") + name
}

// mapped returns the functions that have something to draw.
func (r *Renderer) mapped() []*handbook.Page {
	return slices.DeleteFunc(r.book.Of(handbook.Function), func(p *handbook.Page) bool { return !r.isMapped(p) })
}

func (r *Renderer) isMapped(function *handbook.Page) bool {
	return len(r.members[function][handbook.Sheet])+len(r.members[function][handbook.Situation]) > 0
}

// mapLink returns the link from here to the map of a function, or of all for
// nil; none when there is nothing to draw.
func (h here) mapLink(function *handbook.Page) *Link {
	if function == nil && len(h.mapped()) == 0 || function != nil && !h.isMapped(function) {
		return nil
	}
	link := h.linkTo(h.mapAddress(function), h.words.atlas)
	return &link
}

// practices returns the view of the map of one function, or of all for nil.
func (h here) practices(function *handbook.Page) MapView {
	functions := h.mapped()
	view := MapView{All: h.indexLink(handbook.Sheet, many), Total: living(h.book.Of(handbook.Sheet))}
	var crumbs []Link
	title := h.words.atlas
	if function != nil {
		functions = []*handbook.Page{function}
		of := h.link(function)
		view.Of, view.Total = &of, living(h.members[function][handbook.Sheet])
		crumbs = append(crumbs, of)
		title += " · " + of.Title
		if view.Total > maxList {
			view.All = h.linkTo(h.within(function, handbook.Sheet), h.words.types[handbook.Sheet].all)
		}
	} else {
		for _, p := range first(maxList, functions) {
			view.Maps = append(view.Maps, h.linkTo(h.mapAddress(p), h.card(p).link.Title))
		}
	}
	view.Frame = h.frame(title, "", string(handbook.Function), crumbs...)
	functions = first(maxMapFunctions, functions)
	d := drawing{here: h, nodes: map[*handbook.Page]int{}}
	for _, p := range functions {
		view.Bands = append(view.Bands, d.band(p, len(functions)))
	}
	d.tie()
	view.Picture, view.Shown = d.Picture, d.sheets
	return view
}

// living counts the pages that are not archived.
func living(pages []*handbook.Page) int {
	return len(slices.DeleteFunc(slices.Clone(pages), isArchived))
}

// drawing is a map being drawn, from top to bottom.
type drawing struct {
	here
	Picture
	nodes  map[*handbook.Page]int // index in Nodes
	drawn  []*handbook.Page       // by index in Nodes
	sheets int
}

// band draws a function, one of n, with what is not drawn yet of its pages.
func (d *drawing) band(function *handbook.Page, n int) MapBand {
	fresh := func(t handbook.Type, most int, pages []*handbook.Page) []*handbook.Page {
		pages = slices.DeleteFunc(slices.Clone(pages), func(p *handbook.Page) bool {
			_, drawn := d.nodes[p]
			return drawn || p.Type != t || isArchived(p)
		})
		return first(max(1, most/n), pages)
	}
	of := d.members[function]
	sheets := fresh(handbook.Sheet, maxMapSheets, of[handbook.Sheet])
	situations := fresh(handbook.Situation, maxMapSituations, d.bySeverity(of[handbook.Situation]))
	sessions := fresh(handbook.Session, maxMapSessions, of[handbook.Session])
	d.sheets += len(sheets)
	slices.SortStableFunc(sheets, func(a, b *handbook.Page) int { // near what they came from, so that few ties cross
		return cmp.Compare(firstOf(sessions, a), firstOf(sessions, b))
	})

	if d.Height > 0 {
		d.Height += bandGap
	}
	d.Width = mapWidth
	top := d.Height + d.box(function, 0, d.Height, mapWidth) + nodeGap
	band := MapBand{Function: d.link(function), Moments: d.moments(sheets, situations, sessions)}
	band.Sessions = d.links(sessions)
	bottom := d.drawSheets(sheets, top)
	bottom = max(bottom, d.drawSessions(sessions, top, bottom))
	bottom = max(bottom, d.drawSituations(situations, top))
	for _, p := range situations {
		if !slices.ContainsFunc(p.From(handbook.Answers), func(s *handbook.Page) bool { _, drawn := d.nodes[s]; return drawn }) {
			band.Open = append(band.Open, d.link(p))
		}
	}
	d.Height = bottom
	return band
}

// firstOf returns the place among sessions of the first that a sheet came from.
func firstOf(sessions []*handbook.Page, sheet *handbook.Page) int {
	from := sheet.To(handbook.FromSession)
	i := slices.IndexFunc(sessions, func(s *handbook.Page) bool { return slices.Contains(from, s) })
	if i < 0 {
		return len(sessions)
	}
	return i
}

// moments lists sheets by moment with what they are tied to among situations and sessions.
func (d *drawing) moments(sheets, situations, sessions []*handbook.Page) []MapMoment {
	shown := func(pages, among []*handbook.Page) []Link {
		return d.links(slices.DeleteFunc(slices.Clone(pages), func(p *handbook.Page) bool {
			_, drawn := d.nodes[p]
			return !drawn && !slices.Contains(among, p)
		}))
	}
	var moments []MapMoment
	for _, moment := range append(handbook.Moments(), handbook.Choice{}) {
		m := MapMoment{Heading: moment.Name.In(d.lang)}
		for _, p := range sheets {
			if p.Moment == moment.Value {
				m.Sheets = append(m.Sheets, MapSheet{
					d.link(p), shown(p.To(handbook.Answers), situations), shown(p.To(handbook.FromSession), sessions),
				})
			}
		}
		if len(m.Sheets) > 0 {
			moments = append(moments, m)
		}
	}
	return moments
}

// drawSheets draws sheets below one another by moment, and returns where they end.
func (d *drawing) drawSheets(sheets []*handbook.Page, y int) int {
	for _, moment := range append(handbook.Moments(), handbook.Choice{}) {
		heading := cmp.Or(moment.Name.In(d.lang), d.words.anytime)
		for _, p := range sheets {
			if p.Moment != moment.Value {
				continue
			}
			if heading != "" {
				d.Labels = append(d.Labels, Label{X: sheetX, Y: y + lineHeight, Text: heading})
				y, heading = y+lineHeight+nodeGap, ""
			}
			y += d.box(p, sheetX, y, sheetW) + nodeGap
		}
	}
	return y
}

// drawSessions spreads sessions, which come by group and number, from top to
// bottom, with the name of each group beside its own.
func (d *drawing) drawSessions(sessions []*handbook.Page, top, bottom int) int {
	if len(sessions) == 0 {
		return top
	}
	step := max(sessionD+nodeGap, (bottom-top)/len(sessions))
	y := top + lineHeight
	for i := 0; i < len(sessions); {
		group, from := groupOf(sessions[i]), y
		for ; i < len(sessions) && groupOf(sessions[i]) == group; i++ {
			p := sessions[i]
			number := fmt.Sprint(p.Number)
			d.add(p, Node{
				Link: d.link(p), X: sessionX, Y: y, Width: sessionD, Height: sessionD, Round: sessionD / 2,
				Lines: []Label{{X: sessionX + sessionD/2, Y: y + sessionD/2 + 4, Text: number, Middle: true}},
				Name:  fmt.Sprintf("%s %s · %s", d.words.types[handbook.Session].one, number, d.card(p).link.Title),
			})
			y += step
		}
		if group != nil {
			room := y - step + sessionD - from
			d.Labels = append(d.Labels, Label{
				X: groupX, Y: from + room/2, Text: shortened(d.card(group).link.Title, max(room, 2*sessionD)),
				Href: d.link(group).Href, Middle: true, Turned: true,
			})
		}
	}
	return y - step + sessionD + nodeGap
}

func groupOf(session *handbook.Page) *handbook.Page {
	if groups := session.Groups(); len(groups) > 0 {
		return groups[0]
	}
	return nil
}

// drawSituations draws situations, each as near as it can be to the sheets that
// answer it, so that few ties cross.
func (d *drawing) drawSituations(situations []*handbook.Page, top int) int {
	type placed struct {
		page *handbook.Page
		y    int // middle of what answers it
	}
	var order []placed
	for _, p := range situations {
		sum, n := 0, 0
		for _, sheet := range p.From(handbook.Answers) {
			if i, drawn := d.nodes[sheet]; drawn {
				sum, n = sum+d.Nodes[i].Y+d.Nodes[i].Height/2, n+1
			}
		}
		if n == 0 {
			sum, n = 1<<30, 1 // last
		}
		order = append(order, placed{p, sum / n})
	}
	slices.SortStableFunc(order, func(a, b placed) int { return cmp.Compare(a.y, b.y) })
	y := top + lineHeight
	for _, o := range order {
		height := boxHeight(d.card(o.page).link.Title, situationW)
		if o.y < 1<<30 {
			y = max(y, o.y-height/2)
		}
		y += d.box(o.page, situationX, y, situationW) + nodeGap
	}
	return y
}

// box draws a page as a box with its title and returns its height.
func (d *drawing) box(p *handbook.Page, x, y, width int) int {
	title := d.card(p).link.Title
	node := Node{Link: d.link(p), X: x, Y: y, Width: width, Height: boxHeight(title, width), Round: 4}
	for i, line := range wrapped(title, width-2*nodePad) {
		node.Lines = append(node.Lines, Label{X: x + nodePad, Y: y + nodePad + 11 + i*lineHeight, Text: line})
	}
	d.add(p, node)
	return node.Height
}

func (d *drawing) add(p *handbook.Page, node Node) {
	node.Type = string(p.Type)
	d.nodes[p] = len(d.Nodes)
	d.Nodes, d.drawn = append(d.Nodes, node), append(d.drawn, p)
}

// tie draws what ties the nodes that are drawn.
func (d *drawing) tie() {
	for i, p := range d.drawn {
		if p.Type != handbook.Sheet {
			continue
		}
		for _, session := range p.To(handbook.FromSession) {
			if j, drawn := d.nodes[session]; drawn {
				d.curve(d.Nodes[j], d.Nodes[i])
			}
		}
		for _, situation := range p.To(handbook.Answers) {
			if j, drawn := d.nodes[situation]; drawn {
				d.curve(d.Nodes[i], d.Nodes[j])
			}
		}
	}
}

func (d *drawing) curve(from, to Node) {
	x1, y1, x2, y2 := from.X+from.Width, from.Y+from.Height/2, to.X, to.Y+to.Height/2
	middle := (x1 + x2) / 2
	d.Ties = append(d.Ties, Tie{fmt.Sprintf("M%d %dC%d %d %d %d %d %d", x1, y1, middle, y1, middle, y2, x2, y2), to.Level})
}

// maxLines is how many lines of a title a box shows.
const maxLines = 4

func boxHeight(title string, width int) int {
	return len(wrapped(title, width-2*nodePad))*lineHeight + 2*nodePad - 1
}

// wrapped breaks a title into lines at most width pixels wide.
func wrapped(title string, width int) []string {
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(title) {
		switch longer := line + " " + word; {
		case line == "":
			line = word
		case textWidth(longer) <= width:
			line = longer
		default:
			lines, line = append(lines, line), word
		}
	}
	lines = append(lines, line)
	if len(lines) > maxLines {
		lines = lines[:maxLines]
		lines[maxLines-1] += "…"
	}
	for i := range lines {
		lines[i] = shortened(lines[i], width+lineHeight)
	}
	return lines
}

// shortened cuts words to at most width pixels.
func shortened(words string, width int) string {
	if textWidth(words) <= width {
		return words
	}
	for words != "" && textWidth(words+"…") > width {
		_, size := utf8.DecodeLastRuneInString(words)
		words = words[:len(words)-size]
	}
	return strings.TrimSpace(words) + "…"
}

// textWidth returns the width of words on the map, in pixels, in the widest of
// the faces that a reader may have: what a browser measures must not decide.
func textWidth(words string) int {
	tenths := 0
	for _, r := range words {
		switch {
		case strings.ContainsRune("iljtfr'’.,:;!| ()", r):
			tenths += 43
		case strings.ContainsRune("mwMW—…", r):
			tenths += 110
		case r >= 'A' && r <= 'Z':
			tenths += 82
		default:
			tenths += 72
		}
	}
	return tenths / 10
}
