package lsp

import (
	"net/url"
	"path"
	"strings"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"llmdbench-ls/analysis"
)

// The page of a rule is a document of the server's own, as previews are: llmdbench-preview:/rule/missing-env.md. So a
// finding's link works without a network.
const ruleFolder = "/rule/"

// describes is the link from a finding to its rule's page.
func describes(rule *analysis.Rule) protocol.CodeDescription {
	u := url.URL{Scheme: previewScheme, Path: ruleFolder + rule.ID + ".md", OmitHost: true}
	return protocol.CodeDescription{Href: uri.URI(u.String())}
}

// rulePage is the text of such a document. ok is false for any other URI.
func (s *server) rulePage(u uri.URI) (text string, ok bool) {
	parsed, err := url.Parse(string(u))
	if err != nil || parsed.Scheme != previewScheme || path.Dir(parsed.Path)+"/" != ruleFolder {
		return "", false
	}
	id := strings.TrimSuffix(path.Base(parsed.Path), ".md")
	for _, rule := range s.options.Rules {
		if rule.ID == id {
			return analysis.ReadPage(rule).Markdown(), true
		}
	}
	return "# There is no rule " + id + "\n", true
}
