package lsp

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
)

// calls are the requests that are being handled, so that the client can cancel one.
//
// The connection's own request context is recycled when a handler returns, while a goroutine that package context
// starts for a derived one may still look at it. So requests get a context of the session's, and only values are asked
// of the connection's.
type calls struct {
	mu      sync.Mutex
	running map[string]context.CancelFunc
}

// requestContext ends with the session or when the client cancels the request, and knows the connection's values.
type requestContext struct {
	context.Context
	values context.Context
}

// Value implements context.Context.
func (c requestContext) Value(key any) any {
	if v := c.Context.Value(key); v != nil {
		return v
	}
	return c.values.Value(key)
}

// cancellable gives each request a context of its own, and handles $/cancelRequest.
func (s *server) cancellable(next jsonrpc2.Handler) jsonrpc2.Handler {
	c := calls{running: map[string]context.CancelFunc{}}
	return func(ctx context.Context, req *jsonrpc2.Request) (any, error) {
		if req.Method() == protocol.MethodCancelRequest {
			var params protocol.CancelParams
			if err := protocol.Unmarshal(req.Params(), &params); err == nil {
				c.cancel(fmt.Sprint(params.ID))
			}
			return nil, nil
		}
		own, cancel := context.WithCancel(s.background)
		defer cancel()
		if req.IsCall() {
			id := keyOf(req.ID())
			c.add(id, cancel)
			defer c.remove(id)
		}
		return next(requestContext{own, ctx}, req)
	}
}

// keyOf is an ID as text of its own, the form in which a cancelled one is looked up.
func keyOf(id jsonrpc2.ID) string {
	if n, ok := id.Number(); ok {
		return fmt.Sprint(n)
	}
	text, _ := id.StringValue()
	return strings.Clone(text)
}

func (c *calls) add(id string, cancel context.CancelFunc) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.running[id] = cancel
}

func (c *calls) remove(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.running, id)
}

func (c *calls) cancel(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if cancel := c.running[id]; cancel != nil {
		cancel()
	}
}
