package render

import (
	"errors"
	"html/template"
	"reflect"
	"strings"
)

// prove executes t on three samples of its view: one with everything in it, one
// whose lists hold empty elements, and one with nothing. What no type tells, such as
// a value that no place of a page may safely take, shows at once. What is not the theme's is an error.
func (v *vetter) prove(name string, t *template.Template, view any) error {
	kind := reflect.TypeOf(view)
	for _, s := range []reflect.Value{
		sample(kind, true, sampleDepth), sample(kind, false, sampleDepth), nothing(kind),
	} {
		var html strings.Builder
		err := t.Execute(&html, s.Interface())
		if err == nil {
			v.vetHooks(name, html.String())
			continue
		}
		if unsaid := (*messageError)(nil); errors.As(err, &unsaid) && v.words.at[unsaid.key].own {
			v.words.blame(unsaid, v.faults)
			return nil
		}
		f, isTheme := failed(err)
		if !isTheme {
			return err
		}
		if v.faults.in(f.file) {
			return nil // told, and better
		}
		v.faults.report(f.code, f.file, f.pos, "", "At", f.at, "Page", "")
		return nil // the other samples would fail there too
	}
	return nil
}

// nothing returns the zero value of a view, with the site that every page has.
func nothing(kind reflect.Type) reflect.Value {
	v := reflect.New(kind).Elem()
	if site := v.FieldByName("Site"); site.Kind() == reflect.Pointer {
		site.Set(reflect.ValueOf(&Site{}))
	}
	return v
}

// sampleDepth bounds samples of types that contain themselves.
const sampleDepth = 8

// sample returns a value of type t in which every pointer points to something
// and every list has two elements. The words, numbers and truths in it are set
// when full, and empty otherwise.
func sample(t reflect.Type, full bool, depth int) reflect.Value {
	v := reflect.New(t).Elem()
	if depth == 0 {
		return v
	}
	switch t.Kind() {
	case reflect.String:
		if full {
			v.SetString("2")
		}
	case reflect.Bool:
		v.SetBool(full)
	case reflect.Int:
		if full {
			v.SetInt(2)
		}
	case reflect.Pointer:
		v.Set(reflect.New(t.Elem()))
		v.Elem().Set(sample(t.Elem(), full, depth-1))
	case reflect.Slice:
		v.Set(reflect.Append(v, sample(t.Elem(), full, depth-1), sample(t.Elem(), full, depth-1)))
	case reflect.Map:
		if t.Key().Kind() == reflect.String {
			v.Set(reflect.MakeMap(t))
		}
	case reflect.Struct:
		for i := range t.NumField() {
			if t.Field(i).IsExported() {
				v.Field(i).Set(sample(t.Field(i).Type, full, depth-1))
			}
		}
	}
	return v
}
