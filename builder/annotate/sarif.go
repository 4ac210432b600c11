package annotate

import (
	"io"
	"net/url"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"

	"relais/builder/handbook"
)

// SARIF writes notes as a SARIF 2.1.0 log made by relais, whose version is given.
func SARIF(w io.Writer, notes []Note, version string) error {
	driver := sarif.NewToolComponent().WithName("relais").WithVersion(version)
	run := sarif.NewRun().WithTool(sarif.NewTool().WithDriver(driver)).WithColumnKind("unicodeCodePoints")
	prints := fingerprints(notes)
	for i, n := range notes {
		run.AddRule(n.Problem.Code)
		level := map[handbook.Severity]string{handbook.Error: "error", handbook.Warning: "warning", handbook.Advice: "note"}[n.Problem.Severity]
		region := sarif.NewRegion().WithStartLine(n.line())
		if n.Problem.Pos.Column > 0 {
			region.WithStartColumn(n.Problem.Pos.Column)
		}
		run.CreateResultForRule(n.Problem.Code).
			WithLevel(level).
			WithMessage(sarif.NewTextMessage(n.message())).
			WithPartialFingerprints(map[string]string{"primaryLocationLineHash": prints[i]}). // the one that GitHub looks at
			AddLocation(sarif.NewLocationWithPhysicalLocation(sarif.NewPhysicalLocation().
				WithArtifactLocation(sarif.NewSimpleArtifactLocation((&url.URL{Path: n.Path}).String())).
				WithRegion(region)))
	}
	return sarif.NewReport().AddRun(run).PrettyWrite(w)
}
