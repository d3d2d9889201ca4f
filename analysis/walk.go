package analysis

import (
	"context"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"llmdbench-ls/convert/guide"
)

// Walk visits the files below a folder that may be ours by their names, in the order of the names. Paths are
// slash-separated and relative to the folder. Symbolic links are not followed, and the bounds of the index hold:
// truncated says that there was more. The error says why the folder itself cannot be read.
func Walk(ctx context.Context, folder string, visit func(file string)) (truncated bool, err error) {
	seen := 0
	err = fs.WalkDir(os.DirFS(filepath.FromSlash(folder)), ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil && name == ".":
			return err
		case err != nil:
			return nil // a folder that may not be read holds nothing for us
		case entry.IsDir():
			if name != "." && (skipped[entry.Name()] || strings.Count(name, "/")+1 > maxDepth) {
				return fs.SkipDir
			}
			return nil
		}
		if seen++; seen > maxIndexed {
			truncated = true
			return fs.SkipAll
		}
		if entry.Type().IsRegular() && mayBeOurs(entry.Name()) {
			visit(name)
		}
		return nil
	})
	return truncated, err
}

// mayBeOurs goes by a file's name alone.
func mayBeOurs(name string) bool {
	switch path.Ext(name) {
	case ".sh", ".bash", ".yaml", ".yml":
		return true
	}
	return guide.IsHelmfile(name)
}
