package handbook

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Each page is in one part of its handbook, that of its language, and what leads from
// there to a page that is translated leads to it in that language.
func TestPartsLeadToTheirOwnLanguage(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := handbooks(t)
		if rapid.Bool().Draw(t, "as readers see it") {
			h, _ = h.For(Readers{Internal, ""}, true)
		}
		in := map[*Page]Lang{}
		for _, lang := range h.Languages() {
			part := h.In(lang)
			for _, p := range part.Pages {
				if in[p] != "" {
					t.Fatalf("%s is in two parts", p.Key())
				}
				in[p] = lang
				if part.Page(p.Type, p.ID) != p {
					t.Fatalf("the part in %s does not find %s", lang, p.Key())
				}
			}
		}
		if len(in) != len(h.Pages) {
			t.Fatalf("%d pages are in a part, of %d", len(in), len(h.Pages))
		}
		for _, p := range h.Pages {
			if !p.Translates {
				continue
			}
			for _, field := range AllFields() {
				if field.Refs == nil {
					continue
				}
				r := field.Refs.Relation
				leads := slices.Concat(p.To(r), p.From(r), p.Functions(), p.Groups())
				for i, q := range leads {
					if own := q.Translation(English); own != nil && own != q {
						t.Fatalf("%s leads to %s by %s, which is translated", p.Key(), leads[i].Key(), r)
					}
				}
				if len(p.To(r)) != len(p.Original().To(r)) || len(p.From(r)) != len(p.Original().From(r)) {
					t.Fatalf("%s is tied to %d and %d pages by %s, its original to %d and %d", p.Key(), len(p.To(r)), len(p.From(r)), r, len(p.Original().To(r)), len(p.Original().From(r)))
				}
			}
		}
	})
}

// The page in another language, in the language that one came from, is the page.
func TestLanguagesComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		for _, p := range handbooks(t).Pages {
			for _, lang := range []Lang{French, English} {
				if q := p.Translation(lang); q != nil && (q.Translation(p.Lang) != p || q.Lang != lang) {
					t.Fatalf("%s is %s in %s, and that is another page in %s", p.Key(), q.Key(), lang, p.Lang)
				}
			}
		}
	})
}

// Whatever a page takes back or narrows, its translations are taken back or narrowed with it.
func TestATranslationGoesNowhereWithoutItsOriginal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := handbooks(t)
		r := rapid.SampledFrom([]Readers{{Public, ""}, {Internal, ""}, {WithinGroup, "group-0"}}).Draw(t, "readers")
		narrow, _ := h.For(r, rapid.Bool().Draw(t, "drafts"))
		for _, p := range narrow.Pages {
			if p.Translates && (p.Original() == nil || narrow.Counterpart(p.Original()) != p.Original()) {
				t.Fatalf("%s see %s without its original", r, p.Key())
			}
		}
	})
}
