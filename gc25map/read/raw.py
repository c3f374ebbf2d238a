"""What an engine hands over for a page before anyone has thought about it: printed fragments.

A fragment is a run of characters on one baseline without a wide gap, or one row of a ruled table.
Boxes are in points from the top left corner of the page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from gc25map.read.arabic import unmirrored

# How pdfminer writes a glyph whose character the file does not tell.
CID = re.compile(r"\(cid:\d+\)")
# Points within which every place on a page must lie; no sheet of paper is larger.
FARTHEST = 1e6


# Share of the font size from which a gap parts a line into fragments, whichever engine reads.
FRAGMENT_GAP = 1.5


@dataclass(frozen=True, slots=True)
class Fragment:
    """One run of text on one line: its box, font size in points, and whether the font is bold.

    The row of a ruled table is a fragment of its own: `table` counts the tables of the page from 1, and
    `cells` are its cells as they are read, None where a cell of a row above reaches down into it.
    """

    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    bold: bool
    text: str
    table: int = 0
    cells: tuple[str | None, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        """All that it makes the wire and the memory hold: its text, and the cells of a row once more."""
        return (self.text, *(cell or "" for cell in self.cells))

    def to_list(self) -> list[Any]:
        """The wire form, rounded to a tenth of a point."""
        box = (self.x0, self.top, self.x1, self.bottom, self.size)
        row = [self.table, self.cells] if self.table else []
        return [*map(on_paper, box), int(self.bold), self.text, *row]

    @classmethod
    def from_list(cls, values: list[Any]) -> Fragment:
        """The fragment of a wire form; ValueError or TypeError where it is malformed."""
        x0, top, x1, bottom, size, bold, text, *row = values
        table, cells = row or (0, ())
        said = [cell for cell in cells if cell is not None]
        if not all(isinstance(value, str) for value in (text, *said)):
            raise TypeError("a fragment's text must be a string")
        box = (float(x0), float(top), float(x1), float(bottom), float(size))
        if not all(abs(value) <= FARTHEST for value in box):
            raise ValueError("a fragment lies outside of any page")
        return cls(*box, bool(bold), text, int(table), tuple(cells))


@dataclass(frozen=True, slots=True)
class RawPage:
    """One page as an engine saw it. `images` tells a scan from a blank page; `error` a failed page.

    `confidence` (0–1) is how sure OCR was of the words; None for a page that has a text layer.
    """

    number: int
    width: float
    height: float
    fragments: tuple[Fragment, ...]
    images: int
    engine: str
    error: str = ""
    confidence: float | None = None

    @property
    def text(self) -> str:
        """All that is printed on the page, in no particular order."""
        return " ".join(fragment.text for fragment in self.fragments)


@dataclass(frozen=True, slots=True)
class RawDocument:
    """A document as an engine saw it; `page_count` is what the file claims to have.

    `repeatable` is false of a reading that might go better another time: it was cut short, or a
    child crashed on the way. `locked`: a password was needed.
    """

    page_count: int
    title: str
    pages: tuple[RawPage, ...]
    notes: tuple[str, ...] = ()
    repeatable: bool = True
    locked: bool = False


def broken_chars(text: str) -> int:
    """How many characters say that a glyph could not be turned into text."""
    lost = sum(
        c == "\ufffd" or c < " " or "\x7f" <= c <= "\x9f" or "\ue000" <= c <= "\uf8ff" for c in text
    )
    return lost + sum(len(glyph) for glyph in CID.findall(text))


def on_paper(value: float) -> float:
    """A measure in points, to a tenth; what is absurd or no number is brought to the nearest limit."""
    if value != value:
        return 0.0
    return round(max(-FARTHEST, min(float(value), FARTHEST)), 1)


def right_to_left(text: str) -> bool:
    """Whether most letters of a text belong to a script that is written from right to left."""
    rtl = sum("\u0590" <= char <= "\u08ff" or "\ufb1d" <= char <= "\ufefc" for char in text)
    return rtl > 0 and rtl * 2 > sum(char.isalpha() for char in text)


def as_printed(glyph: str) -> str:
    """The letters of one printed sign from left to right; an Arabic ligature holds several."""
    return glyph[::-1] if len(glyph) > 1 and right_to_left(glyph) else glyph


def logical_order(text: str) -> str:
    """Right-to-left text as it is read: a PDF gives its letters from left to right as printed."""
    if not right_to_left(text):
        return text
    runs: list[str] = []
    for char in reversed(text):
        left_to_right = char.isdigit() or ("a" <= char.lower() <= "z")
        joins = left_to_right or (char in ".,:/" and runs and runs[-1][-1:].isdigit())
        if (
            runs
            and joins
            and (runs[-1][0].isdigit() or (runs[-1][0].isascii() and runs[-1][0].isalpha()))
        ):
            runs[-1] = char + runs[-1]
        else:
            runs.append(char)
    return unmirrored("".join(runs))
