package lsp

import (
	"go.lsp.dev/protocol"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert"
	"llmdbench-ls/convert/deploy"
)

// verifyResult is the answer to the command that holds a scenario against its guide.
type verifyResult struct {
	Scenario string                  `json:"scenario"` // URI
	Guide    string                  `json:"guide"`    // URI of its folder
	Preview  string                  `json:"preview"`  // URI of the view that the deployed lines are of
	Counts   map[convert.Outcome]int `json:"counts"`   // of the rows, by state; every state is there
	Rows     []verifyRow             `json:"rows"`
}

// verifyRow is a value of the guide, or what keeps values from arriving: the path of such begins with "convention: ".
type verifyRow struct {
	Path     string          `json:"path"`
	Chart    string          `json:"chart,omitempty"`
	State    convert.Outcome `json:"state"`
	Note     string          `json:"note,omitempty"` // why it is not carried, or how
	Variable string          `json:"variable,omitempty"`
	Want     string          `json:"want,omitempty"` // what the scenario should say, where it says otherwise
	Guide    *verifyPlace    `json:"guide"`
	Scenario *verifyPlace    `json:"scenario"`
	Deployed *verifyLine     `json:"deployed"`
}

// verifyPlace is where a value stands.
type verifyPlace struct {
	URI   string         `json:"uri"`
	Range protocol.Range `json:"range"`
	Value string         `json:"value"`
}

// verifyLine is a line of the preview, counted from 0.
type verifyLine struct {
	Line  int    `json:"line"`
	Value string `json:"value"`
}

// states are all that a row may have.
var states = []convert.Outcome{convert.Missing, convert.Differs, convert.Carried, convert.Equal, convert.LeftToFrame, convert.NotMappable}

// verify answers the command.
func verify(snapshot *analysis.Snapshot, e encoding, file string, a commandArgument) (any, error) {
	v, err := analysis.VerifyRows(snapshot, file, a.Environment, a.Deployed)
	if err != nil {
		return nil, err
	}
	scenario := uriOf(v.Scenario)
	result := verifyResult{
		Scenario: string(scenario), Guide: string(uriOf(v.Verified.Guide.Dir)), Preview: string(previewURI(deploy.Everything, scenario)),
		Counts: map[convert.Outcome]int{}, Rows: []verifyRow{},
	}
	for _, state := range states {
		result.Counts[state] = 0
	}
	for i := range v.Rows {
		r := &v.Rows[i]
		row := verifyRow{
			Path: r.Path, Chart: r.Chart, State: r.Outcome, Note: r.Reason, Variable: r.Variable, Want: r.Want,
			Guide: verifyPlaceOf(r.InGuide, r.Value, e), Scenario: verifyPlaceOf(r.InScenario, r.Says, e),
		}
		if d := r.Deployed; d != nil {
			row.Deployed = &verifyLine{d.Line, d.Value}
		}
		result.Counts[row.State]++
		result.Rows = append(result.Rows, row)
	}
	return result, nil
}

// verifyPlaceOf is a place with its value, nil where there is none.
func verifyPlaceOf(p analysis.Place, value string, e encoding) *verifyPlace {
	if p.File == nil {
		return nil
	}
	return &verifyPlace{string(uriOf(p.File.Path)), rangeOf(p.File, p.At, e), value}
}
