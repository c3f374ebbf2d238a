"""A law as it was read: its text, and the lines, pages and languages laid over it.

Offsets are character offsets into `Law.text`. Pages are counted from 1, as a PDF viewer counts them;
`label` is the number printed on the page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Source = Literal["text", "ocr", "none"]
# What the file itself says that a line opens; "" where only the layout tells, or a paragraph goes on.
Role = Literal["", "heading", "paragraph", "row"]


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line, or one row of a table: offsets into `Law.text` and its box in points.

    A `side_note` is laid before the line that it annotates. Without pages the box is all zeros; `role`
    and `level` (of a heading) tell what the file says. A row knows its `table` and number, from 1 (0 is
    the head), and in `context` the words of head and spanning cells; `last_page` is 0 if that is `page`.
    """

    start: int
    end: int
    page: int
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    bold: bool
    side_note: bool = False
    role: Role = ""
    level: int = 0
    table: int = 0
    row: int = 0
    context: tuple[str, ...] = ()
    last_page: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """One page: where its text lies in `Law.text`, how it was read, and what was kept out of it.

    `furniture` are running heads and feet, page numbers, footnotes and stray side notes, as printed.
    `confidence` (0–1) is OCR's own of its words.
    """

    number: int
    label: str | None
    start: int
    end: int
    source: Source
    engine: str
    furniture: tuple[str, ...] = ()
    confidence: float | None = None

    @property
    def readable(self) -> bool:
        """Whether text could be had from this page; a blank page counts as read."""
        return self.source != "none"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a law's text in one language (ISO 639-1)."""

    start: int
    end: int
    language: str


@dataclass(frozen=True, slots=True)
class Law:
    """One instrument as it was read: its text in reading order, with lines and pages over it.

    `language` is that of most of it; `stretches` say where which is (empty where all is in one).
    A file without pages (`paged` false) is one `Page`, which nobody should cite.
    """

    id: str
    title: str
    file_name: str
    sha256: str
    language: str
    text: str
    pages: tuple[Page, ...]
    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()
    stretches: tuple[Stretch, ...] = ()
    paged: bool = True

    @property
    def pages_unreadable(self) -> tuple[int, ...]:
        """Numbers of the pages from which no text could be had."""
        return tuple(page.number for page in self.pages if not page.readable)

    @property
    def pages_ocr(self) -> tuple[int, ...]:
        """Numbers of the pages that were read by OCR."""
        return tuple(page.number for page in self.pages if page.source == "ocr")

    def reading(self, first: int, last: int) -> tuple[Source, str, float | None]:
        """How the pages from `first` to `last` were read: that of the least sure of them."""
        least = min(self.pages[first - 1 : last], key=lambda page: page.confidence or 1.0)
        return least.source, least.engine, least.confidence
