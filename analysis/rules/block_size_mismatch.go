package rules

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/deploy"
	"llmdbench-ls/convert/source"
)

var blockSizeMismatch = &analysis.Rule{
	ID: "block-size-mismatch", Severity: analysis.Warning, Kinds: []analysis.Kind{analysis.Scenario}, Page: page("block-size-mismatch"),
	Check: func(p *analysis.Pass) {
		preview, ok := p.Preview()
		if !ok || len(p.Syntax) > 0 {
			return
		}
		for _, c := range pluginConfigs(p) {
			list, _ := c.plugins()
			for _, e := range list {
				if !c.loaded || !strings.HasPrefix(e.typeNode.Text, "precise-prefix-cache-") {
					continue
				}
				c.compareBlocks(preview, e)
			}
		}
	},
}

// compareBlocks compares the block size of a plugin that follows the engines' cache events with that of each engine.
func (c *pluginConfig) compareBlocks(preview *deploy.Preview, e pluginEntry) {
	tokens := e.node.Get("parameters", "tokenProcessorConfig")
	n := tokens.Get("blockSizeTokens")
	if n.Null() {
		n = tokens.Get("blockSize")
	}
	text, ok := c.text(n)
	size, err := strconv.Atoi(text)
	if !ok || err != nil {
		return
	}
	var sizes []int // that differ, one for each stage
	stage, alike := "", true
	for _, cmd := range preview.Commands {
		engine, ok := engineBlocks(preview, cmd)
		switch {
		case !cmd.Deployed:
		case !ok || engine == size:
			alike = false
		default:
			sizes, stage = append(sizes, engine), cmp.Or(stage, cmd.Stage)
		}
	}
	if len(sizes) == 0 {
		return
	}
	var fixes []analysis.Fix
	if alike && len(slices.Compact(slices.Clone(sizes))) == 1 {
		fixes = c.replaced(fmt.Sprintf("Change to %d", sizes[0]), false, strconv.Itoa(sizes[0]), n)
	}
	c.report(n, fmt.Sprintf("%s counts blocks of %d tokens, but the engines of %s are started with blocks of %d, so what they have cached is not found",
		e.name, size, stage, sizes[0]), fixes...)
}

// engineBlocks is the block size that the command line of a stage names, in digits or as the container variable that the
// framework adds. ok is false where it names none, or more than one.
func engineBlocks(preview *deploy.Preview, cmd deploy.Command) (size int, ok bool) {
	tree, problems := source.New("", 0, cmd.Text).Shell()
	if len(problems) > 0 {
		return 0, false
	}
	count := 0
	syntax.Walk(tree.File, func(n syntax.Node) bool {
		call, isCall := n.(*syntax.CallExpr)
		if !isCall {
			return true
		}
		for i, w := range call.Args {
			flag, value, inline := strings.Cut(cmd.Text[w.Pos().Offset():w.End().Offset()], "=")
			if flag != "--block-size" && flag != "--block_size" {
				continue
			}
			if !inline && i+1 < len(call.Args) {
				next := call.Args[i+1]
				value = cmd.Text[next.Pos().Offset():next.End().Offset()]
			}
			count++
			size, ok = blockNumber(preview, cmd.Stage, value)
		}
		return true
	})
	return size, ok && count == 1
}

// blockNumber reads a block size as it stands in a command line.
func blockNumber(preview *deploy.Preview, stage, text string) (int, bool) {
	text = strings.Trim(text, `"'`)
	switch text {
	case "$VLLM_BLOCK_SIZE", "${VLLM_BLOCK_SIZE}", "$(VLLM_BLOCK_SIZE)":
		text = ""
		if d := preview.Document(deploy.ModelService); d != nil {
			for _, container := range mappings(d.Root().Get(stage, "containers")) {
				if env := container.Get("env"); env != nil {
					text = lastEnv(env, "VLLM_BLOCK_SIZE")
				}
			}
		}
	}
	n, err := strconv.Atoi(text)
	return n, err == nil
}

// lastEnv is the value of a container variable: of equal names the last one counts.
func lastEnv(env *source.Node, name string) (value string) {
	for _, item := range mappings(env) {
		if item.Get("name").Value() == name {
			value = item.Get("value").Value()
		}
	}
	return value
}
