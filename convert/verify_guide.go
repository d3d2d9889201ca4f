package convert

import "sync"

// guideSide is what a comparison needs of the guide, whatever the scenario says. It is worked out once for all
// comparisons with one conversion, of which an editor makes one at each keystroke.
type guideSide struct {
	steps    workedOut[carriedLeaf, []bodyStep] // to a leaf, not to be changed
	commands workedOut[string, command]         // by stage
}

// carriedLeaf is a leaf of a guide in the file of a variable.
type carriedLeaf struct{ chart, path, name string }

// workedOut keeps what was worked out for each key. The zero value is empty.
type workedOut[K comparable, V any] struct {
	mu   sync.Mutex
	made map[K]V
}

func (w *workedOut[K, V]) of(key K, work func() V) V {
	w.mu.Lock()
	defer w.mu.Unlock()
	made, ok := w.made[key]
	if !ok {
		if w.made == nil {
			w.made = map[K]V{}
		}
		made = work()
		w.made[key] = made
	}
	return made
}
