"""How a workbook is laid out (XLSX, XlsxWriter), whatever stands in it.

Texts of documents are written as texts and nothing else: no formula, no link, no number. The bytes
are the same for the same values.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime
from typing import IO, TYPE_CHECKING, Any

from gc25map.records import STATUSES
from gc25map.report.palette import HEAD, INK, LINE, SOFT, WASH
from gc25map.report.readings import Mark
from gc25map.report.sheets import Column, Value, Values
from gc25map.report.text import visible

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

# What a cell and a sheet can hold: the limits of the format, in UTF-16 units and in rows.
LONGEST_CELL = 32_767
MOST_ROWS = 1_048_576
# The height of a line in points, and the lines that a row shows; the rest of a long text stands in its cell.
_LINE_POINTS, _MOST_LINES = 15, 20
# A text with one of these first becomes a formula when somebody edits the cell and leaves it.
_FORMULA_SIGNS = ("=", "+", "-", "@")
_EPOCH = datetime(2000, 1, 1)
_A4 = 9
_STYLES: dict[str, dict[str, Any]] = {
    "text": {"text_wrap": True, "valign": "top"},
    "head": {
        "bold": True,
        "text_wrap": True,
        "valign": "top",
        "bg_color": HEAD,
        "bottom": 1,
        "bottom_color": LINE,
    },
    "title": {"bold": True, "font_size": 16},
    "section": {"bold": True, "font_size": 13},
    "soft": {"font_color": SOFT, "text_wrap": True, "valign": "top"},
    "warning": {"bold": True, "font_color": INK["partial"], "text_wrap": True, "valign": "top"},
    **{
        status: {
            "bold": True,
            "valign": "top",
            "font_color": INK[status],
            "bg_color": WASH[status],
        }
        for status in STATUSES
    },
}


def new_book(out: IO[bytes] | str, title: str, author: str, **options: Any) -> Any:
    """An empty workbook; its parts are made in memory, carry a fixed date and leave nothing behind."""
    from xlsxwriter import Workbook

    book = Workbook(
        out,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            **options,
        },
    )
    book.set_properties(
        {
            "title": cell_text(title)[:255],
            "author": cell_text(author)[:255],
            "created": _EPOCH,
        }
    )
    return book


def cell_text(text: str) -> str:
    """Text as a cell can hold it: nothing hidden, nothing forbidden, and what is too long cut off aloud."""
    text = visible(text)
    units = text.encode("utf-16-le")
    if len(units) // 2 <= LONGEST_CELL:
        return text
    kept = units[: 2 * (LONGEST_CELL - 40)].decode("utf-16-le", "ignore")
    return f"{kept}… ({len(text) - len(kept):,} more characters)"


def left_out(rows: int) -> str:
    """What the last row of a sheet says where there are more of them than it can hold."""
    return f"… and {rows:,} more rows, which no sheet can hold"


def _lines(values: Values, widths: Sequence[int]) -> int:
    """How many lines the longest of these texts takes in its column, up to what a row shows."""
    texts = (value[: _MOST_LINES * 80] if isinstance(value, str) else "" for value in values)
    needed = (
        sum(1 + len(line) // width for line in text.split("\n"))
        for text, width in zip(texts, widths, strict=False)
    )
    return min(_MOST_LINES, max(needed, default=1))


class Layout:
    """Sheets of a workbook being written; formats are made once for each style."""

    def __init__(self, book: Any, title: str) -> None:
        self._book = book
        self._title = title
        self._formats: dict[tuple[str, bool], Format] = {}
        self._widths: dict[str, tuple[int, ...]] = {}

    def _format(self, style: str, guarded: bool) -> Format:
        key = (style, guarded)
        if key not in self._formats:
            made: Format = self._book.add_format({**_STYLES[style], "quote_prefix": guarded})
            self._formats[key] = made
        return self._formats[key]

    def _sheet(self, name: str, widths: Sequence[int]) -> Worksheet:
        """A new sheet with columns of these widths, in characters, which the lines then follow."""
        sheet: Worksheet = self._book.add_worksheet(name)
        self._widths[name] = tuple(widths)
        for number, width in enumerate(widths):
            sheet.set_column(number, number, width)
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_landscape()
        title = self._title[:60].replace("&", "&&")
        sheet.set_footer(f"&L{title} · {name}&RPage &P of &N")
        return sheet

    def _put(self, sheet: Worksheet, row: int, column: int, value: Value, style: str) -> None:
        """Write one value, which is never taken for anything but the text or number that it is."""
        if isinstance(value, Mark):
            # What reviewers have not settled has a sign and a word, and no colour.
            style = value.key if value.key in _STYLES else style
            value = f"{value.sign} {value.word}"
        if isinstance(value, str) or not math.isfinite(value):
            text = cell_text(str(value))
            form = self._format(style, text.startswith(_FORMULA_SIGNS))
            sheet.write_string(row, column, text, form)
        else:
            sheet.write_number(row, column, value, self._format(style, False))

    def _line(self, sheet: Worksheet, row: int, values: Values, style: str = "text") -> int:
        for column, value in enumerate(values):
            self._put(sheet, row, column, value, style)
        if _STYLES[style].get("text_wrap"):
            # Not every program makes room for wrapped lines by itself.
            sheet.set_row(row, _LINE_POINTS * _lines(values, self._widths[sheet.name]))
        return row + 1

    def _head(self, name: str, columns: Sequence[Column], frozen: int = 1) -> Worksheet:
        """A new sheet with headings that stay in sight, as the first `frozen` columns do, and are
        repeated in print."""
        sheet = self._sheet(name, [column.width for column in columns])
        self._line(sheet, 0, tuple(column.heading for column in columns), "head")
        sheet.freeze_panes(1, frozen)
        sheet.repeat_rows(0)
        return sheet
