package rules_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"llmdbench-ls/analysis"
	"llmdbench-ls/analysis/rules"
	"llmdbench-ls/convert/source"
)

// pickerRules are the rules about plugin configs.
var pickerRules = []string{
	"block-size-mismatch", "dangling-plugin-ref", "missing-custom-plugins", "plugin-config-invalid", "plugin-parameter", "unknown-plugin-type", "unused-plugin",
}

// Nothing is said about the plugin configs of guides, neither ours nor the corpus's.
func TestPickerRulesSilentOnGuides(t *testing.T) {
	for _, dir := range []string{"../../testdata/guides", "../../../shared/corpus"} {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			if _, err := os.Stat(dir); err != nil {
				t.Skip("the folder is not here: the corpus lies in ../shared beside the repository")
			}
			seen := 0
			err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
				if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".yaml") {
					return err
				}
				text, err := os.ReadFile(path)
				if strings.Contains(string(text), "EndpointPickerConfig") {
					seen++
				}
				pickerSilent(t, filepath.ToSlash(path), string(text))
				return err
			})
			if err != nil || seen == 0 {
				t.Errorf("%d configs were seen: %v", seen, err)
			}
		})
	}
}

func pickerSilent(t *testing.T, path, text string) {
	t.Helper()
	for _, f := range pickerFindings(path, text) {
		t.Errorf("%s: %s: %s", path, f.Rule.ID, f.Message)
	}
}

func pickerFindings(path, text string) []analysis.Finding {
	f := source.New("/nowhere/"+strings.TrimLeft(path, "./"), 1, text)
	findings := check(analysis.NewSnapshot([]string{"/nowhere"}, analysis.DefaultSettings).With(f), f.Path)
	return slices.DeleteFunc(findings, func(f analysis.Finding) bool { return !slices.Contains(pickerRules, f.Rule.ID) })
}

// Each place of a config's text is mapped exactly, whatever the here-document and the block look like.
func TestPickerPlaces(t *testing.T) {
	const name = "LLMDBENCH_VLLM_MODELSERVICE_GAIE_CUSTOM_PLUGINS"
	head := "export LLMDBENCH_PARROT=song\nexport LLMDBENCH_VLLM_MODELSERVICE_GAIE_PLUGINS_CONFIGFILE=p.yaml\nexport " + name + "=$(mktemp)\n"
	for what, text := range map[string]string{
		"plain":   head + "cat <<EOF >$" + name + "\np.yaml: |\n  kind: EndpointPickerConfig\n  plugins:\n  - type: parrot-scorer\nEOF\n",
		"quoted":  head + "cat <<'EOF' >$" + name + "\np.yaml: |\n  kind: EndpointPickerConfig\n  plugins:\n  - type: parrot-scorer\nEOF\n",
		"tabs":    head + "cat <<-EOF >$" + name + "\n\tp.yaml: |\n\t  kind: EndpointPickerConfig\n\t  plugins:\n\t  - type: parrot-scorer\n\tEOF\n",
		"folded":  head + "cat <<EOF >$" + name + "\n# ümlaut $LLMDBENCH_PARROT\np.yaml: |+2\n\n  # $LLMDBENCH_PARROT $USER\n  kind: EndpointPickerConfig\n  plugins:\n\n    - {name: $LLMDBENCH_PARROT, type: parrot-scorer}\n\nEOF\n",
		"windows": strings.ReplaceAll(head+"cat <<EOF >$"+name+"\np.yaml: |\n  kind: EndpointPickerConfig\n  plugins:\n  - type: parrot-scorer\nEOF\n", "\n", "\r\n"),
	} {
		t.Run(what, func(t *testing.T) {
			findings := pickerFindings("scenario.sh", text)
			if what == "windows" && len(findings) == 0 {
				t.Skip("the shell reads carriage returns as part of names")
			}
			if len(findings) != 1 || text[findings[0].At.Start:findings[0].At.End] != "parrot-scorer" {
				t.Errorf("findings %+v", findings)
			}
		})
	}
}

// Texts that are broken in any way make no rule fail.
func FuzzPickerRules(f *testing.F) {
	f.Add("plugins: [{type: a, parameters: {b: [c]}}]\nschedulingProfiles: [{plugins: [{pluginRef: x}]}]")
	f.Add("plugins:\n- &a {type: precise-prefix-cache-scorer, parameters: {kvEventsConfig: {}}}\n- *a\nschedulingProfiles: {a: b}")
	f.Add("plugins: {}\nplugin: 1\nschedulingProfiles:\n- name: 5\n  plugins: [5, {}, null]\n- ~")
	f.Fuzz(func(t *testing.T, text string) {
		text = "kind: EndpointPickerConfig\n" + text
		for _, finding := range pickerFindings("p.yaml", text) {
			if finding.At.Start > finding.At.End || finding.At.End > len(text) || rules.Lookup(finding.Rule.ID) == nil {
				t.Errorf("the finding %q is at %v", finding.Message, finding.At)
			}
		}
	})
}
