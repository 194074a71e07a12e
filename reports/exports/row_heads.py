"""The first cell of a row as the row's header cell, in the structure of a finished PDF.

The compiler has a function for it, `pdf.header-cell`, which its Python wheel does not let anybody
switch on: so the cells are marked afterwards. Nothing that is drawn changes.
"""

import io
from collections.abc import Iterator

import pikepdf

from reports.rules.document import Document, Table


def with_row_heads(content: bytes, document: Document) -> bytes:
    """The PDF with TH cells of scope row where a table has row heads; else as it came."""
    tables = [
        block
        for _level, part in document.all_parts()
        for block in part.blocks
        if isinstance(block, Table)
    ]
    if not any(table.has_row_heads for table in tables):
        return content
    with pikepdf.open(io.BytesIO(content)) as pdf:
        structure = pdf.Root.StructTreeRoot
        names = pikepdf.NameTree(structure.IDTree)
        drawn = _elements(structure, "/Table")
        for number, (table, element) in enumerate(zip(tables, drawn, strict=True)):
            if table.has_row_heads:
                for place, row in enumerate(_rows_of_body(element)):
                    _mark(row, f"R{number}y{place}", names)
        marked = io.BytesIO()
        pdf.save(marked, deterministic_id=True)
    return marked.getvalue()


def _mark(row: pikepdf.Object, name: str, names: pikepdf.NameTree) -> None:
    """The first cell is a header; the others name it beside the header of their column."""
    head, *others = _children(row)
    head.S, head.ID = pikepdf.Name.TH, pikepdf.String(name)
    _of_table(head).Scope = pikepdf.Name.Row
    names[name] = head
    for cell in others:
        _of_table(cell).Headers.append(pikepdf.String(name))


def _of_table(cell: pikepdf.Object) -> pikepdf.Object:
    """What the cell says of its place in the table, beside how it looks."""
    return next(one for one in cell.A.as_list() if one["/O"] == "/Table")


def _rows_of_body(table: pikepdf.Object) -> Iterator[pikepdf.Object]:
    for body in _elements(table, "/TBody"):
        yield from _elements(body, "/TR")


def _elements(within: pikepdf.Object, kind: str) -> Iterator[pikepdf.Object]:
    """All of a kind below an element, in reading order; what stands in one is not looked into."""
    for child in _children(within):
        if child["/S"] == kind:
            yield child
        else:
            yield from _elements(child, kind)


def _children(element: pikepdf.Object) -> list[pikepdf.Object]:
    below = element.get("/K", pikepdf.Array([]))
    all_below = below.as_list() if isinstance(below, pikepdf.Array) else [below]
    return [one for one in all_below if isinstance(one, pikepdf.Dictionary) and "/S" in one]
