package lsp

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"
	"sync"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"
	"go.uber.org/zap"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/deploy"
)

// What the framework would deploy is shown in documents of a scheme of their own. A document's URI names the view and
// the scenario: llmdbench-preview:/ms/a.sh.yaml?file%3A%2F%2F%2Ffolder%2Fa.sh. Clients ask for its text by
// workspace/textDocumentContent, and are told when it changes if they say that they listen.
const previewScheme = "llmdbench-preview"

// preview is a view of a scenario, as a document's URI names it.
type preview struct {
	view deploy.Kind
	file string // the scenario's path
}

// previewURI names a view of a scenario.
func previewURI(view deploy.Kind, scenario uri.URI) uri.URI {
	name := path.Base(pathOf(scenario)) + ".yaml"
	if view == deploy.CommandLines {
		name = strings.TrimSuffix(path.Base(pathOf(scenario)), ".sh") + ".command.sh"
	}
	u := url.URL{Scheme: previewScheme, Path: "/" + string(view) + "/" + name, OmitHost: true}
	return uri.URI(u.String() + "?" + strings.ReplaceAll(url.QueryEscape(string(scenario)), "+", "%20"))
}

// previewOf reads such a URI. ok is false for any other.
func previewOf(u uri.URI) (p preview, ok bool) {
	parsed, err := url.Parse(string(u))
	if err != nil || parsed.Scheme != previewScheme {
		return preview{}, false
	}
	scenario, err := url.PathUnescape(parsed.RawQuery)
	if err != nil {
		return preview{}, false
	}
	p.view = deploy.Kind(path.Base(path.Dir(parsed.Path)))
	p.file = pathOf(uri.URI(scenario))
	return p, p.file != ""
}

// TextDocumentContent implements protocol.Server.
func (s *server) TextDocumentContent(ctx context.Context, params *protocol.TextDocumentContentParams) (*protocol.TextDocumentContentResult, error) {
	snapshot, _ := s.view(ctx)
	if page, ok := s.rulePage(params.URI); ok {
		return &protocol.TextDocumentContentResult{Text: page}, nil
	}
	p, ok := previewOf(params.URI)
	if !ok {
		return nil, failed(fmt.Errorf("%s is no document of this server", params.URI))
	}
	text, err := analysis.ViewText(snapshot, p.file, p.view)
	if err != nil {
		text = "# " + strings.ReplaceAll(shorten(err.Error(), snapshot.Folders()), "\n", " ") + "\n"
	}
	s.shown.add(keep(params.URI), p)
	return &protocol.TextDocumentContentResult{Text: text}, nil
}

// maxShown bounds how many documents the server tells a client about.
const maxShown = 64

// shownPreviews are the documents that a client has asked for, the last first. Those that it closes are forgotten.
type shownPreviews struct {
	mu   sync.Mutex
	list []*shownPreview
}

type shownPreview struct {
	uri uri.URI
	of  preview

	telling, again bool // the client is being told of a change, and there was another one since
}

func (s *shownPreviews) add(u uri.URI, of preview) {
	s.mu.Lock()
	defer s.mu.Unlock()
	at := slices.IndexFunc(s.list, func(p *shownPreview) bool { return p.uri == u })
	shown := &shownPreview{uri: u, of: of}
	if at >= 0 {
		shown = s.list[at]
		s.list = slices.Delete(s.list, at, at+1)
	}
	s.list = slices.Insert(s.list, 0, shown)
	s.list = s.list[:min(len(s.list), maxShown)]
}

func (s *shownPreviews) remove(u uri.URI) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.list = slices.DeleteFunc(s.list, func(p *shownPreview) bool { return p.uri == u })
}

// about lists the documents that a change of a file concerns: those about it, or where it is no scenario that is shown,
// the comparisons with guides, one of which it may belong to. An empty path concerns all.
func (s *shownPreviews) about(file string) []*shownPreview {
	s.mu.Lock()
	defer s.mu.Unlock()
	var own, comparisons []*shownPreview
	for _, p := range s.list {
		if file == "" || p.of.file == file {
			own = append(own, p)
		}
		if p.of.view == analysis.GuideSide || p.of.view == analysis.DeployedSide {
			comparisons = append(comparisons, p)
		}
	}
	if len(own) > 0 {
		return own
	}
	return comparisons
}

// begin says whether the client has to be told of a change now; if it is being told of another, it is told anew after
// that.
func (s *shownPreviews) begin(p *shownPreview) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p.telling {
		p.again = true
		return false
	}
	p.telling = true
	return true
}

// end says whether there was another change meanwhile.
func (s *shownPreviews) end(p *shownPreview) (again bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	again = p.again
	p.telling, p.again = again, false
	return again
}

// refreshPreviews tells the client that documents about a file have changed. It does not wait for an answer.
func (s *server) refreshPreviews(file string) {
	if !s.abilities().refreshContent {
		return
	}
	for _, p := range s.shown.about(file) {
		if !s.shown.begin(p) {
			continue
		}
		go func() {
			for again := true; again; again = s.shown.end(p) {
				if err := s.client.TextDocumentContentRefresh(s.background, &protocol.TextDocumentContentRefreshParams{URI: p.uri}); err != nil {
					s.log.Debug("a preview was not refreshed", zap.Error(err))
				}
			}
		}()
	}
}

// hoverPreview says where a line of a preview comes from.
func hoverPreview(snapshot *analysis.Snapshot, p preview, at protocol.Position, e encoding) *protocol.Hover {
	text, f, over, ok := analysis.PreviewHover(snapshot, p.file, p.view, int(at.Line))
	if !ok {
		return nil
	}
	r := rangeOf(f, over, e)
	return &protocol.Hover{Contents: &protocol.MarkupContent{Kind: protocol.MarkupKindMarkdown, Value: text}, Range: &r}
}

// previewResult is the answer to the command that shows a preview.
type previewResult struct {
	URI   string `json:"uri"`
	Title string `json:"title"`
	Text  string `json:"text"`
}

// compareResult is the answer to the command that compares: two documents, and how many differences there are.
type compareResult struct {
	Guide       previewResult `json:"guide"`
	Deployed    previewResult `json:"deployed"`
	Title       string        `json:"title"`
	Differences int           `json:"differences"`
}

// view makes the document of a view.
func viewOf(snapshot *analysis.Snapshot, file string, view deploy.Kind, title string) (previewResult, error) {
	text, err := analysis.ViewText(snapshot, file, view)
	return previewResult{string(previewURI(view, uriOf(file))), title, text}, err
}

// showPreview answers the command that shows a preview. A client that knows documents of other schemes is asked to show
// it; others have the text.
func (s *server) showPreview(ctx context.Context, snapshot *analysis.Snapshot, file string, a commandArgument) (any, error) {
	view := deploy.Kind(a.View)
	if view == "" {
		view = deploy.Everything
	}
	result, err := viewOf(snapshot, file, view, "Deployed by "+path.Base(file))
	if err != nil {
		return nil, err
	}
	if can := s.abilities(); can.refreshContent && can.showDocument && (a.Show == nil || *a.Show) {
		_, err = s.client.ShowDocument(ctx, &protocol.ShowDocumentParams{URI: uri.URI(result.URI)})
	}
	return result, err
}

// compare answers the command that compares a guide with what is deployed.
func compare(snapshot *analysis.Snapshot, file string) (any, error) {
	c, err := analysis.Compare(snapshot, file)
	if err != nil {
		return nil, err
	}
	guide, err := viewOf(snapshot, file, analysis.GuideSide, "guide")
	deployed, err2 := viewOf(snapshot, file, analysis.DeployedSide, "deployed")
	return compareResult{guide, deployed, "Guide and deployment of " + path.Base(file), c.Differences}, errors.Join(err, err2)
}
