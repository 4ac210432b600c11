package main

import (
	"cmp"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"

	"relais/builder/handbook"
)

func versionCommand(lang handbook.Lang) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: handbook.Text{FR: "Dit quelle version de relais vous avez", EN: "Tells which version of relais you have"}.In(lang),
		Args:  noArguments,
		RunE: func(c *cobra.Command, _ []string) error {
			parts := []string{runtime.Version(), runtime.GOOS + "/" + runtime.GOARCH}
			v := version()
			if v.commit != "" {
				parts = append([]string{v.commit[:min(12, len(v.commit))], v.date}, parts...)
			}
			_, err := fmt.Fprintf(c.OutOrStdout(), "relais %s (%s)\n", v.number, strings.Join(parts, ", "))
			return err
		},
	}
}

// release is what a relais was built from.
type release struct {
	number string // the tag of a released relais, else what the Go tool makes of the commit
	commit string // "" when the Go tool did not see the repository
	date   string // of the commit, RFC 3339
}

// version returns what the Go tool recorded.
func version() release {
	v := release{number: "(devel)"}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return v
	}
	v.number = cmp.Or(info.Main.Version, v.number)
	for _, setting := range info.Settings {
		switch setting.Key {
		case "vcs.revision":
			v.commit = setting.Value
		case "vcs.time":
			v.date = setting.Value
		}
	}
	return v
}
