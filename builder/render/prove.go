package render

import (
	"html/template"
	"io"
	"reflect"
)

// prove executes t on two samples of its view, one with everything in it and
// one with nothing: what a template asks for that its view does not have shows
// at once, whichever branch asks.
func prove(t *template.Template, view any) error {
	kind := reflect.TypeOf(view)
	if err := t.Execute(io.Discard, sample(kind, sampleDepth).Interface()); err != nil {
		return err
	}
	return t.Execute(io.Discard, reflect.Zero(kind).Interface())
}

// sampleDepth bounds samples of types that contain themselves.
const sampleDepth = 8

// sample returns a value of type t in which every field is set and every list has two elements.
func sample(t reflect.Type, depth int) reflect.Value {
	v := reflect.New(t).Elem()
	if depth == 0 {
		return v
	}
	switch t.Kind() {
	case reflect.String:
		v.SetString("2")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int:
		v.SetInt(2)
	case reflect.Pointer:
		v.Set(reflect.New(t.Elem()))
		v.Elem().Set(sample(t.Elem(), depth-1))
	case reflect.Slice:
		v.Set(reflect.Append(v, sample(t.Elem(), depth-1), sample(t.Elem(), depth-1)))
	case reflect.Map:
		if t.Key().Kind() == reflect.String {
			v.Set(reflect.MakeMap(t))
		}
	case reflect.Struct:
		for i := range t.NumField() {
			if t.Field(i).IsExported() {
				v.Field(i).Set(sample(t.Field(i).Type, depth-1))
			}
		}
	}
	return v
}
