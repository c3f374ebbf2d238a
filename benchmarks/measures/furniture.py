"""Furniture: lines of passages that are printed at the edges of the pages again and again.

Counted apart from reading's own notion of furniture: a line of a passage counts where it stands in the
outermost tenth of its page and at least a sixth of the pages carry the same letters there, digits aside; and
a line that is a number and nothing else counts where it is the number that the page bears.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from gc25map.errors import UnreadableDocument
from gc25map.law import Law, Line
from gc25map.read import pdfium, read_law
from gc25map.read.raw import Fragment
from gc25map.split import split_passages

EDGE, FEWEST_PAGES, SHARE = 0.1, 4, 1 / 6


@dataclass(frozen=True, slots=True)
class Row:
    """How many lines of the passages are furniture, and a few of them with their pages."""

    document: str
    lines: int
    furniture: int
    examples: tuple[str, ...]

    def __str__(self) -> str:
        shown = "; ".join(self.examples)
        return f"{self.document}: {self.furniture} of {self.lines} lines{': ' * bool(shown)}{shown}"


def measure(laws: Sequence[Path]) -> list[Row]:
    """A row for each law that can be read."""
    rows = []
    for path in laws:
        try:
            law = read_law(path)
        except UnreadableDocument:
            continue
        rows.append(row(path, law))
    return rows


def row(path: Path, law: Law) -> Row:
    """What of a law's furniture is left in its passages."""
    heads, heights = _edges(path)
    lines = list(_passage_lines(law))
    left = []
    for line, text in lines:
        height = heights.get(line.page, 0.0)
        again = _at_edge(line, height) and _bare(text) in heads
        if again or text == law.pages[line.page - 1].label:
            left.append(f"p. {line.page} {text!r}")
    return Row(path.stem, len(lines), len(left), tuple(left[:5]))


def _passage_lines(law: Law) -> Iterator[tuple[Line, str]]:
    inside = [(passage.start, passage.end) for passage in split_passages(law)]
    number = 0
    for line in law.lines:
        while number < len(inside) and inside[number][1] <= line.start:
            number += 1
        if number < len(inside) and inside[number][0] <= line.start:
            yield line, law.text[line.start : line.end].strip()


def _at_edge(printed: Line | Fragment, height: float) -> bool:
    return printed.bottom < EDGE * height or printed.top > (1 - EDGE) * height


def _bare(text: str) -> str:
    return re.sub(r"[\W\d_]+", " ", text.casefold()).strip()


def _edges(path: Path) -> tuple[set[str], dict[int, float]]:
    """What comes again at the edges of the pages, and the heights of the pages by number."""
    counts: Counter[str] = Counter()
    heights: dict[int, float] = {}
    pdf = pdfium.open_pdf(path)
    for index in range(len(pdf)):
        try:
            page = pdfium.read_page(pdf, index)
        except Exception:  # a page that PDFium does not read has no edges to count
            continue
        heights[page.number] = page.height
        counts.update({_bare(f.text) for f in page.fragments if _at_edge(f, page.height)})
    needed = max(FEWEST_PAGES, SHARE * len(pdf))
    return {text for text, count in counts.items() if count >= needed and len(text) > 2}, heights
