package lsp

import (
	"context"
	"encoding/json"
	"path/filepath"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
	"go.uber.org/zap"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/deploy"
)

// clientSettings is the form in which settings come from a client.
type clientSettings struct {
	ScenarioFolder string          `json:"scenarioFolder"`
	FrameworkPath  string          `json:"frameworkPath"`
	GuideRoots     []string        `json:"guideRoots"`
	LogLevel       string          `json:"logLevel"`
	Workarounds    bool            `json:"workarounds"`
	InlayHints     *bool           `json:"inlayHints"`
	CodeLens       *bool           `json:"codeLens"`
	Cluster        json.RawMessage `json:"cluster"`
	Severity       json.RawMessage `json:"severity"`
}

// clusterSettings is what a client may say of the cluster.
type clusterSettings struct {
	Accelerator  *string `json:"accelerator"`
	Network      *string `json:"network"`
	Namespace    *string `json:"namespace"`
	StorageClass *string `json:"storageClass"`
	User         *string `json:"user"`
	Admin        *bool   `json:"admin"`
	OpenShift    *bool   `json:"openshift"`
	Token        *bool   `json:"token"`
}

// cluster fills in what the client says of the cluster; what it leaves open stays as it is assumed. Clients written in
// Lua send an empty list for an empty table.
func (c *clientSettings) cluster() deploy.Cluster {
	made := deploy.DefaultCluster
	var said clusterSettings
	if len(c.Cluster) == 0 || json.Unmarshal(c.Cluster, &said) != nil {
		return made
	}
	take(&made.Accelerator, said.Accelerator)
	take(&made.Network, said.Network)
	take(&made.Namespace, said.Namespace)
	take(&made.StorageClass, said.StorageClass)
	take(&made.User, said.User)
	take(&made.Admin, said.Admin)
	take(&made.OpenShift, said.OpenShift)
	take(&made.Token, said.Token)
	return made
}

// severity is how bad the client takes the findings of each rule to be. What names no rule or level is told, and counts
// for nothing.
func (c *clientSettings) severity(rules []*analysis.Rule) (made map[string]string, err error) {
	if text := string(c.Severity); text == "" || text == "null" || text == "[]" {
		return nil, nil
	}
	if err := json.Unmarshal(c.Severity, &made); err != nil {
		return nil, err
	}
	return made, analysis.CheckSeverity(made, rules)
}

func take[T any](into, value *T) {
	if value != nil {
		*into = *value
	}
}

const settingsSection = "llmdbench"

// configure takes settings over. Text that is no settings is ignored.
func (s *server) configure(raw []byte) {
	if len(raw) == 0 || string(raw) == "null" {
		return
	}
	var c clientSettings
	if err := json.Unmarshal(raw, &c); err != nil {
		s.log.Warn("the settings cannot be read", zap.Error(err))
		return
	}
	settings := analysis.DefaultSettings
	if c.ScenarioFolder != "" {
		settings.ScenarioFolder = c.ScenarioFolder
	}
	settings.FrameworkPath, settings.Workarounds, settings.Cluster = c.FrameworkPath, c.Workarounds, c.cluster()
	for _, root := range c.GuideRoots {
		if filepath.IsAbs(root) {
			settings.GuideRoots = append(settings.GuideRoots, filepath.ToSlash(filepath.Clean(root)))
		} else {
			s.log.Warn("a guide root is no absolute path", zap.String("path", root))
		}
	}
	take(&settings.InlayHints, c.InlayHints)
	take(&settings.CodeLens, c.CodeLens)
	var err error
	if settings.Severity, err = c.severity(s.options.Rules); err != nil {
		s.log.Warn("the setting severity is not right", zap.Error(err))
	}
	if c.LogLevel != "" {
		if err := s.options.Level.UnmarshalText([]byte(c.LogLevel)); err != nil {
			s.log.Warn("there is no such log level", zap.String("level", c.LogLevel))
		}
	}
	s.change(func(old *analysis.Snapshot) *analysis.Snapshot { return old.WithSettings(settings) })
}

// pullSettings asks the client for its settings.
func (s *server) pullSettings() {
	if !s.abilities().configuration {
		return
	}
	section := settingsSection
	values, err := s.client.Configuration(s.background, &protocol.ConfigurationParams{Items: []protocol.ConfigurationItem{{Section: &section}}})
	if err != nil || len(values) == 0 {
		s.log.Debug("the client gave no settings", zap.Error(err))
		return
	}
	s.configure(values[0])
	s.recheck()
}

// DidChangeConfiguration implements protocol.Server. A client that can be asked is asked; from others the settings
// come with the notification.
func (s *server) DidChangeConfiguration(ctx context.Context, params *protocol.DidChangeConfigurationParams) error {
	if s.abilities().configuration {
		jsonrpc2.Async(ctx)
		s.pullSettings()
		return nil
	}
	var sections map[string]json.RawMessage
	if json.Unmarshal(params.Settings, &sections) == nil && sections[settingsSection] != nil {
		s.configure(sections[settingsSection])
	}
	s.recheck()
	return nil
}
