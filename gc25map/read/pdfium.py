"""PDFium as an engine: the text of a page in one call, its geometry from a few characters of each line.

Some thirty times faster than walking every character. PDFium is not thread-safe and may abort on hostile
files; it runs in the reading child only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from ctypes import c_ushort
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
from pypdfium2 import raw
from pypdfium2.version import PYPDFIUM_INFO

from gc25map.read.limits import MAX_CHARS_PER_PAGE, MAX_FRAGMENTS_PER_PAGE, TooMuch
from gc25map.read.raw import FRAGMENT_GAP, Fragment, RawPage
from gc25map.read.ruled import Rule, rules_of
from gc25map.read.spacing import Word, crowded, join_spaced, part_crowded, spaced, words_of

WRONG_PASSWORD: int = raw.FPDF_ERR_PASSWORD
ENGINE = f"pdfium {PYPDFIUM_INFO}"
BOLD_WEIGHT = 600
# The mark of a footnote is set smaller than the text by this factor.
NOTE_MARK = 0.8
_HYPHENS = ("\ufffe", "\x02")
_LINE = re.compile(r"([^\r\ufffe\x02]*)(\r\n|\ufffe|\x02|\r|$)")
UPRIGHT = 0.05


def open_pdf(path: Path, password: str = "") -> Any:
    """The opened document; `pdfium.PdfiumError` passes through."""
    return pdfium.PdfDocument(path, password=password or None)


def count_chars(pdf: Any, index: int) -> int:
    """How many characters PDFium finds on a page, counted from 0, without placing them."""
    page = pdf[index]
    text = page.get_textpage()
    try:
        return int(text.count_chars())
    finally:
        text.close()
        page.close()


def title_of(pdf: Any) -> str:
    """The title in the document's metadata, or an empty string."""
    return str(pdf.get_metadata_value("Title") or "")


def read_page(pdf: Any, index: int) -> RawPage:
    """One page, counted from 0; whatever PDFium raises passes through.

    ValueError where the page is turned: pdfplumber turns it back.
    """
    page = pdf[index]
    text = page.get_textpage()
    try:
        if page.get_rotation():
            raise ValueError("the page is turned")
        lines = _Lines(page, text, _grids(rules_of(page)))
        fragments = lines.fragments()
        if lines.turned > sum(len(f.text) for f in fragments):
            raise ValueError("most of the text is turned")
        images = 0
        if sum(len(f.text) for f in fragments) < 100:
            images = sum(1 for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=2))
        width, height = page.get_size()
        return RawPage(index + 1, width, height, fragments, images, ENGINE)
    finally:
        text.close()
        page.close()


def _grids(rules: list[Rule]) -> Any:
    # Few documents have ruled tables, and pdfplumber, which finds them, takes long to load.
    if not rules:
        return None
    from gc25map.read.grid import Grids

    return Grids(rules)


class _Lines:
    """The lines of one page, parted into fragments where the printed gap is wide.

    What stands in a cell of `grids` is no part of a line; the rows of tables are fragments.
    """

    def __init__(self, page: Any, text: Any, grids: Any) -> None:
        self._text = text.raw
        self._grids = grids
        left, _, _, top = page.get_bbox()
        self._left, self._top = left, top
        self._rect = raw.FS_RECTF()
        # Characters of lines that do not stand upright, and are left out.
        self.turned = 0
        self._crowded = False

    def fragments(self) -> tuple[Fragment, ...]:
        """All fragments of the page, in the order of the file, and the rows of its tables."""
        outside = tuple(self._fragments())
        if not self._grids:
            return outside
        if not self._grids.settle():
            outside = tuple(self._fragments())
        return (*outside, *self._grids.rows())

    def _fragments(self) -> Iterator[Fragment]:
        self.turned = 0
        count = raw.FPDFText_CountChars(self._text)
        if count > MAX_CHARS_PER_PAGE:
            raise TooMuch(f"more than {MAX_CHARS_PER_PAGE:,} characters on a page")
        if count <= 0:
            return
        buffer = (c_ushort * (count + 1))()
        got = raw.FPDFText_GetText(self._text, 0, count, buffer)
        string = bytes(buffer)[: 2 * max(got - 1, 0)].decode("utf-16-le", "surrogatepass")
        if len(string) != count:
            raise ValueError("characters and their places do not correspond")
        self._crowded = crowded(string)
        start = pieces = 0
        for line, ending in _LINE.findall(string):
            found = list(self._line(line, start))
            if found and ending in _HYPHENS:
                # PDFium has joined a word parted at the line end; the lines are kept as printed.
                found[-1] = replace(found[-1], text=found[-1].text + "-")
            pieces += len(found)
            if pieces > MAX_FRAGMENTS_PER_PAGE:
                raise TooMuch(f"more than {MAX_FRAGMENTS_PER_PAGE:,} pieces of text on a page")
            yield from (f for f in found if not (self._grids and self._grids.put(f)))
            start += len(line) + len(ending)

    def _line(self, line: str, start: int) -> Iterator[Fragment]:
        words = words_of(line)
        if not words:
            return
        first = start + words[0].start
        if abs(raw.FPDFText_GetCharAngle(self._text, first)) > UPRIGHT:
            self.turned += len(line)
            return
        middle = start + words[len(words) // 2].end - 1
        size = raw.FPDFText_GetFontSize(self._text, middle)
        bold = raw.FPDFText_GetFontWeight(self._text, first) >= BOLD_WEIGHT
        words[0] = self._without_note_mark(words[0], start, size)
        if self._crowded:
            words = part_crowded(words, lambda index: self._box(start + index))
        if spaced(line):
            words = join_spaced(words, lambda index: self._box(start + index))
        run = [words[0]]
        box = self._box(start + run[0].start)
        for word in words[1:]:
            before, after = self._box(start + run[-1].end - 1), self._box(start + word.start)
            gap = max(after[0] - before[2], before[0] - after[2])
            if (
                gap > FRAGMENT_GAP * max(after[3] - after[1], 1.0)
                or (after[0] < box[0] - 1 and gap < 0)
                or (self._grids and self._grids.apart(before, after))
            ):
                yield self._fragment(run, box, before, size, bold)
                run, box = [], after
            run.append(word)
        yield self._fragment(run, box, self._box(start + run[-1].end - 1), size, bold)

    def _without_note_mark(self, word: Word, start: int, size: float) -> Word:
        """The first word of a line without a raised number in small print that has grown onto it."""
        begin = word.start
        while (
            begin < word.end - 1
            and word.text[begin - word.start].isdigit()
            and raw.FPDFText_GetFontSize(self._text, start + begin) < NOTE_MARK * size
        ):
            begin += 1
        return Word(begin, word.end, word.text[begin - word.start :])

    def _box(self, index: int) -> tuple[float, float, float, float]:
        rect = self._rect
        raw.FPDFText_GetLooseCharBox(self._text, index, rect)
        return (
            rect.left - self._left,
            self._top - rect.top,
            rect.right - self._left,
            self._top - rect.bottom,
        )

    def _fragment(
        self,
        words: list[Word],
        first: tuple[float, float, float, float],
        last: tuple[float, float, float, float],
        size: float,
        bold: bool,
    ) -> Fragment:
        return Fragment(
            x0=min(first[0], last[0]),
            top=min(first[1], last[1]),
            x1=max(first[2], last[2]),
            bottom=max(first[3], last[3]),
            size=size,
            bold=bold,
            text=" ".join(word.text for word in words),
        )
