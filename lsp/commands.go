package lsp

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"strings"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"llmdbench-ls/analysis"
)

// The commands that a client may execute. Each takes one commandArgument.
const (
	commandGenerate     = serverName + ".generate"     // makes a scenario: {uri, report}, or shows it: generatedResult
	commandUpdate       = serverName + ".update"       // brings a scenario up to its guide: {uri, report}
	commandReport       = serverName + ".report"       // what a conversion would carry: {report}
	commandEnvironments = serverName + ".environments" // the environments of a guide's file: {environments}
	commandShow         = serverName + ".show"         // opens files in the editor
	commandPreview      = serverName + ".preview"      // what is deployed from a scenario: previewResult
	commandCompare      = serverName + ".compare"      // the guide beside that: compareResult
	commandVerify       = serverName + ".verify"       // a scenario against its guide, value by value: verifyResult
	commandCatalogue    = serverName + ".catalogue"    // what can be explained: catalogueResult
	commandExplain      = serverName + ".explain"      // explains one of it: explainResult
	commandStatus       = serverName + ".status"       // what the server knows of the workspace: statusResult
)

var commandNames = []string{
	commandGenerate, commandUpdate, commandReport, commandEnvironments, commandShow, commandPreview, commandCompare,
	commandVerify, commandCatalogue, commandExplain, commandStatus,
}

// commandArgument is the argument of every command.
type commandArgument struct {
	URI         string `json:"uri"` // of a file; commands that are about none do without
	Environment string `json:"environment,omitempty"`
	View        string `json:"view,omitempty"` // of a preview: all, ms, gaie, infra or command
	Show        *bool  `json:"show,omitempty"` // of a preview: false to be given it, and not shown

	Preview  bool   `json:"preview,omitempty"`  // of generating: true to be given the scenario, and nothing written
	Deployed bool   `json:"deployed,omitempty"` // of verifying: true to compare what would be deployed, not what is written
	Kind     string `json:"kind,omitempty"`     // of explaining: what it is, as the catalogue says; "" for any
	Name     string `json:"name,omitempty"`     // of explaining

	More []string `json:"more,omitempty"` // of files to open: the URIs of others
}

// commandResult is the answer of the commands that make or change a scenario.
type commandResult struct {
	URI    string `json:"uri,omitempty"`
	Report string `json:"report"`
}

// environmentResult is one environment of a guide.
type environmentResult struct {
	Name     string `json:"name"`
	Scenario string `json:"scenario"`
	Exists   bool   `json:"exists"`
}

// commandFor is the command that does what an action would.
func commandFor(title string, data actionData) protocol.Command {
	argument, _ := json.Marshal(commandArgument{URI: data.URI, Environment: data.Environment})
	return protocol.Command{Title: title, Command: serverName + "." + string(data.Command), Arguments: []protocol.LSPAny{argument}}
}

// ExecuteCommand implements protocol.Server.
func (s *server) ExecuteCommand(ctx context.Context, params *protocol.ExecuteCommandParams) (protocol.LSPAny, error) {
	snapshot, e := s.view(ctx)
	var argument commandArgument
	if len(params.Arguments) != 1 || json.Unmarshal(params.Arguments[0], &argument) != nil {
		return nil, failed(errors.New(`the command takes one argument: {"uri": ..., "environment": ...}`))
	}
	result, ok, err := s.executeWithout(snapshot, params.Command, argument)
	if !ok {
		file := pathOf(uri.URI(argument.URI))
		if file == "" {
			return nil, failed(fmt.Errorf("%s is not the URI of a file", argument.URI))
		}
		done := s.begin(ctx, params.WorkDoneToken, "Converting "+path.Base(file))
		defer done()
		result, err = s.execute(ctx, snapshot, e, params.Command, file, argument)
	}
	if err != nil {
		return nil, failed(errors.New(shorten(err.Error(), snapshot.Folders())))
	}
	return json.Marshal(result)
}

// executeWithout answers a command that is about no file. ok is false for all others.
func (s *server) executeWithout(snapshot *analysis.Snapshot, command string, a commandArgument) (result any, ok bool, err error) {
	switch command {
	case commandCatalogue:
		return catalogue(snapshot), true, nil
	case commandStatus:
		return s.status(snapshot), true, nil
	case commandExplain:
		result, err = explain(snapshot, a)
		return result, true, err
	}
	return nil, false, nil
}

func (s *server) execute(ctx context.Context, snapshot *analysis.Snapshot, e encoding, command, file string, a commandArgument) (any, error) {
	switch command {
	case commandGenerate, commandUpdate:
		if command == commandGenerate && a.Preview {
			return generated(snapshot, file, a)
		}
		data := actionData{analysis.Command(strings.TrimPrefix(command, serverName+".")), a.URI, a.Environment}
		return s.perform(ctx, snapshot, e, data, file)
	case commandReport:
		made, err := convertedFrom(snapshot, file, a.Environment)
		if err != nil {
			return nil, err
		}
		return commandResult{Report: reportOf(made)}, nil
	case commandEnvironments:
		return environments(snapshot, file)
	case commandPreview:
		return s.showPreview(ctx, snapshot, file, a)
	case commandCompare:
		return compare(snapshot, file)
	case commandVerify:
		return verify(snapshot, e, file, a)
	case commandShow:
		return nil, s.show(ctx, file, a.More)
	}
	return nil, fmt.Errorf("there is no command %s", command)
}

// perform makes the edit of a command and has the client apply it.
func (s *server) perform(ctx context.Context, snapshot *analysis.Snapshot, e encoding, data actionData, file string) (any, error) {
	can := s.abilities()
	if !can.applyEdit || data.Command == analysis.CommandGenerate && !can.createFiles {
		return nil, fmt.Errorf("this editor cannot make files for a server; run %s convert -o FILE %s in a terminal", serverName, file)
	}
	edit, target, err := s.editFor(snapshot, data, e)
	if err != nil {
		return nil, err
	}
	report := errNothing.Error()
	if len(edit.DocumentChanges)+len(edit.Changes) > 0 {
		label := "Scenario " + path.Base(target)
		applied, err := s.client.ApplyEdit(ctx, &protocol.ApplyWorkspaceEditParams{Label: &label, Edit: *edit})
		if err != nil {
			return nil, err
		}
		if !applied.Applied {
			return nil, notApplied(applied)
		}
		if made, err := convertedFrom(snapshot, file, data.Environment); err == nil {
			report = reportOf(made)
		}
	}
	return commandResult{URI: string(uriOf(target)), Report: report}, nil
}

// convertedFrom converts the guide that a file belongs to: one of its own files, or a scenario that is based on it.
func convertedFrom(snapshot *analysis.Snapshot, file, environment string) (*analysis.Generated, error) {
	if !isScenario(snapshot, file) {
		return analysis.Generate(snapshot, file, environment)
	}
	made, _, err := analysis.Update(snapshot, file, environment)
	return made, err
}

func isScenario(snapshot *analysis.Snapshot, file string) bool {
	f, err := snapshot.File(file)
	return err == nil && analysis.KindOf(f) == analysis.Scenario
}

// notApplied says that an edit was refused, and why where the editor says so.
func notApplied(answer *protocol.ApplyWorkspaceEditResult) error {
	if reason := answer.FailureReason; reason != nil && *reason != "" {
		return fmt.Errorf("the editor did not apply the edit: %s", *reason)
	}
	return errors.New("the editor did not apply the edit")
}

func reportOf(made *analysis.Generated) string {
	var b strings.Builder
	_ = made.Result.Report().Text(&b) // a strings.Builder takes everything
	return b.String()
}

func environments(snapshot *analysis.Snapshot, file string) (any, error) {
	list, err := analysis.EnvironmentsOf(snapshot, file)
	if err != nil {
		return nil, err
	}
	result := []environmentResult{}
	for _, e := range list {
		result = append(result, environmentResult{e.Name, string(uriOf(e.Scenario)), e.Exists})
	}
	return map[string]any{"environments": result}, nil
}

// shorten writes paths inside the workspace relative to their folder.
func shorten(text string, folders []string) string {
	for _, f := range folders {
		text = strings.ReplaceAll(text, strings.TrimSuffix(f, "/")+"/", "")
	}
	return text
}
