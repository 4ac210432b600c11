package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"relais/builder/handbook"
)

func versionCommand(lang handbook.Lang) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: handbook.Text{FR: "Dit quelle version de relais vous avez", EN: "Tells which version of relais you have"}.In(lang),
		Args:  noArguments,
		RunE: func(c *cobra.Command, _ []string) error {
			_, err := fmt.Fprintf(c.OutOrStdout(), "relais %s (%s, %s/%s)\n", version(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
			return err
		},
	}
}

// version returns the version that the Go tool recorded: a tag for a released
// binary, the commit for one built from a checkout.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "(devel)"
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		return v
	}
	for _, setting := range info.Settings {
		if setting.Key == "vcs.revision" {
			return "(devel) " + setting.Value[:min(12, len(setting.Value))]
		}
	}
	return "(devel)"
}
