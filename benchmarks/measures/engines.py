"""Engines: page by page, do PDFium and pdfplumber read the same words?

A sample of pages, evenly spread over each document, is read by both engines; a page is equal where both give
the same words the same number of times, hyphens and the order aside. A page that PDFium declines (turned,
broken) is pdfplumber's in any case and is not compared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from gc25map.read import pdfium, plumber
from gc25map.read.assemble import clean_text
from gc25map.read.raw import RawPage

from .true_text import words

WORST = 5


@dataclass(frozen=True, slots=True)
class Row:
    """Of the `compared` pages, how many are `equal`, the share of words in common, and the worst pages."""

    compared: int
    equal: int
    words_in_common: float
    worst: tuple[str, ...]

    def __str__(self) -> str:
        share = self.equal / max(self.compared, 1)
        return (
            f"{self.compared} pages, {share:.1%} equal, {self.words_in_common:.2%} of the words in common"
            f"{'; worst: ' * bool(self.worst)}{', '.join(self.worst)}"
        )


def measure(laws: Sequence[Path], pages_of_each: int) -> list[Row]:
    """One row over the sample of all laws."""
    pages = [(*found, path.stem) for path in laws for found in _compared(path, pages_of_each)]
    common = sum((one & other).total() for one, other, *_ in pages)
    most = sum(max(one.total(), other.total()) for one, other, *_ in pages)
    unlike = sorted(
        (
            ((one & other).total() / max(one.total(), other.total()), f"{name} p. {number}")
            for one, other, number, name in pages
            if one != other
        )
    )
    worst = tuple(f"{where} ({share:.0%})" for share, where in unlike[:WORST])
    return [Row(len(pages), len(pages) - len(unlike), common / max(most, 1), worst)]


def _compared(path: Path, most: int) -> Iterator[tuple[Counter[str], Counter[str], int]]:
    fast, slow = pdfium.open_pdf(path), plumber.open_pdf(path)
    step = max(1, len(fast) // most)
    for index in range(step // 2, len(fast), step):
        try:
            page = pdfium.read_page(fast, index)
        except Exception:  # the page is declined
            continue
        yield _bag(page), _bag(plumber.read_page(slow, index)), index + 1


def _bag(page: RawPage) -> Counter[str]:
    rows = sorted(page.fragments, key=lambda f: (round(f.bottom), f.x0))
    return Counter(words("\n".join(clean_text(f.text) for f in rows)))
