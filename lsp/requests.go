package lsp

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/source"
)

// Hover implements protocol.Server.
func (s *server) Hover(ctx context.Context, params *protocol.HoverParams) (*protocol.Hover, error) {
	snapshot, e := s.view(ctx)
	if p, ok := previewOf(params.TextDocument.URI); ok {
		return hoverPreview(snapshot, p, params.Position, e), nil
	}
	p := pathOf(params.TextDocument.URI)
	f, err := snapshot.File(p)
	if err != nil {
		return nil, nil
	}
	text, over, ok := analysis.Hover(snapshot, p, offsetOf(f, params.Position, e))
	if !ok {
		return nil, nil
	}
	at := rangeOf(f, over, e)
	return &protocol.Hover{Contents: &protocol.MarkupContent{Kind: protocol.MarkupKindMarkdown, Value: text}, Range: &at}, nil
}

// actionData is what an action needs to be resolved: nothing that could be out of date.
type actionData struct {
	Command     analysis.Command `json:"command"`
	URI         string           `json:"uri"`
	Environment string           `json:"environment"`
}

// CodeAction implements protocol.Server.
func (s *server) CodeAction(ctx context.Context, params *protocol.CodeActionParams) ([]protocol.CommandOrCodeAction, error) {
	snapshot, e := s.view(ctx)
	p := pathOf(params.TextDocument.URI)
	f, err := snapshot.File(p)
	if err != nil || !slices.ContainsFunc(actionKinds, func(k protocol.CodeActionKind) bool { return wanted(params.Context.Only, k) }) {
		return nil, nil
	}
	var list []protocol.CommandOrCodeAction
	for _, a := range analysis.Actions(ctx, snapshot, p, spanOf(f, params.Range, e), s.options.Rules) {
		if ctx.Err() != nil {
			return nil, protocol.ErrRequestCancelled
		}
		if wanted(params.Context.Only, protocol.CodeActionKind(a.Kind)) {
			if made := s.action(snapshot, f, a, e); made != nil {
				list = append(list, made)
			}
		}
	}
	return list, nil
}

// actionKinds are the kinds of the actions that there are.
var actionKinds = []protocol.CodeActionKind{protocol.CodeActionKindQuickFix, analysis.ScenarioActionKind, analysis.FixAllKind}

// wanted says whether a client that asks for some kinds of actions wants one: its own kind, or one above it.
func wanted(only []protocol.CodeActionKind, kind protocol.CodeActionKind) bool {
	return len(only) == 0 || slices.ContainsFunc(only, func(k protocol.CodeActionKind) bool {
		return k == kind || strings.HasPrefix(string(kind), string(k)+".")
	})
}

// action puts an action into the protocol's form: with its edit where it is a fix or where the client cannot ask for
// the edit later, and as a command where the client cannot make files.
func (s *server) action(snapshot *analysis.Snapshot, f *source.File, a analysis.Action, e encoding) protocol.CommandOrCodeAction {
	can := s.abilities()
	kind := protocol.CodeActionKind(a.Kind)
	made := &protocol.CodeAction{Title: a.Title, Kind: &kind}
	if a.Command == "" {
		if !can.literalActions {
			return nil
		}
		made.Edit = s.workspaceEdit(f, a.Edits, e)
		if a.Finding != nil {
			made.IsPreferred = &a.Preferred
			made.Diagnostics = []protocol.Diagnostic{s.diagnostic(f, a.Finding)}
		}
		return made
	}
	data := actionData{a.Command, string(uriOf(a.File)), a.Environment}
	if !can.literalActions || a.Command == analysis.CommandGenerate && !can.createFiles {
		command := commandFor(a.Title, data)
		return &command
	}
	if can.resolveEdit {
		made.Data, _ = json.Marshal(data)
		return made
	}
	edit, target, err := s.editFor(snapshot, data, e)
	if err != nil {
		return nil // the report command says why
	}
	made.Edit = edit
	s.showAfterwards(made, target)
	return made
}

// CodeActionResolve implements protocol.Server: it makes the edit of an action that was chosen, from the text as it is
// now.
func (s *server) CodeActionResolve(ctx context.Context, action *protocol.CodeAction) (*protocol.CodeAction, error) {
	snapshot, e := s.view(ctx)
	var data actionData
	if err := json.Unmarshal(action.Data, &data); err != nil {
		return action, nil // not one of those that have something to resolve
	}
	edit, target, err := s.editFor(snapshot, data, e)
	if err != nil {
		return nil, failed(err)
	}
	action.Edit = edit
	s.showAfterwards(action, target)
	return action, nil
}

// showAfterwards lets an action open the scenario that it has made, where the client can be asked to.
func (s *server) showAfterwards(action *protocol.CodeAction, target string) {
	if !s.abilities().showDocument {
		return
	}
	argument, err := json.Marshal(commandArgument{URI: string(uriOf(target))})
	if err == nil {
		action.Command = protocol.Command{Title: "Open " + path.Base(target), Command: commandShow, Arguments: []protocol.LSPAny{argument}}
	}
}

var errNothing = errors.New("the scenario says what the guide says: there is nothing to update")

// editFor makes the edit of a command, and says which file it makes or changes.
func (s *server) editFor(snapshot *analysis.Snapshot, data actionData, e encoding) (*protocol.WorkspaceEdit, string, error) {
	p := pathOf(uri.URI(data.URI))
	if data.Command == analysis.CommandUpdate {
		made, edits, err := analysis.Update(snapshot, p, data.Environment)
		if err != nil {
			return nil, "", err
		}
		if len(edits) == 0 {
			return &protocol.WorkspaceEdit{}, made.Path, nil
		}
		return s.workspaceEdit(made.Existing, edits, e), made.Path, nil
	}
	if isScenario(snapshot, p) {
		return nil, "", fmt.Errorf("%s is a scenario already; Update brings it up to its guide, Generate starts from a file of a guide", path.Base(p))
	}
	made, err := analysis.Generate(snapshot, p, data.Environment)
	if err != nil {
		return nil, "", err
	}
	if made.Existing != nil {
		return nil, "", fmt.Errorf("%s exists already; update it instead", path.Base(made.Path))
	}
	return &protocol.WorkspaceEdit{DocumentChanges: newFile(made.Path, made.Text)}, made.Path, nil
}

// workspaceEdit wraps edits of one file in the form that the client knows.
func (s *server) workspaceEdit(f *source.File, edits []analysis.Edit, e encoding) *protocol.WorkspaceEdit {
	if s.abilities().documentChanges {
		return &protocol.WorkspaceEdit{DocumentChanges: []protocol.DocumentChange{fileEdits(f, edits, e)}}
	}
	return &protocol.WorkspaceEdit{Changes: plainEdit(f, edits, e)}
}
