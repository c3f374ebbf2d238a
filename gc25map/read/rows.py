"""The tables of a law over its pages: which rows belong together, and what a row needs to be understood.

A table that goes on over the turn of a page is one table, its head repeated there is left out, and a
row parted by the turn is one row. Each row carries the head of its table, and the cells of rows above
that reach down into it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby, zip_longest

from gc25map.read.raw import Fragment

Cells = tuple[str | None, ...]
# Characters of a table's head, and of a cell that reaches down, that each of its rows carries.
LONGEST_CONTEXT = 600
# Words of a cell in a table's head, at most.
LONGEST_HEAD_CELL = 8
_LABEL = re.compile(r"^\W{0,2}(?:\d|[ivxlc]{1,5}[.)]|[A-Za-z][.)])")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_ENDED = re.compile(r"\s\S+\s.*[.;!?。；؟]\W*$", re.DOTALL)


def row_text(cells: Sequence[str | None]) -> str:
    """A row as it stands in the text of a law: the cells that say something, parted by bars."""
    return " | ".join(cell for cell in cells if cell)


@dataclass(frozen=True, slots=True)
class RowFragment(Fragment):
    """A row in its place in the law; `table`, `number`, `context`, `last_page` as in `Line`."""

    number: int = 0
    context: tuple[str, ...] = ()
    last_page: int = 0


def follow_tables(
    bodies: Sequence[tuple[Fragment, ...]],
) -> list[tuple[tuple[Fragment, ...], tuple[str, ...]]]:
    """Page by page the fragments, with rows in their places, and the repeated heads left out."""
    tables = _Tables()
    for number, body in enumerate(bodies, 1):
        tables.add_page(number, body)
    return tables.finished()


class _Tables:
    """The tables of a law so far."""

    def __init__(self) -> None:
        self._rows: list[list[Fragment]] = []
        self._heads: list[tuple[str, ...]] = []
        self._table = 0
        self._head: Cells = ()
        # Whether no more than titles, of one cell each, have been seen of the table.
        self._titles = True
        self._last: RowFragment | None = None
        self._last_place = (0, 0)
        # The page at whose foot the last table was cut off; 0 where other text follows the table.
        self._cut_off = 0
        self._spanning: dict[int, str] = {}

    def finished(self) -> list[tuple[tuple[Fragment, ...], tuple[str, ...]]]:
        """What `follow_tables` gives."""
        return [(tuple(rows), heads) for rows, heads in zip(self._rows, self._heads, strict=True)]

    def add_page(self, page: int, body: Sequence[Fragment]) -> None:
        """The next page, of which the fragments are known."""
        loose = [f for f in body if not f.table]
        rows = sorted((f for f in body if f.table), key=lambda f: f.table)
        heads: list[str] = []
        self._rows.append(loose[:])
        for _, group in groupby(rows, key=lambda f: f.table):
            table = list(group)
            above = any(f.bottom <= table[0].top for f in loose)
            goes_on = not above and self._cut_off == page - 1 > 0 and self._like_last(table[0])
            if not goes_on:
                self._table += 1
                self._head, self._last, self._spanning = (), None, {}
                self._titles = True
            elif table[0].cells == self._head:
                heads.append(table.pop(0).text)
            for place, row in enumerate(table):
                self._add_row(page, row, turned=goes_on and place == 0)
            below = any(table and f.top >= table[-1].bottom for f in loose)
            self._cut_off = 0 if below else page
        self._heads.append(tuple(heads))

    def _like_last(self, row: Fragment) -> bool:
        return self._last is not None and len(row.cells) == len(self._last.cells)

    def _add_row(self, page: int, row: Fragment, turned: bool) -> None:
        last, cells = self._last, row.cells
        if turned and last is not None and _goes_on(last.cells, cells):
            whole = tuple(
                " ".join(part for part in pair if part) for pair in zip_longest(last.cells, cells)
            )
            self._last = replace(last, cells=whole, text=row_text(whole), last_page=page)
            on, at = self._last_place
            self._rows[on][at] = self._last
            return
        box = (row.x0, row.top, row.x1, row.bottom, row.size, row.bold, row.text)
        if not self._head and self._titles and is_head(cells):
            self._head = cells
            placed = RowFragment(*box, self._table, cells)
        else:
            said = (row_text(self._head), *self._reaching(cells, turned))
            context = tuple(words[:LONGEST_CONTEXT] for words in said)
            number = last.number + 1 if last is not None else 1
            placed = RowFragment(*box, self._table, cells, number, context)
            self._titles = self._titles and len(list(filter(None, cells))) == 1
        self._last, self._last_place = placed, (len(self._rows) - 1, len(self._rows[-1]))
        self._rows[-1].append(placed)

    def _reaching(self, cells: Cells, turned: bool) -> tuple[str, ...]:
        """The cells that reach into this row from above; over a page, where its first are empty."""
        first = next((n for n, cell in enumerate(cells) if cell), len(cells))
        reaching: list[str] = []
        for column, cell in enumerate(cells):
            if cell:
                self._spanning[column] = cell
            elif cell is None or (turned and column < first):
                reaching += filter(None, [self._spanning.get(column)])
            else:
                self._spanning.pop(column, None)
        return tuple(reaching)


def is_head(cells: Sequence[str | None]) -> bool:
    """Whether the first row of a table names its columns."""
    said = [_YEAR.sub("", cell) for cell in cells if cell]
    return len(said) >= 2 and all(
        len(cell.split()) <= LONGEST_HEAD_CELL
        and not _ENDED.search(cell)
        and not any(char.isdigit() for char in cell)
        for cell in said
    )


def _goes_on(above: Cells, cells: Cells) -> bool:
    """Whether the first row of a page is the rest of the last row of the page before."""
    said = [cell for cell in cells if cell]
    if not said or any(_LABEL.match(cell) for cell in said):
        return False
    lower = [cell[:1].islower() for cell in said]
    if cells[0]:
        return all(lower)
    unfinished = any(
        cell and before and not _ENDED.search(before)
        for before, cell in zip(above, cells, strict=False)
    )
    return any(lower) or unfinished
