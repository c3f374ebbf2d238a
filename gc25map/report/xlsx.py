"""The workbook (XLSX, XlsxWriter): a summary, the matrix, every passage, and what made it.

Texts of documents are written as texts and nothing else: no formula, no link, no number. The bytes
are the same for the same coverage.
"""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from gc25map.records import STATUSES, Coverage
from gc25map.report.palette import HEAD, INK, LINE, SOFT, WASH
from gc25map.report.readings import Mark
from gc25map.report.reviewed import summary_in_words
from gc25map.report.sheets import Sheet, Value, Values, sheets_of
from gc25map.report.text import visible
from gc25map.report.view import Page, page_of
from gc25map.taxonomy import Taxonomy
from gc25map.words import (
    NO_ADVICE,
    NOT_FOUND_MEANS,
    OUR_WORDS,
    STATUS_WORDS,
    SYMBOLS,
    TENSION_SYMBOL,
)

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


def render_workbook(coverage: Coverage, taxonomy: Taxonomy) -> bytes:
    """The coverage as a workbook for a spreadsheet program."""
    from xlsxwriter import Workbook

    out = io.BytesIO()
    # In memory: no temporary file is left behind, and the parts carry a fixed date.
    book = Workbook(
        out,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    page = page_of(coverage, taxonomy)
    book.set_properties(
        {
            "title": cell_text(f"{page.title}: coverage of {page.symbol}")[:255],
            "author": cell_text(f"gc25map {coverage.tool}")[:255],
            "created": _EPOCH,
        }
    )
    writer = _Writer(book, page)
    writer.summary()
    for sheet in sheets_of(coverage, taxonomy, page):
        writer.table(sheet)
    writer.about(coverage)
    book.close()
    return out.getvalue()


def cell_text(text: str) -> str:
    """Text as a cell can hold it: nothing hidden, nothing forbidden, and what is too long cut off aloud."""
    text = visible(text)
    units = text.encode("utf-16-le")
    if len(units) // 2 <= LONGEST_CELL:
        return text
    kept = units[: 2 * (LONGEST_CELL - 40)].decode("utf-16-le", "ignore")
    return f"{kept}… ({len(text) - len(kept):,} more characters)"


def _lines(values: Values, widths: Sequence[int]) -> int:
    """How many lines the longest of these texts takes in its column, up to what a row shows."""
    texts = (value[: _MOST_LINES * 80] if isinstance(value, str) else "" for value in values)
    needed = (
        sum(1 + len(line) // width for line in text.split("\n"))
        for text, width in zip(texts, widths, strict=False)
    )
    return min(_MOST_LINES, max(needed, default=1))


class _Writer:
    """A workbook being written; formats are made once for each style."""

    def __init__(self, book: Any, page: Page) -> None:
        self._book = book
        self._page = page
        self._formats: dict[tuple[str, bool], Format] = {}
        self._widths: tuple[int, ...] = ()

    def _format(self, style: str, guarded: bool) -> Format:
        key = (style, guarded)
        if key not in self._formats:
            made: Format = self._book.add_format({**_STYLES[style], "quote_prefix": guarded})
            self._formats[key] = made
        return self._formats[key]

    def _sheet(self, name: str, widths: Sequence[int]) -> Worksheet:
        """A new sheet with columns of these widths, in characters, which the lines then follow."""
        sheet: Worksheet = self._book.add_worksheet(name)
        self._widths = tuple(widths)
        for number, width in enumerate(widths):
            sheet.set_column(number, number, width)
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_landscape()
        title = self._page.title[:60].replace("&", "&&")
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
            sheet.set_row(row, _LINE_POINTS * _lines(values, self._widths))
        return row + 1

    def table(self, table: Sheet) -> None:
        """A sheet that is one table: headings that stay in sight and are repeated in print, filters."""
        sheet = self._sheet(table.name, [column.width for column in table.columns])
        self._line(sheet, 0, tuple(column.heading for column in table.columns), "head")
        rows = table.rows
        if len(rows) >= MOST_ROWS:
            more = len(rows) - (MOST_ROWS - 2)
            rows = (*rows[: MOST_ROWS - 2], (f"… and {more:,} more rows, which no sheet can hold",))
        for row, values in enumerate(rows, start=1):
            self._line(sheet, row, values)
        sheet.freeze_panes(1, table.frozen)
        sheet.repeat_rows(0)
        sheet.autofilter(0, 0, len(rows), len(table.columns) - 1)

    def summary(self) -> None:
        """The first sheet: counts by chapter, the signs, and what could not be read or assessed."""
        page = self._page
        sheet = self._sheet("Summary", [84] + [15] * (len(STATUSES) + 1))
        row = self._line(sheet, 0, (page.title,), "title")
        row = self._line(sheet, row, (f"Coverage of {page.symbol} · {page.framework}",), "soft")
        if page.country:
            row = self._line(sheet, row, (page.country,), "soft")
        row = self._counts(sheet, row + 1)
        row = self._section(sheet, row, "What the signs mean")
        for mark, text, count in page.legend:
            row = self._line(sheet, row, (text, mark, count))
        if page.tensions:
            text = (
                "a passage meets the subject of the provision against its sense; changes no status"
            )
            row = self._line(sheet, row, (text, f"{TENSION_SYMBOL} tension"))
        row = self._line(sheet, row, (NOT_FOUND_MEANS,))
        row = self._line(sheet, row, (NO_ADVICE,))
        if page.review:
            row = self._section(sheet, row, "Review")
            for line in summary_in_words(page.review):
                row = self._line(sheet, row, (line,))
        row = self._section(sheet, row, "Documents read")
        for document in page.documents:
            row = self._line(sheet, row, (document.title,), "head")
            row = self._line(sheet, row, (f"{document.file_name} · {document.facts}",), "soft")
            for warning in document.warnings:
                row = self._line(sheet, row, (warning,), "warning")
        row = self._section(sheet, row, "Documents that could not be read")
        for path, message in page.failures:
            row = self._line(sheet, row, (f"{path}: {message}",), "warning")
        if not page.failures:
            row = self._line(sheet, row, ("none",))
        row = self._section(sheet, row, "Provisions that could not be assessed")
        silent = [r for c in page.chapters for r in c.rows if r.overall.key == "not_assessed"]
        for one in silent:
            row = self._line(sheet, row, (f"{one.title}: {'; '.join(one.reasons)}",))
        if not silent:
            self._line(sheet, row, ("none",))

    def _counts(self, sheet: Worksheet, row: int) -> int:
        heads = tuple(f"{SYMBOLS[s]} {STATUS_WORDS[s]}" for s in STATUSES)
        row = self._line(sheet, row, ("Chapter", *heads, "provisions"), "head")
        for chapter in self._page.chapters:
            name = f"{chapter.id} {chapter.title}"
            values: Values = (name, *chapter.counts, len(chapter.rows))
            row = self._line(sheet, row, values)
        totals = [count for _, _, count in self._page.legend]
        all_of_them: Values = ("All provisions", *totals, sum(totals))
        return self._line(sheet, row, all_of_them, "head")

    def _section(self, sheet: Worksheet, row: int, heading: str) -> int:
        return self._line(sheet, row + 1, (heading,), "section")

    def about(self, coverage: Coverage) -> None:
        """The last sheet: what made this file, and of which documents, to the byte."""
        sheet = self._sheet("About", [28, 70, 10, 16, 10, 10, 28, 68])
        row = 0
        for name, value in (
            ("Tool", f"gc25map {coverage.tool}"),
            ("Taxonomy", coverage.taxonomy),
            ("Model", coverage.model),
            ("Measured against", f"{self._page.framework}, {self._page.symbol}"),
            ("Read as well as", "; ".join(r.title for r in coverage.frameworks) or "nothing else"),
            ("Words", OUR_WORDS.format(self._page.symbol)),
        ):
            row = self._line(sheet, row, (name, value))
        heads = ("File", "Title", "Pages", "Pages not read", "Language", "Passages", "Governs")
        row = self._line(sheet, row + 1, (*heads, "SHA-256"), "head")
        for instrument in coverage.instruments:
            scope = instrument.scope
            governs = [
                "children only" if scope.children_only else "",
                "the digital environment only" if scope.digital_only else "",
            ]
            said = " and ".join(part for part in governs if part) or "more"
            row = self._line(
                sheet,
                row,
                (
                    instrument.file_name,
                    instrument.title,
                    instrument.pages if instrument.paged else "no pages",
                    ", ".join(map(str, instrument.pages_unreadable)),
                    instrument.language,
                    instrument.passages,
                    f"{said} (set by the user)" if scope.by_user else said,
                    instrument.sha256,
                ),
            )
