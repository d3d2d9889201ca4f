package lsp

import (
	"context"
	"slices"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"
	"go.uber.org/zap"

	"llmdbench-ls/analysis"
)

// Initialize implements protocol.Server. It runs inline: nothing may be handled before it is done.
func (s *server) Initialize(_ context.Context, params *protocol.InitializeParams) (*protocol.InitializeResult, error) {
	s.mu.Lock()
	s.state = running
	s.encoding = chooseEncoding(params.Capabilities)
	s.can = abilitiesOf(params.Capabilities)
	e, colours := s.encoding, s.can.palette
	s.mu.Unlock()
	folders := foldersOf(params)
	s.change(func(old *analysis.Snapshot) *analysis.Snapshot { return old.WithFolders(folders) })
	s.configure(params.InitializationOptions)
	if params.ProcessID != nil {
		go s.watchParent(int(*params.ProcessID))
	}
	var asked protocol.DiagnosticProvider
	if s.abilities().pullsDiagnostics {
		asked = &protocol.DiagnosticOptions{InterFileDependencies: true, WorkspaceDiagnostics: true}
	}
	var hinted protocol.InlayHintProvider
	if t := params.Capabilities.TextDocument; t != nil && t.InlayHint != nil {
		hinted = protocol.Boolean(true)
	}
	yes, incremental := true, protocol.TextDocumentSyncKindIncremental
	result := &protocol.InitializeResult{
		Capabilities: protocol.ServerCapabilities{
			PositionEncoding:          e,
			TextDocumentSync:          &protocol.TextDocumentSyncOptions{OpenClose: &yes, Change: &incremental},
			HoverProvider:             protocol.Boolean(true),
			DefinitionProvider:        protocol.Boolean(true),
			ReferencesProvider:        protocol.Boolean(true),
			DocumentHighlightProvider: protocol.Boolean(true),
			RenameProvider:            s.abilities().renames(),
			WorkspaceSymbolProvider:   protocol.Boolean(true),
			CodeLensProvider:          &protocol.CodeLensOptions{ResolveProvider: &yes},
			CompletionProvider:        &protocol.CompletionOptions{TriggerCharacters: completionTriggers, ResolveProvider: &yes},
			DiagnosticProvider:        asked,
			InlayHintProvider:         hinted,
			SemanticTokensProvider:    colourProvider(params.Capabilities, colours),
			CodeActionProvider: &protocol.CodeActionOptions{
				CodeActionKinds: actionKinds,
				ResolveProvider: &yes,
			},
			ExecuteCommandProvider: protocol.ExecuteCommandOptions{Commands: commandNames},
			Workspace: &protocol.WorkspaceOptions{WorkspaceFolders: &protocol.WorkspaceFoldersServerCapabilities{
				Supported: &yes, ChangeNotifications: protocol.Boolean(true),
			}, TextDocumentContent: &protocol.TextDocumentContentOptions{Schemes: []string{previewScheme}}},
		},
		ServerInfo: protocol.ServerInfo{Name: serverName, Version: protocol.NewOptional(s.options.Version)},
	}
	offerOutlines(&result.Capabilities, params.Capabilities.TextDocument)
	return result, nil
}

// abilitiesOf reads what the client can do.
func abilitiesOf(c protocol.ClientCapabilities) capabilities {
	on := func(b *bool) bool { return b != nil && *b }
	var can capabilities
	if w := c.Workspace; w != nil {
		can.applyEdit, can.configuration = on(w.ApplyEdit), on(w.Configuration)
		if e := w.WorkspaceEdit; e != nil {
			can.documentChanges = on(e.DocumentChanges)
			can.createFiles = can.documentChanges && slices.Contains(e.ResourceOperations, protocol.ResourceOperationKindCreate)
		}
		can.refreshContent = w.TextDocumentContent != nil
		can.refreshDiagnostics = w.Diagnostics != nil && on(w.Diagnostics.RefreshSupport)
		can.watchFiles = w.DidChangeWatchedFiles != nil && on(w.DidChangeWatchedFiles.DynamicRegistration)
	}
	if t := c.TextDocument; t != nil {
		can.pullsDiagnostics = t.Diagnostic != nil
		can.preparesRename = t.Rename != nil && on(t.Rename.PrepareSupport)
		can.completion = completionAbilitiesOf(t.Completion)
		told, asked := t.PublishDiagnostics, t.Diagnostic
		can.opensRulePages = can.refreshContent && (told != nil && on(told.CodeDescriptionSupport) || asked != nil && on(asked.CodeDescriptionSupport))
	}
	can.shows(c)
	if t := c.TextDocument; t != nil && t.CodeAction != nil {
		can.resolveEdit = on(t.CodeAction.DataSupport) && slices.Contains(t.CodeAction.ResolveSupport.Properties, "edit")
		can.literalActions = len(t.CodeAction.CodeActionLiteralSupport.CodeActionKind.ValueSet) > 0
	}
	can.outlines = outlineAbilitiesOf(c.TextDocument)
	if w := c.Window; w != nil {
		can.progress = on(w.WorkDoneProgress)
		can.showDocument = w.ShowDocument != nil && w.ShowDocument.Support
	}
	return can
}

// shows reads what the client shows in and between the lines. That it asks for the titles of lenses, it says only where
// it does so for a part of them; all clients that know lenses do.
func (can *capabilities) shows(c protocol.ClientCapabilities) {
	on := func(b *bool) bool { return b != nil && *b }
	can.resolveLens = true
	if t := c.TextDocument; t != nil {
		can.palette = paletteOf(&t.SemanticTokens)
		if t.CodeLens != nil && t.CodeLens.ResolveSupport.Properties != nil {
			can.resolveLens = slices.Contains(t.CodeLens.ResolveSupport.Properties, "command")
		}
	}
	if w := c.Workspace; w != nil {
		can.refresh[lenses] = w.CodeLens != nil && on(w.CodeLens.RefreshSupport)
		can.refresh[hints] = w.InlayHint != nil && on(w.InlayHint.RefreshSupport)
		can.refresh[tokens] = w.SemanticTokens != nil && on(w.SemanticTokens.RefreshSupport)
	}
}

// foldersOf lists the workspace folders, or the root of a client that knows no folders.
func foldersOf(params *protocol.InitializeParams) []string {
	var folders []string
	if list, ok := params.WorkspaceFolders.Get(); ok {
		for _, f := range list {
			if p := pathOf(f.URI); p != "" {
				folders = append(folders, p)
			}
		}
	}
	if len(folders) == 0 && params.RootURI != nil {
		if p := pathOf(*params.RootURI); p != "" {
			folders = append(folders, p)
		}
	}
	return folders
}

// Initialized implements protocol.Server. What asks the client something goes on beside later messages.
func (s *server) Initialized(context.Context, *protocol.InitializedParams) error {
	go func() {
		s.pullSettings()
		s.registerWatchers()
		s.reindex()
	}()
	return nil
}

// Shutdown implements protocol.Server. It runs inline: what comes after it is refused.
func (s *server) Shutdown(context.Context) error {
	s.indexing.cancel()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.state = shutDown
	return nil
}

// Exit implements protocol.Server.
func (s *server) Exit(context.Context) error {
	select {
	case <-s.exit:
	default:
		close(s.exit)
	}
	return nil
}

// SetTrace implements protocol.Server. Traces are the client's business; there is nothing to set here.
func (s *server) SetTrace(context.Context, *protocol.SetTraceParams) error { return nil }

// registerWatchers asks the client to say when files on the disk change.
func (s *server) registerWatchers() {
	if !s.abilities().watchFiles {
		return
	}
	options, err := protocol.Marshal(&protocol.DidChangeWatchedFilesRegistrationOptions{Watchers: []protocol.FileSystemWatcher{
		{GlobPattern: protocol.Pattern("**/*.{yaml,yml,gotmpl,sh,bash}")},
	}})
	if err != nil {
		s.log.Warn("the watchers cannot be written", zap.Error(err))
		return
	}
	err = s.client.RegisterCapability(s.background, &protocol.RegistrationParams{Registrations: []protocol.Registration{
		{ID: "watched-files", Method: protocol.MethodWorkspaceDidChangeWatchedFiles, RegisterOptions: options},
	}})
	if err != nil {
		s.log.Debug("the client does not watch files", zap.Error(err))
	}
}

// DidChangeWorkspaceFolders implements protocol.Server.
func (s *server) DidChangeWorkspaceFolders(_ context.Context, params *protocol.DidChangeWorkspaceFoldersParams) error {
	s.change(func(old *analysis.Snapshot) *analysis.Snapshot {
		folders := slices.DeleteFunc(slices.Clone(old.Folders()), func(f string) bool {
			return slices.ContainsFunc(params.Event.Removed, func(w protocol.WorkspaceFolder) bool { return pathOf(w.URI) == f })
		})
		for _, w := range params.Event.Added {
			if p := pathOf(w.URI); p != "" {
				folders = append(folders, p)
			}
		}
		return old.WithFolders(folders)
	})
	go s.reindex()
	return nil
}

// keep is the text of a URI that outlives the message it came with.
func keep(u uri.URI) uri.URI { return uri.URI([]byte(u)) }
