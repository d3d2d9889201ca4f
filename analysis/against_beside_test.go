package analysis

import "testing"

// TestPanicBeside: a comparison that fails badly does so where it is asked for, and does not end the program from the
// goroutine in which it was made.
func TestPanicBeside(t *testing.T) {
	p := &Pass{Kind: Scenario} // without a snapshot there is nothing to compare
	p.compareBeside()()
	defer func() {
		if recover() == nil {
			t.Error("nobody was told")
		}
	}()
	p.Against()
}
