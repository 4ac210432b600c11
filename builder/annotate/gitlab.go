package annotate

import (
	"encoding/json"
	"io"

	"relais/builder/handbook"
)

// GitLabFile is where a pipeline of GitLab looks for the report, when nobody says.
const GitLabFile = "gl-code-quality-report.json"

// quality is one problem of a Code Quality report.
// https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
type quality struct {
	Description string          `json:"description"`
	CheckName   string          `json:"check_name"`
	Fingerprint string          `json:"fingerprint"`
	Severity    string          `json:"severity"`
	Location    qualityLocation `json:"location"`
}

type qualityLocation struct {
	Path  string `json:"path"`
	Lines struct {
		Begin int `json:"begin"`
	} `json:"lines"`
}

// GitLab writes notes as a Code Quality report.
func GitLab(w io.Writer, notes []Note) error {
	report := []quality{} // none is [], not null
	prints := fingerprints(notes)
	for i, n := range notes {
		severity := map[handbook.Severity]string{handbook.Error: "blocker", handbook.Warning: "minor", handbook.Advice: "info"}[n.Problem.Severity]
		q := quality{
			Description: n.message(), CheckName: n.Problem.Code, Fingerprint: prints[i], Severity: severity,
			Location: qualityLocation{Path: n.Path},
		}
		q.Location.Lines.Begin = n.line()
		report = append(report, q)
	}
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	return encoder.Encode(report)
}
