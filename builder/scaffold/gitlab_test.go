package scaffold_test

import (
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v4"

	"relais/builder/handbook"
	"relais/builder/scaffold"
)

// GitLab's own schema takes the pipeline, in each language; make lint asks GitHub's the like.
func TestThePipelineOfGitLabFollowsItsSchema(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile("testdata/gitlab-ci.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range []handbook.Lang{handbook.French, handbook.English} {
		plan := scaffold.Plan{
			Config: handbook.Config{Title: "Relais", Lang: lang}, Forge: handbook.GitLab, Tool: ".",
			Today: handbook.Date{Year: 2026, Month: 1, Day: 1},
		}
		var pipeline map[string]any
		if err := yaml.Load(made(t, plan)[scaffold.Pipeline(handbook.GitLab)].Data, &pipeline); err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(pipeline); err != nil {
			t.Errorf("%s: %v", lang, err)
		}
		pipeline["pages"].(map[string]any)["artefacts"] = nil
		if schema.Validate(pipeline) == nil {
			t.Errorf("%s: the schema takes a key that GitLab does not know", lang)
		}
	}
}
