package convert_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"llmdbench-ls/convert"
	"llmdbench-ls/convert/source"
)

const replicasVar = "LLMDBENCH_VLLM_MODELSERVICE_DECODE_REPLICAS"

// edited has the one block of a setting changed, in a scenario for a guide with 2 replicas, 4 devices and one env entry.
func edited(t *testing.T, change func(block string) string) (r *convert.Result, fresh, text string) {
	t.Helper()
	r = written(t, "decode: {replicas: 2, parallelism: {tensor: 4}, containers: [{name: vllm, env: [{name: A, value: b}]}]}\n")
	fresh = r.Scenario.Shell()
	set, ok := r.Scenario.Lookup(replicasVar)
	if !ok {
		t.Fatal("the scenario has no replicas")
	}
	text = strings.Replace(fresh, set.Shell(), change(set.Shell()), 1)
	return r, fresh, text
}

// stale makes a block's quotation untrue.
func stale(block string) string {
	return strings.Replace(block, "#   ", "#   was: ", 1)
}

// Where a line or a block holds more than a setting and its comments, what is an author's stays, byte for byte.
func TestUpdateKeepsTheRestOfALine(t *testing.T) {
	const assignment = "export " + replicasVar + "=2\n"
	for _, tt := range []struct{ name, now, want string }{
		{"another assignment and a comment", "export " + replicasVar + "=9 SITE=mine # keep\n", "export " + replicasVar + "=2 SITE=mine # keep\n"},
		{"in front", "export SITE=mine " + replicasVar + "=\"9\" # keep\n", "export SITE=mine " + replicasVar + "=2 # keep\n"},
		{"another command", "echo hello; export " + replicasVar + "=9; echo bye\n", "echo hello; export " + replicasVar + "=2; echo bye\n"},
		{"an own comment", "# my reason\nexport " + replicasVar + "=9\n", "# my reason\n" + assignment},
		{"an own line", "MINE=1\n\nexport " + replicasVar + "=9\n", "MINE=1\n\n" + assignment},
		{"no value", "export " + replicasVar + "= # keep\n", "export " + replicasVar + "=2 # keep\n"},
		{"an array", "export " + replicasVar + "=(9 8) # keep\n", "export " + replicasVar + "=2 # keep\n"},
		{"added to", "export " + replicasVar + "+=9 # keep\n", "export " + replicasVar + "=2 # keep\n"},
		{"over lines", "export " + replicasVar + "=\"9\n8\" SITE=mine\n", "export " + replicasVar + "=2 SITE=mine\n"},
		{"behind a text over lines", "echo 'a\nb'; export " + replicasVar + "=9\n", "echo 'a\nb'; export " + replicasVar + "=2\n"},
		{"not exported", replicasVar + "=9 # keep\n", "export " + replicasVar + "=2 # keep\n"},
		{"exported behind", replicasVar + "=9\nexport " + replicasVar + "\n", replicasVar + "=2\nexport " + replicasVar + "\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r, fresh, text := edited(t, func(block string) string { return strings.Replace(stale(block), assignment, tt.now, 1) })
			want := strings.Replace(fresh, assignment, tt.want, 1)
			for _, ending := range []func(string) string{strings.Clone, windows} {
				script := readScript(ending(text))
				for what, edits := range map[string][]convert.Edit{"update": convert.Update(r, script), "refresh": convert.Refresh(r, script)} {
					got := convert.Apply(script.File.Text, edits)
					if diff := cmp.Diff(ending(want), got); diff != "" {
						t.Errorf("%s (-want +got):\n%s", what, diff)
					}
					if diff := cmp.Diff(got, updated(r, got)); diff != "" {
						t.Errorf("a second update changes it:\n%s", diff)
					}
				}
			}
		})
	}
}

// Only lines of a SOURCE comment's own form are replaced.
func TestUpdateKeepsComments(t *testing.T) {
	for _, tt := range []struct{ name, above, among, below string }{
		{name: "below", below: "# my reason\n#\n# and more\n"},
		{name: "above", above: "# my heading\n"},
		{name: "among", among: "# my remark on the line\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			put := func(block string) string {
				lines := strings.SplitAfterN(block, "\n", 2)
				at := strings.Index(lines[1], "export ")
				return tt.above + lines[0] + tt.among + lines[1][:at] + tt.below + lines[1][at:]
			}
			r, _, text := edited(t, func(block string) string { return stale(put(block)) })
			got := updated(r, text)
			for _, mine := range []string{tt.above, tt.among, tt.below} {
				if !strings.Contains(got, mine) {
					t.Errorf("%q is gone from\n%s", mine, got)
				}
			}
			if strings.Contains(got, "was: ") {
				t.Errorf("the quotation is still stale:\n%s", got)
			}
			if diff := cmp.Diff(got, updated(r, got)); diff != "" {
				t.Errorf("a second update changes it:\n%s", diff)
			}
		})
	}
}

// Two settings in one statement are both put right, without a panic.
func TestUpdateOfTwoInOneStatement(t *testing.T) {
	const tensor = "LLMDBENCH_VLLM_MODELSERVICE_DECODE_TENSOR_PARALLELISM"
	r, fresh, text := edited(t, func(block string) string {
		return strings.Replace(stale(block), "=2\n", "=9 "+tensor+"=8\n", 1)
	})
	set, _ := r.Scenario.Lookup(tensor)
	text = strings.Replace(text, "\n"+set.Assignment(), "\n", 1)
	if text == fresh || !strings.Contains(updated(r, text), "export "+replicasVar+"=2 "+tensor+"=4\n") {
		t.Errorf("the values are not both right:\n%s", updated(r, text))
	}
	refreshed := convert.Apply(text, convert.Refresh(r, readScript(text)))
	if !strings.Contains(refreshed, "export "+replicasVar+"=2 "+tensor) || strings.Contains(refreshed, "was: ") {
		t.Errorf("it is not refreshed:\n%s", refreshed)
	}
}

// Settings that the same lines of a guide say stand under one comment: where that is stale, Refresh renews all of them.
func TestRefreshOfJoinedSettings(t *testing.T) {
	const guide = "decode: {containers: [{name: vllm, image: images.example.com/a/server:%}]}\n"
	before := written(t, strings.ReplaceAll(guide, "%", "v1")).Scenario.Shell()
	after := written(t, strings.ReplaceAll(guide, "%", "v2"))
	got := convert.Apply(before, convert.Refresh(after, readScript(before)))
	if diff := cmp.Diff(after.Scenario.Shell(), got); diff != "" {
		t.Errorf("(-converted +refreshed):\n%s", diff)
	}
}

// A here-document is rewritten in its place, however it is written.
func TestUpdateOfHereDocuments(t *testing.T) {
	const name = "LLMDBENCH_VLLM_MODELSERVICE_DECODE_ENVVARS_TO_YAML"
	const right, wrong = "- name: A\n  value: b\n", "- name: A\n  value: $x\n"
	for _, tt := range []struct{ name, now, want string }{
		{"spaced, with a comment", "cat << EOF > $" + name + " # keep\n" + wrong + "EOF\n", "cat << EOF > $" + name + " # keep\n" + right + "EOF\n"},
		{"quoted", "cat <<'EOF' >$" + name + "\n" + wrong + "EOF\n", "cat <<EOF >$" + name + "\n" + right + "EOF\n"},
		{"another delimiter", "cat >$" + name + " << \"END\"\n" + wrong + "END\n", "cat >$" + name + " <<EOF\n" + right + "EOF\n"},
		{"with tabs", "cat <<-EOF >$" + name + "\n\t- name: C\n\tEOF\n", "cat <<EOF >$" + name + "\n" + right + "EOF\n"},
		{"empty", "cat <<EOF >$" + name + "\nEOF\n", "cat <<EOF >$" + name + "\n" + right + "EOF\n"},
		{"two in one line", "cat <<EOF >$" + name + "; cat <<EOF2 >/dev/null\n" + wrong + "EOF\nmine\nEOF2\n", "cat <<EOF >$" + name + "; cat <<EOF2 >/dev/null\n" + right + "EOF\nmine\nEOF2\n"},
		{"an own line between", "MINE=1\ncat <<EOF >$" + name + "\n" + wrong + "EOF\n", "MINE=1\ncat <<EOF >$" + name + "\n" + right + "EOF\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r, fresh, _ := edited(t, strings.Clone)
			document := "cat <<EOF >$" + name + "\n" + right + "EOF\n"
			text, want := strings.Replace(fresh, document, tt.now, 1), strings.Replace(fresh, document, tt.want, 1)
			if text == fresh {
				t.Fatalf("the scenario has no %q:\n%s", document, fresh)
			}
			if diff := cmp.Diff(want, updated(r, text)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(windows(want), updated(r, windows(text))); diff != "" {
				t.Errorf("with Windows line breaks (-want +got):\n%s", diff)
			}
		})
	}
}

// Whatever was done to a scenario, its edits are in order and apart, and an update of an update changes nothing.
func TestUpdateOfScrambled(t *testing.T) {
	each(t, func(t *testing.T, r *convert.Result) {
		for seed := range uint64(20) {
			random := rand.New(rand.NewPCG(seed, 3))
			lines := strings.SplitAfter(r.Scenario.Shell(), "\n")
			for range 1 + random.IntN(8) {
				scramble(random, lines)
			}
			text := strings.Join(lines, "")
			script := readScript(text)
			for _, edits := range [][]convert.Edit{convert.Update(r, script), convert.Refresh(r, script)} {
				end := 0
				for _, e := range edits {
					if e.At.Start < end || e.At.End < e.At.Start || e.At.End > len(text) {
						t.Fatalf("seed %d: the edit at %v overlaps", seed, e.At)
					}
					end = e.At.End
				}
			}
		}
	})
}

func scramble(random *rand.Rand, lines []string) {
	i, j := random.IntN(len(lines)), random.IntN(len(lines))
	switch random.IntN(6) {
	case 0:
		lines[i], lines[j] = lines[j], lines[i]
	case 1:
		lines[i] = lines[j]
	case 2:
		lines[i] = ""
	case 3:
		lines[i] = strings.TrimSuffix(lines[i], "\n")
	case 4:
		lines[i] = strings.TrimSuffix(lines[i], "\n") + " " + strings.TrimPrefix(lines[j], "export ")
	default:
		lines[i] += "# mine\nMINE=1\n"
	}
}

func TestApplyOfOverlapping(t *testing.T) {
	edits := []convert.Edit{{source.Span{Start: 0, End: 4}, "X"}, {source.Span{Start: 2, End: 5}, "Y"}, {source.Span{Start: 5, End: 99}, "Z"}}
	if got := convert.Apply("abcdef", edits); got != "Xef" {
		t.Errorf("they make %q", got)
	}
}
