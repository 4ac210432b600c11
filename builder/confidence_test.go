package builder

import (
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"relais/builder/handbook"
	"relais/search"
)

// fewChecks makes rapid try n times, and not take long over what fails: each is a
// whole build, or several.
func fewChecks(t *testing.T, n int) {
	for name, value := range map[string]string{"rapid.checks": fmt.Sprint(n), "rapid.shrinktime": "5s"} {
		if f := flag.Lookup(name); f.Value.String() == f.DefValue { // or somebody asks for more
			_ = f.Value.Set(value)
			t.Cleanup(func() { _ = f.Value.Set(f.DefValue) })
		}
	}
}

// invented is a page of an invented handbook. All that it says of itself holds
// its own mark, a word that stands nowhere else.
type invented struct {
	folder, mark string
	audience     string // as it is written; "" for a page that does not say
	draft, gone  bool
	function     int   // of fonctions
	group        int   // of groupes, for a session
	links        []int // other pages that its text names
}

func (p *invented) id() string      { return p.mark + "-id" }
func (p *invented) source() string  { return p.folder + "/" + p.id() + ".md" }
func (p *invented) address() string { return p.folder + "/" + p.id() + ".html" }
func (p *invented) attachment() string {
	return p.folder + "/" + p.mark + "-joint.txt"
}

// text returns the source of p. Pages in without are not named, as if nobody had ever written them.
func (p *invented) text(all []*invented, without map[*invented]bool) string {
	var b strings.Builder
	say := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	m := p.mark
	say("---\ntitre: Titre %stitre", m)
	say("resume: Résumé %sresume", m)
	say("themes: [%stheme]", m)
	say("anciens_liens: [%salias]", m)
	if p.audience != "" {
		say("diffusion: %s", p.audience)
	}
	if p.gone {
		say("retrait: {le: 2026-03-02, par: direction, motif: %smotif}", m)
	}
	status := "en-debat"
	if p.draft {
		status = "brouillon"
	}
	say("statut: %s", status)
	name := func(key string, i int) {
		if !without[all[i]] {
			say("%s: [%s]", key, all[i].id())
		}
	}
	switch p.folder {
	case "notions":
		say("definition: Définition %sdefinition\nsynonymes: [%ssynonyme]", m, m)
		name("fonctions", p.function)
	case "groupes":
		say("fonction: %s", all[p.function].id())
	case "situations", "fiches":
		say("mots_du_terrain: [%sterrain]", m)
		name("fonctions", p.function)
	case "seances":
		say("groupe: %s\nnumero: 1\nmois: 2025-03\npistes: [%spiste]", all[p.group].id(), m)
	}
	say("---\nPhrase %sphrase. <!-- %scommentaire -->\n\n## Partie %spartie\n\n[Joint %smots](%s)\n\n![Image %salt](%s-image.svg)\n", m, m, m, m, filepath.Base(p.attachment()), m, m)
	for _, i := range p.links {
		switch {
		case without[all[i]] && all[i].gone:
			say("Voir ces mots, page retirée.")
		case without[all[i]]:
			say("Voir ces mots.")
		case all[i].gone:
			say("Voir [ces mots](../%s), [[%s]].", all[i].source(), all[i].id())
		default:
			say("Voir [ces mots](../%s).", all[i].source())
		}
	}
	say("\n[^%snote]: Note %snotetexte", m, m)
	return b.String()
}

// seenBy says whether readers see p, by the rules of DESIGN.md.
func (p *invented) seenBy(r handbook.Readers, all []*invented) bool {
	function, group := -1, -1
	switch p.folder {
	case "fonctions":
		function = slices.Index(all, p)
	case "groupes":
		group, function = slices.Index(all, p), p.function
	case "seances":
		group, function = p.group, all[p.group].function
	default:
		function = p.function
	}
	readsAsGroup := func(i int) bool { return r.Audience == handbook.WithinGroup && i >= 0 && all[i].id() == r.ID }
	switch {
	case p.draft || p.gone:
		return false
	case p.audience == "publique":
		return true
	case p.audience == "interne":
		return r.Audience != handbook.Public
	case p.audience == "fonction":
		if r.Audience == handbook.WithinGroup {
			i := slices.IndexFunc(all, func(q *invented) bool { return q.folder == "groupes" && q.id() == r.ID })
			return i >= 0 && all[i].function == function
		}
		return r.Audience == handbook.WithinFunction && all[function].id() == r.ID
	case p.audience == "groupe":
		return readsAsGroup(group)
	}
	return false
}

// markOf returns the mark of the ith page as it was changed n times. Marks are so far
// from each other that no search takes one for a misspelling of another.
func markOf(i, n int) string {
	return "zz" + strings.Repeat(string(rune('a'+i))+string("qkwhj"[n]), 4)
}

// inventHandbook draws pages: two functions and two groups first.
func inventHandbook(t *rapid.T) []*invented {
	folders := []string{"fonctions", "fonctions", "groupes", "groupes"}
	folders = append(folders, rapid.SliceOfN(rapid.SampledFrom([]string{"seances", "fiches", "situations", "notions"}), 2, 8).Draw(t, "folders")...)
	var all []*invented
	for i, folder := range folders {
		p := &invented{
			folder: folder, mark: markOf(i, 0),
			audience: rapid.SampledFrom([]string{"publique", "interne", "fonction", "groupe", ""}).Draw(t, "audience"),
			draft:    rapid.IntRange(0, 4).Draw(t, "draft") == 0,
			gone:     rapid.IntRange(0, 4).Draw(t, "gone") == 0,
			function: rapid.IntRange(0, 1).Draw(t, "function"),
			group:    rapid.IntRange(2, 3).Draw(t, "group"),
			links:    rapid.SliceOfN(rapid.IntRange(0, len(folders)-1), 0, 3).Draw(t, "links"),
		}
		p.links = slices.DeleteFunc(p.links, func(j int) bool { return j == i })
		if p.audience == "groupe" && folder != "groupes" && folder != "seances" {
			p.audience = "fonction"
		}
		all = append(all, p)
	}
	return all
}

func drawReaders(t *rapid.T, all []*invented) handbook.Readers {
	return rapid.SampledFrom([]handbook.Readers{
		{Audience: handbook.Public},
		{Audience: handbook.Internal},
		{Audience: handbook.WithinFunction, ID: all[0].id()},
		{Audience: handbook.WithinGroup, ID: all[2].id()},
	}).Draw(t, "readers")
}

// writeInvented writes the handbook into dir, but for the pages without.
func writeInvented(t *rapid.T, dir string, all []*invented, without map[*invented]bool) {
	files := map[string]string{"handbook.yaml": "titre: Essai\nlangue: fr\ndiffusion: interne\n"}
	for _, p := range all {
		if !without[p] {
			files[p.source()] = p.text(all, without)
			files[p.attachment()] = "Joint " + p.mark + "contenu"
			files[p.folder+"/"+p.mark+"-image.svg"] = drawing(p)
		}
	}
	for name, text := range files {
		writeOld(t, dir, name, text, time.Hour)
	}
}

// drawing is the image of a page, whose text is its mark.
func drawing(p *invented) string {
	return `<svg xmlns="http://www.w3.org/2000/svg"><text>` + p.mark + `image</text></svg>`
}

func writeOld(t *rapid.T, dir, name, text string, ago time.Duration) {
	file := filepath.Join(dir, filepath.FromSlash(name))
	changed := time.Now().Add(-ago)
	err := os.MkdirAll(filepath.Dir(file), 0o755)
	if err == nil {
		err = os.WriteFile(file, []byte(text), 0o644)
	}
	if err == nil {
		err = os.Chtimes(file, changed, changed)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// published builds and returns every file of the site.
func published(t *rapid.T, opts Options) map[string]string {
	report, err := Build(t.Context(), opts)
	if err != nil {
		t.Fatal(err)
	}
	if !report.Published {
		t.Fatalf("nothing is published: %+v", report.Problems)
	}
	site := map[string]string{}
	err = filepath.WalkDir(opts.Destination, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		name, _ = filepath.Rel(opts.Destination, name)
		site[filepath.ToSlash(name)] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return site
}

// holding returns the names of the files that hold a word, in their names or bytes.
func holding(site map[string]string, word string) []string {
	var names []string
	for name, data := range site {
		if strings.Contains(strings.ToLower(name+"\n"+data), word) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// finds reports whether an index shows a page by its mark. A search forgives
// much: what it finds instead of a word that it does not know is no matter here.
func finds(t *rapid.T, ix *search.Index, mark string) bool {
	for _, typed := range []string{mark + "titre", mark + "phrase", mark + "terrain", mark + "partie"} {
		results, err := ix.Search(t.Context(), search.Query{Text: typed, Limit: 5})
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(fmt.Sprintf("%+v", results), mark) {
			return true
		}
	}
	return false
}

// searched returns all that the search is given.
func searched(t *rapid.T, opts Options) string {
	b, err := begin(opts)
	if err != nil {
		t.Fatal(err)
	}
	defer b.close()
	loaded, err := b.load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	book, _, err := opts.narrow(loaded.Handbook)
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for d := range documents(book, day) {
		fmt.Fprintf(&all, "%+v\n", d)
	}
	fmt.Fprintf(&all, "%+v\n", facets(book, day))
	return all.String()
}

// temp returns a folder that is gone when the check ends.
func temp(t *rapid.T) string {
	dir, err := os.MkdirTemp("", "confidence")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

// Nothing of a page that readers may not see is published for them: neither a
// word, nor its id, its address, its former ones, or its attachments. Of a
// withdrawn page its address remains, and nothing else. The model here is a
// second reading of the rules, not the filter.
func TestNothingOfAPageLeftOutIsPublished(t *testing.T) {
	fewChecks(t, 30)
	rapid.Check(t, func(t *rapid.T) {
		all := inventHandbook(t)
		readers := drawReaders(t, all)
		dir := temp(t)
		writeInvented(t, dir, all, nil)
		opts := Options{Source: dir, Destination: filepath.Join(dir, "public"), Readers: readers, Today: day}
		site := published(t, opts)
		known := searched(t, opts)
		for _, p := range all {
			seen := p.seenBy(readers, all)
			if _, there := site[p.address()]; seen && (!there || !strings.Contains(known, p.mark+"phrase")) {
				t.Fatalf("%s does not reach %s", p.source(), readers)
			}
			if seen {
				continue
			}
			if strings.Contains(known, p.mark) {
				t.Fatalf("the search of %s finds %s", readers, p.source())
			}
			gone := p.gone
			p.gone = false
			takenBack := gone && p.seenBy(readers, all)
			p.gone = gone
			for _, name := range holding(site, p.mark) {
				neutral := name == p.address() || name == p.folder+"/"+p.mark+"alias.html"
				if takenBack && neutral && !strings.Contains(site[name], p.mark) {
					if !strings.Contains(site[name], `content="noindex"`) {
						t.Fatalf("%s may be indexed", name)
					}
					continue
				}
				t.Fatalf("%s tells %s of %s", name, readers, p.source())
			}
		}
	})
}

// To withdraw a page is to build without it, and with a neutral page at its addresses.
func TestAWithdrawnPageLeavesANeutralOne(t *testing.T) {
	fewChecks(t, 15)
	rapid.Check(t, func(t *rapid.T) {
		all := inventHandbook(t)
		victim := all[rapid.IntRange(4, len(all)-1).Draw(t, "victim")] // pages must have their functions and groups
		readers := drawReaders(t, all)
		victim.gone = true
		dir, other := temp(t), temp(t)
		writeInvented(t, dir, all, nil)
		writeInvented(t, other, all, map[*invented]bool{victim: true})
		got := published(t, Options{Source: dir, Destination: filepath.Join(dir, "public"), Readers: readers, Today: day})
		want := published(t, Options{Source: other, Destination: filepath.Join(other, "public"), Readers: readers, Today: day})
		victim.gone = false
		for _, address := range []string{victim.address(), victim.folder + "/" + victim.mark + "alias.html"} {
			_, there := got[address]
			if there != victim.seenBy(readers, all) {
				t.Fatalf("%s: a neutral page %t", address, there)
			}
			delete(got, address)
		}
		if !maps.Equal(got, want) {
			t.Fatalf("%v differ", differing(got, want))
		}
	})
}

func differing(a, b map[string]string) []string {
	var names []string
	for name := range a {
		if a[name] != b[name] {
			names = append(names, name)
		}
	}
	for name := range b {
		if _, there := a[name]; !there {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// Whatever is done to a handbook between builds and searches, what is published and what
// searches keep know nothing of what was taken out, and the site is that of a clean build.
func TestWhatWasTakenOutIsInNoCache(t *testing.T) {
	fewChecks(t, 10)
	rapid.Check(t, func(t *rapid.T) {
		all := inventHandbook(t)
		dir := temp(t)
		writeInvented(t, dir, all, nil)
		opts := Options{Source: dir, Destination: filepath.Join(dir, "public"), Today: day}
		removed := map[*invented]bool{}
		for step := range rapid.IntRange(1, 4).Draw(t, "steps") {
			for range rapid.IntRange(0, 2).Draw(t, "searches") {
				asked := opts
				asked.Readers = drawReaders(t, all)
				asked.Drafts = rapid.Bool().Draw(t, "drafts")
				f, err := Find(t.Context(), asked)
				if err != nil {
					t.Fatal(err)
				}
				_ = f.Close()
			}
			p := all[rapid.IntRange(4, len(all)-1).Draw(t, "page")]
			was := *p
			switch rapid.SampledFrom([]string{"narrow", "withdraw", "rename", "delete", "edit"}).Draw(t, "step") {
			case "narrow":
				p.audience = ""
			case "withdraw":
				p.gone = true
			case "rename", "edit":
				if !removed[p] {
					for _, name := range []string{was.source(), was.attachment(), was.folder + "/" + was.mark + "-image.svg"} {
						_ = os.Remove(filepath.Join(dir, filepath.FromSlash(name)))
					}
					p.mark += string(rune('b'+step)) + "v"
				}
			case "delete":
				removed[p] = true
				for _, name := range []string{was.source(), was.attachment(), was.folder + "/" + was.mark + "-image.svg"} {
					_ = os.Remove(filepath.Join(dir, filepath.FromSlash(name)))
				}
			}
			for i, q := range all {
				if !removed[q] {
					writeOld(t, dir, q.source(), q.text(all, removed), 50*time.Minute-time.Duration(step)*time.Minute-time.Duration(i)*time.Second)
					writeOld(t, dir, q.attachment(), "Joint "+q.mark+"contenu", 50*time.Minute)
					writeOld(t, dir, q.folder+"/"+q.mark+"-image.svg", drawing(q), 50*time.Minute)
				}
			}
			site := published(t, opts)
			kept, err := filepath.Glob(filepath.Join(dir, ".relais/search/*"))
			if err != nil {
				t.Fatal(err)
			}
			if was.mark != p.mark || removed[p] {
				if names := holding(site, was.mark+"phrase"); len(names) > 0 {
					t.Fatalf("%v still hold %s", names, was.mark)
				}
			}
			for _, cache := range kept {
				ix, _, err := search.Open(cache)
				if err != nil {
					t.Fatal(err)
				}
				if finds(t, ix, was.mark) && (was.mark != p.mark || removed[p] || p.gone || p.audience == "") {
					t.Fatalf("%s still knows %s", filepath.Base(cache), was.mark)
				}
				_ = ix.Close()
			}
		}
		clean := temp(t)
		writeInvented(t, clean, all, removed)
		want := published(t, Options{Source: clean, Destination: filepath.Join(clean, "public"), Today: day})
		if got := published(t, opts); !maps.Equal(got, want) {
			t.Fatalf("%v differ from a clean build", differing(got, want))
		}
	})
}
