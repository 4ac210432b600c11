package serve

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"syscall"
	"time"
)

// UsualPort is where the server listens unless it is told otherwise, or at the
// next port that is free.
const (
	UsualPort = 8000
	manyPorts = 32
)

// PortError says that another program listens at a port.
type PortError struct{ Port int }

func (e *PortError) Error() string { return fmt.Sprintf("port %d is taken", e.Port) }

// Listen listens on this machine only: at port or, when it is 0, at the usual one
// or the next that is free.
func Listen(port int) (net.Listener, error) {
	if port != 0 {
		return listen(port)
	}
	for port := UsualPort; port < UsualPort+manyPorts; port++ {
		listener, err := listen(port)
		if taken := (*PortError)(nil); !errors.As(err, &taken) {
			return listener, err
		}
	}
	return listen(0)
}

func listen(port int) (net.Listener, error) {
	listener, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, &PortError{port}
	}
	return listener, err
}

// Hosts returns the names by which a browser of this machine may call the
// server that listens at address.
func Hosts(address net.Addr) []string {
	_, port, _ := net.SplitHostPort(address.String())
	return []string{"localhost:" + port, "127.0.0.1:" + port, "[::1]:" + port}
}

// Run answers at listener until ctx ends.
func Run(ctx context.Context, listener net.Listener, handler http.Handler) error {
	server := &http.Server{
		Handler: handler, ReadHeaderTimeout: 10 * time.Second,
		BaseContext: func(net.Listener) context.Context { return ctx },
	}
	stop := context.AfterFunc(ctx, func() { _ = server.Close() })
	defer stop()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serving the handbook: %w", err)
	}
	return nil
}
