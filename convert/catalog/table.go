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
