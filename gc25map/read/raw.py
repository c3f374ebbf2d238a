"""What an engine hands over for a page before anyone has thought about it: printed fragments.

A fragment is a run of characters on one baseline without a wide gap. Boxes are in points from the
top left corner of the page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Fragment:
    """One run of text on one line: its box, font size in points, and whether the font is bold."""

    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    bold: bool
    text: str

    def to_list(self) -> list[Any]:
        """The wire form, rounded to a tenth of a point."""
        box = [round(v, 1) for v in (self.x0, self.top, self.x1, self.bottom, self.size)]
        return [*box, int(self.bold), self.text]

    @classmethod
    def from_list(cls, values: list[Any]) -> Fragment:
        """The fragment of a wire form; ValueError or TypeError where it is malformed."""
        x0, top, x1, bottom, size, bold, text = values
        if not isinstance(text, str):
            raise TypeError("a fragment's text must be a string")
        box = (float(x0), float(top), float(x1), float(bottom), float(size))
        return cls(*box, bool(bold), text)


@dataclass(frozen=True, slots=True)
class RawPage:
    """One page as an engine saw it. `images` tells a scan from a blank page; `error` a failed page."""

    number: int
    width: float
    height: float
    fragments: tuple[Fragment, ...]
    images: int
    engine: str
    error: str = ""


@dataclass(frozen=True, slots=True)
class RawDocument:
    """A document as an engine saw it; `page_count` is what the file claims to have."""

    page_count: int
    title: str
    pages: tuple[RawPage, ...]
    notes: tuple[str, ...] = ()
