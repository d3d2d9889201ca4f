package lsp

import (
	"path"
	"strings"
	"unicode/utf8"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"llmdbench-ls/analysis"
	"llmdbench-ls/convert/source"
)

// Everything of the protocol's shape is built in this file: positions, ranges, URIs, diagnostics and edits. Positions
// exist in the negotiated unit here alone; everywhere else they are byte offsets.

// encoding is the unit that positions are counted in.
type encoding = protocol.PositionEncodingKind

// chooseEncoding takes the first unit that the client offers. A client that offers none counts in UTF-16.
func chooseEncoding(c protocol.ClientCapabilities) encoding {
	if c.General != nil {
		for _, e := range c.General.PositionEncodings {
			switch e {
			case protocol.PositionEncodingKindUTF8, protocol.PositionEncodingKindUTF16, protocol.PositionEncodingKindUTF32:
				return e
			}
		}
	}
	return protocol.PositionEncodingKindUTF16
}

// width is the number of units that a rune takes.
func width(r rune, size int, e encoding) int {
	switch {
	case e == protocol.PositionEncodingKindUTF8:
		return size
	case e == protocol.PositionEncodingKindUTF16 && r > 0xffff:
		return 2
	}
	return 1
}

// position turns an offset into a position.
func position(f *source.File, offset int, e encoding) protocol.Position {
	w := walker{file: f, encoding: e}
	return w.position(offset)
}

// walker turns offsets into positions. It counts a line once for all that follow each other on it. The zero value with a
// file stands at its beginning.
type walker struct {
	file            *source.File
	encoding        encoding
	line, at, units int // the offset that was reached, its line, and its units there
}

// position is where an offset is.
func (w *walker) position(offset int) protocol.Position {
	offset = min(max(offset, 0), len(w.file.Text))
	line := w.file.Line(offset)
	span := w.file.LineSpan(line)
	offset = min(offset, span.End)
	if line != w.line || offset < w.at {
		w.line, w.at, w.units = line, span.Start, 0
	}
	w.units += unitsOf(w.file.Slice(source.Span{Start: w.at, End: offset}), w.encoding)
	w.at = offset
	return protocol.Position{Line: uint32(line), Character: uint32(w.units)}
}

// unitsOf is the length of a text.
func unitsOf(text string, e encoding) int {
	units := 0
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		units += width(r, size, e)
		i += size
	}
	return units
}

// offsetOf turns a position into an offset. One past the end of a line or of the text means the end.
func offsetOf(f *source.File, p protocol.Position, e encoding) int {
	if int(p.Line) >= f.Lines() {
		return len(f.Text)
	}
	at := f.LineSpan(int(p.Line))
	units := 0
	i := at.Start
	for i < at.End && units < int(p.Character) {
		r, size := utf8.DecodeRuneInString(f.Text[i:])
		units += width(r, size, e)
		i += size
	}
	return i
}

func rangeOf(f *source.File, at source.Span, e encoding) protocol.Range {
	return protocol.Range{Start: position(f, at.Start, e), End: position(f, at.End, e)}
}

func spanOf(f *source.File, r protocol.Range, e encoding) source.Span {
	start := offsetOf(f, r.Start, e)
	return source.Span{Start: start, End: max(start, offsetOf(f, r.End, e))}
}

// pathOf gives the path of a file URI, "" for any other.
func pathOf(u uri.URI) string {
	if u.Scheme() != "file" {
		return ""
	}
	p := u.Path()
	if len(p) > 2 && p[0] == '/' && p[2] == ':' { // /C:/folder
		p = p[1:]
	}
	return path.Clean(p)
}

// uriOf gives the URI of a path.
func uriOf(p string) uri.URI { return uri.File(p) }

// diagnostics turns findings into the protocol's form, as far as the client knows it.
func (s *server) diagnostics(f *source.File, findings []analysis.Finding) []protocol.Diagnostic {
	list := make([]protocol.Diagnostic, 0, len(findings))
	for _, finding := range findings {
		list = append(list, s.diagnostic(f, &finding))
	}
	return list
}

func (s *server) diagnostic(f *source.File, finding *analysis.Finding) protocol.Diagnostic {
	_, e := s.current()
	d := protocol.Diagnostic{
		Range:    rangeOf(f, finding.At, e),
		Severity: protocol.DiagnosticSeverity(finding.Severity),
		Code:     protocol.String(finding.Rule.ID),
		Source:   protocol.NewOptional(serverName),
		Message:  protocol.String(finding.Message),
	}
	if s.abilities().opensRulePages {
		d.CodeDescription = describes(finding.Rule)
	}
	for _, r := range finding.Related {
		d.RelatedInformation = append(d.RelatedInformation, protocol.DiagnosticRelatedInformation{
			Location: protocol.Location{URI: uriOf(r.Place.File.Path), Range: rangeOf(r.Place.File, r.Place.At, e)}, Message: r.Message,
		})
	}
	return d
}

// fileEdits turns edits of one file into the protocol's form.
func fileEdits(f *source.File, edits []analysis.Edit, e encoding) protocol.DocumentChange {
	change := &protocol.TextDocumentEdit{}
	change.TextDocument.URI = uriOf(f.Path)
	if f.Version != 0 {
		version := f.Version
		change.TextDocument.Version = &version
	}
	for _, edit := range edits {
		change.Edits = append(change.Edits, &protocol.TextEdit{Range: rangeOf(f, edit.At, e), NewText: edit.Text})
	}
	return change
}

// newFile is the change that makes a file with a text.
func newFile(p, text string) []protocol.DocumentChange {
	no := false
	create := &protocol.CreateFile{URI: uriOf(p), Kind: "create", Options: &protocol.CreateFileOptions{Overwrite: &no, IgnoreIfExists: &no}}
	create.ResourceOperation.Kind = "create"
	fill := &protocol.TextDocumentEdit{Edits: []protocol.TextDocumentEditElement{&protocol.TextEdit{NewText: text}}}
	fill.TextDocument.URI = uriOf(p)
	return []protocol.DocumentChange{create, fill}
}

// plainEdit is an edit without file operations, for clients that know none.
func plainEdit(f *source.File, edits []analysis.Edit, e encoding) map[uri.URI][]protocol.TextEdit {
	var list []protocol.TextEdit
	for _, edit := range edits {
		list = append(list, protocol.TextEdit{Range: rangeOf(f, edit.At, e), NewText: edit.Text})
	}
	return map[uri.URI][]protocol.TextEdit{uriOf(f.Path): list}
}

// splice makes the text after one change of a document.
func splice(f *source.File, change protocol.TextDocumentContentChangeEvent, e encoding) string {
	switch c := change.(type) {
	case *protocol.TextDocumentContentChangeWholeDocument:
		return strings.Clone(c.Text)
	case *protocol.TextDocumentContentChangePartial:
		at := spanOf(f, c.Range, e)
		return f.Text[:at.Start] + c.Text + f.Text[at.End:]
	}
	return f.Text
}
