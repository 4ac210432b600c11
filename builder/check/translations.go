package check

import (
	"reflect"
	"slices"

	"relais/builder/handbook"
)

// translations looks for those that say of a page what its original does not, and
// for those that the original has left behind.
func translations(h *handbook.Handbook, report func(handbook.Problem)) {
	fields := handbook.AllFields()
	for _, p := range h.Pages {
		original := p.Original()
		if original == nil || p.Withdrawn() {
			continue
		}
		differs := func(key string, pos handbook.Pos) {
			report(p.KeyProblem("translation-differs", pos, map[string]string{"Key": key, "Path": original.Path}))
		}
		for _, f := range fields {
			_, written := p.KeyPos[f.Key.EN]
			if f.Into == nil || f.Carry != handbook.Same || !written {
				continue
			}
			own, theirs := reflect.ValueOf(f.Into(&p.Fields)).Elem(), reflect.ValueOf(f.Into(&original.Fields)).Elem()
			if !own.IsZero() && !reflect.DeepEqual(own.Interface(), theirs.Interface()) { // zero: it was not understood
				differs(f.Key.In(p.Lang), p.Pos(f.Key.EN))
			}
		}
		for i, ref := range p.Refs {
			again := slices.ContainsFunc(p.Refs[:i], func(r handbook.Ref) bool { return r.Key == ref.Key })
			if !again && !ref.Spec.Soft && !slices.Equal(referred(h, p, ref), referred(h, original, ref)) {
				differs(ref.Key, ref.Pos)
			}
		}
		report := func(code string) {
			problem := p.Problem(code, p.Pos("translated_on"), map[string]string{
				"Path": original.Path, "Validated": original.ValidatedOn.String(), "Translated": p.TranslatedOn.String(),
			})
			problem.Severity = handbook.Advice
			report(problem)
		}
		switch {
		case p.Revised():
			report("translation-outdated")
		case p.TranslatedOn.IsZero() && !original.ValidatedOn.IsZero():
			report("translation-undated")
		}
	}
}

// referred returns the ids that p names by the relation of ref, sorted.
func referred(h *handbook.Handbook, p *handbook.Page, ref handbook.Ref) []string {
	var ids []string
	for _, r := range p.Refs {
		if r.Spec.Relation != ref.Spec.Relation || r.Spec.Inverse != ref.Spec.Inverse {
			continue
		}
		for _, q := range h.Referred(r) {
			ids = append(ids, q.ID)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}
