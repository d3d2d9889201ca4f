package convert_test

import (
	"strings"
	"testing"

	"llmdbench-ls/convert"
)

// Put together as the framework does, registry/repository/name:tag, the parts are the reference again.
func TestImageParts(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"ghcr.example.com/llm-d/llm-d-cuda:v0.4.0", "ghcr.example.com llm-d llm-d-cuda v0.4.0"},
		{"registry.example.com:5000/a/b/c:1", "registry.example.com:5000 a/b c 1"},
		{"localhost/a/b:1", "localhost a b 1"},
		{"vllm/vllm-openai:v0.11", "docker.io vllm vllm-openai v0.11"},
		{"vllm/vllm-openai", "docker.io vllm vllm-openai latest"},
		{"busybox", "docker.io library busybox latest"},
		{"busybox:1", "docker.io library busybox 1"},
		{"ghcr.example.com/a/b@sha256:0123", "ghcr.example.com a b@sha256 0123"},
		{"ghcr.example.com/a/b:v1@sha256:0123", "ghcr.example.com a b:v1@sha256 0123"},
		{"registry.example.com:5000/a/b", "registry.example.com:5000 a b latest"},
	} {
		parts := convert.ImageParts(tt.text)
		if got := strings.Join(parts[:], " "); got != tt.want {
			t.Errorf("%s is taken apart into %s, want %s", tt.text, got, tt.want)
		}
		again := parts[0] + "/" + parts[1] + "/" + parts[2] + ":" + parts[3]
		if !strings.HasSuffix(again, tt.text) && !strings.HasSuffix(again, tt.text+":latest") {
			t.Errorf("%s becomes %s", tt.text, again)
		}
	}
}
