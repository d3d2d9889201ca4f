package convert_test

import (
	"fmt"
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

// deployedMutants is how many mutants of each guide are deployed; a tenth of them with -short.
const deployedMutants = 40

// Whatever is done to a guide: what the framework would deploy from its scenario, in the form that survives the
// framework's faults, is the guide.
func TestMutantsAreDeployed(t *testing.T) {
	pristine := inMemory(t, "guides")
	for i, g := range all(t) {
		t.Run(g.FileName(), func(t *testing.T) {
			t.Parallel()
			n := deployedMutants
			if testing.Short() {
				n /= 10
			}
			for j := range n {
				m := mutantOf(pristine, g, uint64(i+1000), uint64(j))
				if fault := m.undeployed(); fault != "" {
					t.Fatalf("mutant %d: %s\n%s", j, fault, m)
				}
			}
		})
	}
}

// senseless says that a mutation has made something of a guide that no Kubernetes would take: a text where a number
// belongs, or an entry of env without a name.
func senseless(r *convert.Result, faults []convert.Checked) bool {
	return slices.ContainsFunc(faults, func(c convert.Checked) bool {
		if strings.Contains(c.Reason, "ValueError") {
			return true
		}
		head, rest, ok := strings.Cut(c.Path, ".env[")
		entry := head + ".env[" + rest[:strings.IndexByte(rest+"]", ']')] + "].name"
		return ok && !slices.ContainsFunc(r.Entries, func(e convert.Entry) bool { return e.Path == entry })
	})
}

// undeployed says what is not deployed of a mutant, "" where everything is or where the mutant is no guide.
func (m *mutant) undeployed() string {
	g, err := guide.Open(m.files, m.dir, m.environment)
	if err != nil || g.Values(guide.ModelService).Get("modelArtifacts", "name").Value() == "" {
		return ""
	}
	r, err := convert.Convert(g, catalog.Builtin(), convert.Options{Workarounds: true})
	if err != nil {
		return err.Error()
	}
	script, _ := scenario.Read(source.New("s.sh", 0, r.Scenario.Shell()), catalog.Builtin().Default)
	v := convert.VerifyDeployed(r, deploy.Render(script, catalog.Builtin(), deploy.DefaultCluster, nil))
	if senseless(r, v.Faults()) {
		return ""
	}
	for _, c := range v.Faults() {
		if c.Path != "gateway.gatewayClassName" || slices.Contains(catalog.GatewayClasses, c.Want) {
			return fmt.Sprintf("%s is %s: want %s, have %s; %s", c.Path, c.Outcome, c.Want, c.Have, c.Reason)
		}
	}
	return ""
}
