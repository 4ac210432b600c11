package main

import (
	"os"
	"runtime/debug"

	"relais/builder"
)

// What a build may take: some for the program, the theme and the words of a
// language, and some for each page. Both are what large handbooks were
// measured to need, plus a quarter.
const (
	memoryBase    = 96 << 20 // bytes
	memoryPerPage = 42 << 10 // bytes
)

// startMemory lets the heap triple while the handbook is read, when nobody
// knows yet how large it is: what is read then stays, and is a third of the limit.
func startMemory() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(200)
	}
}

// restMemory stops the garbage collector, for a search that its cache answers:
// it takes a few megabytes and ends within milliseconds.
func restMemory() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(-1)
	}
}

// spendMemory lets the garbage collector rest while the build is within its
// memory. A build keeps most of what it makes and ends soon: by default, a fifth
// of its time would go into collecting what is not garbage. Once the handbook is
// loaded its size is known, and the collector works only as hard as the limit
// demands. GOGC and GOMEMLIMIT in the environment win.
func spendMemory(phase builder.Phase) {
	if phase.Name == "cache" { // the texts are to be read after all
		startMemory()
	}
	if phase.Name != "load" || os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	debug.SetMemoryLimit(memoryBase + int64(phase.Pages)*memoryPerPage)
	debug.SetGCPercent(400)
}
