"""The comparison as a workbook: countries × provisions, and the tables that fit a sheet.

Passages are many, and stand in the other formats and in the reports of the countries.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from gc25map.columns import (
    COUNTRIES,
    FAILURES,
    INSTRUMENTS,
    PROVISIONS,
    TABLES,
    Table,
    Value,
)
from gc25map.comparison import CountryResult
from gc25map.kinds import carriers_of, is_comparable, kinds_read
from gc25map.report import workbook
from gc25map.report.matrix import EXPLAINED, UNSUPPLIED, state_of
from gc25map.report.sheets import Column, Values
from gc25map.taxonomy import Taxonomy
from gc25map.words import NO_ADVICE, NOT_FOUND_MEANS, OUR_WORDS

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

FILE_NAME = "comparison.xlsx"
# Tables with a sheet of their own.
SHEETS = (COUNTRIES, PROVISIONS, INSTRUMENTS, FAILURES)
# What stands beside a country in the matrix: what was supplied for it, and how much of it could be read.
_BESIDE = ("code", "name", "kinds", "languages", "pages", "unreadable_share", "failures")
_MATRIX_PAGES = 10
_WIDTHS = {"string": 26, "object": 26, "integer": 11, "number": 11, "boolean": 9}
_SPECIAL = {
    **dict.fromkeys(("code", "country", "language", "year"), 9),
    **dict.fromkeys(("duty", "message", "notes", "path", "title"), 48),
}


class ComparisonBook(workbook.Layout):
    """`comparison.xlsx`, written row by row: a row that stands is no longer kept in memory."""

    def __init__(self, path: Path, taxonomy: Taxonomy, made_by: Sequence[tuple[str, str]]) -> None:
        self._taxonomy = taxonomy
        self._made_by = made_by
        # Beside the workbook and half-written as it is: a run takes away what one before it has left.
        self._rows = path.with_name(f".rows{path.name}")
        shutil.rmtree(self._rows, ignore_errors=True)
        self._rows.mkdir(mode=0o700)
        title = f"Comparison of countries: {taxonomy.framework.symbol}"
        author = f"gc25map {dict(made_by).get('tool', '')}"
        book = workbook.new_book(
            str(path), title, author, constant_memory=True, tmpdir=str(self._rows)
        )
        super().__init__(book, title)
        self._next: dict[str, int] = {}
        self._left: dict[str, int] = {}
        self._matrix = self._begin("Matrix", self._matrix_columns(), frozen=2)
        # In print it goes on over several pages, each with the names of the countries.
        self._matrix.fit_to_pages(_MATRIX_PAGES, 0)
        self._matrix.repeat_columns(0, 1)
        self._sheets = {
            table.name: self._begin(table.title, _columns(table), frozen=1) for table in SHEETS
        }

    def write(self, table: Table, lines: Iterable[tuple[Value, ...]]) -> None:
        """Rows of one table, in the order of its columns; tables without a sheet are passed over."""
        if table.name in self._sheets:
            for line in lines:
                self._add(self._sheets[table.name], tuple(map(_shown, line)))

    def add(self, result: CountryResult, country: tuple[Value, ...]) -> None:
        """The row of one country in the matrix, after its row in the table of countries."""
        facts = dict(zip(COUNTRIES.names, country, strict=True))
        beside = tuple(_shown(facts[name]) for name in _BESIDE)
        kinds = kinds_read(result, self._taxonomy)
        marks = (
            state_of(c.status, is_comparable(kinds, carriers_of(c.provision, self._taxonomy)))
            for c in result.coverage.cells
        )
        self._add(self._matrix, (*beside, *marks))

    def close(self) -> None:
        """There are no more rows."""
        self._end(self._matrix, len(_BESIDE) + len(self._taxonomy.provisions))
        for table in SHEETS:
            self._end(self._sheets[table.name], len(table.columns))
        self._about()
        self._book.close()
        self.abandon()

    def abandon(self) -> None:
        """Take away what lies beside the workbook."""
        shutil.rmtree(self._rows, ignore_errors=True)

    def _matrix_columns(self) -> list[Column]:
        own = dict(zip(COUNTRIES.names, _columns(COUNTRIES), strict=True))
        provisions = (
            Column(f"{provision.chapter} {provision.title}", 16)
            for provision in self._taxonomy.provisions
        )
        return [*(own[name] for name in _BESIDE), *provisions]

    def _begin(self, name: str, columns: Sequence[Column], frozen: int) -> Worksheet:
        self._next[name], self._left[name] = 1, 0
        return self._head(name, columns, frozen)

    def _add(self, sheet: Worksheet, values: Values) -> None:
        # The last row of a sheet is for saying what it could not hold.
        if self._next[sheet.name] < workbook.MOST_ROWS - 1:
            self._next[sheet.name] = self._line(sheet, self._next[sheet.name], values)
        else:
            self._left[sheet.name] += 1

    def _end(self, sheet: Worksheet, columns: int) -> None:
        if left := self._left[sheet.name]:
            said = (workbook.left_out(left),)
            self._next[sheet.name] = self._line(sheet, self._next[sheet.name], said)
        sheet.autofilter(0, 0, self._next[sheet.name] - 1, columns - 1)

    def _about(self) -> None:
        """What made it, what its words mean, and what every column holds."""
        sheet = self._sheet("About", [26, 30, 90])
        row = 0
        for name, value in self._made_by:
            row = self._line(sheet, row, (name, value))
        for said in (
            NOT_FOUND_MEANS,
            f"“{UNSUPPLIED.word}”: {EXPLAINED[UNSUPPLIED.key]}.",
            NO_ADVICE,
            OUR_WORDS.format(symbol=self._taxonomy.framework.symbol),
        ):
            row = self._line(sheet, row, ("", "", said))
        row = self._line(sheet, row + 1, ("Sheet or file", "Column", "What it holds"), "head")
        for table in TABLES:
            for column in table.columns:
                row = self._line(sheet, row, (table.title, column.name, column.description))


def _columns(table: Table) -> list[Column]:
    return [
        Column(column.name, _SPECIAL.get(column.name, _WIDTHS[column.type]))
        for column in table.columns
    ]


def _shown(value: Value) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value
