"""Tables: where ruled lines make a grid of cells, and what stands in each of them.

pdfplumber finds the grids in the ruled lines of a page, whichever engine saw those lines. A grid is a
table only once its cells are filled like one; boxes, frames and columns of running text are none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

from pdfplumber.table import TableFinder

from gc25map.read.raw import Fragment, right_to_left
from gc25map.read.rows import row_text
from gc25map.read.ruled import Rule

Box = tuple[float, float, float, float]
# Lines down × lines across on a page; more are hatching or a drawing, and would take minutes.
MOST_CROSSINGS = 20_000
# Points by which the edges of cells in one row may differ.
SAME_EDGE = 2.0
# Shares of the cells that are filled in a table, and of those that say more than a sign or two.
FILLED, TELLING = 0.3, 0.3
# Boxes as wide as the whole table are text below or above it, if one holds more words than this.
LONGEST_TITLE = 15
# Words in each of two cells side by side from which a row reads as two columns of running text.
PROSE_WORDS = 40


@dataclass(slots=True, eq=False)
class _Cell:
    box: Box
    words: list[Fragment] = field(default_factory=list)


class Grids:
    """The grids that the lines of one page rule (see `table_rules`), to be filled with its words."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._grids = [[_Cell(box) for box in grid] for grid in _find(rules)]
        self._trimmed = False

    def __bool__(self) -> bool:
        return bool(self._grids)

    def settle(self) -> bool:
        """Once filled: forget what is no table. False where the words must be laid in anew."""
        if self._trimmed:
            return True
        self._trimmed = True
        before = [len(grid) for grid in self._grids]
        trimmed = (_trimmed(grid) for grid in self._grids)
        kept = [grid for grid in trimmed if _is_table([row.cells for row in _rows(0, grid)])]
        if before == [len(grid) for grid in kept]:
            return True
        self._grids = [[_Cell(cell.box) for cell in grid] for grid in kept]
        return False

    def put(self, words: Fragment) -> bool:
        """Lay words into the cell in which their middle stands; False where there is none."""
        cell = self._cell(words.x0, words.top, words.x1, words.bottom)
        if cell is not None:
            cell.words.append(words)
        return cell is not None

    def apart(self, one: Box, other: Box) -> bool:
        """Whether two boxes stand in different cells, or only one of them in a cell."""
        return self._cell(*one) is not self._cell(*other)

    def place(self, box: Box) -> int:
        """A number for the cell in which a box stands; 0 where there is none."""
        cell = self._cell(*box)
        return id(cell) if cell is not None else 0

    def _cell(self, x0: float, top: float, x1: float, bottom: float) -> _Cell | None:
        x, y = (x0 + x1) / 2, (top + bottom) / 2
        return next(
            (
                cell
                for grid in self._grids
                for cell in grid
                if cell.box[0] <= x < cell.box[2] and cell.box[1] <= y < cell.box[3]
            ),
            None,
        )

    def rows(self) -> list[Fragment]:
        """All rows of all tables, each as one fragment, from top to bottom of each table."""
        return [row for number, grid in enumerate(self._grids) for row in _rows(number, grid)]


def _find(rules: Sequence[Rule]) -> list[list[Box]]:
    """The boxes of the cells of every grid of at least two by two."""
    upright = sum(rule.upright for rule in rules)
    if not rules or upright * (len(rules) - upright) > MOST_CROSSINGS:
        return []
    edges = [_edge(rule) for rule in rules]
    bounds = (
        min(rule.x0 for rule in rules),
        min(rule.top for rule in rules),
        max(rule.x1 for rule in rules),
        max(rule.bottom for rule in rules),
    )
    page: Any = SimpleNamespace(edges=edges, bbox=bounds)
    grids: list[list[Box]] = [table.cells for table in TableFinder(page).tables]
    return [g for g in grids if len({c[1] for c in g}) >= 2 and len({c[0] for c in g}) >= 2]


def _edge(rule: Rule) -> dict[str, Any]:
    return {
        "object_type": "line",
        "orientation": "v" if rule.upright else "h",
        "x0": rule.x0,
        "x1": rule.x1,
        "top": rule.top,
        "bottom": rule.bottom,
        "doctop": rule.top,
        "width": rule.x1 - rule.x0,
        "height": rule.bottom - rule.top,
    }


def _rows(number: int, grid: Sequence[_Cell]) -> list[Fragment]:
    """The rows of a grid; a cell that spans rows stands in its first, and is None in the others.

    The cells of a row come in the order in which its script is read.
    """
    lefts = _edges(cell.box[0] for cell in grid)
    tops = _edges(cell.box[1] for cell in grid)
    by_place = {(_at(lefts, c.box[0]), _at(tops, c.box[1])): c for c in grid}
    held: dict[int, float] = {}
    rows: list[Fragment] = []
    leftward = right_to_left("".join(word.text for cell in grid for word in cell.words))
    for row, top in enumerate(tops):
        cells: list[str | None] = []
        words: list[Fragment] = []
        boxes: list[Box] = []
        for column in range(len(lefts)):
            cell = by_place.get((column, row))
            if cell is not None:
                held[column] = cell.box[3]
                words += cell.words
                boxes.append(cell.box)
                cells.append(text_of(cell.words))
            else:
                spanned = held.get(column, top) > top + SAME_EDGE
                cells.append(None if spanned else "")
        if not words:
            continue
        if leftward:
            cells.reverse()
        rows.append(
            Fragment(
                x0=min(box[0] for box in boxes),
                top=top,
                x1=max(box[2] for box in boxes),
                bottom=tops[row + 1] if row + 1 < len(tops) else max(box[3] for box in boxes),
                size=sorted(word.size for word in words)[len(words) // 2],
                bold=all(word.bold for word in words),
                text=row_text(cells),
                table=number + 1,
                cells=tuple(cells),
            )
        )
    return rows


def _trimmed(grid: list[_Cell]) -> list[_Cell]:
    """A grid without the boxes above and below that are as wide as it and hold running text."""
    kept = sorted(grid, key=lambda cell: cell.box[1])
    width = max(cell.box[2] for cell in grid) - min(cell.box[0] for cell in grid)
    for end in (0, -1):
        wide: list[_Cell] = []
        rest = kept[:]
        while rest and rest[end].box[2] - rest[end].box[0] > width - SAME_EDGE:
            wide.append(rest.pop(end))
        if any(len(text_of(cell.words).split()) > LONGEST_TITLE for cell in wide):
            kept = rest
    return [cell for cell in grid if cell in kept]


def _edges(places: Iterable[float]) -> list[float]:
    edges: list[float] = []
    for place in sorted(places):
        if not edges or place - edges[-1] > SAME_EDGE:
            edges.append(place)
    return edges


def _at(edges: Sequence[float], place: float) -> int:
    return min(range(len(edges)), key=lambda number: abs(edges[number] - place))


def text_of(words: Sequence[Fragment]) -> str:
    """The words of one cell, line after line; within a line they stay in the order of the file."""
    lines: list[list[Fragment]] = []
    for word in words:
        last = lines[-1][-1] if lines else None
        if last is not None and _same_line(last, word):
            lines[-1].append(word)
        else:
            lines.append([word])
    lines.sort(key=lambda line: line[0].top)
    text = ""
    for line in lines:
        joined = " ".join(word.text for word in line)
        if text.endswith("-") and text[-2:-1].isalpha() and joined[:1].islower():
            text = text[:-1] + joined
        else:
            text = f"{text} {joined}" if text else joined
    return text


def _same_line(one: Fragment, other: Fragment) -> bool:
    overlap = min(one.bottom, other.bottom) - max(one.top, other.top)
    return overlap > 0.5 * min(one.bottom - one.top, other.bottom - other.top)


def _is_table(rows: Sequence[Sequence[str | None]]) -> bool:
    """Whether these cells are filled like a table's."""
    cells = [cell for row in rows for cell in row if cell is not None]
    filled = [cell for cell in cells if cell]
    if len(filled) < FILLED * len(cells):
        return False
    if sum(len(cell) > 2 for cell in filled) < TELLING * len(filled):
        return False
    per_row = [sum(map(bool, row)) for row in rows]
    per_column = [sum(map(bool, column)) for column in zip(*rows, strict=True)]
    # A head of three columns names a table even where one long row fills the page below it.
    headed = len(rows) >= 2 and per_row[0] >= 3
    if not headed and min(_several(per_row), _several(per_column)) < 2:
        return False
    return not _is_columns(rows)


def _several(counts: Iterable[int]) -> int:
    return sum(count >= 2 for count in counts)


def _is_columns(rows: Sequence[Sequence[str | None]]) -> bool:
    """Whether the rows are two columns of running text, as in a gazette or a bilingual edition."""
    beside = total = 0
    for row in rows:
        counts = [len(cell.split()) for cell in row if cell]
        total += sum(counts)
        if any(min(pair) >= PROSE_WORDS for pair in pairwise(counts)) and len(counts) == 2:
            beside += sum(counts)
    return beside > 0.6 * total
