package lsp_test

import (
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"
)

// since asks for what has changed in a file's tokens since an answer.
func (s *session) since(t testing.TB, path, id string) protocol.SemanticTokensDeltaResult {
	t.Helper()
	answer, err := s.server.SemanticTokensFullDelta(s.ctx, &protocol.SemanticTokensDeltaParams{TextDocument: protocol.TextDocumentIdentifier{URI: uri.File(path)}, PreviousResultID: id})
	if err != nil {
		t.Fatal(err)
	}
	return answer
}

// edited applies the edits of an answer, as an editor does.
func edited(data []uint32, delta *protocol.SemanticTokensDelta) []uint32 {
	data = slices.Clone(data)
	for _, e := range slices.Backward(delta.Edits) {
		data = slices.Replace(data, int(e.Start), int(e.Start+e.DeleteCount), e.Data...)
	}
	return data
}

// TestTokenDelta turns the tokens of one text into those of the next one, whatever was typed.
func TestTokenDelta(t *testing.T) {
	text := readFile(t, filepath.Join("..", "testdata", "conversions", "prefix-events.sh"))
	const path = "/nowhere/x.sh"
	s := newSession(t, nil)
	s.open(path, text)
	last := s.full(t, path)
	data, id := last.Data, *last.ResultID
	random := rand.New(rand.NewPCG(7, 7))
	lines := strings.Split(text, "\n")
	for version := int32(2); version < 60; version++ {
		switch at := random.IntN(len(lines) - 1); random.IntN(4) {
		case 0:
			lines = slices.Delete(lines, at, at+1)
		case 1:
			lines = slices.Insert(lines, at, "grüße: 🦜 $LLMDBENCH_DEPLOY_MODEL_LIST")
		case 2:
			lines[at] = "EOF"
		default:
			lines[at] += " --port 🦜 'x"
		}
		changed := strings.Join(lines, "\n")
		s.change(path, changed, version)
		delta, ok := s.since(t, path, id).(*protocol.SemanticTokensDelta)
		if !ok || len(delta.Edits) > 1 {
			t.Fatalf("version %d: the answer is %+v", version, delta)
		}
		data, id = edited(data, delta), strings.Clone(*delta.ResultID)
		if now := s.full(t, path); !slices.Equal(now.Data, data) || *now.ResultID != id {
			t.Fatalf("version %d: the edits lead elsewhere", version)
		}
		s.shown(t, changed, data)
	}
}

// TestTokenDeltaOfOthers gives everything where an answer is not the last one, and where nothing is kept.
func TestTokenDeltaOfOthers(t *testing.T) {
	const path = "/nowhere/x.sh"
	s := newSession(t, nil)
	s.open(path, small)
	first := *s.full(t, path).ResultID
	s.change(path, small+small, 2)
	if id := *s.full(t, path).ResultID; id == first {
		t.Error("other tokens have the same ID")
	}
	for _, id := range []string{first, "", "nonsense"} {
		if _, ok := s.since(t, path, id).(*protocol.SemanticTokens); !ok {
			t.Errorf("there is a difference to %q", id)
		}
	}
	s.change(path, small, 3)
	last := *s.full(t, path).ResultID
	if last != first {
		t.Errorf("the same tokens have the IDs %s and %s", first, last)
	}
	s.close(path)
	if all, ok := s.since(t, path, last).(*protocol.SemanticTokens); !ok || all.ResultID != nil {
		t.Errorf("of a file that is closed: %+v", all)
	}
	s.openVersion(path, small, 1)
	if _, ok := s.since(t, path, last).(*protocol.SemanticTokens); !ok {
		t.Error("of a file that was opened again, the tokens from before are known")
	}
}

// TestPalette offers what the client can show and ask for, and shows what it has no word for by the next best one or not
// at all.
func TestPalette(t *testing.T) {
	type colours = protocol.SemanticTokensClientCapabilities
	for _, test := range []struct {
		name   string
		change func(*colours)
		types  string // in the order of the server's legend, "" for no tokens at all
		asks   string
		holder string // how a placeholder looks
	}{
		{"everything", func(*colours) {}, "property string number keyword comment parameter macro variable class", "delta range", "macro defaultLibrary"},
		{"no macros", func(c *colours) { c.TokenTypes = []string{"string", "variable"} }, "string variable", "delta range", "variable defaultLibrary"},
		{"no variables", func(c *colours) { c.TokenTypes = []string{"string"} }, "string", "delta range", ""},
		{"no modifiers", func(c *colours) { c.TokenModifiers = []string{"documentation"} }, "property string number keyword comment parameter macro variable class", "delta range", "macro"},
		{"nothing known", func(c *colours) { c.TokenTypes = []string{"decorator"} }, "", "", ""},
		{"another form", func(c *colours) { c.Formats = []protocol.TokenFormat{"absolute"} }, "", "", ""},
		{"none", func(c *colours) { *c = colours{} }, "", "", ""},
		{"no delta", func(c *colours) { c.Requests.Full = protocol.Boolean(true) }, "property string number keyword comment parameter macro variable class", "full range", "macro defaultLibrary"},
		{"parts alone", func(c *colours) { c.Requests.Full = nil }, "property string number keyword comment parameter macro variable class", "range", "macro defaultLibrary"},
		{"full alone", func(c *colours) { c.Requests.Range = protocol.Boolean(false) }, "property string number keyword comment parameter macro variable class", "delta", "macro defaultLibrary"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := newSession(t, nil, func(st *start) { st.bare = true })
			params := modernClient()
			test.change(&params.Capabilities.TextDocument.SemanticTokens)
			result, err := s.server.Initialize(s.ctx, &params)
			if err != nil {
				t.Fatal(err)
			}
			offered, _ := result.Capabilities.SemanticTokensProvider.(*protocol.SemanticTokensOptions)
			if offered == nil {
				offered = &protocol.SemanticTokensOptions{}
			}
			if got := strings.Join(offered.Legend.TokenTypes, " "); got != test.types {
				t.Errorf("the types are %q", got)
			}
			if got := asksFor(offered); got != test.asks {
				t.Errorf("the client may ask for %q", got)
			}
			s.client.encoding, s.legend = result.Capabilities.PositionEncoding, offered.Legend
			text := "export LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_ARGS=$(mktemp)\ncat <<EOF >$LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_ARGS\nREPLACE_ENV_LLMDBENCH_DEPLOY_CURRENT_MODEL\nEOF\n"
			s.open("/nowhere/x.sh", text)
			looks := ""
			for _, shown := range onLine(s.shown(t, text, s.full(t, "/nowhere/x.sh").Data), 2) {
				looks = shown.looks
			}
			if looks != test.holder {
				t.Errorf("a placeholder looks like %q", looks)
			}
		})
	}
}

// asksFor says what a client may ask for.
func asksFor(o *protocol.SemanticTokensOptions) string {
	var list []string
	switch full := o.Full.(type) {
	case protocol.Boolean:
		if full {
			list = append(list, "full")
		}
	case *protocol.SemanticTokensFullDelta:
		list = append(list, "delta")
	}
	if o.Range == protocol.Boolean(true) {
		list = append(list, "range")
	}
	return strings.Join(list, " ")
}

// TestHostileColours answers about texts that are none, and about places that are none.
func TestHostileColours(t *testing.T) {
	s := newSession(t, nil)
	for name, text := range map[string]string{
		"binary.sh":  "export LLMDBENCH_A=\x00\xff\xfe\nREPLACE_ENV_LLMDBENCH_A\n",
		"empty.sh":   "",
		"open.sh":    "export LLMDBENCH_A=$(mktemp)\ncat <<EOF >$LLMDBENCH_A",
		"nested.sh":  "export LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_ARGS=$(mktemp)\ncat <<'EOF' >$LLMDBENCH_VLLM_MODELSERVICE_DECODE_EXTRA_ARGS\n--x " + strings.Repeat("$(", 1<<19) + "\nEOF\n",
		"aliases.sh": "export LLMDBENCH_VLLM_COMMON_EXTRA_VOLUMES=$(mktemp)\ncat <<EOF >$LLMDBENCH_VLLM_COMMON_EXTRA_VOLUMES\na: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\nEOF\n",
		"other.md":   "# LLMDBENCH_A",
	} {
		path := "/nowhere/" + name
		s.open(path, text)
		s.shown(t, text, s.full(t, path).Data)
		far := protocol.Range{Start: protocol.Position{Line: 1 << 30, Character: 1 << 30}, End: protocol.Position{Line: 1, Character: 1 << 30}}
		if got := s.part(t, path, far); len(got) > 0 {
			t.Errorf("%s: beyond the end are %v", name, got)
		}
		if got := s.hintsIn(t, path, far); len(got) > 0 {
			t.Errorf("%s: beyond the end are %v", name, got)
		}
		s.lensesOf(t, path)
	}
	if all := s.full(t, "/nowhere/missing.sh"); len(all.Data) > 0 || all.ResultID != nil {
		t.Errorf("of a file that is not there: %+v", all)
	}
	s.alive(t)
}
