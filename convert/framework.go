package convert

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/source"
)

// FrameworkDefaults reads the defaults out of the framework's own setup/env.sh, whose lines have the form
// export NAME="${NAME:-default}". Only literal defaults are taken; the others are computed.
func FrameworkDefaults(f *source.File) map[string]string {
	script, _ := f.Shell()
	defaults := map[string]string{}
	syntax.Walk(script.File, func(n syntax.Node) bool {
		if a, ok := n.(*syntax.Assign); ok && a.Name != nil && a.Value != nil && strings.HasPrefix(a.Name.Value, catalog.Prefix) {
			if text, ok := defaultOf(a); ok {
				defaults[a.Name.Value] = text
			}
		}
		return true
	})
	return defaults
}

// defaultOf is the literal default in NAME="${NAME:-default}".
func defaultOf(a *syntax.Assign) (string, bool) {
	if len(a.Value.Parts) != 1 {
		return "", false
	}
	part := a.Value.Parts[0]
	if q, ok := part.(*syntax.DblQuoted); ok && len(q.Parts) == 1 {
		part = q.Parts[0]
	}
	p, ok := part.(*syntax.ParamExp)
	if !ok || p.Param == nil || p.Param.Value != a.Name.Value || p.Exp == nil ||
		p.Exp.Op != syntax.DefaultUnsetOrNull && p.Exp.Op != syntax.DefaultUnset {
		return "", false
	}
	if p.Exp.Word == nil {
		return "", true
	}
	w := shellWord(p.Exp.Word, nil)
	return w.Text, !w.Dynamic
}
