package editor_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"relais/builder/editor"
	"relais/builder/handbook"
)

func schemaOf(t *testing.T) *jsonschema.Schema {
	archive, err := editor.Open([]string{"/tmp/h8sv"})
	if err != nil {
		t.Fatal(err)
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(archive.Schema()))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("sveltia-cms.json", document); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("sveltia-cms.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func TestTheConfigurationIsValid(t *testing.T) {
	schema := schemaOf(t)
	book, _ := handbook.New(handbook.Config{Title: "M", Lang: "fr", Editing: handbook.Editing{Forge: handbook.GitHub, Repository: "a/b"}}, nil, nil)
	data, err := json.Marshal(editor.NewConfig(book))
	if err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(value); err != nil {
		t.Error(err)
	}
}
