"""Rows of tables as passages of their own, cited by the numbers printed in them.

"Objective 2, Activity 2.1.3" where the row says so, else "Table 3, row 4", "Schedule 1, row 7". A row of
one cell is a heading of those below it, and may be a goal or an objective itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from gc25map.law import Law, Line
from gc25map.split.aims import aim, aim_name
from gc25map.split.pieces import Piece

BAR = " | "
# Words of a row of one cell, up to which it is a heading; of a row's first cell, up to which the later
# parts of a long row repeat it.
LONGEST_HEADING, LONGEST_REPEATED = 20, 12
# How many lines above a table its caption may stand.
CAPTION_LINES = 3
_CAPTION = re.compile(
    r"^(?:Table|Tableau|Tabla|Cuadro|Quadro|Tabela|Tabelle|Таблица|الجدول|جدول|表)\s*"
    r"(?:\d{1,3}(?:[.-]\d{1,2})?|[IVX]{1,5}\b|[A-Z]\b|[一二三四五六七八九十]{1,3})",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"^\W{0,2}([A-Z]{0,2}[.-]?\d{1,3}(?:\.\d{1,3}){1,4}|[A-Z]{1,2}[.-]?\d{1,3}|\d{1,3})"
    r"(?=[.):]{0,2}(?:\s|$))"
)
# A number that labels a row stands before words, not before other figures.
_LETTERS = re.compile(r"[^\W\d_]{3,}|[\u3000-\uffff]")
_SECTION = re.compile(r"^(?:[a-z]{1,4}\.|ст\.|§|المادة|第|\d)")


class RowCutter:
    """The rows of one law; its pieces come in the order of the text."""

    def __init__(self, law: Law) -> None:
        self._law = law
        self._table = 0
        self._caption = ""
        self._heading = ""
        self._aim = ""
        # The row at hand, how it is cited, and its first cell.
        self._row, self._cited = (0, 0), ""
        self._first_cell = ""
        # Rows of the table that are headings, and are not counted.
        self._skipped = 0

    def parted(self, piece: Piece) -> Iterator[Piece]:
        """A piece without the rows that stand in it, and each of them as a piece, in their order."""
        lines = self._law.lines
        first = piece.first
        while first <= piece.last:
            place = (lines[first].table, lines[first].row)
            last = first
            while last < piece.last and (lines[last + 1].table, lines[last + 1].row) == place:
                last += 1
            own = replace(piece, first=first, last=last)
            yield from [own] if not place[0] or piece.contents else self._pieces(own)
            first = last + 1

    def _pieces(self, piece: Piece) -> Iterator[Piece]:
        line, text = self._law.lines[piece.first], self._text(piece.first)
        if line.table != self._table:
            self._table, self._heading, self._aim, self._skipped = line.table, "", "", 0
            self._caption = self._caption_above(piece.first)
        table = self._caption or (f"{piece.locator}, table" if piece.locator else "Table")
        place, goes_on = (line.table, line.row), (line.table, line.row) == self._row
        self._row = place
        if line.row == 0:
            self._skipped = 0
            yield replace(piece, locator=table, contents=True)
        elif goes_on:
            yield from self._parts(piece, self._cited)
        elif BAR not in text and len(text.split()) <= LONGEST_HEADING:
            mark = aim(text)
            self._heading, self._aim = text, mark.label if mark else ""
            self._skipped += 1
            yield replace(piece, locator=self._aim or table)
        else:
            self._cited = self._locator(piece.locator, table, text, line)
            self._first_cell = text.split(BAR)[0]
            yield from self._parts(piece, self._cited)

    def _parts(self, piece: Piece, locator: str) -> Iterator[Piece]:
        """A row as one piece, or as several where it was too long; the later ones repeat its first cell."""
        for number in range(piece.first, piece.last + 1):
            line, text = self._law.lines[number], self._text(number)
            lead = list(filter(None, line.context[:1]))
            if self._first_cell.split() and not text.startswith(self._first_cell):
                lead += [self._first_cell] * (len(self._first_cell.split()) <= LONGEST_REPEATED)
            headings = tuple(filter(None, (self._heading, *line.context[1:])))
            lead_in = ": ".join(lead) or piece.lead
            yield replace(
                piece, first=number, last=number, locator=locator, lead=lead_in, headings=headings
            )

    def _locator(self, base: str, table: str, text: str, line: Line) -> str:
        first = text.split(BAR)[0]
        number = _NUMBER.match(first) if _LETTERS.search(" ".join(text.split(BAR)[:2])) else None
        label = number.group(1) if number else ""
        above = next((m.label for words in line.context[1:] if (m := aim(words))), self._aim)
        if mark := aim(first):
            own = mark.label
        elif label and (name := _column_name(line)):
            own = f"{name} {label}"
        elif label and not label.isdigit():
            own = label
        else:
            place = self._caption or above or (table if _SECTION.match(base) else base)
            return f"{place or 'Table'}, row {label or line.row - self._skipped}"
        above = above or (base if aim(base) else "")
        return own if not above or own.startswith(above) else f"{above}, {own}"

    def _caption_above(self, number: int) -> str:
        for above in range(number - 1, max(number - 1 - CAPTION_LINES, -1), -1):
            match = _CAPTION.match(self._text(above))
            if match and not self._law.lines[above].table:
                return match.group()
        return ""

    def _text(self, number: int) -> str:
        line = self._law.lines[number]
        return self._law.text[line.start : line.end]


def _column_name(line: Line) -> str:
    """What the head calls its first or its second column, where that is a part of a policy."""
    head = "".join(line.context[:1]).split(BAR)[:2]
    return next(filter(None, map(aim_name, head)), "")
