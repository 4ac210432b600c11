package booklet

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strconv"
)

// errPrint says that a file is no PDF as Chromium writes them.
var errPrint = errors.New("not a PDF as Chromium writes them")

// objects are those of a PDF as Chromium (Skia) writes it: version 1.4, in clear but for
// what pages show, with a table at its end that says where each object begins. It is
// all that is read, and nothing is read within an object: however deep one is, there
// is nothing to exhaust.
type objects struct {
	data []byte
	at   []int // where each object begins, by its number
}

var (
	tableAt   = regexp.MustCompile(`startxref\s+(\d+)\s+%%EOF\s*$`)
	tableHead = regexp.MustCompile(`^xref\s0 (\d+) ?\r?\n`)
	root      = regexp.MustCompile(`/Root (\d+) 0 R`)
	pagesOf   = regexp.MustCompile(`/Pages (\d+) 0 R`)
	placesOf  = regexp.MustCompile(`/Dests (\d+) 0 R`)
	kids      = regexp.MustCompile(`/Kids \[([\d R\s]*)\]`)
	reference = regexp.MustCompile(`(\d+) 0 R`)
	chapterAt = regexp.MustCompile(`/(c\d+) \[(\d+) 0 R `)
)

// tableEntry is how long each line of the table is, in bytes.
const tableEntry = 20

// readObjects finds the objects of a print.
func readObjects(data []byte) (*objects, error) {
	found := tableAt.FindSubmatch(data[max(0, len(data)-1024):])
	if found == nil {
		return nil, errPrint
	}
	table, err := strconv.Atoi(string(found[1]))
	if err != nil || table >= len(data) {
		return nil, errPrint
	}
	head := tableHead.FindSubmatch(data[table:])
	if head == nil {
		return nil, errPrint
	}
	count, err := strconv.Atoi(string(head[1]))
	lines := data[table+len(head[0]):]
	if err != nil || count > len(lines)/tableEntry {
		return nil, errPrint
	}
	o := &objects{data: data, at: make([]int, count)}
	for n := range o.at {
		line := lines[n*tableEntry:]
		if o.at[n], err = strconv.Atoi(string(line[:10])); err != nil {
			return nil, errPrint
		}
	}
	return o, nil
}

// object returns the text of an object, without what it streams.
func (o *objects) object(number []byte) ([]byte, error) {
	n, err := strconv.Atoi(string(number))
	if err != nil || n >= len(o.at) || o.at[n] >= len(o.data) {
		return nil, errPrint
	}
	text := o.data[o.at[n]:]
	if !bytes.HasPrefix(text, fmt.Appendf(nil, "%d 0 obj", n)) {
		return nil, errPrint
	}
	end := bytes.Index(text, []byte("endobj"))
	if stream := bytes.Index(text[:max(0, end)], []byte("stream")); stream >= 0 {
		end = stream
	}
	if end < 0 {
		return nil, errPrint
	}
	return text[:end], nil
}

// follow returns the object that another refers to.
func (o *objects) follow(from []byte, to *regexp.Regexp) ([]byte, error) {
	found := to.FindSubmatch(from)
	if found == nil {
		return nil, errPrint
	}
	return o.object(found[1])
}

// pages returns the number of each page, from 1, by that of its object.
func (o *objects) pages(tree []byte) (map[string]int, error) {
	numbers, seen := map[string]int{}, 0
	waiting := reference.FindAllSubmatch(kidsOf(tree), -1)
	for len(waiting) > 0 {
		if seen++; seen > len(o.at) { // a tree that holds itself
			return nil, errPrint
		}
		next := waiting[0][1]
		waiting = waiting[1:]
		node, err := o.object(next)
		if err != nil {
			return nil, err
		}
		if within := kidsOf(node); within != nil {
			waiting = append(reference.FindAllSubmatch(within, -1), waiting...)
			continue
		}
		numbers[string(next)] = len(numbers) + 1
	}
	return numbers, nil
}

func kidsOf(node []byte) []byte {
	if found := kids.FindSubmatch(node); found != nil {
		return found[1]
	}
	return nil
}

// placesIn returns the page, from 1, of each anchor "c1", "c2"… that a link in a print
// leads to.
func placesIn(data []byte) (map[string]int, error) {
	o, err := readObjects(data)
	if err != nil {
		return nil, err
	}
	catalogue, err := o.follow(data[bytes.LastIndex(data, []byte("trailer"))+1:], root)
	if err != nil {
		return nil, err
	}
	tree, err := o.follow(catalogue, pagesOf)
	if err != nil {
		return nil, err
	}
	numbers, err := o.pages(tree)
	if err != nil {
		return nil, err
	}
	places, err := o.follow(catalogue, placesOf)
	if err != nil {
		return nil, err
	}
	anchors := map[string]int{}
	for _, place := range chapterAt.FindAllSubmatch(places, -1) {
		if number, known := numbers[string(place[2])]; known {
			anchors[string(place[1])] = number
		}
	}
	return anchors, nil
}
