package analysis

// Shared gives what several rules need of the file that is looked at. It is worked out when the first of them asks, and
// kept under a key for the others: a key is of a type of its own, as the keys of a context are. What it gives is not
// changed.
func Shared[T any](p *Pass, key any, work func() T) T {
	if made, ok := p.shared[key]; ok {
		return made.(T) //nolint:errcheck // a key has one type of value
	}
	made := work()
	if p.shared == nil {
		p.shared = map[any]any{}
	}
	p.shared[key] = made
	return made
}
