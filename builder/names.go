package builder

import (
	"relais/builder/handbook"
	"relais/builder/output"
)

// unusableNames finds the pages and attachments whose file could not be copied
// to every system: a handbook is read from Windows shares too.
func unusableNames(book *handbook.Handbook) []handbook.Problem {
	var problems []handbook.Problem
	refuse := func(p *handbook.Page, pos handbook.Pos, name string) {
		problems = append(problems, handbook.Problem{
			Code: "unusable-name", Severity: handbook.Error, Path: p.Path, Pos: pos,
			Args: map[string]string{"Name": name},
		})
	}
	for _, p := range book.Pages {
		if address := p.Address(book.Config.Lang); output.CheckName(address) != nil {
			refuse(p, p.Pos("id"), address)
		}
		for i, target := range p.Targets {
			if target.File != "" && output.CheckName(target.File) != nil {
				refuse(p, p.Body.Links[i].Pos, target.File)
			}
		}
	}
	return problems
}
