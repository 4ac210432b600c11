package scaffold

import (
	"encoding/json"
	"fmt"

	"relais/builder/handbook"
	"relais/builder/schema"
)

// SchemaFolder is where editors find the schemas of a handbook, and SnippetsFile where
// VS Code finds its snippets. Both are made again from the handbook when it
// changes, so that git keeps neither.
const (
	SchemaFolder = ".relais/schema"
	SnippetsFile = ".vscode/relais.code-snippets"
)

// Editor returns the files that complete keys, values and references in
// editors: made from the handbook as it is, to be made again when it changes.
func Editor(book *handbook.Handbook, lang handbook.Lang) []File {
	files := []File{{SnippetsFile, schema.Snippets(book, lang)}}
	for name, data := range schema.Files(book, lang) {
		files = append(files, File{SchemaFolder + "/" + name, data})
	}
	return files
}

// editorSettings returns what tells editors which schema a file obeys. VS Code
// reads YAML by them but, for want of support, Markdown by snippets only; editors that
// hand front matter to yaml-language-server complete both.
func editorSettings(lang handbook.Lang) ([]File, error) {
	schemas := map[string]string{SchemaFolder + "/" + schema.SettingsFile: "handbook.yaml"}
	for _, info := range handbook.Types() {
		schemas[SchemaFolder+"/"+schema.FileName(info.Type, lang)] = info.Folder.In(lang) + "/**/*.md"
	}
	var files []File
	for name, value := range map[string]any{
		"settings": map[string]any{
			"yaml.schemas": schemas,
			"[markdown]": map[string]any{
				"editor.quickSuggestions":   map[string]string{"other": "on"},
				"editor.snippetSuggestions": "top",
				"editor.wordWrap":           "on",
			},
			"files.exclude": map[string]bool{"public": true, ".relais": true},
		},
		"extensions": map[string]any{"recommendations": []string{"redhat.vscode-yaml"}},
	} {
		data, err := json.MarshalIndent(value, "", "  ")
		if err != nil {
			return nil, fmt.Errorf("writing the editor's %s: %w", name, err)
		}
		files = append(files, File{".vscode/" + name + ".json", append(data, '\n')})
	}
	return files, nil
}
