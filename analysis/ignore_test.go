package analysis

import (
	"context"
	"slices"
	"strings"
	"testing"

	"llmdbench-ls/convert/source"
)

// FuzzParseIgnore holds what the reader of comments promises: its places lie in the comment and hold the rules, a sound
// comment can be written anew, and whatever stands in a file, what is to be removed lies in it.
func FuzzParseIgnore(f *testing.F) {
	for _, seed := range []string{
		"# llmdbench:ignore unknown-variable -- a fork reads it", "#llmdbench:ignore-file a-b, c-d --x", "## llmdbench:ignore", "# llmdbench:ignored x -- y",
		"# llmdbench:ignore -- y", "# llmdbench:ignore a-b", "#\tllmdbench:ignore\ta-b,,c-d  --  y -- z", "# \u00e9 llmdbench:ignore", "# llmdbench:ignore \u00e9 -- \u00e9",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, comment string) {
		made, ok := parseIgnore(comment)
		if ok {
			checkParsed(t, comment, made)
		}
		for name, text := range map[string]string{
			"x.sh":   comment + "\nexport LLMDBENCH_A=1 " + comment + "\ncat <<EOF >$LLMDBENCH_A\n" + comment + "\nEOF\n" + comment,
			"x.yaml": comment + "\nkind: EndpointPickerConfig " + comment + "\nplugins:\n- a\n" + comment + "\n- b: |\n    " + comment,
		} {
			file := source.New("/nowhere/"+name, 1, text)
			s := NewSnapshot([]string{"/nowhere"}, DefaultSettings).With(file)
			Check(context.Background(), s, file.Path, []*Rule{{ID: "a-b", Severity: Hint, Last: true, Kinds: []Kind{Scenario, PluginConfig}, Check: func(p *Pass) {
				for _, i := range p.Ignores {
					if i.Whole.Start > i.At.Start || i.Whole.End < i.At.End || i.Whole.End > len(text) || i.RulesAt.End > i.At.End || i.RulesAt.Start < i.At.Start {
						t.Errorf("%q: %+v does not lie in the text", text, i)
					}
				}
			}}})
		}
	})
}

func checkParsed(t *testing.T, comment string, made Ignore) {
	t.Helper()
	if made.RulesAt.Start < 0 || made.RulesAt.End > len(comment) || made.RulesAt.Start > made.RulesAt.End {
		t.Fatalf("%q: the rules stand at %v", comment, made.RulesAt)
	}
	list := comment[made.RulesAt.Start:made.RulesAt.End]
	for _, rule := range made.Rules {
		if !strings.Contains(list, rule) {
			t.Errorf("%q: %q is not in %q", comment, rule, list)
		}
	}
	if made.Mistake != "" {
		return
	}
	again, ok := parseIgnore("# " + ignoreMark + " " + strings.Join(made.Rules, ",") + " -- reason")
	if !ok || again.Mistake != "" || !slices.Equal(again.Rules, made.Rules) {
		t.Errorf("%q: the rules are %q, and written anew %q", comment, made.Rules, again.Rules)
	}
}

// An action puts a comment where it silences the finding, in shell and in YAML.
func TestIgnoreActions(t *testing.T) {
	here := "X" // the finding
	rule := &Rule{ID: "a-b", Severity: Hint, Kinds: []Kind{Scenario, PluginConfig}, Check: func(p *Pass) {
		if at := strings.Index(p.File.Text, here); at >= 0 {
			p.Report(source.Span{Start: at, End: at + len(here)}, "an X")
		}
	}}
	const sh, config = "export LLMDBENCH_A=$(mktemp)\n", "kind: EndpointPickerConfig\n"
	const comment = "# llmdbench:ignore a-b -- TODO: say why\n"
	for _, step := range []struct{ name, text, want string }{
		{"x.sh", sh + "export LLMDBENCH_B=X\n", sh + comment + "export LLMDBENCH_B=X\n"},
		{"x.sh", "\ufeff" + "export LLMDBENCH_B=X\n" + sh, "\ufeff" + comment + "export LLMDBENCH_B=X\n" + sh},
		{"x.sh", sh + "cat <<EOF >$LLMDBENCH_A\na\nX\nEOF\n", sh + comment + "cat <<EOF >$LLMDBENCH_A\na\nX\nEOF\n"},
		{"x.sh", sh + "if a; then\r\n  export LLMDBENCH_B=X\r\nfi\r\n", sh + comment[:len(comment)-1] + "\r\nif a; then\r\n  export LLMDBENCH_B=X\r\nfi\r\n"},
		{"x.sh", sh + "a; export LLMDBENCH_B=X\n", ""},
		{"x.yaml", config + "plugins:\n  - name: a\n    type: X\n", config + "plugins:\n  - name: a\n    " + comment + "    type: X\n"},
		{"x.yaml", config + "plugins:\n  - {name: a, type: X}\n", config + "plugins:\n    " + comment + "  - {name: a, type: X}\n"},
		{"x.yaml", config + "text: |\n  a\n  X\n", config + comment + "text: |\n  a\n  X\n"},
	} {
		file := source.New("/nowhere/"+step.name, 1, step.text)
		s := NewSnapshot([]string{"/nowhere"}, DefaultSettings).With(file)
		at := strings.Index(step.text, here)
		actions := slices.DeleteFunc(Actions(context.Background(), s, file.Path, source.Span{Start: at, End: at}, []*Rule{rule}), func(a Action) bool { return a.Kind != "quickfix" })
		if step.want == "" {
			if len(actions) > 0 {
				t.Errorf("%q: there is an action %+v", step.text, actions)
			}
			continue
		}
		if len(actions) != 1 || actions[0].Title != "Ignore a-b here" || actions[0].Preferred || len(actions[0].Edits) != 1 {
			t.Errorf("%q: the actions are %+v", step.text, actions)
			continue
		}
		edit := actions[0].Edits[0]
		text := step.text[:edit.At.Start] + edit.Text + step.text[edit.At.End:]
		if text != step.want {
			t.Errorf("%q becomes\n%q, want\n%q", step.text, text, step.want)
		}
		fixed := source.New(file.Path, 2, text)
		if left := Check(context.Background(), s.With(fixed), file.Path, []*Rule{rule}); len(left) > 0 {
			t.Errorf("%q is not silenced", text)
		}
	}
}
