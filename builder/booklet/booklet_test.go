package booklet_test

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"relais/builder/booklet"
)

// fragment is what the site has, and more than a book can keep.
const fragment = `<article class="sheet"><h1>Face à l’insulte</h1>
<p class="facts" data-x="1" hidden>caché</p>
<form><input name="q"><button>Chercher</button></form>
<p id="note">Voir <a href="../notions/relais.html#def" rel="x">le relais</a>, <a href="../fiches/b.html">l’autre fiche</a>,
<a href="../seances/s.html">la séance</a>, <a href="tel:112">112</a>, <a href="#note">ceci</a>.<br>Fin &amp; suite &lt;&nbsp;?</p>
<ul><li class="task"><input type="checkbox" disabled checked> fait</li></ul>
<img src="../images/plan.png" alt="Plan" loading="lazy"><img src="../images/plan.webp" alt="Vue d’en haut">
<svg viewBox="0 0 2 2" focusable="false"><path d="M0 0h1v1z"/></svg><custom-part><script>x()</script>mot</custom-part></article>`

func sample() *booklet.Book {
	return &booklet.Book{
		ID: "manuel", Title: "Accueil & guichets", Lang: "fr", Publisher: "Ville <d’Aurbelle>", Day: "2026-07-03",
		Site: "https://manuel.example/", Contents: "Sommaire",
		Cover: []byte(`<section><h1>Accueil</h1></section>`),
		Front: []byte(`<section><h1>Sommaire</h1><ol>
<li><a href="fiches/a.html">Face à l’insulte</a> <span data-folio="fiches/a.html"></span></li>
<li><a href="fiches/b.html">Passer la main</a> <span data-folio="fiches/b.html"></span></li>
<li><a href="notions/relais.html">Relais</a> <span data-folio="notions/relais.html"></span></li></ol></section>`),
		Parts: []booklet.Part{
			{Title: "Fiches", Chapters: []booklet.Chapter{
				{Address: "fiches/a.html", Title: "Face à l’insulte", Lang: "fr", HTML: []byte(fragment)},
				{Address: "fiches/b.html", Title: "Passer la main", Lang: "en", HTML: []byte("<article><h1>Passer la main</h1></article>")},
			}},
			{Title: "Notions", Chapters: []booklet.Chapter{
				{Address: "notions/relais.html", Title: "Relais", Lang: "fr", Recto: true, HTML: []byte(`<article><h1>Relais</h1><h2 id="def">Définition</h2></article>`)},
			}},
		},
		PrintStyle: []byte("section { break-after: page } .book-blank { height: 1px; break-after: page }"),
		ReadStyle:  []byte("p { margin: 0 }"),
		Pictures:   map[string][]byte{"images/plan.png": pixel},
	}
}

// pixel is the smallest PNG there is.
var pixel = []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89" +
	"\x00\x00\x00\rIDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02\xfe\xa7\x9a\xa0\xa0\x00\x00\x00\x00IEND\xaeB`\x82")

// epub returns the files of a book written as EPUB, by name, and its bytes.
func epub(t *testing.T, b *booklet.Book) (map[string]string, []byte) {
	t.Helper()
	var out bytes.Buffer
	if err := b.WriteEPUB(&out); err != nil {
		t.Fatal(err)
	}
	archive, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range archive.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		files[f.Name] = string(data)
	}
	return files, out.Bytes()
}

// TestEPUBCheckAccepts asks the reference validator. It is installed by .ci/install.
func TestEPUBCheckAccepts(t *testing.T) {
	_, data := epub(t, sample())
	file := filepath.Join(t.TempDir(), "livret.epub")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("java", "-jar", "/usr/share/java/epubcheck.jar", "--failonwarnings", file).CombinedOutput()
	if err != nil {
		t.Fatalf("epubcheck: %v\n%s", err, out)
	}
}

// TestEPUBIsTheSame says that one book gives one file, byte for byte.
func TestEPUBIsTheSame(t *testing.T) {
	_, first := epub(t, sample())
	_, second := epub(t, sample())
	if !bytes.Equal(first, second) {
		t.Error("two writings differ")
	}
	if got := string(first[30:58]); got != "mimetypeapplication/epub+zip" {
		t.Errorf("the file begins with %q", got)
	}
}

// TestLinksLeadWithinOrToTheSiteOrNowhere follows every link of a chapter.
func TestLinksLeadWithinOrToTheSiteOrNowhere(t *testing.T) {
	hrefs := func(b *booklet.Book) string {
		files, _ := epub(t, b)
		var all []string
		for _, found := range regexp.MustCompile(`<a href="([^"]*)"`).FindAllStringSubmatch(files["book/chapter-1.xhtml"], -1) {
			all = append(all, found[1])
		}
		return strings.Join(all, " ")
	}
	b := sample()
	if got, want := hrefs(b), "chapter-3.xhtml#def chapter-2.xhtml https://manuel.example/seances/s.html tel:112 chapter-1.xhtml#note"; got != want {
		t.Errorf("links are\n%s\nwant\n%s", got, want)
	}
	b.Site = ""
	if got, want := hrefs(b), "chapter-3.xhtml#def chapter-2.xhtml tel:112 chapter-1.xhtml#note"; got != want {
		t.Errorf("without a site, links are\n%s\nwant\n%s", got, want)
	}
}

// TestABookKeepsWhatIsRead says what of a page is left out, and what takes its place.
func TestABookKeepsWhatIsRead(t *testing.T) {
	files, _ := epub(t, sample())
	text := files["book/chapter-1.xhtml"]
	for _, kept := range []string{"☑ fait", `<img src="image-1.png" alt="Plan"/>`, "Vue d’en haut", "<br/>Fin &amp; suite &lt;\u00a0?", "mot", `<svg xmlns=`} {
		if !strings.Contains(text, kept) {
			t.Errorf("no %q in\n%s", kept, text)
		}
	}
	for _, left := range []string{"caché", "Chercher", "script", "x()", "data-", "loading", "focusable", "custom-part", "webp"} {
		if strings.Contains(text, left) {
			t.Errorf("%q is still in\n%s", left, text)
		}
	}
	if files["book/image-1.png"] != string(pixel) {
		t.Error("the picture is not in the book")
	}
}

// TestContentsNameThePage prints the book, and reads on paper that the contents are right.
func TestContentsNameThePage(t *testing.T) {
	browser, err := booklet.FindBrowser(os.Getenv)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "livret.pdf")
	if err := sample().WritePDF(t.Context(), browser, file); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("pdftotext", "-layout", file, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	pages := strings.Split(string(out), "\f")
	for _, title := range []string{"Face à l’insulte", "Passer la main", "Relais"} {
		row := regexp.MustCompile(regexp.QuoteMeta(title) + `\s+(\d+)`).FindStringSubmatch(pages[1])
		if row == nil {
			t.Errorf("the contents do not name %s:\n%s", title, pages[1])
			continue
		}
		if n := int(row[1][0] - '0'); n >= len(pages) || !strings.Contains(pages[n-1], title) {
			t.Errorf("%s is not on page %d", title, n)
		}
	}
}

// TestALeafMayBeTakenOut says that a chapter of its own leaf is on an odd page.
func TestALeafMayBeTakenOut(t *testing.T) {
	for draft, want := range map[int]int{4: 5, 5: 5} {
		if got := sample().LaidOut(map[string]int{"notions/relais.html": draft})["notions/relais.html"]; got != want {
			t.Errorf("on page %d at first, it ends on page %d, want %d", draft, got, want)
		}
	}
}

// TestNoBrowser says that whoever has none is told.
func TestNoBrowser(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	if _, err := booklet.FindBrowser(func(string) string { return "" }); err != booklet.ErrNoBrowser {
		t.Errorf("got %v", err)
	}
}

// FuzzBind says that whatever a page holds, the chapter is XML, with no script.
func FuzzBind(f *testing.F) {
	f.Add(fragment)
	f.Add(`<p title="a&quot;b" onclick="x">a<b>c</p><table><tr><td>&#0;&#x1f;</table><svg><title>a</title></svg>`)
	f.Fuzz(func(t *testing.T, html string) {
		b := sample()
		b.Parts[0].Chapters[0].HTML = []byte(html)
		files, _ := epub(t, b)
		wellFormed(t, files["book/chapter-1.xhtml"])
	})
}
