package guide

import "llmdbench-ls/convert/source"

// checkShape refuses values whose shape no chart could use, since nothing true can be said about them.
func (g *Guide) checkShape() error {
	values := g.Values(ModelService)
	if n := values.Get("modelArtifacts"); !n.Null() && n.Kind != source.Mapping {
		return errorAt(n, "modelArtifacts must be a mapping")
	}
	for _, name := range Stages {
		stage := values.Get(name)
		if !stage.Null() && stage.Kind != source.Mapping {
			return errorAt(stage, "%s must be a mapping", name)
		}
		if err := lists(stage, name, "containers", "volumes", "initContainers"); err != nil {
			return err
		}
		for _, c := range List(stage, "containers") {
			if c.Kind != source.Mapping {
				return errorAt(c, "an entry of %s.containers must be a mapping", name)
			}
			if err := lists(c, name+".containers[]", "args", "command", "env", "volumeMounts"); err != nil {
				return err
			}
		}
	}
	return nil
}

// lists says whether the values of some keys are lists, where they are there.
func lists(n *source.Node, path string, keys ...string) error {
	for _, key := range keys {
		if v := n.Get(key); !v.Null() && v.Kind != source.Sequence {
			return errorAt(v, "%s.%s must be a list", path, key)
		}
	}
	return nil
}
