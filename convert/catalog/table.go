package catalog

import "strings"

// rows splits an embedded table into the cells of its lines, without those of the header. A line that does not have as
// many cells as the table has columns is left out; TestTables insists that there are none.
func rows(table string, columns int) [][]string {
	var list [][]string
	for i, line := range strings.Split(strings.TrimSuffix(table, "\n"), "\n") {
		if cells := strings.Split(line, "\t"); i > 0 && len(cells) == columns {
			list = append(list, cells)
		}
	}
	return list
}

// split is what a cell lists, nothing where it is empty.
func split(cell, separator string) []string {
	if cell == "" {
		return nil
	}
	return strings.Split(cell, separator)
}

// OlderDefault is what a range of releases of vLLM had as the default of a flag or variable: "unset" where they had none.
type OlderDefault struct{ Value, From, To string }

// parseOlderDefaults reads defaults such as 0.11-0.18:0.9, joined by semicolons.
func parseOlderDefaults(cell string) []OlderDefault {
	var list []OlderDefault
	for _, text := range split(cell, ";") {
		releases, value, _ := strings.Cut(text, ":")
		from, to, _ := strings.Cut(releases, "-")
		list = append(list, OlderDefault{value, from, to})
	}
	return list
}
