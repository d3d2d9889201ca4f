package convert_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"llmdbench-ls/convert"
	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/deploy"
	"llmdbench-ls/convert/guide"
	"llmdbench-ls/convert/scenario"
	"llmdbench-ls/convert/source"
)

// deployedFrom is what the framework would deploy from the scenario of a guide, in the form that survives its faults.
func deployedFrom(t *testing.T, g *guide.Guide) (*convert.Result, *deploy.Preview) {
	t.Helper()
	r, err := convert.Convert(g, catalog.Builtin(), convert.Options{Workarounds: true})
	if err != nil {
		t.Fatal(err)
	}
	script, _ := scenario.Read(source.New(g.FileName()+".sh", 0, r.Scenario.Shell()), catalog.Builtin().Default)
	return r, deploy.Render(script, catalog.Builtin(), deploy.DefaultCluster, nil)
}

// exactly says that a preview is the guide: nothing lost, nothing different, and as much of everything. Of gateways the
// framework knows four classes, so that another one of a guide is the one thing that may differ.
func exactly(t *testing.T, r *convert.Result, p *deploy.Preview) {
	t.Helper()
	v := convert.VerifyDeployed(r, p)
	for _, c := range v.Faults() {
		if c.Path == "gateway.gatewayClassName" && !slices.Contains(catalog.GatewayClasses, c.Want) {
			continue
		}
		t.Errorf("%s is %s: want %s, have %s; %s", c.Path, c.Outcome, c.Want, c.Have, c.Reason)
	}
	for _, c := range v.Counts {
		if c.Guide != c.Scenario {
			t.Errorf("%s %s: %d in the guide, %d deployed", c.Stage, c.What, c.Guide, c.Scenario)
		}
	}
}

func TestGuidesAreDeployed(t *testing.T) {
	for _, g := range all(t) {
		t.Run(g.FileName(), func(t *testing.T) {
			r, p := deployedFrom(t, g)
			exactly(t, r, p)
		})
	}
}

func TestPublishedGuidesAreDeployed(t *testing.T) {
	files := disk(filepath.Join("..", "..", "shared", "corpus"))
	if _, err := os.Stat(string(files)); err != nil {
		t.Skip("the shared corpus of guides is not beside this repository")
	}
	for _, name := range files.Dir(root + "/guides") {
		guides, err := guide.Environments(files, root+"/guides/"+strings.TrimSuffix(name, "/"))
		if err != nil {
			continue // a folder that guides share
		}
		for _, g := range guides {
			if _, err := convert.Plan(g, catalog.Builtin(), convert.Options{}); err != nil {
				continue // a base that others complete
			}
			t.Run(g.FileName(), func(t *testing.T) {
				r, p := deployedFrom(t, g)
				exactly(t, r, p)
			})
		}
	}
}
