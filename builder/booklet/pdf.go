package booklet

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

// ErrNoBrowser says that no browser is installed that can print.
var ErrNoBrowser = errors.New("no Chromium is installed")

// PrintError says that a browser did not print, and what it said.
type PrintError struct {
	Browser, Output string
	cause           error
}

func (e *PrintError) Error() string { return fmt.Sprintf("%s: %v: %s", e.Browser, e.cause, e.Output) }
func (e *PrintError) Unwrap() error { return e.cause }

// FindBrowser returns the path of the browser that prints: the one that the variable
// CHROMIUM names, else the first of those that the PATH has.
func FindBrowser(getenv func(string) string) (string, error) {
	names := []string{"chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome", "microsoft-edge-stable", "microsoft-edge", "msedge"}
	if chosen := getenv("CHROMIUM"); chosen != "" {
		names = []string{chosen}
	}
	for _, name := range names {
		if found, err := exec.LookPath(name); err == nil {
			return found, nil
		}
	}
	return "", ErrNoBrowser
}

// WritePDF prints the book into file by browser, twice: what page each chapter
// begins on is only known once it has been printed.
func (b *Book) WritePDF(ctx context.Context, browser, file string) (err error) {
	folder, err := os.MkdirTemp("", "relais-book-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	draft := filepath.Join(folder, "draft.pdf")
	if err := b.print(ctx, browser, folder, layout{}, draft); err != nil {
		return err
	}
	folios, err := b.folios(draft)
	if err != nil {
		return fmt.Errorf("reading what was printed: %w", err)
	}
	final := filepath.Join(folder, "book.pdf")
	if err := b.print(ctx, browser, folder, b.laidOut(folios), final); err != nil {
		return err
	}
	data, err := os.ReadFile(final)
	if err != nil {
		return err
	}
	return os.WriteFile(file, b.dated(data), 0o644)
}

// layout is what a draft teaches of the final print.
type layout struct {
	folios map[string]int  // page of each chapter
	blank  map[string]bool // chapters with a blank page before them
}

// laidOut returns the layout of the book whose chapters began on the given pages when
// it was printed without blanks. A face has an odd number; Chromium begins no chapter
// on one by itself.
func (b *Book) laidOut(draft map[string]int) layout {
	at := layout{map[string]int{}, map[string]bool{}}
	blanks := 0
	for _, c := range b.chapters() {
		if c.Recto && (draft[c.Address]+blanks)%2 == 0 {
			at.blank[c.Address] = true
			blanks++
		}
		at.folios[c.Address] = draft[c.Address] + blanks
	}
	return at
}

// dated returns a print as if it had been made on the day of this edition, at
// midnight: the clock of the machine says nothing of the book.
func (b *Book) dated(print []byte) []byte {
	day := strings.ReplaceAll(b.Day, "-", "")
	if len(day) != len("20060102") {
		return print
	}
	return regexp.MustCompile(`(/(?:Creation|Mod)Date \(D:)\d{14}[+-]\d\d'\d\d'`).ReplaceAll(print, []byte("${1}"+day+"000000+00'00'"))
}

// print prints the book, laid out as what was printed before has taught.
func (b *Book) print(ctx context.Context, browser, folder string, at layout, to string) error {
	page, pictures, err := b.paper(at)
	if err != nil {
		return err
	}
	files := map[string][]byte{"book.html": []byte(page), "book.css": b.PrintStyle}
	for _, p := range pictures {
		files[p.name] = p.data
	}
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(folder, name), data, 0o600); err != nil {
			return err
		}
	}
	args := []string{
		"--headless", "--disable-gpu", "--no-first-run", "--no-default-browser-check", "--disable-extensions",
		"--disable-background-networking", "--host-resolver-rules=MAP * ~NOTFOUND", // nothing in a book is elsewhere
		"--user-data-dir=" + filepath.Join(folder, "profile"),
		"--no-pdf-header-footer", "--generate-pdf-document-outline", "--print-to-pdf=" + to,
	}
	if os.Geteuid() == 0 {
		args = append(args, "--no-sandbox") // Chromium's sandbox refuses root, as whom containers run
	}
	address := url.URL{Scheme: "file", Path: filepath.ToSlash(filepath.Join(folder, "book.html"))}
	output, err := exec.CommandContext(ctx, browser, append(args, address.String())...).CombinedOutput()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err == nil {
		_, err = os.Stat(to)
	}
	if err != nil {
		return &PrintError{browser, string(output), err}
	}
	return nil
}

// paper returns the whole book as one page of HTML, and the pictures in it. Ids are
// those of the site, which style sheets know, and may be there many times; what
// links lead to has an anchor of its own.
func (b *Book) paper(at layout) (string, []image, error) {
	chapters := b.chapters()
	anchor := make(map[string]string, len(chapters))
	for i, c := range chapters {
		anchor[c.Address] = fmt.Sprintf("c%d", i+1)
	}
	anchors := map[string]map[string]string{}
	link := func(address, fragment string) (string, bool) {
		to, within := anchor[address]
		if within && fragment != "" {
			if anchors[address] == nil {
				anchors[address] = map[string]string{}
			}
			to += "." + fragment
			anchors[address][fragment] = to
		}
		return "#" + url.PathEscape(to), within
	}
	pictures := newImages(b.Pictures)
	bind := binder{site: b.Site, images: pictures, link: link, folios: at.folios}
	// The first time finds the anchors, the second writes them.
	for _, c := range chapters {
		if _, err := bind.bind(c.Address, c.HTML); err != nil {
			return "", nil, fmt.Errorf("%s: %w", c.Address, err)
		}
	}
	bind.anchors = anchors
	var out strings.Builder
	out.WriteString(`<!doctype html>
<html lang="` + escape(b.Lang) + `">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self' file:; img-src 'self' file:">
<title>` + escape(b.Title) + `</title>
<link rel="stylesheet" href="book.css">
</head>
<body class="book">
`)
	for _, front := range [][]byte{b.Cover, b.Front} {
		text, err := bind.bind("", front)
		if err != nil {
			return "", nil, fmt.Errorf("front: %w", err)
		}
		out.WriteString(text + "\n")
	}
	for _, c := range chapters {
		text, err := bind.bind(c.Address, c.HTML)
		if err != nil {
			return "", nil, fmt.Errorf("%s: %w", c.Address, err)
		}
		if at.blank[c.Address] {
			out.WriteString("<div class=\"book-blank\"></div>\n")
		}
		fmt.Fprintf(&out, "<section class=\"book-chapter\" id=%q lang=%q>\n%s\n</section>\n", anchor[c.Address], escape(c.Lang), text)
	}
	out.WriteString("</body>\n</html>\n")
	return out.String(), pictures.wanted, nil
}

// folios returns the page, from 1, on which each chapter begins in a print of the
// book. The contents link to every chapter, and Chromium names in the file the
// places that links lead to.
func (b *Book) folios(file string) (map[string]int, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	places, err := placesIn(data)
	if err != nil {
		return nil, err
	}
	folios := map[string]int{}
	for i, c := range b.chapters() {
		if page, told := places[fmt.Sprintf("c%d", i+1)]; told {
			folios[c.Address] = page
		}
	}
	return folios, nil
}
