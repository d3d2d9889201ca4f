package convert

// The writers of YAML and of shell words, for tests that are about them alone.
var (
	Block     = block
	QuoteWord = quoteWord
)

// ImageParts takes an image reference apart into registry, repository, name and tag.
func ImageParts(text string) [4]string {
	r := parseImage(text)
	return [4]string{r.registry, r.repo, r.name, r.tag}
}
