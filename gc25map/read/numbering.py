"""Which lone numbers at a page's edge are page numbers: those that count the pages.

A number is one of a series where it keeps its distance from the number of the page, at the same height, on
another page too. So "(d)" at the foot of a page, or a year at its head, stays in the text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from gc25map.read.formats.numerals import roman
from gc25map.read.raw import Fragment

# Below a hundred and fewer: front matter is numbered so, and "civil" and "mix" are no numbers.
_ROMAN = r"(?=[ivxlc])c{0,3}(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})"
_NUMBER = re.compile(
    rf"^[\W_]*(?:page|p\.?|página|pagina|página|seite|стр\.?|第|صفحة)?\s*"
    rf"(\d{{1,4}}|(?a:{_ROMAN}))(?:\s*(?:of|/|de|von|sur|из|页)\s*\d{{1,4}})?\s*页?[\W_]*$",
    re.IGNORECASE,
)
_VALUES = {roman(number): number for number in range(1, 400)}
# How a paragraph is marked, and never a page alone in a document.
_MARKED = re.compile(r"[()\[\]]|\w[.,;:)]\W*$")
# Heights of two numbers of one series differ by less than this, in points.
SAME_HEIGHT = 12.0


@dataclass(frozen=True, slots=True)
class PageNumbers:
    """The series of a document: by script and distance, the heights and pages at which they stand."""

    pages: int
    series: Mapping[tuple[bool, int], Sequence[tuple[int, float]]] = field(default_factory=dict)

    def is_page_number(self, page: int, fragment: Fragment) -> bool:
        """Whether a lone number on this page (counted from 1) counts the pages."""
        number = printed_number(fragment.text)
        if number is None:
            return False
        if self.pages < 2:
            return not _MARKED.search(fragment.text)
        distance = (number.isdigit(), _value(number) - page)
        return any(
            other != page and abs(top - fragment.top) < SAME_HEIGHT
            for other, top in self.series.get(distance, ())
        )


def page_numbers(zones: Sequence[Sequence[Fragment]]) -> PageNumbers:
    """The series among the lone numbers at the edges of the pages, the first of which is page 1."""
    series: dict[tuple[bool, int], list[tuple[int, float]]] = defaultdict(list)
    for page, zone in enumerate(zones, 1):
        for fragment in zone:
            number = printed_number(fragment.text)
            if number is not None:
                series[number.isdigit(), _value(number) - page].append((page, fragment.top))
    return PageNumbers(len(zones), series)


def printed_number(text: str) -> str | None:
    """The number of which a line consists, as printed ("12", "xiv"); None for any other line."""
    match = _NUMBER.match(text)
    return match.group(1) if match else None


def _value(number: str) -> int:
    return int(number) if number.isdigit() else _VALUES[number.lower()]
