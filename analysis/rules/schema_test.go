package rules_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/xeipuuv/gojsonschema"
	"sigs.k8s.io/yaml"

	"llmdbench-ls/analysis"
	"llmdbench-ls/analysis/rules"
	"llmdbench-ls/convert/source"
)

// schemaFile is what editors check project settings with. It is made from the rules.
var schemaFile = filepath.Join("..", "..", "editors", "vscode", "schemas", "llmdbench.schema.json")

// schema is the part of JSON Schema, draft 7, that project settings need, and two keys that VS Code reads besides.
type schema struct {
	Schema           string             `json:"$schema,omitempty"`
	Title            string             `json:"title,omitempty"`
	Description      string             `json:"description,omitempty"`
	Type             any                `json:"type,omitempty"` // a name, or a list of them
	Ref              string             `json:"$ref,omitempty"`
	AllOf            []*schema          `json:"allOf,omitempty"` // in draft 7, what stands beside $ref does not count
	Enum             []string           `json:"enum,omitempty"`
	EnumDescriptions []string           `json:"enumDescriptions,omitempty"`
	Default          string             `json:"default,omitempty"`
	MinLength        int                `json:"minLength,omitempty"`
	Items            *schema            `json:"items,omitempty"`
	Properties       map[string]*schema `json:"properties,omitempty"`
	Additional       *bool              `json:"additionalProperties,omitempty"`
	Definitions      map[string]*schema `json:"definitions,omitempty"`
}

// levels says what each level means, in the order in which editors offer them.
var levels = []struct {
	severity analysis.Severity
	meaning  string
}{
	{analysis.Error, "The run fails, or measures something else."},
	{analysis.Warning, "It is probably not meant."},
	{analysis.Information, "It could be simpler."},
	{analysis.Hint, "Only of interest to those who ask."},
	{analysis.Off, "The rule finds nothing."},
}

// settingsSchema is the schema of a project's settings.
func settingsSchema() *schema {
	closed := false
	level := &schema{Type: "string"}
	for _, l := range levels {
		level.Enum, level.EnumDescriptions = append(level.Enum, l.severity.String()), append(level.EnumDescriptions, l.meaning)
	}
	severity := &schema{
		Description: "How bad the findings of a rule are, by the rule's name.",
		Type:        orUnfilled("object"), Additional: &closed, Properties: map[string]*schema{},
	}
	for _, rule := range rules.All {
		usual := rule.Severity
		if rule.Off {
			usual = analysis.Off
		}
		severity.Properties[rule.ID] = &schema{
			Description: analysis.ReadPage(rule).Sentence(), Default: usual.String(), AllOf: []*schema{{Ref: "#/definitions/level"}},
		}
	}
	return &schema{
		Schema: "http://json-schema.org/draft-07/schema#", Title: "Project settings of llmdbench-ls",
		Type: []string{"object", "null"}, Additional: &closed,
		Properties: map[string]*schema{
			"severity": severity,
			"exclude": {
				Description: "Files that nothing is said about: globs relative to the folder of this file, in which ** crosses folders.",
				Type:        orUnfilled("array"), Items: &schema{Type: "string", MinLength: 1},
			},
			"baseline": {Description: "The file of known findings, relative to the folder of this file.", Type: orUnfilled("string")},
		},
		Definitions: map[string]*schema{"level": level},
	}
}

// orUnfilled takes a key without a value too, which nobody has filled in yet.
func orUnfilled(kind string) []string { return []string{kind, "null"} }

// TestSchema holds the file against the rules.
func TestSchema(t *testing.T) {
	var made bytes.Buffer
	e := json.NewEncoder(&made)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	if err := e.Encode(settingsSchema()); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(schemaFile, made.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if have, err := os.ReadFile(schemaFile); err != nil || string(have) != made.String() {
		t.Errorf("%s is not what the rules say (%v); go test ./analysis/rules -run TestSchema -update writes it", schemaFile, err)
	}
}

// TestSchemaAgrees: what the schema allows the program reads, and the other way round.
func TestSchemaAgrees(t *testing.T) {
	text, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	loaded, err := gojsonschema.NewSchema(gojsonschema.NewBytesLoader(text))
	if err != nil {
		t.Fatal(err)
	}
	for text, right := range map[string]bool{
		"": true, "# nothing\n": true, "{}": true,
		"severity: {unknown-variable: error}":             true,
		"severity: {unknown-variable: 'off', crlf: hint}": true,
		"exclude: [attic/**, '*.sh']\nbaseline: .x.json":  true,
		"severity: {unknown-variabel: error}":             false,
		"severity: {unknown-variable: bad}":               false,
		"severity: {unknown-variable: [error]}":           false,
		"severity: {unknown-variable: }":                  false,
		"severity: [unknown-variable]":                    false,
		"severity:":                                       true, "exclude:": true, "baseline:": true,
		"exclude: attic/**": false,
		"exclude: ['']":     false,
		"baseline: [a]":     false,
		"baseline: {a: b}":  false,
		"colour: green":     false,
		"[]":                false,
		"severity: {}":      true,
		"severity: {unknown-variable: error}\nSeverity: {crlf: off}": false,
	} {
		asJSON, err := yaml.YAMLToJSON([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		result, err := loaded.Validate(gojsonschema.NewBytesLoader(asJSON))
		if err != nil {
			t.Fatal(err)
		}
		s := analysis.NewSnapshot([]string{"/nowhere"}, analysis.DefaultSettings).With(source.New("/nowhere/"+analysis.ConfigName, 1, text))
		_, read := analysis.ConfigOf(s, "/nowhere/x.sh", rules.All)
		if result.Valid() != right || (read == nil) != right {
			t.Errorf("%q: the schema says %v, the program %v; right is %v", text, result.Errors(), read, right)
		}
	}
}
