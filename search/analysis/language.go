package analysis

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

//go:embed lang/*.txt
var languageFiles embed.FS

// Language is one row of the analysis: what is cut off, what is left out and
// how words lose their endings. It is read from lang/CODE.txt and never
// changes after that; the browser reads the same text from the manifest.
type Language struct {
	Code   string
	Source string // the rows without comments, as the manifest carries them

	elisions  map[string]bool
	enclitics map[string]bool
	inclusive map[string]bool
	stops     map[string]bool
	asks      map[string]bool
	sounds    *strings.Replacer
	steps     [][]rule
}

// Languages reads all languages that this build knows, sorted by code.
func Languages() ([]*Language, error) {
	files, err := fs.Glob(languageFiles, "lang/*.txt")
	if err != nil {
		return nil, err
	}
	languages := make([]*Language, 0, len(files))
	for _, file := range files {
		language, err := Load(strings.TrimSuffix(path.Base(file), ".txt"))
		if err != nil {
			return nil, err
		}
		languages = append(languages, language)
	}
	return languages, nil
}

// Load reads the language with the given code ("fr"). The error says that
// there is none, or which row of its file is wrong.
func Load(code string) (*Language, error) {
	text, err := languageFiles.ReadFile("lang/" + code + ".txt")
	if err != nil {
		return nil, fmt.Errorf("no analysis for language %q: %w", code, err)
	}
	return Parse(string(text))
}

// Parse reads the rows of a language file.
func Parse(text string) (*Language, error) {
	language := &Language{}
	var rows []string
	for number, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		rows = append(rows, line)
		key, value, ok := strings.Cut(line, ": ")
		if !ok {
			return nil, fmt.Errorf("language file, line %d: %q is not \"key: values\"", number+1, line)
		}
		words := strings.Fields(value)
		switch key {
		case "code":
			language.Code = value
		case "elision":
			language.elisions = set(words)
		case "enclitic":
			language.enclitics = set(words)
		case "inclusive":
			language.inclusive = set(words)
		case "stop":
			language.stops = set(words)
		case "asks":
			language.asks = set(words)
		case "sound":
			sounds, err := parseSounds(words)
			if err != nil {
				return nil, fmt.Errorf("language file, line %d: %w", number+1, err)
			}
			language.sounds = sounds
		case "stem":
			step, err := parseStep(words)
			if err != nil {
				return nil, fmt.Errorf("language file, line %d: %w", number+1, err)
			}
			language.steps = append(language.steps, step)
		default:
			return nil, fmt.Errorf("language file, line %d: unknown key %q", number+1, key)
		}
	}
	language.Source = strings.Join(rows, "\n")
	return language, nil
}

func set(words []string) map[string]bool {
	s := make(map[string]bool, len(words))
	for _, word := range words {
		s[word] = true
	}
	return s
}
