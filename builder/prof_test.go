package builder_test

import (
	"context"
	"os"
	"runtime/pprof"
	"syscall"
	"testing"
	"time"

	"relais/builder"
	"relais/builder/handbook"
)

func TestProf(t *testing.T) {
	f, _ := os.Create("/tmp/h12m/cpu.out")
	pprof.StartCPUProfile(f)
	defer pprof.StopCPUProfile()
	cpu := func() float64 {
		var u syscall.Rusage
		syscall.Getrusage(0, &u)
		return float64(u.Utime.Sec+u.Stime.Sec) + float64(u.Utime.Usec+u.Stime.Usec)/1e6
	}
	last := cpu()
	_, err := builder.Build(context.Background(), builder.Options{Source: os.Getenv("HB"), Destination: t.TempDir() + "/p", Today: handbook.DateOf(time.Unix(1767225600, 0).UTC()),
		Observe: func(p builder.Phase) { now := cpu(); t.Log(p.Name, p.Took, now-last); last = now }})
	if err != nil {
		t.Fatal(err)
	}
}
