"""The workbook of one coverage: a summary, the matrix, every passage, and what made it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from gc25map.records import STATUSES, Coverage
from gc25map.report.reviewed import summary_in_words
from gc25map.report.sheets import Sheet, Values, sheets_of
from gc25map.report.view import Page, page_of
from gc25map.report.workbook import MOST_ROWS, Layout, left_out, new_book
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
    from xlsxwriter.worksheet import Worksheet


def render_workbook(coverage: Coverage, taxonomy: Taxonomy) -> bytes:
    """The coverage as a workbook for a spreadsheet program."""
    out = io.BytesIO()
    page = page_of(coverage, taxonomy)
    book = new_book(out, f"{page.title}: coverage of {page.symbol}", f"gc25map {coverage.tool}")
    writer = _Writer(book, page)
    writer.summary()
    for sheet in sheets_of(coverage, taxonomy, page):
        writer.table(sheet)
    writer.about(coverage)
    book.close()
    return out.getvalue()


class _Writer(Layout):
    """The workbook of one coverage being written."""

    def __init__(self, book: Any, page: Page) -> None:
        super().__init__(book, page.title)
        self._page = page

    def table(self, table: Sheet) -> None:
        """A sheet that is one table, with filters."""
        sheet = self._head(table.name, table.columns, table.frozen)
        rows = table.rows
        if len(rows) >= MOST_ROWS:
            more = len(rows) - (MOST_ROWS - 2)
            rows = (*rows[: MOST_ROWS - 2], (left_out(more),))
        for row, values in enumerate(rows, start=1):
            self._line(sheet, row, values)
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
            ("Words", OUR_WORDS.format(symbol=self._page.symbol)),
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
