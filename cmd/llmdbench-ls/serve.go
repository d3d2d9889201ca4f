package main

import (
	"context"
	"io"
	"os"
	"runtime/debug"

	"github.com/spf13/cobra"
	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"

	"llmdbench-ls/analysis/rules"
	"llmdbench-ls/lsp"
)

func serveCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "serve",
		Short: "Serve the language server protocol over stdin and stdout",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return serve(cmd.Context()) },
	}
}

// serveGCPercent lets the garbage of some keystrokes gather before it is collected: a collection that falls into a keystroke
// is felt, and what is kept between two is small.
const serveGCPercent = 200

// serve runs a session over standard input and output. Standard error gets warnings and worse only, since some editors
// file everything there as errors.
func serve(ctx context.Context) error {
	defer debug.SetGCPercent(debug.SetGCPercent(serveGCPercent))
	level := zap.NewAtomicLevelAt(zapcore.InfoLevel)
	console := zapcore.NewConsoleEncoder(zap.NewProductionEncoderConfig())
	log := zap.New(zapcore.NewCore(console, zapcore.Lock(os.Stderr), zapcore.WarnLevel))
	if ctx == nil {
		ctx = context.Background()
	}
	code := lsp.Serve(ctx, stdio{os.Stdin, os.Stdout}, lsp.Options{Version: thisBuild().String(), Rules: rules.All, Log: log, Level: &level})
	if code != 0 {
		return exitError(code)
	}
	return nil
}

// stdio is standard input and output as one stream.
type stdio struct {
	io.ReadCloser
	io.Writer
}
