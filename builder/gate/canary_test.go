package gate_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"html"
	"image"
	"image/png"
	"io/fs"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"relais/builder"
	"relais/builder/handbook"
)

// A canary is a word that nothing else has, hidden in one place of one note in one form.
type canary struct {
	place, form string
	note        int
	text        string // as it is written
}

// forms are ways to write a word: by its number, so that each canary is another one.
var forms = []struct {
	name  string
	write func(stem string) string
}{
	{"word", func(s string) string { return s }},
	{"accents", func(s string) string { return "é" + s + "ô" }},
	{"decomposed", func(s string) string { return norm.NFD.String("é" + s + "à") }},
	{"capitals", func(s string) string { return strings.ToUpper(s) }},
	{"two words", func(s string) string { return "Zo" + s[:4] + " Va" + s }},
	{"hyphen", func(s string) string { return "co-" + s }},
	{"apostrophe", func(s string) string { return "l’" + s }},
	{"ligature", func(s string) string { return "œ" + s }},
	{"inclusive", func(s string) string { return s + "·e·s" }},
	{"digits", func(s string) string { return s + "47" }},
}

// stem returns letters that no other number gives, and no language has.
func stem(n int) string {
	const letters = "bdfgkmpqvwxz"
	sum := sha256.Sum256(fmt.Append(nil, n))
	for i, c := range sum[:12] {
		sum[i] = letters[int(c)%len(letters)]
	}
	return string(sum[:12])
}

// places are where people leave what they do not mean to publish. Each writes
// files of the handbook that hold a canary; id tells the files of one canary from those of another.
var places = []struct {
	name  string
	files func(id, c string) map[string]string
}{
	{"title of a group's page", grouped("titre: %s\n", "Texte.")},
	{"summary of a group's page", grouped("titre: T\nresume: %s\n", "Texte.")},
	{"text of a group's page", grouped("titre: T\n", "Un mot, %s, dit entre nous.")},
	{"name of a file", func(_, c string) map[string]string {
		return map[string]string{"notions/" + c + ".md": "---\ntitre: T\ndefinition: D.\ndiffusion: groupe\n---\nTexte.\n"}
	}},
	{"what a picture says", func(id, c string) map[string]string {
		all := written("notions", "titre: T\ndefinition: D.\ndiffusion: interne\n", "![a](a-"+id+".png)")(id, "")
		all["notions/a-"+id+".png"] = picture(c)
		return all
	}},
	{"table", grouped("titre: T\n", "| a | b |\n|---|---|\n| %s | c |\n")},
	{"alternative text", grouped("titre: T\n", "![%s](https://a.example/x.png)")},
	{"words of a link", grouped("titre: T\n", "[%s](https://a.example)")},
	{"target of a link", grouped("titre: T\n", "[a](https://a.example/%s)")},
	{"footnote", grouped("titre: T\n", "Texte[^1].\n\n[^1]: %s\n")},
	{"code", grouped("titre: T\n", "```\n%s\n```\n")},
	{"themes", grouped("titre: T\nthemes: [%s]\n", "Texte.")},
	{"synonyms", grouped("titre: T\nsynonymes: [%s]\n", "Texte.")},
	{"alias", grouped("titre: T\nanciens_liens: [%s]\n", "Texte.")},
	{"comment of a group's page", grouped("titre: T\n", "<!-- %s -->\n\nTexte.")},
	{"draft", written("fiches", "titre: T\nstatut: brouillon\ndiffusion: interne\nfonctions: [accueil]\n", "Un mot, %s.")},
	{"title of a draft", written("fiches", "titre: %s\nstatut: brouillon\ndiffusion: interne\nfonctions: [accueil]\n", "Texte.")},
	{"unknown key of a draft", written("fiches", "titre: T\nstatut: brouillon\ndiffusion: interne\nfonctions: [accueil]\nnote: %s\n", "Texte.")},
	{"no audience", written("notions", "titre: T\ndefinition: D.\n", "Un mot, %s.")},
	{"narrower function", written("notions", "titre: T\ndefinition: D.\ndiffusion: fonction\n", "Un mot, %s.")},
	{"comment", written("notions", "titre: T\ndefinition: D.\ndiffusion: interne\n", "<!-- %s -->\n\nTexte.")},
	{"comment in a line", written("notions", "titre: T\ndefinition: D.\ndiffusion: interne\n", "Du <!-- %s --> texte.")},
	{"comment of the front matter", written("notions", "titre: T\ndefinition: D.\n# %s\ndiffusion: interne\n", "Texte.")},
	{"unused footnote", written("notions", "titre: T\ndefinition: D.\ndiffusion: interne\n", "Texte.\n\n[^n]: %s\n")},
	{"unused definition of a link", written("notions", "titre: T\ndefinition: D.\ndiffusion: interne\n", "Texte.\n\n[n]: <https://a.example/%s>\n")},
	{"link to a group's page", func(id, c string) map[string]string {
		all := grouped("titre: %s\n", "Texte.")(id, c)
		all["notions/vers-"+id+".md"] = "---\ntitre: T\ndefinition: D.\ndiffusion: interne\n---\nVoir [[" + "groupe-" + id + "]].\n"
		return all
	}},
	{"attached to a group's page", func(id, c string) map[string]string {
		all := grouped("titre: T\n", "[plan](plan-"+id+".txt)")(id, c)
		all["notions/plan-"+id+".txt"] = c
		return all
	}},
	{"attached to no page", func(id, c string) map[string]string { return map[string]string{"fichiers/" + id + ".csv": "a;" + c} }},
	{"file of an editor", func(id, c string) map[string]string {
		return map[string]string{"notions/." + id + ".md.swp": c, "notions/" + id + ".md~": c, "notions/#" + id + ".md#": c, "notions/" + id + ".md.orig": c}
	}},
	{"template's comment", func(id, c string) map[string]string {
		return map[string]string{"themes/templates/" + id + ".html": "{{/* " + c + " */}}", "themes/LISEZMOI-" + id + ".txt": c}
	}},
}

// picture returns one that says a text.
func picture(text string) string {
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 1, 1))); err != nil {
		panic(err)
	}
	const header = 33 // bytes of the signature and the first chunk
	chunk := append([]byte("iTXtComment\x00\x00\x00\x00\x00"), text...)
	said := binary.BigEndian.AppendUint32(nil, uint32(len(chunk)-4))
	said = binary.BigEndian.AppendUint32(append(said, chunk...), crc32.ChecksumIEEE(chunk))
	return string(slices.Concat(b.Bytes()[:header], said, b.Bytes()[header:]))
}

func grouped(header, body string) func(id, c string) map[string]string {
	return func(id, c string) map[string]string {
		return written("notions", header+"definition: D.\ndiffusion: groupe\n", body)("groupe-"+id, c)
	}
}

func written(folder, header, body string) func(id, c string) map[string]string {
	return func(id, c string) map[string]string {
		return map[string]string{folder + "/" + id + ".md": strings.ReplaceAll("---\n"+header+"---\n"+body+"\n", "%s", c)}
	}
}

// canaries returns all of them: places × forms × notes.
func canaries(notes int) (all []canary) {
	for _, place := range places {
		for _, form := range forms {
			for note := range notes {
				all = append(all, canary{place.name, form.name, note, form.write(stem(len(all) + 1))})
			}
		}
	}
	return all
}

// 1,500 canaries in all places that are not for the readers: none is in any
// output, log or cache of theirs, and the names of those who committed are not either.
func TestNoCanaryLeaks(t *testing.T) {
	source := t.TempDir()
	write(t, source, "handbook.yaml", "titre: Manuel d’essai\nlangue: fr\ndiffusion: interne\n")
	write(t, source, "fonctions/accueil.md", "---\ntitre: Accueil\ndiffusion: interne\n---\nRecevoir le public.\n")
	all := canaries(5)
	for i, c := range all {
		place := places[i/(len(forms)*5)]
		for path, text := range place.files(fmt.Sprintf("p%04d", i), c.text) {
			write(t, source, path, text)
		}
	}
	if len(all) != 1500 {
		t.Fatalf("%d canaries, want 1,500", len(all))
	}
	commit(t, source)

	destination := filepath.Join(t.TempDir(), "public")
	opts := builder.Options{Source: source, Destination: destination, Discreet: true, Today: handbook.Date{Year: 2026, Month: 1, Day: 1}}
	report, err := builder.Build(context.Background(), opts)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range report.Problems {
		if p.Severity == handbook.Error {
			t.Errorf("%+v", p)
		}
	}
	if !report.Published {
		t.Fatal("nothing was published")
	}
	if err := builder.Ask(context.Background(), opts, func(*builder.Finder) error { return nil }); err != nil {
		t.Fatal(err)
	}
	read := texts(t, destination, filepath.Join(source, ".relais"))
	read["the log"] = logOf(t, report)
	if len(read) < 200 {
		t.Fatalf("only %d files were read", len(read))
	}
	cages := map[string]canary{}
	for _, c := range append(all, canary{place: "author", text: "kwxvdpqz"}) {
		cages[bare(c.text)] = c
	}
	if len(cages) != len(all)+1 {
		t.Fatal("two canaries are the same")
	}
	for name, text := range read {
		for _, run := range runs.FindAllString(text, -1) {
			for i := range len(run) - kept + 1 {
				if c, out := cages[run[i:i+kept]]; out {
					t.Errorf("%s: the canary of note %d in place “%s”, form “%s”", name, c.note, c.place, c.form)
				}
			}
		}
	}
}

// kept is how many letters of a canary are looked for: a sorted index may have
// the first ones of a word elsewhere.
const kept = 8

var runs = regexp.MustCompile(`[bdfgkmpqvwxz]{8,}`)

// bare returns the last letters of a canary, which every form of it keeps.
func bare(text string) string {
	folded := fold(text)
	start := strings.IndexFunc(folded, func(r rune) bool { return strings.ContainsRune("bdfgkmpqvwxz", r) })
	run := folded[start:]
	if i := strings.LastIndexByte(folded, ' '); i >= 0 {
		run = folded[i+3:]
	}
	end := strings.IndexFunc(run, func(r rune) bool { return !strings.ContainsRune("bdfgkmpqvwxz", r) })
	if end >= 0 {
		run = run[:end]
	}
	return run[len(run)-kept:]
}

// fold drops case and accents, and whatever joins or splits a word.
func fold(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) || r == '\u00ad' {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(text))
}

// texts returns all files of some folders, with their names, as they are and
// as whatever stands in them is decoded.
func texts(t *testing.T, folders ...string) map[string]string {
	t.Helper()
	read := map[string]string{}
	for _, folder := range folders {
		err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := os.ReadFile(path)
			read[path] = fold(path + "\n" + decoded(string(data)))
			return err
		})
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
	}
	return read
}

func decoded(text string) string {
	unescaped := html.UnescapeString(text)
	if plain, err := url.PathUnescape(unescaped); err == nil {
		unescaped += plain
	}
	return text + unescaped
}

// logOf returns all that a build may print, in both languages and as JSON.
func logOf(t *testing.T, report *builder.Report) string {
	t.Helper()
	messages, err := handbook.NewMessages()
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	for _, p := range report.Problems {
		for _, lang := range []handbook.Lang{handbook.French, handbook.English} {
			what, remedy := messages.Of(p, lang)
			fmt.Fprintln(&b, p.Path, what, remedy)
		}
	}
	if err := json.NewEncoder(&b).Encode(report.Problems); err != nil {
		t.Fatal(err)
	}
	return fold(b.String())
}

func write(t *testing.T, folder, path, text string) {
	t.Helper()
	path = filepath.Join(folder, filepath.FromSlash(path))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// commit makes a repository of a folder, by somebody whose name is a canary.
func commit(t *testing.T, folder string) {
	t.Helper()
	for _, args := range [][]string{
		{"init", "-q"},
		{"add", "--all"},
		{"-c", "user.name=Solène Kwxvdpqz", "-c", "user.email=s.kwxvdpqz@aurbelle.example", "commit", "-q", "-m", "Premier"},
	} {
		if out, err := exec.Command("git", append([]string{"-C", folder}, args...)...).CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, out)
		}
	}
}
