package convert

import (
	"fmt"
	"strings"

	"sigs.k8s.io/yaml"

	"llmdbench-ls/convert/catalog"
	"llmdbench-ls/convert/source"
)

// maxTreatments bounds the product of all levels, since each is a deployment.
const maxTreatments = 1000

// factor is a variable that an experiment varies, and its levels.
type factor struct {
	name   string
	levels []string
}

// Experiment writes the text of an experiment file that varies variables of a scenario: VAR=a,b,c. Each combination of
// levels is a treatment of the set-up; the run has one. Without variables there is no experiment, and the text is empty.
func Experiment(r *Result, vary []string) (string, error) {
	if len(vary) == 0 {
		return "", nil
	}
	var factors []factor
	total := 1
	for _, text := range vary {
		f, err := parseFactor(r.catalog, text)
		if err != nil {
			return "", err
		}
		factors = append(factors, f)
		if total *= len(f.levels); total > maxTreatments {
			return "", fmt.Errorf("--vary asks for more than %d deployments", maxTreatments)
		}
	}
	names, levels := make([]string, len(factors)), map[string]string{}
	for i, f := range factors {
		names[i], levels[f.name] = f.name, strings.Join(f.levels, ",")
	}
	treatments := treatmentsOf(factors)
	setup := map[string]any{"factors": names, "levels": levels, "treatments": treatments}
	b, err := yaml.Marshal(map[string]any{"setup": setup, "run": map[string]any{"factors": []string{}, "levels": map[string]string{}, "treatments": []string{}}})
	if err != nil {
		return "", fmt.Errorf("write the experiment: %w", err)
	}
	return fmt.Sprintf("# %s%s: %d treatments of the set-up.\n%s", experimentOn, r.Guide.FileName(), len(treatments), b), nil
}

// experimentOn begins the comment at the head of an experiment file that names its scenario.
const experimentOn = "Experiment on the scenario "

// ExperimentOn reads the comment at the head of an experiment file that names its scenario, without the ending of the
// file, and says where the name stands. ok is false where there is none.
func ExperimentOn(f *source.File) (name string, at source.Span, ok bool) {
	for line := range f.Lines() {
		text := f.LineText(line)
		trimmed := strings.TrimSpace(strings.TrimPrefix(text, "\ufeff"))
		if trimmed != "" && trimmed != "---" && !strings.HasPrefix(trimmed, "#") {
			return "", source.Span{}, false // the head is over
		}
		rest, found := strings.CutPrefix(strings.TrimLeft(trimmed, "# \t"), experimentOn)
		if !found {
			continue
		}
		name, _, _ = strings.Cut(rest, ":")
		start := f.LineSpan(line).Start + strings.Index(text, experimentOn) + len(experimentOn)
		return strings.TrimSpace(name), source.Span{Start: start, End: start + len(strings.TrimRight(name, " \t"))}, strings.TrimSpace(name) != ""
	}
	return "", source.Span{}, false
}

// parseFactor reads VAR=a,b,c. The name must be a variable of the framework, with or without the prefix.
func parseFactor(known *catalog.Catalog, text string) (factor, error) {
	name, list, ok := strings.Cut(text, "=")
	name = strings.TrimSpace(name)
	if !ok || list == "" {
		return factor{}, fmt.Errorf("--vary %s: write it as VAR=a,b,c", text)
	}
	if !strings.HasPrefix(name, catalog.Prefix) {
		name = catalog.Prefix + name
	}
	if known.Lookup(name) == nil {
		hint := ""
		if near, ok := known.Nearest(name); ok {
			hint = "; did you mean " + near + "?"
		}
		return factor{}, fmt.Errorf("--vary %s: the framework has no variable %s%s", text, name, hint)
	}
	f := factor{name: name}
	for _, level := range strings.Split(list, ",") {
		if level = strings.TrimSpace(level); level == "" {
			return factor{}, fmt.Errorf("--vary %s: there is an empty level", text)
		}
		f.levels = append(f.levels, level)
	}
	return f, nil
}

// treatmentsOf lists all combinations of levels, the last factor changing fastest, each as levels joined by commas in
// the order of the factors.
func treatmentsOf(factors []factor) []string {
	list := []string{""}
	for _, f := range factors {
		var next []string
		for _, before := range list {
			for _, level := range f.levels {
				next = append(next, strings.TrimPrefix(before+","+level, ","))
			}
		}
		list = next
	}
	return list
}
